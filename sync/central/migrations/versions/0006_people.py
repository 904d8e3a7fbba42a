"""Terms, registrations and what is known of devices."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("persons", sa.Column("term_ends", sa.String(length=10)))
    op.add_column("devices", sa.Column("holding_changes", sa.Integer()))
    op.add_column("devices", sa.Column("holding_files", sa.Integer()))
    op.create_table(
        "registrations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("device_name", sa.String(length=80), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("app_version", sa.String(length=20), nullable=False),
        sa.Column("business", sa.String(length=120), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("lorong", sa.String(length=120), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("nib", sa.String(length=13), nullable=False),
        sa.Column("contact", sa.LargeBinary()),
        sa.Column("asked_at", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.String(length=32)),
        sa.Column("decided_by", sa.String(length=36)),
        sa.Column("person", sa.String(length=36)),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_registrations_person_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
    )
    op.create_index("ix_registrations_area", "registrations", ["area", "state", "asked_at"])
