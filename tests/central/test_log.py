from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from sync.central.answer import Centre
from sync.central.log import append, evidence, public_key, sign, update_log
from sync.central.log_api import KEY_HEADER
from sync.central.people import Keys
from sync.central.tables import log_checkpoints, log_entries
from sync.domain.people import Role
from sync.protocol import wire
from sync.protocol.checkpoint import Checkpoint, LogKey, opened
from sync.protocol.evidence import InclusionProof, check, check_proof
from sync.protocol.inclusion import BadProof, check_consistency
from tests.conftest import Enrol
from tests.support import rfc6962
from tests.support.centres import KASSI, MARISO_KELURAHAN, RAPPOCINI, Speaker, a_centre, a_note
from tests.support.clock import StandingClock
from tests.support.logs import faults, send_notes, some_history

PUBLIC = public_key(b"k" * 32)


@pytest.fixture
async def rt(enrol: Enrol) -> Speaker:
    speaker = enrol(Role.RT)
    await send_notes(speaker, 3)
    return speaker


def size_of(centre: Centre) -> int:
    with centre.database.read() as connection:
        return connection.execute(select(func.count()).select_from(log_entries)).scalar_one()


async def asked(who: Speaker, address: str) -> httpx.Response:
    return await who.http.get(address, headers={"Authorization": f"Bearer {who.token}"})


async def proof_of(who: Speaker, seq: int) -> InclusionProof:
    response = await asked(who, f"/v1/log/proof?stream={KASSI}&seq={seq}")
    assert response.status_code == 200, response.text
    return wire.read(InclusionProof, response.json())


async def checkpoint_of(http: httpx.AsyncClient) -> Checkpoint:
    return opened((await http.get("/v1/log/checkpoint")).text, [PUBLIC])


