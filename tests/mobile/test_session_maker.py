import httpx

from mobile.session import Session
from mobile.session_maker import highest_id, make_session
from mobile.store.accounts import Account
from mobile.store.shelves import Shelves
from sync.client.tables import OUTBOX, REFUSED
from sync.domain.ids import IdSource
from tests.support.sessions import FakeClock, FakeNetwork, MemoryShelf, a_session, memory_shelves, unreachable

DAY_S = 86_400
DEVICE = "0192bbbb-0000-7000-8000-000000000001"
AREA = "73.71.13.1005/RW003/RT005"


def _again(tables: Shelves, clock: FakeClock) -> Session:
    account = Account(DEVICE, "http://test", "p", "Ibu Contoh", "rt", AREA)
    http = httpx.AsyncClient(transport=httpx.MockTransport(unreachable))
    return make_session(account, tables, MemoryShelf(), http, "", FakeNetwork(), clock)


def test_ids_never_go_back_when_the_clock_does() -> None:
    clock, tables = FakeClock(), memory_shelves()
    session = _again(tables, clock)
    change = session.submit(session.begin().with_value("title", "Teba"))
    assert change is not None
    clock.advance(-30 * DAY_S)

    later = _again(tables, clock)

    assert later.make_id() > change.id


def test_ids_never_go_back_when_what_carried_them_was_dropped() -> None:
    clock, tables = FakeClock(), memory_shelves()
    session = _again(tables, clock)
    change = session.submit(session.begin().with_value("title", "Teba"))
    assert change is not None
    with tables.transaction():
        tables.table(OUTBOX).discard(change.id)
    clock.advance(-30 * DAY_S)

    later = _again(tables, clock)

    assert later.make_id() > change.id


def test_a_draft_counts_as_made_here() -> None:
    session = a_session()
    draft = session.keep(session.begin())

    assert highest_id(session.tables) == draft.record


def test_a_refused_change_counts_as_made_here() -> None:
    session, made = a_session(), IdSource()()
    session.tables.table(REFUSED).put(made, {"record": "r"})

    assert highest_id(session.tables) == made


def test_everything_that_is_written_is_told() -> None:
    told = []
    session = a_session(changed=lambda: told.append(1))

    session.keep(session.begin())

    assert told


def test_what_photos_wait_for_is_remembered() -> None:
    clock, tables = FakeClock(), memory_shelves()
    _again(tables, clock).set_wifi_only(True)
    _again(tables, clock).set_charging_only(True)

    state = _again(tables, clock).engine.state
    assert (state.wifi_only, state.charging_only) == (True, True)
