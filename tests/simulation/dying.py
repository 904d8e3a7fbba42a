"""The centre's process ends at a named step: before a statement, before a commit, or between two of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import obstore
from sqlalchemy import Engine, event

from sync.central import statements


class CentreDied(Exception):
    """Whatever was committed or put into the object store stays; nothing after this runs."""


OF_A_SYNC = (
    "select changes",
    "insert changes",
    "insert records",
    "insert file_references",
    "update streams",
    "commit",
    "select facts",
)
"""Steps of taking changes in, and the first one after their commit."""
OF_A_FILE = (
    "insert uploads",
    "put piece",
    "update uploads",
    "commit",
    "put file",
    "update files",
    "delete uploads",
    "delete piece",
)


@dataclass
class Death:
    """The process is gone before the step of this name, or, without one, after so many steps.

    `point` says before which step it was, and after how many commits.
    """

    at: str = ""
    steps_left: int = 0
    point: str = ""
    commits: int = 0

    def step(self, name: str) -> None:
        """Raises CentreDied at the step it is due, and at every one after it: a dead process does nothing."""
        if self.point:
            raise CentreDied(self.point)
        self.steps_left -= 1
        if self.at == name or (not self.at and self.steps_left < 0):
            self.point = f"before {name}" + (f", after {self.commits} commits" if self.commits else "")
            raise CentreDied(self.point)


@contextmanager
def dying(engine: Engine, death: Death) -> Iterator[Death]:
    """Every statement and commit of the engine, and every write to the object store, is a step."""

    def statement(_: Any, __: Any, text: str, *_rest: Any) -> None:
        death.step(_name(text))

    def commit(_: Any) -> None:
        death.step("commit")
        death.commits += 1

    def spoken(connection: Any, text: str, *rest: Any, **options: Any) -> Any:
        death.step(_name(text))
        return speak(connection, text, *rest, **options)

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    put, remove, speak = obstore.put, obstore.delete, statements.speak
    obstore.put, obstore.delete = _stepping(death, "put", put), _stepping(death, "delete", remove)
    statements.speak = spoken
    try:
        yield death
    finally:
        obstore.put, obstore.delete, statements.speak = put, remove, speak
        event.remove(engine, "before_cursor_execute", statement)
        event.remove(engine, "commit", commit)


def _stepping(death: Death, verb: str, do: Callable[..., Any]) -> Callable[..., Any]:
    def step(store: Any, path: Any, *rest: Any) -> Any:
        death.step(f"{verb} {'piece' if 'pieces/' in str(path) else 'file'}")
        return do(store, path, *rest)

    return step


def _name(text: str) -> str:
    """`insert changes`: the verb and the first table of a statement."""
    verb = text.split(None, 1)[0].lower()
    table = re.search(r"(?:FROM|INTO|UPDATE)\s+(\w+)", text)
    return f"{verb} {table[1]}" if table else verb
