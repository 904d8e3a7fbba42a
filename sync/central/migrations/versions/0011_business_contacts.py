"""How a UMKM wants to be reached by readers of its innovation's page."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "business_contacts",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column("consented_at", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["streams.code"], name=op.f("fk_business_contacts_stream_streams")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_business_contacts_person_persons")),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_business_contacts")),
    )
    op.create_index("ix_business_contacts_key", "business_contacts", ["key"])
    op.create_index("ix_business_contacts_person", "business_contacts", ["person"])
