"""Flutter's client and CPython for the browser, taken from the installed flet-web and made to stay at home.

Everything that leans on the inside of flet-web is in this file: a release that moves something fails here.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from sync.central.webapp.bundle import When
from sync.central.webapp.errors import CannotBuild

# What CanvasKit, our own page and our own worker do without.
NOT_NEEDED = re.compile(
    r"""
    (index\.html | manifest\.json | flutter\.js.* | python\.js | python-worker\.js | version\.json
    | flutter_service_worker\.js | main\.dart\.(wasm|mjs) | .*\.symbols | .*\.map | .*\.d\.ts | icons/loading.*
    | canvaskit/(experimental_webparagraph/.* | skwasm.* | wimp.*)
    | pyodide/(.*\.whl | python | python\.(exe|bat) | python_cli_entry\.mjs | package\.json | pyodide\.js)
    | assets/packages/(flutter_math_fork | media_kit | record_web | flutter_map)/.*)
    """,
    re.VERBOSE,
)
# What Flutter's client calls in python.js, which is ours.
PYTHON_CALLS = ("jsConnect", "jsSend", "jsDisconnect")
OUTSIDE_SCRIPTS = re.compile(r"https://cdn\.jsdelivr\.net/npm/@rive-app/[^\"]*/")
RIVE_IS_NEVER_READY = b"var RiveNative = () => new Promise(() => {});\n"
OWN_WORKER = re.compile(r"\n    serviceWorkerSettings: \{.*?\n    \},", re.DOTALL)
LATEX_FONTS = "packages/flutter_math_fork/"


def runtime_files() -> dict[str, bytes]:
    """Path and content of each file that flet-web gives to the bundle."""
    web = _web_folder()
    files = {path: file.read_bytes() for path, file in _needed(web)}
    files["main.dart.js"] = _without_outside_scripts(files["main.dart.js"])
    files["rive/wasm/rive_native.js"] = RIVE_IS_NEVER_READY
    files["flutter_bootstrap.js"] = _without_own_worker(files["flutter_bootstrap.js"])
    files["assets/FontManifest.json"] = _fonts(files["assets/FontManifest.json"])
    files["pyodide/python_stdlib.zip"] = _stored(files["pyodide/python_stdlib.zip"])
    return files


def when_needed(path: str) -> When:
    """`always` at the first visit, for one kind of browser only, or `later` if ever."""
    if path == "assets/NOTICES":
        return "later"
    if path.startswith("canvaskit/chromium/"):
        return "chromium"
    return "full" if path.startswith("canvaskit/") else "always"


def _web_folder() -> Path:
    spec = find_spec("flet_web")
    if spec is None or spec.origin is None:
        raise CannotBuild("flet-web is not installed: pip install 'lorong[central]'")
    return Path(spec.origin).parent / "web"


def _needed(web: Path) -> Iterator[tuple[str, Path]]:
    for file in web.rglob("*"):
        path = file.relative_to(web).as_posix()
        if file.is_file() and not NOT_NEEDED.fullmatch(path):
            yield path, file


def _without_outside_scripts(program: bytes) -> bytes:
    """Flet's client asks a CDN for Rive's script at each start; a line of ours answers instead."""
    changed, count = OUTSIDE_SCRIPTS.subn("rive/", program.decode())
    if count != 1 or not all(f".{name}(" in changed for name in PYTHON_CALLS):
        raise CannotBuild("this flet-web loads Rive or Python in a way that Lorong does not know")
    return changed.encode()


def _without_own_worker(bootstrap: bytes) -> bytes:
    """Flutter would wait at each start for a service worker of its own; ours is registered by page.js."""
    changed, count = OWN_WORKER.subn("", bootstrap.decode())
    if count != 1:
        raise CannotBuild("this flet-web starts Flutter in a way that Lorong does not know")
    return changed.encode()


def _fonts(manifest: bytes) -> bytes:
    """Flutter loads every font listed here before its first frame: Roboto is missing, LaTeX's are not used."""
    fonts = [font for font in json.loads(manifest) if not font["family"].startswith(LATEX_FONTS)]
    roboto = {"family": "Roboto", "fonts": [{"asset": "fonts/roboto.woff2"}]}
    return json.dumps([*fonts, roboto]).encode()


def _stored(archive: bytes) -> bytes:
    """The standard library unpacked inside its zip: brotli then saves a quarter more, and starts are quicker."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as packed, zipfile.ZipFile(out, "w") as stored:
        for name in sorted(packed.namelist()):
            stored.writestr(zipfile.ZipInfo(name), packed.read(name))
    return out.getvalue()
