"""How soon public pages answer with many published records: `python -m tests.bench.public_pages [--records N]`.

The bank is filled by the code that fills it when records are accepted (documents, index), only in large batches;
then a real server answers one reader after the other over HTTP, as a phone without a cache would ask.
"""

from __future__ import annotations

import argparse
import http.client
import random
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from sqlalchemy import insert, select, text

from sync.central.answer import Centre
from sync.central.app import make_app
from sync.central.bulk import write_rows
from sync.central.documents import document_of, frozen_values, summary_of
from sync.central.editions import links_in
from sync.central.ideas import file_idea
from sync.central.indexing import catch_up
from sync.central.json_text import canonical, parsed
from sync.central.stored import StoredRecord
from sync.central.tables import bank, bank_links, facts, records
from sync.domain.areas import gazetteer
from sync.domain.forms import fields_of
from sync.domain.ideas import new_secret
from sync.domain.ids import IdSource
from sync.protocol.ideas import IdeaRequest
from tests.bench.bars import at_most
from tests.browser.chromium import serving
from tests.support import postgresql
from tests.support.centres import a_centre, a_note

_STORY = (
    "sampah dapur kompos lubang warga lorong drainase air kebun sayur pos ronda gerobak kantong ember "
    "botol kardus timbang jual kas papan lampu malam anak belajar buku baca posyandu ibu bayi lansia "
    "senam kursi roda gang parit banjir hujan got selokan cat mural taman bunga pot hidroponik ikan lele "
    "kolam ternak ayam telur warung usaha kemas label pesan antar motor parkir jalan paving batu pasir "
    "semen gotong royong jadwal piket kelompok dasawisma pkk karang taruna masjid mengaji tahfiz "
    "perpustakaan internet wifi data surat pelayanan antrean loket keluhan"
)
_WORDS = _STORY.split()
_ENDINGS = ("an", "nya", "kan", "i", "", "", "", "")
ROUNDS = 150
_FAMILY = 10
"""Innovations in a row that replicate the first of them."""
LIMIT_MS = 50.0


def a_word(chance: random.Random) -> str:
    """Most are common; now and then one that hardly anybody else wrote."""
    if chance.random() < 0.03:
        return "".join(chance.choices("abdegiklmnoprstuw", k=7))
    return chance.choice(_WORDS) + chance.choice(_ENDINGS)


def a_text(chance: random.Random, words: int) -> str:
    return " ".join(a_word(chance) for _ in range(words))


def a_record(chance: random.Random, no: int, replicates: str | None) -> StoredRecord:
    stream = chance.choice(gazetteer().kelurahan("73.71")).code
    values = a_note(
        title=a_text(chance, 4).capitalize(),
        problem=a_text(chance, 18),
        action=a_text(chance, 18),
        before=a_text(chance, 8),
        after=a_text(chance, 8),
        theme=chance.choice([choice.code for choice in fields_of("innovation")["theme"].choices]),
        stage=chance.choice(["planned", "trial", "running", "running"]),
        sdgs=[str(chance.randint(1, 17)) for _ in range(2)],
        area=f"{stream}/RW00{chance.randint(1, 9)}/RT00{chance.randint(1, 9)}",
        point={"lat": -51_000_000 - chance.randint(0, 10**6), "lng": 1_194_000_000 + chance.randint(0, 10**6)},
        replicates=replicates,
        status="published",
    )
    record = StoredRecord(stream, str(uuid.UUID(int=chance.getrandbits(128))), "innovation", "nobody")
    record.fill(values, no)
    record.settle(no, {"device": "bench"})
    return record


def fill(centre: Centre, number: int) -> None:
    chance, now, batch = random.Random(1), "2026-12-03T06:05:00.000Z", list[tuple[StoredRecord, dict[str, Any]]]()
    first = ""
    for no in range(1, number + 1):
        record = a_record(chance, no, replicates=first if no % _FAMILY else None)
        first = first if no % _FAMILY else record.id
        document = document_of(record, frozen_values(record), 1, now, now)
        batch.append((record, _row(no, record, document, now)))
        if len(batch) == 1000 or no == number:
            with centre.database.write() as connection:
                connection.execute(insert(records), [record.row() for record, _ in batch])
                connection.execute(insert(bank), [row for _, row in batch])
                connection.execute(insert(bank_links), [link for _, row in batch for link in _links(row)])
            batch = []
    with centre.database.write() as connection:
        write_rows(connection, facts, [{"name": "bank_clock", "value": str(number)}], ("name",))
    while catch_up(centre):
        pass
    if not centre.database.is_sqlite:  # there nobody gathers statistics: here it shows what it does without
        with centre.database.write() as connection:
            connection.execute(text("ANALYZE"))


def _links(row: dict[str, Any]) -> list[dict[str, Any]]:
    found = links_in(parsed(row["document"]))
    return [{"source": row["record"], "target": target, "kind": kind} for target, kind in found]


def _row(no: int, record: StoredRecord, document: dict[str, Any], now: str) -> dict[str, Any]:
    return {
        "no": no,
        "record": record.id,
        "stream": record.stream,
        "kecamatan": record.stream[:8],
        "kind": record.kind,
        "number": document["number"],
        "slug": document["slug"],
        "is_public": True,
        "changed": no,
        "published_at": now,
        "edition": 1,
        "summary": canonical(summary_of(document)),
        "document": canonical(document),
    }


