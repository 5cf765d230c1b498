"""Lines of reports in the shape of today; decisions about lessons and held papers enter the chain.

The first versions kept a column for each mark of a dossier; no step changed their tables since.
"""

import sqlalchemy as sa
from alembic import op

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.anchors import is_due
from desk_app.adapters.persistence.fact_rows import TABLES
from desk_app.adapters.persistence.ledgers import HELD, held_key, record_key
from desk_app.adapters.persistence.transactions import dumps, put
from desk_app.domain.learned import DECISION, Review

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what reports count anew where its shape is another; record what was decided and told."""
    connection = op.get_bind()
    seen = sa.inspect(connection)
    if not all(_is_as_today(seen, table) for table in TABLES):
        for table in reversed(TABLES):
            table.drop(connection)
        for table in TABLES:
            table.create(connection)
    learned = rows.learned
    decided = sa.select(learned).where(learned.c.review != Review.WAITING.value)
    for lesson in connection.execute(decided).all():
        body = {"kind": lesson.kind, "review": lesson.review}
        record = {"kind": DECISION, "key": lesson.id, "version": 1, "body": dumps(body)}
        put(connection, rows.records, record | {"at": lesson.decided_at, "by": lesson.decided_by})
        is_due(connection, "record", record_key(DECISION, lesson.id))
    for paper in connection.execute(sa.select(rows.held_papers)).all():
        is_due(connection, HELD, held_key(paper.store, paper.paper_id))


def _is_as_today(seen: sa.Inspector, table: sa.Table) -> bool:
    columns = {column["name"] for column in seen.get_columns(table.name)}
    indexes = {index["name"] for index in seen.get_indexes(table.name)}
    return columns == set(table.c.keys()) and indexes == {index.name for index in table.indexes}


def downgrade() -> None:
    """The version before has the same tables, and reads no record of this kind."""
