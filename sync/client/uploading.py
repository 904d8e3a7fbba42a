"""Files on their way to the centre: each goes on at the byte where it stood, whatever cut it off.

Only the centre's word counts: `sent` in the tables is what it said last, kept for the screen.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sync.client import errors, incoming
from sync.client.api import CentralApi
from sync.client.ports import Clock, FileShelf
from sync.client.shelf_reading import Unreadable, read_file
from sync.client.tables import FILES, Document, Tables
from sync.protocol.canonical import digest
from sync.protocol.limits import MAX_WANTED
from sync.protocol.messages import SyncReply, Wanted

FIRST_PIECE_BYTES = 64 * 1024
SMALLEST_PIECE_BYTES = 16 * 1024
LARGEST_PIECE_BYTES = 1024 * 1024
"""What common proxies let through as one body."""
QUICK_S, SLOW_S = 5.0, 10.0
"""What one piece is to take: long enough that its round trip costs little, short enough that it is seen to go."""
_log = logging.getLogger(__name__)


def next_piece_bytes(piece_bytes: int, sent_bytes: int, took_s: float) -> int:
    """How large the next piece may be, when `sent_bytes` of one of at most `piece_bytes` took so long."""
    if took_s > SLOW_S:
        return _smaller(piece_bytes)
    if took_s < QUICK_S and sent_bytes >= piece_bytes:
        return min(LARGEST_PIECE_BYTES, piece_bytes * 2)
    return piece_bytes


def _smaller(piece_bytes: int) -> int:
    return max(SMALLEST_PIECE_BYTES, piece_bytes // 2)


def always() -> bool:
    """What has nothing to wait for."""
    return True


@dataclass(frozen=True, slots=True)
class _Group:
    """Files of one sort that go together: how large each is, and how much of it the centre has."""

    phase: str
    sizes: dict[str, int]
    there: dict[str, int]

    @classmethod
    def of(cls, phase: str, files: Iterable[tuple[Wanted, Document]]) -> _Group:
        files = list(files)
        sizes = {item.sha256: int(document["size"]) for item, document in files}
        return cls(phase, sizes, {item.sha256: item.offset for item, _ in files})

    def shown(self, sha256: str) -> dict[str, object]:
        """The engine's state while this file goes."""
        return {
            "phase": self.phase,
            "in_batch": frozenset({sha256}),
            "file_number": list(self.sizes).index(sha256) + 1,
            "file_count": len(self.sizes),
            "file_percent": 100 * sum(self.there.values()) // max(1, sum(self.sizes.values())),
        }


