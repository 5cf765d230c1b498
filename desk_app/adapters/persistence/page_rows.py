"""Tables of scanned pages: a stack from the press of the button, its pages, and acts on them."""

import sqlalchemy as sa

from desk_app.adapters.persistence.rows import DIGEST, metadata

SCOPE = sa.String(160)

stacks = sa.Table(
    "scan_stack",
    metadata,
    sa.Column("no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("desk", sa.String(80), nullable=False),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("source", sa.String(16), nullable=False),
    sa.Column("label", SCOPE, nullable=False),
    sa.Column("ended", sa.String(16)),
    sa.Column("expected_next_sheet", sa.Integer),
    sa.Index(None, "desk", "label"),
    sqlite_autoincrement=True,
)
"""``desk``: whose tray holds the files; one database may serve the trays of many desks."""

pages = sa.Table(
    "scan_page",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("stack", sa.Integer, sa.ForeignKey("scan_stack.no"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("sheet", sa.Integer, nullable=False),
    sa.Column("side", sa.String(1), nullable=False),
    sa.Column("file", sa.Text, nullable=False),  # empty once the bytes were taken over
    sa.Column("mime", sa.String(40), nullable=False),
    sa.Column("sha256", DIGEST, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("dpi", sa.Integer, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("warnings", sa.Text, nullable=False),
    sa.Column("superseded", sa.Boolean, nullable=False),
    sa.Column("findings", sa.Text),
    sa.Column("thumbnail", sa.LargeBinary),
    sa.Index(None, "stack", "number"),
    sa.Index(None, "sha256"),
    sa.Index(None, "origin"),
)

acts = sa.Table(
    "scan_act",
    metadata,
    sa.Column("no", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("scope", SCOPE, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Index(None, "scope", "no"),
    sqlite_autoincrement=True,
)
TABLES = (stacks, pages, acts)
