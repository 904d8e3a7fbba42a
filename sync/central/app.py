"""The composition root of the centre: the only file here that knows everything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from sync import VERSION
from sync.central import (
    audit_api,
    business_api,
    city_sheet_api,
    desk_api,
    figures_api,
    ideas_api,
    log_api,
    partners_api,
    people_api,
    registrations_api,
    tus,
)
from sync.central.addresses import Network
from sync.central.answer import Centre
from sync.central.api import WEIGHT_OF_A_LIGHT_SYNC, add_problem_handlers, router
from sync.central.catalogues import api as catalogues
from sync.central.description import describe
from sync.central.dossiers import api as dossiers
from sync.central.dossiers import portfolio_api
from sync.central.jobs import Job, running
from sync.central.metrics import Metrics
from sync.central.metrics import router as watched
from sync.central.middleware import ProtocolHeaders
from sync.central.observing import Observed
from sync.central.open311 import api as open311
from sync.central.pace import Pace
from sync.central.public import bank, bank_places, bank_preview, bank_reports, exports
from sync.central.public.ideas import router as idea_pages
from sync.central.public.ideas_tracking import router as tracking_pages
from sync.central.public.offers import router as offer_pages
from sync.central.public.partner_pages import router as partner_pages
from sync.central.straight import StraightToSync
from sync.central.syncing import answer_all
from sync.central.together import Together
from sync.protocol.limits import MAX_REQUEST_BYTES

_CALLS = (
    *(router, tus.router, log_api.router, people_api.router, registrations_api.router, watched),
    *(ideas_api.router, business_api.router, desk_api.router, partners_api.router, audit_api.router),
    *(catalogues.router, dossiers.router, portfolio_api.router, figures_api.router, city_sheet_api.router),
    open311.router,
)
_PAGES = (
    *(idea_pages, tracking_pages, offer_pages, partner_pages),
    *(bank.router, bank_places.router, bank_preview.router, bank_reports.router, exports.router),
)


def make_app(
    centre: Centre,
    webapp: ASGIApp | None = None,
    jobs: Sequence[Job] = (),
    trusted: Sequence[Network] = (),
    metrics_token: str = "",
    pace: Pace | None = None,
) -> FastAPI:
    """The endpoint, with the browser app at /app/ where one was built. Jobs run from its start to its end.

    What the `trusted` proxies say about where a request came from is believed. Who has the token reads /metrics.
    Each device may ask as often as the `pace` lets it.
    """

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        with running(centre, jobs):
            yield

    summary = "The central endpoint of Lorong"
    app = FastAPI(title="Lorong", version=VERSION, summary=summary, redoc_url=None, lifespan=life)
    metrics = Metrics()
    centre = replace(centre, count_receipts=metrics.count_receipts)
    app.state.centre, app.state.metrics, app.state.metrics_token = centre, metrics, metrics_token
    app.state.trusted_proxies, app.state.pace = tuple(trusted), pace
    app.state.syncing = Together(partial(answer_all, centre), most=MAX_REQUEST_BYTES, light=WEIGHT_OF_A_LIGHT_SYNC)
    for each in (*_CALLS, *_PAGES):
        app.include_router(each)
    add_problem_handlers(app)
    describe(app)
    app.add_middleware(StraightToSync)
    app.add_middleware(GZipMiddleware, minimum_size=600)
    app.add_middleware(ProtocolHeaders, is_https=centre.base_url.startswith("https://"))
    app.add_middleware(Observed, metrics=metrics)

    @app.get("/health", tags=["operators"])
    def health() -> dict[str, str]:
        """Answers while the database does."""
        with centre.database.read() as connection:
            connection.exec_driver_sql("SELECT 1")
        return {"name": "lorong", "version": VERSION, "status": "ok"}

    if webapp is not None:
        app.mount("/app", webapp)
    return app
