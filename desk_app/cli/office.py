"""``move-to-office`` and ``office``: a desk joins others over one database."""

import functools
from typing import Annotated

import typer

from desk_app.cli.context import JsonFlag, ProfileOption, command
from desk_app.cli.output import Exit, note, say

app = typer.Typer(help="An office of many desks", no_args_is_help=True)


@command
def move_to_office(
    url: Annotated[str, typer.Argument(metavar="URL", help="postgresql://… of the office")],
    *,
    papers: Annotated[
        str, typer.Option("--papers", metavar="URL", help="shared folder or s3+https://…")
    ] = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Move this desk's dossiers and papers into the office, compared by checksums."""
    from desk_app.bootstrap.moving import move_to_office as move

    made = move(profile, url, papers, say=_progress)
    say(
        made,
        as_json=json_,
        words=lambda: [f"{made['dossiers']} · {made['events']} · {made['papers']}"],
    )
    return Exit.DONE


def _progress(done: int, total: int) -> None:
    if done == total or done % 100 == 0:
        note(f"{done}/{total}")


@app.command("list")
@command
def list_desks(*, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """Desks of the office, and which of them wait to be let in."""
    from desk_app.bootstrap.office import admissions

    office, close = admissions(profile)
    try:
        found = office.list()
    finally:
        close()
    for line in found:
        words = f"{line['device']} {line['name']}"
        say(line if json_ else words, as_json=json_, words=functools.partial(list, [words]))
    return Exit.DONE if found else Exit.NOTHING


@app.command()
@command
def admit(
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="id, or how it begins")],
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Let a waiting desk read the office's papers; done at a desk that is in."""
    from desk_app.bootstrap.office import admissions

    office, close = admissions(profile)
    try:
        office.admit(device)
    finally:
        close()
    say({"admitted": device}, as_json=json_, words=lambda: [device])
    return Exit.DONE
