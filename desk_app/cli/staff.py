"""``desk-app staff``: passwords of local accounts."""

import sys
from typing import Annotated

import typer

from desk_app.cli.context import JsonFlag, ProfileOption, command
from desk_app.cli.output import Exit, say

app = typer.Typer(help="Officers of this desk", no_args_is_help=True)


@app.command("password")
@command
def password(
    user: Annotated[str, typer.Argument(metavar="USER")],
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Give an officer a new password, read as one line from standard input."""
    from desk_app import bootstrap

    bootstrap.set_password(profile, user, sys.stdin.readline().rstrip("\r\n"))
    say({"user": user}, as_json=True)
    return Exit.DONE


@app.callback()
def staff() -> None:
    """Officers of this desk."""
