"""What the app's packages need inside the browser."""

from importlib.metadata import distribution
from pathlib import Path

import pytest

from sync.central.webapp.closure import app_requirements, browser_packages, package_files
from sync.central.webapp.errors import CannotBuild

ROOT = Path(__file__).resolve().parents[3]


def names_of(*wanted: str) -> list[str]:
    return [package.name.lower() for package in browser_packages(wanted)]


def test_a_package_brings_what_it_needs_in_turn() -> None:
    assert names_of("httpx>=0.28") == ["anyio", "certifi", "h11", "httpcore", "httpx", "idna", "typing_extensions"]


def test_what_is_not_for_the_browser_stays_out() -> None:
    names = names_of("flet", "pillow>=11", "tinydb; sys_platform == 'win32'")

    assert "msgpack" in names
    assert not {"oauthlib", "pillow", "tinydb"} & set(names)


def test_the_checkout_says_what_the_app_asks_for() -> None:
    assert any(line.startswith("tinydb") for line in app_requirements(ROOT))


def test_native_parts_stay_out_where_pure_python_stands_in_for_them() -> None:
    names = [name for name, _ in package_files(distribution("msgpack"))]

    assert "msgpack/fallback.py" in names
    assert not [name for name in names if name.endswith((".so", ".pyd"))]


def test_a_package_that_is_native_only_is_refused() -> None:
    with pytest.raises(CannotBuild, match="not pure Python"):
        list(package_files(distribution("brotli")))


def test_a_package_that_is_missing_is_named() -> None:
    with pytest.raises(CannotBuild, match="pip install lorong-tiada"):
        browser_packages(["lorong-tiada"])


def test_licences_travel_and_root_certificates_do_not() -> None:
    names = [name for name, _ in package_files(distribution("certifi"))]

    assert any("LICENSE" in name for name in names)
    assert "certifi/cacert.pem" not in names
