"""The public bank of editions, reports on its pages, and the words by which records are found."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _bank()
    _reports()
    _search()


def _bank() -> None:
    op.create_table(
        "editions",
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("frozen_at", sa.String(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("record", "number", name=op.f("pk_editions")),
    )
    op.create_table(
        "bank",
        sa.Column("no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("kecamatan", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.String(length=32), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_bank")),
        sa.UniqueConstraint("record", name=op.f("uq_bank_record")),
        sa.UniqueConstraint("changed", name=op.f("uq_bank_changed")),
    )
    op.create_index("ix_bank_number", "bank", ["number"])
    op.create_index("ix_bank_place", "bank", ["stream", "no"])
    op.create_index("ix_bank_shown", "bank", ["is_public", "no"])
    op.create_table(
        "bank_links",
        sa.Column("target", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("target", "kind", "source", name=op.f("pk_bank_links")),
    )
    op.create_index("ix_bank_links_source", "bank_links", ["source"])
    op.create_table(
        "bank_photos",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "record", name=op.f("pk_bank_photos")),
    )
    op.create_index("ix_bank_photos_record", "bank_photos", ["record"])


def _reports() -> None:
    op.create_table(
        "page_reports",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("record", sa.String(length=36), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.String(length=32), nullable=False),
        sa.Column("answered_at", sa.String(length=32), nullable=True),
        sa.Column("answered_by", sa.String(length=36), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_reports")),
    )
    op.create_index("ix_page_reports_open", "page_reports", ["area", "answered_at", "sent_at"])


def _search() -> None:
    op.create_table(
        "search_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=4), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_words")),
        sa.UniqueConstraint("scope", "word", name=op.f("uq_search_words_scope_word")),
    )
    op.create_table(
        "search_grams",
        sa.Column("gram", sa.String(length=3), nullable=False),
        sa.Column("word", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("gram", "word", name=op.f("pk_search_grams")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_postings",
        sa.Column("word", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("doc", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word", "doc", name=op.f("pk_search_postings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_docs",
        sa.Column("scope", sa.String(length=4), nullable=False),
        sa.Column("doc", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record", sa.String(length=36), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "doc", name=op.f("pk_search_docs")),
        sa.UniqueConstraint("scope", "record", name=op.f("uq_search_docs_scope_record")),
    )
    op.create_table(
        "search_heads",
        sa.Column("feed", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("feed", name=op.f("pk_search_heads")),
    )
