"""The browser home for real: a probe app in the real bundle, served by the real handler, in a real Chromium."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Route
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.routing import Route as Endpoint

from sync.central.webapp.archive import Source
from sync.central.webapp.build import build_web
from sync.central.webapp.bundle import Bundle
from sync.central.webapp.serve import WebApp
from tests.browser.chromium import Phone, Tab, chromium_path, serving
from tests.browser.conftest import SHOTS

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PROBE = ROOT / "tests/browser/probe.py"
ORIENTATION = 0x0112
TURNED_RIGHT = 6
_LATER_VERSIONS = """async () => {
  const cache = await caches.open("lorong-bundle")
  for (const name of ["satu", "dua"]) {
    await cache.put(`/app/meta/versions/${name}`, Response.json({ at: Date.now() + 1e9, files: [] }))
  }
}"""
_THROW_AWAY = """async (names) => {
  const cache = await caches.open("lorong-bundle")
  const version = document.documentElement.dataset.version
  const { files } = await (await cache.match(`/app/meta/versions/${version}`)).json()
  const gone = files.filter(({ path, when }) => when !== "full" && names.some((name) => path.endsWith(name)))
  const done = await Promise.all(gone.map(({ sha256 }) => cache.delete(`/app/f/${sha256}`)))
  return done.filter(Boolean).length
}"""
_PRIVATE = (
    """StorageManager.prototype.getDirectory = async () => { throw new DOMException("no", "SecurityError") }"""
)
_STARTS_LATE = """(() => {
  const listen = document.addEventListener.bind(document)
  document.addEventListener = (type, ...rest) => {
    if (type === "DOMContentLoaded") window.loaded = rest[0]
    else listen(type, ...rest)
  }
  const channel = new BroadcastChannel("lorong-update")
  channel.onmessage = () => { window.announced = true }
})()"""


class Centre:
    """An origin with the bundle under /app/ and, beside it, what the probe asks for."""

    def __init__(self, bundle: Bundle) -> None:
        self.webapp = WebApp(bundle)
        self.results: list[bytes] = []
        self.photo = b""

    async def __call__(self, scope: object, receive: object, send: object) -> None:
        routes: list[BaseRoute] = [
            Endpoint("/v1/echo", self.echo, methods=["GET", "POST"]),
            Endpoint("/v1/photo", self.give_photo),
            Endpoint("/v1/result", self.take_result, methods=["POST"]),
            Endpoint("/v1/lambat", self.answer_late),
            Mount("/app", self.webapp),
        ]
        await Starlette(routes=routes)(scope, receive, send)  # type: ignore[arg-type]

    async def echo(self, request: Request) -> Response:
        body = (await request.body()).decode()
        return PlainTextResponse(body.upper(), headers={"X-Jawab": request.headers.get("Lorong-Protocol", "-")})

    async def give_photo(self, _request: Request) -> Response:
        return Response(self.photo, media_type="image/jpeg")

    async def take_result(self, request: Request) -> Response:
        self.results.append(await request.body())
        return Response(status_code=204)

    async def answer_late(self, request: Request) -> Response:
        while not await request.is_disconnected():
            await asyncio.sleep(0.05)
        return PlainTextResponse("terlambat")


def a_photo_lying_on_its_side() -> bytes:
    """3000 × 2000 as stored, with EXIF that says "turn right": upright, its red half is at the top."""
    picture = Image.new("RGB", (3000, 2000), "blue")
    ImageDraw.Draw(picture).rectangle((0, 0, 1500, 2000), fill="red")
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def test_without_chromium_journeys_are_skipped_and_fail_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="need Chromium"):
        chromium_path()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Chromium is missing"):
        chromium_path()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    chromium_path()
    return a_bundle(tmp_path_factory.mktemp("bundle") / "web")


def a_bundle(folder: Path, entry: Path = PROBE) -> Bundle:
    source = Source(ROOT, entry, warm=("httpx", "mobile.web.opfs"))
    return build_web(folder, progress=lambda _done, _total: None, source=source)


@pytest.fixture(scope="module")
def centre(bundle: Bundle) -> Centre:
    return Centre(bundle)


@pytest.fixture(scope="module")
def origin(centre: Centre) -> Iterator[str]:
    with serving(centre) as origin:
        yield origin


@pytest.fixture(scope="module")
def newer_bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The probe, but its journal is called "buku"."""
    folder = tmp_path_factory.mktemp("newer")
    entry = folder / "main.py"
    entry.write_text(PROBE.read_text("utf-8").replace("jurnal:", "buku:"), "utf-8")
    return a_bundle(folder / "web", entry)


@pytest.fixture
def newer(newer_bundle: Bundle, bundle: Bundle, centre: Centre) -> Iterator[Bundle]:
    """What a test may let the centre serve; afterwards it serves what it did."""
    yield newer_bundle
    centre.webapp = WebApp(bundle)


@pytest.fixture
def phone(app_browser: Browser, origin: str) -> Iterator[Phone]:
    """A phone that has never been here."""
    with Phone(app_browser, origin) as phone:
        yield phone