class Uploader:
    """Sends files one after the other, in pieces as large as the line carried so far.

    `show` takes what changes of the engine's state; `brought_on` hears of every byte more that the centre has.
    """

    def __init__(
        self,
        tables: Tables,
        files: FileShelf,
        api: CentralApi,
        clock: Clock,
        show: Callable[..., None],
        brought_on: Callable[[], None],
    ) -> None:
        self._tables, self._files, self._api = tables, files, api
        self._clock, self._show, self._brought_on = clock, show, brought_on
        self._piece_bytes = FIRST_PIECE_BYTES
        self._most_bytes = LARGEST_PIECE_BYTES

    async def send_wanted(self, reply: SyncReply, photos_may_go: Callable[[], bool]) -> bool:
        """What the reply asks for: first all previews, which wait for nothing, then the rest while it may go.

        A file that fails alone holds up no other. Returns whether the centre wants more than it could name.
        Raises errors of the way to the centre.
        """
        files = [(item, self._read(item.sha256)) for item in incoming.take_wanted(self._tables, reply)]
        previews = [pair for pair in files if pair[1]["role"] == "preview"]
        rest = [pair for pair in files if pair[1]["role"] != "preview"]
        stored = await self._send_group(_Group.of("sending_previews", previews), always)
        stored += await self._send_group(_Group.of("sending_photos", rest), photos_may_go)
        return stored > 0 and len(reply.wanted_files) >= MAX_WANTED

    async def _send_group(self, group: _Group, may_go: Callable[[], bool]) -> int:
        """How many of them the centre has stored."""
        stored = 0
        for sha256, offset in list(group.there.items()):
            if not may_go():
                break
            self._show(**group.shown(sha256))
            stored += await self._send_from_shelf(group, sha256, offset, may_go)
        return stored

    async def _send_from_shelf(self, group: _Group, sha256: str, offset: int, may_go: Callable[[], bool]) -> bool:
        """Whether the centre has stored it. What cannot be read just now is tried again in every round."""
        try:
            content = await read_file(self._files, sha256)
        except Unreadable:
            _log.exception("a file could not be read; the next round tries again")
            self._note(sha256, state="kept")
            self._note_failed(sha256, "unreadable")
            return False
        damage = _damage(sha256, content)
        if content is None or damage:
            self._note(sha256, state="refused", error=damage)
            return False
        self._note(sha256, state="kept")
        return await self._send_one(group, sha256, content, offset, may_go)

    async def _send_one(
        self, group: _Group, sha256: str, content: bytes, offset: int, may_go: Callable[[], bool]
    ) -> bool:
        """Whether the centre has stored it."""

        def note_arrival(offset: int) -> None:
            group.there[sha256] = offset
            if offset < len(content):
                self._note(sha256, sent=offset)
            self._show(**group.shown(sha256))

        is_there = False
        try:
            is_there = await self.send(sha256, content, offset, may_go, note_arrival)
        except errors.TooLarge:
            self._note(sha256, state="refused", error="too_large")
        except errors.Refused as error:
            # Bytes that came damaged, or a record that a restore took away: the next reply says what is wanted.
            if error.code == "wrong_type":
                self._note(sha256, state="refused", error=error.code)
            else:
                self._note_failed(sha256, error.code)
        except errors.SyncError as error:
            self._note_failed(sha256, errors.trouble(error))
            raise
        if is_there:
            self._note_stored(sha256)
        return is_there

    async def send(
        self,
        sha256: str,
        content: bytes,
        offset: int,
        may_go: Callable[[], bool] = always,
        note_arrival: Callable[[int], None] = lambda _: None,
    ) -> bool:
        """The bytes from `offset` on, where the centre stands. False when the rest must wait now.

        After a cut it goes on at once for as long as every try brings it on. Raises what errors.py names.
        """
        offset, is_announced = min(offset, len(content)), False
        while may_go():
            is_announced = is_announced or offset in (0, len(content))
            try:
                arrived = await self._send_piece(sha256, content, offset)
                if arrived == len(content) and not is_announced:
                    # Whoever began it may have announced another length: only ours is checked and stored.
                    arrived = await self._api.create_file(sha256, len(content), b"")
            except errors.OffsetMoved as error:
                arrived = _further(offset, error.offset, errors.Busy())
            except errors.Offline as error:
                arrived = _further(offset, await self._api.create_file(sha256, len(content), b""), error)
                is_announced = True
            if arrived > offset:
                self._brought_on()
            note_arrival(arrived)
            if arrived == len(content) and is_announced:
                return True
            offset = arrived
        return False

    async def _send_piece(self, sha256: str, content: bytes, offset: int) -> int:
        """Returns how many bytes the centre has then."""
        piece, began_ms = content[offset : offset + self._piece_bytes], self._clock.now_ms()
        try:
            if offset in (0, len(content)):
                arrived = await self._api.create_file(sha256, len(content), piece)
            else:
                arrived = await self._api.append_file(sha256, offset, piece)
        except (errors.Offline, errors.Busy):
            self._piece_bytes = _smaller(self._piece_bytes)
            raise
        except errors.TooLarge as error:
            if not error.by_proxy:
                raise
            return self._with_less_at_once(offset)
        if arrived > len(content) or (piece and arrived <= offset):
            # It took the piece and did not go on: whoever that is, it is asked again later.
            raise errors.Busy(failed=True)
        took_s = (self._clock.now_ms() - began_ms) / 1000
        self._piece_bytes = min(self._most_bytes, next_piece_bytes(self._piece_bytes, len(piece), took_s))
        return arrived

    def _with_less_at_once(self, offset: int) -> int:
        """A proxy before the centre takes no such piece; from now on none is as large."""
        if self._piece_bytes == SMALLEST_PIECE_BYTES:
            raise errors.Busy
        self._most_bytes = self._piece_bytes = _smaller(self._piece_bytes)
        return offset

    # What the tables say

    def _read(self, sha256: str) -> Document:
        return self._tables.table(FILES).read(sha256) or {}

    def _note(self, sha256: str, **facts: object) -> None:
        """On the document as it is now: the person may have dropped it meanwhile."""
        document = self._tables.table(FILES).read(sha256)
        if document is not None and document | facts != document:
            self._tables.table(FILES).put(sha256, document | facts)

    def _note_failed(self, sha256: str, error: str) -> None:
        self._note(sha256, error=error, tries=self._read(sha256).get("tries", 0) + 1)

    def _note_stored(self, sha256: str) -> None:
        document = self._tables.table(FILES).read(sha256)
        if document is not None:
            self._tables.table(FILES).put(sha256, incoming.stored(document))


def _damage(sha256: str, content: bytes | None) -> str:
    """What is wrong with the file on this device: `missing`, `damaged`, or nothing."""
    if content is None:
        return "missing"
    return "" if digest(content) == sha256 else "damaged"


def _further(offset: int, found: int, otherwise: errors.SyncError) -> int:
    """What came of a piece that failed. Without anything the round ends here, and the next one tries again."""
    if found <= offset:
        raise otherwise
    return found
