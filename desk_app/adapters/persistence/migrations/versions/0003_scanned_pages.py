"""Scanned pages: stacks, pages, acts."""

from alembic import op

from desk_app.adapters.persistence import page_rows

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; a database made by this program's first step has them already."""
    page_rows.stacks.metadata.create_all(op.get_bind(), tables=list(page_rows.TABLES))


def downgrade() -> None:
    """Drop them."""
    page_rows.stacks.metadata.drop_all(op.get_bind(), tables=list(page_rows.TABLES))
