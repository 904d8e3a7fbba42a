"""Sends mail through the city's own mail server, as LORONG_SMTP_URL names it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from sync.central.addresses import is_loopback

_TIMEOUT_S = 30
_PORTS = {"smtp": 587, "smtps": 465}


class BadMailServer(ValueError):
    """The address of the mail server cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    user: str
    password: str
    is_tls: bool


def server_of(url: str) -> MailServer:
    """`smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. Raises BadMailServer."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadMailServer("LORONG_SMTP_URL has a port that is no number") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadMailServer("LORONG_SMTP_URL is written like smtp://user:password@mail.example.id:587")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port or _PORTS[parts.scheme], user, password, parts.scheme == "smtps")


@contextmanager
def connected(server: MailServer, context: ssl.SSLContext | None = None) -> Iterator[smtplib.SMTP]:
    """Signed in, over TLS. Raises OSError and smtplib.SMTPException."""
    context = context or ssl.create_default_context()
    if server.is_tls:
        client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT_S, context=context)
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT_S)
    with client:
        if not server.is_tls:
            client.ehlo()
            if client.has_extn("starttls"):
                client.starttls(context=context)
            elif not is_loopback(server.host):
                # On the same machine mail may go without TLS.
                raise smtplib.SMTPNotSupportedError("the mail server offers no STARTTLS")
        if server.user:
            client.login(server.user, server.password)
        yield client


def letter(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """Plain text, marked as written by a machine so that no holiday reply comes back."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"], made["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2].rstrip(">"))
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text)
    return made
