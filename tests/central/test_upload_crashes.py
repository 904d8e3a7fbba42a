"""The centre dies between any two steps of an upload: whoever asks next goes on, and in the end nothing is left.

What a crash leaves is an object that was written and a transaction that was not committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from sync.central import filestore, uploads
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.tables import uploads as upload_rows
from sync.domain.people import Role
from sync.protocol.problems import Code, Problem
from tests.conftest import Enrol
from tests.support.centres import Speaker
from tests.support.tus import a_photo, name_of, note_naming, objects_in

SIZE = 150_000
STEPS = (40_000, 90_000, SIZE)
WRITES = 1 + len(STEPS) + 1
"""Announced, brought, and stored or thrown away; what only reads is counted where a database has one engine."""


class Died(Exception):
    """The centre is gone before this transaction was committed."""


@contextmanager
def death_at_commit(centre: Centre, number: int) -> Iterator[list[int]]:
    """Of the transactions in this block the one of that number is not committed. Yields how many there were."""
    seen: list[int] = []

    def count(_: object) -> None:
        seen.append(len(seen) + 1)
        if seen[-1] == number:
            raise Died

    event.listen(centre.database.engine, "commit", count)
    try:
        yield seen
    finally:
        event.remove(centre.database.engine, "commit", count)


def dies(bring: Callable[..., None], *arguments: object) -> bool:
    try:
        bring(*arguments)
    except Died:
        return True
    return False


@pytest.fixture
def rt(enrol: Enrol) -> Speaker:
    return enrol(Role.RT)


def go_on(rt: Speaker, name: str, content: bytes) -> bool:
    """One step as a phone takes it: ask where the file stands, send the next piece. True when all is there."""
    centre, caller = rt.centre, Caller(rt.person, rt.device)
    try:
        upload = uploads.standing(centre, caller, name)
    except Problem as problem:
        if problem.code is not Code.NOT_FOUND:
            raise
        upload = uploads.begin(centre, caller, name, len(content))
    if not upload.is_stored:
        end = next(step for step in STEPS if step > upload.offset)
        upload = uploads.append(centre, caller, name, upload.offset, content[upload.offset : end])
    return upload.is_stored


def bring(rt: Speaker, name: str, content: bytes) -> None:
    while not go_on(rt, name, content):
        pass


def refused(rt: Speaker, name: str, content: bytes) -> None:
    with pytest.raises(Problem) as problem:
        bring(rt, name, content)
    assert problem.value.code is Code.WRONG_HASH


def nothing_is_left(centre: Centre) -> bool:
    with centre.database.read() as connection:
        return not objects_in(centre.files) and not connection.execute(select(upload_rows)).all()


async def test_a_file_arrives_whatever_transaction_the_centre_dies_in(rt: Speaker) -> None:
    number, died = 0, True
    while died:
        number += 1
        photo = a_photo(SIZE, seed=number)
        await note_naming(rt, photo)
        with death_at_commit(rt.centre, number) as commits:
            died = dies(bring, rt, name_of(photo), photo)

        bring(rt, name_of(photo), photo)

        assert filestore.get(rt.centre.files, name_of(photo)) == photo
        assert nothing_is_left(rt.centre)
    assert number == len(commits) + 1 > WRITES


async def test_wrong_bytes_are_thrown_away_whatever_transaction_the_centre_dies_in(rt: Speaker) -> None:
    number, died = 0, True
    while died:
        number += 1
        photo, wrong = a_photo(SIZE, seed=number), a_photo(SIZE, seed=-number)
        await note_naming(rt, photo)
        with death_at_commit(rt.centre, number) as commits:
            died = dies(refused, rt, name_of(photo), wrong)

        if died and not nothing_is_left(rt.centre):
            refused(rt, name_of(photo), wrong)
        assert nothing_is_left(rt.centre)
        bring(rt, name_of(photo), photo)
        assert filestore.get(rt.centre.files, name_of(photo)) == photo
    assert number == len(commits) + 1 > WRITES
