"""The composition root of the centre: the only file here that knows everything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from sync import VERSION
from sync.central import log_api, tus
from sync.central.answer import Centre
from sync.central.api import add_problem_handlers, router
from sync.central.database import Database
from sync.central.filestore import open_store
from sync.central.jobs import Job, running
from sync.central.middleware import ProtocolHeaders
from sync.central.people import Keys
from sync.central.settings import Settings


def make_centre(settings: Settings) -> Centre:
    """Database, files and keys as the settings say, ready to answer."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    centre = Centre(
        Database(settings.database), open_store(settings.files), Keys(settings.secret()), settings.city
    )
    centre.prepare()
    return centre


def make_app(centre: Centre, webapp: ASGIApp | None = None, jobs: Sequence[Job] = ()) -> FastAPI:
    """The endpoint, with the browser app at /app/ where one was built. Jobs run from its start to its end."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        with running(centre, jobs):
            yield

    summary = "The central endpoint of Lorong"
    app = FastAPI(title="Lorong", version=VERSION, summary=summary, redoc_url=None, lifespan=life)
    app.state.centre = centre
    app.include_router(router)
    app.include_router(tus.router)
    app.include_router(log_api.router)
    add_problem_handlers(app)
    app.add_middleware(GZipMiddleware, minimum_size=600)
    app.add_middleware(ProtocolHeaders)

    @app.get("/health", tags=["operators"])
    def health() -> dict[str, str]:
        """Answers while the database does."""
        with centre.database.read() as connection:
            connection.exec_driver_sql("SELECT 1")
        return {"name": "lorong", "version": VERSION, "status": "ok"}

    if webapp is not None:
        app.mount("/app", webapp)
    return app
