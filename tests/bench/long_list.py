"""How long *Beranda* takes with thousands of records: `python -m tests.bench.long_list [records]`.

The figures are of this machine and without a screen: what Python does until the changed rows are packed.
"""

from __future__ import annotations

import asyncio
import sys
import time
from statistics import median

import flet as ft

from mobile.components.place import STEP
from mobile.components.windowed import MOST
from mobile.screens.home import HomeScreen
from mobile.session import Session
from tests.support.app_driver import AppDriver
from tests.support.notes import ME, NEIGHBOUR, a_photo, a_view, an_id, save
from tests.support.sessions import a_session, pulled, showing

UPDATES = 30
LIMIT_MS = 50.0


async def main(records: int) -> None:
    session = filled(records)
    started = time.perf_counter()
    driver = await AppDriver().start(showing(HomeScreen, session))
    report(f"first render of {records} records", since_ms(started))
    report(f"one record changes, {STEP} rows built", await updated_ms(driver, session, records), LIMIT_MS)
    report("one record is saved, its card stands on top", await saved_ms(driver, session, records), LIMIT_MS)
    report("a letter is typed into the search", await searched_ms(driver))
    await scrolled_to_the_most(driver)
    report(f"one record changes, {MOST} rows built", await updated_ms(driver, session, records), LIMIT_MS)
    await driver.close()


def filled(records: int) -> Session:
    """Every fifth record is the person's own; each has a photo."""
    session = a_session()
    for number in range(1, records + 1):
        put(session, number, f"Catatan contoh {number}")
    return session


def put(session: Session, number: int, title: str) -> None:
    author = ME if number % 5 == 0 else NEIGHBOUR
    photo = {"photos/p1": a_photo(f"sha-{number}")}
    problem, action = "Sampah menumpuk di sudut lorong. " * 4, "Warga memilah dan mengompos. " * 4
    view = a_view(an_id(number), author=author, title=title, problem=problem, action=action, also=photo)
    pulled(session, view)


async def updated_ms(driver: AppDriver, session: Session, records: int) -> float:
    took = []
    for turn in range(UPDATES):
        started = time.perf_counter()
        put(session, records - records % 5 - 5 * (turn % 8), f"Berubah {turn}")
        await driver.settle()
        took.append(since_ms(started))
    return median(took)


async def saved_ms(driver: AppDriver, session: Session, records: int) -> float:
    took = []
    for turn in range(UPDATES):
        started = time.perf_counter()
        save(
            session.tables,
            10 * records + turn,
            an_id(2 * records + turn),
            title=f"Baru {turn}",
            status="submitted",
        )
        await driver.settle()
        took.append(since_ms(started))
    return median(took)


async def searched_ms(driver: AppDriver) -> float:
    took = []
    for words in ("c", "co", "contoh", ""):
        started = time.perf_counter()
        await driver.enter(driver.get(ft.TextField), words)
        took.append(since_ms(started))
    return median(took)


async def scrolled_to_the_most(driver: AppDriver) -> None:
    end = {"event_type": "update", "pixels": 9000, "min_scroll_extent": 0, "max_scroll_extent": 9100}
    for _ in range(MOST // STEP):
        await driver.emit(driver.get(ft.ListView), "scroll", end | {"viewport_dimension": 700})


def since_ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def report(what: str, took_ms: float, limit_ms: float | None = None) -> None:
    verdict = "" if limit_ms is None else f"   {'within' if took_ms < limit_ms else 'OVER'} {limit_ms:.0f} ms"
    print(f"{what:<50} {took_ms:8.1f} ms{verdict}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
