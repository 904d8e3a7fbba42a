"""What is asked by an indexed field is found, through every kind of change and inside a transaction."""

from __future__ import annotations

import pytest

from mobile.store.database import JournalDatabase
from tests.support.memory_file import MemoryDisk


def a_database() -> JournalDatabase:
    database = MemoryDisk(indexes={"records": ("stream", "status")}).open()
    table = database.table("records")
    table.put("c", {"stream": "1001", "status": "approved"})
    table.put("a", {"stream": "1001", "status": "submitted"})
    table.put("b", {"stream": "1002", "status": "submitted"})
    return database


def ids(database: JournalDatabase, field: str, value: str | int | None) -> list[str]:
    table = database.table("records")
    found = [doc_id for doc_id, _ in table.matching(field, value)]
    assert [str(document.doc_id) for document in table.get_by(field, value)] == found
    return found


def test_documents_are_found_by_field_in_the_order_of_their_ids() -> None:
    database = a_database()

    assert ids(database, "stream", "1001") == ["a", "c"]
    assert ids(database, "status", "submitted") == ["a", "b"]
    assert ids(database, "status", "nothing") == []
    assert database.table("records").matching("stream", "1002") == [
        ("b", {"stream": "1002", "status": "submitted"})
    ]


def test_an_index_follows_every_change() -> None:
    database = a_database()
    assert ids(database, "status", "submitted") == ["a", "b"]

    database.table("records").put("a", {"stream": "1002", "status": "revision"})
    database.table("records").discard("b")
    database.table("records").put("d", {"stream": "1002", "status": "submitted"})

    assert ids(database, "status", "submitted") == ["d"]
    assert ids(database, "status", "revision") == ["a"]
    assert ids(database, "stream", "1002") == ["a", "d"]


def test_an_index_is_empty_when_its_table_was_emptied() -> None:
    database = a_database()
    ids(database, "stream", "1001")

    database.table("records").truncate()
    database.table("records").put("z", {"stream": "1001"})

    assert ids(database, "stream", "1001") == ["z"]


def test_inside_a_transaction_its_own_changes_are_found_and_after_a_failed_one_they_are_not() -> None:
    database = a_database()
    table = database.table("records")

    with pytest.raises(ArithmeticError), database.transaction():
        table.put("a", {"stream": "1002"})
        table.put("0", {"stream": "1001"})
        table.discard("b")
        assert ids(database, "stream", "1001") == ["0", "c"]
        assert ids(database, "stream", "1002") == ["a"]
        table.truncate()
        table.put("9", {"stream": "1001"})
        assert ids(database, "stream", "1001") == ["9"]
        raise ArithmeticError

    assert ids(database, "stream", "1001") == ["a", "c"]
    assert ids(database, "stream", "1002") == ["b"]


def test_a_value_that_is_none_is_found_and_a_missing_one_or_a_list_is_not() -> None:
    database = a_database()
    database.table("records").put("d", {"stream": None, "status": ["a", "list"]})
    database.table("records").put("e", {})

    assert ids(database, "stream", None) == ["d"]
    assert ids(database, "status", None) == []


def test_a_number_is_not_found_as_a_text() -> None:
    database = a_database()
    database.table("records").put("d", {"stream": 1001})

    assert ids(database, "stream", 1001) == ["d"]
    assert ids(database, "stream", "1001") == ["a", "c"]


def test_a_field_without_an_index_is_refused() -> None:
    with pytest.raises(LookupError):
        a_database().table("records").matching("title", "x")


def test_a_table_may_name_its_index_when_it_is_first_asked_for() -> None:
    database = MemoryDisk().open()
    table = database.table("issues", index=("nature",))
    table.put("a", {"nature": "structural"})

    assert [doc_id for doc_id, _ in table.matching("nature", "structural")] == ["a"]


def test_an_index_is_found_again_after_its_table_was_dropped() -> None:
    database = a_database()
    database.drop_table("records")
    database.table("records").put("z", {"stream": "1001"})

    assert ids(database, "stream", "1001") == ["z"]
