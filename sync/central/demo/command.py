"""`lorong demo`: everything in a temporary folder that goes when it ends, the app built, the links printed."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import typer
import uvicorn

from sync.central.app import make_app
from sync.central.demo.links import link, welcome
from sync.central.demo.sample import Demo, load_sample
from sync.central.indexing import index_job
from sync.central.opening import make_centre
from sync.central.settings import Settings, from_environment
from sync.central.tallies import tally_job
from sync.central.webapp.build import build_web
from sync.central.webapp.errors import CannotBuild
from sync.central.webapp.serve import WebApp

_EVERYWHERE = ("0.0.0.0", "::", "")
_BAR_STEPS = 1000
_LET_REQUESTS_END_S = 3
_FROM_ENVIRONMENT = ("LORONG_HOST", "LORONG_PORT", "LORONG_PUBLIC_URL", "LORONG_UTC_OFFSET")
"""Never where a real centre keeps its data: the demo fills what it is given."""

Echo = Callable[[str], None]


class CannotStartDemo(Exception):
    """The demo cannot start here; the message says what to do."""


def run_demo(
    *, host: str | None = None, port: int | None = None, open_browser: bool = True, echo: Echo = typer.echo
) -> None:
    """Serve until Ctrl+C. Port 0 takes a free one. Raises CannotStartDemo or BadSetting."""
    temporary = tempfile.TemporaryDirectory(prefix="lorong-demo-")
    with suppress(KeyboardInterrupt), _ending_like_ctrl_c(), temporary as folder:
        settings = _settings(Path(folder), host, port)
        with closing(_bound_socket(settings)) as listener:
            _run(_as_reached(settings, listener), listener, open_browser=open_browser, echo=echo)
    echo("\nSelesai, data contoh dihapus. / Stopped, the sample data is gone.")


def _settings(folder: Path, host: str | None, port: int | None) -> Settings:
    environment = {name: os.environ[name] for name in _FROM_ENVIRONMENT if name in os.environ}
    return from_environment(environment, data_dir=folder, host=host, port=port)


def _bound_socket(settings: Settings) -> socket.socket:
    """The address is ours at once, and answers only when somebody listens on it."""
    with ExitStack() as on_failure:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(
                settings.host or None, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            listener = on_failure.enter_context(closing(socket.socket(family, kind, protocol)))
            if os.name == "posix":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError as error:
            raise _address_problem(settings, error) from error
        on_failure.pop_all()
    return listener


def _address_problem(settings: Settings, error: OSError) -> CannotStartDemo:
    where = f"{settings.host}:{settings.port}"
    if error.errno == errno.EADDRINUSE:
        return CannotStartDemo(f"{where} is in use: stop what runs there, or choose another --port")
    return CannotStartDemo(f"cannot listen on {where}: {error.strerror or error}")


def _as_reached(settings: Settings, listener: socket.socket) -> Settings:
    """With the port that was given, and an address that a browser here can open."""
    port = listener.getsockname()[1]
    if settings.host in _EVERYWHERE and not settings.public_url:
        return replace(settings, port=port, public_url=f"http://127.0.0.1:{port}")
    return replace(settings, port=port)


def _run(settings: Settings, listener: socket.socket, *, open_browser: bool, echo: Echo) -> None:
    webapp = _built_app(settings.data_dir / "web")
    echo("Menyiapkan data contoh … / Preparing sample data …")
    centre = make_centre(settings)
    with closing(centre.database):
        demo = load_sample(centre, datetime.now(settings.zone))
        config = uvicorn.Config(
            make_app(centre, webapp, [index_job(), tally_job()]),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=_LET_REQUESTS_END_S,
        )
        server = _Server(config, lambda: _announce(settings.base_url, demo, open_browser=open_browser, echo=echo))
        try:
            server.run(sockets=[listener])
        except OSError as error:
            raise _address_problem(settings, error) from error


def _built_app(output: Path) -> WebApp:
    with typer.progressbar(length=_BAR_STEPS, label="Membangun aplikasi / Building the app") as bar:

        def show(done: int, total: int) -> None:
            bar.update(done * _BAR_STEPS // max(1, total) - bar.pos)

        try:
            return WebApp(build_web(output, progress=show))
        except CannotBuild as error:
            raise CannotStartDemo(str(error)) from error


class _Server(uvicorn.Server):
    """Says so as soon as it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _announce(base_url: str, demo: Demo, *, open_browser: bool, echo: Echo) -> None:
    for line in welcome(base_url, demo):
        echo(line)
    if open_browser and _has_display():
        first = link(base_url, demo.people[0])
        # A text browser would hold up the server that it wants to read.
        threading.Thread(target=webbrowser.open, args=(first,), daemon=True).start()


def _has_display() -> bool:
    return sys.platform in ("darwin", "win32") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


@contextmanager
def _ending_like_ctrl_c() -> Iterator[None]:
    """A `kill` or a closed terminal ends it like Ctrl+C, so that the folder goes then, too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, signal.default_int_handler)}
    hang_up = getattr(signal, "SIGHUP", None)
    if hang_up and signal.getsignal(hang_up) is not signal.SIG_IGN:
        # The server hears SIGTERM while it runs, and ends its requests first.
        before[hang_up] = signal.signal(hang_up, lambda *_: signal.raise_signal(signal.SIGTERM))
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
