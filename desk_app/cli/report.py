"""``desk-app report``: statutory reports, the sentence of each number, the dossiers behind it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from desk_app.application.desk import Desk
from desk_app.application.reports.reports import ReportOrder
from desk_app.application.reports.table import ReportTable
from desk_app.cli.context import (
    AsOption,
    CommandError,
    JsonFlag,
    ProfileOption,
    acting_as,
    command,
    opened,
)
from desk_app.cli.output import Exit, say
from desk_app.texts import shipped


@command
def report(  # noqa: PLR0913 - the contract of the command line
    name: Annotated[str, typer.Argument(metavar="NAME")] = "",
    *,
    first: Annotated[str, typer.Option("--from", metavar="DAY")] = "",
    last: Annotated[str, typer.Option("--to", metavar="DAY")] = "",
    period: Annotated[str, typer.Option("--period", help="2026 or 2026-q3, by cut-off")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.xlsx|FILE.pdf")] = None,
    unit: Annotated[str, typer.Option("--unit")] = "",
    procedure: Annotated[str, typer.Option("--procedure")] = "",
    behind: Annotated[str, typer.Option("--behind", metavar="COLUMN[:GROUP]")] = "",
    snapshot: Annotated[Path | None, typer.Option("--snapshot", metavar="FILE")] = None,
    from_snapshot: Annotated[
        list[Path] | None,
        typer.Option("--from-snapshot", metavar="FILE", help="again for each unit"),
    ] = None,
    expect: Annotated[
        list[str] | None,
        typer.Option("--expect", metavar="UNIT", help="a unit whose facts should be there"),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="reports and their numbers")] = False,
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Make a report."""
    from desk_app import bootstrap

    with opened(profile) as desk:
        if list_:
            _list(desk, as_json=json_)
            return Exit.DONE
        if not name:
            raise CommandError("usage.report_name")
        order = ReportOrder(
            name=name,
            **_days(desk, first, last, period),
            unit=unit,
            procedure=procedure,
            actor=acting_as(desk, as_) if as_ else None,
            inputs=bootstrap.report_inputs(desk.profile),
        )
        column, _, group = behind.partition(":")
        if behind and out is None:
            return _print_behind(desk, order, column, group, as_json=json_)
        made = bootstrap.write_report(
            desk,
            order,
            out,
            behind=(column, group) if behind else None,
            snapshot=snapshot,
            from_snapshots=from_snapshot or (),
            expected=expect or (),
        )
        answer = made.table.as_json() | {"files": [str(file) for file in made.files]}
        say(answer, as_json=json_, words=lambda: _words(made.table))
    return Exit.DONE


def _list(desk: Desk, *, as_json: bool) -> None:
    shelf = desk.reports.shelf
    for each in desk.reports.all():
        columns = [shelf.rates.get(key) or shelf.measures[key] for key in each.columns]
        row = {
            "name": each.key,
            "title": each.name,
            "kind": each.kind,
            "group": each.group,
            "source": each.source,
            "valid_from": each.valid_from.isoformat(),
            "personal": each.personal,
            "numbers": [
                {"key": c.key, "name": c.name, "definition": c.definition, "source": c.source}
                for c in columns
            ],
        }
        line = f"{each.key:14} {each.name}"
        say(row, as_json=as_json, words=lambda line=line: [line])  # type: ignore[misc]  # bound at once


def _days(desk: Desk, first: str, last: str, period: str) -> dict[str, dt.date]:
    from desk_app import bootstrap

    try:
        if period:
            start, end = bootstrap.report_period(desk.profile, period)
        else:
            start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    except ValueError:
        raise CommandError("usage.report_days", first=first, last=last, period=period) from None
    return {"first": start, "last": end}


def _print_behind(
    desk: Desk, order: ReportOrder, column: str, group: str, *, as_json: bool
) -> Exit:
    count = 0
    desk.reports.facts.catch_up()
    for line in desk.reports.behind(order, column, group):
        count += 1
        row = {
            "code": line.code,
            "procedure": line.procedure,
            "unit": line.unit,
            "received_on": line.received_on,
            "due_at": line.due_at,
            "finished_on": line.finished_on,
            "state": line.state,
        }
        text = f"{line.code}  {line.state}  {line.procedure}"
        say(row, as_json=as_json, words=lambda text=text: [text])  # type: ignore[misc]  # bound at once
    return Exit.DONE if count else Exit.NOTHING


def _words(table: ReportTable) -> Iterator[str]:
    yield f"{table.title}  {table.first} – {table.last}"
    total = [table.total] if table.total is not None else []
    for row in (*table.rows, *total):
        numbers = "  ".join(
            f"{column.name}: {row.values.get(column.key)}" for column in table.columns
        )
        yield f"{row.label or '='}  {numbers}"
    for code, facts in table.missing:
        message = shipped().message(code, facts)
        yield f"! {message.title}: {message.body} {message.action}"
