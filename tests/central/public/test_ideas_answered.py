"""What officers do with an idea, what the resident reads of it, and what the resident may do in turn."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sync.domain.ids import IdSource
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.centres import KASSI, RAPPOCINI, Speaker, a_note
from tests.support.clock import StandingClock
from tests.support.residents import filed, pulled, step, told

MANGASA = "73.71.13.1005"
OWNER = "0192aaaa-0000-7000-8000-000000000001"

make_id = IdSource()


@pytest.fixture
def kecamatan(enrol: Enrol) -> Speaker:
    return enrol(Role.KECAMATAN, RAPPOCINI)


async def whats(http: httpx.AsyncClient, tracking: str) -> list[tuple[str, str]]:
    return [(one["what"], one["by"]) for one in (await told(http, tracking))["steps"]]


async def test_each_step_is_told_with_date_and_reason(
    http: httpx.AsyncClient, lurah: Speaker, clock: StandingClock
) -> None:
    tracking = await filed(http)
    clock.move(days=1)
    await step(lurah, "read")
    clock.move(days=1)

    receipt = await step(lurah, "declined", reason="Tanahnya milik orang lain.")

    assert receipt.status == "accepted"
    story = await told(http, tracking)
    assert story["status"] == "declined"
    assert [(one["what"], one["at"][:10], one["by"]) for one in story["steps"]] == [
        ("received", "2026-12-03", "resident"),
        ("read", "2026-12-04", "kelurahan"),
        ("declined", "2026-12-05", "kelurahan"),
    ]
    assert story["steps"][2]["reason"] == "Tanahnya milik orang lain."


@pytest.mark.parametrize(
    ("status", "words", "code"),
    [
        ("declined", {}, "note_needed"),
        ("declined", {"reason": "  "}, "note_needed"),
        ("complaint", {}, "note_needed"),
        ("asked", {}, "note_needed"),
        ("forwarded", {"office": "Dinas Pekerjaan Umum"}, "note_needed"),
        ("forwarded", {"reason": "Kewenangan dinas."}, "incomplete"),
        ("taken_up", {}, "incomplete"),
        ("joined", {}, "incomplete"),
        ("declined", {"reason": "NIK 7371131205800001"}, "personal_number"),
        ("declined", {"reason": "x" * 501}, "bad_value"),
        ("declined", {"reason": "a", "rank": "1"}, "bad_value"),
    ],
)
async def test_a_step_is_refused_when_it_does_not_say_what_it_has_to(
    http: httpx.AsyncClient, lurah: Speaker, status: str, words: dict[str, str], code: str
) -> None:
    await filed(http)

    assert (await step(lurah, status, **words)).code == code


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("read", {}),
        ("asked", {"reason": "Di RT berapa?"}),
        ("taken_up", {"owner": OWNER}),
        ("joined", {"target": OWNER, "reason": "Sama dengan usulan RW 3."}),
        ("forwarded", {"reason": "Kewenangan dinas.", "office": "Dinas Pekerjaan Umum"}),
        ("complaint", {"reason": "Lewat Lontara+."}),
        ("declined", {"reason": "Belum ada tempat."}),
    ],
)
async def test_a_step_that_says_it_all_is_taken(
    http: httpx.AsyncClient, lurah: Speaker, status: str, words: dict[str, str]
) -> None:
    tracking = await filed(http)

    assert (await step(lurah, status, **words)).status == "accepted"
    assert (await told(http, tracking))["status"] == status


async def test_a_step_says_the_status_that_it_leads_to(http: httpx.AsyncClient, lurah: Speaker) -> None:
    await filed(http)
    idea = await pulled(lurah)
    values = {"status": "declined", f"steps/{lurah.make_id()}": {"status": "read", "reason": "x"}}

    receipt = await lurah.send(lurah.change_of(idea.id, values, seen=idea.version, kind="idea"))

    assert receipt.code == "bad_value"


async def test_a_status_without_its_step_is_refused(http: httpx.AsyncClient, lurah: Speaker) -> None:
    await filed(http)
    idea = await pulled(lurah)

    receipt = await lurah.send(lurah.change(idea.id, idea.version, kind="idea", status="declined"))

    assert receipt.code == "note_needed"


async def test_nobody_rewrites_a_step_or_writes_one_alone(http: httpx.AsyncClient, lurah: Speaker) -> None:
    await filed(http)
    await step(lurah, "declined", reason="Belum ada tempat.")
    idea = await pulled(lurah)
    (path,) = [path for path in idea.set if path.startswith("steps/")]

    for changed in ({path: {"status": "declined", "reason": "Lain"}}, {"steps/new": {"status": "read"}}):
        receipt = await lurah.send(lurah.change_of(idea.id, changed, seen=idea.version, kind="idea"))
        assert receipt.code == "illegal_transition"


async def test_nobody_changes_what_a_resident_wrote(http: httpx.AsyncClient, lurah: Speaker, enrol: Enrol) -> None:
    await filed(http)
    idea = await pulled(lurah)

    for officer in (lurah, enrol(Role.RT, f"{KASSI}/RW003/RT002"), enrol(Role.KECAMATAN, RAPPOCINI)):
        receipt = await officer.send(officer.change(idea.id, idea.version, kind="idea", title="Lain"))
        assert receipt.code == "not_allowed"


async def test_an_idea_that_an_officer_wrote_down_is_edited_as_any_record(enrol: Enrol, lurah: Speaker) -> None:
    rt = enrol(Role.RT, f"{KASSI}/RW003/RT002")
    values = {"title": "Usulan Bu Sari", "text": "Bank sampah", "area": KASSI, "status": "received"}
    sent = await rt.send(rt.change_of(rt.make_id(), values, kind="idea"))
    idea = await pulled(lurah)

    receipt = await lurah.send(lurah.change(idea.id, sent.seq or 0, kind="idea", title="Usulan warga RT 2"))

    assert receipt.status == "accepted"


async def test_other_kelurahan_and_rt_answer_nothing(
    http: httpx.AsyncClient, lurah: Speaker, enrol: Enrol
) -> None:
    await filed(http)
    idea = await pulled(lurah)
    elsewhere, rt = enrol(Role.KELURAHAN, MANGASA), enrol(Role.RT, f"{KASSI}/RW003/RT002")

    for officer in (elsewhere, rt):
        values = {"status": "read", f"steps/{officer.make_id()}": {"status": "read"}}
        receipt = await officer.send(officer.change_of(idea.id, values, seen=idea.version, kind="idea"))
        assert receipt.code == "not_allowed"


async def test_a_question_is_answered_and_reaches_the_officer(http: httpx.AsyncClient, lurah: Speaker) -> None:
    tracking = await filed(http)
    await step(lurah, "asked", reason="Tanah siapa?")
    question = (await told(http, tracking))["question"]

    body = {"id": make_id(), "question": question, "text": "Tanah Pak Haji, boleh dipakai."}
    first = await http.post(f"/v1/ideas/{tracking}/answers", json=body)
    again = await http.post(f"/v1/ideas/{tracking}/answers", json=body)

    assert first.status_code == again.status_code == 200
    assert await whats(http, tracking) == [
        ("received", "resident"),
        ("asked", "kelurahan"),
        ("answered", "resident"),
    ]
    idea = await pulled(lurah)
    assert (idea.set["status"], idea.set[f"answers/{question}"]) == ("read", "Tanah Pak Haji, boleh dipakai.")


@pytest.mark.parametrize(
    ("text", "code"), [("  ", "incomplete"), ("x" * 501, "bad_value"), ("KK 7371131205800001", "personal_number")]
)
async def test_an_answer_that_cannot_be_kept_is_refused(
    http: httpx.AsyncClient, lurah: Speaker, text: str, code: str
) -> None:
    tracking = await filed(http)
    await step(lurah, "asked", reason="Tanah siapa?")
    question = (await told(http, tracking))["question"]

    body = {"id": make_id(), "question": question, "text": text}
    assert (await http.post(f"/v1/ideas/{tracking}/answers", json=body)).json()["code"] == code


async def test_an_answer_names_a_question_that_was_asked(http: httpx.AsyncClient) -> None:
    tracking = await filed(http)

    for question in (make_id(), "../../x", ""):
        body = {"id": make_id(), "question": question, "text": "Ya"}
        assert (await http.post(f"/v1/ideas/{tracking}/answers", json=body)).json()["code"] == "bad_value"


async def test_a_decision_waits_for_an_answer_that_its_author_had_not_seen(
    http: httpx.AsyncClient, lurah: Speaker
) -> None:
    tracking = await filed(http)
    await step(lurah, "asked", reason="Tanah siapa?")
    idea = await pulled(lurah)
    question = (await told(http, tracking))["question"]
    await http.post(
        f"/v1/ideas/{tracking}/answers", json={"id": make_id(), "question": question, "text": "Tanah wakaf."}
    )

    values = {"status": "declined", f"steps/{lurah.make_id()}": {"status": "declined", "reason": "Tidak dijawab."}}
    receipt = await lurah.send(lurah.change_of(idea.id, values, seen=idea.version, kind="idea"))

    assert receipt.code == "changed_since_seen"


async def test_an_idea_about_the_kelurahan_goes_to_the_kecamatan(
    http: httpx.AsyncClient, lurah: Speaker, kecamatan: Speaker
) -> None:
    tracking = await filed(http, about_office=True)

    assert (await step(lurah, "declined", reason="Tidak perlu.")).code == "not_allowed"
    assert (await step(kecamatan, "declined", reason="Sudah ada.")).status == "accepted"
    assert (await told(http, tracking))["is_above_kelurahan"]


async def test_the_resident_asks_the_kecamatan_once_after_the_kelurahans_answer(
    http: httpx.AsyncClient, lurah: Speaker, kecamatan: Speaker
) -> None:
    tracking = await filed(http)
    assert not (await told(http, tracking))["may_appeal"]
    await step(lurah, "declined", reason="Belum ada tempat.")
    assert (await told(http, tracking))["may_appeal"]

    body = {"id": make_id(), "reason": "Tempatnya sudah ada."}
    first = await http.post(f"/v1/ideas/{tracking}/appeal", json=body)
    again = await http.post(f"/v1/ideas/{tracking}/appeal", json=body)
    another = await http.post(f"/v1/ideas/{tracking}/appeal", json={"id": make_id(), "reason": "Sekali lagi."})

    assert first.status_code == again.status_code == 200
    assert another.json()["code"] == "illegal_transition"
    assert (await whats(http, tracking))[-1] == ("appealed", "resident")
    assert (await step(lurah, "read")).code == "not_allowed"
    assert (await step(kecamatan, "taken_up", owner=OWNER)).status == "accepted"


async def test_no_appeal_against_the_kecamatan(http: httpx.AsyncClient, kecamatan: Speaker) -> None:
    tracking = await filed(http)
    await step(kecamatan, "declined", reason="Belum ada tempat.")

    response = await http.post(f"/v1/ideas/{tracking}/appeal", json={"id": make_id(), "reason": "Mohon."})

    assert response.json()["code"] == "illegal_transition"


async def test_an_idea_that_nobody_answers_may_go_to_the_kecamatan_after_two_weeks(
    http: httpx.AsyncClient, kecamatan: Speaker, clock: StandingClock
) -> None:
    tracking = await filed(http)
    body = {"id": make_id(), "reason": "Tidak ada jawaban."}
    too_early = await http.post(f"/v1/ideas/{tracking}/appeal", json=body)
    clock.move(days=15)

    response = await http.post(f"/v1/ideas/{tracking}/appeal", json=body)

    assert too_early.json()["code"] == "illegal_transition"
    assert response.status_code == 200
    assert (await step(kecamatan, "read")).status == "accepted"


@pytest.mark.parametrize(("reason", "code"), [(" ", "incomplete"), ("NIK 7371131205800001", "personal_number")])
async def test_an_appeal_without_a_reason_that_can_be_kept_is_refused(
    http: httpx.AsyncClient, lurah: Speaker, reason: str, code: str
) -> None:
    tracking = await filed(http)
    await step(lurah, "declined", reason="Belum ada tempat.")

    response = await http.post(f"/v1/ideas/{tracking}/appeal", json={"id": make_id(), "reason": reason})

    assert response.json()["code"] == code


async def test_an_officer_cannot_appeal_in_the_residents_name(http: httpx.AsyncClient, lurah: Speaker) -> None:
    await filed(http)
    await step(lurah, "declined", reason="Belum ada tempat.")
    idea = await pulled(lurah)

    values = {"status": "received", "appeal": "Coba lagi"}
    receipt = await lurah.send(lurah.change_of(idea.id, values, seen=idea.version, kind="idea"))

    assert receipt.code == "not_allowed"


async def test_the_innovation_that_grew_from_it_is_told_when_it_is_published(
    http: httpx.AsyncClient, lurah: Speaker, kecamatan: Speaker, enrol: Enrol
) -> None:
    tracking = await filed(http)
    idea = await pulled(lurah)
    await step(lurah, "taken_up", owner=lurah.person.id)
    record = lurah.make_id()
    note = a_note(title="Kebun lorong") | {f"grew_from/{idea.id}": True}
    sent = await lurah.send(lurah.change_of(record, note))
    review: dict[str, Any] = {"decision": "approved", "note": "", "marks": {}, "seen": sent.seq}
    values = {"status": "approved", f"reviews/{kecamatan.make_id()}": review}
    approved = await kecamatan.send(kecamatan.change_of(record, values, seen=sent.seq or 0))
    assert (await told(http, tracking))["links"] == []

    kota = enrol(Role.KOTA, "73.71")
    receipt = await kota.send(kota.change(record, approved.seq or 0, status="published"))

    assert receipt.status == "accepted", receipt
    links = (await told(http, tracking))["links"]
    assert links == [{"id": record, "kind": "innovation", "title": "Kebun lorong", "area": KASSI}]
