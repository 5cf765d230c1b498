"""Reports wired to their definitions, and written as workbooks, papers and snapshots."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import resources
from desk_app.application.reports.indicators import indicator_sets
from desk_app.application.reports.merged import MergedFacts
from desk_app.application.reports.ports import Asked, FactStore
from desk_app.application.reports.reports import ReportOrder, Reports
from desk_app.application.reports.table import Column, ReportTable, Row, Value
from desk_app.bootstrap.own_tables import own_table
from desk_app.domain.errors import UnavailableError
from desk_app.domain.moments import VIETNAM
from desk_app.domain.reports.measures import Period, report_from_data
from desk_app.texts import shipped

if TYPE_CHECKING:
    from desk_app.application.desk import Desk
    from desk_app.application.ports import Office

LOOK_AT = ("late", "open_late", "undated", "bad_signatures", "unsigned_intake")
"""Columns whose dossiers a workbook lists by itself."""

_REGISTER_PRINTED = 5000
_Missing = tuple[tuple[str, Mapping[str, str]], ...]


def reports_over(office: "Office", facts: FactStore, profile: Path) -> Reports:
    """Reports by the shipped definitions, those of the profile's `reports/` on top."""
    return Reports(
        office=office,
        facts=facts,
        shelf=report_from_data(_own(profile, "measures"), _own(profile, "reports")),
        indicator_sets=indicator_sets(_own(profile, "indicators")),
        words=lambda key, **facts: shipped().label(key, **facts),
    )


def report_period(profile: Path, name: str) -> tuple[dt.date, dt.date]:
    """First and last day of a period such as ``2026-q3`` or ``2026`` by the office's cut-off days.

    Raises:
        ValueError: no such period.
    """
    data = _own(profile, "periods")
    cut = int(str(data["quarter_ends_on_day"]))
    year_text, _, quarter = name.lower().partition("-q")
    year = int(year_text)
    if not quarter:
        month, day = (int(part) for part in str(data["year_ends"]).split("-"))
        last = dt.date(year, month, day)
        return dt.date(year - 1, month, day) + dt.timedelta(days=1), last
    number = int(quarter)
    if number not in range(1, 5):
        raise ValueError(name)
    last = dt.date(year, number * 3, cut)
    before = dt.date(year - 1, 12, cut) if number == 1 else dt.date(year, number * 3 - 3, cut)
    return before + dt.timedelta(days=1), last


def report_inputs(profile: Path) -> Mapping[str, float]:
    """What the office entered for indicators, from the profile's `reports/inputs.toml`."""
    file = profile / "reports" / "inputs.toml"
    if not file.is_file():
        return {}
    data = own_table(file)
    return {key: float(value) for key, value in data.items() if isinstance(value, int | float)}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """What became of a report: the table and the files."""

    table: ReportTable
    files: tuple[Path, ...]


def write_report(
    desk: "Desk",
    order: ReportOrder,
    out: Path | None,
    *,
    behind: tuple[str, str] | None = None,
    snapshot: Path | None = None,
    from_snapshots: Sequence[Path] = (),
    expected: Sequence[str] = (),
) -> WrittenReport:
    """Make a report and write it by the suffix of `out`: ``.xlsx`` or ``.pdf``.

    Args:
        desk: the opened profile.
        order: what is asked.
        out: the file; None makes the table alone.
        behind: column and group whose dossiers the workbook lists, instead of `LOOK_AT`.
        snapshot: keep the facts the report is made of in this file.
        from_snapshots: count kept facts instead of the desk's; those of several units are added.
        expected: units whose facts should be there; the report names those that are not.

    Raises:
        DeskError: those of `Reports.make`, ``reports.no_file``, ``reports.snapshot``,
            ``reports.snapshot_period``, ``reports.unit_twice``.
    """
    reports = desk.reports
    missing: _Missing = ()
    if from_snapshots:
        reports, missing = _consolidated(reports, order, from_snapshots, expected)
    table = reports.make(order)
    table = replace(table, missing=(*table.missing, *missing))
    files = []
    if out is not None:
        if out.suffix.lower() == ".pdf":
            _as_pdf(desk, reports, order, table, out)
        else:
            _as_workbook(reports, order, table, out, behind)
        files.append(out)
    if snapshot is not None:
        from desk_app.adapters.documents.snapshot import write_snapshot

        period = Period(first=order.first, last=order.last, asked_at=table.taken_at)
        asked = Asked(period=period, unit=order.unit, procedure=order.procedure)
        write_snapshot(reports.facts, asked, snapshot)
        files.append(snapshot)
    return WrittenReport(table=table, files=tuple(files))


