"""The centre's tables. Every feed table's key begins with the stream, whose code begins with the city, so that
one city can be moved or partitioned off. Alembic's migrations make them; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)

facts = Table(
    "facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What is true of this centre: `epoch`, the id of the feed since the last restore; `city`."""

streams = Table(
    "streams",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("link", String(64), nullable=False),
    Column("checksum", String(16), nullable=False),
    Column("safe", BigInteger, nullable=False),
)
"""One clock row a stream: locked before anything is read, so that the stream has no holes."""

records = Table(
    "records",
    metadata,
    Column("stream", String(40), ForeignKey("streams.code"), primary_key=True),
    Column("id", String(36), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("author", String(36), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("status", String(20)),
    Column("hash", String(16), nullable=False),
    Column("view", LargeBinary, nullable=False),
    Column("touched", Text, nullable=False),
    Column("oldest", BigInteger, nullable=False),
    Index("ix_records_feed", "stream", "version"),
    Index("ix_records_own_feed", "stream", "author", "version"),
    Index("ix_records_id", "id", unique=True),
)
"""`view`: the JSON of a RecordView with every path, as devices are sent it; `touched`: {path: [seq, device]} of
the last change to a path where that is not its newest value's; `oldest`: the least sequence at which a path was
touched last, so that who knows less gets the whole view."""

changes = Table(
    "changes",
    metadata,
    Column("stream", String(40), ForeignKey("streams.code"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False),
    Column("record", String(36), nullable=False),
    Column("body", LargeBinary),
    Column("body_hash", String(64), nullable=False),
    Column("person", String(36), nullable=False),
    Column("device", String(36), nullable=False),
    Column("carrier", String(36)),
    Column("received_at", String(32), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("salt", String(32)),
    Column("digest", String(64), nullable=False),
    Column("link", String(64), nullable=False),
    UniqueConstraint("stream", "id"),
    Index("ix_changes_record", "stream", "record", "seq"),
)
"""The log. Erasing personal data empties `body` and `salt`; digest and link stay, and the chain verifies."""

persons = Table(
    "persons",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    Column("area", String(40), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("ended_at", String(32)),
    Index("ix_persons_area", "area"),
)

devices = Table(
    "devices",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("person", String(36), ForeignKey("persons.id"), nullable=False),
    Column("name", String(80), nullable=False),
    Column("platform", String(20), nullable=False),
    Column("app_version", String(20), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("previous_hash", String(64), unique=True),
    Column("enrolled_at", String(32), nullable=False),
    Column("last_contact", String(32)),
    Column("revoked_at", String(32)),
    Index("ix_devices_person", "person"),
)

codes = Table(
    "codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("person", String(36), ForeignKey("persons.id"), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("used_at", String(32)),
    Column("device", String(36)),
    Column("reusable", Boolean, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer),
    Column("type", String(40)),
    Column("stored_at", String(32)),
)

uploads = Table(
    "uploads",
    metadata,
    Column("sha256", String(64), ForeignKey("files.sha256"), primary_key=True),
    Column("length", Integer, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("piece", Integer, nullable=False),
    Column("person", String(36), nullable=False),
    Column("updated_at", String(32), nullable=False),
    Index("ix_uploads_updated_at", "updated_at"),
)
"""Files on their way: `offset` bytes are here, in objects of which the last begins at `piece`. The row is locked
while an object is written. `person` is who began."""

file_references = Table(
    "file_references",
    metadata,
    Column("sha256", String(64), ForeignKey("files.sha256"), primary_key=True),
    Column("stream", String(40), primary_key=True),
    Column("record", String(36), primary_key=True),
    Column("person", String(36), nullable=False),
    Index("ix_file_references_person", "person"),
    Index("ix_file_references_record", "stream", "record"),
)
"""Which records name a file. `person` is who named it first and is asked to send it."""

carried = Table(
    "carried",
    metadata,
    Column("sha256", String(64), ForeignKey("files.sha256"), primary_key=True),
    Column("person", String(36), primary_key=True),
)
"""Files of others that came signed in a hand-over: `person` carries it and may send them."""

windows = Table(
    "windows",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("hour", String(13), primary_key=True),
    Column("count", Integer, nullable=False),
)
"""Counts of what an address did in an hour, shared by every worker and instance."""

log_entries = Table(
    "log_entries",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", String(40), nullable=False),
    Column("seq", BigInteger, nullable=False),
    UniqueConstraint("stream", "seq"),
)
"""Which change is which leaf of the city's Merkle log; the leaf is its link."""

log_tiles = Table(
    "log_tiles",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)
"""The tree, in tiles of up to 256 hashes (C2SP tlog-tiles): level 0 has the leaves, each next one the roots of
the full tiles below."""

log_checkpoints = Table(
    "log_checkpoints",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("signed_at", String(32), nullable=False),
    Column("note", Text, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", String(32), nullable=False),
)
"""Background jobs: until then nobody else runs it, since it is running or was run."""
