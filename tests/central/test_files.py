from __future__ import annotations

import hashlib

import httpx

from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.centres import RAPPOCINI, Speaker, a_note

JPEG = b"\xff\xd8\xff\xe0" + b"gambar contoh" * 100
PREVIEW = b"\xff\xd8\xff\xe0" + b"kecil"


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def note_with_photo(who: Speaker) -> str:
    record = who.make_id()
    photo = {"sha256": name_of(JPEG), "preview": name_of(PREVIEW), "people": "none"}
    await who.send(who.change_of(record, a_note(**{"photos/p1": photo})))
    return record


async def send(who: Speaker, content: bytes, name: str | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {who.token}"}
    return await who.http.post(f"/v1/files/{name or name_of(content)}", content=content, headers=headers)


async def fetch(who: Speaker, content: bytes) -> httpx.Response:
    return await who.http.get(f"/v1/files/{name_of(content)}", headers={"Authorization": f"Bearer {who.token}"})


async def test_the_reply_names_the_files_that_are_wanted(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    await note_with_photo(rt)

    assert {item.sha256 for item in (await rt.sync()).wanted_files} == {name_of(JPEG), name_of(PREVIEW)}
    assert (await send(rt, PREVIEW)).status_code == 201
    assert [item.sha256 for item in (await rt.sync()).wanted_files] == [name_of(JPEG)]


async def test_a_file_sent_twice_is_kept_once(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    await note_with_photo(rt)

    assert [(await send(rt, JPEG)).status_code for _ in range(2)] == [201, 201]


async def test_the_reviewer_reads_the_photo_and_a_stranger_finds_nothing(enrol: Enrol) -> None:
    rt, kecamatan = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)
    stranger = enrol(Role.KECAMATAN, "73.71.01")
    await note_with_photo(rt)
    await send(rt, JPEG)

    seen = await fetch(kecamatan, JPEG)

    assert (seen.content, seen.headers["content-type"]) == (JPEG, "image/jpeg")
    assert (await fetch(stranger, JPEG)).status_code == 404
    assert (await fetch(kecamatan, PREVIEW)).status_code == 404


async def test_a_photo_is_taken_from_the_coauthor_who_added_it(enrol: Enrol) -> None:
    rt, friend = enrol(Role.RT), enrol(Role.UMKM)
    record = rt.make_id()
    values = a_note(**{f"coauthors/{friend.person.id}": "Rekan"})
    seq = (await rt.send(rt.change_of(record, values))).seq or 0
    photo = {"sha256": name_of(JPEG), "preview": name_of(PREVIEW), "people": "none"}
    added = await friend.send(friend.change_of(record, {"photos/p1": photo}, seen=seq))

    response = await send(friend, JPEG)

    assert (added.status, response.status_code) == ("accepted", 201)
    assert (await fetch(friend, JPEG)).content == JPEG


async def test_bytes_with_another_hash_are_refused(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    await note_with_photo(rt)

    response = await send(rt, JPEG + b"x", name_of(JPEG))

    assert (response.status_code, response.json()["code"]) == (422, "wrong_hash")


async def test_a_file_that_is_no_image_is_refused(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    text = b"<html>bukan gambar</html>"
    photo = {"sha256": name_of(text), "preview": name_of(PREVIEW)}
    await rt.send(rt.change_of(rt.make_id(), a_note(**{"photos/p1": photo})))

    response = await send(rt, text)

    assert (response.status_code, response.json()["code"]) == (415, "wrong_type")


async def test_a_file_that_no_record_of_the_sender_names_is_refused(enrol: Enrol) -> None:
    rt, other = enrol(Role.RT), enrol(Role.KECAMATAN, RAPPOCINI)

    assert (await send(rt, JPEG)).json()["code"] == "forbidden"
    await note_with_photo(rt)
    assert (await send(other, JPEG)).json()["code"] == "forbidden"


async def test_a_file_over_the_limit_is_refused(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    big = b"\xff\xd8\xff" + bytes(10 * 1024 * 1024)

    assert (await send(rt, big)).status_code == 413
