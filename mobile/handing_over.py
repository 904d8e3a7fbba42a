"""*Titip kirim* and *Terima titipan* as the screen of *Kiriman* asks for them. Knows no controls."""

from __future__ import annotations

import io
from dataclasses import dataclass

from mobile.device.ports import DeviceError, FileExchange
from mobile.session import Session
from mobile.store.errors import StoreError, StoreFull
from sync.client import carrying, handover
from sync.client.carrying import TakenIn
from sync.client.handover import Offer
from sync.client.tables import HANDOVERS, Document
from sync.protocol.handover import MAX_HANDOVER_BYTES, SUFFIX, BadHandOver, NewerHandOver

MOST_BYTES = MAX_HANDOVER_BYTES + 1024 * 1024
"""More than any file of ours has; what is larger is not read."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What this phone carries for another one.

    `waits_for`: sending, signal, wifi and battery (photos whose notes have arrived), or turn. `left_out` counts
    files that could not be sent.
    """

    key: str
    state: str
    notes: int
    photos: int
    size_bytes: int
    taken_at: str
    waits_for: str
    code: str
    left_out: int


class NotTaken(Exception):
    """Why nothing was taken in. `code`: damaged, newer, no_room, not_kept, or that of a DeviceError."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def offer(session: Session) -> Offer:
    """What *Titip kirim* would hand over now."""
    return handover.offer(session.tables, session.clock.now_ms())


async def give(session: Session, exchange: FileExchange) -> bool:
    """Make the file and give it away; only when it has left this phone is it called handed over. False when the
    person gave up. Raises StoreError or DeviceError."""
    target, at = io.BytesIO(), session.clock.now_iso()
    packed = await handover.pack(
        session.tables,
        session.files,
        offer(session),
        target,
        device=session.account.id,
        key=session.handover_key,
        at=at,
    )
    has_left = await exchange.give(_name(at), target.getvalue())
    if has_left:
        handover.mark_carried(session.tables, packed)
    return has_left


def _name(at: str) -> str:
    digits = "".join(letter for letter in at if letter.isdigit())
    return f"titipan-{digits[:8]}-{digits[8:14]}{SUFFIX}"


async def choose(session: Session, exchange: FileExchange) -> TakenIn | None:
    """Take in a file that the person picks; None when they give up. Raises NotTaken."""
    try:
        content = await exchange.pick(MOST_BYTES)
    except DeviceError as error:
        raise NotTaken("damaged" if error.code == "too_large" else error.code) from error
    return None if content is None else await take(session, content)


async def take(session: Session, content: bytes) -> TakenIn:
    """Keep it, and try to send it. Raises NotTaken."""
    at = session.clock.now_iso()
    try:
        taken = await carrying.take_in(
            session.tables, session.files, io.BytesIO(content), device=session.account.id, at=at
        )
    except NewerHandOver as error:
        raise NotTaken("newer") from error
    except BadHandOver as error:
        raise NotTaken("damaged") from error
    except (carrying.NoRoom, StoreFull) as error:
        raise NotTaken("no_room") from error
    except StoreError as error:
        raise NotTaken("not_kept") from error
    session.engine.wake()
    return taken


async def let_go(session: Session, key: str) -> None:
    """Carry it no longer. Raises StoreError."""
    await carrying.let_go(session.tables, session.files, key)


def carried(session: Session) -> list[Carried]:
    """Newest first."""
    rows = sorted(session.tables.table(HANDOVERS).items(), key=lambda pair: pair[1]["taken_at"], reverse=True)
    return [_carried(session, key, document) for key, document in rows]


def _carried(session: Session, key: str, document: Document) -> Carried:
    return Carried(
        key,
        document["state"],
        document["notes"],
        document["photos"],
        document["size"],
        document["taken_at"],
        _waits_for(session, key, document),
        document.get("code", ""),
        len(document.get("given_up", ())),
    )


def _waits_for(session: Session, key: str, document: Document) -> str:
    engine = session.engine.state
    photos_wait_for = engine.photos_wait_for(session.network) if document.get("notes_sent") else ""
    reasons = (
        ("sending", engine.phase == "carrying" and key in engine.in_batch),
        ("signal", not session.network.is_up),
        (photos_wait_for, bool(photos_wait_for)),
    )
    return next((reason for reason, holds in reasons if holds), "turn")
