"""TinyDB's interface on the journal: what its own tests ask of a table, and that every write is in the journal."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import tinydb.operations
from tinydb import Query, TinyDB, where
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from tests.support.memory_file import MemoryDisk, content_of


@pytest.fixture
def disk() -> MemoryDisk:
    return MemoryDisk()


@pytest.fixture
def db(disk: MemoryDisk) -> Iterator[Any]:
    """Three documents in the default table. When the test is over, a restart must find what the test left."""
    database = disk.open()
    database.insert_multiple({"int": 1, "char": c} for c in "abc")
    yield database
    assert content_of(disk.open()) == content_of(database)


def a_document(doc_id: Any, content: dict[str, object]) -> Document:
    """TinyDB declares ids as int, and takes what it is given."""
    return Document(content, doc_id)


def test_insert_gives_an_id_that_finds_the_document(db: Any) -> None:
    doc_id = db.insert({"int": 5})

    assert isinstance(doc_id, str)
    assert db.get(doc_id=doc_id) == {"int": 5}
    assert db.get(doc_id=doc_id).doc_id == doc_id


def test_insert_keeps_the_id_of_a_document(db: Any) -> None:
    assert db.insert(a_document("r1", {"int": 5})) == "r1"
    assert db.get(doc_id="r1") == {"int": 5}


def test_insert_refuses_an_id_that_is_taken(db: Any) -> None:
    db.insert(a_document("r1", {"int": 5}))

    with pytest.raises(ValueError, match="already exists"):
        db.insert(a_document("r1", {"int": 6}))

    assert db.get(doc_id="r1") == {"int": 5}


@pytest.mark.parametrize("document", [["a list"], "a text", None])
def test_insert_refuses_what_is_no_document(db: Any, document: object) -> None:
    with pytest.raises(ValueError, match="not a Mapping"):
        db.insert(document)


def test_insert_refuses_what_json_does_not_know(db: Any) -> None:
    with pytest.raises(TypeError):
        db.insert({"at": datetime.date(2026, 12, 3)})

    assert len(db) == 3


def test_insert_multiple_writes_all_in_one_line_or_none(db: Any, disk: MemoryDisk) -> None:
    lines = disk.current.content.count(b"\n")

    db.insert_multiple({"n": n} for n in range(10))
    with pytest.raises(TypeError):
        db.insert_multiple([{"n": 1}, {"n": object()}])

    assert len(db) == 13
    assert disk.current.content.count(b"\n") == lines + 1


def test_insert_multiple_refuses_an_id_that_is_taken(db: Any) -> None:
    with pytest.raises(ValueError, match="already exists"):
        db.insert_multiple([a_document("x", {"n": 1}), a_document("x", {"n": 2})])

    assert len(db) == 3


def test_search_finds_what_matches(db: Any) -> None:
    assert db.search(where("char") == "b") == [{"int": 1, "char": "b"}]
    assert len(db.search(where("int") == 1)) == 3
    assert db.search(Query().none == 1) == []


def test_search_sees_a_change_made_after_the_same_search(db: Any) -> None:
    query = where("char") == "b"
    db.search(query)

    db.update({"char": "z"}, query)

    assert db.search(query) == []


def test_get_finds_one_by_query_or_none(db: Any) -> None:
    found = db.get(where("char") == "b")

    assert found == {"int": 1, "char": "b"}
    assert db.get(doc_id=found.doc_id) == found
    assert db.get(where("char") == "q") is None
    assert db.get(doc_id="nobody") is None


def test_get_finds_several_ids_in_the_order_asked_for(db: Any) -> None:
    a, b, c = db.table("_default").ids()

    found = db.get(doc_ids=[c, "nobody", a])

    assert [(each.doc_id, each["char"]) for each in found] == [(c, "c"), (a, "a")]
    assert b not in [each.doc_id for each in found]


def test_get_and_contains_need_something_to_look_for(db: Any) -> None:
    with pytest.raises(RuntimeError):
        db.get()
    with pytest.raises(RuntimeError):
        db.contains()


def test_contains_and_count(db: Any) -> None:
    assert db.contains(where("char") == "a")
    assert not db.contains(where("char") == "q")
    assert db.contains(doc_id=db.table("_default").ids()[0])
    assert not db.contains(doc_id="nobody")
    assert db.count(where("int") == 1) == 3


def test_all_and_iteration_and_length_agree_with_the_order_of_insertion(db: Any) -> None:
    assert [each["char"] for each in db.all()] == ["a", "b", "c"]
    assert [each["char"] for each in db] == ["a", "b", "c"]
    assert len(db) == 3


def test_a_table_may_be_changed_while_it_is_gone_through(db: Any) -> None:
    for document in db:
        db.remove(doc_ids=[document.doc_id])

    assert db.all() == []


def test_update_sets_fields_of_what_matches(db: Any) -> None:
    updated = db.update({"int": 2}, where("char") == "a")

    assert [db.get(doc_id=each)["char"] for each in updated] == ["a"]
    assert db.count(where("int") == 2) == 1


def test_update_without_a_query_changes_all(db: Any) -> None:
    db.update({"int": 2})

    assert db.count(where("int") == 2) == 3


def test_update_by_ids_skips_those_that_are_not_there(db: Any) -> None:
    first = db.table("_default").ids()[0]

    assert db.update({"int": 2}, doc_ids=[first, "nobody"]) == [first]
    assert db.count(where("int") == 2) == 1


def test_update_takes_operations(db: Any) -> None:
    operations: Any = tinydb.operations

    db.update(operations.increment("int"), where("char") == "a")
    db.update(operations.delete("int"), where("char") == "b")

    assert db.all() == [{"int": 2, "char": "a"}, {"char": "b"}, {"int": 1, "char": "c"}]


def test_update_multiple_applies_each_to_what_matches(db: Any) -> None:
    db.update_multiple([({"int": 2}, where("char") == "a"), ({"int": 3}, where("char") == "b")])

    assert [each["int"] for each in db.all()] == [2, 3, 1]


def test_an_update_that_raises_midway_changes_nothing(db: Any) -> None:
    def fail_on_b(document: dict[str, Any]) -> None:
        document["int"] = 9
        if document["char"] == "b":
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        db.update(fail_on_b)

    assert db.count(where("int") == 1) == 3


def test_an_update_that_changes_nothing_writes_nothing(db: Any, disk: MemoryDisk) -> None:
    before = disk.current.content

    db.update({"int": 1})
    db.table("_default").put(db.table("_default").ids()[0], {"int": 1, "char": "a"})
    db.table("_default").discard("nobody")

    assert disk.current.content == before


def test_upsert_updates_what_matches_and_inserts_what_does_not(db: Any) -> None:
    db.upsert({"int": 2, "char": "a"}, where("char") == "a")
    db.upsert({"int": 3, "char": "z"}, where("char") == "z")
    db.upsert(a_document("r1", {"int": 4}))
    db.upsert(a_document("r1", {"int": 5}))

    assert [each["int"] for each in db.all()] == [2, 1, 1, 3, 5]


def test_remove_by_query_and_by_ids(db: Any) -> None:
    db.remove(where("char") == "a")
    second = db.table("_default").ids()[0]

    assert db.remove(doc_ids=[second, "nobody"]) == [second]
    assert [each["char"] for each in db.all()] == ["c"]


def test_remove_needs_something_to_look_for(db: Any) -> None:
    with pytest.raises(RuntimeError):
        db.remove()


def test_truncate_removes_all_and_the_table_goes_on(db: Any) -> None:
    db.truncate()
    db.insert({"int": 7})

    assert db.all() == [{"int": 7}]


def test_tables_hold_their_own_documents(db: Any) -> None:
    db.table("a").insert({"n": 1})
    db.table("b").insert({"n": 2})

    assert db.tables() == {"_default", "a", "b"}
    assert db.table("a") is db.table("a")
    assert db.table("a").all() == [{"n": 1}]


def test_a_dropped_table_is_gone_and_others_stay(db: Any) -> None:
    db.table("a").insert({"n": 1})

    db.drop_table("a")
    db.drop_table("never was")

    assert db.tables() == {"_default"}
    assert db.table("a").all() == []


def test_dropped_tables_are_all_gone(db: Any) -> None:
    db.table("a").insert({"n": 1})

    db.drop_tables()

    assert db.tables() == set()


def test_the_storage_reads_and_writes_whole_content_as_tinydb_asks(db: Any) -> None:
    db.table("a").put("x", {"n": 1})

    db.storage.write({"a": {"x": {"n": 1}, "y": {"n": 2}}, "b": {7: {"n": 3}}})

    assert db.storage.read() == {"a": {"x": {"n": 1}, "y": {"n": 2}}, "b": {"7": {"n": 3}}}
    db.storage.write({})
    assert db.storage.read() is None


def test_tinydbs_own_table_works_on_the_storage(db: Any) -> None:
    tinydb_itself: Any = TinyDB
    plain = tinydb_itself(storage=lambda: db.storage)
    plain.table("plain").insert({"n": 1})

    assert db.table("plain").all() == [{"n": 1}]


def test_what_was_read_is_a_private_copy(db: Any) -> None:
    nested = {"photos": {"p1": ["here"]}}
    db.table("a").put("x", nested)
    nested["photos"]["p1"].append("changed before")
    query = where("photos").exists()

    reads: list[Callable[[], Any]] = [
        lambda: db.table("a").read("x"),
        lambda: db.table("a").get(doc_id="x"),
        lambda: db.table("a").get(query),
        lambda: db.table("a").search(query)[0],
        lambda: db.table("a").all()[0],
        lambda: next(iter(db.table("a"))),
        lambda: dict(db.table("a").items())["x"],
    ]
    for read in reads:
        read()["photos"]["p1"].append("changed after")
        assert read() == {"photos": {"p1": ["here"]}}


def test_put_replaces_and_discard_removes_and_read_tells(db: Any) -> None:
    table = db.table("a")

    table.put("x", {"n": 1})
    table.put("x", {"m": 2})
    table.put("y", {"n": 3})
    table.discard("y")

    assert table.read("x") == {"m": 2}
    assert table.read("y") is None
    assert list(table.items()) == [("x", {"m": 2})]
    assert table.ids() == ["x"]


def test_both_engines_answer_alike() -> None:
    """The same calls on TinyDB's own memory storage and on the journal, ids aside."""

    def answers(database: Any) -> list[object]:
        operations: Any = tinydb.operations
        table = database.table("t")
        table.insert_multiple({"n": n, "even": n % 2 == 0} for n in range(6))
        table.update({"seen": True}, where("n") > 3)
        table.update(operations.increment("n"), where("even") == True)  # noqa: E712
        table.upsert({"n": 99}, where("n") == 99)
        table.remove(where("n") == 3)
        return [table.all(), len(table), table.count(where("seen") == True), database.tables()]  # noqa: E712

    tinydb_itself: Any = TinyDB
    assert answers(MemoryDisk().open()) == answers(tinydb_itself(storage=MemoryStorage))


def test_a_table_says_what_it_is(db: Any) -> None:
    assert "name='a'" in repr(db.table("a"))
    assert "_default" in repr(db)
