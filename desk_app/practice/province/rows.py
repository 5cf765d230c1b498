"""Tables of the practice province, the same on SQLite and PostgreSQL."""

import sqlalchemy as sa

metadata = sa.MetaData()

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

dossier = sa.Table(
    "dossier",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.String(40), nullable=False, index=True),
    sa.Column("unit", sa.String(80), nullable=False, index=True),
    sa.Column("code", sa.String(80), index=True),
    sa.Column("person_number", sa.String(40), index=True),
    sa.Column("updated_seq", sa.Integer, nullable=False, index=True),
    sa.Column("document", sa.JSON, nullable=False),
)

command = sa.Table(
    "command",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("dossier_id", sa.String(36), nullable=False, index=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("received_at", sa.String(40), nullable=False),
    sa.Column("outcome", sa.JSON, nullable=False),
)

rejected_command = sa.Table(
    "rejected_command",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("command_id", sa.String(36), nullable=False, index=True),
    sa.Column("dossier_id", sa.String(36), nullable=False, index=True),
    sa.Column("received_at", sa.String(40), nullable=False),
    sa.Column("problem", sa.JSON, nullable=False),
    sa.Column("wire", sa.JSON, nullable=False),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.String(36), nullable=False, unique=True),
    sa.Column("type", sa.String(60), nullable=False),
    sa.Column("dossier_id", sa.String(36), nullable=False, index=True),
    sa.Column("unit", sa.String(80), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("time", sa.String(40), nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
)

blob = sa.Table(
    "blob",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("media_type", sa.String(120), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("stored_at", sa.String(40), nullable=False),
)

given_code = sa.Table(
    "given_code",
    metadata,
    sa.Column("code", sa.String(80), primary_key=True),
    sa.Column("dossier_id", sa.String(36), index=True),
    sa.Column("assigned_by", sa.String(40), nullable=False),
)

code_slot = sa.Table(
    "code_slot",
    metadata,
    sa.Column("unit", sa.String(80), primary_key=True),
    sa.Column("slot", sa.Integer, primary_key=True),
    sa.Column("device_id", sa.String(80), nullable=False),
    sa.Column("device_gen", sa.Integer, nullable=False),
    sa.Column("valid_until", sa.String(40), nullable=False),
)

reserved_code = sa.Table(
    "reserved_code",
    metadata,
    sa.Column("code", sa.String(120), primary_key=True),
    sa.Column("unit", sa.String(80), nullable=False),
    sa.Column("device_id", sa.String(80), nullable=False, index=True),
    sa.Column("device_gen", sa.BigInteger, nullable=False),
)

pool_serial = sa.Table(
    "pool_serial",
    metadata,
    sa.Column("unit", sa.String(80), primary_key=True),
    sa.Column("life", sa.Integer, primary_key=True),
    sa.Column("top", sa.Integer, nullable=False),
)

slot_serial = sa.Table(
    "slot_serial",
    metadata,
    sa.Column("unit", sa.String(80), primary_key=True),
    sa.Column("slot", sa.Integer, primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("top", sa.Integer, nullable=False),
)

claim = sa.Table(
    "claim",
    metadata,
    sa.Column("dossier_id", sa.String(36), primary_key=True),
    sa.Column("device_id", sa.String(80), nullable=False),
    sa.Column("user", sa.String(80), nullable=False),
    sa.Column("until", sa.String(40), nullable=False),
)

book_number = sa.Table(
    "book_number",
    metadata,
    sa.Column("key", sa.String(80), primary_key=True),
    sa.Column("book", sa.String(80), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.UniqueConstraint("book", "year", "number"),
)

account = sa.Table(
    "account",
    metadata,
    sa.Column("identifier", sa.String(80), primary_key=True),
    sa.Column("document", sa.JSON, nullable=False),
)

stored_paper = sa.Table(
    "stored_paper",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("owner", sa.String(80), nullable=False, index=True),
    sa.Column("document", sa.JSON, nullable=False),
)

person_right = sa.Table(
    "person_right",
    metadata,
    sa.Column("user", sa.String(80), primary_key=True),
    sa.Column("is_disabled", sa.Boolean, nullable=False),
)

device = sa.Table(
    "device",
    metadata,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("public_key", sa.String(64), nullable=False),
    sa.Column("is_locked", sa.Boolean, nullable=False),
)
