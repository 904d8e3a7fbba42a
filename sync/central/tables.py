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
    text,
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
"""What is true of this centre: `epoch`, the id of the feed since the last restore; `city`; `digest_day`, the last
morning on which offices were written to."""

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

_TAKEN_UP = text("status = 'taken_up'")
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
    Index("ix_records_taken_up", "status", "stream", "id", sqlite_where=_TAKEN_UP, postgresql_where=_TAKEN_UP),
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
    UniqueConstraint("id", "stream"),
    Index("ix_changes_record", "record", "stream", "seq"),
)
"""The log. Erasing personal data empties `body` and `salt`; digest and link stay, and the chain verifies. Ids grow
with time: an index that begins with one is written at its end, whatever the stream, and not in its middle."""

persons = Table(
    "persons",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    Column("area", String(40), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("ended_at", String(32)),
    Column("term_ends", String(10)),
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
    Column("holding_changes", Integer),
    Column("holding_files", Integer),
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
    Index("ix_codes_expires_at", "expires_at"),
)

files = Table(
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer),
    Column("type", String(40)),
    Column("stored_at", String(32)),
    Index("ix_files_stored_at", "stored_at"),
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
    Column("person", String(36), primary_key=True),
    Index("ix_file_references_person", "person"),
    Index("ix_file_references_record", "stream", "record"),
)
"""Which records name a file. Each `person` who named it there is asked to send it: any of them may be the
only one who has it."""

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
    Index("ix_windows_hour", "hour"),
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

