"""A dossier keeps what its fields said before.

The tables stay as they are: a body of before has no earlier values. The number of the step tells an
older program that it cannot read what this one writes.
"""

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every body of before is one of today, with nothing kept yet."""


def downgrade() -> None:
    """Bodies written meanwhile are not readable by the version before; its copy is."""
