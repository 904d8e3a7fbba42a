"""Changes are found by their ids first, then by the stream: ids grow with time, so that what comes in for all
streams is entered on the same page, and not each on one of its stream's.

SQLite copies the table for it, which takes some seconds for each 100,000 changes.
"""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.drop_index("ix_changes_record", "changes")
    with op.batch_alter_table("changes") as table:
        table.drop_constraint("uq_changes_stream_id", type_="unique")
        table.create_unique_constraint(op.f("uq_changes_id_stream"), ["id", "stream"])
        table.create_index("ix_changes_record", ["record", "stream", "seq"])
