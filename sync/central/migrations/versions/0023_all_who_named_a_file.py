"""A file is asked of everybody who named it in a record, and not of the first one alone, who may not have it."""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    with op.batch_alter_table("file_references") as table:
        table.drop_constraint("pk_file_references", type_="primary")
        table.create_primary_key(op.f("pk_file_references"), ["sha256", "stream", "record", "person"])
