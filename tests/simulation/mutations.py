"""Deliberate bugs, each of the kind that loses people's work. The simulation has to notice every one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

import sync.central.judge as judge
import sync.central.merging as merging_module
import sync.central.pull as pull_module
import sync.client.replica as replica_module
from mobile.store.shelves import Shelves
from sync.central import backup, filestore, handover, pieces, uploads
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.tables import streams
from sync.central.tables import uploads as uploads_table
from sync.central.uploads import Upload
from sync.client import api, errors, incoming, outbox, sending
from sync.client.engine import Engine
from sync.client.tables import OUTBOX, Tables
from sync.protocol.merge import Entries, Entry, apply
from sync.protocol.messages import SyncReply
from tests.support.memory_file import MemoryFile

Mutate = Callable[[pytest.MonkeyPatch], None]


def sent_is_marked_before_the_reply(patch: pytest.MonkeyPatch) -> None:
    def drop(tables: Any, batch: Any) -> None:
        for change in batch:
            tables.table(OUTBOX).discard(change.id)

    patch.setattr(outbox, "mark_on_its_way", drop)


def a_save_returns_before_it_is_on_the_disk(patch: pytest.MonkeyPatch) -> None:
    write = MemoryFile._write

    def lazily(self: MemoryFile, data: bytes) -> None:
        # What a restart finds is what was there before the newest append.
        write(self, data)
        self.content, self.late = self.content[: self._size], self.content  # type: ignore[attr-defined]

    def read(self: MemoryFile) -> bytes:
        late: bytes = getattr(self, "late", self.content)
        return late[: self._size]

    def append(self: MemoryFile, data: bytes) -> None:
        self.content = getattr(self, "late", self.content)
        original(self, data)

    original = MemoryFile.append
    patch.setattr(MemoryFile, "_write", lazily)
    patch.setattr(MemoryFile, "read", read)
    patch.setattr(MemoryFile, "append", append)


def record_and_outbox_are_two_lines(patch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def nothing(_: Shelves) -> Iterator[None]:
        yield

    patch.setattr(Shelves, "transaction", nothing)


def _merge_by(patch: pytest.MonkeyPatch, rule: Callable[[Entries, Entry, int], Entries]) -> None:
    for module in (merging_module, replica_module):
        patch.setattr(module, "apply", rule)


def the_last_write_wins(patch: pytest.MonkeyPatch) -> None:
    _merge_by(patch, lambda _held, new, _seen: (new,))


def deletes_always_win(patch: pytest.MonkeyPatch) -> None:
    _merge_by(patch, lambda held, new, seen: (new,) if new.value is None else apply(held, new, seen))


def two_values_are_cleared_unseen(patch: pytest.MonkeyPatch) -> None:
    _merge_by(patch, lambda held, new, seen: (new,) if len(held) > 1 else apply(held, new, seen))


def a_receipt_raises_what_was_seen(patch: pytest.MonkeyPatch) -> None:
    record = replica_module.Replica.record

    def raised(self: Any, record_id: str) -> Any:
        state = record(self, record_id)
        own = [doc["seq"] for _, doc in self._tables.table(OUTBOX).matching("record", record_id) if "seq" in doc]
        return replace(state, version=max([state.version, *own])) if state else state

    patch.setattr(replica_module.Replica, "record", raised)


def the_base_moves_while_paging(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pull_module.Cursor, "__str__", lambda self: f"{self.epoch}.{self.at}.{self.at}")


def the_cursor_is_taken_after_the_read(patch: pytest.MonkeyPatch) -> None:
    """The head moves on by what is committed between reading the records and reading the head."""
    cursor_text = pull_module.Cursor.__str__

    def later(self: Any) -> str:
        is_end = self.base == self.at
        return cursor_text(replace(self, at=self.at + 1, base=self.base + 1) if is_end and self.at else self)

    patch.setattr(pull_module.Cursor, "__str__", later)


def a_restore_gives_numbers_out_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(backup, "jump", lambda _connection, _now: None)


def a_refusal_blocks_the_queue(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(outbox, "_refuse", lambda *_: None)


def a_decision_stands_on_unseen_words(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(judge, "_check_decision", lambda *_: None)


def a_photo_counts_before_its_hash_is_checked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(filestore, "check", lambda _sha256, _content: "image/jpeg")


def a_login_page_counts_as_success(patch: pytest.MonkeyPatch) -> None:
    """Any 200 does: every reply has this header."""
    patch.setattr(api, "PROTOCOL_HEADER", "Content-Length")


def a_restore_jumps_by_a_fixed_step(patch: pytest.MonkeyPatch) -> None:
    """Found by the simulation: a backup restored twice."""

    def by_step(connection: Any, _now: Any) -> None:
        connection.execute(update(streams).values(seq=streams.c.seq + backup.JUMP))

    patch.setattr(backup, "jump", by_step)


def a_row_moves_before_its_piece_is_written(patch: pytest.MonkeyPatch) -> None:
    def append(centre: Centre, caller: Caller, sha256: str, offset: int, content: bytes) -> Upload:
        with centre.database.write() as connection:
            upload = uploads._at(uploads._known(connection, caller.person, sha256), offset, len(content))
            moved = replace(upload, offset=offset + len(content))
            row = update(uploads_table).where(uploads_table.c.sha256 == sha256)
            connection.execute(row.values(offset=moved.offset))
        if content:
            pieces.append(centre.files, sha256, upload.piece, offset, content)
        return uploads._settled(centre, moved)

    patch.setattr(uploads, "append", append)


def what_is_on_its_way_counts_as_sent(patch: pytest.MonkeyPatch) -> None:
    kept = sending.kept

    def fewer(tables: Tables) -> sending.Kept:
        found = kept(tables)
        gone = {key for key, document in outbox.waiting(tables) if document.get("on_its_way")}
        return replace(found, waiting={key: record for key, record in found.waiting.items() if key not in gone})

    patch.setattr(sending, "kept", fewer)


def a_failing_change_holds_up_the_others(patch: pytest.MonkeyPatch) -> None:
    def wait(*_: Any) -> None:
        raise errors.Busy(failed=True)

    patch.setattr(Engine, "_set_apart", wait)


def a_stream_that_is_gone_stays(patch: pytest.MonkeyPatch) -> None:
    """After its person was moved."""
    take = incoming.take_reply

    def keeping(tables: Tables, reply: SyncReply, at: str) -> list[str]:
        held = dict.fromkeys(incoming.cursors(tables), "")
        return take(tables, replace(reply, cursors=held | reply.cursors), at)

    patch.setattr(incoming, "take_reply", keeping)


def a_carrier_speaks_for_itself(patch: pytest.MonkeyPatch) -> None:
    accepted = handover._accepted

    def as_carrier(centre: Centre, caller: Caller, changes: list[Any]) -> int:
        return accepted(centre, replace(caller, device=caller.carrier or caller.device), changes)

    patch.setattr(handover, "_accepted", as_carrier)


MUTATIONS: tuple[Mutate, ...] = (
    sent_is_marked_before_the_reply,
    a_save_returns_before_it_is_on_the_disk,
    record_and_outbox_are_two_lines,
    the_last_write_wins,
    deletes_always_win,
    two_values_are_cleared_unseen,
    a_receipt_raises_what_was_seen,
    the_base_moves_while_paging,
    the_cursor_is_taken_after_the_read,
    a_restore_gives_numbers_out_again,
    a_restore_jumps_by_a_fixed_step,
    a_refusal_blocks_the_queue,
    a_decision_stands_on_unseen_words,
    a_photo_counts_before_its_hash_is_checked,
    a_login_page_counts_as_success,
    a_row_moves_before_its_piece_is_written,
    what_is_on_its_way_counts_as_sent,
    a_failing_change_holds_up_the_others,
    a_stream_that_is_gone_stays,
    a_carrier_speaks_for_itself,
)
