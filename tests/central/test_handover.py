"""What another phone carried is judged for whoever signed it, and nobody gains a right by carrying."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from sync.central import people
from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.central.tables import changes
from sync.domain.people import Role
from sync.protocol import wire
from sync.protocol.canonical import canonical
from sync.protocol.handover import signature_of
from sync.protocol.messages import Change, HandOverReply
from tests.conftest import Enrol
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, Speaker, a_note
from tests.support.handovers import manifest_of

JPEG = b"\xff\xd8\xff\xe0" + b"gambar contoh" * 100
PREVIEW = b"\xff\xd8\xff\xe0" + b"kecil"
REFUSED = {"accepted": 0, "refused": 1, "wanted_files": []}


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def note_of(signer: Speaker, *files: bytes, **values: Any) -> Change:
    """A whole note; with files, it has a photo of which the first is the preview and the last the whole."""
    names = [name_of(file) for file in files]
    photos = {"photos/p1": {"preview": names[0], "sha256": names[-1], "people": "none"}} if files else {}
    return signer.change_of(signer.make_id(), a_note(**photos | values))


def message(signer: Speaker, items: Sequence[Any], files: Sequence[bytes] = (), key: str = "") -> dict[str, Any]:
    written = [wire.write(item) for item in items]
    parts = [canonical(written)] if written else []
    manifest = wire.write(manifest_of(parts, files, signer.device))
    signature = signature_of(manifest, key or signer.centre.keys.handover_key(signer.device))
    return {"manifest": manifest, "signature": signature, "changes": written}


async def bring(carrier: Speaker, body: dict[str, Any]) -> httpx.Response:
    headers = {"Authorization": f"Bearer {carrier.token}", "Lorong-Protocol": "1"}
    return await carrier.http.post("/v1/handover", content=json.dumps(body), headers=headers)


async def brought(carrier: Speaker, body: dict[str, Any]) -> HandOverReply:
    response = await bring(carrier, body)
    assert response.status_code == 200, response.text
    return wire.read(HandOverReply, response.json())


async def send_file(who: Speaker, content: bytes) -> httpx.Response:
    headers = {"Authorization": f"Bearer {who.token}"}
    return await who.http.post(f"/v1/files/{name_of(content)}", content=content, headers=headers)


async def fetch(who: Speaker, content: bytes) -> httpx.Response:
    return await who.http.get(f"/v1/files/{name_of(content)}", headers={"Authorization": f"Bearer {who.token}"})


@pytest.fixture
def signer(enrol: Enrol) -> Speaker:
    return enrol(Role.RT)


@pytest.fixture
def carrier(enrol: Enrol) -> Speaker:
    """Somebody who could neither see nor write what is carried."""
    return enrol(Role.RT, MARISO_KELURAHAN)


def log_of(centre: Centre) -> list[Any]:
    with centre.database.read() as connection:
        assert first_break(connection, KASSI) is None
        return list(connection.execute(select(changes).where(changes.c.stream == KASSI).order_by(changes.c.seq)))


# In whose name


async def test_a_change_is_the_signers_and_the_chain_names_who_brought_it(
    signer: Speaker, carrier: Speaker, centre: Centre
) -> None:
    reply = await brought(carrier, message(signer, [note_of(signer)]))

    (row,) = log_of(centre)
    assert (reply.accepted, reply.refused) == (1, 0)
    assert (row.person, row.device, row.carrier) == (signer.person.id, signer.device, carrier.device)


async def test_the_first_phone_gets_the_same_receipt_afterwards(signer: Speaker, carrier: Speaker) -> None:
    change = note_of(signer)
    body = message(signer, [change])

    await brought(carrier, body)
    receipt = await signer.send(change)
    again = await brought(carrier, body)

    assert receipt.status == "accepted"
    assert (again.accepted, again.refused) == (1, 0)
    assert await signer.send(change) == receipt


async def test_what_the_phone_sent_first_stays_as_it_was(
    signer: Speaker, carrier: Speaker, centre: Centre
) -> None:
    change = note_of(signer)
    await signer.send(change)

    reply = await brought(carrier, message(signer, [change]))

    (row,) = log_of(centre)
    assert (reply.accepted, row.carrier) == (1, None)


async def test_a_file_brought_by_its_own_phone_has_no_carrier(signer: Speaker, centre: Centre) -> None:
    await brought(signer, message(signer, [note_of(signer)]))

    assert [row.carrier for row in log_of(centre)] == [None]


async def test_rights_are_judged_for_the_signer(enrol: Enrol, centre: Centre) -> None:
    lurah = enrol(Role.KELURAHAN)
    stranger = enrol(Role.RT, MARISO_KELURAHAN)

    reply = await brought(lurah, message(stranger, [note_of(stranger)]))

    assert wire.write(reply) == REFUSED
    assert log_of(centre) == []


async def test_a_refusal_is_told_to_the_first_phone_and_only_counted_for_the_carrier(
    signer: Speaker, carrier: Speaker
) -> None:
    bad, good = note_of(signer, theme="gone"), note_of(signer)

    response = await bring(carrier, message(signer, [bad, good]))

    assert response.json() == {"accepted": 1, "refused": 1, "wanted_files": []}
    assert (await signer.send(bad)).code == "bad_value"


async def test_a_change_that_cannot_be_read_holds_up_no_other(signer: Speaker, carrier: Speaker) -> None:
    reply = await brought(carrier, message(signer, [{"id": "x"}, note_of(signer), "nonsense"]))

    assert (reply.accepted, reply.refused) == (1, 2)


async def test_a_text_that_is_not_normalised_is_taken_as_it_was_signed(signer: Speaker, carrier: Speaker) -> None:
    decomposed = note_of(signer, title="Kafe\u0301 kompos (contoh)")

    assert (await brought(carrier, message(signer, [decomposed]))).accepted == 1
    assert (await signer.send(decomposed)).status == "accepted"


# What is not taken


def altered(body: dict[str, Any], **manifest: Any) -> dict[str, Any]:
    return body | {"manifest": body["manifest"] | manifest}


async def test_what_was_altered_on_its_way_is_refused(signer: Speaker, carrier: Speaker, centre: Centre) -> None:
    body = message(signer, [note_of(signer)])
    other = [wire.write(note_of(signer, title="Lain (contoh)"))]
    forged = [
        body | {"changes": other},
        body | {"changes": [*body["changes"], *other]},
        body | {"signature": "0" * 64},
        body | {"signature": "é"},
        altered(body, device=carrier.device),
        altered(body, made_at="2020-01-01T00:00:00Z"),
        altered(body, files=[{"sha256": "0" * 64, "size": 1, "type": "image/jpeg", "role": "photo"}]),
        altered(body, parts=[]),
        altered(body, more="\ud800"),
        message(signer, [note_of(signer)], key="another key"),
        message(signer, [note_of(signer)], key=centre.keys.handover_key(carrier.device)),
    ]

    answers = [await bring(carrier, each) for each in forged]

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(422, "bad_handover")}
    assert log_of(centre) == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"manifest":{},"signature":1,"changes":[]}', b"[" * 50_000])
async def test_a_body_that_cannot_be_read_has_its_code(carrier: Speaker, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {carrier.token}"}

    response = await carrier.http.post("/v1/handover", content=body, headers=headers)

    assert (response.status_code, response.json()["code"]) == (400, "bad_json")


async def test_more_changes_than_a_request_may_hold_are_refused(signer: Speaker, carrier: Speaker) -> None:
    response = await bring(carrier, message(signer, [1] * 501))

    assert response.json()["code"] == "too_large"


async def test_who_carries_must_be_known_too(signer: Speaker, carrier: Speaker, centre: Centre) -> None:
    body = message(signer, [note_of(signer)])
    with centre.database.write() as connection:
        people.revoke(connection, carrier.device, "test", centre.clock())

    assert (await carrier.http.post("/v1/handover", json=body)).json()["code"] == "unauthorised"
    assert (await bring(carrier, body)).json()["code"] == "revoked"
    assert log_of(centre) == []


async def test_nothing_is_taken_of_a_phone_that_was_switched_off(
    signer: Speaker, carrier: Speaker, centre: Centre
) -> None:
    body = message(signer, [note_of(signer)], [JPEG])
    with centre.database.write() as connection:
        people.revoke(connection, signer.device, "test", centre.clock())

    response = await bring(carrier, body)

    assert (response.status_code, response.json()["code"]) == (403, "sender_revoked")
    assert log_of(centre) == []


async def test_nothing_is_taken_of_somebody_who_left_office(
    signer: Speaker, carrier: Speaker, centre: Centre
) -> None:
    body = message(signer, [note_of(signer)])
    with centre.database.write() as connection:
        people.end_term(connection, signer.person.id, "test", centre.clock())

    assert (await bring(carrier, body)).json()["code"] == "sender_revoked"


async def test_a_phone_that_the_centre_does_not_know_is_told_apart_from_a_forgery(
    signer: Speaker, carrier: Speaker
) -> None:
    """As after a restore: the phone enrols again with its old id, and its signature holds."""
    unknown = Speaker(signer.centre, signer.person, "", "0192aaaa-0000-7000-8000-00000000ffff", signer.http)

    assert (await bring(carrier, message(unknown, [note_of(signer)]))).json()["code"] == "sender_revoked"


# Files


async def test_the_carrier_may_send_the_files_that_were_signed_over(signer: Speaker, carrier: Speaker) -> None:
    body = message(signer, [note_of(signer, PREVIEW, JPEG)], [PREVIEW, JPEG])
    before = (await send_file(carrier, JPEG)).json()["code"]

    wanted = [item.sha256 for item in (await brought(carrier, body)).wanted_files]
    sent = [(await send_file(carrier, content)).status_code for content in (PREVIEW, JPEG)]

    assert before == "forbidden"
    assert wanted == [name_of(PREVIEW), name_of(JPEG)]
    assert sent == [201, 201]
    assert (await brought(carrier, body)).wanted_files == []
    assert (await signer.sync()).wanted_files == []
    assert (await fetch(signer, JPEG)).content == JPEG


async def test_carrying_gives_no_right_to_read(signer: Speaker, carrier: Speaker) -> None:
    await brought(carrier, message(signer, [note_of(signer, JPEG)], [JPEG]))
    await send_file(carrier, JPEG)

    assert (await fetch(carrier, JPEG)).status_code == 404
    assert (await carrier.sync()).records == []


async def test_a_file_that_the_signer_may_not_send_is_not_wanted(
    signer: Speaker, carrier: Speaker, enrol: Enrol
) -> None:
    other = enrol(Role.UMKM)
    receipt = await other.send(note_of(other, JPEG, unit="Warung contoh", classification="society"))

    reply = await brought(carrier, message(signer, [], [JPEG, PREVIEW]))

    assert receipt.status == "accepted"
    assert reply.wanted_files == []
    assert (await send_file(carrier, JPEG)).json()["code"] == "forbidden"


async def test_a_photo_of_a_note_that_is_there_already_can_be_carried_alone(
    signer: Speaker, carrier: Speaker
) -> None:
    await signer.send(note_of(signer, JPEG))

    reply = await brought(carrier, message(signer, [], [JPEG]))

    assert [item.sha256 for item in reply.wanted_files] == [name_of(JPEG)]
    assert (await send_file(carrier, JPEG)).status_code == 201


async def test_two_may_carry_the_same_file(signer: Speaker, carrier: Speaker, enrol: Enrol) -> None:
    second = enrol(Role.KECAMATAN, RAPPOCINI)
    body = message(signer, [note_of(signer, JPEG)], [JPEG])

    for who in (carrier, second, carrier):
        await brought(who, body)

    assert [(await send_file(who, JPEG)).status_code for who in (carrier, second, signer)] == [201, 201, 201]
