"""Tables that desks of one office share; a database made anew has them already."""

from alembic import op

from desk_app.adapters.persistence.office_rows import backlog_items, claims, office_desks

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables where they are missing."""
    for table in (claims, office_desks, backlog_items):
        table.create(op.get_bind(), checkfirst=True)


def downgrade() -> None:
    """Drop them."""
    for table in (backlog_items, office_desks, claims):
        table.drop(op.get_bind(), checkfirst=True)
