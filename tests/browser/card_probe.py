"""A tiny app that the tests bundle in place of main.py: it paints a shared card on the canvas and hands it out."""

from __future__ import annotations

from urllib.parse import urlsplit

import flet as ft
import httpx

from mobile.card_layout import card_drawing
from mobile.share_card import ShareCard
from mobile.web.fetch_transport import FetchTransport
from mobile.web.painter import CanvasPainter

CARD = ShareCard(
    "Teba kompos Lorong 4",
    "Warga mengompos bergiliran tiap Sabtu.",
    "RT 005 / RW 003, Kassi-Kassi, Kota Makassar",
    "7K4Q-2MXD",
    "Lorong · Pindai untuk membaca",
    originator="Ibu Sitti Contoh",
    link="https://lorong.example.id/inovasi/01930000-0000-7000-8000-000000000001",
)


async def main(page: ft.Page) -> None:
    parts = urlsplit(page.url or "")
    origin = f"{parts.scheme}://{parts.netloc}"

    async def paint() -> None:
        content = await CanvasPainter().paint(lambda measure: card_drawing(CARD, None, measure))
        async with httpx.AsyncClient(base_url=origin, transport=FetchTransport()) as http:
            await http.post("/v1/result", content=content)
        page.add(ft.Text("selesai"))

    page.add(ft.OutlinedButton("Buat kartu", on_click=paint))


if __name__ == "__main__":
    ft.run(main)
