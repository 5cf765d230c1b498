"""Lists in the order they are shown, and an index that answers queues and counts by itself."""

from alembic import op

from desk_app.adapters.persistence import rows

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


_BEFORE = "ix_dossier_list_order_updated_at"


def upgrade() -> None:
    """Make both indexes where they are missing; the one of before ordered times the other way."""
    for index in (rows.whole_list, rows.open_dossiers):
        index.create(op.get_bind(), checkfirst=True)
    op.drop_index(_BEFORE, table_name="dossier", if_exists=True)


def downgrade() -> None:
    """Bring the index of before back; queues read lines again."""
    op.create_index(_BEFORE, "dossier", ["list_order", "updated_at"])
    for index in (rows.open_dossiers, rows.whole_list):
        index.drop(op.get_bind())
