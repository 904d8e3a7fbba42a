import pytest

from sync.client.tables import OUTBOX, SETTINGS, WORKING, Document
from tests.support.sessions import memory_shelves

Heard = list[tuple[str, str, Document | None]]


def test_listeners_hear_what_was_written_and_what_was_removed() -> None:
    tables, heard = memory_shelves(), Heard()
    tables.listen(lambda *write: heard.append(write))

    tables.table(WORKING).put("a", {"title": "Teba"})
    tables.table(WORKING).discard("a")
    tables.table(WORKING).discard("a")

    assert heard == [(WORKING, "a", {"title": "Teba"}), (WORKING, "a", {"title": "Teba"})]


def test_listeners_hear_a_transaction_again_when_it_has_ended() -> None:
    tables, heard = memory_shelves(), Heard()
    tables.listen(lambda *write: heard.append(write))

    with tables.transaction():
        tables.table(WORKING).put("a", {"n": 1})
        with tables.transaction():
            tables.table(SETTINGS).put("b", {"n": 2})

    assert [key for _, key, _ in heard] == ["a", "b", "b", "a", "b"]


def test_what_was_remembered_inside_is_heard_of_again_when_nothing_was_kept() -> None:
    tables, seen = memory_shelves(), []
    tables.listen(lambda table, key, _: seen.append(tables.table(table).read(key)))

    with pytest.raises(RuntimeError), tables.transaction():
        tables.table(WORKING).put("a", {"n": 1})
        raise RuntimeError("stop")

    assert seen == [{"n": 1}, None]


def test_matching_finds_documents_by_an_indexed_field() -> None:
    tables = memory_shelves()

    tables.table(OUTBOX).put("1", {"record": "r"})
    tables.table(OUTBOX).put("2", {"record": "s"})

    assert tables.table(OUTBOX).matching("record", "s") == [("2", {"record": "s"})]
    assert len(tables.table(OUTBOX)) == 2
