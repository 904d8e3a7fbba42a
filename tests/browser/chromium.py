"""A phone-sized Chromium for the journeys: finds things as a screen reader does, and sees every request.

A request that leaves the origin, and one that the page's own policy stopped, fails the test at its end.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

PHONE = {"width": 390, "height": 844}
# Flutter draws without a GPU here, and Python starts inside the page: patience, not a measure.
PATIENCE_MS = 60_000
# Debian's Chromium runs as root in CI. A GPU done in software takes more of the processor than none.
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
FAILURES = Path(__file__).resolve().parents[2] / "test-output" / "failures"
"""Pictures of every page of a journey that failed; not committed."""
_TICKED_MS, _HEARD_MS, _TRIES = 4_000, 10_000, 5
_SCREENS = 30
_STILL_FRAMES, _SLIDING_FRAMES, _REST_MS = 8, 3, 5_000
_REST = """([frames, most]) => new Promise(done => {
  const start = performance.now()
  let still = 0
  const watch = new MutationObserver(() => { still = 0 })
  watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true})
  const look = () => {
    if (++still <= frames && performance.now() - start < most) return requestAnimationFrame(look)
    watch.disconnect()
    done()
  }
  requestAnimationFrame(look)
})"""
"""Until so many frames were drawn without a change: a slow machine draws fewer, and is given longer."""
# Flutter listens to a field only once it has taken it over, and lets go of it again when it changes its mind.
_EARS = """for (const [name, more] of [["addEventListener", 1], ["removeEventListener", -1]]) {
  const real = EventTarget.prototype[name]
  EventTarget.prototype[name] = function (type, ...rest) {
    if (type === "input") this.ears = (this.ears ?? 0) + more
    return real.call(this, type, ...rest)
  }
}"""
_HEARD_FRAMES = 4
_HEARD = """([field, frames]) => {
  field.heard = document.activeElement === field && field.ears > 0 ? (field.heard ?? 0) + 1 : 0
  return field.heard >= frames
}"""
INSIDE_SCHEMES = ("data:", "blob:", "about:", "chrome-extension:")


def chromium_path() -> str:
    """Debian's Chromium. Without one the test is skipped, and in CI it fails."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    if os.environ.get("CI") == "true":
        pytest.fail("Chromium is missing: apt-get install chromium")
    pytest.skip("browser journeys need Chromium: apt-get install chromium")


