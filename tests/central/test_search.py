"""Search in records: what is found, by whom, and in which order."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import Connection, func, select

from sync.central import indexing
from sync.central.accept import Caller
from sync.central.backup import backup, restore
from sync.central.database import Database
from sync.central.erase_record import erase_record
from sync.central.tables import search_docs, search_words
from sync.domain.ids import number_of
from sync.domain.people import Role
from sync.protocol.people import EraseRequest
from tests.conftest import Enrol
from tests.support.bank import Offices
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, Speaker, a_centre, a_note, http_to


async def get(who: Speaker, path: str, **query: Any) -> httpx.Response:
    address = f"{path}?{urlencode(query)}"
    return await who.http.get(address, headers={"Authorization": f"Bearer {who.token}"})


async def found(who: Speaker, **query: Any) -> list[str]:
    response = await get(who, "/v1/records", **query)
    assert response.status_code == 200, response.text
    return [line["title"] for line in response.json()["records"]]


@pytest.mark.parametrize(
    "words",
    ["kompos", "KOMPOS!", "komps", "kopmos", "sampah", "persampahan", "kassi-kassi", "rappocini", "lingkungan"],
)
async def test_words_are_found_in_any_form_and_mistyped(city: Offices, words: str) -> None:
    await city.note(title="Teba kompos", problem="Sampah dapur menumpuk.")
    await city.note(title="Kelas malam", problem="Anak putus belajar.", action="Mengaji.", theme="school")

    assert "Teba kompos" in await found(city.kota, q=words)


async def test_every_word_must_be_there(city: Offices) -> None:
    await city.note(title="Teba kompos")

    assert await found(city.kota, q="kompos lubang") == ["Teba kompos"]
    assert await found(city.kota, q="kompos angkutan") == []


async def test_a_record_is_found_by_its_number(city: Offices) -> None:
    record = await city.note(title="Teba kompos")
    await city.note(title="Lain")

    assert await found(city.kota, q=number_of(record).lower()) == ["Teba kompos"]


async def test_records_are_filtered_by_kind_area_status_and_theme(city: Offices) -> None:
    approved = await city.note(title="Disetujui", theme="food")
    await city.approve(approved)
    await city.note(title="Baru", theme="waste")
    await city.issue(title="Got buntu")

    assert await found(city.kota, kind="issue") == ["Got buntu"]
    assert await found(city.kota, status="approved") == ["Disetujui"]
    assert await found(city.kota, theme="waste") == ["Baru"]
    assert len(await found(city.kota, area=RAPPOCINI)) == 3
    assert await found(city.kota, area=MARISO_KELURAHAN) == []


async def test_what_is_in_a_competition_is_found_until_it_is_withdrawn(city: Offices) -> None:
    record = await city.note(title="Teba kompos")
    await city.approve(record)
    await city.note(title="Lain")
    track = {"stage": "proposal", "on": "2026-12-03", "outcome": "in", "closes_on": "2027-02-28", "group": "umum"}
    await city.accepted(city.kota, record, {"tracks/ima-2026": track})

    assert await found(city.kota, award="ima-2026") == ["Teba kompos"]
    assert await found(city.kota, award="iga-2026") == []

    await city.accepted(city.kota, record, {"tracks/ima-2026": None})
    assert await found(city.kota, award="ima-2026") == []


async def test_what_was_changed_is_found_by_what_it_says_now(city: Offices) -> None:
    record = await city.note(title="Teba kompos")
    await found(city.kota, q="teba")
    await city.accepted(city.rt, record, {"title": "Ember berlapis"})

    assert await found(city.kota, q="teba") == []
    assert await found(city.kota, q="ember") == ["Ember berlapis"]


async def test_a_change_that_changed_nothing_hides_nothing(city: Offices) -> None:
    record = await city.note(title="Teba kompos")
    await city.accepted(city.rt, record, {"status": "submitted"})

    assert await found(city.kota, q="kompos") == ["Teba kompos"]


async def test_records_are_found_beside_one_that_names_its_coauthor_by_no_id(city: Offices) -> None:
    record = await city.note(title="Teba kompos")
    city.slip_in(record, {"coauthors/" + "x" * 64: "Rekan"})
    await city.note(title="Teba kedua")

    assert await found(city.kota, q="teba") == ["Teba kedua", "Teba kompos"]


async def test_pages_follow_one_another_without_gap_or_repeat(city: Offices) -> None:
    titles = [f"Catatan {number:03}" for number in range(120)]
    for title in titles:
        await city.note(title=title)

    seen: list[str] = []
    after = ""
    while True:
        reply = (await get(city.kota, "/v1/records", q="catatan", after=after)).json()
        seen += [line["title"] for line in reply["records"]]
        after = reply.get("after", "")
        if not after:
            break

    assert seen == titles[::-1]


async def test_leaders_find_what_was_approved_in_their_area_and_no_history(city: Offices, enrol: Enrol) -> None:
    approved, waiting = await city.note(title="Disetujui"), await city.note(title="Menunggu")
    await city.approve(approved)
    camat, elsewhere = enrol(Role.PIMPINAN, RAPPOCINI), enrol(Role.PIMPINAN, "73.71.01")

    assert await found(camat) == ["Disetujui"]
    assert await found(elsewhere) == []
    assert (await get(camat, f"/v1/records/{approved}")).status_code == 200
    assert (await get(camat, f"/v1/records/{waiting}")).status_code == 404
    assert (await get(camat, f"/v1/records/{approved}/history")).status_code == 403


async def test_everybody_else_finds_what_they_may_see(city: Offices, enrol: Enrol) -> None:
    await city.note(title="Teba kompos")
    umkm, lurah, stranger = enrol(Role.UMKM), enrol(Role.KELURAHAN), enrol(Role.KELURAHAN, MARISO_KELURAHAN)
    await city.accepted(umkm, umkm.make_id(), _note_of("Kemasan daun"), seen=0)

    assert await found(umkm) == ["Kemasan daun"]
    assert await found(lurah) == ["Kemasan daun", "Teba kompos"]
    assert await found(city.rt, q="kemasan") == ["Kemasan daun"]
    assert await found(stranger) == []


def _note_of(title: str) -> dict[str, Any]:

    return a_note(title=title, area=KASSI)


async def test_an_auditor_sees_records_with_names_masked(city: Offices, enrol: Enrol) -> None:
    auditor = enrol(Role.AUDITOR, "73.71")
    point = {"lat": -51_762_345, "lng": 1_194_412_345}
    name = {"name": "Ibu Contoh", "may_show": True}
    record = await city.note(originator_name=name, place_private=True, point=point, lorong="Lorong 4")

    view = await get(auditor, f"/v1/records/{record}")
    history = await get(auditor, f"/v1/records/{record}/history")

    for reply in (view.text, history.text):
        assert "Ibu Contoh" not in reply
        assert "Lorong 4" not in reply
        assert "1194412345" not in reply
        assert city.rt.person.name not in reply
        assert city.rt.person.id in reply
    assert "Ibu Contoh" in (await get(city.kota, f"/v1/records/{record}")).text


async def test_the_history_tells_who_changed_what_and_when(city: Offices) -> None:
    record = await city.note(title="Teba kompos")
    await city.accepted(city.rt, record, {"title": "Teba dua lorong"})

    changes = (await get(city.kota, f"/v1/records/{record}/history")).json()["changes"]

    assert [change["set"]["title"] for change in changes] == ["Teba kompos", "Teba dua lorong"]
    assert changes[1]["by"] == {"id": city.rt.person.id, "name": city.rt.person.name, "role": "rt"}


async def test_a_record_elsewhere_and_one_that_is_not_there_answer_alike(city: Offices, enrol: Enrol) -> None:
    record = await city.note()
    stranger = enrol(Role.KECAMATAN, "73.71.01")

    there = await get(stranger, f"/v1/records/{record}")
    nowhere = await get(stranger, f"/v1/records/{city.rt.make_id()}")

    assert (there.status_code, there.json()) == (404, nowhere.json())


async def test_what_waits_for_an_answer_is_found(city: Offices) -> None:
    record = await city.published(title="Teba kompos")
    await city.accepted(city.rt, record, {"update": "submitted"})

    assert await found(city.kecamatan, waits="update") == ["Teba kompos"]
    assert await found(city.kota, waits="objection") == []


@pytest.mark.parametrize(("query", "code"), [({"after": "x"}, "bad_cursor"), ({"area": "73.99"}, "unknown_area")])
async def test_a_question_that_cannot_be_asked_is_refused(city: Offices, query: dict[str, str], code: str) -> None:
    response = await get(city.kota, "/v1/records", **query)

    assert response.json()["code"] == code


@pytest.mark.parametrize(
    "path", ["/v1/records?kind=%FF", "/v1/records?q=%01&theme=%FF", "/v1/records?status=%ED%A0"]
)
async def test_a_question_that_is_no_text_finds_nothing(city: Offices, path: str) -> None:
    await city.note()
    response = await city.kota.http.get(path, headers={"Authorization": f"Bearer {city.kota.token}"})

    assert (response.status_code, response.json()["records"]) == (200, [])


async def test_a_search_without_a_token_is_refused(city: Offices) -> None:
    for path in ("/v1/records", "/v1/records/x", "/v1/records/x/history", "/v1/bank/feed", "/v1/reports"):
        assert (await city.rt.http.get(path)).status_code == 401


async def test_after_a_restore_everything_is_found_and_published_as_before(city: Offices, tmp_path: Path) -> None:
    await city.published(title="Teba kompos")
    assert await found(city.kota, q="kompos") == ["Teba kompos"]
    backup(city.centre, tmp_path / "backup.tar.gz")
    restored = a_centre(f"sqlite:///{tmp_path / 'restored.sqlite3'}", None)

    restore(restored, tmp_path / "backup.tar.gz")
    kota = replace(city.kota, centre=restored, http=http_to(restored))

    assert await found(kota, q="kompos") == ["Teba kompos"]
    assert "Teba kompos" in (await kota.http.get("/")).text
    await kota.http.aclose()
    restored.database.close()


async def test_an_index_that_has_far_to_go_gets_there_in_steps(
    city: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        await city.note(title=f"Catatan {number}")
    monkeypatch.setattr(indexing, "BATCH", 7)
    steps = [indexing.catch_up(city.centre, most=1) for _ in range(8)]

    assert sum(steps) >= 30
    assert not indexing.is_behind(city.centre)
    assert len(await found(city.kota, q="catatan")) == 30


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_index_leaves_the_rest_for_later_when_it_finds_somebody_writing(
    city: Offices, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        await city.note(title=f"Catatan {number}")
    monkeypatch.setattr(indexing, "BATCH", 1)
    other, job = Database(database_url), indexing.index_job()
    with ExitStack() as writing:
        writing.enter_context(other.write())
        monkeypatch.setattr(time, "sleep", lambda _seconds: writing.close())
        job.run(city.centre)
    beside_others = _indexed(city)
    job.run(city.centre)
    other.close()

    assert (beside_others, _indexed(city)) == (1, 4)


def _indexed(city: Offices) -> int:
    with city.centre.database.read() as connection:
        return connection.execute(select(func.count()).select_from(search_docs)).scalar_one()


@dataclass
class Meanwhile:
    """A database in which something happens once, after the first reading."""

    database: Database
    act: Callable[[], object]
    has_happened: bool = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.database.read() as connection:
            yield connection
        if not self.has_happened:
            self.has_happened = True
            self.act()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.database, name)


async def test_words_of_a_record_that_is_erased_while_they_are_found_are_not_written(city: Offices) -> None:
    record, kota = await city.note(title="Teba kompos"), Caller(city.kota.person, city.kota.device)
    database: Any = Meanwhile(
        city.centre.database, lambda: erase_record(city.centre, kota, record, EraseRequest("asked"))
    )

    indexing.catch_up(replace(city.centre, database=database))

    with city.centre.database.read() as connection:
        assert "kompos" not in connection.execute(select(search_words.c.word)).scalars().all()
