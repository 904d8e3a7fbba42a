"""Problems as the centre would send them, for tests of screens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from mobile.session import Session
from sync.protocol.messages import RecordView
from tests.mobile.screens.desk import KASSI, Record, record_id
from tests.support.sessions import pulled


@dataclass
class Issue(Record):
    def view(self) -> RecordView:
        return replace(super().view(), kind="issue")

    def into(self, session: Session) -> None:
        pulled(session, self.view())


def an_issue(number: int = 1, *, kelurahan: str = KASSI, days: float = 1, **values: Any) -> Issue:
    first = {
        "form": "issue/2026.1",
        "title": "Got depan pos ronda tersumbat",
        "theme": "works",
        "affected": {"unit": "family", "number": 12},
        "area": f"{kelurahan}/RW003/RT005",
        "status": "submitted",
        **values,
    }
    issue = Issue(number, kelurahan)
    issue.change(first, days=days)
    return issue


def addressing(issue: int, degree: str = "partly") -> dict[str, Any]:
    """What an innovation says of that problem."""
    return {f"addresses/{record_id(issue)}": {"degree": degree}}
