"""A dossier has notes on places of its pages.

The tables stay as they are: a body of before has no notes. The number of the step tells an older
program that it cannot read what this one writes.
"""

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every body of before is one of today, without notes."""


def downgrade() -> None:
    """Bodies written meanwhile are not readable by the version before; its copy is."""
