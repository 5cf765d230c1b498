"""Tables of the exchange with target systems: outbox, inbox, uploads, leased serials, clocks."""

import sqlalchemy as sa

from desk_app.adapters.persistence.rows import metadata

TIME = sa.String(40)
TARGET = sa.String(40)
DOSSIER = sa.String(36)
DIGEST = sa.String(64)

_FREE = sa.text("state = 'ready' AND wake_at IS NULL")
_ASLEEP = sa.text("wake_at IS NOT NULL")
_DONE = sa.text("state = 'done'")

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("command_id", sa.String(36), nullable=False, unique=True),
    sa.Column("target", TARGET, nullable=False),
    sa.Column("dossier_id", DOSSIER, nullable=False),
    sa.Column("dossier_seq", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("wire", sa.Text, nullable=False),
    sa.Column("fingerprint", DIGEST, nullable=False),
    sa.Column("expected_version", sa.Integer),
    sa.Column("rebased_version", sa.Integer),
    sa.Column("created_at", TIME, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("wake_at", TIME),
    sa.Column("last_problem", sa.Text),
    sa.Column("parked_at", TIME),
    sa.Column("acked_at", TIME),
    sa.Column("ack", sa.Text),
    sa.Column("ack_version", sa.Integer),
    sa.Column("discarded", sa.Text),
    sa.UniqueConstraint("dossier_id", "target", "dossier_seq"),
    sa.Index(None, "target", "state", "seq"),
    sa.Index("ix_outbox_free", "target", "seq", sqlite_where=_FREE, postgresql_where=_FREE),
    sa.Index(
        "ix_outbox_asleep", "target", "wake_at", sqlite_where=_ASLEEP, postgresql_where=_ASLEEP
    ),
    sa.Index("ix_outbox_acked", "target", "acked_at", sqlite_where=_DONE, postgresql_where=_DONE),
    sqlite_autoincrement=True,
)
"""``wake_at``: until then a ``ready`` row waits and a ``sending`` row belongs to its worker."""

outbox_blobs = sa.Table(
    "outbox_blob",
    metadata,
    sa.Column("command_id", sa.String(36), primary_key=True),
    sa.Column("digest", DIGEST, primary_key=True),
    sa.Index(None, "digest"),
)

uploads = sa.Table(
    "blob_upload",
    metadata,
    sa.Column("target", TARGET, primary_key=True),
    sa.Column("digest", DIGEST, primary_key=True),
    sa.Column("upload_path", sa.Text),
    sa.Column("offset", sa.BigInteger, nullable=False),
    sa.Column("verified", sa.Boolean, nullable=False),
    sa.Column("corrupt_count", sa.Integer, nullable=False),
)

inbox = sa.Table(
    "inbox_event",
    metadata,
    sa.Column("target", TARGET, primary_key=True),
    sa.Column("event_id", sa.String(80), primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("applied_at", TIME, nullable=False),
)

positions = sa.Table(
    "feed_position",
    metadata,
    sa.Column("target", TARGET, primary_key=True),
    sa.Column("cursor", sa.Text),
    sa.Column("epoch", sa.Text),
    sa.Column("last_seq", sa.BigInteger, nullable=False),
)

shadows = sa.Table(
    "remote_dossier",
    metadata,
    sa.Column("target", TARGET, primary_key=True),
    sa.Column("dossier_id", sa.String(80), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.String(40), nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Index(None, "target", "state"),
)

external_codes = sa.Table(
    "external_code",
    metadata,
    sa.Column("target", TARGET, primary_key=True),
    sa.Column("code", sa.String(80), primary_key=True),
    sa.Column("dossier_id", sa.String(80), nullable=False, index=True),
    sa.Column("assigned_by", sa.String(16), nullable=False),
)

slots = sa.Table(
    "code_slot",
    metadata,
    sa.Column("unit", sa.String(40), primary_key=True),
    sa.Column("device_id", sa.String(80), primary_key=True),
    sa.Column("slot", sa.Integer, nullable=False),
    sa.Column("device_gen", sa.BigInteger, nullable=False),
    sa.Column("valid_until", TIME, nullable=False),
    sa.Column("serials", sa.Text, nullable=False),
)

pool = sa.Table(
    "pool_code",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("target", TARGET, nullable=False),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("device_id", sa.String(80), nullable=False),
    sa.Column("device_gen", sa.BigInteger, nullable=False),
    sa.Column("code", sa.String(80), nullable=False),
    sa.Column("taken", sa.Boolean, nullable=False),
    sa.UniqueConstraint("target", "code"),
    sa.Index(None, "target", "unit", "device_id", "device_gen", "taken", "id"),
    sqlite_autoincrement=True,
)

conflicts = sa.Table(
    "conflict",
    metadata,
    sa.Column("command_id", sa.String(36), primary_key=True),
    sa.Column("dossier_id", DOSSIER, nullable=False),
    sa.Column("mine", sa.Text, nullable=False),
    sa.Column("theirs", sa.Text, nullable=False),
    sa.Column("state", sa.String(12), nullable=False, index=True),
    sa.Column("decided_by", sa.Text),
    sa.Column("reason", sa.Text),
)

clock_marks = sa.Table(
    "clock_mark",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("server_time", TIME, nullable=False),
    sa.Column("local_wall", TIME, nullable=False),
    sa.Column("monotonic_s", sa.Float(53), nullable=False),
    sa.Column("boot_id", sa.String(80), nullable=False),
    sa.Column("uncertainty_ms", sa.Integer, nullable=False),
    sqlite_autoincrement=True,
)
