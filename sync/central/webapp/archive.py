"""`app.tar`: the app's own Python, its assets and its third-party packages, as the worker unpacks it.

The same content always gives the same bytes, so that a bundle's version changes only with its content.
"""

import io
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sync.central.webapp.closure import app_requirements, browser_packages, package_files
from sync.central.webapp.errors import CannotBuild

OWN_PACKAGES = ("mobile", "sync/domain", "sync/protocol", "sync/client")
# Fonts are fetched by Flutter, not by Python: the bundle carries them beside the archive.
LEFT_OUT_ASSETS = ("sample", "fonts")
ENTRY = b"from mobile.app import run\n\nrun()\n"
# Imported before the first start is kept. flet imports each of its controls when it is first named, so those
# that the app names are named here.
WARM_UP = """import importlib

import flet

for name in {modules!r}:
    importlib.import_module(name)
for name in {controls!r}:
    getattr(flet, name, None)
"""
FLET_NAME = re.compile(rb"\bft\.([A-Za-z]\w*)")


@dataclass(frozen=True)
class Source:
    """Where the app is read from.

    `entry` is the file that becomes `main.py`; `warm` names the modules that are imported before the
    first start is kept, so that later starts find them imported.
    """

    root: Path
    entry: Path | None = None
    warm: tuple[str, ...] = ("mobile.app",)

    @property
    def assets(self) -> Path:
        """As `sync.domain.assets` finds them: the checkout's, else the wheel's."""
        beside = self.root / "assets"
        return beside if beside.is_dir() else self.root / "lorong_assets"


def installed_source() -> Source:
    """The app that this Python imports: a checkout or an installed wheel."""
    spec = find_spec("mobile")
    if spec is None or not spec.submodule_search_locations:
        raise CannotBuild("the package 'mobile' is not installed: pip install 'lorong[central]'")
    root = Path(next(iter(spec.submodule_search_locations))).parent
    entry = root / "main.py"
    return Source(root, entry if (root / "pyproject.toml").is_file() and entry.is_file() else None)


def app_archive(source: Source) -> bytes:
    """The whole archive, uncompressed: it travels under brotli."""
    content = dict(_own_files(source))
    content["main.py"] = source.entry.read_bytes() if source.entry else ENTRY
    content["warm_up.py"] = _warm_up(source, content.values())
    for package in browser_packages(app_requirements(source.root)):
        content |= {f"__pypackages__/{name}": data for name, data in package_files(package)}
    return _tar(sorted(content.items()))


def _warm_up(source: Source, files: Iterable[bytes]) -> bytes:
    controls = sorted({name.decode() for file in files for name in FLET_NAME.findall(file)})
    return WARM_UP.format(modules=source.warm, controls=controls).encode()


def _own_files(source: Source) -> Iterator[tuple[str, bytes]]:
    yield "sync/__init__.py", (source.root / "sync" / "__init__.py").read_bytes()
    for package in OWN_PACKAGES:
        yield from _tree(source.root / package, package, without=())
    if source.assets.is_dir():
        yield from _tree(source.assets, "assets", without=LEFT_OUT_ASSETS)


def _tree(folder: Path, name: str, *, without: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for file in folder.rglob("*"):
        path = file.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
        if file.is_file() and not hidden and path.parts[0] not in without:
            yield f"{name}/{path.as_posix()}", file.read_bytes()


def _tar(content: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in content:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return out.getvalue()
