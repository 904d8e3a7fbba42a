"""An S3 server for the tests: SeaweedFS from PyPI, on loopback, in a folder of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import obstore
import obstore.exceptions
from obstore.store import from_url

KEY, SECRET = "lorong", "rahasia-contoh"
_PARTS = ("master.port", "volume.port", "filer.port", "s3.port")
_START_S = 60
_MAY_DO = ["Admin", "Read", "Write", "List"]


@contextmanager
def server() -> Iterator[None]:
    """`s3://…` is that server meanwhile. A bucket is made when something is put into it."""
    weed = Path(sys.executable).with_name("weed")
    with tempfile.TemporaryDirectory(prefix="lorong-s3-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        who = [{"name": "test", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": _MAY_DO}]
        (folder / "s3.json").write_text(json.dumps({"identities": who}))
        ports = _free_ports(2 * len(_PARTS))
        url = f"http://127.0.0.1:{ports[_PARTS.index('s3.port')]}"
        with (folder / "log").open("w+b") as log:
            process = subprocess.Popen([str(weed), *_arguments(folder, ports)], stdout=log, stderr=log)
            try:
                os.environ.update(_environment(url))
                _wait_for(log)
                yield
            finally:
                # Its folder goes with it; asked politely, it would take twenty seconds.
                process.kill()
                process.wait()
                for left in [s for port in ports for s in Path("/tmp").glob(f"seaweedfs-*-{port}.sock")]:
                    left.unlink()


def _arguments(folder: Path, ports: list[int]) -> list[str]:
    own = {name: ports[number] for number, name in enumerate(_PARTS)}
    grpc = {f"{name}.grpc": ports[len(_PARTS) + number] for number, name in enumerate(_PARTS)}
    options: dict[str, object] = {
        "dir": folder,
        "ip": "127.0.0.1",
        "ip.bind": "127.0.0.1",
        "s3.config": folder / "s3.json",
        "s3.port.iceberg": 0,
        "s3.port.lance": 0,
        "s3": "true",
        "filer": "true",
        "master.telemetry": "false",
        "master.volumeSizeLimitMB": 64,
    }
    written = [f"-{name}={value}" for name, value in (options | own | grpc).items()]
    return [f"-logdir={folder}", "server", *written]


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def _wait_for(log: IO[bytes]) -> None:
    """Until it takes an object; the client tries again by itself."""
    pause = {"init_backoff": timedelta(seconds=0.1), "max_backoff": timedelta(seconds=0.5)}
    patience: Any = {"max_retries": 1000, "retry_timeout": timedelta(seconds=_START_S), "backoff": pause}
    store = from_url("s3://lorong", retry_config=patience)
    try:
        obstore.put(store, "ready", b"")
    except obstore.exceptions.BaseError as error:
        log.seek(0)
        raise RuntimeError(f"SeaweedFS did not start: {log.read()[-2000:].decode()}") from error


def _environment(url: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "local",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }
