"""The register of who holds which seal token."""

from alembic import op

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.triggers import forbid_changes

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and lock its lines."""
    connection = op.get_bind()
    rows.custody.create(connection, checkfirst=True)
    for statement in forbid_changes(rows.custody.name, connection.dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Drop it."""
    rows.custody.drop(op.get_bind())
