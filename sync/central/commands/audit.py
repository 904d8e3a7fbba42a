"""The audit chain and the log, for whoever checks them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from sync.central.commands.parts import DataDir, centre_of, fail
from sync.central.log import evidence, log_key, public_key, update_log
from sync.central.verify import verify as verify_all
from sync.protocol import wire
from sync.protocol.canonical import canonical
from sync.protocol.checkpoint import LogKey
from sync.protocol.evidence import Evidence
from sync.protocol.evidence import check as check_evidence
from sync.protocol.inclusion import BadProof
from sync.protocol.problems import Problem

commands = typer.Typer()


@commands.command()
def verify(
    file: Annotated[Path | None, typer.Argument(help="A proof file, to be checked without the centre.")] = None,
    key: Annotated[
        list[str] | None, typer.Option(help="The log's key (lorong log-key), of this or an earlier centre.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Recompute every stream, the rows that people read and the signed log, or check one file; 1 on a break."""
    try:
        keys = [LogKey.parse(text).public for text in key or ()]
    except BadProof as error:
        fail(str(error))
    if file is not None:
        _verify_file(file, keys)
        return
    centre = centre_of(data_dir)
    with centre.database.read() as connection:
        found = verify_all(connection, centre.city, [*keys, public_key(centre.keys.secret)])
    for fault in found.wrong:
        typer.echo(fault)
    if found.wrong:
        raise typer.Exit(1)
    typer.echo(f"{found.streams} aliran utuh / streams verify")
    typer.echo(f"{found.entries} entri log / log entries, {found.checkpoints} titik periksa / signed checkpoints")


def _verify_file(file: Path, keys: list[bytes]) -> None:
    """One proof, or those of a whole record as the app gives them."""
    try:
        content = json.loads(file.read_bytes())
        several = content.get("evidence") if isinstance(content, dict) else None
        found = wire.read(list[Evidence], several) if several else [wire.read(Evidence, content)]
        checkpoints = [check_evidence(each, keys) for each in found]
    except (OSError, ValueError, RecursionError) as error:
        fail(f"{file}: {error}")
    for each, checkpoint in zip(found, checkpoints, strict=True):
        proof = each.proof
        typer.echo(f"{proof.stream} #{proof.seq} ada dalam log kota / is in the city's log, {checkpoint.time}")
    if any(each.stated is None for each in found):
        typer.echo("Isinya tidak ikut / its content is not in the file")
    if not keys:
        key = found[-1].proof.key
        typer.echo(f"Kunci dari berkas ini; cocokkan / the key is the file's own; compare it: {key}")


@commands.command("log-key")
def show_log_key(data_dir: DataDir = None) -> None:
    """Print the public key of the log. Publish it where the centre cannot change it."""
    centre = centre_of(data_dir)
    with centre.database.read() as connection:
        typer.echo(log_key(connection, centre).text)


@commands.command()
def proof(stream: str, seq: int, file: Path, data_dir: DataDir = None) -> None:
    """Write the proof file of one change, content included, for `lorong verify FILE`."""
    centre = centre_of(data_dir)
    update_log(centre)
    try:
        with centre.database.read() as connection:
            found = evidence(connection, centre, stream, seq)
    except Problem as problem:
        fail(f"{stream} #{seq}: {problem.detail or problem.code.advice}")
    file.write_bytes(canonical(wire.write(found)))
    typer.echo(str(file))
