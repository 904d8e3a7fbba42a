"""Ideas that were taken up are found by an index of their own: among 100,000 published records, there was none but
that of both together, and each idea cost a look at all that is published around it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.drop_index("ix_records_shown", "records")
    taken_up = sa.text("status = 'taken_up'")
    op.create_index(
        "ix_records_taken_up",
        "records",
        ["status", "stream", "id"],
        sqlite_where=taken_up,
        postgresql_where=taken_up,
    )
