"""What running the centre needs."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "job_runs",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("succeeded_at", sa.String(length=32)),
        sa.Column("failed_at", sa.String(length=32)),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_runs")),
    )
    op.create_index("ix_files_stored_at", "files", ["stored_at"])
    op.create_index("ix_codes_expires_at", "codes", ["expires_at"])
