"""An innovation with plans, money and quarters, as the tests of files want it."""

from __future__ import annotations

from typing import Any

from typer.testing import CliRunner, Result

from sync.central import syncing
from sync.central.accept import Caller
from sync.central.cli import app
from sync.central.opening import make_centre
from sync.central.settings import from_environment
from sync.domain.ids import IdSource
from sync.domain.people import Role
from sync.protocol.messages import Change, SyncRequest
from tests.support.centres import KASSI, a_note, a_person

make_id = IdSource()
CODE = "7.01.02.2.01.0001"
LINES: dict[str, Any] = {
    "plans/p1": {"year": 2027, "stage": "lurah", "activity": "Teba kompos di tiga lorong (contoh)"},
    "plans/p2": {
        "year": 2027,
        "stage": "skpd",
        "activity": "Pelatihan kompos (contoh)",
        "target": "12 orang",
        "office": "Dinas Lingkungan Hidup",
        "sub_activity": CODE,
    },
    "budget/b1": {"year": 2027, "source": "apbd", "ceiling": 12_500_000, "realised": 4_000_000, "rup": "51234567"},
    "budget/b2": {"year": 2027, "source": "self_help", "ceiling": 1_000_000, "realised": 1_250_000},
    "budget/b3": {"year": 2026, "source": "csr", "ceiling": 5_000_000},
    "monev/m1": {
        "year": 2027,
        "quarter": 1,
        "target": "3 teba",
        "realised": "2 teba",
        "drivers": "Warga ikut.",
        "obstacles": "Hujan, lalu banjir.",
    },
}


def run(*words: object) -> Result:
    """`lorong` with these words."""
    return CliRunner().invoke(app, list(map(str, words)))


def planned(title: str = "Teba kompos", **also: Any) -> str:
    """A note of a kelurahan with lines, in the centre that the commands work on."""
    centre = make_centre(from_environment())
    person = a_person(centre, Role.KELURAHAN, KASSI)
    values = a_note(title=title, area=KASSI) | LINES | also
    change = Change(make_id(), make_id(), "innovation", KASSI, 0, "2026-12-03T06:05:00Z", values)
    [receipt] = syncing.push(centre, Caller(person, "d1"), SyncRequest([change]))
    assert receipt.status == "accepted", receipt
    centre.database.close()
    return change.record
