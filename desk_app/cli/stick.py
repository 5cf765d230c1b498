"""``desk-app stick``: dossiers by stick, both ways, for desks without a line."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from desk_app.application.sync_errors import SyncError
from desk_app.cli.context import CommandError, JsonFlag, ProfileOption, command
from desk_app.cli.output import Exit, say

T = TypeVar("T")

app = typer.Typer(help="Dossiers by stick, both ways", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="folder on the stick")]


@app.command()
@command
def key(*, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """The public key of this desk's packages."""
    from desk_app.bootstrap.stick import stick_key

    public = stick_key(profile)
    say({"public": public}, as_json=json_, words=lambda: [public])
    return Exit.DONE


@app.command()
@command
def trust(
    public: Annotated[str, typer.Argument(metavar="KEY")],
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Believe packages signed with the key of another desk or office."""
    from desk_app.bootstrap.stick import trust_stick

    known = trust_stick(profile, public)
    say({"trusted": list(known)}, as_json=json_, words=lambda: list(known))
    return Exit.DONE


@app.command()
@command
def out(folder: Folder, *, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """Write everything that waits for the province into one signed package."""
    from desk_app.bootstrap.stick import write_out

    made = _carried(functools.partial(write_out, profile, folder))
    say(made, as_json=json_, words=lambda: [f"{made['file']}  {made['commands']}"])
    return Exit.DONE if made["commands"] else Exit.NOTHING


@app.command()
@command
def deliver(folder: Folder, *, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """Where there is a line: send the packages of a stick and write the answers beside them."""
    from desk_app.bootstrap.stick import deliver_all

    return _each(_carried(functools.partial(deliver_all, profile, folder)), as_json=json_)


@app.command()
@command
def take(folder: Folder, *, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """Back at the desk: take in the answers."""
    from desk_app.bootstrap.stick import take_back

    return _each(_carried(functools.partial(take_back, profile, folder)), as_json=json_)


def _each(lines: list[dict[str, object]], *, as_json: bool) -> Exit:
    for line in lines:
        words = "  ".join(str(value) for value in line.values())
        say(line, as_json=as_json, words=functools.partial(list, [words]))
    return Exit.DONE if lines else Exit.NOTHING


def _carried(work: Callable[[], T]) -> T:
    try:
        return work()
    except SyncError as error:
        raise CommandError(error.problem.code, Exit.UNAVAILABLE, **error.problem.facts) from error
