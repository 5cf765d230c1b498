"""What corrections taught, as rows: one a lesson, with its count and the administrator's word."""

import datetime as dt

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.mapping import moment
from desk_app.adapters.persistence.transactions import insert_into, put
from desk_app.domain.learned import Learned, LearnedKind, Lesson, Review

_L = rows.learned


class SqlLearned:
    """Lessons over the connection of a unit of work."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def note(self, lesson: Lesson, *, at: dt.datetime) -> None:
        """Count a lesson once more; what was decided about it stays."""
        fresh = Learned(lesson=lesson, count=1, review=Review.WAITING, first_at=at, last_at=at)
        insert = insert_into(self._connection, _L).values(**_row(fresh))
        self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=[_L.c.id],
                set_={"count": _L.c.count + 1, "last_at": insert.excluded.last_at},
            )
        )

    def keep(self, learned: Learned) -> None:
        """Put a lesson down as it is given."""
        put(self._connection, _L, _row(learned))

    def forget(self, lesson: Lesson) -> None:
        """Take a lesson away."""
        self._connection.execute(sa.delete(_L).where(_L.c.id == lesson.id))

    def all(
        self, *, kind: LearnedKind | None = None, review: Review | None = None
    ) -> tuple[Learned, ...]:
        """Lessons of a kind and a state, or all, in the order of their ids."""
        wanted = sa.select(_L).order_by(_L.c.id)
        if kind is not None:
            wanted = wanted.where(_L.c.kind == kind.value)
        if review is not None:
            wanted = wanted.where(_L.c.review == review.value)
        return tuple(_learned(row) for row in self._connection.execute(wanted).mappings())


def _row(learned: Learned) -> dict[str, object]:
    lesson = learned.lesson
    return {
        "id": lesson.id,
        "kind": lesson.kind.value,
        "document_type": lesson.document_type,
        "field": lesson.field,
        "seen": lesson.seen,
        "meant": lesson.meant,
        "count": learned.count,
        "review": learned.review.value,
        "first_at": moment(learned.first_at),
        "last_at": moment(learned.last_at),
        "decided_by": learned.decided_by,
        "decided_at": moment(learned.decided_at) if learned.decided_at else None,
    }


def _learned(row: sa.RowMapping) -> Learned:
    decided = row["decided_at"]
    return Learned(
        lesson=Lesson(
            kind=LearnedKind(row["kind"]),
            document_type=row["document_type"],
            field=row["field"],
            seen=row["seen"],
            meant=row["meant"],
        ),
        count=row["count"],
        review=Review(row["review"]),
        first_at=dt.datetime.fromisoformat(row["first_at"]),
        last_at=dt.datetime.fromisoformat(row["last_at"]),
        decided_by=row["decided_by"],
        decided_at=dt.datetime.fromisoformat(decided) if decided else None,
    )
