"""What a published innovation's page tells of its measurements: only what the kelurahan confirmed.

The indicators are those of the edition, the months as they stand now.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import Connection

from sync.central.chart import bar_chart
from sync.central.measured import confirmed_progress
from sync.central.measured_words import bars_of, target_words, verdict_words
from sync.central.public.bank_rows import Entry
from sync.domain.growing import INDICATORS
from sync.domain.measuring import Progress

MOST_MONTHS, MOST_CHARTS, MOST_TOLD = 4, 6, 24
"""So that a page stays small; what has no chart any more is still told in words."""


@dataclass(frozen=True, slots=True)
class Told:
    name: str
    verdict: str
    target: str
    chart: Markup


def told_of(connection: Connection, entry: Entry) -> list[Told]:
    """Each indicator of which something is confirmed."""
    indicators = entry[INDICATORS]
    if not indicators:
        return []
    innovation = {f"{INDICATORS}/{key}": each for key, each in indicators.items()}
    innovation |= {"theme": entry["theme"], "affair": entry["affair"]}
    found = confirmed_progress(connection, entry["id"], entry["kelurahan"], innovation)
    measured = [each for each in found if each.series][:MOST_TOLD]
    return [_told(each, has_chart=place < MOST_CHARTS) for place, each in enumerate(measured)]


def _told(progress: Progress, *, has_chart: bool) -> Told:
    name = str(progress.indicator["name"])
    chart = bar_chart(name, bars_of(progress, MOST_MONTHS)) if has_chart else ""
    # The texts in it were escaped where it was drawn.
    return Told(name, verdict_words(progress), target_words(progress.indicator), Markup(chart))