@pytest.fixture(scope="module")
def installed(app_browser: Browser, origin: str) -> Iterator[Phone]:
    """A phone that has the app already; each test opens a profile of its own."""
    with Phone(app_browser, origin) as phone:
        opened(phone, "pertama").close()
        yield phone


@pytest.fixture
def tab(installed: Phone, request: pytest.FixtureRequest) -> Iterator[Tab]:
    tab = opened(installed, request.function.__name__)
    yield tab
    tab.close()
    installed.go_online()


def opened(phone: Phone, profile: str = "satu") -> Tab:
    tab = phone.open(f"/app/?p={profile}")
    tab.see(re.compile("^(jurnal|dipakai)"))
    return tab


def hear_of_update(tab: Tab, centre: Centre, newer: Bundle) -> None:
    """The page stays the older one, which says that a newer waits."""
    centre.webapp = WebApp(newer)
    tab.reload()
    tab.see("jurnal: 0 baris")
    tab.see(f"versi baru: {newer.version}")


def test_the_first_visit_says_how_much_it_downloads_and_shows_how_far_it_is(phone: Phone, bundle: Bundle) -> None:
    held: list[Route] = []
    phone.context.route("**/app.tar", lambda route: held.append(route))

    tab = phone.open()

    megabytes = round(bundle.download_bytes / 1_000_000)
    note = f"Sekali unduh, sekitar {megabytes} MB. Pakai Wi-Fi kantor bila bisa."
    tab.page.get_by_text(note).wait_for()
    total = f"{bundle.download_bytes / 1_000_000:.1f}".replace(".", ",")
    tab.page.get_by_text(re.compile(rf"^(8|9|10),\d / {total} MB$")).wait_for()
    held[0].continue_()
    phone.context.unroute_all(behavior="wait")
    tab.see("jurnal: 0 baris")


def test_a_download_that_is_cut_goes_on_where_it_stopped_when_tried_again(phone: Phone) -> None:
    phone.context.route("**/main.dart.js", lambda route: route.abort())
    tab = phone.open()
    tab.page.get_by_text("Unduhan terputus").wait_for()
    phone.context.unroute_all()
    before = len(phone.requests)

    tab.page.get_by_role("button", name="Coba lagi").click()

    tab.page.get_by_text("Unduhan selesai").wait_for()
    again = [url for url in phone.requests[before:] if "/v/" in url]
    assert [url.rsplit("/", 1)[1] for url in again[:2]] == ["bundle.json", "main.dart.js"]
    tab.see("jurnal: 0 baris")


def test_an_update_is_fetched_in_the_background_and_comes_with_the_next_reload(
    phone: Phone, centre: Centre, newer: Bundle
) -> None:
    tab = opened(phone)
    before = len(phone.background_requests)

    hear_of_update(tab, centre, newer)
    fetched = {url.rsplit("/", 1)[1] for url in phone.background_requests[before:]}
    phone.go_offline()
    tab.reload()

    tab.see("buku: 0 baris")
    assert fetched == {"flutter_service_worker.js", "app.tar"}, "only what changed"


def test_a_page_that_was_not_listening_yet_is_told_of_an_update_all_the_same(
    phone: Phone, centre: Centre, newer: Bundle
) -> None:
    tab = opened(phone)
    tab.page.add_init_script(_STARTS_LATE)
    centre.webapp = WebApp(newer)

    tab.reload()
    tab.page.wait_for_function("() => window.announced")
    tab.page.evaluate("() => window.loaded()")

    tab.see("jurnal: 0 baris")
    tab.see(f"versi baru: {newer.version}")


def test_an_update_starts_without_a_network_also_when_older_versions_came_under_a_clock_that_ran_ahead(
    phone: Phone, centre: Centre, newer: Bundle
) -> None:
    tab = opened(phone)
    tab.page.evaluate(_LATER_VERSIONS)
    hear_of_update(tab, centre, newer)
    phone.go_offline()

    tab.reload()

    tab.see("buku: 0 baris")


def test_what_the_browser_threw_away_is_fetched_once_and_there_again_without_a_network(tab: Tab) -> None:
    thrown_away = tab.page.evaluate(_THROW_AWAY, ["app.tar", "canvaskit.wasm"])
    tab.reload()
    tab.see("jurnal: 0 baris")
    tab.phone.go_offline()

    tab.reload()

    tab.see("jurnal: 0 baris")
    assert thrown_away == 2


def test_a_page_whose_script_does_not_come_says_after_a_while_what_to_do(phone: Phone) -> None:
    phone.context.route("**/page.js", lambda route: route.abort())
    tab = phone.open()
    late = tab.page.get_by_text("Catatan Anda tetap aman")
    assert not late.is_visible()

    tab.page.evaluate("() => document.getAnimations().forEach((each) => each.finish())")

    assert late.is_visible()
    tab.screenshot(SHOTS / "late.png")


