"""Webhooks for other systems, and what waits, by e-mail, for offices."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column("added_at", sa.String(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.String(length=32), nullable=False),
        sa.Column("paused_at", sa.String(length=32)),
        sa.Column("last_at", sa.String(length=32)),
        sa.Column("last_status", sa.String(length=40)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_table(
        "webhook_places",
        sa.Column("webhook", sa.String(length=36), nullable=False),
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["webhook"], ["webhooks.id"], name=op.f("fk_webhook_places_webhook_webhooks")),
        sa.ForeignKeyConstraint(["stream"], ["streams.code"], name=op.f("fk_webhook_places_stream_streams")),
        sa.PrimaryKeyConstraint("webhook", "stream", name=op.f("pk_webhook_places")),
    )
    op.create_table(
        "digests",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column("added_at", sa.String(length=32), nullable=False),
        sa.Column("sent_day", sa.String(length=10)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
    )
