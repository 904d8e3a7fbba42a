"""Sixteen writers on PostgreSQL, of whose transactions one in fifty commits slowly, and a reader who follows them.

Two ways of making streams cheaper are then made in the database itself, so that they hold whatever the code says;
the same check must find what each of them breaks.
"""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection, event

from sync.central import syncing
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.domain.people import Role
from sync.protocol.messages import SyncRequest
from sync.protocol.problems import Code, Problem
from tests.conftest import Enrol
from tests.support.centres import KASSI, RAPPOCINI, TIDUNG, Speaker, a_note

WRITERS = 16
PUSHES = 32
ONE_SLOW_IN = 50
SLOW_S, UNTIL_OVERTAKEN_S = 0.03, 3.0
PAGE = 25

MISSING_ROW_LOCK = """
    ALTER TABLE streams RENAME TO stream_rows;
    CREATE FUNCTION all_streams() RETURNS SETOF stream_rows LANGUAGE sql AS 'SELECT * FROM stream_rows';
    CREATE VIEW streams AS SELECT * FROM all_streams();
    CREATE FUNCTION write_stream() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE stream_rows SET seq = NEW.seq, link = NEW.link, checksum = NEW.checksum WHERE code = NEW.code;
        RETURN NEW; END $$;
    CREATE TRIGGER write_stream INSTEAD OF UPDATE ON streams FOR EACH ROW EXECUTE FUNCTION write_stream();
"""
"""Who reads a stream through this view locks nothing, not even FOR UPDATE."""

PLAIN_SEQUENCE = """
    ALTER TABLE streams RENAME TO stream_rows;
    CREATE FUNCTION all_streams() RETURNS SETOF stream_rows LANGUAGE sql AS
        'SELECT code, coalesce((SELECT max(seq) FROM changes WHERE stream = code), 0), link, checksum, safe
         FROM stream_rows';
    CREATE VIEW streams AS SELECT * FROM all_streams();
    CREATE FUNCTION write_nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER write_nothing INSTEAD OF UPDATE ON streams FOR EACH ROW EXECUTE FUNCTION write_nothing();
    CREATE SEQUENCE plain;
    CREATE FUNCTION number_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        NEW.seq := nextval('plain'); RETURN NEW; END $$;
    CREATE TRIGGER number_change BEFORE INSERT ON changes FOR EACH ROW EXECUTE FUNCTION number_change();
    CREATE FUNCTION number_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        NEW.version := (SELECT max(seq) FROM changes WHERE record = NEW.id); RETURN NEW; END $$;
    CREATE TRIGGER number_record BEFORE INSERT ON records FOR EACH ROW EXECUTE FUNCTION number_record();
"""
"""Numbers come from a sequence, a stream reaches as far as its last change, and nobody waits for anybody."""


