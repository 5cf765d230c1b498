"""First tables: dossiers, events, anchors, number books, outbox."""

from alembic import op

from desk_app.adapters.persistence import sync_rows
from desk_app.adapters.persistence.triggers import forbid_changes, word_index

METADATA = sync_rows.outbox.metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and lock the append-only ones."""
    connection = op.get_bind()
    METADATA.create_all(connection)
    for table in ("event", "anchor", "anchor_line"):
        for statement in forbid_changes(table, connection.dialect.name):
            op.execute(statement)
    for statement in word_index(connection.dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Drop everything."""
    METADATA.drop_all(op.get_bind())
