"""The answer to a sync: push, then pull, in one round trip. Who asks at the same time is answered together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from sync.central import foresight, json_text, reading, tokens
from sync.central.accept import Accepted, Caller, Push, accept_all, prepare
from sync.central.answer import Centre, known_by, note_contacts
from sync.central.catalogues.keeping import told
from sync.central.people import iso
from sync.central.pull import Heads, Pulled, heads_for, pull
from sync.central.together import More
from sync.central.turn import Meanwhile, nothing
from sync.domain.forms import CURRENT
from sync.protocol import wire
from sync.protocol.messages import Holding, PersonRef, Receipt, Source, SyncReply, SyncRequest
from sync.protocol.problems import Code, Problem

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came: whose token, and the body."""

    token: str
    body: bytes
    encoding: str


_NOTHING = Accepted([], {}, Source("", "", PersonRef("", "", ""), ""))


@dataclass(slots=True)
class _Sync:
    """One request on its way to its answer, or to the error that is its answer."""

    caller: Caller
    request: SyncRequest
    push: Push
    held: Holding | None
    accepted: Accepted | None = None
    answer: bytes | Exception = b""

    @classmethod
    def of(cls, caller: Caller, read: reading.Read, held: Holding | None = None) -> _Sync:
        """`held` is what the device said before that it holds."""
        # Validating and hashing stand outside the transaction, which holds the streams' locks.
        batch = list(map(prepare, read.request.changes, read.bodies))
        return cls(caller, read.request, Push(caller, batch), held)

    @property
    def tells_holding(self) -> bool:
        """Whether it says something else than before."""
        holding = self.request.holding
        return holding is not None and holding != self.held and tokens.is_holding(holding)


_Opened = _Sync | Exception


def answer_all(centre: Centre, asked: Sequence[Asked], more: More[Asked] = lambda: ()) -> list[bytes | Exception]:
    """The JSON of a SyncReply for each, or the error with which it fails. Nobody fails for another's sake.

    Who comes while another process writes is read then, and written with those who came before: `more` gives them.
    """
    speakers: list[tokens.Known | Exception] = []
    opened: list[_Opened] = []

    def take(came: Sequence[Asked]) -> bool:
        if came:
            known = _speakers_of(centre, came)
            speakers.extend(known)
            opened.extend(map(_open, known, came))
        return bool(came)

    def take_more() -> bool:
        # A large push is worked out before its turn: it comes next.
        return _changes_in(opened) < foresight.MANY and take(more())

    take(asked)
    _answer(centre, opened, take_more)
    # What cannot be noted now is news again at the next request.
    with suppress(Problem):
        note_contacts(centre, [known for known in speakers if isinstance(known, tokens.Known)])
    return [each.answer if isinstance(each, _Sync) else each for each in opened]


def _speakers_of(centre: Centre, asked: Sequence[Asked]) -> Sequence[tokens.Known | Exception]:
    found = _or_error(partial(known_by, centre, [each.token for each in asked]))
    return [found] * len(asked) if isinstance(found, Exception) else found


def _open(known: tokens.Known | Exception, asked: Asked) -> _Opened:
    if isinstance(known, Exception):
        return known

    def read_it() -> _Sync:
        read = reading.sync_request(reading.unpacked(asked.body, asked.encoding))
        return _Sync.of(known.caller, read, known.holding)

    return _or_error(read_it)


def _or_error(do: Callable[[], Done]) -> Done | Exception:
    """It is the answer of who asked, and of nobody else."""
    try:
        return do()
    except Exception as error:  # noqa: BLE001
        return error


def sync(centre: Centre, caller: Caller, request: SyncRequest) -> SyncReply:
    """Push, then pull. Safe to repeat with the same request. Raises Problem."""
    return wire.read(SyncReply, json_text.parsed(sync_text(centre, caller, request)))


def sync_text(centre: Centre, caller: Caller, request: SyncRequest) -> bytes:
    """The same as JSON, into which the records are copied as they are stored."""
    mine = _Sync.of(caller, reading.as_read(request))
    _answer(centre, [mine])
    if isinstance(mine.answer, Exception):
        raise mine.answer
    return mine.answer


def push(centre: Centre, caller: Caller, request: SyncRequest) -> list[Receipt]:
    """The first half alone."""
    mine = _Sync.of(caller, reading.as_read(request))
    _push(centre, [mine])
    if isinstance(mine.answer, Exception):
        raise mine.answer
    return mine.accepted.receipts if mine.accepted else []


