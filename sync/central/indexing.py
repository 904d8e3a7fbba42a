"""Keeps the index of search.py up to date from feeds without holes: each stream, and the bank.

Not in the transaction that accepts changes: that one has people waiting. What is new is found a few seconds later,
or at once by an officer who searches; what was hidden is never shown, whatever the index still says.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, insert, select, update

from sync.central.answer import Centre
from sync.central.bulk import write_rows
from sync.central.documents import affair_of
from sync.central.jobs import Job
from sync.central.json_text import parsed
from sync.central.search import BANK, DESK, MEASURES, stems
from sync.central.tables import (
    WORD_MAX,
    bank,
    records,
    search_docs,
    search_grams,
    search_heads,
    search_postings,
    search_words,
    streams,
)
from sync.central.turn import Meanwhile, nothing
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.awards import tracks
from sync.domain.forms import fields_of
from sync.domain.ids import number_of
from sync.domain.issues import ENDED, degrees_in
from sync.domain.lab import LAB, stage_of
from sync.domain.measuring import INNOVATION
from sync.domain.words import grams_of

BATCH = 50
_BATCHES_A_RUN = 6
"""Sixty records a second, which takes up to a tenth of one core: an index that has far to go must not take the
processor from people who send."""
_LOCK = "lock"
"""The row that is locked; its number grows with each erasure."""
_FREE = (_LOCK, 0)
_CITY = 5
"""So long is the code of a city. What stands in its own stream is not searched for: the city's devices hold it."""
_TEXTS = ("title", "text", "problem", "action", "before", "after", "tried", "lorong", "goals", "benefits", "unit")


