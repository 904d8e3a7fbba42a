"""Whom the centre tells of changes and of what waits: other systems by webhooks, offices by e-mail."""

from __future__ import annotations

import smtplib
from typing import Annotated

import typer

from sync.central import digest, webhook_store
from sync.central.commands.parts import DataDir, centre_of, fail, settings_of
from sync.central.mailing import BadMailServer, connected, server_of
from sync.central.opening import make_centre
from sync.central.webhook_store import TYPES, BadWebhook
from sync.domain.areas import CITY, gazetteer

commands = typer.Typer()
webhooks = typer.Typer(help="Tell other systems of each change of a record.", no_args_is_help=True)
digests = typer.Typer(help="Write to offices each morning what waits there.", no_args_is_help=True)
commands.add_typer(webhooks, name="webhook")
commands.add_typer(digests, name="digest")
Id = Annotated[str, typer.Argument(help="As `list` prints it.")]


@webhooks.command("add")
def add_webhook(
    url: Annotated[str, typer.Argument(help="https://…, or http:// on this machine.")],
    area: Annotated[str, typer.Option(help="Only what happens there, such as 73.71.13.")] = CITY,
    events: Annotated[str, typer.Option(help=f"Only these, between commas: {', '.join(TYPES)}.")] = "",
    data_dir: DataDir = None,
) -> None:
    """Tell this address of every change from now on. Prints the secret with which it is signed, once."""
    wanted = [each.strip() for each in events.split(",") if each.strip()]
    try:
        identifier, secret = webhook_store.add(centre_of(data_dir), url, area, wanted)
    except BadWebhook as error:
        fail(str(error))
    typer.echo(f"{identifier}\nRahasia / secret: {secret}")


@webhooks.command("list")
def list_webhooks(data_dir: DataDir = None) -> None:
    """Every webhook, with what came of the last telling."""
    with centre_of(data_dir).database.read() as connection:
        for row in webhook_store.listed(connection):
            state = "paused" if row.paused_at else f"{row.failures} failures" if row.failures else "ok"
            last = f"{row.last_status} {row.last_at}" if row.last_at else "nothing told yet"
            typer.echo(f"{row.id}  {row.area}  {state:<11}  {last}  {row.url}")


@webhooks.command("deliveries")
def list_deliveries(identifier: Id, data_dir: DataDir = None) -> None:
    """The last attempts to tell it, the newest first: when, what, and what came of it."""
    with centre_of(data_dir).database.read() as connection:
        rows = webhook_store.attempts(connection, identifier)
    if rows is None:
        fail(f"There is no webhook {identifier}")
    for row in rows:
        typer.echo(f"{row.at}  {row.type:<17}  {row.event}  {row.status}")


@webhooks.command("resume")
def resume_webhook(identifier: Id, data_dir: DataDir = None) -> None:
    """Go on with one that was paused, where it stopped."""
    centre = centre_of(data_dir)
    with centre.database.write() as connection:
        is_there = webhook_store.resume(connection, identifier, centre.clock())
    if not is_there:
        fail(f"There is no webhook {identifier}")


@webhooks.command("remove")
def remove_webhook(identifier: Id, data_dir: DataDir = None) -> None:
    """Tell it no more."""
    with centre_of(data_dir).database.write() as connection:
        is_there = webhook_store.remove(connection, identifier)
    if not is_there:
        fail(f"There is no webhook {identifier}")


@digests.command("add")
def add_digest(
    area: Annotated[str, typer.Argument(help="The city, a kecamatan or a kelurahan.")],
    address: Annotated[str, typer.Argument(help="The office's e-mail address.")],
    data_dir: DataDir = None,
) -> None:
    """Write to this address each morning on which something waits there."""
    try:
        typer.echo(digest.add(centre_of(data_dir), area, address))
    except digest.BadDigest as error:
        fail(str(error))


@digests.command("list")
def list_digests(data_dir: DataDir = None) -> None:
    """The offices that are written to; addresses stay sealed."""
    with centre_of(data_dir).database.read() as connection:
        for row in digest.listed(connection):
            typer.echo(f"{row.id}  {row.area}  {gazetteer().name(row.area)}  {row.sent_day or '-'}")


@digests.command("remove")
def remove_digest(identifier: Id, data_dir: DataDir = None) -> None:
    """Write there no more."""
    with centre_of(data_dir).database.write() as connection:
        is_there = digest.remove(connection, identifier)
    if not is_there:
        fail(f"There is no digest {identifier}")


@digests.command("send")
def send_digests(data_dir: DataDir = None) -> None:
    """Write now to whoever was not written to today."""
    chosen = settings_of(data_dir=data_dir)
    if not (chosen.smtp_url and chosen.mail_from):
        fail("Set LORONG_SMTP_URL and LORONG_MAIL_FROM: there is no mail server to send with")
    try:
        server = server_of(chosen.smtp_url)
        sent = digest.send_all(make_centre(chosen), chosen.mail_from, lambda: connected(server))
    except (BadMailServer, OSError, smtplib.SMTPException) as error:
        fail(f"The mail server cannot be used: {type(error).__name__}: {error}")
    typer.echo(f"{sent} surat / letters")
