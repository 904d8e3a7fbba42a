"""The photo of an idea: checked by its content, made anew without what its file told, never in the text's way."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from typing import Any

import httpx
import pytest
from PIL import Image

from sync.central import filestore, ideas
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.erase_record import erase_record
from sync.central.idea_photos import MOST_PHOTOS, PHOTOS_AN_HOUR, add_photo, remade
from sync.central.unnamed_files import drop_unnamed
from sync.domain.people import Role
from sync.protocol.people import EraseRequest
from sync.protocol.problems import Code, Problem
from tests.conftest import Enrol
from tests.support.residents import filed, pulled, told


def a_photo(size: tuple[int, int] = (2000, 1000), kind: str = "JPEG", *, colour: str = "#2e7d32") -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x010F] = "HP rahasia"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "S"
    picture.save(out, kind, exif=exif, comment=b"di rumah saya") if kind == "JPEG" else picture.save(out, kind)
    return out.getvalue()


def a_bomb(side: int) -> bytes:
    """A PNG of few bytes that says it is so large."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


async def sent(http: httpx.AsyncClient, tracking: str, content: bytes, kind: str = "image/jpeg") -> httpx.Response:
    return await http.post(f"/lacak/{tracking}/foto", files={"foto": ("foto.jpg", content, kind)})


async def test_a_photo_is_kept_with_its_preview_and_reaches_the_officer(
    http: httpx.AsyncClient, enrol: Enrol
) -> None:
    lurah = enrol(Role.KELURAHAN)
    tracking = await filed(http)

    response = await sent(http, tracking, a_photo())

    assert (response.status_code, response.headers["Location"]) == (303, f"/lacak/{tracking}")
    (photo,) = [value for path, value in (await pulled(lurah)).set.items() if path.startswith("photos/")]
    mine = {"Authorization": f"Bearer {lurah.token}"}
    sizes = {}
    for name in ("sha256", "preview"):
        file = await http.get(f"/v1/files/{photo[name]}", headers=mine)
        assert (file.status_code, file.headers["Content-Type"]) == (200, "image/jpeg")
        assert hashlib.sha256(file.content).hexdigest() == photo[name]
        sizes[name] = Image.open(io.BytesIO(file.content)).size
    # Upright: the file said that it lies on its side.
    assert sizes == {"sha256": (800, 1600), "preview": (160, 320)}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_is_kept(kind: str) -> None:
    for made in remade(a_photo(kind=kind)):
        opened = Image.open(io.BytesIO(made))
        assert opened.format == "JPEG"
        assert dict(opened.getexif()) == {}
        assert "comment" not in opened.info
        assert b"rahasia" not in made
        assert b"di rumah" not in made


def test_a_small_photo_stays_as_small() -> None:
    photo, preview = remade(a_photo((100, 60), "PNG"))

    assert Image.open(io.BytesIO(photo)).size == Image.open(io.BytesIO(preview)).size == (100, 60)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"<svg xmlns='x'/>", b"GIF89a", b"\xff\xd8\xff" + b"x" * 99]
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(Problem) as refused:
        remade(content)

    assert refused.value.code is Code.WRONG_TYPE


