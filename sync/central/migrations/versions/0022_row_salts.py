"""Salts by which the chain's marks of a row are only worth something while the row is there."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "row_salts",
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "key", name=op.f("pk_row_salts")),
    )
