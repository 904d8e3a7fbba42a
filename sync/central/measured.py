"""What is measured of an innovation and confirmed, as the centre knows it now: for its page and for paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from sync.central.json_text import parsed
from sync.central.search import DESK, MEASURES, records_with
from sync.central.tables import records
from sync.domain.measuring import Progress, progress
from sync.domain.records import CONFIRMED, Kind

_MOST = 1000
"""Months of all indicators together: the newest records are read."""


def confirmed_progress(
    connection: Connection, record: str, stream: str, innovation: Mapping[str, Any]
) -> list[Progress]:
    """By what the kelurahan stands. `innovation` has the paths of the record or of its edition.

    A measurement is found some seconds after it came; one that is hidden, erased or not confirmed any more is not.
    """
    is_measurement = (records.c.kind == Kind.MEASUREMENT.value) & (records.c.stream == stream)
    of_this = records.c.id.in_(records_with(DESK, f"={MEASURES}:{record}"))
    query = select(records.c.view).where(of_this, is_measurement).order_by(records.c.id.desc()).limit(_MOST)
    views = [parsed(view) for view in connection.execute(query).scalars()]
    return progress(innovation, [(v["id"], v["set"]) for v in views if v["set"].get(CONFIRMED) is True])