Asked = tuple[str, bytes | None]
"""A path, and the form that is posted to it."""


def questions(centre: Centre) -> dict[str, list[Asked]]:
    """By what is asked, each a little different every time."""
    chance = random.Random(2)
    kelurahan = [place.code for place in gazetteer().kelurahan("73.71")]
    with centre.database.read() as connection:
        query = select(bank.c.number, bank.c.slug).order_by(bank.c.number).limit(ROUNDS)
        rows = connection.execute(query.where(bank.c.kind == "innovation")).all()

    def word() -> str:
        return chance.choice(_WORDS)

    def kecamatan() -> str:
        return chance.choice(kelurahan)[:8]

    def asked(path: Callable[[], str]) -> list[Asked]:
        return [(path(), None) for _ in range(ROUNDS)]

    return {
        "front page": asked(lambda: "/"),
        "one word": asked(lambda: f"/?q={word()}"),
        "three words": asked(lambda: f"/?q={quote(' '.join((word(), word(), word())))}"),
        "a mistyped word": asked(lambda: f"/?q={_mistyped(word(), chance)}"),
        "a word that nobody wrote": asked(lambda: f"/?q={''.join(chance.choices('qxzvjw', k=9))}"),
        "kecamatan, affair and SDG": asked(
            lambda: f"/?kecamatan={kecamatan()}&urusan=kesehatan&sdg={chance.randint(1, 17)}"
        ),
        "two words, kecamatan and stage": asked(
            lambda: f"/?q={word()}+{word()}&kecamatan={kecamatan()}&tahap=planned"
        ),
        "the fiftieth page": asked(lambda: f"/?q={word()}&sesudah={chance.randint(1_000, 50_000)}"),
        "an innovation and its family": [(f"/inovasi/{row.number}-{row.slug}", None) for row in rows],
        "its long texts": [(f"/inovasi/{row.number}-{row.slug}/lengkap", None) for row in rows],
        "a kelurahan": asked(lambda: f"/wilayah/{chance.choice(kelurahan)}"),
        "a kecamatan": asked(lambda: f"/wilayah/{kecamatan()}"),
        "the city": asked(lambda: "/wilayah"),
        "the map": asked(lambda: "/peta.svg"),
        "the form for ideas": asked(lambda: f"/usul?wilayah={chance.choice(kelurahan)}"),
        "what is alike": [("/usul", _an_idea(a_text(chance, 4), chance.choice(kelurahan))) for _ in range(ROUNDS)],
        "an idea by its number": [(f"/lacak/{number}", None) for number in _filed(centre, kelurahan, chance)],
        "an address of nothing": asked(lambda: f"/inovasi/{word()}"),
    }


def _an_idea(title: str, area: str) -> bytes:
    """A complaint by its words, so that the page before sending is shown in any case and nothing is filed."""
    return urlencode(
        {"area": area, "title": title, "text": f"{title}. Sampah menumpuk, tolong diangkut."}
    ).encode()


def _filed(centre: Centre, kelurahan: list[str], chance: random.Random) -> list[str]:
    make_id = IdSource()
    asked = [
        IdeaRequest(make_id(), new_secret(), chance.choice(kelurahan), a_text(chance, 4), a_text(chance, 20))
        for _ in range(ROUNDS)
    ]
    return [file_idea(centre, each, f"10.0.0.{at}").tracking for at, each in enumerate(asked)]


def _mistyped(word: str, chance: random.Random) -> str:
    place = chance.randrange(max(1, len(word) - 1))
    return word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]


def measure(origin: str, asked: dict[str, list[Asked]]) -> dict[str, list[float]]:
    connection = http.client.HTTPConnection(str(urlsplit(origin).hostname), urlsplit(origin).port or 80)
    mixed = [(name, *each) for name, every in asked.items() for each in every]
    random.Random(3).shuffle(mixed)
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for name, path, form in mixed:
        started = perf_counter()
        connection.request("POST" if form else "GET", path, form, {"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        response.read()
        taken[name].append((perf_counter() - started) * 1000)
        assert response.status == (404 if name == "an address of nothing" else 200), (path, response.status)
    return taken


@contextmanager
def _databases(wanted: str) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="lorong-bank-") as folder:
        urls = {"sqlite": f"sqlite:///{Path(folder) / 'centre.sqlite3'}"} if wanted != "postgresql" else {}
        if wanted == "sqlite":
            yield urls
            return
        with postgresql.server() as server, postgresql.database(server) as url:
            yield urls | {"postgresql": url}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    chosen = parser.parse_args()
    with _databases(chosen.database) as urls:
        for name, url in urls.items():
            _run(name, url, chosen.records)


def _run(name: str, url: str, records: int) -> None:
    centre = a_centre(url, None)
    started = perf_counter()
    fill(centre, records)
    print(f"{name}: {records} published records, filled and indexed in {perf_counter() - started:.0f} s")
    with serving(make_app(centre)) as origin:
        taken = measure(origin, questions(centre))
    centre.database.close()
    for what, times in taken.items():
        print(f"  {what:32} p50 {median(times):6.1f} ms   p95 {quantiles(times, n=20)[-1]:6.1f} ms")
    every = [time for times in taken.values() for time in times]
    at_most(
        "4.3", f"public pages on {name}, {records} records, p95", quantiles(every, n=20)[-1], LIMIT_MS, "{:.0f} ms"
    )


if __name__ == "__main__":
    main()
