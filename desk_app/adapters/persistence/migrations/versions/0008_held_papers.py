"""The copy of what stores hold; records of the office and custody of seals enter the chain."""

import sqlalchemy as sa
from alembic import op

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.ledgers import record_key
from desk_app.adapters.persistence.transactions import put

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table where it is missing; what was recorded before is anchored with the next."""
    connection = op.get_bind()
    rows.held_papers.create(connection, checkfirst=True)
    records = connection.execute(sa.select(rows.records.c.kind, rows.records.c.key).distinct())
    known = [("record", record_key(row.kind, row.key)) for row in records]
    tokens = connection.execute(sa.select(rows.custody.c.token).distinct()).scalars()
    for kind, key in [*known, *(("custody", token) for token in tokens)]:
        put(connection, rows.anchor_due, {"kind": kind, "key": key})


def downgrade() -> None:
    """Drop the table; what is anchored stays."""
    connection = op.get_bind()
    due = rows.anchor_due
    connection.execute(sa.delete(due).where(due.c.kind.in_(("record", "custody"))))
    rows.held_papers.drop(connection)
