"""The ledger of long work: an item is done when its row says so, and only once."""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from desk_app.adapters.persistence.mapping import moment
from desk_app.adapters.persistence.office_rows import backlog_items
from desk_app.adapters.persistence.transactions import Transactions, put_new
from desk_app.application.backlog import BacklogProgress

_T = backlog_items.c
_LATELY = dt.timedelta(minutes=10)


class SqlLedger:
    """``Ledger`` over the desk's or the office's database."""

    def __init__(self, transactions: Transactions) -> None:
        self._transaction = transactions

    def add(self, kind: str, keys: Iterable[str], *, at: dt.datetime) -> Sequence[str]:
        """Items that are new, in one transaction."""
        fresh = []
        with self._transaction() as connection:
            for key in dict.fromkeys(keys):
                line = {"kind": kind, "key": key, "added_at": moment(at)}
                if put_new(connection, backlog_items, [line]):
                    fresh.append(key)
        return fresh

    def open(self, limit: int = 1000) -> Sequence[tuple[str, str]]:
        """Items not done."""
        wanted = (
            sa.select(_T.kind, _T.key)
            .where(_T.done_at.is_(None))
            .order_by(_T.added_at, _T.kind, _T.key)
            .limit(limit)
        )
        with self._transaction(reads=True) as connection:
            return [(row.kind, row.key) for row in connection.execute(wanted)]

    def is_done(self, kind: str, key: str) -> bool:
        """Whether an item is done."""
        wanted = sa.select(_T.done_at).where(_T.kind == kind, _T.key == key)
        with self._transaction(reads=True) as connection:
            return connection.execute(wanted).scalar() is not None

    def finish(self, kind: str, key: str, result: str, *, by: str, at: dt.datetime) -> bool:
        """The first word counts."""
        with self._transaction() as connection:
            return (
                connection.execute(
                    sa.update(backlog_items)
                    .where(_T.kind == kind, _T.key == key, _T.done_at.is_(None))
                    .values(result=result, done_by=by, done_at=moment(at))
                ).rowcount
                > 0
            )

    def progress(self, *, now: dt.datetime) -> Sequence[BacklogProgress]:
        """Counts of each kind."""
        counts = sa.select(_T.kind, _T.result, sa.func.count().label("n")).group_by(
            _T.kind, _T.result
        )
        lately = (
            sa.select(_T.kind, sa.func.count().label("n"))
            .where(_T.done_at >= moment(now - _LATELY))
            .group_by(_T.kind)
        )
        with self._transaction(reads=True) as connection:
            found: dict[str, dict[str, int]] = {}
            for row in connection.execute(counts):
                found.setdefault(row.kind, {})[row.result or ""] = row.n
            pace = {row.kind: row.n for row in connection.execute(lately)}
        return [
            BacklogProgress(
                kind=kind,
                total=sum(results.values()),
                done=sum(n for result, n in results.items() if result),
                per_minute=pace.get(kind, 0) / (_LATELY.total_seconds() / 60),
                results={result: n for result, n in results.items() if result},
            )
            for kind, results in sorted(found.items())
        ]
