"""What is published already and speaks of the same as a new idea: shown before it is sent, decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, select

from sync.central import shown
from sync.central.tables import records
from sync.domain.areas import gazetteer
from sync.domain.ideas import SHOWN_TO_OTHERS
from sync.domain.likeness import is_alike
from sync.protocol.ideas import PublicLink

_SHOWN = sorted({status.value for statuses in SHOWN_TO_OTHERS.values() for status in statuses})
_LOOKED_AT = 300
_MOST = 3


def like(connection: Connection, kelurahan: str, words: str) -> list[PublicLink]:
    """Up to three, the newest first: of the kelurahan, then of its neighbours in the same kecamatan."""
    around = [place.code for place in gazetteer().below(kelurahan[:8]) if place.code != kelurahan]
    found = (link for streams in ([kelurahan], around) for link in _alike(connection, streams, words))
    return list(islice(found, _MOST))


def _alike(connection: Connection, streams: Sequence[str], words: str) -> Iterator[PublicLink]:
    query = select(records.c.view).where(records.c.stream.in_(streams), records.c.status.in_(_SHOWN))
    views = connection.execute(query.order_by(records.c.id.desc()).limit(_LOOKED_AT)).scalars().all()
    return (link for link in shown.links(connection, views) if is_alike(words, link.title))
