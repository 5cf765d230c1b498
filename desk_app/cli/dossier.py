"""``desk-app dossier list/show/verify``: the read side."""

import dataclasses
import enum
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from desk_app.application import overviews, wire
from desk_app.application.enquiries import WorkQuery
from desk_app.application.read_words import find_text
from desk_app.application.retyping import compare, read_back
from desk_app.cli.context import CommandError, JsonFlag, ProfileOption, command, opened
from desk_app.cli.output import Exit, say
from desk_app.domain.closing import closing_gaps
from desk_app.domain.score import gaps
from desk_app.texts import Texts

app = typer.Typer(help="Dossiers of this desk", no_args_is_help=True)


def _one(line: str) -> list[str]:
    return [line]


CodeArgument = Annotated[str, typer.Argument(metavar="CODE")]


class Generation(enum.StrEnum):
    """Generations of the national interface."""

    G1 = "g1"
    G2 = "g2"


@app.command()
@command
def national(
    code: CodeArgument,
    *,
    generation: Annotated[Generation, typer.Option("--generation")] = Generation.G1,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """What the national portal would be sent for a dossier, every field explained; a dry run."""
    from desk_app.bootstrap.national import national_dry_run

    with opened(profile) as desk:
        answer = national_dry_run(desk, code, generation)
        say(answer, as_json=json_, words=lambda: _fields(answer))
        return Exit.DONE if answer["complete"] else Exit.REFUSED


@app.command()
@command
def retype(
    code: CodeArgument,
    *,
    site: Annotated[str, typer.Option("--site", metavar="NAME", help="table of the profile")],
    seen: Annotated[
        Path | None,
        typer.Option("--read-back", metavar="FILE", help="text copied from the site afterwards"),
    ] = None,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """For a site without an interface: what to copy in its order, or what was typed compared."""
    from desk_app.bootstrap.national import retype as listed

    with opened(profile) as desk:
        lines = listed(desk, code, site)
    if seen is None:
        for line in lines:
            words = f"{line.number:3}  {line.label}: {line.value}"
            say(dataclasses.asdict(line), as_json=json_, words=partial(_one, words))
        return Exit.DONE
    try:
        text = seen.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        facts = {"file": seen.name, "detail": type(error).__name__}
        raise CommandError("usage.input_unreadable", Exit.USAGE, **facts) from error
    wrong = compare(lines, read_back(text, [line.label for line in lines]))
    for each in wrong:
        words = f"{each.label}: {each.wanted} != {each.seen}"
        say(dataclasses.asdict(each), as_json=json_, words=partial(_one, words))
    return Exit.REFUSED if wrong else Exit.DONE


def _fields(answer: Mapping[str, Any]) -> list[str]:
    return [
        f"{one['filling']:12} {one['field']:32} {one['value']!s:.60}  <- {one['from']}"
        + (f"  ({one['note']})" if one["note"] else "")
        for one in answer["fields"]
    ]


@app.command("list")
@command
def list_(
    *,
    text: Annotated[str, typer.Option("--text", help="search without accents")] = "",
    scope: Annotated[str, typer.Option("--scope")] = "office",
    step: Annotated[str, typer.Option("--step")] = "",
    limit: Annotated[int, typer.Option("--limit")] = 200,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Rows of a work list, due first."""
    with opened(profile) as desk:
        found = desk.enquiries.work_list(WorkQuery(scope=scope, step=step, text=text, limit=limit))
        for row in found.rows:
            line = f"{row.code or row.id}  {row.state}  {row.applicant}  {row.procedure}"
            say(dataclasses.asdict(row), as_json=json_, words=partial(_one, line))
    return Exit.DONE if found.rows else Exit.NOTHING


@app.command()
@command
def show(code: CodeArgument, *, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """One dossier with components, events, signatures and outbox."""
    with opened(profile) as desk:
        dossier = desk.enquiries.dossier(code)
        words = Texts("vi")
        target = desk.office.facts.target_of(dossier.terms.target_system)
        queued = desk.outbox.items(target, dossier_id=dossier.id)
        answer = {
            "dossier_code": dossier.shown_code,
            "provisional": dossier.code is None and dossier.is_received,
            "dossier_id": dossier.id,
            "state": str(dossier.state),
            "step": str(dossier.step),
            "version": dossier.version,
            "procedure": {"code": dossier.terms.code, "name": dossier.terms.name},
            "applicant": wire.person(dossier.applicant),
            "received_at": dossier.received_at,
            "due_at": dossier.due_at,
            "facets": {
                "payment": str(dossier.payment),
                "digitisation": dossier.digitisation,
                "delivery": {d.channel: str(d.state) for d in dossier.deliveries},
                "extended": dossier.extension is not None,
            },
            "components": [
                {
                    **wire.component(c),
                    "file": c.file.sha256 if c.file else None,
                    "verdict": str(c.verdict.verdict) if c.verdict else None,
                    "signatures": [dataclasses.asdict(s) for s in c.signatures],
                }
                for c in dossier.components
            ],
            "form": {
                name: {
                    "value": v.value,
                    "origin": str(v.origin),
                    "verified": v.is_verified,
                    "earlier": [dataclasses.asdict(e) for e in dossier.form.earlier_of(name)],
                }
                for name, v in dossier.form.values.items()
            },
            "result": None
            if dossier.result is None
            else {
                "file": dossier.result.file.sha256 if dossier.result.file else None,
                "number": dossier.result.number,
                "signatures": [dataclasses.asdict(s) for s in dossier.result.signatures],
            },
            "slips": [
                {"key": s.key, "number": s.number, "file": s.file.sha256} for s in dossier.slips
            ],
            "events": [dataclasses.asdict(e) for e in desk.enquiries.events(code)],
            "notices": [dataclasses.asdict(n) for n in dossier.notices],
            "releases": [dataclasses.asdict(r) for r in dossier.releases],
            "does_not_count": [
                {"indicator": g.indicator, "code": g.code, "sentence": words.label(g.code)}
                for g in gaps(dossier)
            ],
            "closing": [
                {"code": g.code, "items": list(g.items), "sentence": words.label(g.code)}
                for g in closing_gaps(dossier)
            ],
            "outbox": [
                {
                    "id": q.entry.command_id,
                    "kind": str(q.entry.kind),
                    "state": str(q.state),
                    "attempts": q.attempts,
                }
                for q in queued
            ],
        }
        say(answer, as_json=True)
    return Exit.DONE


@app.command()
@command
def find(
    code: CodeArgument,
    text: Annotated[str, typer.Argument(metavar="WORDS", help="words of one line")],
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Lines of a dossier's scanned papers with the words, marks and case aside."""
    with opened(profile) as desk:
        found = tuple(find_text(desk.office, desk.enquiries.dossier(code), text))
        for each in found:
            line = f"{each.name}, {each.page}: {each.line}"
            say(dataclasses.asdict(each), as_json=json_, words=partial(_one, line))
    return Exit.DONE if found else Exit.NOTHING


@app.command()
@command
def shift(
    *,
    user: Annotated[str, typer.Option("--of", help="also what this officer still holds")] = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """The hand-over at shift change: open by step, waiting, overdue, due today, claimed."""
    with opened(profile) as desk:
        page = overviews.shift(desk.enquiries, user)
        say(dataclasses.asdict(page), as_json=True)
    return Exit.DONE


@app.command()
@command
def moves(
    calendar: Annotated[Path, typer.Argument(metavar="CALENDAR.toml")],
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Open dossiers whose due time another calendar would move; nothing is changed."""
    from desk_app import bootstrap

    with opened(profile) as desk:
        found = list(overviews.moved_by(desk.enquiries, bootstrap.calendar_file(calendar)))
        for each in found:
            line = f"{each.dossier}  {each.due_at}  ->  {each.due_after}"
            say(dataclasses.asdict(each), as_json=json_, words=partial(_one, line))
    return Exit.DONE if found else Exit.NOTHING


@app.command()
@command
def verify(
    code: Annotated[str, typer.Argument(metavar="CODE")] = "",
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Check the audit chain of a dossier, or without CODE of the whole office."""
    with opened(profile) as desk:
        report = desk.enquiries.check_chain(code or None)
        answer = {
            "whole": report.is_whole,
            "dossiers": report.dossiers,
            "events": report.events,
            "anchors": report.anchors,
            "problems": [{"code": c, "facts": dict(f)} for c, f in report.problems],
        }
        say(answer, as_json=True)
    return Exit.DONE if report.is_whole else Exit.REFUSED
