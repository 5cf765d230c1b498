"""``desk-app restructure evidence|replay|study``: what the desk's dossiers say of a plan."""

import dataclasses
from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated

import typer

from desk_app.application.desk import Desk
from desk_app.application.restructuring.study import Findings
from desk_app.cli.context import JsonFlag, ProfileOption, command, day_of, opened
from desk_app.cli.output import Exit, progress, say
from desk_app.cli.restructure_answers import relived
from desk_app.cli.restructure_words import evidence_words, replay_words
from desk_app.domain.reports.measures import Period

_TOLD_EVERY = 20
Code = Annotated[str, typer.Argument(metavar="CODE")]
First = Annotated[str, typer.Option("--from", metavar="DAY")]
Last = Annotated[str, typer.Option("--to", metavar="DAY")]


@command
def evidence(
    code: Annotated[str, typer.Argument(metavar="PROCEDURE")],
    *,
    first: First,
    last: Last,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """What the desk's dossiers say: papers nobody opened, unused fields, idle steps, causes."""
    with opened(profile) as desk:
        found = desk.study.evidence(code, _period(desk, first, last), tell=_told(json_))
        procedure = desk.office.catalogue.procedure(code, on=day_of(last))
        form = desk.office.catalogue.form(procedure.form)
        words = partial(evidence_words, procedure, form, found)
        say(dataclasses.asdict(found), as_json=json_, words=words)
    return Exit.DONE if found.dossiers else Exit.NOTHING


@command
def replay(
    code: Code,
    *,
    first: First,
    last: Last,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """The period's dossiers on the proposed process: days, signatures, queues, overdue.

    Of a linked group one case runs through all its procedures.
    """
    with opened(profile) as desk:
        found = desk.study.replay(code, _period(desk, first, last), _told(json_))
        files = desk.restructuring
        procedures = files.definitions(files.get(code))
        names = [procedure.key for procedure in procedures]
        say(relived(found, names), as_json=json_, words=partial(replay_words, procedures, found))
    return Exit.DONE if found.together.dossiers else Exit.NOTHING


@command
def study(
    code: Code,
    *,
    first: First,
    last: Last,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Evidence of every procedure of a file, and its replay, in one answer."""
    with opened(profile) as desk:
        found = desk.study.all_of(code, _period(desk, first, last), _told(json_))
        say(dataclasses.asdict(found), as_json=json_, words=lambda: _all_words(desk, code, found))
    return Exit.DONE if found.replay.together.dossiers else Exit.NOTHING


def add_to(app: typer.Typer) -> None:
    """Put the three commands beside the others of restructuring."""
    for act in (evidence, replay, study):
        app.command()(act)


def _all_words(desk: Desk, code: str, found: Findings) -> Iterator[str]:
    files = desk.restructuring
    procedures = files.definitions(files.get(code))
    for procedure in procedures:
        form = desk.office.catalogue.form(procedure.form)
        yield from evidence_words(procedure, form, found.evidence[procedure.key])
    yield from replay_words(procedures, found.replay)


def _period(desk: Desk, first: str, last: str) -> Period:
    desk.reports.facts.catch_up()
    now = desk.office.clock.now()
    return Period(first=day_of(first), last=day_of(last), asked_at=now)


def _told(as_json: bool) -> Callable[[int], None]:  # noqa: FBT001 - the flag of the command
    """Progress for a program that reads it; how many there are is not known before the end."""

    def tell(done: int) -> None:
        if as_json and done % _TOLD_EVERY == 1:
            progress(done, 0)

    return tell