def _consolidated(
    reports: Reports, order: ReportOrder, files: Sequence[Path], expected: Sequence[str]
) -> tuple[Reports, _Missing]:
    """Reports over kept facts, and who of the expected units did not report."""
    from desk_app.adapters.documents.snapshot import SnapshotFacts

    parts = [SnapshotFacts(file, first=order.first, last=order.last) for file in files]
    merged = MergedFacts(parts=parts)
    period = Period(first=order.first, last=order.last, asked_at=reports.office.clock.now())
    there = merged.units(Asked(period=period), reports.shelf.measures["received"])
    missing = tuple(
        ("reports.unit_missing", {"unit": unit}) for unit in expected if unit not in there
    )
    return reports.over(merged), missing


def _own(profile: Path, name: str) -> Mapping[str, Any]:
    own = profile / "reports" / f"{name}.toml"
    if own.is_file():
        return own_table(own)
    return resources.toml(f"reports/{name}.toml")


def _as_workbook(
    reports: Reports,
    order: ReportOrder,
    table: ReportTable,
    out: Path,
    behind: tuple[str, str] | None,
) -> None:
    from desk_app.adapters.documents.report_excel import Behind
    from desk_app.adapters.documents.report_excel import write_report as write

    names = {column.key: column.name for column in table.columns}
    wanted = [behind] if behind else [(key, "") for key in LOOK_AT if key in names]
    write(
        table,
        out,
        shipped().label,
        behind=[
            Behind(
                column=names.get(column, column),
                group=group,
                lines=reports.behind(order, column, group),
            )
            for column, group in wanted
        ],
        register=reports.register(order) if table.kind == "register" else None,
    )


def _as_pdf(
    desk: "Desk", reports: Reports, order: ReportOrder, table: ReportTable, out: Path
) -> None:
    issued_at = table.taken_at
    if table.kind == "register":
        printed = desk.office.printer.slip(
            "dossier_register", _register_data(reports, order, table), issued_at=issued_at
        )
    else:
        printed = desk.office.printer.sheet("report", _sheet_data(table), issued_at=issued_at)
    try:
        out.write_bytes(printed.pdf)
    except OSError as error:
        raise UnavailableError("reports.no_file", {"file": out.name}) from error


def _register_data(reports: Reports, order: ReportOrder, table: ReportTable) -> dict[str, object]:
    """Entries of the statutory register, in the set of forms in force on the day of printing."""
    entries: list[dict[str, object]] = []
    for number, line in enumerate(reports.register(order), start=1):
        if number > _REGISTER_PRINTED:
            raise UnavailableError(
                "reports.register_too_long", {"limit": _REGISTER_PRINTED, "report": table.title}
            )
        entries.append(
            {
                "ordinal": number,
                "dossier_code": line.code,
                "procedure_name": line.procedure,
                "applicant": line.applicant,
                "contact": ", ".join(part for part in (line.address, line.phone) if part),
                "agency": line.unit,
                "received_at": _noon(line.received_on),
                "due_at": line.due_at,
                "back_at": _noon(line.finished_on),
                "returned_at": _noon(line.returned_on),
                "channel": shipped().label(f"report.channel.{line.channel}"),
            }
        )
    return {
        "year": str(order.last.year),
        "book_number": "1",
        "opened_on": _noon(order.first),
        "closed_on": _noon(order.last),
        "head_name": "",
        "entries": entries,
    }


def _noon(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(12), VIETNAM) if day is not None else None


def _sheet_data(table: ReportTable) -> dict[str, object]:
    say = shipped().label
    first, last = (day.strftime("%d/%m/%Y") for day in (table.first, table.last))
    return {
        "title": table.title,
        "period": say("report.sheet.period", first=first, last=last),
        "basis": say("report.sheet.source", source=table.source),
        "group": say("report.sheet.group"),
        "how": say("report.sheet.definitions"),
        "made": " · ".join(
            (
                say("report.sheet.taken_at", at=table.taken_at.strftime("%H:%M %d/%m/%Y")),
                say("report.sheet.digest", digest=table.digest[:16]),
            )
        ),
        "columns": [
            {
                "name": c.full_name,
                "definition": c.definition,
                "source": c.source,
                "text": c.kind == "text",
            }
            for c in table.columns
        ],
        "rows": [_printed_row(row, row.label, table.columns) for row in table.rows],
        "total": None
        if table.total is None
        else _printed_row(table.total, say("report.sheet.total"), table.columns),
    }


def _printed_row(row: Row, label: str, columns: tuple[Column, ...]) -> dict[str, object]:
    return {"label": label, "cells": [written(row.values.get(c.key), c.kind) for c in columns]}


def written(value: Value, kind: str) -> str:
    """A number as Vietnamese papers write it: 1.234 and 56,78."""
    if value is None:
        return "–"
    if kind in {"count", "money"} and isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, float):
        digits = 2 if kind == "percent" else 1
        return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))
    return str(value)
