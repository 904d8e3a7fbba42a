"""Where the centre keeps its things and how it is reached: from the environment, or the same-named options."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path

import platformdirs

from sync.central.addresses import Network, networks
from sync.central.mailing import BadMailServer, server_of
from sync.domain.areas import CITY, gazetteer


class BadSetting(ValueError):
    """A setting that cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`database_url` and `files_url` default to an SQLite file and a folder inside `data_dir`."""

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str = ""
    files_url: str = ""
    public_url: str = ""
    secret_file: Path | None = None
    secret_key: str = ""
    city: str = CITY
    utc_offset: str = "+08:00"
    trusted_proxies: str = ""
    workers: int = 1
    database_connections: int = 16
    metrics_token: str = ""
    requests_a_minute: int = 600
    smtp_url: str = ""
    mail_from: str = ""
    keep_uploads_days: int = 30
    keep_codes_days: int = 30
    keep_registrations_days: int = 180
    keep_contacts_days: int = 180
    keep_unanswered_days: int = 365
    keep_views_days: int = 1825
    keep_reports_days: int = 365
    keep_deliveries_days: int = 30

    @property
    def database(self) -> str:
        """An SQLAlchemy URL; a plain `postgresql://` is spoken with psycopg 3."""
        url = self.database_url or f"sqlite:///{self.data_dir / 'lorong.sqlite3'}"
        return url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def files(self) -> str:
        return self.files_url or (self.data_dir / "files").resolve().as_uri()

    @property
    def base_url(self) -> str:
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def processes(self) -> int:
        """Those that open the database: who answers, and beside several the one that runs the jobs."""
        return self.workers + (self.workers > 1)

    @property
    def zone(self) -> timezone:
        """The city's fixed offset from UTC."""
        sign = -1 if self.utc_offset.startswith("-") else 1
        hours, minutes = self.utc_offset.lstrip("+-").split(":")
        return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes)))

    def environment(self) -> dict[str, str]:
        """The same settings, for processes that this one starts."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {f"LORONG_{name.upper()}": str(value) for name, value in values.items() if value not in ("", None)}

    @property
    def proxies(self) -> tuple[Network, ...]:
        """Whose `X-Forwarded-For` is believed."""
        return networks(self.trusted_proxies)

    @property
    def secret_path(self) -> Path:
        return self.secret_file or self.data_dir / "secret.key"

    @property
    def has_secret(self) -> bool:
        """Whether there is a key already."""
        return bool(self.secret_key) or self.secret_path.exists()

    def secret(self) -> bytes:
        """The centre's key, from the environment or a file; made at the first start, readable by its owner alone.

        Not part of a backup.
        """
        path = self.secret_path
        if not self.has_secret:
            path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(32))
        key = bytes.fromhex(self.secret_key) or path.read_bytes()
        if len(key) < 32:
            raise BadSetting(f"{path} holds fewer than 32 bytes; LORONG_SECRET_FILE must name a key of 32 or more")
        return key


def default_data_dir() -> Path:
    return platformdirs.user_data_path("lorong-centre", appauthor=False)


_SECRET = re.compile(r"([0-9a-fA-F]{2}){32,}")
_NUMBERS = {name for name, field in Settings.__dataclass_fields__.items() if isinstance(field.default, int)}
_LEAST = {"port": 0, "database_connections": 2}


def _number(name: str, text: str) -> int:
    least = _LEAST.get(name, 1)
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text) >= least):
        raise BadSetting(f"LORONG_{name.upper()} is a number from {least} on, not {text!r}")
    return int(text)


def from_environment(environment: Mapping[str, str] = os.environ, **options: object) -> Settings:
    """Settings from `LORONG_*`; options that are not None win. Raises BadSetting."""
    names = Settings.__dataclass_fields__
    values: dict[str, object] = {name: environment.get(f"LORONG_{name.upper()}") for name in names}
    values |= {name: value for name, value in options.items() if value is not None}
    chosen = {name: value for name, value in values.items() if value not in (None, "")}
    for name in ("data_dir", "secret_file"):
        if name in chosen:
            chosen[name] = Path(str(chosen[name]))
    for name in _NUMBERS & chosen.keys():
        chosen[name] = _number(name, str(chosen[name]))
    settings = Settings(**({"data_dir": default_data_dir()} | chosen))  # type: ignore[arg-type]
    if settings.city not in gazetteer():
        raise BadSetting(f"LORONG_CITY names {settings.city!r}, of which this version has no areas")
    try:
        _ = settings.zone
    except ValueError:
        raise BadSetting(f"LORONG_UTC_OFFSET is written like +08:00, not {settings.utc_offset!r}") from None
    try:
        _ = settings.proxies
    except ValueError as error:
        raise BadSetting(f"LORONG_TRUSTED_PROXIES holds addresses or networks between commas: {error}") from None
    if settings.secret_key and not _SECRET.fullmatch(settings.secret_key):
        raise BadSetting("LORONG_SECRET_KEY is a key of 32 bytes or more, as 64 or more hexadecimal digits")
    if settings.smtp_url:
        try:
            server_of(settings.smtp_url)
        except BadMailServer as error:
            raise BadSetting(str(error)) from None
        if "@" not in settings.mail_from:
            raise BadSetting("With LORONG_SMTP_URL, LORONG_MAIL_FROM must name the address that mail comes from")
    return settings
