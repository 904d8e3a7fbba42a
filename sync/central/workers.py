"""Several processes that serve on one address, what works beside them, and who begins anew what dies of them.

Each worker has a socket of its own (SO_REUSEPORT), over which Linux spreads connections. With one socket for all,
a whole burst of them would go to whoever wakes first, while the others have nothing to do.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Sequence

log = logging.getLogger("lorong")
_LOOK_EVERY_S = 0.5
_FAILED_AT_START = 3
"""With which uvicorn ends when the application cannot start: it would fail the same way again."""


def own_socket(host: str, port: int) -> socket.socket:
    """Bound, not listening yet. Raises OSError, with what the system says."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind((host, port))
    return made


def watch(commands: Sequence[Sequence[str]]) -> int:
    """Runs each command until SIGTERM or Ctrl+C, which ends all of them. Returns an exit code."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    running = [_begin(command) for command in commands]
    code = 0
    while not code and not stopping.wait(_LOOK_EVERY_S):
        code = _replace_dead(commands, running)
    for process in running:
        process.terminate()
    for process in running:
        process.wait()
    return code


def end_with_watcher() -> None:
    """In each of them: a watcher that was killed must not leave any, which would share the address with the next
    ones and go on with an old release. Its end of their stdin closes with it."""

    def wait_for_its_end() -> None:
        # Past Python's own buffer, whose lock would keep a process from ending by itself.
        os.read(0, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_its_end, name="lorong-watcher", daemon=True).start()


def _begin(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # In a group of its own: Ctrl+C reaches the watcher alone, which then ends each of them once.
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)


def _replace_dead(commands: Sequence[Sequence[str]], running: list[subprocess.Popen[bytes]]) -> int:
    """The exit code of one that cannot start, 0 while all is well."""
    for place, process in enumerate(running):
        if process.poll() is None:
            continue
        if process.returncode == _FAILED_AT_START:
            return _FAILED_AT_START
        log.error("%s, %s, died with %s and is begun anew", commands[place][-1], process.pid, process.returncode)
        running[place] = _begin(commands[place])
    return 0
