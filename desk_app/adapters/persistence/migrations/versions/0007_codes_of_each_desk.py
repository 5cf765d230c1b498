"""Leases of serials and fetched codes belong to one generation of one desk.

No desk had leased any before this version, so the tables are made anew.
"""

from alembic import op

from desk_app.adapters.persistence.sync_rows import pool, slots

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables in their new shape."""
    for table in (slots, pool):
        table.drop(op.get_bind(), checkfirst=True)
        table.create(op.get_bind())


def downgrade() -> None:
    """Nothing an older program could read is kept here."""
    for table in (pool, slots):
        table.drop(op.get_bind(), checkfirst=True)