def test_a_window_that_keeps_nothing_is_told_so_before_it_downloads(phone: Phone) -> None:
    phone.context.add_init_script(_PRIVATE)

    tab = phone.open()

    tab.page.get_by_text("jangan pakai mode penyamaran").wait_for()
    assert not [url for url in phone.requests if url.endswith("bundle.json")]


def test_the_app_starts_without_a_network_after_the_first_visit(tab: Tab) -> None:
    tab.phone.go_offline()

    tab.reload()

    tab.see("jurnal: 0 baris")


def test_a_deep_link_opens_the_app_without_a_network(tab: Tab) -> None:
    tab.phone.go_offline()

    tab.go("/app/catat/123?p=lain#kode")

    tab.see("jurnal: 0 baris")


def test_what_was_appended_is_there_after_a_reload(tab: Tab) -> None:
    tab.tap("tambah")
    tab.see("tambah: 1 baris, 20 byte")
    tab.tap("tambah")
    tab.see("tambah: 2 baris, 40 byte")

    tab.reload()

    tab.see("jurnal: 2 baris")


def test_what_was_appended_survives_a_crash_of_the_tab(tab: Tab, installed: Phone) -> None:
    tab.tap("tambah")
    tab.see("tambah: 1 baris, 20 byte")

    tab.crash()

    again = opened(installed, "test_what_was_appended_survives_a_crash_of_the_tab")
    again.see("jurnal: 1 baris")
    again.close()


def test_photo_files_are_written_whole_found_and_deleted(tab: Tab) -> None:
    tab.tap("foto simpan")

    tab.see("foto simpan: abc")


def test_httpx_reaches_the_centre_and_says_what_failed(tab: Tab) -> None:
    tab.tap("tanya")
    tab.see("tanya: 200 HALO 1 404")
    tab.tap("lambat")
    tab.see("lambat: ReadTimeout the server did not answer in time")
    tab.phone.go_offline()
    tab.tap("putus")
    tab.see(re.compile("^putus: ConnectError"))


def test_a_photo_is_shrunk_and_turned_upright_and_loses_its_exif(tab: Tab, centre: Centre) -> None:
    centre.photo = a_photo_lying_on_its_side()

    tab.tap("kecilkan")
    tab.see(re.compile("^kecilkan: "))

    small = Image.open(io.BytesIO(centre.results[-1]))
    assert (small.format, small.size) == ("JPEG", (1280, 1920))
    assert not small.getexif()
    assert is_red(small.getpixel((640, 200)))
    assert not is_red(small.getpixel((640, 1700)))


def test_what_is_blurred_cannot_be_seen_any_more(tab: Tab, centre: Centre) -> None:
    centre.photo = a_fine_pattern()

    tab.tap("kaburkan")
    tab.see("kaburkan: selesai")

    blurred = Image.open(io.BytesIO(centre.results[-1])).convert("L")
    assert contrast(blurred.crop((110, 110, 290, 290))) < 40
    assert contrast(blurred.crop((0, 0, 80, 80))) > 150


def test_a_file_that_is_no_image_is_refused_by_name(tab: Tab) -> None:
    tab.tap("bukan gambar")

    tab.see("bukan gambar: not_an_image")


def test_a_photo_for_which_there_is_no_memory_fails_as_what_may_pass(tab: Tab, centre: Centre) -> None:
    centre.photo = a_photo_lying_on_its_side()

    tab.tap("tanpa memori")

    tab.see("tanpa memori: failed failed")


def test_a_second_tab_of_a_profile_is_refused_until_it_takes_over(installed: Phone) -> None:
    first = opened(installed, "berdua")
    first.tap("tambah")
    first.see("tambah: 1 baris, 20 byte")

    second = opened(installed, "berdua")
    second.see("dipakai di tab lain")
    second.tap("pakai di sini")

    second.see("jurnal: 1 baris")
    first.see("pindah ke tab lain")


def test_two_profiles_stand_side_by_side(installed: Phone, tab: Tab) -> None:
    other = opened(installed, "sebelah")

    other.see("jurnal: 0 baris")
    tab.tap("tambah")
    tab.see("tambah: 1 baris, 20 byte")


def test_the_storage_tells_its_size(tab: Tab) -> None:
    tab.tap("penyimpanan")

    tab.see(re.compile("^penyimpanan: True True True"))


def test_buttons_are_spoken_on_a_touch_screen_without_a_tap(app_browser: Browser, origin: str) -> None:
    android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile"
    with Phone(app_browser, origin, {"user_agent": android, "is_mobile": True}) as phone:
        tab = opened(phone)

        tab.button("tambah").wait_for(state="attached")


def is_red(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return bool(pixel[0] > 200 and pixel[2] < 60)


def a_fine_pattern() -> bytes:
    """Black and white lines of three pixels, 400 × 400."""
    picture = Image.new("RGB", (400, 400), "white")
    draw = ImageDraw.Draw(picture)
    for x in range(0, 400, 6):
        draw.rectangle((x, 0, x + 2, 400), fill="black")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    return out.getvalue()


def contrast(picture: Image.Image) -> int:
    low, high = picture.getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    return high - low
