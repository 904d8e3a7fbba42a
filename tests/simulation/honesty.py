"""4. What the screen says about sending is true: its real sentence against what really happened, at every step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mobile.components.sending_line import sending_text
from sync.central import pieces
from sync.client.sending import Facts, sending_line
from sync.client.tables import FILES, OUTBOX, REFUSED
from sync.domain.people import FIELD_ROLES
from sync.protocol.messages import Change
from tests.simulation.device import Device
from tests.support.sessions import an_app

if TYPE_CHECKING:
    from tests.simulation.world import World

_APP = an_app(None)
_SENT = re.compile(r"\bsudah terkirim")
_NOTES = re.compile(r"([\d.]+) catatan")


class Broken(AssertionError):
    """An invariant does not hold."""


@dataclass(frozen=True)
class Truth:
    """What happened to one device and what its person counts on, told from outside of it."""

    world: World
    device: Device
    facts: Facts

    @cached_property
    def refused(self) -> set[str]:
        """Shown as not accepted: nobody reads of these that they were sent."""
        return {key for key, _ in self.device.session.tables.table(REFUSED).items()}

    @cached_property
    def never_came(self) -> dict[str, Change]:
        """Saved here, and the centre never had it."""
        standing = self.device.ledger.standing
        return {key: change for key, change in standing.items() if key not in self.world.hub.ever_logged}

    @cached_property
    def to_send(self) -> dict[str, Change]:
        return {key: change for key, change in self.never_came.items() if key not in self.refused}

    @cached_property
    def may_be_kept(self) -> set[str]:
        """Records that may be counted as safe here: what stands, or a save in the middle of which it died."""
        ledger, tables = self.device.ledger, self.device.session.tables
        records = {change.record for change in ledger.standing.values()}
        kept = ((key, document) for name in (OUTBOX, REFUSED) for key, document in tables.table(name).items())
        unsure = {document["record"] for key, document in kept if key not in ledger.saved}
        photos = {document["record"] for _, document in tables.table(FILES).matching("state", "refused")}
        return records | unsure | photos

    def met(self, *kinds: str) -> bool:
        return not self.device.met.lately.isdisjoint(kinds)

    def is_asking(self, path: str) -> bool:
        exchange = self.device.exchange
        return exchange is not None and exchange.request.url.path.startswith(path)

    @property
    def has_noted(self) -> bool:
        held = self.device.session.account.person.area
        return any(c.seen == 0 and held.contains(c.area) for c in self.device.ledger.standing.values())


HOLDS: dict[str, Callable[[Truth], bool]] = {
    "save_failed": lambda t: t.device.save_failed,
    "device_revoked": lambda t: t.met("revoked"),
    "signed_out": lambda t: t.met("unauthorised"),
    "app_too_old": lambda t: t.met("too old"),
    "sending_notes": lambda t: t.is_asking("/v1/sync"),
    "sending_previews": lambda t: t.is_asking("/v1/files/"),
    "sending_photos": lambda t: t.is_asking("/v1/files/"),
    "captive_portal": lambda t: t.met("portal"),
    "waiting_signal": lambda t: not t.device.network.is_up,
    "server_silent": lambda t: t.met("silent", "offline", "moved back"),
    "photos_wait_wifi": lambda t: t.device.network.is_metered,
    "photos_wait_battery": lambda t: t.device.network.saves_battery,
    "photos_retry": lambda t: bool(t.device.met.lately),
    "carried": lambda t: t.to_send.keys() <= t.device.handed_over,
    "waiting": lambda t: t.facts.to_send > 0 or t.facts.photos > 0,
    "waiting_you": lambda t: bool(t.facts.refused),
    "never_connected": lambda t: not t.device.met.was_answered,
    "empty": lambda t: t.device.session.person.role in FIELD_ROLES and not t.has_noted,
    "drafts_never_sent": lambda t: t.facts.drafts > 0 and not t.has_noted,
    "drafts_only": lambda t: t.facts.drafts > 0,
    "all_sent": lambda t: not t.refused,
}
"""What each line claims beside what it says in words."""
NOT_GONE = frozenset({"draft", "not_accepted", "waiting", "sending", "resting", "carried"})
"""Chips of a card that do not say that everything of the record went."""


def the_screen_tells_the_truth(world: World, device: Device) -> None:
    """Raises Broken when a line, a count or a photo's state is not what happened."""
    facts = device.session.facts(save_failed=device.save_failed)
    code, truth = sending_line(facts), Truth(world, device, facts)
    world.count(f"line {code}")
    said = sending_text(_APP, facts, device.clock.now_ms()).text
    _centre_has_what_it_says(world)
    if device.lost_drafts:
        raise Broken(f"{device.name} kept drafts of {device.lost_drafts}, and they are gone")
    lies = [*_in_words(truth, said), *_of_photos(world, device), *_of_a_card(truth)]
    if not HOLDS[code](truth):
        lies.append(f"it is not so that {code}")
    if lies:
        raise Broken(f"{device.name} says {code}, “{said}”: {'; '.join(lies)}")


def _centre_has_what_it_says(world: World) -> None:
    """1. A stored file is what its name says, and of an upload so much is there as devices are told."""
    hub = world.hub
    if hub.wrong:
        raise Broken(f"{sorted(hub.wrong)} counted as stored and is not what its name says")
    for sha256, offset in hub.uploads():
        photo = next((d.files.files[sha256] for d in world.devices if sha256 in d.files.files), None)
        there = pieces.joined(hub.centre.files, sha256, offset)
        # Without its first piece it is being thrown away, and begins again.
        is_thrown_away = there is None and pieces.joined(hub.centre.files, sha256, 1) is None
        if photo is None or sha256 in hub.damaged or is_thrown_away:
            continue
        if (there or b"")[:offset] != photo[:offset]:
            raise Broken(f"the centre says that it has {offset} bytes of {sha256}, and it has not")


def _in_words(truth: Truth, said: str) -> Iterable[str]:
    if _SENT.search(said) and truth.to_send:
        yield f"{sorted(truth.to_send)[:3]} never came"
    counted = _NOTES.search(said)
    n = int(counted[1].replace(".", "")) if counted else 0
    if n and n > len(truth.may_be_kept):
        yield f"there are only {len(truth.may_be_kept)}"
    if "aman di HP ini" in said or "masih aman di sini" in said:
        missing = {change.record for change in truth.never_came.values()}
        if n < len(missing):
            yield f"{len(missing)} did not arrive"


def _of_photos(world: World, device: Device) -> Iterable[str]:
    shown = {key for key, _ in device.session.tables.table(FILES).matching("state", "stored")}
    if shown - world.hub.ever_stored:
        yield "photos are shown as sent that never came"


def _of_a_card(truth: Truth) -> Iterable[str]:
    """The card of the record that was saved last."""
    saved = truth.device.ledger.saved
    record = saved[max(saved)].record if saved else ""
    if truth.device.session.record(record) is None:
        return
    chip = truth.device.session.card(record).chip
    truth.world.count(f"chip {chip.code}")
    unsent = [key for key, change in truth.to_send.items() if change.record == record]
    if unsent and chip.code not in NOT_GONE:
        yield f"its card says {chip.code}, and {unsent[:3]} never came"
    if chip.code == "carried" and not truth.device.handed_over.issuperset(unsent):
        yield f"its card says that {unsent[:3]} are carried, and not all of these were handed over"
    photos = chip.values.get("stored", 0)
    if photos > sum(sha256 in truth.world.hub.ever_stored for sha256, _ in truth.device.session.files_of(record)):
        yield f"its card says that {photos} photos came"