def test_a_cut_photo_is_refused() -> None:
    whole = a_photo()

    with pytest.raises(Problem):
        remade(whole[: len(whole) // 2])


@pytest.mark.parametrize("side", [6_000, 9_000, 30_000])
def test_a_picture_that_would_fill_the_memory_is_refused(side: int) -> None:
    with pytest.raises(Problem):
        remade(a_bomb(side))


async def test_a_refused_photo_leaves_the_text_and_says_why_beside_the_field(http: httpx.AsyncClient) -> None:
    tracking = await filed(http, title="Kebun lorong")

    response = await sent(http, tracking, b"bukan foto")

    assert response.status_code == 415
    assert "Berkas itu bukan foto" in response.text
    story = await told(http, tracking)
    assert (story["title"], story["photos"]) == ("Kebun lorong", 0)


async def test_the_same_photo_sent_again_is_kept_once(http: httpx.AsyncClient) -> None:
    tracking = await filed(http)

    for _ in range(2):
        assert (await sent(http, tracking, a_photo())).status_code == 303

    assert (await told(http, tracking))["photos"] == 1


async def test_an_idea_takes_so_many_photos(http: httpx.AsyncClient) -> None:
    tracking = await filed(http)
    for number in range(MOST_PHOTOS):
        assert (await sent(http, tracking, a_photo((60, 60 + number)))).status_code == 303

    more = await sent(http, tracking, a_photo((90, 90)))

    assert more.status_code == 422
    assert "Sudah ada tiga foto" in more.text
    assert (await told(http, tracking))["photos"] == MOST_PHOTOS


async def test_a_photo_for_an_idea_that_was_erased_is_kept_nowhere(
    centre: Centre, enrol: Enrol, http: httpx.AsyncClient
) -> None:
    kota, tracking = enrol(Role.KOTA, "73.71"), await filed(http)
    idea, photo = ideas.track(centre, tracking, "192.0.2.1").record.id, a_photo()
    erase_record(centre, Caller(kota.person, kota.device), idea, EraseRequest("asked"))

    response = await http.post(f"/v1/ideas/{tracking}/photos", content=photo)

    assert (response.status_code, response.json()["code"]) == (410, "erased")
    for made in remade(photo):
        assert filestore.get(centre.files, hashlib.sha256(made).hexdigest()) is None


async def test_a_photo_whose_idea_is_erased_while_it_is_made_anew_is_kept_nowhere(
    centre: Centre, enrol: Enrol, http: httpx.AsyncClient
) -> None:
    kota, tracking = enrol(Role.KOTA, "73.71"), await filed(http)
    found, photo = ideas.track(centre, tracking, "192.0.2.1"), a_photo()
    erase_record(centre, Caller(kota.person, kota.device), found.record.id, EraseRequest("asked"))

    with pytest.raises(Problem):
        add_photo(centre, found, photo, "192.0.2.1")

    for made in remade(photo):
        assert filestore.get(centre.files, hashlib.sha256(made).hexdigest()) is None
    assert drop_unnamed(centre) == 0


async def test_a_photo_that_is_thrown_away_while_it_comes_is_not_told_as_kept(
    centre: Centre, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracking = await filed(http)
    put = filestore.put

    def put_before_the_night_looks(*sent: Any) -> None:
        put(*sent)
        drop_unnamed(centre)

    with monkeypatch.context() as patched:
        patched.setattr(filestore, "put", put_before_the_night_looks)
        assert (await sent(http, tracking, a_photo())).status_code == 503
    assert (await told(http, tracking))["photos"] == 0

    assert (await sent(http, tracking, a_photo())).status_code == 303

    assert (await told(http, tracking))["photos"] == 1


async def test_an_address_sends_so_many_photos_an_hour(http: httpx.AsyncClient) -> None:
    tracking = await filed(http)
    for _ in range(PHOTOS_AN_HOUR):
        await sent(http, tracking, b"bukan foto")

    assert (await sent(http, tracking, a_photo())).status_code == 429


async def test_a_file_over_the_limit_is_read_no_further(http: httpx.AsyncClient) -> None:
    tracking = await filed(http)

    assert (await sent(http, tracking, b"x" * (11 * 1024 * 1024))).status_code == 413


@pytest.mark.parametrize("body", [b"", b"--x\r\n", b"\0" * 100])
async def test_a_body_that_is_no_form_with_a_file_is_refused(http: httpx.AsyncClient, body: bytes) -> None:
    tracking = await filed(http)

    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "text/plain"):
        response = await http.post(f"/lacak/{tracking}/foto", content=body, headers={"Content-Type": kind})
        assert response.status_code in (400, 415), response.text


async def test_the_app_sends_a_photo_as_the_whole_body(http: httpx.AsyncClient) -> None:
    tracking = await filed(http)

    response = await http.post(f"/v1/ideas/{tracking}/photos", content=a_photo())

    assert (response.status_code, response.json()["photos"]) == (200, 1)
