"""``desk-app procedures``: the catalogue."""

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.context import JsonFlag, ProfileOption, command
from desk_app.cli.output import Exit, say

app = typer.Typer(help="Catalogue of procedures", no_args_is_help=True)


@app.command("list")
@command
def list_(*, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """Procedures in force today."""
    from desk_app import bootstrap
    from desk_app.domain.moments import VIETNAM

    today = bootstrap.wall_clock().now().astimezone(VIETNAM).date()
    for definition in bootstrap.catalogue(profile).procedures(today):
        row = {
            "key": definition.key,
            "code": definition.code,
            "name": definition.name,
            "version": definition.version,
            "valid_from": _day(definition.valid_from),
            "to_confirm": list(definition.to_confirm()),
        }
        say(
            row,
            as_json=json_,
            words=partial(_one, f"{row['code'] or '-':12} {row['key']:28} {row['name']}"),
        )
    return Exit.DONE


@app.command()
@command
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Check a procedure file: dead ends, roles, times, templates, sources."""
    from desk_app import bootstrap

    problems = bootstrap.check_procedure_file(file, profile)
    for problem in problems:
        say(
            problem,
            as_json=json_,
            words=partial(
                _one,
                f"{problem['severity']} {problem['path']} {problem['code']} {problem['detail']}",
            ),
        )
    return Exit.REFUSED if any(p["severity"] == "error" for p in problems) else Exit.DONE


@app.command("import")
@command
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Take a checked procedure file into the profile; needs no code."""
    from desk_app import bootstrap

    taken = bootstrap.import_procedure_file(file, profile)
    say(taken, as_json=json_, words=lambda: [str(taken["key"])])
    return Exit.DONE


@app.command()
@command
def export(
    key: Annotated[str, typer.Argument(metavar="KEY|CODE")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.json|FILE.xlsx")],
    version: Annotated[int | None, typer.Option("--version")] = None,
    national: Annotated[
        bool, typer.Option("--national", help="fields of the national catalogue")
    ] = False,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Write a procedure as JSON, as a workbook, or with the national fields."""
    from desk_app import bootstrap

    made = bootstrap.export_procedure(profile, key, version, out, national=national)
    say(made, as_json=json_, words=lambda: [str(made["file"])])
    return Exit.DONE


def _one(line: str) -> list[str]:
    return [line]


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
