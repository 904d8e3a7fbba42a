"""Which answers of a reviewer the person has seen: by record, the newest review when it was opened."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.records_cache import RecordsCache
from sync.client.tables import SETTINGS, Tables

_OPENED = "opened:"


def mark_opened(tables: Tables, records: RecordsCache, record: str) -> None:
    """Call when the record is shown. Writes only when there was something new. Raises what the store raises."""
    last_review = records.listed(record).last_review
    if last_review > _opened(tables, record):
        tables.table(SETTINGS).put(_OPENED + record, {"review": last_review})


def mark_all_opened(tables: Tables, records: RecordsCache) -> None:
    with tables.transaction():
        for record in answered(tables, records):
            mark_opened(tables, records, record)


def answered(tables: Tables, records: RecordsCache) -> list[str]:
    """What this person wrote and has an answer they did not open yet, newest record first."""
    return _newer(tables, records, records.reviewed())


def _newer(tables: Tables, records: RecordsCache, reviewed: Iterable[str]) -> list[str]:
    return [each for each in reviewed if records.listed(each).last_review > _opened(tables, each)]


def _opened(tables: Tables, record: str) -> int:
    return int((tables.table(SETTINGS).read(_OPENED + record) or {}).get("review", 0))
