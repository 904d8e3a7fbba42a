"""What people do in the simulation. Each act goes through the session, as a screen would."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

from mobile.device.ports import ShrunkPhoto
from sync.client.reviewing import Mark
from sync.client.tables import CURSORS, OUTBOX, REFUSED, WORKING
from sync.client.working import Working
from sync.domain.lifecycle import Act, Status
from sync.domain.people import FIELD_ROLES
from sync.domain.records import is_guarded
from sync.domain.rights import may_act, may_edit, may_write
from sync.protocol import wire
from sync.protocol.messages import Change
from tests.simulation.device import Device, finish
from tests.support.centres import a_note

HOSTILE = ("setengah \ud83d", "nol \0", "KK 7371130912880001", "panjang " * 400, "besar " * 12_000)
"""What a keyboard or a clipboard may give: half a character, a private number, more than fits."""
FIELDS = ("title", "problem", "action", "lorong", "after")
PHOTOS = ("photos/p1", "photos/p2")


def known_records(device: Device) -> list[str]:
    return sorted(device.session.records.replica.record_ids())


def _pick(rng: random.Random, records: list[str]) -> str | None:
    """Often one of the oldest, so that people meet over the same record."""
    if not records:
        return None
    return rng.choice(records[:3] if rng.random() < 0.6 else records)


def _answered_only(device: Device, rng: random.Random) -> str | None:
    """A record of which a change has its receipt while what others wrote before it may still be on its way."""
    tables, found = device.session.tables, []
    for _, document in tables.table(OUTBOX).items():
        cursor = tables.table(CURSORS).read(document["change"]["area"])
        if document.get("seq", 0) > (cursor["reached"] if cursor else 0):
            found.append(str(document["record"]))
    return rng.choice(found) if found else None


def note(device: Device, rng: random.Random) -> None:
    """A new record, whole, or left as a draft."""
    if device.session.person.role not in FIELD_ROLES:
        return
    copy = device.session.begin()
    for path, value in a_note(title=f"Catatan {rng.randrange(10**6)}", lorong="Lorong 4", after="Bersih").items():
        if path not in ("status", "area"):
            copy = copy.with_value(path, value)
    if rng.random() < 0.8:
        copy = copy.with_value(PHOTOS[0], _photo(device, copy.record, rng))
    _keep_and_submit(device, copy, rng)


def _photo(device: Device, record: str, rng: random.Random) -> dict[str, str]:
    size = 150_000 if rng.random() < 0.2 else 40
    content = b"\xff\xd8\xff" + rng.randbytes(size)
    full, preview = finish(device.session.store_photo(record, ShrunkPhoto(content, content[:20], None, None)))
    return {"sha256": full, "preview": preview, "people": "none"}


def _keep_and_submit(device: Device, copy: Working, rng: random.Random) -> None:
    device.ledger.typing = dict(copy.values)
    copy = device.session.keep(copy)
    device.ledger.typed[copy.record] = dict(copy.values)
    if rng.random() < 0.15 or device.session.faults(copy):
        return
    # What was refused of this record is then part of the correction.
    _end_refused(device, copy.record)
    change = device.session.submit(copy)
    del device.ledger.typed[copy.record]
    device.note_saved(change)


def _end_refused(device: Device, record: str) -> None:
    device.ledger.ending |= {key for key, _ in device.session.tables.table(REFUSED).matching("record", record)}


def rewrite(device: Device, rng: random.Random) -> None:
    """Edit a record, correct what was refused, or go on with a draft."""
    answered = _answered_only(device, rng)
    record = answered or _pick(
        rng, known_records(device) + [key for key, _ in device.session.tables.table(WORKING).items()]
    )
    if record is None:
        return
    state = device.session.record(record)
    if state is not None and not may_edit(device.session.person, state.ownership):
        return
    copy = device.session.open(record)
    if copy is None:
        return
    for path in rng.sample(FIELDS, len(FIELDS) if answered else rng.randint(1, 2)):
        emptied = path in ("lorong", "after") and rng.random() < 0.5
        copy = copy.with_value(path, None if emptied else f"{device.name} {rng.randrange(10**6)}")
    _keep_and_submit(device, _with_photos(device, copy, rng), rng)


def _with_photos(device: Device, copy: Working, rng: random.Random) -> Working:
    """Others than the author name photos too: with one of their own, or with a caption for one that is there."""
    there = {path: photo for path in PHOTOS if (photo := copy.values.get(path))}
    if there and rng.random() < 0.3:
        path = rng.choice(sorted(there))
        return copy.with_value(path, there[path] | {"caption": f"Foto {rng.randrange(10**6)}"})
    if PHOTOS[1] not in there and rng.random() < 0.2:
        return copy.with_value(PHOTOS[1], _photo(device, copy.record, rng))
    return copy


def comment(device: Device, rng: random.Random) -> None:
    record = _pick(rng, known_records(device))
    state = device.session.record(record) if record else None
    if state is not None and may_write(device.session.person, state.ownership, "comments/x"):
        text = rng.choice(HOSTILE) if rng.random() < 0.15 else f"Komentar {rng.randrange(10**6)}"
        _edit(device, lambda: device.session.comment(state, text))


def _edit(device: Device, act: Callable[[], Any]) -> None:
    before = device.kept()["outbox"]
    act()
    for key in device.kept()["outbox"] - before:
        device.note_saved(_change(device, key))


def _change(device: Device, key: str) -> Any:
    document = device.session.tables.table("outbox").read(key)
    return wire.read(Change, document["change"]) if document else None


def choose(device: Device, rng: random.Random) -> None:
    """Settle one pair of values."""
    for record in known_records(device):
        state = device.session.record(record)
        if state is None or not may_edit(device.session.person, state.ownership):
            continue
        for path, held in state.two_values.items():
            if not is_guarded(path):
                _edit(device, partial(device.session.choose, state, path, rng.choice(held).value))
                return


def decide(device: Device, rng: random.Random) -> None:
    """Review the record that waits longest, and sometimes take it back."""
    for item in device.session.records.queue():
        state = device.session.record(item.card.record)
        if state is None or not may_act(device.session.person, state.ownership, Act.REVIEW):
            continue
        marks = (
            {"problem": Mark(rng.choice(["revise", "revise", "reject"]), "Lengkapi")} if rng.random() < 0.6 else {}
        )
        give_back = not marks and rng.random() < 0.2
        # Deciding again ends the decision that was refused.
        _end_refused(device, state.id)
        change = device.session.decide(state, marks, "Catatan", give_back, {})
        device.note_saved(change)
        if rng.random() < 0.2:
            device.ledger.ending.add(change.id)
            device.session.take_back(change.id)
        return


def withdraw(device: Device, rng: random.Random) -> None:
    record = _pick(rng, known_records(device))
    state = device.session.record(record) if record else None
    if state is None or state.author != device.session.person.id:
        return
    if state.status in (Status.SUBMITTED, Status.REVISION, Status.RETURNED) and rng.random() < 0.3:
        _edit(device, lambda: device.session.withdraw(state))


def throw_away(device: Device, rng: random.Random) -> None:
    refused = {document["record"] for _, document in device.session.tables.table(REFUSED).items()}
    record = _pick(rng, sorted(refused))
    if record is not None and rng.random() < 0.3:
        _end_refused(device, record)
        device.session.throw_away(record)


def try_again(device: Device, _: random.Random) -> None:
    """*Coba lagi* in the line about sending."""
    device.session.try_to_save()


ACTS: dict[Callable[[Device, random.Random], None], int] = {
    note: 5,
    rewrite: 12,
    comment: 3,
    choose: 3,
    decide: 5,
    withdraw: 1,
    throw_away: 1,
    try_again: 1,
}
