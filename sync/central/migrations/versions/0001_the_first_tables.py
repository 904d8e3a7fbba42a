"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "facts",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_facts")),
    )
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=True),
        sa.Column("stored_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_files")),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_index("ix_persons_area", "persons", ["area"], unique=False)
    op.create_table(
        "streams",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.Column("checksum", sa.String(length=16), nullable=False),
        sa.Column("safe", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_streams")),
    )
    op.create_table(
        "windows",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("hour", sa.String(length=13), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "hour", name=op.f("pk_windows")),
    )
    op.create_table(
        "changes",
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("carrier", sa.String(length=36), nullable=True),
        sa.Column("received_at", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["streams.code"], name=op.f("fk_changes_stream")),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_changes")),
        sa.UniqueConstraint("stream", "id", name=op.f("uq_changes_stream_id")),
    )
    op.create_index("ix_changes_record", "changes", ["stream", "record", "seq"], unique=False)
    op.create_table(
        "codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("used_at", sa.String(length=32), nullable=True),
        sa.Column("device", sa.String(length=36), nullable=True),
        sa.Column("reusable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_codes_person")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_codes")),
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("app_version", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=True),
        sa.Column("enrolled_at", sa.String(length=32), nullable=False),
        sa.Column("last_contact", sa.String(length=32), nullable=True),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_devices_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_devices_previous_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_devices_token_hash")),
    )
    op.create_index("ix_devices_person", "devices", ["person"], unique=False)
    op.create_table(
        "file_references",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["files.sha256"], name=op.f("fk_file_references_sha256")),
        sa.PrimaryKeyConstraint("sha256", "stream", "record", name=op.f("pk_file_references")),
    )
    op.create_index("ix_file_references_person", "file_references", ["person"], unique=False)
    op.create_index("ix_file_references_record", "file_references", ["stream", "record"], unique=False)
    op.create_table(
        "records",
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=36), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=True),
        sa.Column("hash", sa.String(length=16), nullable=False),
        sa.Column("paths", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["streams.code"], name=op.f("fk_records_stream")),
        sa.PrimaryKeyConstraint("stream", "id", name=op.f("pk_records")),
    )
    op.create_index("ix_records_feed", "records", ["stream", "version"], unique=False)
    op.create_index("ix_records_id", "records", ["id"], unique=True)
    op.create_index("ix_records_own_feed", "records", ["stream", "author", "version"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_records_own_feed", table_name="records")
    op.drop_index("ix_records_id", table_name="records")
    op.drop_index("ix_records_feed", table_name="records")
    op.drop_table("records")
    op.drop_index("ix_file_references_record", table_name="file_references")
    op.drop_index("ix_file_references_person", table_name="file_references")
    op.drop_table("file_references")
    op.drop_index("ix_devices_person", table_name="devices")
    op.drop_table("devices")
    op.drop_table("codes")
    op.drop_index("ix_changes_record", table_name="changes")
    op.drop_table("changes")
    op.drop_table("windows")
    op.drop_table("streams")
    op.drop_index("ix_persons_area", table_name="persons")
    op.drop_table("persons")
    op.drop_table("files")
    op.drop_table("facts")
