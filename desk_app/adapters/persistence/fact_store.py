"""Reads what reports count: one pass over narrow lines, whatever the number of dossiers."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import fact_rows, rows
from desk_app.adapters.persistence.engine import translated
from desk_app.adapters.persistence.fact_writer import write
from desk_app.adapters.persistence.mapping import from_moment, to_domain
from desk_app.application.reports.ports import (
    Asked,
    GroupSums,
    ItemLine,
    ItemSum,
    Line,
    VisitCount,
)
from desk_app.domain.dossier import Dossier
from desk_app.domain.events import Event
from desk_app.domain.reports.measures import PERIOD_FLAGS, Measure, Period
from desk_app.domain.reports.visits import WAITING, WorkingDays

_F = fact_rows.facts.c
_V = fact_rows.visits.c
_I = fact_rows.items.c
_D = rows.dossiers.c
_GROUPS: Mapping[str, Any] = {
    "unit": _F.unit,
    "procedure": _F.procedure,
    "channel": _F.channel,
    "receiver": _F.receiver,
}
_AT_ONCE = 500


class SqlFacts:
    """The store of reports over the database of the desk."""

    def __init__(self, engine: sa.Engine, working_days: WorkingDays) -> None:
        self._engine = engine
        self._reads = engine.execution_options(reads_only=True)
        self._working_days = working_days
        self._is_whole = False

    def catch_up(self) -> int:
        """Make lines of dossiers that lack them or whose lines are older.

        Looked at once an opened database: from then on every save, of this desk and of the others
        of its office, writes its lines in its own transaction.
        """
        if self._is_whole:
            return 0
        stale = (
            sa.select(_D.no)
            .select_from(rows.dossiers.outerjoin(fact_rows.facts, _D.no == _F.no))
            .where(sa.or_(_F.version.is_(None), _F.version != _D.version))
        )
        with translated(), self._reads.begin() as connection:
            numbers = list(connection.execute(stale).scalars())
        for start in range(0, len(numbers), _AT_ONCE):
            with translated(), self._engine.begin() as connection:
                for no in numbers[start : start + _AT_ONCE]:
                    self._again(connection, no)
        self._is_whole = True
        return len(numbers)

    def _again(self, connection: sa.Connection, no: int) -> None:
        wanted = sa.select(_D.id, _D.version, rows.bodies.c.body).join(rows.bodies)
        row = connection.execute(wanted.where(_D.no == no)).one()
        dossier = to_domain(row.body, row.version)
        history = sa.select(rows.events.c.canonical).where(rows.events.c.dossier_id == row.id)
        lines = connection.execute(history.order_by(rows.events.c.seq)).scalars()
        events = [_event(line) for line in lines]
        write(connection, no, dossier, events, self._working_days, version=row.version, anew=True)

    def sums(self, asked: Asked, measures: Sequence[Measure], group: str) -> Sequence[GroupSums]:
        """Every measure by group; the whole comes last.

        Lines that are alike in group, days and flags are counted together by the database, so
        that the measures are judged a few thousand times and not once a dossier.
        """
        column = _GROUPS.get(group, sa.literal(""))
        added = sorted({m.adds for m in measures if m.adds is not None})
        dated = [_dated(name, asked.period).label(name) for name in PERIOD_FLAGS]
        alike = (
            sa.select(column.label("place"), _F.flags, *dated, *(_F[name] for name in added))
            .where(*_scope(asked))
            .subquery()
        )
        keys = [alike.c.place, alike.c.flags, *(alike.c[name] for name in PERIOD_FLAGS)]
        wanted = sa.select(
            *keys, sa.func.count(), *(sa.func.sum(alike.c[name]) for name in added)
        ).group_by(*keys)
        sums: dict[str, dict[str, int]] = {}
        with translated(), self._reads.begin() as connection:
            for row in connection.execute(wanted):
                here = sums.setdefault(row[0], {m.key: 0 for m in measures})
                _add(here, measures, row, added)
        whole = {m.key: sum(each[m.key] for each in sums.values()) for m in measures}
        total = GroupSums(group="", label="", sums=whole)
        if group not in _GROUPS:
            return [total]
        return [*(GroupSums(group=k, label=k, sums=sums[k]) for k in sorted(sums)), total]

    def visit_counts(self, asked: Asked) -> Sequence[VisitCount]:
        """Visits to steps that ended in the period."""
        alike = (_V.step, _V.user, _V.procedure, _V.procedure_version, _V.way, _V.days)
        wanted = sa.select(*alike, sa.func.count(), sa.func.sum(_V.minutes)).where(
            _V.left_on.between(*_days(asked.period)),
            _V.step != WAITING,
            *([_V.unit == asked.unit] if asked.unit else []),
            *([_V.procedure == asked.procedure] if asked.procedure else []),
            *([_V.user == asked.user] if asked.user else []),
        )
        with translated(), self._reads.begin() as connection:
            return [
                VisitCount(
                    step=row[0],
                    user=row[1],
                    procedure=row[2],
                    procedure_version=row[3],
                    way=row[4],
                    days=row[5],
                    count=int(row[6]),
                    minutes=int(row[7]),
                )
                for row in connection.execute(wanted.group_by(*alike).order_by(*alike))
            ]

    def item_sums(self, asked: Asked, kind: str, by: str) -> Mapping[str, Sequence[ItemSum]]:
        """Items of a kind dated in the period, by group."""
        column = {"unit": _I.unit, "procedure": _I.procedure}.get(by)
        group: Any = sa.literal("") if column is None else column
        alike = (_I.key, _I.note) if column is None else (column, _I.key, _I.note)
        wanted = (
            sa.select(group, _I.key, _I.note, sa.func.count(), sa.func.sum(_I.amount))
            .where(*_items(asked, kind))
            .group_by(*alike)
            .order_by(*alike)
        )
        found: dict[str, list[ItemSum]] = {}
        with translated(), self._reads.begin() as connection:
            for row in connection.execute(wanted):
                item = ItemSum(key=row[1], note=row[2], count=int(row[3]), amount=int(row[4]))
                found.setdefault(row[0], []).append(item)
        return found

    def item_lines(self, asked: Asked, kind: str) -> Iterator[ItemLine]:
        """Items of a kind dated in the period, one by one, by day and number of the dossier."""
        wanted = sa.select(
            _D.code, _I.procedure, _D.procedure_name, _I.unit, _I.on, _I.key, _I.note, _I.mark
        )
        wanted = wanted.select_from(fact_rows.items.join(rows.dossiers, _D.no == _I.no))
        wanted = wanted.where(*_items(asked, kind)).order_by(_I.on, _I.no, _I.seq)
        with translated(), self._reads.connect() as connection, connection.begin():
            flowing = connection.execution_options(yield_per=1000)
            for row in flowing.execute(wanted):
                yield ItemLine(
                    code=row[0] or "", procedure=row[1], procedure_name=row[2], unit=row[3],
                    on=_date(row[4]), key=row[5], note=row[6], mark=row[7],
                )  # fmt: skip

    def behind(self, asked: Asked, measure: Measure, group: str, key: str) -> Iterator[Line]:
        """The dossiers a measure counted, in the order of their numbers."""
        column = _GROUPS.get(group)
        where = [*_scope(asked), _holds(measure, asked.period)]
        if measure.adds is not None:
            where.append(_F[measure.adds] != 0)
        if column is not None and key:
            where.append(column == key)
        yield from self._lines(where, _F.no)

    def register(self, asked: Asked) -> Iterator[Line]:
        """Dossiers received in the period, in the order of their codes."""
        where = [*_scope(asked), _F.received_on.between(*_days(asked.period))]
        yield from self._lines(where, _D.code)

    def _lines(self, where: Sequence[Any], order: Any) -> Iterator[Line]:
        wanted = sa.select(
            _D.no, _D.code, _D.procedure_name, _D.applicant, _D.address, _D.phone, _D.unit,
            _D.channel, _F.received_on, _D.due_at, _F.finished_on, _F.returned_on, _D.state,
        )  # fmt: skip
        wanted = wanted.select_from(fact_rows.facts.join(rows.dossiers, _D.no == _F.no))
        wanted = wanted.where(*where).order_by(order)
        with translated(), self._reads.connect() as connection, connection.begin():
            flowing = connection.execution_options(yield_per=1000)
            for row in flowing.execute(wanted):
                yield Line(
                    no=row[0],
                    code=row[1] or "",
                    procedure=row[2],
                    applicant=row[3],
                    address=row[4],
                    phone=row[5],
                    unit=row[6],
                    channel=row[7],
                    received_on=_date(row[8]),
                    due_at=from_moment(row[9]),
                    finished_on=_date(row[10]),
                    returned_on=_date(row[11]),
                    state=row[12],
                )

    def lives(self, asked: Asked) -> Iterator[tuple[Dossier, list[Event]]]:
        """Whole dossiers received in the period with every event, one after another."""
        wanted = sa.select(_D.id, _D.version, rows.bodies.c.body)
        wanted = wanted.select_from(
            fact_rows.facts.join(rows.dossiers, _D.no == _F.no).join(rows.bodies)
        ).where(*_scope(asked), _F.received_on.between(*_days(asked.period)))
        with translated(), self._reads.connect() as connection, connection.begin():
            flowing = connection.execution_options(yield_per=100)
            for part in flowing.execute(wanted.order_by(_D.no)).partitions():
                histories = self._histories([row.id for row in part])
                for row in part:
                    yield to_domain(row.body, row.version), histories.get(row.id, [])

    def _histories(self, ids: list[str]) -> dict[str, list[Event]]:
        table = rows.events.c
        wanted = sa.select(table.dossier_id, table.canonical).where(table.dossier_id.in_(ids))
        found: dict[str, list[Event]] = {}
        with translated(), self._reads.begin() as connection:
            for row in connection.execute(wanted.order_by(table.dossier_id, table.seq)):
                found.setdefault(row.dossier_id, []).append(_event(row.canonical))
        return found

    def names(self) -> Mapping[str, str]:
        """Newest name of every procedure that has dossiers, by code."""
        newest = sa.select(_F.procedure, sa.func.max(_F.no)).group_by(_F.procedure)
        with translated(), self._reads.begin() as connection:
            last = {row[1]: row[0] for row in connection.execute(newest)}
            wanted = sa.select(_D.no, _D.procedure_name).where(_D.no.in_(list(last)))
            return {last[row[0]]: row[1] for row in connection.execute(wanted)}

    def rows(self, asked: Asked) -> Iterator[Mapping[str, object]]:
        """Every stored fact line the sums of this question are made of."""
        wanted = sa.select(fact_rows.facts, _D.code, _D.procedure_name)
        wanted = wanted.select_from(fact_rows.facts.join(rows.dossiers, _D.no == _F.no))
        wanted = wanted.where(*_scope(asked)).order_by(_F.no)
        with translated(), self._reads.connect() as connection, connection.begin():
            flowing = connection.execution_options(yield_per=1000)
            for row in flowing.execute(wanted).mappings():
                flags = {name: int(bool(row["flags"] & bit)) for name, bit in fact_rows.BIT.items()}
                yield {k: v for k, v in row.items() if k != "flags"} | flags


def _items(asked: Asked, kind: str) -> list[Any]:
    return [
        _I.kind == kind,
        _I.on.between(*_days(asked.period)),
        *([_I.unit == asked.unit] if asked.unit else []),
        *([_I.procedure == asked.procedure] if asked.procedure else []),
    ]


def _scope(asked: Asked) -> list[Any]:
    """Lines that can count in the period: received by its end, not over before its beginning.

    Nearly every line was received by the end, so an index on that day would only take the lines
    out of their order; the sum keeps the database from using it.
    """
    first, last = _days(asked.period)
    return [
        _F.received_on + 0 <= last,
        sa.or_(_F.finished_on.is_(None), _F.finished_on >= first, _F.returned_on >= first),
        *([_F.unit == asked.unit] if asked.unit else []),
        *([_F.procedure == asked.procedure] if asked.procedure else []),
    ]


def _add(
    here: dict[str, int], measures: Sequence[Measure], row: Sequence[Any], added: Sequence[str]
) -> None:
    flags = row[1]
    held = {name for name, bit in fact_rows.BIT.items() if flags & bit}
    first = 2 + len(PERIOD_FLAGS)
    held.update(n for n, is_so in zip(PERIOD_FLAGS, row[2:first], strict=True) if is_so)
    numbers: dict[str | None, int] = {None: int(row[first])}
    numbers.update(zip(added, map(int, row[first + 1 :]), strict=True))
    for measure in measures:
        if held.issuperset(measure.all_of) and held.isdisjoint(measure.none_of):
            here[measure.key] += numbers[measure.adds]


def _holds(measure: Measure, period: Period) -> Any:
    yes = sum(fact_rows.BIT.get(name, 0) for name in measure.all_of)
    no = sum(fact_rows.BIT.get(name, 0) for name in measure.none_of)
    dated = [_condition(n, period) for n in measure.all_of if n in PERIOD_FLAGS]
    never = [sa.not_(_condition(n, period)) for n in measure.none_of if n in PERIOD_FLAGS]
    return sa.and_(_F.flags.op("&")(yes | no) == yes, *dated, *never)


def _dated(name: str, period: Period) -> Any:
    return sa.case((_condition(name, period), 1), else_=0)


def _condition(name: str, period: Period) -> Any:
    """The condition of a flag on days; the Python twin is the snapshot's."""
    first, last = _days(period)
    is_open = sa.or_(_F.finished_on.is_(None), _F.finished_on > last)
    is_late = sa.and_(_F.due_min.is_not(None), _F.due_min < period.cut_min)
    carried = sa.or_(_F.finished_on.is_(None), _F.finished_on >= first)
    return {
        "received_in": _F.received_on.between(first, last),
        "carried_in": sa.and_(_F.received_on < first, carried),
        "finished_in": sa.and_(_F.finished_on.is_not(None), _F.finished_on.between(first, last)),
        "returned_in": sa.and_(_F.returned_on.is_not(None), _F.returned_on.between(first, last)),
        "open_end": is_open,
        "open_late": sa.and_(is_open, is_late),
        "open_in_time": sa.and_(is_open, sa.not_(is_late)),
    }[name]


def _days(period: Period) -> tuple[int, int]:
    return period.first.toordinal(), period.last.toordinal()


def _date(ordinal: int | None) -> dt.date | None:
    return dt.date.fromordinal(ordinal) if ordinal is not None else None


def _event(canonical: str) -> Event:
    body = json.loads(canonical)
    body["at"] = dt.datetime.fromisoformat(body["at"])
    body["files"] = tuple((name, digest) for name, digest in body["files"])
    return Event(**body)