registrations = Table(
    "registrations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("secret_hash", String(64), nullable=False),
    Column("device", String(36), nullable=False),
    Column("device_name", String(80), nullable=False),
    Column("platform", String(20), nullable=False),
    Column("app_version", String(20), nullable=False),
    Column("business", String(120), nullable=False),
    Column("area", String(40), nullable=False),
    Column("lorong", String(120), nullable=False),
    Column("theme", String(40), nullable=False),
    Column("nib", String(13), nullable=False),
    Column("contact", LargeBinary),
    Column("asked_at", String(32), nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_at", String(32)),
    Column("decided_by", String(36)),
    Column("person", String(36), ForeignKey("persons.id")),
    Index("ix_registrations_area", "area", "state", "asked_at"),
)
"""UMKM that asked to be admitted. `contact` is sealed, and goes when it is declined; `person` is who it became."""

ideas = Table(
    "ideas",
    metadata,
    Column("record", String(36), primary_key=True),
    Column("stream", String(40), ForeignKey("streams.code"), nullable=False),
    Column("number", String(9), nullable=False),
    Column("tracking_hash", String(64), nullable=False),
    Index("ix_ideas_number", "number"),
)
"""Which idea is a resident's, and what the secret part of its tracking number hashes to."""

contacts = Table(
    "contacts",
    metadata,
    Column("record", String(36), primary_key=True),
    Column("stream", String(40), ForeignKey("streams.code"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("key", String(8), nullable=False),
    Column("consented_at", String(32), nullable=False),
    Column("given_by", String(36), nullable=False),
    Index("ix_contacts_key", "key"),
)
"""Name and phone of a resident who agreed to be asked. `key` names what seals it; withdrawn, the row goes."""

business_contacts = Table(
    "business_contacts",
    metadata,
    Column("record", String(36), primary_key=True),
    Column("stream", String(40), ForeignKey("streams.code"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("key", String(8), nullable=False),
    Column("consented_at", String(32), nullable=False),
    Column("person", String(36), ForeignKey("persons.id"), nullable=False),
    Index("ix_business_contacts_key", "key"),
    Index("ix_business_contacts_person", "person"),
)
"""How a UMKM wants to be reached by readers of its innovation's page. `person` is who agreed; withdrawn, the row
goes."""

views = Table(
    "views",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("at", String(32), nullable=False),
    Column("person", String(36), nullable=False),
    Column("what", String(20), nullable=False),
    Column("stream", String(40), nullable=False),
    Column("subject", String(36), nullable=False),
    Column("purpose", Text, nullable=False),
    Index("ix_views_at", "at"),
    Index("ix_views_person", "person", "at"),
    Index("ix_views_subject", "subject", "at"),
)
"""Who opened somebody's personal data, when and for what. `what` says which kind; `subject` whose: a record, or
what was asked for."""

editions = Table(
    "editions",
    metadata,
    Column("record", String(36), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stream", String(40), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("frozen_at", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""What was approved, frozen: fields and photos of the record as its reviewer saw them. `seq` is the decision's."""

bank = Table(
    "bank",
    metadata,
    Column("no", BigInteger, primary_key=True, autoincrement=False),
    Column("record", String(36), nullable=False, unique=True),
    Column("stream", String(40), nullable=False),
    Column("kecamatan", String(8), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("number", String(9), nullable=False),
    Column("slug", String(80), nullable=False),
    Column("is_public", Boolean, nullable=False),
    Column("changed", BigInteger, nullable=False, unique=True),
    Column("published_at", String(32), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("summary", LargeBinary, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Index("ix_bank_shown", "no", sqlite_where=text("is_public = 1"), postgresql_where=text("is_public")),
    Index("ix_bank_place", "stream", "no"),
    Index("ix_bank_number", "number"),
)
"""What the public may know of a record, as JSON: pages, exports and feeds read this and nothing else. `no` grows
in the order of publication, `changed` at every change of the row; the clock of both is the fact `bank_clock`."""

bank_links = Table(
    "bank_links",
    metadata,
    Column("target", String(36), primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("source", String(36), primary_key=True),
    Index("ix_bank_links_source", "source"),
)
"""`source` replicates `target`, addresses it, or grew from it."""

bank_photos = Table(
    "bank_photos",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("record", String(36), primary_key=True),
    Index("ix_bank_photos_record", "record"),
)
"""The files that a reviewer found fit for the public, of records in the bank."""

page_reports = Table(
    "page_reports",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("page", String(200), nullable=False),
    Column("area", String(40), nullable=False),
    Column("record", String(36)),
    Column("reason", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("sent_at", String(32), nullable=False),
    Column("answered_at", String(32)),
    Column("answered_by", String(36)),
    Column("answer", Text),
    Index("ix_page_reports_open", "area", "answered_at", "sent_at"),
)
"""*Laporkan halaman ini*: what somebody found wrong on a public page, and what an officer answered."""

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("url", String(2000), nullable=False),
    Column("area", String(40), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("key", String(8), nullable=False),
    Column("added_at", String(32), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("retry_at", String(32), nullable=False),
    Column("paused_at", String(32)),
    Column("last_at", String(32)),
    Column("last_status", String(40)),
    Column("events", Text),
)
"""Where other systems are told of changes, and what came of the last telling. `failures` in a row; `sealed` is the
secret that signs; `events` are the kinds that it is told of, between commas, all without."""

webhook_places = Table(
    "webhook_places",
    metadata,
    Column("webhook", String(36), ForeignKey("webhooks.id"), primary_key=True),
    Column("stream", String(40), ForeignKey("streams.code"), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)
"""How far a webhook was told of each stream."""

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("webhook", String(36), ForeignKey("webhooks.id"), nullable=False),
    Column("at", String(32), nullable=False),
    Column("event", String(36), nullable=False),
    Column("type", String(40), nullable=False),
    Column("status", String(40), nullable=False),
    Index("ix_webhook_deliveries_webhook", "webhook", "at"),
    Index("ix_webhook_deliveries_at", "at"),
)
"""Each attempt to tell a webhook, for some weeks. `event` is the change's id; `status` HTTP's, or the kind of
error."""

digests = Table(
    "digests",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("area", String(40), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("key", String(8), nullable=False),
    Column("added_at", String(32), nullable=False),
    Column("sent_day", String(10)),
)
"""To which address of an office it is written what waits there; `sent_day` is the last day on which it was."""

WORD_MAX = 64

search_words = Table(
    "search_words",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", String(4), nullable=False),
    Column("word", String(WORD_MAX), nullable=False),
    UniqueConstraint("scope", "word"),
)
"""The vocabulary of an index: `bank` knows editions, `desk` the records as they stand."""

search_grams = Table(
    "search_grams",
    metadata,
    Column("gram", String(3), primary_key=True),
    Column("word", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

search_postings = Table(
    "search_postings",
    metadata,
    Column("word", Integer, primary_key=True, autoincrement=False),
    Column("doc", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

search_docs = Table(
    "search_docs",
    metadata,
    Column("scope", String(4), primary_key=True),
    Column("doc", BigInteger, primary_key=True, autoincrement=False),
    Column("record", String(36), nullable=False),
    Column("words", LargeBinary, nullable=False),
    UniqueConstraint("scope", "record"),
)
"""Which words a document was indexed under. In the bank `doc` is the `no` of its row."""

search_heads = Table(
    "search_heads",
    metadata,
    Column("feed", String(40), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)
"""How far each stream, and the bank, is indexed."""

tallies = Table(
    "tallies",
    metadata,
    Column("stream", String(40), ForeignKey("streams.code"), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("day", String(10), nullable=False),
    Column("at", String(32), nullable=False),
    Column("now", LargeBinary, nullable=False),
    Column("before", LargeBinary, nullable=False),
)
"""What the figures of a kelurahan are read from, as JSON: counted `at` that moment, with its changes up to `seq`,
for that `day` of the city and for the same day a year `before`."""

DERIVED = (search_words, search_grams, search_postings, search_docs, search_heads, tallies)
"""What a centre makes again from the rest, and no backup holds."""

rup = Table(
    "rup",
    metadata,
    Column("code", String(12), primary_key=True),
    Column("year", Integer, nullable=False),
    Column("name", Text, nullable=False),
)
"""The procurement plans (RUP) of the city, as they stood in the list that was last taken from SIRUP."""

catalogues = Table(
    "catalogues",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("version", String(10), nullable=False),
    Column("valid_from", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("proposed_by", String(36), nullable=False),
    Column("proposed_at", String(32), nullable=False),
    Column("decided_by", String(36)),
    Column("decided_at", String(32)),
    Column("note", Text, nullable=False),
)
"""The catalogues that the kota loaded, in force or not; never altered once somebody has decided. `body` is the
canonical JSON of which `sha256` is, and that devices are sent. The city's stream tells each step."""

partner_links = Table(
    "partner_links",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("partner", String(36), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("made_at", String(32), nullable=False),
    Column("made_by", String(36), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("revoked_at", String(32)),
    Index("ix_partner_links_partner", "partner"),
)
"""By which a partner reads, without an account, what it works on. The token itself is in no table."""

city_proofs = Table(
    "city_proofs",
    metadata,
    Column("year", String(4), primary_key=True),
    Column("code", String(8), primary_key=True),
    Column("level", Integer, nullable=False),
    Column("proof", LargeBinary, nullable=False),
    Column("by", String(36), nullable=False),
    Column("at", String(32), nullable=False),
)
"""What the city shows for an indicator of the government unit in an IGA year: `proof` is JSON."""

job_runs = Table(
    "job_runs",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("succeeded_at", String(32)),
    Column("failed_at", String(32)),
)
"""When each background job, and `backup`, last came to an end, and how."""

row_salts = Table(
    "row_salts",
    metadata,
    Column("table_name", String(40), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("salt", String(32), nullable=False),
)
"""With which the city's stream marks what stands in a row (vouched.py). It goes with its row: the marks are worth
nothing then."""
