"""Takes in what another phone carried: judged for whoever signed it, chained with who brought it.

Safe to repeat, by whatever carrier, before and after the first phone speaks itself: a change is known by its id.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from sync.central import filestore, people, reading
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.bulk import write_rows
from sync.central.syncing import push
from sync.central.tables import carried, devices, files, uploads
from sync.domain.people import Person
from sync.protocol import wire
from sync.protocol.canonical import canonical, digest
from sync.protocol.handover import BadHandOver, Manifest, is_signed, manifest_in
from sync.protocol.limits import MAX_CHANGES
from sync.protocol.messages import REFUSED, Change, HandOverReply, HandOverRequest, SyncRequest, Wanted
from sync.protocol.problems import Code, Problem

log = logging.getLogger("lorong")


def request_in(body: bytes) -> HandOverRequest:
    """Raises Problem: BAD_JSON or TOO_LARGE. Nothing is put in order here: what was signed is what came."""
    try:
        request = wire.read(HandOverRequest, reading.json_object(body))
    except wire.Unreadable as error:
        raise Problem(Code.BAD_JSON, str(error)) from error
    if len(request.changes) > MAX_CHANGES:
        raise Problem(Code.TOO_LARGE, f"more than {MAX_CHANGES} changes")
    return request


def take_handover(centre: Centre, carrier: Caller, request: HandOverRequest) -> HandOverReply:
    """Accept one part in the signer's name. Raises Problem: BAD_HANDOVER or SENDER_REVOKED.

    What was refused is only counted: the first phone hears why when it speaks itself.
    """
    manifest = _signed(centre, request)
    with centre.database.read() as connection:
        signer = _signer(connection, manifest.device, centre.clock())
    by = carrier.device if carrier.device != manifest.device else None
    accepted = _accepted(centre, Caller(signer, manifest.device, by), request.changes)
    with centre.database.read() as connection:
        wanted = _wanted(connection, signer, manifest)
    if wanted:
        with centre.database.write() as connection:
            _permit(connection, carrier.person, wanted)
    refused = len(request.changes) - accepted
    log.info(
        "hand-over of device %s by %s: %d accepted, %d refused, %d files wanted",
        manifest.device,
        carrier.device,
        accepted,
        refused,
        len(wanted),
    )
    return HandOverReply(accepted, refused, wanted)


def _signed(centre: Centre, request: HandOverRequest) -> Manifest:
    try:
        manifest = manifest_in(request.manifest)
        is_whole = not request.changes or digest(canonical(request.changes)) in {p.sha256 for p in manifest.parts}
        key = centre.keys.handover_key(manifest.device)
        if is_whole and is_signed(request.manifest, request.signature, key):
            return manifest
    except (BadHandOver, ValueError, RecursionError) as error:
        raise Problem(Code.BAD_HANDOVER) from error
    raise Problem(Code.BAD_HANDOVER)


def _signer(connection: Connection, device: str, now: datetime) -> Person:
    row = connection.execute(select(devices).where(devices.c.id == device)).first()
    if row is None:
        # A restored centre that does not know the phone yet: it enrols again, and its signature holds.
        raise Problem(Code.SENDER_REVOKED)
    person = people.in_term(connection, row.person, now)
    if row.revoked_at is not None or person is None:
        raise Problem(Code.SENDER_REVOKED)
    return person


def _accepted(centre: Centre, signer: Caller, items: list[Any]) -> int:
    """How many of the changes are in the centre now."""
    changes = [change for item in items for change in _readable(item)]
    receipts = push(centre, signer, SyncRequest(changes)) if changes else []
    return sum(receipt.status != REFUSED for receipt in receipts)


def _readable(item: Any) -> list[Change]:
    """One that cannot be read must not hold up the others; the first phone will hear of it."""
    try:
        return reading.sync_request(canonical({"changes": [item]})).request.changes
    except Problem:
        return []


def _wanted(connection: Connection, signer: Person, manifest: Manifest) -> list[Wanted]:
    """Files that are not whole here yet and that a record of the signer names."""
    named = [file.sha256 for file in manifest.files]
    query = select(files.c.sha256, func.coalesce(uploads.c.offset, 0).label("there")).outerjoin(uploads)
    rows = connection.execute(query.where(files.c.sha256.in_(named), files.c.stored_at.is_(None)))
    there = {row.sha256: row.there for row in rows if filestore.may_send_file(connection, signer, row.sha256)}
    return [Wanted(sha256, there[sha256]) for sha256 in named if sha256 in there]


def _permit(connection: Connection, carrier: Person, wanted: list[Wanted]) -> None:
    """The carrier may send these although none of their own records names them; reading is another matter."""
    rows = [{"sha256": item.sha256, "person": carrier.id} for item in wanted]
    write_rows(connection, carried, rows, ("sha256", "person"), keep=True)
