"""What corrections taught, as rows: one a lesson, with its count and the administrator's word."""

import datetime as dt
import json
from collections.abc import Iterator

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.mapping import moment
from desk_app.adapters.persistence.transactions import insert_into, put
from desk_app.domain.learned import DECISION, Learned, LearnedKind, Lesson, Review

_L, _R = rows.learned, rows.records


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


def faults(connection: sa.Connection) -> Iterator[str]:
    """Ids of lessons that are not as somebody taught them, or not as an administrator decided.

    Counts and times of lessons are nobody's act; a waiting lesson that is gone comes again.
    """
    decided = _decisions(connection)
    for row in connection.execute(sa.select(_L)).mappings():
        said = decided.pop(row["id"], _WAITS)
        mine = (row["kind"], row["review"], row["decided_by"], row["decided_at"])
        is_new = said == _WAITS or _is_forgotten(said)
        expected = (row["kind"], *_WAITS[1:]) if is_new else said
        if mine != expected or not _is_as_taught(row):
            yield row["id"]
    yield from (key for key, said in decided.items() if not _is_forgotten(said))


Decision = tuple[str, str, str, str | None]
_WAITS: Decision = ("", Review.WAITING.value, "", None)


def _decisions(connection: sa.Connection) -> dict[str, Decision]:
    """Kind, decision, whose and when: the newest of each lesson."""
    wanted = sa.select(_R).where(_R.c.kind == DECISION).order_by(_R.c.key, _R.c.version)
    found: dict[str, Decision] = {}
    for row in connection.execute(wanted):
        found[row.key] = (*_said(row.body), row.by, row.at)
    return found


def _said(body: str) -> tuple[str, str]:
    """Kind and decision of a record; ("", "") of one that somebody has made unreadable."""
    try:
        said = json.loads(body)
        return str(said["kind"]), str(said["review"])
    except (ValueError, TypeError, KeyError):
        return "", ""


def _is_forgotten(said: Decision) -> bool:
    """A refused name or place is not kept and may be taught again."""
    return said[1] == Review.REFUSED.value and said[0] != LearnedKind.LABEL.value


def _is_as_taught(row: sa.RowMapping) -> bool:
    names = ("document_type", "field", "seen", "meant")
    try:
        lesson = Lesson(kind=LearnedKind(row["kind"]), **{name: row[name] for name in names})
    except ValueError:
        return False
    return bool(lesson.id == row["id"])


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
