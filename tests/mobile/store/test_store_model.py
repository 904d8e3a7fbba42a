"""The store against a plain dict: random saves, transactions, compactions, restarts, full disks and power cuts."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mobile.store.errors import StoreFailed, StoreFull
from tests.support.memory_file import MemoryDisk, Power, PowerCut, content_of

Model = dict[str, dict[str, dict[str, Any]]]
Put = tuple[str, str, dict[str, Any] | None]

tables = st.sampled_from(["records", "outbox", "bank"])
ids = st.sampled_from(["a", "b", "c", "d", "e"])
documents = st.fixed_dictionaries(
    {"status": st.sampled_from(["draft", "sent", None])},
    optional={"text": st.text(max_size=12), "photos": st.lists(st.integers(), max_size=2)},
)
puts = st.tuples(tables, ids, st.none() | documents)


class Failure(Exception):
    """What a caller raises in the middle of a transaction."""


class StoreModel(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.disk = MemoryDisk(
            indexes=dict.fromkeys(("records", "outbox", "bank"), ("status",)), compact_above_bytes=200
        )
        self.power = Power()
        self.database = self.disk.open(self.power)
        self.model: Model = {}

    @rule(change=puts)
    def save(self, change: Put) -> None:
        self.put(change)
        self.model = after(self.model, [change])

    @rule(changes=st.lists(puts, max_size=5))
    def save_together(self, changes: list[Put]) -> None:
        self.put_together(changes)
        self.model = after(self.model, changes)

    @rule(changes=st.lists(puts, max_size=4), inner=st.lists(puts, max_size=4))
    def fail_inside(self, changes: list[Put], inner: list[Put]) -> None:
        with self.database.transaction():
            self.put_together(changes)
            with pytest.raises(Failure), self.database.transaction():
                self.put_together(inner)
                raise Failure
            assert content_of(self.database) == after(self.model, changes)
        self.model = after(self.model, changes)

    @rule(changes=st.lists(puts, max_size=4))
    def fail_outside(self, changes: list[Put]) -> None:
        with pytest.raises(Failure), self.database.transaction():
            self.put_together(changes)
            raise Failure

    @rule(name=tables, then=st.none() | puts)
    def drop(self, name: str, then: Put | None) -> None:
        with self.database.transaction():
            self.database.drop_table(name)
            if then:
                self.put(then)
        self.model.pop(name, None)
        self.model = after(self.model, [then] if then else [])

    @rule(name=tables, status=st.sampled_from(["draft", "sent"]))
    def update_all(self, name: str, status: str) -> None:
        self.database.table(name).update({"status": status})
        for document in self.model.get(name, {}).values():
            document["status"] = status

    @rule()
    def compact(self) -> None:
        self.database.compact()

    @rule()
    def restart(self) -> None:
        self.power = Power()
        self.database = self.disk.open(self.power)

    @rule(change=puts, room=st.integers(0, 60), torn=st.booleans())
    def fill_the_disk(self, change: Put, room: int, torn: bool) -> None:
        current = self.disk.current
        current.leaves_torn_bytes = torn
        current.capacity_bytes = current.size_bytes + room
        try:
            self.put(change)
            self.model = after(self.model, [change])
        except StoreFull:
            pass
        current.capacity_bytes = None
        current.leaves_torn_bytes = False
        # The next save clears away what was left torn. Until then a save that failed may come back at a restart.
        self.save(("records", "a", {"status": "sent", "room": room}))

    @rule(change=puts)
    def fail_the_flush(self, change: Put) -> None:
        current = self.disk.current
        current.fails_next_flush = True
        try:
            self.put(change)
            self.model = after(self.model, [change])
        except StoreFailed:
            pass
        current.fails_next_flush = False

    @rule(changes=st.lists(puts, min_size=1, max_size=4), steps=st.integers(0, 150), late_pages=st.booleans())
    def cut_the_power_while_saving(self, changes: list[Put], steps: int, late_pages: bool) -> None:
        self.cut(lambda: self.put_together(changes), steps, late_pages)
        found = content_of(self.database)
        assert found in (self.model, after(self.model, changes))
        self.model = found

    @rule(steps=st.integers(0, 400), late_pages=st.booleans())
    def cut_the_power_while_compacting(self, steps: int, late_pages: bool) -> None:
        self.cut(self.database.compact, steps, late_pages)

    @invariant()
    def content_is_what_the_model_says(self) -> None:
        assert content_of(self.database) == self.model
        for name in ("records", "outbox", "bank"):
            found = [doc_id for doc_id, _ in self.database.table(name).matching("status", "draft")]
            assert found == sorted(i for i, each in self.model.get(name, {}).items() if each["status"] == "draft")

    def put(self, change: Put) -> None:
        name, doc_id, document = change
        if document is None:
            self.database.table(name).discard(doc_id)
        else:
            self.database.table(name).put(doc_id, document)

    def put_together(self, changes: list[Put]) -> None:
        with self.database.transaction():
            for change in changes:
                self.put(change)

    def cut(self, action: Callable[[], None], steps: int, late_pages: bool) -> None:
        self.power.steps_left, self.power.late_pages = steps, late_pages
        try:
            action()
        except PowerCut:
            pass
        finally:
            self.restart()


def after(model: Model, changes: list[Put]) -> Model:
    model = deepcopy(model)
    for name, doc_id, document in changes:
        model.setdefault(name, {}).pop(doc_id, None)
        if document is not None:
            model[name][doc_id] = deepcopy(document)
        if not model[name]:
            del model[name]
    return model


TestStoreModel = StoreModel.TestCase
TestStoreModel.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
