"""Reports in the shape of the window."""

import datetime as dt
import itertools
from collections import Counter

from desk_app.application.reports.reports import ReportOrder
from desk_app.application.reports.table import Column, ReportTable, Row, Value
from desk_app.ui import contract as c
from desk_app.ui.connect.sitting import Sitting

_MOST_BARS = 12
_UNITS = {"percent": " %"}


class ReportsPart:
    """Reports for the officer at the desk."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    def choices(self) -> tuple[c.ReportChoice, ...]:
        """Reports of the office; the register is a list and goes to a workbook alone."""
        reports = self._sitting.desk.reports.all()
        return tuple(c.ReportChoice(key=r.key, title=r.name) for r in reports)

    def make(self, key: str, first: dt.date, last: dt.date) -> c.ReportView:
        """A report."""
        table = self._sitting.desk.reports.make(self._order(key, first, last))
        return c.ReportView(
            key=key,
            title=table.title,
            first=first,
            last=last,
            source=table.source,
            numbers=tuple(_numbers(table)),
            taken_at=table.taken_at,
        )

    def behind(
        self, key: str, column: str, first: dt.date, last: dt.date, limit: int
    ) -> tuple[c.BehindLine, ...]:
        """The first dossiers a number counted."""
        lines = self._sitting.desk.reports.behind(self._order(key, first, last), column)
        return tuple(
            c.BehindLine(
                code=line.code, procedure=line.procedure, state=line.state, due_at=line.due_at
            )
            for line in itertools.islice(lines, limit)
        )

    def save(self, key: str, first: dt.date, last: dt.date) -> str:
        """Write a workbook."""
        from desk_app import bootstrap

        desk = self._sitting.desk
        folder = desk.profile / "reports" / "out"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{key}-{first:%Y%m%d}-{last:%Y%m%d}.xlsx"
        bootstrap.write_report(desk, self._order(key, first, last), file)
        return str(file)

    def _order(self, key: str, first: dt.date, last: dt.date) -> ReportOrder:
        from desk_app import bootstrap

        desk = self._sitting.desk
        return ReportOrder(
            name=key,
            first=first,
            last=last,
            actor=self._sitting.officer,
            inputs=bootstrap.report_inputs(desk.profile),
        )


def _numbers(table: ReportTable) -> list[c.ReportNumber]:
    """One line a column over the whole, or one a row where columns mean different things."""
    if table.kind in {"sums", "visits"}:
        return [_of_column(table, column) for column in table.columns]
    if table.kind == "register":
        return [_whole(table)]
    if table.kind == "lines":
        return _of_lines(table)
    main = next(col for col in table.columns if col.kind in {"money", "count", "number"})
    if any(col.kind == "money" for col in table.columns):
        main = next(col for col in table.columns if col.kind == "money")
    return [_of_row(table, row, main, place) for place, row in enumerate(table.rows)]


def _of_column(table: ReportTable, column: Column) -> c.ReportNumber:
    value = table.total.values.get(column.key) if table.total is not None else None
    misses = column.target is not None and isinstance(value, float) and value < column.target
    return c.ReportNumber(
        key=column.key,
        name=column.full_name,
        value=_written(value, column.kind),
        column=column.key if table.kind == "sums" else "",
        target="" if column.target is None else _written(column.target, "percent"),
        definition=column.definition,
        source=column.source,
        misses=misses,
        bars=tuple(_bars(table, column)),
    )


def _bars(table: ReportTable, column: Column) -> list[c.Bar]:
    found = [
        c.Bar(label=row.label, length=float(value), text=_written(value, column.kind))
        for row in table.rows
        if isinstance(value := row.values.get(column.key), int | float)
    ]
    return sorted(found, key=lambda bar: -bar.length)[:_MOST_BARS]


def _of_row(table: ReportTable, row: Row, main: Column, place: int) -> c.ReportNumber:
    name = row.values.get("key")
    definition = row.values.get("definition") or main.definition
    return c.ReportNumber(
        key=str(place),
        name=f"{row.label} · {name}" if name else row.label,
        value=_written(row.values.get(main.key), main.kind),
        definition=str(definition),
        source=main.source or table.source,
    )


def _of_lines(table: ReportTable) -> list[c.ReportNumber]:
    """How many lines of each kind; the lines themselves go to the workbook."""
    by_kind = Counter(str(row.values["key"]) for row in table.rows)
    what = next(col for col in table.columns if col.key == "key")
    return [
        c.ReportNumber(
            key=name, name=name, value=_written(count, "count"),
            definition=what.definition, source=table.source,
        )
        for name, count in by_kind.most_common()
    ]  # fmt: skip


def _whole(table: ReportTable) -> c.ReportNumber:
    count = table.total.values.get("code") if table.total is not None else None
    return c.ReportNumber(
        key="received", name=table.title, value=_written(count, "count"), source=table.source
    )


def _written(value: Value, kind: str) -> str:
    from desk_app.bootstrap.documents import written

    text = written(value, kind)
    return text if value is None else text + _UNITS.get(kind, "")
