"""What applicants say and what went wrong is counted too: lines of such dossiers are made again."""

import sqlalchemy as sa
from alembic import op

from desk_app.adapters.persistence import fact_rows, rows

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_CONCERNED = (
    '%"evaluations":[{%',
    '%"feedback":[{%',
    '%"mismatches":[{%',
    '%"not_digitised":{%',
    '%"verdict":"invalid"%',
    '%"state":"failed"%',
)
_NO_REASON = '%"unsigned_reason":""%'


_ALIKE = next(i for i in fact_rows.items.indexes if i.name == "ix_dossier_item_alike")
_BEFORE = "ix_dossier_item_kind_on"


def upgrade() -> None:
    """Index items as they are summed; mark lines as older, so that the next report makes them."""
    _ALIKE.create(op.get_bind(), checkfirst=True)
    op.execute(f"DROP INDEX IF EXISTS {_BEFORE}")
    body = rows.bodies.c.body
    concerned = sa.or_(*(body.like(text) for text in _CONCERNED), body.not_like(_NO_REASON))
    numbers = sa.select(rows.bodies.c.no).where(concerned)
    stale = sa.update(fact_rows.facts).where(fact_rows.facts.c.no.in_(numbers))
    op.get_bind().execute(stale.values(version=-1))


def downgrade() -> None:
    """The index of before; an older program leaves lines it does not know uncounted."""
    _ALIKE.drop(op.get_bind(), checkfirst=True)
    op.execute(f'CREATE INDEX {_BEFORE} ON dossier_item (kind, "on")')
