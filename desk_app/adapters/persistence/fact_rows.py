"""Tables of what reports count: a line a dossier, a line a visit, a line an item.

They are a projection: everything in them can be made again from bodies and events.
"""

import sqlalchemy as sa

from desk_app.adapters.persistence.rows import TIME, metadata
from desk_app.domain.reports.facts import FLAGS, SUMS

FLAG_ORDER = FLAGS
"""Places of the bits: new flags go to the end, so that stored lines keep their meaning."""

BIT = {name: 1 << place for place, name in enumerate(FLAG_ORDER)}
"""Bit of each flag in the column ``flags``."""

facts = sa.Table(
    "dossier_fact",
    metadata,
    sa.Column("no", sa.Integer, sa.ForeignKey("dossier.no"), primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("procedure", sa.String(40), nullable=False),
    sa.Column("procedure_version", sa.String(12), nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("receiver", sa.String(80), nullable=False),
    sa.Column("received_on", sa.Integer),
    sa.Column("due_min", sa.Integer),
    sa.Column("finished_on", sa.Integer),
    sa.Column("returned_on", sa.Integer),
    *(sa.Column(name, sa.Integer, nullable=False) for name in SUMS),
    sa.Column("flags", sa.BigInteger, nullable=False),
    sa.Index(None, "received_on"),
)

# Grouping a year of visits reads this index in its order: no sort, no row.
visits = sa.Table(
    "dossier_visit",
    metadata,
    sa.Column("no", sa.Integer, sa.ForeignKey("dossier.no"), primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("procedure", sa.String(40), nullable=False),
    sa.Column("procedure_version", sa.String(12), nullable=False),
    sa.Column("step", sa.String(16), nullable=False),
    sa.Column("entered_at", TIME, nullable=False),
    sa.Column("left_at", TIME),
    sa.Column("left_on", sa.Integer),
    sa.Column("user", sa.String(80), nullable=False),
    sa.Column("way", sa.String(8), nullable=False),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Index(
        "ix_dossier_visit_alike",
        "step",
        "user",
        "procedure",
        "procedure_version",
        "way",
        "days",
        "left_on",
        "unit",
        "minutes",
    ),
    sqlite_with_rowid=False,
)

items = sa.Table(
    "dossier_item",
    metadata,
    sa.Column("no", sa.Integer, sa.ForeignKey("dossier.no"), primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("procedure", sa.String(40), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("amount", sa.Integer, nullable=False),
    sa.Column("on", sa.Integer),
    sa.Column("note", sa.String(40), nullable=False),
    sa.Column("mark", sa.Text, nullable=False),
    # As for visits: sums of a kind are read from this index in its order.
    sa.Index("ix_dossier_item_alike", "kind", "procedure", "key", "note", "on", "unit", "amount"),
    sqlite_with_rowid=False,
)

TABLES = (facts, visits, items)
