"""What must hold when the faults have stopped, whatever happened before. Each says what is broken, and where."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from sync.central import filestore
from sync.central.chain import first_break
from sync.central.pull import streams_of
from sync.central.states import first_fault
from sync.central.stored import StoredRecord
from sync.central.tables import changes, files, records, streams
from sync.client import outbox, sending
from sync.client.sending import sending_line
from sync.client.tables import FILES, RECORDS, REFUSED
from sync.domain.people import Role
from sync.domain.records import REVIEWS, files_in, is_guarded
from sync.protocol import wire
from sync.protocol.canonical import same
from sync.protocol.evidence import FIRST_LINK
from tests.simulation.honesty import Broken
from tests.simulation.world import World


def check(world: World) -> None:
    """Raises Broken with everything that does not hold."""
    with world.hub.centre.database.read() as connection:
        log = list(connection.execute(select(changes).order_by(changes.c.stream, changes.c.seq)))
        stored = [StoredRecord.from_row(row) for row in connection.execute(select(records))]
        codes = list(connection.execute(select(streams.c.code).where(streams.c.link != FIRST_LINK)).scalars())
        broken = [f"chain: {first}" for code in codes if (first := first_break(connection, code))]
        broken += [f"rows: {found}" for code in codes if (found := first_fault(connection, code, frozenset()))]
    broken += saved_changes_are_somewhere(world, log)
    broken += devices_hold_their_view(world, stored)
    broken += the_log_leads_to_what_is_stored(log, stored)
    broken += no_unseen_value_was_removed(world, log)
    broken += decisions_stand_on_what_was_seen(log)
    broken += files_are_what_their_names_say(world)
    broken += photos_arrive(world, log)
    broken += the_line_tells_the_truth(world, log)
    broken += nobody_holds_what_is_not_theirs(world)
    broken += nothing_is_stuck(world)
    broken += nothing_goes_without_end(world)
    if broken:
        raise Broken("\n".join(broken))


def saved_changes_are_somewhere(world: World, log: list[Any]) -> Iterator[str]:
    """1. In the centre's log once, or in the device's refused list, or knowingly ended."""
    logged = [row.id for row in log]
    made_by = {row.id: row.device for row in log}
    for device in world.devices:
        kept = device.kept()
        for change in device.ledger.saved.values():
            times = logged.count(change.id)
            known = times or change.id in kept["refused"] or change.id in kept["outbox"]
            if times > 1 or not (known or change.id in device.ledger.ended):
                yield f"{device.name} saved {change.id} {change.set}, which is {times} times in the log"
            elif made_by.get(change.id, device.id) != device.id:
                yield f"{device.name} saved {change.id}, which the log says {made_by[change.id]} made"


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


@dataclass(frozen=True)
class Said:
    """A value as the log knows it."""

    seq: int
    device: str
    change: str
    value: Any


def replay(log: list[Any]) -> Iterator[tuple[Any, str, list[Said], list[Said]]]:
    """A rule of our own over the log: each change, a path that it sets, and the values before and after."""
    lists: dict[tuple[str, str], list[Said]] = {}
    for row in log:
        body = json.loads(row.body)
        for path, value in body["set"].items() if body["kind"] != "person" else ():
            before = lists.get((body["record"], path), [])
            after = _after(before, Said(row.seq, row.device, row.id, value), body["seen"], path)
            lists[body["record"], path] = after
            yield row, path, before, after


def _after(before: list[Said], new: Said, seen: int, path: str) -> list[Said]:
    if is_guarded(path):
        return [new]
    if any(said.device == new.device and said.change > new.change for said in before):
        return before
    stays = [said for said in before if said.seq > seen and said.device != new.device]
    if any(same(said.value, new.value) for said in stays):
        return stays
    place = next((i for i, said in enumerate(before) if said not in stays), len(before))
    return [*[s for s in before[:place] if s in stays], new, *[s for s in before[place:] if s in stays]]


def the_log_leads_to_what_is_stored(log: list[Any], stored: list[StoredRecord]) -> Iterator[str]:
    """3. Every accepted value is in place, kept beside, or was replaced by the rule."""
    expected = {(row.record, path): [said.value for said in after] for row, path, _, after in replay(log)}
    for record in stored:
        for path, state in record.paths.items():
            found, wanted = [entry.value for entry in state.held], expected.get((record.id, path), [])
            if len(found) != len(wanted) or not all(map(same, found, wanted)):
                yield f"{record.id} {path}: {found} is not {wanted}"


def no_unseen_value_was_removed(world: World, log: list[Any]) -> Iterator[str]:
    """3. Who replaced a value had it before them, by what their own device had really pulled."""
    had_seen = {key: seen for device in world.devices for key, seen in device.ledger.had_seen.items()}
    for row, path, before, after in replay(log):
        if is_guarded(path) or row.id not in had_seen:
            continue
        for said in before:
            if said not in after and said.device != row.device and said.change not in had_seen[row.id]:
                yield f"{row.id} removed {said.value!r} of {path}, which its author had not seen"


def decisions_stand_on_what_was_seen(log: list[Any]) -> Iterator[str]:
    """3. No accepted decision on words that another device changed after its author had looked."""
    changed: dict[str, list[tuple[int, str]]] = {}
    for row, path, before, after in replay(log):
        record, seen = row.record, json.loads(row.body)["seen"]
        if path.startswith(f"{REVIEWS}/"):
            unseen = [seq for seq, device in changed.get(record, []) if seq > seen and device != row.device]
            if unseen:
                yield f"{row.id} decides on {record} without having seen {unseen}"
        elif not is_guarded(path) and before != after:
            changed.setdefault(record, []).append((row.seq, row.device))


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


def photos_arrive(world: World, log: list[Any]) -> Iterator[str]:
    """7. Every file that an accepted change names, and that its device has, is at the centre, byte for byte."""
    bodies = (json.loads(row.body) for row in log)
    named = {sha256 for body in bodies for value in body["set"].values() for sha256 in files_in(value)}
    for device in world.devices:
        for sha256 in named & device.files.files.keys():
            if filestore.get(world.hub.centre.files, sha256) != device.files.files[sha256]:
                yield f"{device.name} has the photo {sha256}, which never arrived whole"


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
    """7. Every queue is empty, but for a change on which the centre fails and what its record waits for behind it.
    What was refused waits for its person, with a reason."""
    gone = _never_to_come_back(world)
    for device in world.devices:
        tables = device.session.tables
        waiting = outbox.waiting(tables)
        behind = {document["record"] for key, document in waiting if key in world.hub.poisoned} | gone
        stuck = [(key, document.get("again")) for key, document in waiting if document["record"] not in behind]
        if stuck:
            yield f"{device.name} still has {stuck[:3]} to send"
        photos = sending.kept(tables).photos
        if photos and not behind:
            yield f"{device.name} still has {photos} photos to send"
        for key, document in tables.table(REFUSED).items():
            if not document.get("code"):
                yield f"{device.name} was refused {key} without a reason"


def nothing_goes_without_end(world: World) -> Iterator[str]:
    """7. When nothing is left to do, a round is one question and nothing else."""
    for device in world.devices:
        fails = any(key in world.hub.poisoned for key, _ in outbox.waiting(device.session.tables))
        if device.last_round != ["/v1/sync"] and not fails:
            yield f"{device.name} goes on with {device.last_round[:5]}"


def _never_to_come_back(world: World) -> set[str]:
    """Records that a restore took away and whose creation is refused or fails since, or was knowingly ended: what
    others wrote of them waits for as long as they are away."""
    refused = (doc["change"] for d in world.devices for _, doc in d.session.tables.table(REFUSED).items())
    ended = (
        wire.write(d.ledger.saved[key]) for d in world.devices for key in d.ledger.ended & d.ledger.saved.keys()
    )
    fails = (d.ledger.saved[key] for d in world.devices for key in world.hub.poisoned & d.ledger.saved.keys())
    return {change.record for change in fails} | {
        change["record"] for change in (*refused, *ended) if change["seen"] == 0 and "form" in change["set"]
    }
