"""Tables of the desk. A dossier is a line for the lists and a body: the whole aggregate as JSON."""

import sqlalchemy as sa

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMES)

TIME = sa.String(40)
DIGEST = sa.String(64)
DOSSIER = sa.String(36)

dossiers = sa.Table(
    "dossier",
    metadata,
    sa.Column("no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", DOSSIER, nullable=False, unique=True),
    sa.Column("code", sa.String(40), unique=True),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("state", sa.String(32), nullable=False),
    sa.Column("step", sa.String(16), nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("procedure_code", sa.String(40), nullable=False),
    sa.Column("procedure_name", sa.Text, nullable=False),
    sa.Column("applicant", sa.Text, nullable=False),
    sa.Column("identifier", sa.String(80), nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("supplement_origin", sa.String(16), nullable=False),
    sa.Column("received_at", TIME),
    sa.Column("due_at", TIME),
    sa.Column("finished_at", TIME),
    sa.Column("updated_at", TIME, nullable=False),
    sa.Column("list_order", sa.String(41), nullable=False),
    sa.Column("search", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("last_event", sa.Integer, nullable=False),
    sa.Column("head", DIGEST, nullable=False),
    sa.Column("seal", DIGEST, nullable=False),
    sa.Index(None, "state", "updated_at"),
    sa.Index(None, "identifier", "procedure_code"),
    sqlite_autoincrement=True,
)
"""``list_order``: open with a due time by that time, then open without one, then closed."""

whole_list = sa.Index("ix_dossier_list", dossiers.c.list_order, dossiers.c.updated_at.desc())
"""The order of lists, open dossiers before closed ones."""

is_open = dossiers.c.list_order < sa.literal_column("'3'")
"""Open dossiers; written out and not bound, so that both databases see the index below fits."""

open_dossiers = sa.Index(
    "ix_dossier_open",
    dossiers.c.list_order,
    dossiers.c.updated_at.desc(),
    dossiers.c.step,
    dossiers.c.procedure_code,
    dossiers.c.unit,
    dossiers.c.state,
    dossiers.c.finished_at,
    dossiers.c.due_at,
    sqlite_where=is_open,
    postgresql_where=is_open,
)
"""All that queues and counts ask of open dossiers, in the order of lists; no line is read."""

bodies = sa.Table(
    "dossier_body",
    metadata,
    sa.Column("no", sa.Integer, sa.ForeignKey("dossier.no"), primary_key=True, autoincrement=False),
    sa.Column("body_version", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

events = sa.Table(
    "event",
    metadata,
    sa.Column("dossier_id", DOSSIER, sa.ForeignKey("dossier.id"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("head", DIGEST, nullable=False),
    sa.Column("canonical", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

numbers = sa.Table(
    "number_book",
    metadata,
    sa.Column("book", sa.String(120), primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)

marks = sa.Table(
    "dossier_mark",
    metadata,
    sa.Column("dossier_id", DOSSIER, sa.ForeignKey("dossier.id"), primary_key=True),
    sa.Column("claimed_by", sa.String(80), nullable=False),
    sa.Column("waiting_for", sa.String(16), nullable=False),
    sa.Column("next_try_at", TIME),
    sa.Index(None, "next_try_at"),
    sa.Index(None, "claimed_by"),
    sqlite_with_rowid=False,
)
"""What lists ask beside the sealed columns; made from the body with every save, never believed."""

records = sa.Table(
    "office_record",
    metadata,
    sa.Column("kind", sa.String(32), primary_key=True),
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", TIME, nullable=False),
    sa.Column("by", sa.String(80), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Delegations, custody of seals and the like: every change is a further version."""

anchors = sa.Table(
    "anchor",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", TIME, nullable=False),
    sa.Column("head", DIGEST, nullable=False),
)
"""The chain of the office; each anchor covers its lines."""

anchor_lines = sa.Table(
    "anchor_line",
    metadata,
    sa.Column("anchor", sa.Integer, sa.ForeignKey("anchor.seq"), primary_key=True),
    sa.Column("kind", sa.String(8), primary_key=True),
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("head", DIGEST, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("seal", DIGEST, nullable=False),
    sa.Index(None, "kind", "key"),
    sqlite_with_rowid=False,
)
"""A dossier as it stood (last event, its head, version, seal), how far a number book was, or how
many lines a record or a seal token had and their hash, or what a store said of a paper."""

anchor_due = sa.Table(
    "anchor_due",
    metadata,
    sa.Column("kind", sa.String(8), primary_key=True),
    sa.Column("key", sa.String(120), primary_key=True),
    sqlite_with_rowid=False,
)
"""What changed since the last anchor; written in the transaction of the change."""

custody = sa.Table(
    "seal_custody",
    metadata,
    sa.Column("no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("token", sa.String(80), nullable=False),
    sa.Column("act", sa.String(16), nullable=False),
    sa.Column("at", TIME, nullable=False),
    sa.Column("holder", sa.String(80), nullable=False),
    sa.Column("giver", sa.String(80), nullable=False),
    sa.Column("permission", sa.Text, nullable=False),
    sa.Column("minutes", sa.Text, nullable=False),
    sa.Column("recorded_by", sa.String(80), nullable=False),
    sa.Index(None, "token"),
    sqlite_autoincrement=True,
)
"""Who received, handed over, gave back or lost a seal token; lines are only added."""

held_papers = sa.Table(
    "held_paper",
    metadata,
    sa.Column("store", sa.String(16), primary_key=True),
    sa.Column("paper_id", sa.String(120), primary_key=True),
    sa.Column("owner", sa.String(80), nullable=False),
    sa.Column("dated_on", sa.String(10), nullable=False),
    sa.Column("search", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index(None, "owner"),
    sqlite_with_rowid=False,
)
"""What stores said they hold of a person: a dated copy, never believed without its conditions."""

learned = sa.Table(
    "learned_word",
    metadata,
    sa.Column("id", sa.String(12), primary_key=True),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("document_type", sa.String(40), nullable=False),
    sa.Column("field", sa.String(60), nullable=False),
    sa.Column("seen", sa.Text, nullable=False),
    sa.Column("meant", sa.Text, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("review", sa.String(8), nullable=False),
    sa.Column("first_at", TIME, nullable=False),
    sa.Column("last_at", TIME, nullable=False),
    sa.Column("decided_by", sa.String(80), nullable=False),
    sa.Column("decided_at", TIME),
    sa.Index(None, "review", "kind"),
    sqlite_with_rowid=False,
)
"""What corrections taught: used only where ``review`` is ``approved``."""

APPEND_ONLY = ("event", "anchor", "anchor_line", "office_record", "seal_custody")
