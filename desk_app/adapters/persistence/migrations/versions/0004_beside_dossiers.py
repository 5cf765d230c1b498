"""What stands beside dossiers: marks for lists, and the office's own records."""

from alembic import op

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.triggers import forbid_changes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; a database made by this program's first step has them already."""
    connection = op.get_bind()
    for table in (rows.marks, rows.records):
        table.create(connection, checkfirst=True)
    for statement in forbid_changes("office_record", connection.dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    for table in (rows.marks, rows.records):
        table.drop(op.get_bind())
