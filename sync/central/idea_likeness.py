"""What is published already and speaks of the same as a new idea: shown before it is sent, decides nothing."""

from __future__ import annotations

from itertools import islice

from sqlalchemy import Connection

from sync.central import shown
from sync.domain.areas import gazetteer
from sync.domain.likeness import is_alike
from sync.protocol.ideas import PublicLink

_LOOKED_AT = 300
_MOST = 3


def like(connection: Connection, kelurahan: str, words: str) -> list[PublicLink]:
    """Up to three, the newest first: of the kelurahan, then of its neighbours in the same kecamatan."""
    around = [place.code for place in gazetteer().below(kelurahan[:8]) if place.code != kelurahan]
    every = (link for streams in ([kelurahan], around) for link in shown.newest(connection, streams, _LOOKED_AT))
    return list(islice((link for link in every if is_alike(words, link.title)), _MOST))
