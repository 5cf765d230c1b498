"""Tables desks of one office share: who works on what now, and who may read its papers."""

import sqlalchemy as sa

from desk_app.adapters.persistence.rows import DOSSIER, TIME, metadata

claims = sa.Table(
    "claim",
    metadata,
    sa.Column("dossier_id", DOSSIER, primary_key=True),
    sa.Column("user", sa.String(80), nullable=False),
    sa.Column("full_name", sa.Text, nullable=False),
    sa.Column("desk", sa.Text, nullable=False),
    sa.Column("device_id", sa.String(40), nullable=False),
    sa.Column("since", TIME, nullable=False),
    sa.Column("until", TIME, nullable=False),
)
"""A soft claim: told to others, never needed for reading, gone by itself after its time."""

office_desks = sa.Table(
    "office_desk",
    metadata,
    sa.Column("device_id", sa.String(40), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("public_key", sa.Text, nullable=False),
    sa.Column("sealed_key", sa.Text),
    sa.Column("admitted_by", sa.Text),
    sa.Column("asked_at", TIME, nullable=False),
)
"""``sealed_key``: the office's paper key, sealed to this desk's own; empty until it is admitted."""

backlog_items = sa.Table(
    "backlog_item",
    metadata,
    sa.Column("kind", sa.String(40), primary_key=True),
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Column("added_at", TIME, nullable=False),
    sa.Column("result", sa.String(40)),
    sa.Column("done_by", sa.Text),
    sa.Column("done_at", TIME, index=True),
)
"""Long work, an item a row; the queue only hands items out, this says what is done."""
