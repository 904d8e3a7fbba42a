"""What must hold when the faults have stopped, whatever happened before. Each says what is broken, and where."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from sync.central import filestore
from sync.central.chain import first_break
from sync.central.pull import streams_of
from sync.central.stored import StoredRecord
from sync.central.tables import changes, files, records, streams
from sync.client import outbox
from sync.client.sending import sending_line
from sync.client.tables import FILES, RECORDS, REFUSED
from sync.domain.people import Role
from sync.domain.records import is_decision, is_guarded
from sync.protocol import wire
from sync.protocol.canonical import same
from tests.simulation.honesty import Broken
from tests.simulation.world import World


def check(world: World) -> None:
    """Raises Broken with everything that does not hold."""
    with world.hub.centre.database.read() as connection:
        log = list(connection.execute(select(changes).order_by(changes.c.stream, changes.c.seq)))
        stored = [StoredRecord.from_row(row) for row in connection.execute(select(records))]
        codes = list(connection.execute(select(streams.c.code).where(streams.c.seq > 0)).scalars())
        broken = [f"chain: {found}" for code in codes if (found := first_break(connection, code))]
    broken += saved_changes_are_somewhere(world, log)
    broken += devices_hold_their_view(world, stored)
    broken += no_unseen_value_was_removed(log, stored)
    broken += decisions_stand_on_what_was_seen(log)
    broken += files_are_what_their_names_say(world)
    broken += the_line_tells_the_truth(world, log)
    broken += nobody_holds_what_is_not_theirs(world)
    broken += nothing_is_stuck(world)
    if broken:
        raise Broken("\n".join(broken))


def saved_changes_are_somewhere(world: World, log: list[Any]) -> Iterator[str]:
    """1. In the centre's log once, or in the device's refused list, or knowingly ended."""
    logged = [row.id for row in log]
    for device in world.devices:
        kept = device.kept()
        for change in device.ledger.saved.values():
            times = logged.count(change.id)
            known = times or change.id in kept["refused"] or change.id in kept["outbox"]
            if times > 1 or not (known or change.id in device.ledger.ended):
                yield f"{device.name} saved {change.id} {change.set}, which is {times} times in the log"


def devices_hold_their_view(world: World, stored: list[StoredRecord]) -> Iterator[str]:
    """2. Exactly what the centre holds of their streams."""
    for device in world.devices:
        held = streams_of(device.person)
        own = device.person.role is Role.UMKM
        wanted = {
            record.id: _plain(wire.write(record.view()))
            for record in stored
            if record.stream in held and (not own or record.author == device.person.id)
        }
        found = {key: _plain(doc["view"]) for key, doc in device.session.tables.table(RECORDS).items()}
        if found != wanted:
            different = [key for key in found.keys() | wanted.keys() if found.get(key) != wanted.get(key)]
            yield f"{device.name} holds another state of {different[:3]}"


def _plain(view: Any) -> Any:
    return json.loads(json.dumps(view, sort_keys=True))


def no_unseen_value_was_removed(log: list[Any], stored: list[StoredRecord]) -> Iterator[str]:
    """3. A checker of its own replays the log: every value that went had been seen, or was the device's."""
    lists: dict[tuple[str, str], list[tuple[int, str, str, Any]]] = {}
    for row in log:
        body = json.loads(row.body)
        if body["kind"] == "person":
            continue
        for path, value in body["set"].items():
            held = lists.setdefault((body["record"], path), [])
            if is_guarded(path):
                held[:] = [(row.seq, row.device, row.id, value)]
                continue
            if any(device == row.device and change > row.id for _, device, change, _ in held):
                continue
            stays = [item for item in held if item[0] > body["seen"] and item[1] != row.device]
            place = next((i for i, item in enumerate(held) if item not in stays), len(held))
            before = [item for item in held[:place] if item in stays]
            new = [] if any(same(item[3], value) for item in stays) else [(row.seq, row.device, row.id, value)]
            held[:] = [*before, *new, *stays[len(before) :]]
    for record in stored:
        for path, state in record.paths.items():
            expected = [item[3] for item in lists.get((record.id, path), [])]
            if [entry.value for entry in state.held] != expected:
                yield f"{record.id} {path}: {[entry.value for entry in state.held]} is not {expected}"


def decisions_stand_on_what_was_seen(log: list[Any]) -> Iterator[str]:
    """3. No accepted decision on words that another device wrote after its author had looked."""
    written: dict[str, list[tuple[int, str]]] = {}
    for row in log:
        body = json.loads(row.body)
        if is_decision(body["set"]):
            unseen = [s for s, d in written.get(body["record"], []) if s > body["seen"] and d != row.device]
            if unseen:
                yield f"{row.id} decides on {body['record']} without having seen {unseen}"
        elif not all(map(is_guarded, body["set"])):
            written.setdefault(body["record"], []).append((row.seq, row.device))


def files_are_what_their_names_say(world: World) -> Iterator[str]:
    """1. What counts as stored is there, whole."""
    with world.hub.centre.database.read() as connection:
        stored = list(connection.execute(select(files.c.sha256).where(files.c.stored_at.is_not(None))).scalars())
    for sha256 in stored:
        content = filestore.get(world.hub.centre.files, sha256)
        if content is None or hashlib.sha256(content).hexdigest() != sha256:
            yield f"the file {sha256} is not what its name says"
    for device in world.devices:
        for sha256, document in device.session.tables.table(FILES).items():
            if document["state"] == "refused" and sha256 not in stored:
                yield f"{device.name} gave up the photo {sha256}: {document.get('error')}"


def the_line_tells_the_truth(world: World, log: list[Any]) -> Iterator[str]:
    """4. "Semua sudah terkirim" only when everything submitted is in the log."""
    logged = {row.id for row in log}
    for device in world.devices:
        line = sending_line(device.session.facts())
        missing = [key for key in device.ledger.saved if key not in logged and key not in device.ledger.ended]
        if line in ("all_sent", "drafts_only") and missing:
            yield f"{device.name} says {line}, and {missing[:3]} are not in the log"


def nobody_holds_what_is_not_theirs(world: World) -> Iterator[str]:
    """6. Only records of the person's streams, and a UMKM only its own."""
    for device in world.devices:
        for key, document in device.session.tables.table(RECORDS).items():
            own = document["view"]["author"] == device.person.id
            allowed = document["area"] in streams_of(device.person)
            if not allowed or (device.person.role is Role.UMKM and not own):
                yield f"{device.name} holds {key} of {document['area']}"


def nothing_is_stuck(world: World) -> Iterator[str]:
    """7. Every queue is empty; what was refused waits for its person, with a reason."""
    for device in world.devices:
        waiting = outbox.waiting(device.session.tables)
        if waiting:
            yield f"{device.name} still has {[(key, doc.get('again')) for key, doc in waiting][:3]} to send"
        for key, document in device.session.tables.table(REFUSED).items():
            if not document.get("code"):
                yield f"{device.name} was refused {key} without a reason"
