"""What `lorong doctor` asks the database: version, durability, room for workers, clock, chain, jobs and backup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, and_, func, select
from sqlalchemy.exc import SQLAlchemyError

from sync.central import webhook_store
from sync.central.backup import JOB as BACKUP
from sync.central.database import Database, migrations, newest_version, version_of
from sync.central.finding import Finding, fail, ok, warn
from sync.central.log import latest, public_key
from sync.central.retention import retention_job
from sync.central.settings import Settings
from sync.central.tables import changes, job_runs, log_checkpoints, streams
from sync.protocol.checkpoint import opened
from sync.protocol.inclusion import BadProof
from sync.protocol.problems import Problem

OLDEST_POSTGRESQL = 140000
_FOR_PEOPLE = 5
"""Connections that stay free for psql, backup and the next version that starts beside."""
_CLOCK_S = 60
_BACKUP_DUE, _BACKUP_LATE = timedelta(hours=26), timedelta(days=7)
_LOG_LATE = timedelta(minutes=15)

Check = Callable[[Connection, Settings, datetime], Finding]


def of_database(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Nothing is migrated. What could not be asked is a failure."""
    file = settings.database.removeprefix("sqlite:///")
    if file != settings.database and not Path(file).exists():
        yield fail(f"There is no database at {file}", "`lorong serve` makes it; or LORONG_DATA_DIR is another one")
        return
    database = Database(settings.database, wait_s=5)
    try:
        yield from _of_opened(database, settings, now)
    except (Problem, SQLAlchemyError) as error:
        advice = "Check LORONG_DATABASE_URL and whether the server runs and takes connections"
        yield fail(f"The database cannot be asked: {type(error.__cause__ or error).__name__}", advice)
    finally:
        database.close()


def _of_opened(database: Database, settings: Settings, now: datetime) -> Iterator[Finding]:
    with database.read() as connection:
        version = of_version(connection)
        yield version
        yield from _of_sqlite(connection) if database.is_sqlite else _of_postgresql(connection, settings)
        if version.advice:
            return
        for check in (of_clock, of_chain, of_signature, of_jobs, of_webhooks, of_backup):
            yield check(connection, settings, now)


def of_version(connection: Connection) -> Finding:
    found = version_of(connection)
    if found == newest_version():
        return ok(f"The database has this version's tables ({found})")
    if found is None:
        return fail("The database is empty", "`lorong serve` makes its tables; or LORONG_DATABASE_URL is wrong")
    if found in {step.revision for step in ScriptDirectory.from_config(migrations()).walk_revisions()}:
        return fail(f"The database has the tables of an older version ({found})", "Back up, then `lorong serve`")
    return fail(f"The database belongs to a newer version ({found})", "Update Lorong")


def _of_sqlite(connection: Connection) -> Iterator[Finding]:
    def ask(name: str) -> str:
        return str(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()).lower()

    is_durable = ask("journal_mode") == "wal" and ask("synchronous") == "2"
    yield (
        ok("SQLite writes to the medium before it answers")
        if is_durable
        else fail("SQLite does not write to the medium before it answers", "Put the data folder on a local disk")
    )
    broken = ask("quick_check(1)")
    yield (
        ok("SQLite's file is whole")
        if broken == "ok"
        else fail(
            "SQLite's file is damaged", "Stop the centre, keep the file, and restore the last backup elsewhere"
        )
    )


def _of_postgresql(connection: Connection, settings: Settings) -> Iterator[Finding]:
    def ask(name: str) -> str:
        return str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())

    old = int(ask("server_version_num")) < OLDEST_POSTGRESQL
    yield fail("PostgreSQL is older than 14", "Update it") if old else ok(f"PostgreSQL {ask('server_version')}")
    off = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if ask(name) == "off"]
    yield (
        fail(f"{', '.join(off)} is off: a power cut loses what was acknowledged", "Switch it on")
        if off
        else ok("PostgreSQL writes to the medium before it answers")
    )
    if ask("transaction_read_only") == "on":
        yield fail("This PostgreSQL only reads: it is a standby", "Point LORONG_DATABASE_URL at the primary")
    processes, there = settings.processes, int(ask("max_connections"))
    wanted = processes * settings.database_connections + _FOR_PEOPLE
    said = f"{processes} processes of {settings.database_connections} connections, of {there} that there are"
    advice = "Raise max_connections, or lower LORONG_WORKERS or LORONG_DATABASE_CONNECTIONS; count every machine"
    yield ok(said) if wanted <= there else warn(said, advice)


