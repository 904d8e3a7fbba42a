"""The built bundle as a folder: what is in it, and which headers its pages carry.

index.html, flutter_service_worker.js   the shell, at addresses that never change
v/<version>/…                           everything, each file beside its brotli form; for ever the same
manifest.json, icons/, fonts/ …         once more, for those who ask without a version
bundle.json                             written last: the folder is whole
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

When = Literal["always", "chromium", "full", "later"]

# Nothing leaves the origin; 'wasm-unsafe-eval' is CanvasKit and CPython, inline styles are Flutter's.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
SAFETY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".otf": "font/otf",
    ".png": "image/png",
    ".tar": "application/x-tar",
    ".ttf": "font/ttf",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}


@dataclass(frozen=True)
class BundleFile:
    """`download` is what travels (brotli where it is smaller), `size` what it unpacks to."""

    path: str
    sha256: str
    size: int
    download: int
    when: When

    @property
    def is_packed(self) -> bool:
        return self.download < self.size

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES.get(Path(self.path).suffix, "application/octet-stream")


@dataclass(frozen=True)
class Bundle:
    folder: Path
    base: str
    version: str
    files: dict[str, BundleFile] = field(repr=False)

    def place(self, file: BundleFile) -> Path:
        return self.folder / "v" / self.version / file.path

    @property
    def download_bytes(self) -> int:
        """What the first visit of a Chromium costs; other browsers take a somewhat larger canvas."""
        return sum(file.download for file in self.files.values() if file.when in ("always", "chromium"))

    def manifest(self) -> str:
        files = [asdict(file) for file in self.files.values()]
        return json.dumps({"base": self.base, "version": self.version, "files": files})


def read_bundle(folder: Path) -> Bundle | None:
    """The bundle that was built into this folder, if one was built there to its end."""
    try:
        read = json.loads((folder / "bundle.json").read_text("utf-8"))
        files = {file["path"]: BundleFile(**file) for file in read["files"]}
        bundle = Bundle(folder, read["base"], read["version"], files)
        return bundle if all(bundle.place(file).is_file() for file in files.values()) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
