"""The word index knows which dossiers are open."""

from alembic import op

from desk_app.adapters.persistence.triggers import word_index_anew

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Fill the index again; nothing of a dossier changes."""
    for statement in word_index_anew(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """A further word in the index harms nobody."""
