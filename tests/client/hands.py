"""From hand to hand: what the tests of *Titip kirim* do with phones, and what they ask of the centre."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from mobile.device.ports import ShrunkPhoto
from mobile.store.errors import StoreFailed
from sync.central.answer import Centre
from sync.central.chain import first_break
from sync.central.tables import changes, files
from sync.client import handover
from sync.client.carrying import TakenIn, take_in
from sync.client.tables import HANDOVERS
from tests.support.centres import KASSI, a_note
from tests.support.phones import Phone

JPEG = b"\xff\xd8\xff\xe0" + b"gambar" * 300
AT = "2026-12-03T06:05:00Z"


def a_shrunk_photo(mark: bytes = b"1") -> ShrunkPhoto:
    return ShrunkPhoto(JPEG + mark, b"\xff\xd8\xff" + mark, None, None)


async def note_with_photo(phone: Phone, mark: bytes = b"1", title: str = "Teba kompos (contoh)") -> str:
    copy = phone.session.begin()
    full, preview = await phone.session.store_photo(copy.record, a_shrunk_photo(mark))
    value = {"sha256": full, "preview": preview, "source": "camera", "people": "none"}
    copy = phone.session.with_photo(copy, phone.session.make_id(), value)
    change = phone.session.submit(phone.typed(copy, **a_note(title=title)))
    assert change is not None
    return copy.record


async def hand_over(phone: Phone) -> bytes:
    """*Titip kirim*, and the file leaves the phone."""
    session, target = phone.session, io.BytesIO()
    offered = handover.offer(session.tables, phone.clock.now_ms())
    packed = await handover.pack(
        session.tables, phone.files, offered, target, device=session.account.id, key=session.handover_key, at=AT
    )
    handover.mark_carried(session.tables, packed)
    return target.getvalue()


async def take(phone: Phone, content: bytes) -> TakenIn:
    return await take_in(
        phone.session.tables, phone.files, io.BytesIO(content), device=phone.session.account.id, at=AT
    )


def logged(centre: Centre) -> list[tuple[str, str | None]]:
    """Device and carrier of every change of the kelurahan."""
    with centre.database.read() as connection:
        assert first_break(connection, KASSI) is None
        query = select(changes.c.device, changes.c.carrier).where(changes.c.stream == KASSI)
        return [(row.device, row.carrier) for row in connection.execute(query.order_by(changes.c.seq))]


def stored(centre: Centre) -> int:
    with centre.database.read() as connection:
        return len(connection.execute(select(files).where(files.c.stored_at.is_not(None))).all())


def carried_state(phone: Phone) -> str:
    ((_, document),) = phone.session.tables.table(HANDOVERS).items()
    return str(document["state"])


def cannot_read(phone: Phone, sha256: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the place on the card where this file lies gives an error."""
    read = phone.files.read

    async def failing(name: str) -> bytes | None:
        if name == sha256:
            raise StoreFailed("EIO")
        return await read(name)

    monkeypatch.setattr(phone.files, "read", failing)
