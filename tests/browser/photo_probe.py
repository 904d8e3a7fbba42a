"""A tiny app that the tests bundle in place of main.py: it picks a photo, makes it small, blurs it, and tells."""

from __future__ import annotations

import flet as ft

from mobile.device.exif import jpeg_size
from mobile.device.gallery import PhonePhotoSource
from mobile.device.ports import DeviceError, PickedPhoto
from mobile.web.photos import CanvasPhotos

HALF = [(0.0, 0.0, 0.5, 1.0)]


async def told(photos: CanvasPhotos, content: bytes) -> str:
    try:
        shrunk = await photos.shrink(content)
        blurred = await photos.blur(shrunk.content, HALF)
    except DeviceError as error:
        return error.code
    sizes = [jpeg_size(each) for each in (shrunk.content, shrunk.preview, blurred.content, blurred.preview)]
    return f"{sizes} {shrunk.taken_at} {shrunk.point} {b'Exif' in shrunk.content[:400]}"


async def main(page: ft.Page) -> None:
    source, photos = PhonePhotoSource(page), CanvasPhotos()

    async def take(picked: list[PickedPhoto]) -> None:
        for photo in picked:
            page.add(ft.Text(f"hasil: {await told(photos, photo.content)}"))

    source.hear(take)
    page.data = source
    page.add(ft.Text("siap"), ft.OutlinedButton("Pilih foto", action=source.action))


if __name__ == "__main__":
    ft.run(main)
