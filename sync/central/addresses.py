"""Whose request it is, for counting: the client's own address, also behind the city's reverse proxy.

`X-Forwarded-For` is believed only as far as trusted proxies wrote it: whatever stands left of the first address
that is none of them, its sender may have made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.requests import HTTPConnection

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

UNKNOWN = "unknown"
_ONE_HOME = 64
"""A single IPv6 customer holds at least so wide a network, and could count as millions."""


def is_loopback(host: str) -> bool:
    """Whether it is this machine, as far as the name says."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def networks(text: str) -> tuple[Network, ...]:
    """`127.0.0.1, 10.0.0.0/8`: addresses or networks between commas. Raises ValueError."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def address_of(request: HTTPConnection) -> str:
    """What limits count by: an IPv4 address, or the /64 of an IPv6 one."""
    address = client_of(request)
    if address is None:
        return UNKNOWN
    return str(address) if address.version == 4 else str(ip_network((int(address), _ONE_HOME), strict=False))


def client_of(request: HTTPConnection) -> Address | None:
    """Where the request came from; None where the server was told no address."""
    trusted: Sequence[Network] = request.app.state.trusted_proxies
    peer = _address(request.client.host) if request.client else None
    return _first_untrusted(peer, request.headers.getlist("X-Forwarded-For"), trusted)


def is_within(address: Address, those: Sequence[Network]) -> bool:
    return any(address in network for network in those)


def _first_untrusted(peer: Address | None, forwarded: list[str], trusted: Sequence[Network]) -> Address | None:
    """From the nearest hop outwards, as long as trusted ones tell who came before them."""
    hops = [hop for line in forwarded for hop in line.split(",")]
    client = peer
    while client is not None and hops and is_within(client, trusted):
        before = _address(hops.pop())
        if before is None:
            break
        client = before
    return client


def _address(text: str) -> Address | None:
    """`192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`; an IPv4 address in IPv6 dress is one."""
    host = text.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