@contextmanager
def running_chromium() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """An ASGI app on a free port of this machine, for as long as the block; yields its origin."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()  # who connects before it accepts waits in the listener's queue
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()


@dataclass
class Phone:
    """One device: a browser context of its own, with its storage, and the requests that it made.

    Used as a context manager it checks at its end that nothing left the origin.
    """

    browser: Browser
    origin: str
    options: dict[str, Any] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    background_requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    context: BrowserContext = field(init=False)

    def __enter__(self) -> Self:
        # What slides in is drawn many times, and nobody looks.
        usual = {"viewport": PHONE, "locale": "id-ID", "has_touch": True, "reduced_motion": "reduce"}
        settings = usual | self.options
        self.context = self.browser.new_context(**cast(Any, settings))
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(_EARS)
        self.context.on("request", self._see_request)
        self.context.on("console", self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._show_what_failed()
        self.context.close()
        if kind is None:
            assert self.outside == [], "requests left the origin"

    def _show_what_failed(self) -> None:
        FAILURES.mkdir(parents=True, exist_ok=True)
        for place, page in enumerate(self.context.pages):
            with suppress(PlaywrightError):
                page.screenshot(path=FAILURES / f"{id(self):x}-{place}.png")

    @property
    def outside(self) -> list[str]:
        """What went, or tried to go, elsewhere."""
        left = [url for url in self.requests if not url.startswith((self.origin + "/", *INSIDE_SCHEMES))]
        stopped = [text for text in self.console if "Content Security Policy" in text]
        return left + stopped

    def open(self, path: str = "/app/") -> Tab:
        tab = Tab(self.context.new_page(), self)
        tab.go(path)
        return tab

    def go_offline(self) -> None:
        self.context.set_offline(True)

    def go_online(self) -> None:
        self.context.set_offline(False)

    def _see_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if request.service_worker is not None:
            self.background_requests.append(request.url)

    def _note(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")


@dataclass
class Tab:
    """One page. Names are what is spoken: labels of buttons and fields, texts of the screen."""

    page: Page
    phone: Phone

    def go(self, path: str) -> None:
        self.page.goto(self.phone.origin + path)

    def reload(self) -> None:
        self.page.reload()

    def wait_for_app(self) -> None:
        """Until Flutter shows something and says it to screen readers: the bundle switches that on by itself."""
        self.page.locator("flt-semantics-host flt-semantics").first.wait_for(state="attached")

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self._spoken().get_by_role("button", name=name)

    def tap(self, name: str | re.Pattern[str]) -> None:
        self._press(self.button(name).first)

    def field(self, label: str | re.Pattern[str]) -> Locator:
        return self._spoken().get_by_label(label)

    def rest(self, frames: int = _STILL_FRAMES) -> None:
        """Until what is said of the screen stays as it is: slid in, measured, and told."""
        self.page.evaluate(_REST, [frames, _REST_MS])

    def bring(self, name: str | re.Pattern[str], x: int = 150) -> None:
        """Scroll what lies at `x` until the button is on the screen."""
        self.rest()
        for _ in range(_SCREENS):
            if self.button(name).count():
                return
            self.page.mouse.move(x, 300)
            self.page.mouse.wheel(0, 400)
            self.rest()
        raise AssertionError(f"{name} is not there")

    def fill(self, label: str | re.Pattern[str], value: str) -> None:
        """Types as a person does, who waits for the cursor.

        Focused rather than tapped: on a desk a tap beside the box, on its label, takes the cursor away.
        """
        field = self.field(label).first
        self._take_cursor(field)
        field.fill(value)
        self.rest()
        assert field.input_value() == value, f"{label} does not keep {value!r}"

    def switch_to(self, name: str) -> None:
        """Taps a destination of the bar below, or of the rail where there is room for one."""
        starts = re.compile(f"^{name}")
        self._press(self.role("tab", starts).or_(self.button(starts)).first)

    def tick(self, name: str | re.Pattern[str]) -> None:
        """Chooses a chip; again when the list moved below the finger, but not before it can have been drawn."""
        chip = self.role("checkbox", name).first
        for _ in range(_TRIES):
            self._press(chip)
            with suppress(AssertionError):
                expect(chip).to_be_checked(timeout=_TICKED_MS)
                return
        raise AssertionError(f"{name} is not chosen")

    def text(self, text: str | re.Pattern[str]) -> Locator:
        return self._spoken().get_by_text(text)

    def role(self, role: str, name: str | re.Pattern[str]) -> Locator:
        return self._spoken().get_by_role(cast(Any, role), name=name)

    def see(self, text: str | re.Pattern[str]) -> None:
        """A text, or the spoken name of a heading that has parts of its own."""
        self.text(text).or_(self.field(text)).first.wait_for(state="attached")

    def choose_files(self, name: str | re.Pattern[str], *files: Path) -> None:
        """Taps what opens the file chooser, and chooses."""
        with self.page.expect_file_chooser() as chooser:
            self.tap(name)
        chooser.value.set_files(files)

    def crash(self) -> None:
        """The page's process dies, as when the phone runs out of memory."""
        with self.page.expect_event("crash"), suppress(PlaywrightError):
            self.page.goto("chrome://crash")

    def screenshot(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path)

    def close(self) -> None:
        self.page.close()

    def _take_cursor(self, field: Locator) -> None:
        """Again when Flutter did not hear of it, busy with a list that folded away in that moment."""
        for _ in range(_TRIES):
            field.blur()
            field.focus()
            with suppress(PlaywrightTimeout):
                heard = [field.element_handle(), _HEARD_FRAMES]
                self.page.wait_for_function(_HEARD, arg=heard, timeout=_HEARD_MS)
                return
        raise AssertionError(f"the cursor does not come into {field}")

    def _press(self, control: Locator) -> None:
        """Not while a screen slides in or out: Flutter takes no tap then."""
        control.wait_for(state="attached")
        self.rest(_SLIDING_FRAMES)
        control.click()

    def _spoken(self) -> Locator:
        return self.page.locator("flt-semantics-host")
