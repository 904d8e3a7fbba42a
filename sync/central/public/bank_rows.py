"""Reads the bank for the pages. Everything here asks `is_public` in the same query that gives a row out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, select

from sync.central import search
from sync.central.json_text import parsed
from sync.central.search import BANK
from sync.central.tables import bank, bank_links, bank_photos, files, search_postings
from sync.protocol.limits import MAX_SEQ

PAGE = 20
LISTED_AT_A_PLACE = 60
_FAMILY = 12


class Entry(dict[str, Any]):
    """A document or summary for a template, where what was not filled in is None."""

    def __missing__(self, _: str) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader looks for; `facets` are those of the index."""

    words: str = ""
    facets: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return not (self.words.strip() or self.facets)


@dataclass(frozen=True, slots=True)
class Listed:
    entries: list[Entry]
    after: int | None


def listed(connection: Connection, question: Question, before: int | None) -> Listed:
    """One page of what is published, the newest first."""
    below = before or MAX_SEQ
    if question.is_open:
        query = select(bank.c.no, bank.c.summary).where(bank.c.is_public, bank.c.no < below)
        rows = connection.execute(query.order_by(bank.c.no.desc()).limit(PAGE + 1)).all()
    else:
        rows = _rows(connection, _found(connection, question, below))
    after = rows[PAGE - 1].no if len(rows) > PAGE else None
    return Listed([Entry(parsed(row.summary)) for row in rows[:PAGE]], after)


def _found(connection: Connection, question: Question, below: int) -> list[int]:
    words, facets = question.words, list(question.facets)
    if search.is_number(words):
        words, facets = "", [*facets, search.number_in(words)]
    wanted = search.terms(connection, BANK, words, facets)
    if wanted is None:
        return []
    is_shown = exists().where(bank.c.no == search_postings.c.doc, bank.c.is_public)
    return search.documents(connection, BANK, wanted, below, PAGE + 1, is_shown)


def _rows(connection: Connection, numbers: Sequence[int]) -> Sequence[Any]:
    query = select(bank.c.no, bank.c.summary).where(bank.c.no.in_(numbers), bank.c.is_public)
    return connection.execute(query.order_by(bank.c.no.desc())).all() if numbers else ()


def document(connection: Connection, kind: str, number: str, slug: str) -> Entry | None:
    """What is published under this number; of two with one number that with the slug."""
    query = select(bank.c.slug, bank.c.document).where(
        bank.c.number == number, bank.c.is_public, bank.c.kind == kind
    )
    rows = connection.execute(query.order_by(bank.c.no)).all()
    row = next((row for row in rows if row.slug == slug), rows[0] if rows else None)
    return Entry(parsed(row.document)) if row else None


def document_of_record(connection: Connection, kind: str, record: str) -> Entry | None:
    """The same by the record's id, by which other pages know it."""
    query = select(bank.c.document).where(bank.c.record == record, bank.c.is_public, bank.c.kind == kind)
    text = connection.execute(query).scalar()
    return Entry(parsed(text)) if text else None


def at_place(connection: Connection, kelurahan: str) -> list[Entry]:
    here = (bank.c.stream == kelurahan) & bank.c.is_public
    query = select(bank.c.summary).where(here).order_by(bank.c.no.desc()).limit(LISTED_AT_A_PLACE + 1)
    return [Entry(parsed(text)) for text in connection.execute(query).scalars()]


def summaries(connection: Connection, ids: Iterable[str]) -> list[Entry]:
    """Of records that may or may not be published."""
    query = select(bank.c.summary).where(bank.c.record.in_(list(ids)), bank.c.is_public).order_by(bank.c.no)
    return [Entry(parsed(text)) for text in connection.execute(query).scalars()]


def documents(connection: Connection, ids: Iterable[str]) -> dict[str, Entry]:
    """By record, of those that are published."""
    query = select(bank.c.record, bank.c.document).where(bank.c.record.in_(list(ids)), bank.c.is_public)
    return {row.record: Entry(parsed(row.document)) for row in connection.execute(query)}


def pointing_to(connection: Connection, kind: str, record: str, most: int = _FAMILY) -> list[Entry]:
    """The published records that replicate this one, address it or work with it, in the order of publication."""
    query = select(bank.c.summary).join(bank_links, bank_links.c.source == bank.c.record)
    query = query.where(bank_links.c.target == record, bank_links.c.kind == kind, bank.c.is_public)
    return [Entry(parsed(text)) for text in connection.execute(query.order_by(bank.c.no).limit(most)).scalars()]


def stored(connection: Connection, named: Iterable[str]) -> set[str]:
    """Which of the files have arrived; a photo that is still on its phone is not shown as a broken one."""
    query = select(files.c.sha256).where(files.c.sha256.in_(list(named)), files.c.stored_at.is_not(None))
    return set(connection.execute(query).scalars())


def photo_type(connection: Connection, sha256: str) -> str | None:
    """The type of a stored picture that a published record shows now; None for every other file."""
    query = select(files.c.type).join(bank_photos, bank_photos.c.sha256 == files.c.sha256)
    query = query.join(bank, bank.c.record == bank_photos.c.record)
    is_shown = bank.c.is_public & files.c.stored_at.is_not(None) & files.c.type.startswith("image/")
    return connection.execute(query.where(files.c.sha256 == sha256, is_shown).limit(1)).scalar()
