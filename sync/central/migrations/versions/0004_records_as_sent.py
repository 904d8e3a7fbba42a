"""Records stand as the text that devices are sent, so that giving one out is copying it."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NEW: dict[str, Any] = {"view": sa.LargeBinary(), "touched": sa.Text(), "oldest": sa.BigInteger()}
_WHO = ("stream", "id", "kind", "author", "version")


def upgrade() -> None:
    for name, kind in _NEW.items():
        op.add_column("records", sa.Column(name, kind, nullable=True))
    _rewrite(op.get_bind())
    with op.batch_alter_table("records") as table:
        for name in _NEW:
            table.alter_column(name, nullable=False)
        for name in ("paths", "sources"):
            table.drop_column(name)


def _rewrite(connection: sa.Connection) -> None:
    columns: list[Any] = [sa.column(name) for name in (*_WHO, "paths", "sources", "view", "touched", "oldest")]
    records = sa.table("records", *columns)
    here = sa.and_(records.c.stream == sa.bindparam("in_stream"), records.c.id == sa.bindparam("with_id"))
    write = sa.update(records).where(here)
    keys = connection.execute(sa.select(records.c.stream, records.c.id)).all()
    for part in _parts(keys):
        rows = connection.execute(sa.select(records).where(records.c.id.in_([key.id for key in part])))
        connection.execute(write, [_as_sent(row) for row in rows])


def _parts(keys: Any) -> Iterator[Any]:
    return (keys[start : start + 500] for start in range(0, len(keys), 500))


def _as_sent(row: Any) -> dict[str, Any]:
    paths, sources = json.loads(row.paths), json.loads(row.sources)
    one = {path: state["held"][0] for path, state in paths.items()}
    several = {path: state["held"] for path, state in paths.items() if len(state["held"]) > 1}
    newest = {path: max(seq for _, seq in state["held"]) for path, state in paths.items()}
    view = {
        "id": row.id,
        "kind": row.kind,
        "area": row.stream,
        "version": row.version,
        "author": row.author,
        "set": {path: value for path, (value, _) in one.items()},
        "seqs": {path: seq for path, (_, seq) in one.items()},
        "values": {path: [{"value": v, "seq": s} for v, s in held] for path, held in several.items()},
        "sources": sources,
    }
    touched = {p: [s["touched"], s["by"]] for p, s in paths.items() if s["touched"] != newest[p]}
    oldest = min(state["touched"] for state in paths.values())
    key = {"in_stream": row.stream, "with_id": row.id}
    return key | {"view": _text(view).encode(), "touched": _text(touched), "oldest": oldest}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
