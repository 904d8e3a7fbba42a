"""Whose request it is, also behind proxies, and that limits count by it."""

from __future__ import annotations

import uuid

import httpx
import pytest
from starlette.requests import Request

from sync.central.addresses import address_of, networks
from sync.central.answer import ENROL_FAILURES_AN_HOUR, Centre
from sync.central.app import make_app
from sync.central.settings import BadSetting, from_environment

PROXIES = "127.0.0.1, 10.0.0.0/8, fd00::/8"


class _Here:
    """As much of an application as an address needs."""

    def __init__(self, trusted: str) -> None:
        self.state = type("State", (), {"trusted_proxies": networks(trusted)})()


def from_hops(peer: str | None, *forwarded: str, trusted: str = PROXIES) -> str:
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    client = (peer, 4711) if peer else None
    return address_of(Request({"type": "http", "app": _Here(trusted), "headers": headers, "client": client}))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", (), "192.0.2.1"),
        ("127.0.0.1", (), "127.0.0.1"),
        ("127.0.0.1", ("192.0.2.1",), "192.0.2.1"),
        ("127.0.0.1", ("192.0.2.1, 10.0.0.7",), "192.0.2.1"),
        ("127.0.0.1", ("192.0.2.1", "10.0.0.7"), "192.0.2.1"),
        ("::ffff:127.0.0.1", ("::ffff:192.0.2.1",), "192.0.2.1"),
        ("127.0.0.1", ("192.0.2.1:4711",), "192.0.2.1"),
        ("fd00::1", ("[2001:db8:1:2:3::4]:4711",), "2001:db8:1:2::/64"),
        ("10.0.0.7", ("10.0.0.9",), "10.0.0.9"),
    ],
)
def test_the_client_is_the_nearest_hop_that_is_no_trusted_proxy(
    peer: str, forwarded: tuple[str, ...], client: str
) -> None:
    assert from_hops(peer, *forwarded) == client


def test_what_a_client_made_up_itself_is_not_believed() -> None:
    assert from_hops("192.0.2.66", "192.0.2.1") == "192.0.2.66"
    assert from_hops("127.0.0.1", "198.51.100.1, 192.0.2.66") == "192.0.2.66"
    assert from_hops("127.0.0.1", "198.51.100.1, 10.0.0.7, 192.0.2.66") == "192.0.2.66"
    assert from_hops("127.0.0.1", "198.51.100.1", "192.0.2.66") == "192.0.2.66"


def test_nobody_is_believed_when_no_proxy_is_trusted() -> None:
    assert from_hops("127.0.0.1", "192.0.2.1", trusted="") == "127.0.0.1"


def test_what_is_no_address_ends_the_way_outwards() -> None:
    assert from_hops("127.0.0.1", "192.0.2.1, unknown, 10.0.0.7") == "10.0.0.7"
    assert from_hops("127.0.0.1", "") == "127.0.0.1"
    assert from_hops(None, "192.0.2.1") == "unknown"


def test_addresses_of_one_ipv6_home_count_as_one() -> None:
    assert from_hops("2001:db8:1:2:3::4") == from_hops("2001:db8:1:2:9999::1") == "2001:db8:1:2::/64"
    assert from_hops("2001:db8:1:3::1") != from_hops("2001:db8:1:2::1")


def test_a_setting_that_is_no_network_is_refused_with_its_name() -> None:
    for text in ("10.0.0.1/8", "proxy.example"):
        with pytest.raises(BadSetting, match="LORONG_TRUSTED_PROXIES"):
            from_environment({"LORONG_TRUSTED_PROXIES": text})


async def test_wrong_codes_of_one_phone_behind_the_proxy_do_not_shut_out_another(centre: Centre) -> None:
    app = make_app(centre, trusted=networks("127.0.0.1"))
    device = {"id": str(uuid.uuid4()), "name": "HP", "platform": "android", "app_version": "1"}

    async def try_code(client: str) -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://centre") as http:
            body = {"code": "AAAA-AAAA", "device": device}
            return (await http.post("/v1/enrol", json=body, headers={"X-Forwarded-For": client})).status_code

    for _ in range(ENROL_FAILURES_AN_HOUR):
        assert await try_code("192.0.2.1") == 404

    assert await try_code("192.0.2.1") == 429
    assert await try_code("192.0.2.2") == 404