def of_clock(connection: Connection, _: Settings, now: datetime) -> Finding:
    """Against the newest change, and the database's own clock where that is another machine's."""
    newest = connection.execute(select(func.max(changes.c.received_at))).scalar_one()
    ahead = (datetime.fromisoformat(newest) - now).total_seconds() if newest else 0.0
    if connection.dialect.name == "postgresql":
        theirs = connection.execute(select(func.now())).scalar_one()
        ahead = max(ahead, abs((theirs - now).total_seconds()))
    if ahead > _CLOCK_S:
        return fail(f"The clock is wrong by {ahead:.0f} s or more", "Let NTP set it: timedatectl set-ntp true")
    return ok("The clock agrees with the database")


def of_chain(connection: Connection, _: Settings, __: datetime) -> Finding:
    """The heads only; `lorong verify` recomputes all."""
    last = select(changes.c.stream, func.max(changes.c.seq).label("seq")).group_by(changes.c.stream).subquery()
    rows = select(changes.c.stream, changes.c.link).join(
        last, and_(changes.c.stream == last.c.stream, changes.c.seq == last.c.seq)
    )
    ends = {row.stream: row.link for row in connection.execute(rows)}
    heads = {row.code: row.link for row in connection.execute(select(streams))}
    torn = sorted(code for code, link in heads.items() if ends.get(code, "0" * 64) != link)
    if torn:
        return fail(f"The chain of {torn[0]} does not end where its head says", "Run `lorong verify`")
    return ok(f"The chains of {len(ends)} streams end where their heads say (`lorong verify` looks at all of it)")


def of_signature(connection: Connection, settings: Settings, _: datetime) -> Finding:
    """Another key cannot open contacts and codes either."""
    note = latest(connection)[0] if _has_checkpoint(connection) else ""
    if not note:
        return ok("No checkpoint is signed yet")
    key = public_key(settings.secret()) if settings.has_secret else b""
    try:
        opened(note, [key])
    except (BadProof, ValueError):
        return fail(
            "The key file is not the one by which the log was signed",
            "Put your copy of it there; one that was exchanged signs tomorrow",
        )
    return ok("The key file is the one by which the log was signed")


def _has_checkpoint(connection: Connection) -> bool:
    return connection.execute(select(log_checkpoints.c.number).limit(1)).first() is not None


def of_jobs(connection: Connection, settings: Settings, now: datetime) -> Finding:
    runs = {run.name: run for run in connection.execute(select(job_runs)) if run.name != BACKUP}
    failing = sorted(name for name, run in runs.items() if (run.failed_at or "") > (run.succeeded_at or ""))
    if failing:
        return fail(f"The job {failing[0]} failed when it last ran", "Look for it in the centre's log")
    log = runs.get("log")
    if log is None or now - datetime.fromisoformat(log.succeeded_at) > _LOG_LATE:
        return warn("No job has run for a quarter of an hour", "Is the centre running? `systemctl status lorong`")
    if retention_job(settings).name not in runs:
        return ok("Jobs run; the one of the night has not come yet")
    return ok("Jobs run")


def of_webhooks(connection: Connection, _: Settings, __: datetime) -> Finding:
    paused = [row for row in webhook_store.listed(connection) if row.paused_at]
    if paused:
        advice = f"Mend the other system, then `lorong webhook resume {paused[0].id}`; it goes on there"
        return warn(f"A webhook is paused: its last answer was {paused[0].last_status}", advice)
    return ok("No webhook is paused")


def of_backup(connection: Connection, _: Settings, now: datetime) -> Finding:
    at = connection.execute(select(job_runs.c.succeeded_at).where(job_runs.c.name == BACKUP)).scalar_one_or_none()
    advice = (
        "Let `lorong backup FILE` run each night, copy FILE to another house, and try `lorong restore` with it"
    )
    if at is None:
        return warn("There was never a backup: phones keep all they sent", advice)
    age = now - datetime.fromisoformat(at)
    said = f"The last backup is {age / timedelta(hours=1):.0f} hours old"
    if age > _BACKUP_LATE:
        return fail(said, advice)
    return warn(said, advice) if age > _BACKUP_DUE else ok(said)
