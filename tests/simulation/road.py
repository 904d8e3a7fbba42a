"""The road between a device and the centre, and everything that happens to a message on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from tests.simulation.device import Device
from tests.simulation.line import INSTEAD, Exchange, instead

if TYPE_CHECKING:
    from tests.simulation.world import World

THERE = {
    "arrives": 70,
    "is doubled": 4,
    "is copied for later": 3,
    "is late": 3,
    "is lost": 4,
    "is cut": 4,
    "is damaged": 3,
    "is answered by somebody else": 7,
    "kills the centre": 5,
}
THERE_FILE = THERE | {
    "is cut": 20,
    "is late": 6,
    "is copied for later": 8,
    "is damaged": 8,
    "kills the centre": 40,
}
"""Of a photo more comes broken: it is what takes long."""
BACK = {"reply arrives": 86, "reply is lost": 9, "reply is cut": 5}
_LINGERS = 0.6
"""How often something else happens before the reply comes back."""
_MOST_LATE = 20


@dataclass(frozen=True)
class Late:
    """A copy of a request that is still on its way when its sender has long gone on."""

    name: str
    request: httpx.Request


def advance(world: World, device: Device) -> None:
    """Start a round, let its message go, and often come back at once."""
    exchange = device.exchange
    if exchange is None:
        device.begin_round()
        exchange = device.exchange
    if exchange is not None and exchange.reply is None:
        _go_there(world, device, exchange)
        if world.rng.random() < _LINGERS:
            return
    if exchange is not None and exchange is device.exchange and exchange.reply is not None:
        _come_back(world, device, exchange.reply)


def _go_there(world: World, device: Device, exchange: Exchange) -> None:
    is_file = exchange.request.url.path.startswith("/v1/files/")
    fate = world.choose(THERE_FILE if is_file else THERE) if device.network.is_up else "is lost"
    world.count(f"request {fate}")
    if fate in ("arrives", "is doubled", "is copied for later"):
        exchange.reply = world.hub.answer(exchange.request)
        if fate == "is doubled":
            exchange.reply = world.hub.answer(exchange.request)
        elif fate == "is copied for later":
            _keep(world, device, exchange)
    elif fate == "is damaged":
        exchange.reply = world.hub.answer(exchange.request, _damaged(world, exchange.request))
    elif fate == "is late":
        _keep(world, device, exchange)
        device.lose(httpx.ReadTimeout("no answer yet"))
    elif fate == "is lost":
        device.lose(
            httpx.ConnectError("request lost") if world.rng.random() < 0.5 else httpx.ConnectTimeout("lost")
        )
    elif fate == "is cut":
        body = exchange.request.content
        world.hub.answer(exchange.request, body[: world.rng.randrange(len(body) + 1)])
        device.lose(httpx.WriteError("request cut"))
    elif fate == "kills the centre":
        exchange.reply = world.hub.answer_and_die(exchange.request)
        if exchange.reply is None:
            device.lose(httpx.RemoteProtocolError("the centre is gone"))
    else:
        who = world.rng.choice([who for who in INSTEAD if _may_say(who, exchange.request)])
        world.count(f"answered instead: {who}")
        device.receive(instead(who))


def _may_say(who: str, request: httpx.Request) -> bool:
    """A proxy finds only a body too large, and our own centre none that a phone would send of a photo."""
    is_file = request.url.path.startswith("/v1/files/")
    return not (who == "too large" and is_file) and not (who == "proxy limit" and not request.content)


def _damaged(world: World, request: httpx.Request) -> bytes:
    """The body, of a photo with one byte that is another. What is JSON never comes so: gzip and TLS would tell."""
    body, sha256 = bytearray(request.content), request.url.path.removeprefix("/v1/files/")
    if body and sha256 != request.url.path:
        body[world.rng.randrange(len(body))] ^= 1
        world.hub.damaged.add(sha256)
        world.count("photo damaged on the way")
    return bytes(body)


def _come_back(world: World, device: Device, reply: httpx.Response) -> None:
    fate = world.choose(BACK) if device.network.is_up else "reply is lost"
    world.count(f"request's {fate}")
    if fate == "reply arrives":
        device.receive(reply)
    elif fate == "reply is lost":
        device.lose(httpx.ReadError("reply lost"))
    else:
        device.lose(httpx.RemoteProtocolError("reply cut"))


def _keep(world: World, device: Device, exchange: Exchange) -> None:
    if len(world.late) < _MOST_LATE:
        world.late.append(Late(device.name, exchange.request))


def deliver_late(world: World, _: Device) -> None:
    """An old copy arrives, after whatever came since. Nobody waits for its answer any more."""
    if world.late:
        late = world.late.pop(world.rng.randrange(len(world.late)))
        status = world.hub.answer(late.request).status_code
        world.count(f"late copy arrives, {status}")
