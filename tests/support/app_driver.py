"""Drive the app in pure Python: a recording client stands in for Flutter.

Everything Flet-internal that the tests lean on is in this file, so that an upgrade of Flet that moves something
breaks here and nowhere else.
"""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import flet as ft
import msgpack  # type: ignore[import-untyped]
from flet.components.component import Component
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page, context
from flet.messaging.connection import Connection
from flet.messaging.protocol import MessageAction, configure_encode_object_for_msgpack
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub

_encode = configure_encode_object_for_msgpack(BaseControl)  # type: ignore[no-untyped-call]


class RecordingConnection(Connection):
    """Keeps what the app sends and answers the calls it makes to the client."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.loop = asyncio.get_running_loop()
        self.executor = ThreadPoolExecutor(1)
        self.pubsubhub = PubSubHub(loop=self.loop, executor=self.executor)
        self.page_url = "http://test"
        self.sent: list[Any] = []
        self.calls: list[Any] = []
        self.answers: dict[str, Any] = {}
        """By method name: the result, an exception, or a function of the arguments that gives one."""
        self.session: Session

    def send_message(self, message: Any) -> None:
        # Packing is not optional: it takes the snapshots the next diff compares with.
        msgpack.packb([message.action, message.body], default=_encode)
        self.sent.append(message)
        if message.action is MessageAction.INVOKE_METHOD:
            self.calls.append(message.body)
            self.loop.call_soon(self._answer, message.body)

    def _answer(self, call: Any) -> None:
        if call.name == "push_route":
            self.loop.create_task(self.follow(call.args["route"]))
        answer = self.answers.get(call.name)
        if callable(answer):
            answer = answer(call.args)
        error = str(answer) if isinstance(answer, Exception) else None
        result = None if error is not None else answer
        self.session.handle_invoke_method_results(call.control_id, call.call_id, result, error)

    async def follow(self, route: str) -> None:
        page = self.session.page
        self.session.apply_page_patch({"route": route})
        await self.session.dispatch_event(page._i, "route_change", {"route": route})


class AppDriver:
    """A phone of that size with the app on it. `close` it at the end of the test."""

    def __init__(
        self, *, width: float = 390, height: float = 844, route: str = "/", url: str = "http://test", **page: Any
    ) -> None:
        self.client = RecordingConnection()
        self.client.page_url = url
        self.session = self.client.session = Session(self.client)
        self.page = self.session.page
        facts = {"route": route, "width": width, "height": height, "platform": "android", "test": True}
        self.session.apply_page_patch(facts | page)
        msgpack.packb(self.session.get_page_patch(), default=_encode)  # type: ignore[no-untyped-call]

    async def start(self, main: Callable[[ft.Page], Any]) -> AppDriver:
        _context_page.set(self.page)
        context.reset_auto_update()  # type: ignore[no-untyped-call]
        result = main(self.page)
        if inspect.isawaitable(result):
            await result
        await self.session.after_event(self.page)
        await self.settle()
        return self

    async def settle(self, quiet_turns: int = 20) -> None:
        """Let the loop turn until the app has been quiet for a while, then check its health."""
        quiet, seen = 0, -1
        while quiet < quiet_turns:
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(self.client.sent) == seen else 0
            seen = len(self.client.sent)
        self._check_health()

    def _check_health(self) -> None:
        crashes = [m.body.message for m in self.client.sent if m.action is MessageAction.SESSION_CRASHED]
        assert not crashes, crashes[0]
        scheduler: Any = self.session._Session__updates_task  # type: ignore[attr-defined]
        if scheduler is not None and scheduler.done() and not scheduler.cancelled():
            scheduler.result()  # a component raised while rendering again: Flet stops silently, we do not

    async def until(self, holds: Callable[[], bool], turns: int = 2000) -> None:
        """For work that goes through a thread: turn the loop until it shows."""
        for _ in range(turns):
            await self.settle()
            if holds():
                return
            await asyncio.to_thread(lambda: None)
        raise AssertionError("it never came: " + " | ".join(self.texts))

    async def close(self) -> None:
        self.session.close()  # type: ignore[no-untyped-call]
        await asyncio.sleep(0)
        self.client.executor.shutdown(wait=False)

    # Looking

    def find(self, kind: type = BaseControl, **props: Any) -> list[Any]:
        """The controls of that kind with these properties, in the order of the screen."""
        return [
            control
            for control in self._walk(self.page, set())
            if isinstance(control, kind) and all(getattr(control, k, None) == v for k, v in props.items())
        ]

    def get(self, kind: type = BaseControl, **props: Any) -> Any:
        found = self.find(kind, **props)
        assert len(found) == 1, f"{len(found)} × {kind.__name__} {props}"
        return found[0]

    def button(self, text: str) -> Any:
        """The button with that text, or with that tooltip where it has only an icon."""
        named = [b for b in self._with_text() if b.content == text]
        named += [b for b in self.find(ft.IconButton) if b.tooltip == text]
        assert len(named) == 1, f"{len(named)} × button {text!r}"
        return named[0]

    def has_button(self, text: str) -> bool:
        named = [b.content for b in self._with_text()] + [b.tooltip for b in self.find(ft.IconButton)]
        return text in named

    def _with_text(self) -> list[Any]:
        return [b for kind in (ft.Button, ft.OutlinedButton, ft.TextButton) for b in self.find(kind)]

    @property
    def texts(self) -> list[str]:
        return [text.value for text in self.find(ft.Text)]

    def shows(self, text: str) -> bool:
        """Whether any text on the screen contains it."""
        return any(text in shown for shown in self.texts)

    def _walk(self, node: Any, seen: set[int]) -> Iterator[Any]:
        if isinstance(node, (list, tuple)):
            for item in node:
                yield from self._walk(item, seen)
        elif isinstance(node, dict):
            yield from self._walk(list(node.values()), seen)
        elif dataclasses.is_dataclass(node) and not isinstance(node, type) and id(node) not in seen:
            seen.add(id(node))
            yield node
            for field in dataclasses.fields(node):
                if not field.metadata.get("skip") and field.name != "_parent":
                    yield from self._walk(getattr(node, field.name, None), seen)

    # Acting

    async def emit(self, control: BaseControl, event: str, data: Any = None) -> None:
        await self.session.dispatch_event(control._i, event, data)
        await self.settle()

    async def tap(self, control: BaseControl) -> None:
        assert not getattr(control, "disabled", False), "disabled"
        await self.emit(control, "click")

    async def enter(self, field: BaseControl, value: Any) -> None:
        """Type into a field, or set a switch, a slider, a group of radio buttons."""
        await self._change(field, "value", value)

    async def enter_and_tap(self, field: BaseControl, value: str, button: BaseControl) -> None:
        """The last letters and the tap."""
        await self.at_once((field, value), (button, None))

    async def at_once(self, *acts: tuple[BaseControl, str | None]) -> None:
        """What a busy phone hands over together: nothing is drawn in between. Each is a control with the text that
        is typed into it, or None for a tap."""
        for control, value in acts:
            if value is not None:
                self.session.apply_patch(control._i, {"value": value})
        handed_over = (
            self.session.dispatch_event(control._i, "click" if value is None else "change", value)
            for control, value in acts
        )
        await asyncio.gather(*handed_over)
        await self.settle()

    async def select(self, navigation: BaseControl, index: int) -> None:
        await self._change(navigation, "selected_index", index)

    async def _change(self, control: BaseControl, name: str, value: Any) -> None:
        """The client tells the new value, and then that it changed: a busy phone draws in between."""
        self.session.apply_patch(control._i, {name: value})
        for each in self.find(Component):
            each._schedule_update()
        await self.settle()
        await self.emit(control, "change", value)

    async def resize(self, width: float, height: float = 844) -> None:
        self.session.apply_page_patch({"width": width, "height": height})
        await self.emit(self.page, "resize", {"width": width, "height": height})

    async def visit(self, route: str) -> None:
        """As when somebody types that address."""
        await self.client.follow(route)
        await self.settle()

    async def lifecycle(self, state: ft.AppLifecycleState) -> None:
        await self.emit(self.page, "app_lifecycle_state_change", {"state": state.value})
