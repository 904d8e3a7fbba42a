"""Whatever is sent, the centre answers with a problem document of its own, and never with a fault."""

from __future__ import annotations

import gzip
import json

import httpx
import pytest

from sync.central import syncing
from sync.domain.people import Role
from tests.conftest import Enrol
from tests.support.centres import a_note


def assert_problem(response: httpx.Response, status: int, code: str) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == code
    assert response.headers["Lorong-Protocol"] == "1"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b"[]", "bad_json"),
        (b'{"changes": 1}', "bad_json"),
        (b'{"changes": [], "limit": "x"}', "bad_json"),
        (b'{"changes": [], "limit": 1.5}', "bad_json"),
        (b'{"changes": [], "limit": NaN}', "bad_json"),
        (b'{"changes": [], "cursors": {"73.71.13.1002": "junk"}}', "bad_cursor"),
        (b'{"changes": ["x"]}', "bad_envelope"),
        (b'{"changes": [{"id": "x"}]}', "bad_envelope"),
        (b"[" * 100_000, "bad_json"),
        (b"\xff\xfe", "bad_json"),
        (b'{"changes": [], "x": "\\ud800"}', "bad_json"),
    ],
)
async def test_a_body_that_cannot_be_read_has_its_code(enrol: Enrol, content: bytes, code: str) -> None:
    rt = enrol(Role.RT)

    response = await rt.http.post("/v1/sync", content=content, headers={"Authorization": f"Bearer {rt.token}"})

    assert_problem(response, 400, code)


async def test_a_body_over_the_limit_is_refused(enrol: Enrol) -> None:
    rt = enrol(Role.RT)

    response = await rt.http.post(
        "/v1/sync", content=b" " * (1024 * 1024 + 1), headers={"Authorization": f"Bearer {rt.token}"}
    )

    assert_problem(response, 413, "too_large")


async def test_a_small_body_that_unpacks_over_the_limit_is_refused(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    bomb = gzip.compress(b" " * 50_000_000)

    response = await rt.http.post(
        "/v1/sync",
        content=bomb,
        headers={"Authorization": f"Bearer {rt.token}", "Content-Encoding": "gzip"},
    )

    assert_problem(response, 413, "too_large")


async def test_a_gzip_body_that_is_cut_is_refused(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    cut = gzip.compress(json.dumps({"changes": []}).encode())[:-9]

    response = await rt.http.post(
        "/v1/sync", content=cut, headers={"Authorization": f"Bearer {rt.token}", "Content-Encoding": "gzip"}
    )

    assert_problem(response, 400, "bad_json")


async def test_nesting_beyond_the_limit_is_refused_with_its_index(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    deep: object = "x"
    for _ in range(9):
        deep = [deep]
    change = {"id": rt.make_id(), "record": rt.make_id(), "kind": "innovation", "area": "a", "seen": 0, "at": ""}

    response = await rt.post({"changes": [change | {"set": {"title": deep}}]})

    assert_problem(response, 400, "bad_envelope")
    assert response.json()["index"] == 0


async def test_nul_and_half_characters_are_refused(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    for text in ("a\0b", "\ud800"):
        change = rt.change_of(rt.make_id(), {"title": text})
        body = {"changes": [{name: getattr(change, name) for name in change.__slots__}]}
        response = await rt.http.post(
            "/v1/sync", content=json.dumps(body).encode(), headers={"Authorization": f"Bearer {rt.token}"}
        )
        assert_problem(response, 400, "bad_envelope")


async def test_a_change_over_64_kilobytes_is_refused_with_its_index(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    change = rt.change_of(rt.make_id(), a_note(problem="x" * 70_000))
    body = {"changes": [{name: getattr(change, name) for name in change.__slots__}]}

    assert_problem(await rt.post(body), 400, "bad_envelope")


async def test_a_protocol_that_is_not_spoken_is_told_which_are(enrol: Enrol) -> None:
    rt = enrol(Role.RT)

    response = await rt.post({"changes": []}, **{"Lorong-Protocol": "0"})

    assert_problem(response, 426, "app_too_old")
    assert response.json()["lowest"] == 1


async def test_a_protocol_of_more_digits_than_a_number_has_is_not_spoken(enrol: Enrol) -> None:
    rt = enrol(Role.RT)

    response = await rt.post({"changes": []}, **{"Lorong-Protocol": "1" * 5_000})

    assert_problem(response, 426, "app_too_old")


async def test_an_address_that_is_not_ours_is_a_problem_too(http: httpx.AsyncClient) -> None:
    assert_problem(await http.get("/v1/nothing"), 404, "not_found")


async def test_health_has_name_and_version(http: httpx.AsyncClient) -> None:
    response = await http.get("/health")

    assert response.json() == {"name": "lorong", "version": "0.1.0", "status": "ok"}


async def test_a_cursor_beyond_all_numbers_is_refused(enrol: Enrol) -> None:
    rt = enrol(Role.RT)
    epoch = (await rt.sync()).epoch

    response = await rt.post({"changes": [], "cursors": {"73.71.13.1002": f"{epoch}.0.{-(10**21)}"}})

    assert_problem(response, 400, "bad_cursor")


async def test_a_status_that_cannot_even_be_compared_is_a_bad_value(enrol: Enrol) -> None:
    rt = enrol(Role.RT)

    receipt = await rt.send(rt.change_of(rt.make_id(), a_note(status=["submitted"])))

    assert receipt.code == "bad_value"


async def test_a_fault_is_a_problem_of_ours_so_that_a_phone_can_isolate_the_change(
    enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt = enrol(Role.RT)

    def fail(*_: object) -> None:
        raise RuntimeError("from the inside")

    monkeypatch.setattr(syncing, "pull", fail)
    response = await rt.post({"changes": []})

    assert_problem(response, 500, "fault")
    assert "inside" not in response.text