@dataclass
class Traffic:
    """By stream: `seqs` of the receipts, how many were `pushed`, and how many were when the reader last began to
    `read`."""

    centre: Centre
    slow_s: float
    records: list[str] = field(default_factory=list)
    seqs: dict[str, list[int]] = field(default_factory=lambda: {KASSI: [], TIDUNG: []})
    slow_commits: int = 0
    turned_away: list[Code] = field(default_factory=list)
    pulled: list[str] = field(default_factory=list)
    pushed: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    news: threading.Condition = field(default_factory=threading.Condition)
    writer: threading.local = field(default_factory=threading.local)
    commits: Iterator[int] = field(default_factory=itertools.count)

    def run(self, writers: list[Speaker], reader: Speaker) -> None:
        is_over = threading.Event()
        event.listen(self.centre.database.engine, "commit", self.commit_slowly)
        with ThreadPoolExecutor(WRITERS + 1) as pool:
            following = pool.submit(self.follow, reader, is_over)
            for written in [pool.submit(self.write, writer) for writer in writers]:
                written.result()
            is_over.set()
            following.result()

    def commit_slowly(self, _: Connection) -> None:
        """Every so often: until the reader has passed somebody who wrote to the same stream, or the time is up."""
        area = getattr(self.writer, "area", None)
        if area is None or next(self.commits) % ONE_SLOW_IN:
            return
        with self.news:
            self.slow_commits += 1
            before = self.pushed[area]
            self.news.wait_for(lambda: self.read[area] > before, self.slow_s)

    def write(self, who: Speaker) -> None:
        area = self.writer.area = who.person.area.text
        for _ in range(PUSHES):
            change = who.change_of(who.make_id(), a_note(area=f"{area}/RW003/RT002"), area=area)
            try:
                [receipt] = syncing.push(self.centre, Caller(who.person, who.device), SyncRequest([change]))
            except Problem as problem:
                self.turned_away.append(problem.code)
                continue
            with self.news:
                self.records.append(change.record)
                self.seqs[area].append(receipt.seq or 0)
                self.pushed[area] += 1

    def follow(self, who: Speaker, is_over: threading.Event) -> None:
        cursors: dict[str, str] = {}
        is_last = False
        while not is_last:
            with self.news:
                began = self.pushed.copy()
            writers_are_done = is_over.is_set()
            request = SyncRequest([], cursors, PAGE)
            reply = syncing.sync(self.centre, Caller(who.person, who.device), request)
            self.pulled += [record.id for record in reply.records]
            cursors, is_last = reply.cursors, writers_are_done and not reply.more
            with self.news:
                self.read = began
                self.news.notify_all()


def what_is_wrong(traffic: Traffic) -> list[str]:
    """Empty when every change was taken at once and in line, and the reader got each record once."""
    wrong = ["turned away"] if traffic.turned_away else []
    wrong += ["missed"] if set(traffic.records) - set(traffic.pulled) else []
    wrong += ["read twice"] if len(set(traffic.pulled)) < len(traffic.pulled) else []
    for area, seqs in traffic.seqs.items():
        wrong += ["out of line"] if sorted(seqs) != list(range(1, len(seqs) + 1)) else []
        with traffic.centre.database.read() as connection:
            wrong += ["broken chain"] if first_break(connection, area) else []
    return wrong


pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def writers(enrol: Enrol) -> list[Speaker]:
    """In two kelurahan of one kecamatan."""
    return [enrol(Role.RT, (KASSI, TIDUNG)[number % 2]) for number in range(WRITERS)]


@pytest.fixture
def reader(enrol: Enrol) -> Speaker:
    return enrol(Role.KECAMATAN, RAPPOCINI)


def change_tables(centre: Centre, statements: str) -> None:
    with centre.database.write() as connection:
        connection.exec_driver_sql(statements)


async def test_a_reader_misses_nothing_when_some_of_many_writers_commit_slowly(
    centre: Centre, writers: list[Speaker], reader: Speaker
) -> None:
    traffic = Traffic(centre, SLOW_S)

    traffic.run(writers, reader)

    assert len(traffic.records) == WRITERS * PUSHES
    assert traffic.slow_commits >= WRITERS * PUSHES // ONE_SLOW_IN
    assert what_is_wrong(traffic) == []


async def test_a_plain_sequence_lets_the_reader_miss_a_change(
    centre: Centre, writers: list[Speaker], reader: Speaker
) -> None:
    change_tables(centre, PLAIN_SEQUENCE)
    traffic = Traffic(centre, UNTIL_OVERTAKEN_S)

    traffic.run(writers, reader)

    assert "missed" in what_is_wrong(traffic)


async def test_a_missing_row_lock_gives_two_changes_one_number(
    centre: Centre, writers: list[Speaker], reader: Speaker
) -> None:
    change_tables(centre, MISSING_ROW_LOCK)
    traffic = Traffic(centre, SLOW_S)

    traffic.run(writers, reader)

    assert "turned away" in what_is_wrong(traffic)
