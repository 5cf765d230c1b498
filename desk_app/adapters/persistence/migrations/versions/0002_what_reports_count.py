"""What reports count: facts, visits and items of dossiers."""

from alembic import op

from desk_app.adapters.persistence.fact_rows import TABLES

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the lines of dossiers that exist are made when the first report asks."""
    for table in TABLES:
        table.create(op.get_bind(), checkfirst=True)


def downgrade() -> None:
    """Drop them; nothing is lost that bodies and events do not hold."""
    for table in reversed(TABLES):
        table.drop(op.get_bind())
