"""Residents' ideas, their contacts and who looked at them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "ideas",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("tracking_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["streams.code"], name=op.f("fk_ideas_stream_streams")),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_ideas")),
    )
    op.create_index("ix_ideas_number", "ideas", ["number"])
    op.create_table(
        "contacts",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column("consented_at", sa.String(length=32), nullable=False),
        sa.Column("given_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["streams.code"], name=op.f("fk_contacts_stream_streams")),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_contacts")),
    )
    op.create_index("ix_contacts_key", "contacts", ["key"])
    op.create_table(
        "views",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
    )
    op.create_index("ix_views_at", "views", ["at"])
    op.create_index("ix_views_person", "views", ["person", "at"])
    op.create_index("ix_views_subject", "views", ["subject", "at"])
    shown = sa.text("status IN ('published', 'taken_up')")
    op.create_index(
        "ix_records_shown", "records", ["stream", "version"], sqlite_where=shown, postgresql_where=shown
    )
    # Windows of yesterday go at every count; without this each of them would be looked at.
    op.create_index("ix_windows_hour", "windows", ["hour"])
