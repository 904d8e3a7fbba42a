"""What is public is found in its order by an index of that alone. SQLite, which knows no statistics here, took the
one that began with `is_public` for a quick way to one row: an innovation's page looked at all that is published.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.drop_index("ix_bank_shown", "bank")
    one, other = sa.text("is_public = 1"), sa.text("is_public")
    op.create_index("ix_bank_shown", "bank", ["no"], sqlite_where=one, postgresql_where=other)
