"""How long *Mungkin sudah tercatat* takes among 20,000 problems: `python -m tests.bench.similar_issues [records]`.

The problems are the texts of tests/data/masalah_serupa.csv with places added, spread over the city, so that words
repeat as they do in life. A title is looked for when one record has just changed.
"""

from __future__ import annotations

import csv
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median, quantiles

from mobile.session import Session
from sync.domain.areas import gazetteer
from tests.bench.bars import at_most
from tests.support.notes import NEIGHBOUR, OWN_RT, a_view, an_id
from tests.support.sessions import a_session, pulled

RECORDS, LIMIT_MS = 20_000, 100.0
_PLACES = ("masjid", "sekolah", "pasar", "jembatan", "lapangan", "warung", "balai", "tower", "puskesmas")
_PAIRS = Path(__file__).parents[1] / "data" / "masalah_serupa.csv"


def main(records: int) -> None:
    texts = _texts()
    random = Random(1)
    session = filled(records, texts, random)
    started = time.perf_counter()
    session.records.similar_issues("Got tersumbat", OWN_RT)
    print(f"the first question reads {records:,} problems: {time.perf_counter() - started:.1f} s")
    took = [asked_ms(session, records, random.choice(texts), number) for number in range(200)]
    p95 = quantiles(took, n=20)[-1]
    print(f"median {median(took):.1f} ms, longest {max(took):.1f} ms")
    at_most("5.5", f"similar problems among {records:,}, 95 of 100 times", p95, LIMIT_MS, "{:.1f} ms")


def _texts() -> list[str]:
    with _PAIRS.open(encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file) for name in ("satu", "dua")]


def filled(records: int, texts: list[str], random: Random) -> Session:
    session = a_session()
    kelurahan = [place.code for place in gazetteer().kelurahan("73.71")]
    for number in range(1, records + 1):
        title = f"{random.choice(texts)} dekat {random.choice(_PLACES)} {random.choice(_PLACES)}"
        put(session, number, title, f"{random.choice(kelurahan)}/RW{random.randint(1, 12):03}/RT001")
    return session


def put(session: Session, number: int, title: str, area: str) -> None:
    view = a_view(an_id(number), author=NEIGHBOUR, title=title, area=area, status="listed")
    pulled(session, replace(view, kind="issue"))


def asked_ms(session: Session, records: int, text: str, number: int) -> float:
    put(session, records - number, f"{text} berubah", OWN_RT)
    started = time.perf_counter()
    session.records.similar_issues(text, OWN_RT)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)
