"""``desk-app restructure``: from a new file to the approved plan and its portal test."""

import datetime as dt
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from desk_app.application.desk import Desk
from desk_app.application.restructuring.projects import Restructuring
from desk_app.cli.context import (
    AsOption,
    CommandError,
    JsonFlag,
    ProfileOption,
    acting_as,
    command,
    day_of,
    opened,
)
from desk_app.cli.output import Exit, nobody, progress, say
from desk_app.cli.restructure_answers import board_words, costs, judged, stand, summary
from desk_app.domain.definitions import DefinitionError
from desk_app.domain.restructuring.levels import CRITERIA
from desk_app.domain.restructuring.portal_test import RunEvent
from desk_app.domain.restructuring.project import ProjectKind
from desk_app.domain.restructuring.selection import ListState

app = typer.Typer(help="Restructuring of procedures for online service", no_args_is_help=True)
Code = Annotated[str, typer.Argument(metavar="CODE")]


@app.command()
@command
def new(
    code: Code,
    *,
    with_: Annotated[
        list[str] | None, typer.Option("--with", help="a procedure of the linked group")
    ] = None,
    list_decision: Annotated[
        str, typer.Option("--list-decision", help="number of the decision that approved the list")
    ] = "",
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Begin a file over a procedure, or over a linked group."""
    with opened(profile) as desk:
        linked = with_ or []
        kind = ProjectKind.LINKED_GROUP if linked else ProjectKind.SINGLE
        files = _files_of(desk, as_)
        project = files.create(code, kind=kind, linked=linked)
        if list_decision:
            files.submit_list(code, ListState.SUBMITTED)
            project = files.submit_list(code, ListState.APPROVED, list_decision)
        say(summary(project), as_json=json_, words=lambda: [code])
    return Exit.DONE


@app.command("list")
@command
def list_(*, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """Every file and its group."""
    with opened(profile) as desk:
        codes = desk.restructuring.store.codes()
        for code in codes:
            project = desk.restructuring.get(code)
            line = f"{code}  {project.list_state}  {project.group}"
            say(summary(project), as_json=json_, words=lambda line=line: [line])  # type: ignore[misc]  # bound at once
    return Exit.DONE if codes else Exit.NOTHING


@app.command()
@command
def edit(
    code: Code,
    *,
    input_: Annotated[Path, typer.Option("--input", metavar="FILE.json")],
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Take decisions, ticks, costs and texts into the file."""
    changes = _read(input_)
    with opened(profile) as desk:
        project = _faults(lambda: _files_of(desk, as_).change(code, changes))
        say(summary(project), as_json=json_, words=lambda: [code])
    return Exit.DONE


@app.command()
@command
def level(
    code: Code,
    *,
    met: Annotated[str, typer.Option("--met", help="criteria that hold, such as 1,2,3")] = "",
    not_applicable: Annotated[
        bool, typer.Option("--no-payment", help="criterion 5 does not apply: nothing to pay")
    ] = False,
    on: Annotated[str, typer.Option("--on", metavar="DAY")] = "",
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """The level that the eight ticks give; with --met, tick them first."""
    with opened(profile) as desk:
        if met or not_applicable:
            ticked = _numbers(met)
            criteria: dict[str, dict[str, bool]] = {
                str(n): {"met": n in ticked} for n in range(1, 9)
            }
            if not_applicable:
                criteria["5"] = {"met": False, "applies": False}
            _faults(lambda: _files_of(desk, as_).change(code, {"criteria": criteria}))
        judgement = desk.restructuring.level(code, day_of(on) if on else None)
        say(judged(judgement), as_json=json_, words=lambda: [str(judgement.level)])
    return Exit.DONE


@app.command()
@command
def cost(code: Code, *, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """Compliance cost before and after, and what is saved."""
    with opened(profile) as desk:
        saved = desk.restructuring.cost(code)
        answer = costs(saved)
        say(answer, as_json=json_, words=lambda: [f"{k}: {v}" for k, v in answer.items()])
    return Exit.DONE


@app.command()
@command
def diagram(
    code: Code,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.svg|pdf|docx")],
    which: Annotated[str, typer.Option("--which", help="before, after or both")] = "both",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """The overall diagram with its lanes, before and after."""
    from desk_app import bootstrap

    _suffix(out, ".svg", ".pdf", ".docx")
    with opened(profile) as desk:
        bootstrap.write_diagram(desk, code, out, which=which)
        say({"code": code, "file": str(out)}, as_json=json_, words=lambda: [str(out)])
    return Exit.DONE


@app.command()
@command
def part1(
    code: Code,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.docx|pdf")],
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Part I of the restructured procedure."""
    from desk_app import bootstrap

    _suffix(out, ".docx", ".pdf")
    with opened(profile) as desk:
        part = bootstrap.write_part_one(desk, code, out, tell=progress if json_ else nobody)
        answer = {"code": code, "file": str(out), "changed": part.has_changes}
        say(answer, as_json=json_, words=lambda: [str(out)])
    return Exit.DONE


@app.command("sheet")
@command
def sheet(
    name: Annotated[str, typer.Argument(metavar="LIST")],
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.xlsx|pdf")] = None,
    first: Annotated[str, typer.Option("--from", metavar="DAY")] = "",
    last: Annotated[str, typer.Option("--to", metavar="DAY")] = "",
    code: Annotated[str, typer.Option("--code", help="the file, for a summary")] = "",
    letter: Annotated[str, typer.Option("--letter", help="the letter a roadmap goes with")] = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """A printable list, such as roadmap, selection, services, tests, tasks or progress."""
    from desk_app import bootstrap

    if name not in bootstrap.LISTS:
        raise CommandError("usage.restructure_list", list=name, allowed=", ".join(bootstrap.LISTS))
    if out is not None:
        _suffix(out, ".xlsx", ".pdf")
    period = (day_of(first), day_of(last)) if first or last else None
    with opened(profile) as desk:
        made = bootstrap.make_list(desk, name, period=period, code=code, letter=letter)
        if out is not None:
            bootstrap.write_list(desk, made, out)
        answer = {
            "list": name,
            "columns": [column.name for column in made.columns],
            "rows": [list(row.cells) for row in made.rows],
            "file": str(out) if out is not None else None,
        }
        say(answer, as_json=json_, words=lambda: ["\t".join(row.cells) for row in made.rows])
    return Exit.DONE if made.rows else Exit.NOTHING


@app.command("place")
@command
def place(
    code: Code,
    state: Annotated[str, typer.Argument(metavar="STATE")],
    *,
    note: Annotated[
        str, typer.Option("--note", help="the decision that approves; who was consulted")
    ] = "",
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Move a file's place on the list: sent, consulted, submitted, approved."""
    if state not in set(ListState):
        allowed = ", ".join(ListState)
        raise CommandError("usage.restructure_list", list=state, allowed=allowed)
    with opened(profile) as desk:
        project = _files_of(desk, as_).submit_list(code, ListState(state), note)
        say(summary(project), as_json=json_, words=lambda: [f"{code}  {project.list_state}"])
    return Exit.DONE


@app.command("test")
@command
def portal_test(
    code: Code,
    *,
    event: Annotated[str, typer.Option("--event", help="what happened")] = "",
    at: Annotated[str, typer.Option("--at", metavar="MOMENT")] = "",
    reason: Annotated[str, typer.Option("--reason")] = "",
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """The board of the portal test with its 2 + 5 + 2 working days; with --event, record one."""
    with opened(profile) as desk:
        moment = _moment(at) if at else None
        if event:
            files = _files_of(desk, as_)
            stands = files.happen(code, _event(event), moment, reason=reason)
        else:
            stands = desk.restructuring.stand(code, moment)
        say(stand(stands), as_json=json_, words=lambda: board_words(stands))
    return Exit.DONE


@app.command()
@command
def approve(
    code: Code,
    *,
    number: Annotated[str, typer.Option("--number")],
    dated: Annotated[str, typer.Option("--dated", metavar="DAY")],
    file: Annotated[Path, typer.Option("--file", metavar="SIGNED.pdf")],
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Record the decision that approves the plan; its file must carry valid signatures."""
    if not file.is_file():
        raise CommandError("usage.input_unreadable", file=file.name, detail="")
    with opened(profile) as desk:
        project = _files_of(desk, as_).approve(code, number, day_of(dated), file)
        say(summary(project), as_json=json_, words=lambda: [code])
    return Exit.DONE


def _files_of(desk: Desk, user: str) -> Restructuring:
    """The files as the named officer may change them; a profile with passwords wants a name."""
    from desk_app import bootstrap

    if user or bootstrap.asks_password(desk):
        return desk.restructuring.acting_as(acting_as(desk, user))
    return desk.restructuring


def _faults(act: Any) -> Any:
    """Faults of a file by their paths, as a usage answer."""
    try:
        return act()
    except DefinitionError as error:
        first = error.problems[0]
        raise CommandError(
            "usage.bad_input", Exit.REFUSED, field=first.path, detail=first.code, act="edit"
        ) from None


def _read(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(
            "usage.input_unreadable", file=file.name, detail=str(error)[:120]
        ) from None
    if not isinstance(data, dict):
        raise CommandError("usage.input_unreadable", file=file.name, detail="an object is expected")
    return data


def _numbers(text: str) -> set[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not set(parts) <= {str(number) for number in CRITERIA}:
        raise CommandError("usage.bad_input", field="met", detail=text, act="level")
    return {int(part) for part in parts}


def _suffix(out: Path, *allowed: str) -> None:
    if out.suffix.lower() not in allowed:
        raise CommandError("usage.restructure_file", file=out.name, allowed=", ".join(allowed))


def _event(name: str) -> RunEvent:
    try:
        return RunEvent(name)
    except ValueError:
        allowed = ", ".join(RunEvent)
        raise CommandError("usage.restructure_event", event=name, allowed=allowed) from None


def _moment(text: str) -> dt.datetime:
    from desk_app.domain.moments import VIETNAM

    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise CommandError("usage.bad_time", text=text) from None
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)
