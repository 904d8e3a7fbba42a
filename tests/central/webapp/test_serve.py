"""What the handler answers under /app/: the right form, the right caching, and doors that stay closed."""

import hashlib
from pathlib import Path

import brotli
import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from sync.central.webapp.bundle import Bundle, BundleFile
from sync.central.webapp.serve import WebApp

PROGRAM = b"const lorong = 1; " * 50
ICON = b"\x89PNG"


def a_file(path: str, content: bytes, packed: bytes | None) -> BundleFile:
    download = len(content if packed is None else packed)
    return BundleFile(path, hashlib.sha256(content).hexdigest(), len(content), download, "always")


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    packed = brotli.compress(PROGRAM)
    files = {
        "main.dart.js": a_file("main.dart.js", PROGRAM, packed),
        "icons/icon-192.png": a_file("icons/icon-192.png", ICON, None),
    }
    bundle = Bundle(tmp_path, "/app/", "abc123", files)
    for file, content in ((files["main.dart.js"], PROGRAM), (files["icons/icon-192.png"], ICON)):
        bundle.place(file).parent.mkdir(parents=True, exist_ok=True)
        bundle.place(file).write_bytes(content)
    bundle.place(files["main.dart.js"]).with_name("main.dart.js.br").write_bytes(packed)
    (tmp_path / "index.html").write_text("<!DOCTYPE html>", "utf-8")
    (tmp_path / "flutter_service_worker.js").write_text("const BUNDLE = {};", "utf-8")
    (tmp_path / "v/abc123/bundle.json").write_text(bundle.manifest(), "utf-8")
    return bundle


@pytest.fixture
def client(bundle: Bundle) -> httpx.AsyncClient:
    app = Starlette(routes=[Mount("/app", WebApp(bundle))])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://centre")


@pytest.mark.parametrize("path", ["/app/", "/app/catat", "/app/rincian/0198-ab/ubah?p=rt"])
async def test_every_address_of_the_app_gives_the_page_and_asks_again_each_time(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path)

    assert (answer.status_code, answer.text) == (200, "<!DOCTYPE html>")
    assert answer.headers["Cache-Control"] == "no-cache"


async def test_the_service_worker_is_never_cached(client: httpx.AsyncClient) -> None:
    answer = await client.get("/app/flutter_service_worker.js")

    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"].startswith("text/javascript")


async def test_a_file_under_its_version_is_kept_for_ever_and_travels_compressed(client: httpx.AsyncClient) -> None:
    async with client.stream(
        "GET", "/app/v/abc123/main.dart.js", headers={"Accept-Encoding": "gzip, br"}
    ) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])

    assert brotli.decompress(raw) == PROGRAM
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["identity", "gzip", "gzip, br;q=0"])
async def test_a_file_travels_plain_for_who_does_not_take_brotli(client: httpx.AsyncClient, accepted: str) -> None:
    answer = await client.get("/app/v/abc123/main.dart.js", headers={"Accept-Encoding": accepted})

    assert answer.content == PROGRAM
    assert "Content-Encoding" not in answer.headers


async def test_a_file_without_a_version_is_sent_again_only_when_it_changed(client: httpx.AsyncClient) -> None:
    first = await client.get("/app/icons/icon-192.png")
    second = await client.get("/app/icons/icon-192.png", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, first.content, first.headers["Cache-Control"]) == (200, ICON, "no-cache")
    assert (second.status_code, second.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/app/v/old999/main.dart.js",
        "/app/v/abc123/missing.js",
        "/app/v/abc123/%2e%2e/%2e%2e/index.html",
        "/app/missing.png",
        "/app/%2e%2e/secret.txt",
    ],
)
async def test_what_is_not_in_the_bundle_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_nothing_can_be_written(client: httpx.AsyncClient) -> None:
    assert (await client.post("/app/")).status_code == 405


@pytest.mark.parametrize("path", ["/app/", "/app/v/abc123/main.dart.js", "/app/missing.png"])
async def test_every_answer_keeps_the_page_within_its_origin(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers

    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert not [source for source in policy.values() if "://" in source or "*" in source]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_the_list_of_files_stands_under_the_version(client: httpx.AsyncClient, bundle: Bundle) -> None:
    answer = await client.get("/app/v/abc123/bundle.json")

    assert [file["path"] for file in answer.json()["files"]] == list(bundle.files)
