"""What officers' corrections taught, waiting for an administrator's word."""

from alembic import op

from desk_app.adapters.persistence import rows

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table where it is missing."""
    rows.learned.create(op.get_bind(), checkfirst=True)


def downgrade() -> None:
    """Drop the table; what was learned is lost."""
    rows.learned.drop(op.get_bind())
