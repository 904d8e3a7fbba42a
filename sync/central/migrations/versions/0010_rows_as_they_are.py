"""PostgreSQL keeps records and changes of a usual size in their rows, unpacked: to pack and unpack two or three KB
costs more than to write and read them."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("records", "changes"):
            op.execute(f"ALTER TABLE {table} SET (toast_tuple_target = 8160)")