@dataclass(frozen=True, slots=True)
class Doc:
    """`doc` is None for one whose number the index gives; no words take it out."""

    record: str
    words: frozenset[str]
    doc: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What is new for a scope, up to where its feeds are `reached`."""

    scope: str
    docs: list[Doc]
    reached: Mapping[str, int]


def index_job() -> Job:
    return Job("search index", 5, _catch_up_in_quiet)


def _catch_up_in_quiet(centre: Centre) -> None:
    """Until another process is found writing: the rest can wait, who sends cannot."""
    others: list[bool] = []

    def note_others() -> bool:
        others.append(True)
        return False

    for _ in range(_BATCHES_A_RUN):
        if others or not catch_up(centre, 1, note_others):
            break


def catch_up(centre: Centre, most: int = 1000, meanwhile: Meanwhile = nothing) -> int:
    """Index what is new, batch by batch, each in a transaction of its own. Returns how many documents."""
    total = 0
    for _ in range(most):
        if not is_behind(centre):
            break
        total += _one_batch(centre, meanwhile)
    return total


def is_behind(centre: Centre) -> bool:
    with centre.database.glance() as connection:
        head = select(search_heads.c.seq).where(search_heads.c.feed == streams.c.code).scalar_subquery()
        is_older = and_(func.length(streams.c.code) > _CITY, streams.c.seq > func.coalesce(head, 0))
        if connection.execute(select(streams.c.code).where(is_older).limit(1)).first() is not None:
            return True
        reached = select(func.coalesce(func.max(search_heads.c.seq), 0)).where(search_heads.c.feed == BANK)
        is_new = bank.c.changed > reached.scalar_subquery()
        return connection.execute(select(bank.c.no).where(is_new).limit(1)).first() is not None


def _one_batch(centre: Centre, meanwhile: Meanwhile) -> int:
    """Words are found before anything is locked: people who send wait for as long as it takes to write them.

    Nothing is written when somebody else wrote meanwhile, or erased a record: it may have been found before.
    """
    with centre.database.read() as connection:
        heads = _heads(connection)
        found = _in_bank(connection, heads) or _at_desk(connection, heads)
    with centre.database.write(meanwhile) as connection:
        _lock(connection)
        if _heads(connection) != heads:
            return 0
        if found.docs:
            write(connection, found.scope, found.docs)
        if found.reached:
            _reach(connection, found.reached)
    return len(found.docs)


def _heads(connection: Connection) -> dict[str, int]:
    return {row.feed: row.seq for row in connection.execute(select(search_heads)) if (row.feed, row.seq) != _FREE}


def _lock(connection: Connection) -> None:
    """One writes the index at a time."""
    write_rows(connection, search_heads, [{"feed": _LOCK, "seq": 0}], ("feed",), keep=True)
    connection.execute(select(search_heads).where(search_heads.c.feed == _LOCK).with_for_update())


def _in_bank(connection: Connection, heads: Mapping[str, int]) -> Found | None:
    query = select(bank.c.no, bank.c.record, bank.c.changed, bank.c.is_public, bank.c.document)
    query = query.where(bank.c.changed > heads.get(BANK, 0)).order_by(bank.c.changed).limit(BATCH)
    rows = connection.execute(query).all()
    docs = [Doc(row.record, _bank_words(row), row.no) for row in rows]
    return Found(BANK, docs, {BANK: rows[-1].changed}) if rows else None


def _bank_words(row: Any) -> frozenset[str]:
    if not row.is_public:
        return frozenset()
    shown = parsed(row.document)
    mark = ["=strategic"] if shown.get("strategic") else []
    return _that_fit([*_words(shown["id"], shown["kind"], shown["kelurahan"], shown), *mark])


def _at_desk(connection: Connection, heads: Mapping[str, int]) -> Found:
    """The records of streams that moved on, stream by stream."""
    reached = {
        row.code: row.seq
        for row in connection.execute(select(streams.c.code, streams.c.seq))
        if len(row.code) > _CITY and row.seq > heads.get(row.code, 0)
    }
    rows = connection.execute(_NEW_AT_DESK, {"most": BATCH + 1}).all()
    if len(rows) > BATCH:
        # What comes after the cut is for the next batch: its own stream as far as it was read, later ones not.
        rows = rows[:BATCH]
        last = rows[-1]
        reached = {code: seq for code, seq in reached.items() if code < last.stream} | {last.stream: last.version}
    return Found(DESK, [Doc(row.id, _desk_words(row)) for row in rows], reached)


_HEAD = func.coalesce(search_heads.c.seq, 0)
_NEW_AT_DESK = (
    select(records.c.stream, records.c.id, records.c.version, records.c.view)
    .select_from(streams)
    .outerjoin(search_heads, search_heads.c.feed == streams.c.code)
    .join(records, and_(records.c.stream == streams.c.code, records.c.version > _HEAD))
    .where(streams.c.seq > _HEAD, func.length(streams.c.code) > _CITY)
    .order_by(streams.c.code, records.c.version)
    .limit(bindparam("most"))
)


def _desk_words(row: Any) -> frozenset[str]:
    view = parsed(row.view)
    values = view["set"]
    mine = [
        f"=with:{path.partition('/')[2]}"
        for path, value in values.items()
        if path.startswith("coauthors/") and value
    ]
    facets = [f"=with:{view['author']}", f"=status:{values.get('status')}", *mine]
    if values.get("objection") and not values.get("heard"):
        facets.append("=objection")
    if values.get(INNOVATION):
        facets.append(f"={MEASURES}:{values[INNOVATION]}")
    if values.get("update") == "submitted":
        facets.append("=update")
    facets += [f"=award:{code}" for code in tracks(values)]
    facets += [f"=lab:{stage}"] if (stage := stage_of(values.get(LAB))) else []
    if values.get("status") not in ENDED:
        facets += [f"=addresses:{degree}:{issue}" for issue, degree in degrees_in(values).items()]
    return _that_fit([*_words(view["id"], view["kind"], view["area"], values), *facets])


def _that_fit(words: Iterable[str]) -> frozenset[str]:
    """What is longer names nothing anybody looks for, and would keep the database from taking the rest."""
    return frozenset(word for word in words if len(word) <= WORD_MAX)


def _words(record: str, kind: str, stream: str, values: Mapping[str, Any]) -> Iterable[str]:
    place = gazetteer()
    theme = fields_of(kind)["theme"].choice(values.get("theme")) if "theme" in fields_of(kind) else None
    texts = [values[path] for path in _TEXTS if isinstance(values.get(path), str)]
    texts += [place.name(stream), place.name(stream[:8]), theme.label.id if theme else ""]
    yield from stems(" ".join(texts))
    yield number_of(record).lower()
    yield from (f"=kind:{kind}", f"=area:{stream}", f"=area:{AreaCode(stream).kecamatan}")
    yield from (f"={name}:{values[name]}" for name in ("theme", "stage", "nature") if values.get(name))
    affair = affair_of(values)
    yield from [f"=affair:{affair}"] if affair else []
    yield from (f"=sdg:{goal}" for goal in values.get("sdgs") or ())


def _reach(connection: Connection, reached: Mapping[str, int]) -> None:
    rows = [{"feed": feed, "seq": seq} for feed, seq in sorted(reached.items())]
    write_rows(connection, search_heads, rows, ("feed",))


def write(connection: Connection, scope: str, batch: Sequence[Doc]) -> None:
    """Index these documents anew. The same document may come again."""
    batch = list({item.record: item for item in batch}.values())
    ids = _word_ids(connection, scope, {word for item in batch for word in item.words})
    known = _known(connection, scope, [item.record for item in batch])
    last = (
        connection.execute(select(func.max(search_docs.c.doc)).where(search_docs.c.scope == scope)).scalar() or 0
    )
    rows, added, gone = [], [], []
    for item in batch:
        doc, before = known.get(item.record, (item.doc, frozenset()))
        if doc is None:
            last += 1
            doc = last
        now = frozenset(ids[word] for word in item.words)
        added += [(word, doc) for word in now - before]
        gone += [{"old": word, "of": doc} for word in before - now]
        rows.append({"scope": scope, "doc": doc, "record": item.record, "words": _packed(now)})
    _write(connection, rows, added, gone)


def _write(connection: Connection, rows: list[Any], added: list[tuple[int, int]], gone: list[Any]) -> None:
    if gone:
        mine = (search_postings.c.word == bindparam("old")) & (search_postings.c.doc == bindparam("of"))
        connection.execute(delete(search_postings).where(mine), gone)
    if added:
        postings = [{"word": word, "doc": doc} for word, doc in sorted(added)]
        write_rows(connection, search_postings, postings, ("word", "doc"), keep=True)
    write_rows(connection, search_docs, rows, ("scope", "doc"))


def _known(connection: Connection, scope: str, named: list[str]) -> dict[str, tuple[int, frozenset[int]]]:
    query = select(search_docs).where(search_docs.c.scope == scope, search_docs.c.record.in_(named))
    return {row.record: (row.doc, _unpacked(row.words)) for row in connection.execute(query)}


def _word_ids(connection: Connection, scope: str, words: set[str]) -> dict[str, int]:
    """Ids of all these words; new ones are added, with what their spelling is found by."""
    found = _ids(connection, scope, words)
    missing = sorted(words - found.keys())
    if missing:
        connection.execute(insert(search_words), [{"scope": scope, "word": word} for word in missing])
        new = _ids(connection, scope, set(missing))
        # Facets, numbers and what has a digit in it are looked for as they are.
        grams = [{"gram": g, "word": new[w]} for w in missing if w.isalpha() for g in sorted(grams_of(w))]
        if grams:
            write_rows(connection, search_grams, grams)
        found |= new
    return found


def _ids(connection: Connection, scope: str, words: set[str]) -> dict[str, int]:
    listed, found = sorted(words), {}
    for start in range(0, len(listed), BATCH):
        part = listed[start : start + BATCH]
        query = select(search_words.c.word, search_words.c.id)
        query = query.where(search_words.c.scope == scope, search_words.c.word.in_(part))
        found.update({row.word: row.id for row in connection.execute(query)})
    return found


def _packed(words: frozenset[int]) -> bytes:
    return struct.pack(f">{len(words)}I", *sorted(words))


def _unpacked(content: bytes) -> frozenset[int]:
    return frozenset(struct.unpack(f">{len(content) // 4}I", content))


def forget(connection: Connection, record: str) -> None:
    """After an erasure: no word of it is found any more, nor written by who found some before."""
    _lock(connection)
    erased = search_heads.c.feed == _LOCK
    connection.execute(update(search_heads).where(erased).values(seq=search_heads.c.seq + 1))
    for scope in (BANK, DESK):
        if _known(connection, scope, [record]):
            write(connection, scope, [Doc(record, frozenset())])


def drop_unused_words(centre: Centre) -> None:
    """Words that no document holds any more may be somebody's name."""
    unused = ~exists().where(search_postings.c.word == search_words.c.id)
    with centre.database.write() as connection:
        _lock(connection)
        gone = select(search_words.c.id).where(unused)
        connection.execute(delete(search_grams).where(search_grams.c.word.in_(gone)))
        connection.execute(delete(search_words).where(unused))
