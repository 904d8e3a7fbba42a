"""Builds the bundle that a browser installs: Flutter's client, CPython, the app, and our service worker.

Everything comes from what is installed here; the network is never asked. A folder appears whole or not at
all, and the same content gives the same version.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.resources import files as resources
from pathlib import Path

import platformdirs

from sync.central.webapp.archive import Source, app_archive, installed_source
from sync.central.webapp.bundle import SAFETY_HEADERS, Bundle, BundleFile, read_bundle
from sync.central.webapp.compress import compressed
from sync.central.webapp.errors import CannotBuild
from sync.central.webapp.face import face_files
from sync.central.webapp.runtime import runtime_files, when_needed

# The browser asks for these as the page's head names them, and Flutter for the last two.
WITHOUT_VERSION = ("manifest.json", "favicon.png", "icons/", "fonts/", "rive/")
# Named like flet-web's own, which it replaces where an older Lorong or flet had registered that one.
SERVICE_WORKER = "flutter_service_worker.js"
PAGE_SCRIPTS = ("download.js", "python.js", "page.js")
FORGOTTEN_S = 3600


def build_web(
    output: Path,
    *,
    base_path: str = "/app/",
    progress: Callable[[int, int], None],
    source: Source | None = None,
    cache: Path | None = None,
) -> Bundle:
    """The bundle in `output`, made anew only if its content would differ from what is there.

    `progress(done, total)` counts bytes. Raises CannotBuild when something is missing here, or when
    `output` holds something else.
    """
    content = _content(source or installed_source())
    version = _version(content, base_path)
    present = read_bundle(output)
    if present is not None and present.version == version:
        progress(1, 1)
        return present
    _refuse_foreign(output)
    cache = cache or platformdirs.user_cache_path("lorong", appauthor=False) / "brotli"
    return _write(output, base_path, version, content, lambda files: compressed(files, cache, progress))


def _content(source: Source) -> dict[str, bytes]:
    content = runtime_files() | face_files(source.assets)
    content["app.tar"] = app_archive(source)
    content["page.js"] = b"\n".join(_own(name) for name in PAGE_SCRIPTS)
    content["page.css"] = _own("page.css")
    content["python-worker.js"] = _own("python_worker.js")
    return dict(sorted(content.items()))


def _own(name: str) -> bytes:
    return (resources("sync.central.webapp") / name).read_bytes()


def _version(content: dict[str, bytes], base: str) -> str:
    whole = hashlib.sha256(base.encode())
    for path, data in content.items():
        whole.update(f"{path} {hashlib.sha256(data).hexdigest()}\n".encode())
    for name in ("index.html", "download.js", "service_worker.js"):
        whole.update(_own(name))
    whole.update(json.dumps(SAFETY_HEADERS).encode())
    return whole.hexdigest()[:12]


def _refuse_foreign(output: Path) -> None:
    is_ours = not output.exists() or (output / SERVICE_WORKER).is_file()
    if not is_ours and (not output.is_dir() or any(output.iterdir())):
        raise CannotBuild(f"{output} holds something else: choose a new or empty folder")


def _write(
    output: Path,
    base: str,
    version: str,
    content: dict[str, bytes],
    compress: Callable[[dict[str, tuple[str, bytes]]], dict[str, bytes]],
) -> Bundle:
    hashed = {path: (hashlib.sha256(data).hexdigest(), data) for path, data in content.items()}
    packed = compress(hashed)
    output.parent.mkdir(parents=True, exist_ok=True)
    _drop_forgotten(output)
    folder = Path(tempfile.mkdtemp(prefix=_unfinished(output), dir=output.parent))
    files = {path: _describe(path, *hashed[path], packed.get(path)) for path in content}
    bundle = Bundle(folder, base, version, files)
    for file in files.values():
        _write_file(bundle.place(file), content[file.path], packed.get(file.path))
        if file.path.startswith(WITHOUT_VERSION):
            _write_file(folder / file.path, content[file.path], None)
    _write_shell(bundle)
    _put_in_place(folder, output)
    return Bundle(output, base, version, files)


def _describe(path: str, sha256: str, data: bytes, packed: bytes | None) -> BundleFile:
    download = len(data if packed is None else packed)
    return BundleFile(path, sha256, len(data), download, when_needed(path))


def _write_file(place: Path, data: bytes, packed: bytes | None) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    if packed is not None:
        place.with_name(place.name + ".br").write_bytes(packed)


def _write_shell(bundle: Bundle) -> None:
    """The page, the service worker that carries it, and the list of all files, which is written last."""
    page = _own("index.html").decode().replace("{{version}}", bundle.version).replace("{{base}}", bundle.base)
    (bundle.folder / "index.html").write_text(page, "utf-8")
    headers = {"Content-Type": "text/html; charset=utf-8", **SAFETY_HEADERS}
    facts = [
        f"const BUNDLE = {bundle.manifest()};",
        f"const INDEX_HTML = {json.dumps(page)};",
        f"const PAGE_HEADERS = {json.dumps(headers)};",
    ]
    code = [*facts, _own("download.js").decode(), _own("service_worker.js").decode()]
    (bundle.folder / SERVICE_WORKER).write_text("\n".join(code), "utf-8")
    for place in (bundle.folder / "v" / bundle.version, bundle.folder):
        (place / "bundle.json").write_text(bundle.manifest(), "utf-8")


def _put_in_place(folder: Path, output: Path) -> None:
    """Whoever is killed between the two renames leaves no bundle, and the next build makes it again."""
    folder.chmod(0o755)
    if output.exists():
        old = Path(tempfile.mkdtemp(prefix=_unfinished(output), dir=output.parent))
        os.replace(output, old / "old")
        os.replace(folder, output)
        shutil.rmtree(old, ignore_errors=True)
    else:
        os.replace(folder, output)


def _unfinished(output: Path) -> str:
    return f".{output.name}-building-"


def _drop_forgotten(output: Path) -> None:
    """What killed builds left behind; a build that runs now is younger."""
    for folder in output.parent.glob(f"{_unfinished(output)}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > FORGOTTEN_S:
                shutil.rmtree(folder, ignore_errors=True)
