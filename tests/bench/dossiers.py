"""How quickly a city's proposals are printed, and in how much memory: `python -m tests.bench.dossiers [number]`.

The bar: 500 PDFs with photos and measurements at 5 a second, and no more memory at the end than at the beginning.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sync.central import syncing
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.demo.scenes import SCENES, draw
from sync.central.dossiers.archive import archive
from sync.central.dossiers.gather import innovations
from sync.central.dossiers.kipp import file_name, proposal
from sync.central.dossiers.kipp_pdf import kipp_pdf
from sync.central.indexing import catch_up
from sync.domain.areas import gazetteer
from sync.domain.ids import IdSource
from sync.domain.kipp import questions
from sync.domain.people import Role
from sync.protocol.limits import MAX_SEQ
from sync.protocol.messages import Change, SyncRequest
from tests.bench import bars
from tests.support.bank import store_photo
from tests.support.centres import a_centre, a_note, a_person

FASTEST, GROWTH = 5.0, 1.15
_WORDS = "Warga memilah sampah dapur setiap pagi dan bergiliran membalik kompos. "
_MONTHS = ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10")
_BATCH = 50
make_id = IdSource()


def fill(centre: Centre, number: int) -> None:
    """Whole proposals, some in each kelurahan: every answer, three photos, six months measured."""
    photos = [draw(scene, "1")[0] for scene in sorted(SCENES)]
    for place, photo in enumerate(photos):
        store_photo(centre, f"{place:064x}", photo)
    homes = gazetteer().kelurahan("73.71")
    for start in range(0, number, _BATCH):
        home = homes[start // _BATCH % len(homes)].code
        caller = Caller(a_person(centre, Role.KELURAHAN, home), make_id())
        made = [change for each in range(start, min(start + _BATCH, number)) for change in _changes(home, each)]
        for part in range(0, len(made), _BATCH):
            receipts = syncing.push(centre, caller, SyncRequest(made[part : part + _BATCH]))
            assert {receipt.status for receipt in receipts} == {"accepted"}, receipts
    catch_up(centre)


def _changes(home: str, number: int) -> list[Change]:
    record = make_id()
    values: dict[str, Any] = a_note(area=home, title=f"Kompos lorong {number} (contoh)")
    for each in questions():
        text = _WORDS * (each.most_words // len(_WORDS.split()))
        values[f"kipp/{each.code}"] = {"text": text, "checked": True}
    for place in range(3):
        sha256 = f"{(number + place) % len(SCENES):064x}"
        values[f"photos/p{place}"] = {"sha256": sha256, "preview": sha256, "taken_at": "2026-05-03T09:10:00"}
    values["indicators/i1"] = {"name": "Sampah dibuang", "unit": "kg", "kind": "value", "better": "down"}
    return [_change(record, "innovation", home, values), *_measured(record, home)]


def _measured(record: str, home: str) -> Iterator[Change]:
    about = {"innovation": record, "indicator": "i1", "area": home, "status": "submitted"}
    for place, month in enumerate(_MONTHS):
        measurement = make_id()
        values = about | {"period": month, "value": str(40 - 4 * place)}
        yield _change(measurement, "measurement", home, values)
        yield _change(measurement, "measurement", home, {"confirmed": True}, seen=MAX_SEQ)


def _change(record: str, kind: str, home: str, values: dict[str, Any], seen: int = 0) -> Change:
    return Change(make_id(), record, kind, home, seen, "2026-12-03T06:05:00Z", values)


def print_all(centre: Centre) -> tuple[float, float, int]:
    """Seconds, how many times as much memory there is at the end as after the first tenth, and how many bytes."""
    begun, early, size, count = time.perf_counter(), 0, 0, 0
    with centre.database.read() as connection:
        found = innovations(connection, "73.71")
        made = ((file_name(each, "pdf"), kipp_pdf(proposal(centre, connection, each))) for each in found)
        for part in archive(made):
            size, count = size + len(part), count + 1
            if count == 50:
                early = _highest_kib()
    return time.perf_counter() - begun, _highest_kib() / early, size


def _highest_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        centre = a_centre(f"sqlite:///{Path(folder) / 'centre.sqlite3'}", None)
        fill(centre, number)
        seconds, growth, size = print_all(centre)
        centre.database.close()
    print(f"{number} PDFs in {seconds:.1f} s, {size / 1e6:.0f} MB, {_highest_kib() / 1024:.0f} MB of memory")
    bars.at_least("5.4", "KIPP proposals as PDF, a second", number / seconds, FASTEST, "{:.1f}")
    bars.at_most("5.4", "memory after all of them, to that after the first 50", growth, GROWTH)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
