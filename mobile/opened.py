"""Which answers of an office the person has seen: by record, the newest one when it was opened.

Kept on this device alone, and never sent.
"""

from __future__ import annotations

from mobile.answers import Answer, answer_of
from mobile.records_cache import RecordsCache
from sync.client.tables import SETTINGS, Tables

_OPENED = "opened:"


def mark_opened(tables: Tables, records: RecordsCache, record: str) -> None:
    """Call when the record is shown. Writes only when there was something new. Raises what the store raises."""
    last_answer = records.listed(record).last_answer
    if last_answer > _opened(tables, record):
        tables.table(SETTINGS).put(_OPENED + record, {"answer": last_answer})


def mark_all_opened(tables: Tables, records: RecordsCache) -> None:
    with tables.transaction():
        for answer in unopened(tables, records):
            mark_opened(tables, records, answer.record)


def unopened(tables: Tables, records: RecordsCache) -> list[Answer]:
    """The answers to what this person wrote that they did not open yet, the newest first."""
    new = (each for each in records.answered() if records.listed(each).last_answer > _opened(tables, each))
    states = (records.state(record) for record in new)
    answers = (answer_of(state) for state in states if state is not None)
    return sorted((each for each in answers if each), key=lambda each: (each.at, each.seq), reverse=True)


def _opened(tables: Tables, record: str) -> int:
    return int((tables.table(SETTINGS).read(_OPENED + record) or {}).get("answer", 0))
