"""Tables of the desk. Dossiers are one row each: columns lists need, and the whole aggregate."""

import sqlalchemy as sa

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMES)

dossiers = sa.Table(
    "dossier",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("code", sa.String(40), unique=True),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("state", sa.String(32), nullable=False),
    sa.Column("step", sa.String(16), nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("procedure_code", sa.String(40), nullable=False),
    sa.Column("procedure_name", sa.Text, nullable=False),
    sa.Column("applicant", sa.Text, nullable=False),
    sa.Column("identifier", sa.String(40), nullable=False),
    sa.Column("supplement_origin", sa.String(16), nullable=False),
    sa.Column("due_at", sa.String(40)),
    sa.Column("finished_at", sa.String(40)),
    sa.Column("updated_at", sa.String(40), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("last_event", sa.Integer, nullable=False),
    sa.Column("head", sa.String(64), nullable=False),
    sa.Column("search", sa.Text, nullable=False),
    sa.Column("body_version", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index(None, "state", "due_at"),
    sa.Index(None, "step", "due_at"),
    sa.Index(None, "identifier", "procedure_code"),
    sa.Index(None, "finished_at"),
)

events = sa.Table(
    "event",
    metadata,
    sa.Column("dossier_id", sa.String(36), sa.ForeignKey("dossier.id"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("head", sa.String(64), nullable=False),
    sa.Column("canonical", sa.Text, nullable=False),
)

anchors = sa.Table(
    "anchor",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("heads", sa.Text, nullable=False),
    sa.Column("head", sa.String(64), nullable=False),
)

numbers = sa.Table(
    "number_book",
    metadata,
    sa.Column("book", sa.String(120), primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)

anchored = sa.Table(
    "anchored",
    metadata,
    sa.Column("dossier_id", sa.String(36), primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False),
)
"""How far each dossier chain is anchored; a cache that only saves work, never evidence."""
