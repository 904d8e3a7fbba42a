"""A centre whose log has entries of two streams, a checkpoint, an erased change, and more that came later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from sync.central.answer import Centre
from sync.central.erasure import erase
from sync.central.log import public_key, update_log
from sync.central.verify import Findings, verify
from tests.support.centres import KASSI, Speaker, a_note
from tests.support.clock import StandingClock


async def send_notes(rt: Speaker, count: int, title: str = "Catatan") -> None:
    await rt.sync(*[rt.change_of(rt.make_id(), a_note(title=f"{title} {n}")) for n in range(count)])


async def some_history(centre: Centre, rt: Speaker, clock: StandingClock) -> None:
    """Changes 1 to 3, a checkpoint, change 2 erased, two more changes, the next day's checkpoint, one more."""
    await send_notes(rt, 3)
    update_log(centre)
    with centre.database.write() as connection:
        erase(connection, KASSI, 2, "consent_withdrawn", rt.person.id, centre.clock())
    await send_notes(rt, 2, "Kemudian")
    clock.move(days=1)
    update_log(centre)
    await send_notes(rt, 1, "Terakhir")
    update_log(centre)


def findings(centre: Centre, connection: Connection) -> Findings:
    return verify(connection, centre.city, [public_key(centre.keys.secret)])


def faults(centre: Centre) -> list[str]:
    with centre.database.read() as connection:
        return findings(centre, connection).wrong


class _Undone(Exception):
    pass


@contextmanager
def undone(centre: Centre) -> Iterator[Connection]:
    """A transaction of which nothing stays."""
    try:
        with centre.database.write() as connection:
            yield connection
            raise _Undone
    except _Undone:
        pass
