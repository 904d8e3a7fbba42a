"""What `lorong doctor` looks at: whether this centre could be lost, robbed or stand still, and what to do then.

It changes nothing but one object that it writes into the file store and takes away. Checks of the database stand
in checkup.py.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import smtplib
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import obstore
from obstore.exceptions import BaseError

from sync.central.addresses import is_loopback
from sync.central.checkup import of_database
from sync.central.filestore import open_store
from sync.central.finding import Finding, fail, ok, warn
from sync.central.mailing import connected, server_of
from sync.central.settings import Settings

_GIB = 2**30
LITTLE_ROOM, NO_ROOM = 5 * _GIB, _GIB // 2
_TOKEN_LETTERS = 20


def examine(settings: Settings, now: datetime | None = None) -> Iterator[Finding]:
    """Everything, one after the other; a check that cannot be made is a failure too."""
    with _nothing_else_said():
        yield from _findings(settings, now or datetime.now(UTC))


@contextmanager
def _nothing_else_said() -> Iterator[None]:
    """The findings say it all: a log line between them would say it twice."""
    log = logging.getLogger("lorong")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def _findings(settings: Settings, now: datetime) -> Iterator[Finding]:
    yield of_address(settings)
    yield from of_proxies(settings)
    yield of_secret(settings)
    yield of_metrics(settings)
    yield of_mail(settings)
    yield of_files(settings)
    yield of_room("data folder", settings.data_dir)
    if settings.database.startswith("sqlite:///"):
        yield of_room("database", Path(settings.database.removeprefix("sqlite:///")).parent)
    yield from of_database(settings, now)


def of_address(settings: Settings) -> Finding:
    """Phones send names and photos: only a browser on the same machine may do that without TLS."""
    if settings.base_url.startswith("https://"):
        return ok(f"Phones come to {settings.base_url}")
    advice = (
        "Put a proxy with TLS in front and set LORONG_PUBLIC_URL=https://…; see .readme/operating.md, Installing"
    )
    return warn(f"{settings.base_url} is without TLS: tokens and photos travel in the open", advice)


def of_proxies(settings: Settings) -> Iterator[Finding]:
    wide = [network for network in settings.proxies if network.prefixlen < (8 if network.version == 4 else 16)]
    if wide:
        yield fail(
            f"LORONG_TRUSTED_PROXIES trusts {wide[0]}: anybody may say that they are somebody else",
            "Name the addresses of your own proxies only",
        )
    elif settings.proxies:
        yield ok(f"Addresses are believed from {settings.trusted_proxies}")
    elif settings.public_url.startswith("https://"):
        yield warn(
            "No proxy is trusted, yet the public address has TLS: all count as one address, and the wrong "
            "codes of one shut out everybody",
            "Set LORONG_TRUSTED_PROXIES to the proxy's address, and let it set X-Forwarded-For",
        )
    if not settings.proxies and not is_loopback(settings.host):
        yield warn(f"It listens on {settings.host} itself", "Let it listen on 127.0.0.1, and the proxy outside")


def of_secret(settings: Settings) -> Finding:
    """The key from which tokens of hand-overs, sealed contacts and the log's signature come."""
    if settings.secret_key:
        name = _named(settings.secret())
        return ok(f"The key is LORONG_SECRET_KEY. It is in NO backup: keep a copy elsewhere ({name})")
    path = settings.secret_path
    if not path.exists():
        return fail(f"{path} is missing", "Put your copy of it there; at a first start `lorong serve` makes one")
    mode, key = stat.S_IMODE(path.stat().st_mode), path.read_bytes()
    if len(key) < 32:
        return fail(f"{path} holds fewer than 32 bytes", "Put your copy of the key there")
    if mode & 0o077:
        return fail(f"{path} can be read by others (mode {mode:o})", f"chmod 600 {path}")
    return ok(f"{path} is readable by its owner alone. It is in NO backup: keep a copy elsewhere ({_named(key)})")


def _named(key: bytes) -> str:
    """By which two copies are compared without showing either."""
    return f"it ends in {hashlib.sha256(b'fingerprint' + key).hexdigest()[:8]}"


def of_metrics(settings: Settings) -> Finding:
    if not settings.metrics_token:
        return ok("/metrics is off (LORONG_METRICS_TOKEN switches it on)")
    if len(settings.metrics_token) < _TOKEN_LETTERS:
        return warn(
            "LORONG_METRICS_TOKEN is short", f"Take {_TOKEN_LETTERS} letters or more: openssl rand -hex 20"
        )
    return ok("/metrics is for whoever has the token")


def of_mail(settings: Settings) -> Finding:
    if not settings.smtp_url:
        return ok("No mail is sent (LORONG_SMTP_URL switches it on)")
    server = server_of(settings.smtp_url)
    try:
        with connected(server):
            return ok(f"Mail goes through {server.host}")
    except (OSError, smtplib.SMTPException) as error:
        advice = "Check LORONG_SMTP_URL; until noon it is tried again each quarter of an hour"
        return warn(f"The mail server cannot be used: {type(error).__name__}", advice)


def of_files(settings: Settings) -> Finding:
    """Can be written, read and deleted."""
    key, content = f"doctor/{uuid.uuid4().hex}", b"lorong"
    where = settings.files.removeprefix("file://")
    try:
        store = open_store(settings.files)
        obstore.put(store, key, content)
        read = bytes(obstore.get(store, key).bytes())
        obstore.delete(store, key)
    except (BaseError, OSError, ValueError) as error:
        advice = "Check LORONG_FILES_URL, the AWS_… variables, the rights and whether the server runs"
        return fail(f"Files cannot be written to {where}: {str(error)[:200]}", advice)
    if read != content:
        return fail(f"{where} gives back something else than was written", "Do not use this store")
    return ok(f"Files can be written to {where}")


def of_room(name: str, folder: Path) -> Finding:
    there = next(place for place in (folder, *folder.resolve().parents) if place.exists())
    free = shutil.disk_usage(there).free
    said = f"{free / _GIB:.1f} GiB free for the {name} ({folder})"
    if free < NO_ROOM:
        return fail(said, "Make room now; see .readme/operating.md, A full disk")
    if free < LITTLE_ROOM:
        return warn(said, "Make room before it is full; see .readme/operating.md, A full disk")
    return ok(said)
