"""The examples for systemd and nginx say what the centre relies on; they were tried as README tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sync.central import examples
from sync.central.jobs import STOP_WITHIN_S
from sync.central.serving import LET_REQUESTS_END_S
from sync.protocol.limits import MAX_FILE_BYTES

FOLDER = Path(examples.__file__).parent
NGINX = (FOLDER / "nginx.conf").read_text("utf-8")
UNIT = (FOLDER / "lorong.service").read_text("utf-8")


def test_systemd_waits_longer_than_the_centre_lets_requests_and_jobs_end() -> None:
    found = re.search(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)

    assert found is not None
    assert int(found[1]) > LET_REQUESTS_END_S + STOP_WITHIN_S


def test_the_proxy_lets_the_largest_file_through() -> None:
    found = re.search(r"client_max_body_size (\d+)m;", NGINX)

    assert found is not None
    assert int(found[1]) * 1024 * 1024 > MAX_FILE_BYTES


@pytest.mark.parametrize(
    "line",
    [
        "proxy_request_buffering off;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Request-Id $request_id;",
        "proxy_next_upstream off;",
    ],
)
def test_the_proxy_does_what_the_centre_relies_on(line: str) -> None:
    assert f"        {line}\n" in NGINX


def test_the_proxy_keeps_no_address_in_which_somebody_may_have_typed_something() -> None:
    kept = re.search(r"log_format lorong '([^']*)';", NGINX)

    assert kept is not None
    for variable in ("$request ", "$request_uri", "$args", "$uri", "$http_authorization"):
        assert variable not in kept[1] + " "


@pytest.mark.parametrize("unit", sorted(FOLDER.glob("*.service")), ids=lambda unit: unit.name)
def test_nothing_runs_as_root(unit: Path) -> None:
    assert re.search(r"^User=(?!root)\w+$", unit.read_text("utf-8"), re.MULTILINE)
