"""What a new record holds before anything was answered."""

from __future__ import annotations

from typing import Any

import pytest

from mobile.session import Session
from sync.client import outbox, working
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from sync.domain.records import Kind
from tests.support.centres import KASSI
from tests.support.notes import a_view, accept, an_id, refuse, save
from tests.support.sessions import a_session, pulled

NOTE = an_id(1)


@pytest.mark.parametrize("kind", [Kind.INNOVATION, Kind.ISSUE])
def test_what_a_business_notes_is_at_its_home_until_it_says_otherwise(kind: Kind) -> None:
    business = Person("p", "Contoh", Role.UMKM, AreaCode(f"{KASSI}/RW003/RT002"))

    assert working.begin(business, "r", kind, "Kassi-Kassi").values["place_private"] is True


# Betulkan, with more behind what was refused


@pytest.fixture
def session() -> Session:
    """An approved note of mine, as pulled."""
    session = a_session()
    pulled(session, a_view(NOTE, version=5, title="Kompos", status="approved"))
    return session


def sent(session: Session) -> list[dict[str, Any]]:
    return [document["change"]["set"] for _, document in outbox.waiting(session.tables)]


def put_right(session: Session, **values: Any) -> None:
    copy = session.open(NOTE)
    assert copy is not None
    for path, value in values.items():
        copy = copy.with_value(path, value)
    session.submit(copy)


def test_a_step_that_waited_behind_what_was_refused_goes_after_its_correction(session: Session) -> None:
    refuse(session.tables, save(session.tables, 1, NOTE, seen=5, title="x" * 200))
    refuse(session.tables, save(session.tables, 2, NOTE, seen=5, update="submitted"), "earlier_refused")

    put_right(session, title="Kompos lorong")

    assert sent(session) == [{"title": "Kompos lorong"}, {"update": "submitted"}]


def test_a_withdrawal_that_waited_behind_what_was_refused_stays_one(session: Session) -> None:
    refuse(session.tables, save(session.tables, 1, NOTE, seen=5, title="x" * 200))
    refuse(session.tables, save(session.tables, 2, NOTE, seen=5, status="withdrawn"), "earlier_refused")

    put_right(session, title="Kompos lorong")

    assert sent(session) == [{"title": "Kompos lorong"}, {"status": "withdrawn"}]


def test_a_comment_is_sent_that_was_refused_after_the_form_was_kept(session: Session) -> None:
    copy = session.open(NOTE)
    assert copy is not None
    session.keep(copy.with_value("title", "Kompos lorong"))
    comment = {f"comments/{an_id(9)}": {"text": "Sudah jalan."}}
    refuse(session.tables, save(session.tables, 1, NOTE, seen=5, also=comment))

    put_right(session)

    assert sent(session) == [{"title": "Kompos lorong"} | comment]


def test_a_step_that_waited_goes_again_as_what_its_author_had_seen(session: Session) -> None:
    refuse(session.tables, save(session.tables, 1, NOTE, seen=5, title="x" * 200))
    refuse(session.tables, save(session.tables, 2, NOTE, seen=5, update="submitted"), "earlier_refused")
    pulled(session, a_view(NOTE, version=9, title="Kompos", status="approved"))

    put_right(session, title="Kompos lorong")

    assert [document["change"]["seen"] for _, document in outbox.waiting(session.tables)] == [9, 5]


def test_a_step_is_never_sent_in_half(session: Session) -> None:
    refuse(session.tables, save(session.tables, 1, NOTE, seen=5, status="submitted", title="x" * 200))
    refuse(
        session.tables, save(session.tables, 2, NOTE, seen=5, status="withdrawn", outcome={}), "earlier_refused"
    )

    put_right(session, title="Kompos lorong")

    assert sent(session) == [{"status": "submitted", "title": "Kompos lorong"}]


def test_a_word_that_was_refused_does_not_come_back_over_a_later_one(session: Session) -> None:
    need = f"needs/{an_id(9)}"
    copy = session.open(NOTE)
    assert copy is not None
    session.keep(copy.with_value("title", "Kompos lorong"))
    refuse(
        session.tables, save(session.tables, 1, NOTE, seen=5, also={need: {"text": "cangkul"}}), "earlier_refused"
    )
    accept(session.tables, save(session.tables, 2, NOTE, seen=5, also={need: {"text": "dua cangkul"}}))

    put_right(session)

    assert sent(session) == [{"title": "Kompos lorong"}]
