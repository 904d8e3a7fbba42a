"""The command as somebody starts it: in a process of its own, ended by a signal."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from sync.central.demo.command import CannotStartDemo, run_demo

_START = "from sync.central.demo.command import run_demo; run_demo(port=0, open_browser=False)"


def test_the_demo_answers_with_working_links_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (temporary := tmp_path / "temporary").mkdir()
    kept = tmp_path / "kept.sqlite3"

    with _running(TMPDIR=str(temporary), LORONG_DATABASE_URL=f"sqlite:///{kept}") as demo:
        base, codes = _links(_printed_until_ready(demo))
        health, page = httpx.get(f"{base}/health"), httpx.get(f"{base}/app/?p=rt")
        enrolled = [_enrol(base, profile, code) for profile, code in codes.items()]
        demo.send_signal(signal.SIGTERM)
        rest, _ = demo.communicate()

    assert (health.status_code, health.json()["name"]) == (200, "lorong")
    assert page.headers["content-type"].startswith("text/html")
    assert enrolled == ["rt", "umkm", "kelurahan", "kecamatan", "kelurahan", "kota", "kota", "auditor", "pimpinan"]
    assert demo.returncode == 0
    assert "data contoh dihapus" in rest
    assert os.listdir(temporary) == []
    assert not kept.exists()


@contextmanager
def _running(**environment: str) -> Iterator[subprocess.Popen[str]]:
    whole = os.environ | {"PYTHONUNBUFFERED": "1"} | environment
    with subprocess.Popen([sys.executable, "-c", _START], env=whole, stdout=subprocess.PIPE, text=True) as demo:
        try:
            yield demo
        finally:
            demo.kill()


def _printed_until_ready(demo: subprocess.Popen[str]) -> str:
    assert demo.stdout is not None
    lines: list[str] = []
    for line in demo.stdout:
        lines.append(line)
        if "Ctrl+C stops" in line:
            return "".join(lines)
    raise AssertionError(f"the demo ended by itself: {lines}")


def _links(text: str) -> tuple[str, dict[str, str]]:
    found = re.findall(r"(http://\S+)/app/\?p=(\w+)#(\S+)", text)
    return found[0][0], {profile: code for _, profile, code in found}


def _enrol(base: str, profile: str, code: str) -> str:
    device = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, profile)),
        "name": "Peramban",
        "platform": "web",
        "app_version": "0.1.0",
    }
    reply = httpx.post(f"{base}/v1/enrol", json={"code": code, "device": device})
    return str(reply.json()["person"]["role"])


def test_a_port_in_use_is_named_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CannotStartDemo, match=f"127.0.0.1:{port} is in use: .* --port"):
            run_demo(host="127.0.0.1", port=port, open_browser=False, echo=print)

    assert os.listdir(tmp_path) == []