def _answer(centre: Centre, opened: Sequence[_Opened], meanwhile: Meanwhile = nothing) -> None:
    if _pushing(opened):
        _push(centre, opened, meanwhile)
    syncs = [each for each in opened if isinstance(each, _Sync)]
    _note_holdings(centre, [each for each in syncs if each.tells_holding])
    pulling = [each for each in syncs if not isinstance(each.answer, Exception)]
    if pulling:
        with centre.database.read() as connection:
            heads = heads_for(connection, [each.caller.person for each in pulling])
            offered = {f"forms/{name}": version for name, version in CURRENT.items()} | told(connection)
            for each in pulling:
                each.answer = _or_error(partial(_pulled, connection, heads, each, iso(centre.clock()), offered))


def _note_holdings(centre: Centre, telling: Sequence[_Sync]) -> None:
    if telling:
        with suppress(Problem), centre.database.write() as connection:
            for each in telling:
                assert each.request.holding is not None
                tokens.note_holding(connection, each.caller.device, each.request.holding, centre.clock())


def _pushing(opened: Sequence[_Opened]) -> list[_Sync]:
    return [each for each in opened if isinstance(each, _Sync) and each.push.batch]


def _changes_in(opened: Sequence[_Opened]) -> int:
    return sum(len(each.push.batch) for each in _pushing(opened))


def _push(centre: Centre, opened: Sequence[_Opened], meanwhile: Meanwhile = nothing) -> None:
    """In one transaction, before which more may be opened; where that fails for several, each in its own."""
    try:
        accepted = _accepted(centre, opened, meanwhile)
    except Exception as error:  # noqa: BLE001
        failed = _pushing(opened)
        if len(failed) > 1 and not _is_busy(error):
            for each in failed:
                _push(centre, [each])
            return
        for each in failed:
            each.answer = _as_answer(error)
    else:
        for each, mine in zip(_pushing(opened), accepted, strict=True):
            each.accepted = mine
            centre.count_receipts(mine.receipts)


def _accepted(centre: Centre, opened: Sequence[_Opened], meanwhile: Meanwhile) -> list[Accepted]:
    foreseen = _foreseen(centre, opened)
    if foreseen and _is_written(centre, foreseen):
        return foreseen.accepted
    with centre.database.write(meanwhile) as connection:
        pushes = [each.push for each in _pushing(opened)]
        return accept_all(connection, pushes, iso(centre.clock()), centre.make_salt)


def _is_written(centre: Centre, foreseen: foresight.Foreseen) -> bool:
    try:
        with centre.database.write() as connection:
            return foreseen.write(connection)
    except IntegrityError:
        return False


def _foreseen(centre: Centre, opened: Sequence[_Opened]) -> foresight.Foreseen | None:
    if not centre.database.is_sqlite or _changes_in(opened) < foresight.MANY:
        return None
    pushes = [each.push for each in _pushing(opened)]
    with centre.database.read() as connection:
        return foresight.foresee(connection, pushes, lambda: iso(centre.clock()), centre.make_salt)


def _is_busy(error: Exception) -> bool:
    """Whoever tries again at once waits as long again."""
    return isinstance(error, Problem) and error.code is Code.BUSY


def _as_answer(error: Exception) -> Exception:
    # Two batches that create one record under two streams' locks: the second finds it on its next try.
    return Problem(Code.BUSY, headers={"Retry-After": "1"}) if isinstance(error, IntegrityError) else error


def _pulled(connection: Connection, heads: Heads, sync: _Sync, now: str, offered: dict[str, str]) -> bytes:
    request, accepted = sync.request, sync.accepted or _NOTHING
    created = accepted.created if request.spares_own else {}
    known = frozenset(created.values())
    person, with_city = sync.caller.person, request.holds_city
    page = pull(connection, heads, person, request.cursors, request.limit, known, with_city=with_city)
    whole = {change for change, place in created.items() if place in page.spared}
    receipts = [replace(each, whole=True) if each.id in whole else each for each in accepted.receipts]
    reply = wire.write(_reply(receipts, page, now, offered, accepted.made if whole else None))
    del reply["records"]
    return b'%b,"records":[%b]}' % (json_text.canonical(reply)[:-1], b",".join(page.records))


def _reply(
    receipts: list[Receipt], page: Pulled, now: str, offered: dict[str, str], made: Source | None
) -> SyncReply:
    return SyncReply(
        receipts,
        [],
        page.cursors,
        page.reached,
        page.checksums,
        page.wanted,
        page.safe,
        offered,
        page.epoch,
        now,
        page.more,
        made,
    )
