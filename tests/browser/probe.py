"""A tiny app that the tests bundle in place of main.py: a button for each hand of the browser home.

What a hand did stands on the screen as "name: result".
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlsplit

import flet as ft
import httpx

from mobile.device.ports import DeviceError
from mobile.store.errors import StoreBusy
from mobile.web.canvas import blur, shrink
from mobile.web.fetch_transport import FetchTransport
from mobile.web.home import BrowserHome, profile_in
from mobile.web.opfs import OpfsFile, OpfsFiles, open_file, open_journal_files
from mobile.web.persistence import storage
from mobile.web.tab_lock import TabLock
from mobile.web.updates import Updates

Hand = Callable[[], Awaitable[str]]
BLURRED = [(0.25, 0.25, 0.5, 0.5)]


class Probe:
    def __init__(self, page: ft.Page) -> None:
        self.page = page
        parts = urlsplit(page.url or "")
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.profile = parse_qs(parts.query).get("p", ["satu"])[0]
        self.said = ft.Column()
        self.lock = TabLock(self.profile, self.let_go)
        self.updates = Updates(lambda version: self.say(f"versi baru: {version}"))
        self.journal: tuple[OpfsFile, OpfsFile] | None = None

    async def start(self) -> None:
        hands: dict[str, Hand] = {
            "tambah": self.append,
            "foto simpan": self.keep_photo,
            "tanya": self.ask,
            "putus": self.ask_nobody,
            "lambat": self.ask_slowly,
            "kecilkan": self.shrink,
            "kaburkan": self.blur,
            "bukan gambar": self.no_image,
            "tanpa memori": self.shrink_without_memory,
            "penyimpanan": self.storage,
        }
        buttons = [ft.FilledButton(name, on_click=self.handler(name, hand)) for name, hand in hands.items()]
        take_over = ft.FilledButton("pakai di sini", on_click=self.take_over)
        self.page.add(ft.Row([*buttons, take_over], wrap=True), self.said)
        if await self.lock.take():
            await self.open_journal()
        else:
            self.say("dipakai di tab lain")

    def handler(self, name: str, hand: Hand) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            try:
                self.say(f"{name}: {await hand()}")
            except Exception as error:  # noqa: BLE001 - the test reads it from the screen
                self.say(f"{name}: {type(error).__name__} {error}")

        return run

    def say(self, text: str) -> None:
        self.said.controls.append(ft.Text(text))
        self.page.update()

    async def take_over(self) -> None:
        if await self.lock.take(steal=True):
            await self.open_journal()

    async def let_go(self) -> None:
        for file in self.journal or ():
            file.close()
        self.say("pindah ke tab lain")

    async def open_journal(self) -> None:
        try:
            self.journal = await open_journal_files(f"profil/{self.profile}")
        except StoreBusy:
            self.say("jurnal: sibuk")
            return
        lines = self.journal[0].read().count(b"\n")
        self.say(f"jurnal: {lines} baris")

    async def append(self) -> str:
        assert self.journal is not None
        first, second = self.journal
        first.append("satu baris — utuh\n".encode())
        second.append(b"setengah")
        second.truncate(3)
        assert (second.read(), second.size_bytes) == (b"set", 3)
        second.truncate(0)
        lone = await open_file("profil/lain", "rusak")
        lone.close()
        return f"{first.read().count(b'satu baris')} baris, {first.size_bytes} byte"

    async def keep_photo(self) -> str:
        url = self.page.url or ""
        home, folder = BrowserHome(url), f"profiles/{profile_in(url)}/accounts/a/files"
        files = OpfsFiles(folder)
        await files.write("abc", b"lama")
        await files.write("abc", b"baru")
        await files.write("lain", b"x" * 500_000)
        assert await files.read("abc") == b"baru"
        assert await files.read("tiada") is None
        (await open_file(folder, "putus.part")).close()
        assert await files.names() == ["abc", "lain", "putus.part"]
        await home.open_files("a")
        assert await files.names() == ["abc", "lain"]
        await files.delete("lain")
        await files.delete("lain")
        return ",".join(await files.names())

    async def ask(self) -> str:
        async with self.client() as client:
            answer = await client.post("/v1/echo", content=b"halo", headers={"Lorong-Protocol": "1"})
            missing = await client.get("/v1/tiada")
        return f"{answer.status_code} {answer.text} {answer.headers['x-jawab']} {missing.status_code}"

    async def ask_nobody(self) -> str:
        async with self.client() as client:
            return (await client.get("/v1/echo")).text

    async def ask_slowly(self) -> str:
        async with self.client(httpx.Timeout(5, connect=0.3, read=0.3)) as client:
            return (await client.get("/v1/lambat")).text

    async def shrink(self) -> str:
        async with self.client() as client:
            photo = (await client.get("/v1/photo")).content
            small = await shrink(photo)
            await client.post("/v1/result", content=small)
        return f"{len(photo)} → {len(small)}"

    async def blur(self) -> str:
        async with self.client() as client:
            photo = (await client.get("/v1/photo")).content
            await client.post("/v1/result", content=await blur(photo, BLURRED))
        return "selesai"

    async def no_image(self) -> str:
        try:
            await shrink(b"bukan gambar sama sekali")
        except DeviceError as error:
            return error.code
        return "diterima"

    async def shrink_without_memory(self) -> str:
        """As the browser then fails: it writes no file, and later it gives no pen."""
        from js import Error, OffscreenCanvas, Promise
        from pyodide.ffi import create_proxy

        canvas = OffscreenCanvas.prototype
        canvas.convertToBlob = Promise.reject.bind(Promise, Error.new("no memory"))
        said = []
        for _ in range(2):
            try:
                await self.shrink()
            except DeviceError as error:
                said.append(error.code)
            canvas.getContext = create_proxy(lambda *_: None)
        return " ".join(said)

    async def storage(self) -> str:
        kept = await storage()
        free = await OpfsFiles("foto").free_bytes()
        tells = free is not None and 0 < free <= kept.quota_bytes
        return f"{kept.used_bytes > 0} {kept.quota_bytes > kept.used_bytes} {tells} {kept.is_persistent}"

    def client(self, timeout: httpx.Timeout | None = None) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=FetchTransport(), base_url=self.origin, timeout=timeout or httpx.Timeout(10)
        )


async def main(page: ft.Page) -> None:
    await Probe(page).start()


if __name__ == "__main__":
    ft.run(main)
