"""Centres as a city runs them: `lorong serve` in processes of their own, on loopback, over one database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from sync.central.settings import Settings

START_S = 60


@dataclass
class Instance:
    """One `lorong serve`. Its log is what it wrote to stderr."""

    process: subprocess.Popen[bytes]
    port: int
    log_file: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return self.log_file.read_text("utf-8")

    def wait_until_up(self) -> None:
        end = time.monotonic() + START_S
        while True:
            try:
                if httpx.get(f"{self.url}/health", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            assert self.process.poll() is None, f"it ended at its start: {self.log}"
            assert time.monotonic() < end, f"it does not start: {self.log}"
            time.sleep(0.05)

    def terminate(self) -> None:
        """As systemd does."""
        self.process.send_signal(signal.SIGTERM)

    def stop(self) -> int:
        self.terminate()
        try:
            return self.process.wait(START_S)
        finally:
            self.process.kill()


def start(settings: Settings, **more: str) -> Instance:
    """Not waited for: several may start at once."""
    port = free_port()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    log_file = settings.data_dir / f"instance-{port}.log"
    environment = os.environ | settings.environment() | {"LORONG_PORT": str(port)} | more
    command = [sys.executable, "-m", "sync.central.cli", "serve"]
    with log_file.open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    return Instance(process, port, log_file)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
