"""What a resident is shown of others: what was published of an innovation, and the title of a taken-up idea.

An innovation's title is the one of its edition: what its author wrote since waits for a review.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from sync.central.documents import public_text
from sync.central.json_text import parsed
from sync.central.tables import bank
from sync.domain.ideas import SHOWN_TO_OTHERS
from sync.domain.records import Kind
from sync.protocol.ideas import PublicLink


def links(connection: Connection, views: Sequence[bytes]) -> list[PublicLink]:
    """Those of these records (their `view`) that may be shown, in their order."""
    found = [parsed(view) for view in views]
    titles = _titles(connection, [one["id"] for one in found if one["kind"] == Kind.INNOVATION])
    titles |= {one["id"]: public_text(str(one["set"].get("title", ""))) for one in found if _is_taken_up(one)}
    return [
        PublicLink(one["id"], one["kind"], titles[one["id"]], one["area"]) for one in found if one["id"] in titles
    ]


def _titles(connection: Connection, innovations: Sequence[str]) -> dict[str, str]:
    if not innovations:
        return {}
    query = select(bank.c.record, bank.c.summary).where(bank.c.record.in_(innovations), bank.c.is_public)
    return {row.record: parsed(row.summary)["title"] for row in connection.execute(query)}


def _is_taken_up(record: dict[str, Any]) -> bool:
    return record["kind"] == Kind.IDEA and record["set"].get("status") in SHOWN_TO_OTHERS[Kind.IDEA]
