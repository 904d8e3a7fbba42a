"""The third-party packages that the app needs inside the browser, with what they need in turn."""

import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sync.central.webapp.errors import CannotBuild

# Python as flet-web ships it: markers are judged for the browser, not for this machine.
BROWSER = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_system": "Emscripten",
    "python_full_version": "3.14.2",
    "python_version": "3.14",
    "sys_platform": "emscripten",
    "extra": "",
}
# The worker's canvas stands in for pillow, which has no browser wheel.
NOT_IN_THE_BROWSER = {"pillow"}
WITH_A_PURE_FALLBACK = {"msgpack"}
NATIVE = {".so", ".pyd", ".dylib"}
# `flutter` is where flet's extensions keep their Dart sources.
LEFT_OUT_FOLDERS = {"__pycache__", "flutter", "testing", "tests", "test"}
LEFT_OUT_ENDINGS = NATIVE | {".pyc", ".pyi", ".pyx", ".c", ".h"}
# TLS is the browser's own there, so the root certificates would only be weight.
LEFT_OUT_FILES = {"certifi/cacert.pem"}


def app_requirements(root: Path) -> list[str]:
    """What the app asks for: from the checkout if there is one, else from the installed wheel."""
    pyproject = root / "pyproject.toml"
    if pyproject.is_file():
        listed: list[str] = tomllib.loads(pyproject.read_text("utf-8"))["project"]["dependencies"]
        return listed
    try:
        return list(requires("lorong") or [])
    except PackageNotFoundError as error:
        raise CannotBuild("Lorong is not installed here: pip install 'lorong[central]'") from error


def browser_packages(wanted: Iterable[str]) -> list[Distribution]:
    """The installed distributions that these requirements lead to, in the order of their names."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(line) for line in wanted]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found or name in NOT_IN_THE_BROWSER or not _applies(requirement):
            continue
        found[name] = _installed(name)
        waiting += [Requirement(line) for line in found[name].requires or []]
    return [found[name] for name in sorted(found)]


def package_files(package: Distribution) -> Iterator[tuple[str, bytes]]:
    """Name inside `__pypackages__` and content of each file that Python or a licence needs."""
    if package.files is None:
        raise CannotBuild(f"{package.name} does not list its files: reinstall it with pip")
    native = any(file.suffix in NATIVE for file in package.files)
    if native and canonicalize_name(package.name) not in WITH_A_PURE_FALLBACK:
        raise CannotBuild(f"{package.name} is not pure Python, so it cannot run in the browser")
    for file in package.files:
        if _belongs(PurePosixPath(file)):
            yield file.as_posix(), Path(str(package.locate_file(file))).read_bytes()


def _applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(dict(BROWSER))


def _installed(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        raise CannotBuild(f"{name} is not installed: pip install {name}") from error


def _belongs(file: PurePosixPath) -> bool:
    if ".." in file.parts or file.as_posix() in LEFT_OUT_FILES or file.suffix in LEFT_OUT_ENDINGS:
        return False
    if file.parts[0].endswith(".dist-info"):
        return file.name == "METADATA" or "licen" in file.as_posix().lower()
    return not LEFT_OUT_FOLDERS & set(file.parts)
