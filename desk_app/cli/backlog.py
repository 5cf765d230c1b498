"""``backlog``: long work queued, worked off by idle desks, and how far it has come."""

import functools
from typing import Annotated

import typer

from desk_app.cli.context import CommandError, JsonFlag, ProfileOption, command
from desk_app.cli.output import Exit, say

app = typer.Typer(help="Long work of the office", no_args_is_help=True)


@app.command()
@command
def add(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="check_papers, read_again, pack_evidence, yearly_reports"
        ),
    ],
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Queue a round of work; each item of one day once."""
    from desk_app.bootstrap.backlog import open_backlog, queue_round

    with open_backlog(profile) as work:
        if kind not in work.kinds:
            raise CommandError("usage.wrong", detail=kind)
        count = queue_round(work, kind)
    say({"kind": kind, "added": count}, as_json=json_, words=lambda: [f"{kind} {count}"])
    return Exit.DONE if count else Exit.NOTHING


@app.command()
@command
def work(
    *,
    at_rest: Annotated[
        bool, typer.Option("--at-rest", help="only while nobody uses this desk")
    ] = False,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Work at this desk until nothing is left; may be ended at any moment."""
    from desk_app.bootstrap import default_folder
    from desk_app.bootstrap.backlog import is_at_rest, open_backlog

    folder = profile or default_folder()
    with open_backlog(profile) as long_work:
        done = long_work.backlog.work(lambda: not at_rest or is_at_rest(folder))
    say({"done": done}, as_json=json_, words=lambda: [str(done)])
    return Exit.DONE if done else Exit.NOTHING


@app.command()
@command
def status(*, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """How far each kind has come, and how long the rest takes at this pace."""
    from desk_app.bootstrap.backlog import open_backlog

    with open_backlog(profile) as long_work:
        found = long_work.ledger.progress(now=long_work.now())
    for one in found:
        line = {
            "kind": one.kind,
            "total": one.total,
            "done": one.done,
            "results": one.results,
            "per_minute": one.per_minute,
            "minutes_left": one.minutes_left,
        }
        text = f"{one.kind} {one.done}/{one.total}"
        say(line if json_ else text, as_json=json_, words=functools.partial(list, [text]))
    return Exit.DONE if found else Exit.NOTHING