async def entries_of(http: httpx.AsyncClient, size: int) -> list[bytes]:
    """What a monitor reads: every entry, from the public tiles."""
    content = b""
    for place in range((size + 255) // 256):
        width = min(size - place * 256, 256)
        part = "" if width == 256 else f".p/{width}"
        content += (await http.get(f"/v1/log/tile/entries/{place:03d}{part}")).content
    return [content[start + 2 : start + 34] for start in range(0, len(content), 34)]


async def test_a_receipt_is_proved_to_stand_in_the_signed_log(centre: Centre, rt: Speaker) -> None:
    kept = (await rt.sync()).records
    update_log(centre)

    assert len(kept) == 3
    for record in kept:
        proof = await proof_of(rt, record.version)
        checkpoint = check_proof(proof, [PUBLIC])

        path = [bytes.fromhex(text) for text in proof.path]
        leads_to = rfc6962.root_by(proof.index, checkpoint.size, bytes.fromhex(proof.link), path)
        assert leads_to == checkpoint.root


async def test_the_proof_has_the_link_and_digest_of_the_receipt(centre: Centre, enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    await send_notes(rt, 1)
    receipt = await rt.send(rt.change_of(rt.make_id(), a_note()))
    update_log(centre)

    proof = await proof_of(rt, receipt.seq or 0)

    assert (proof.link, proof.digest) == (receipt.link, receipt.digest)


async def test_until_a_checkpoint_is_signed_over_it_a_change_has_no_proof(centre: Centre, rt: Speaker) -> None:
    early = await asked(rt, f"/v1/log/proof?stream={KASSI}&seq=1")
    update_log(centre)
    await send_notes(rt, 1)
    update_log(centre)
    late = await asked(rt, f"/v1/log/proof?stream={KASSI}&seq=4")
    missing = await asked(rt, f"/v1/log/proof?stream={KASSI}&seq=99")

    assert [(r.status_code, r.json()["code"]) for r in (early, late)] == [(404, "not_logged")] * 2
    assert missing.json()["code"] == "not_found"


@pytest.mark.parametrize(
    ("role", "area", "status"),
    [
        (Role.RT, KASSI, 200),
        (Role.UMKM, KASSI, 200),
        (Role.KECAMATAN, RAPPOCINI, 200),
        (Role.KOTA, "73.71", 200),
        (Role.AUDITOR, "73.71", 200),
        (Role.PIMPINAN, "73.71", 403),
        (Role.RT, MARISO_KELURAHAN, 403),
        (Role.KECAMATAN, "73.71.01", 403),
    ],
)
async def test_proofs_are_for_who_holds_the_stream_and_for_auditors(
    centre: Centre, enrol: Enrol, role: Role, area: str, status: int
) -> None:
    await send_notes(enrol(Role.RT), 1)
    update_log(centre)
    who = enrol(role, area)

    assert (await asked(who, f"/v1/log/proof?stream={KASSI}&seq=1")).status_code == status


@pytest.mark.parametrize("stream", ["73.71.%01", "73.71.13", "73.71.99.1001", "74.71", ""])
async def test_what_is_no_stream_of_the_city_is_refused(centre: Centre, enrol: Enrol, stream: str) -> None:
    auditor = enrol(Role.AUDITOR, "73.71")
    update_log(centre)

    assert (await asked(auditor, f"/v1/log/proof?stream={stream}&seq=1")).status_code in (403, 404)


async def test_a_proof_of_the_citys_own_stream_is_for_kota_and_auditor(centre: Centre, enrol: Enrol) -> None:
    auditor, rt = enrol(Role.AUDITOR, "73.71"), enrol(Role.RT)
    update_log(centre)

    statuses = [(await asked(who, "/v1/log/proof?stream=73.71&seq=1")).status_code for who in (auditor, rt)]

    assert statuses == [200, 403]


async def test_a_monitor_finds_the_signed_root_from_the_public_tiles(
    centre: Centre, rt: Speaker, http: httpx.AsyncClient
) -> None:
    await send_notes(rt, 300)
    update_log(centre)

    checkpoint = await checkpoint_of(http)
    entries = await entries_of(http, checkpoint.size)
    hashes = (await http.get("/v1/log/tile/0/000")).content
    above = (await http.get("/v1/log/tile/1/000.p/1")).content

    assert len(entries) == checkpoint.size > 300
    assert rfc6962.mth(entries) == checkpoint.root
    assert hashes == b"".join(rfc6962.mth([entry]) for entry in entries[:256])
    assert above == rfc6962.mth(entries[:256])


@pytest.mark.parametrize(
    "path",
    [
        "0/000",
        "0/000.p/99",
        "0/001.p/1",
        "1/000.p/1",
        "63/000.p/1",
        "64/000",
        "entries/000",
        "0/0",
        "x",
        "0/000.p/0",
    ],
)
@pytest.mark.usefixtures("rt")
async def test_a_tile_that_is_not_under_the_checkpoint_is_not_there(
    centre: Centre, http: httpx.AsyncClient, path: str
) -> None:
    update_log(centre)

    assert (await http.get(f"/v1/log/tile/{path}")).status_code == 404


async def test_a_witness_sees_that_the_log_only_grew(
    centre: Centre, rt: Speaker, http: httpx.AsyncClient, clock: StandingClock
) -> None:
    update_log(centre)
    old = await checkpoint_of(http)
    await send_notes(rt, 5)
    clock.move(days=1)
    update_log(centre)
    new = await checkpoint_of(http)

    reply = (await http.get(f"/v1/log/consistency?from={old.size}&to={new.size}")).json()
    beyond = await http.get(f"/v1/log/consistency?from=1&to={new.size + 1}")

    assert old.size < new.size
    check_consistency(old.size, new.size, old.root, new.root, [bytes.fromhex(text) for text in reply["path"]])
    assert beyond.status_code == 404


async def test_the_checkpoint_and_its_key_are_public(centre: Centre, rt: Speaker, http: httpx.AsyncClient) -> None:
    assert rt
    before = await http.get("/v1/log/checkpoint")
    update_log(centre)

    after, key = await http.get("/v1/log/checkpoint"), (await http.get("/v1/log/key")).text

    assert before.status_code == 404
    assert LogKey.parse(key).public == PUBLIC
    assert after.headers[KEY_HEADER] == key.strip()
    assert after.text.startswith("lorong/73.71/")


@pytest.mark.usefixtures("rt")
def test_one_checkpoint_is_signed_a_day(centre: Centre, clock: StandingClock) -> None:
    signed = []
    for hours in (0, 1, 24, 1):
        clock.move(hours=hours)
        update_log(centre)
        with centre.database.read() as connection:
            signed.append(len(connection.execute(select(log_checkpoints)).all()))

    assert signed == [1, 1, 2, 2]
    assert faults(centre) == []


@pytest.mark.usefixtures("rt")
def test_appending_again_appends_nothing(centre: Centre) -> None:
    first = append(centre)

    assert (first, append(centre)) == (size_of(centre), 0)


class PowerCut(Exception):
    pass


@pytest.mark.usefixtures("rt")
def test_after_a_crash_between_appending_and_signing_the_next_run_signs(centre: Centre) -> None:
    def dies() -> datetime:
        raise PowerCut

    with pytest.raises(PowerCut):
        update_log(replace(centre, clock=dies))
    appended = size_of(centre)
    update_log(centre)

    # The checkpoint itself is a change, which waits for the next run.
    assert size_of(centre) == appended > 3
    assert faults(centre) == []


@pytest.fixture
def instances(database_url: str, clock: StandingClock) -> Iterator[list[Centre]]:
    made = [a_centre(database_url, clock) for _ in range(3)]
    yield made
    for one in made:
        one.database.close()


async def test_runners_at_once_make_one_log(instances: list[Centre], centre: Centre, rt: Speaker) -> None:
    await send_notes(rt, 40)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(update_log, instances))

    with centre.database.read() as connection:
        assert len(connection.execute(select(log_checkpoints)).all()) == 1
    assert size_of(centre) > 43
    assert faults(centre) == []


@pytest.mark.usefixtures("rt")
def test_another_key_signs_at_once(centre: Centre) -> None:
    update_log(centre)
    other = replace(centre, keys=Keys(b"o" * 32))

    assert sign(other)
    assert not sign(other)


async def test_a_file_proves_a_change_with_and_without_its_content(
    centre: Centre, enrol: Enrol, clock: StandingClock
) -> None:
    await some_history(centre, enrol(Role.RT), clock)

    with centre.database.read() as connection:
        whole, empty = (evidence(connection, centre, KASSI, seq) for seq in (1, 2))

    assert whole.stated
    assert empty.stated is None
    assert whole.stated.change["set"]["title"] == "Catatan 0"
    for file in (whole, empty):
        assert check(file, [PUBLIC]).size > 3


def changed(message: Any, name: str, value: Any) -> Any:
    return replace(message, **{name: value})


async def test_a_file_in_which_anything_was_changed_proves_nothing(
    centre: Centre, enrol: Enrol, clock: StandingClock
) -> None:
    await some_history(centre, enrol(Role.RT), clock)
    with centre.database.read() as connection:
        whole = evidence(connection, centre, KASSI, 3)
    assert whole.stated
    proof, stated = whole.proof, whole.stated
    change = stated.change | {"set": stated.change["set"] | {"title": "Lain"}}

    forged = [
        replace(whole, stated=replace(stated, change=change)),
        *(replace(whole, stated=changed(stated, name, "0" * 32)) for name in ("salt", "person", "device")),
        replace(whole, stated=replace(stated, received_at="2020-01-01T00:00:00.000Z")),
        replace(whole, stated=replace(stated, outcome={"paths": ["title"]})),
        replace(whole, stated=replace(stated, carrier="x")),
        replace(whole, stated=replace(stated, salt="not hex")),
        *(replace(whole, proof=changed(proof, name, "0" * 64)) for name in ("digest", "previous", "link")),
        replace(whole, proof=replace(proof, seq=proof.seq + 1)),
        replace(whole, proof=replace(proof, stream=MARISO_KELURAHAN)),
        replace(whole, proof=replace(proof, index=proof.index + 1)),
        replace(whole, proof=replace(proof, path=proof.path[:-1])),
        replace(whole, lorong=2),
    ]
    for file in forged:
        with pytest.raises(BadProof):
            check(file, [PUBLIC])
    with pytest.raises(BadProof):
        check(whole, [public_key(b"o" * 32)])
