"""Finds documents by words and facets (`=theme:waste`), newest first, with the same tables on both databases.

Words are stemmed as Indonesian; a word that hardly any document holds also finds its neighbours in spelling. The
index is written by indexing.py; whoever shows a document looks again at whether it may be shown.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Sequence

import snowballstemmer
from sqlalchemy import ColumnElement, Connection, Select, exists, func, literal, or_, select

from sync.central.tables import search_docs, search_grams, search_postings, search_words
from sync.domain.ids import as_number
from sync.domain.issues import HELPS
from sync.domain.words import distance, grams_of, words_in

BANK, DESK = "bank", "desk"
MEASURES = "measures"
"""The facet of measurements by their innovation."""
Term = tuple[int, ...]
"""Ids of words of which a document holds one."""
_RARE, _COMMON = 3, 2000
_NEIGHBOURS, _CANDIDATES = 8, 120
_MOST_WORDS = 8
_NUMBER = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
_stemmer = snowballstemmer.stemmer("indonesian")


@functools.lru_cache(100_000)
def stem(word: str) -> str:
    return str(_stemmer.stemWord(word)) or word


def stems(text: str) -> list[str]:
    return [stem(word) for word in words_in(text)]


def terms(connection: Connection, scope: str, text: str, facets: Iterable[str]) -> list[Term] | None:
    """What a document must hold; None when no document can."""
    wanted = [*dict.fromkeys(stems(text))][:_MOST_WORDS]
    found = [_term(connection, scope, word) for word in wanted]
    found += [_known(connection, scope, [facet]) for facet in facets]
    return None if not all(found) else found


def any_of(connection: Connection, scope: str, facets: Collection[str]) -> Term:
    """The documents that have one of the facets; empty when none has."""
    return _known(connection, scope, facets)


def _known(connection: Connection, scope: str, words: Collection[str]) -> Term:
    # PostgreSQL knows no NUL, and no word holds one.
    listed = [word for word in words if "\0" not in word]
    query = select(search_words.c.id).where(search_words.c.scope == scope, search_words.c.word.in_(listed))
    return tuple(connection.execute(query).scalars())


def _term(connection: Connection, scope: str, word: str) -> Term:
    """The word, and its neighbours where it is rare: somebody mistyped, here or in the documents."""
    exact = _known(connection, scope, [word])
    if len(word) < 4 or (exact and _count(connection, exact, _RARE) >= _RARE):
        return exact
    return tuple({*exact, *_neighbours(connection, scope, word)})


def _neighbours(connection: Connection, scope: str, word: str) -> list[int]:
    alike = func.count().label("alike")
    shared = (
        select(search_grams.c.word, alike)
        .where(search_grams.c.gram.in_(sorted(grams_of(word))))
        .group_by(search_grams.c.word)
        .order_by(alike.desc(), search_grams.c.word)
        .limit(_CANDIDATES)
        .subquery()
    )
    query = select(search_words.c.id, search_words.c.word).join(shared, shared.c.word == search_words.c.id)
    query = query.where(search_words.c.scope == scope)
    most = 1 if len(word) < 8 else 2
    near = [(distance(word, row.word, most), row.id) for row in connection.execute(query)]
    return [word_id for how_far, word_id in sorted(near) if how_far <= most][:_NEIGHBOURS]


def _count(connection: Connection, term: Term, most: int) -> int:
    some = select(search_postings.c.doc).where(search_postings.c.word.in_(term)).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def documents(
    connection: Connection,
    scope: str,
    wanted: Sequence[Term],
    before: int,
    limit: int,
    is_shown: ColumnElement[bool] | None = None,
) -> list[int]:
    """Numbers of documents below `before` that hold every term, the highest first.

    Without a term these are all. `is_shown` may ask of `search_postings.c.doc` whether the document is to be seen.
    """
    if not wanted:
        every = select(search_docs.c.doc).where(search_docs.c.scope == scope, search_docs.c.doc < before)
        return list(connection.execute(every.order_by(search_docs.c.doc.desc()).limit(limit)).scalars())
    sized = sorted(wanted, key=lambda term: _count(connection, term, _COMMON))
    lead, others = sized[0], sized[1:]
    doc = search_postings.c.doc
    query = select(doc).where(_holds(search_postings.c.word, lead), doc < before)
    for term in others:
        other = search_postings.alias()
        query = query.where(exists().where(_holds(other.c.word, term), other.c.doc == doc))
    if is_shown is not None:
        query = query.where(is_shown)
    if len(lead) > 1:
        query = query.distinct()
    return list(connection.execute(query.order_by(doc.desc()).limit(limit)).scalars())


def _holds(column: ColumnElement[int], term: Term) -> ColumnElement[bool]:
    return column == term[0] if len(term) == 1 else column.in_(term)


def records_with(scope: str, facet: str) -> Select[tuple[str]]:
    """The ids of all records that have the facet, for a query about records."""
    word = select(search_words.c.id).where(search_words.c.scope == scope, search_words.c.word == facet)
    query = select(search_docs.c.record).join(search_postings, search_postings.c.doc == search_docs.c.doc)
    return query.where(search_docs.c.scope == scope, search_postings.c.word == word.scalar_subquery())


def is_unaddressed() -> ColumnElement[bool]:
    """For `documents`: that no innovation solves the problem, partly or wholly."""
    doc, word, posting = search_docs.alias(), search_words.alias(), search_postings.alias()
    said = [word.c.word == literal(f"=addresses:{degree}:").concat(doc.c.record) for degree in HELPS]
    mine = (doc.c.scope == DESK) & (doc.c.doc == search_postings.c.doc) & (word.c.scope == DESK)
    return ~exists().where(mine, or_(*said), posting.c.word == word.c.id)


def is_number(text: str) -> bool:
    """Whether somebody typed the number of a record; a word of eight letters alone is none."""
    return (
        len(text) < 20
        and bool(_NUMBER.fullmatch(as_number(text)))
        and any(letter.isdigit() or letter == "-" for letter in text)
    )


def number_in(text: str) -> str:
    """The word under which a record with this number is indexed."""
    return as_number(text).lower()
