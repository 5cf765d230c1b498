"""``desk-app trust``: the dated package of anchors and revocation lists."""

from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.context import JsonFlag, ProfileOption, command
from desk_app.cli.output import Exit, say

app = typer.Typer(help="Trusted authorities as a dated, signed package", no_args_is_help=True)


@app.command()
@command
def install(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Take a package of the pinned publisher (trust-publisher.pem of the profile) into use."""
    from desk_app import bootstrap

    state = bootstrap.install_trust_package(profile, file)
    say(state, as_json=json_, words=lambda: [f"{k}: {v}" for k, v in state.items()])
    return Exit.DONE


@app.command()
@command
def show(*, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """Which package is in use and until when."""
    from desk_app import bootstrap

    state = bootstrap.trust_package(profile)
    if state is None:
        return Exit.NOTHING
    say(state, as_json=json_, words=lambda: [f"{k}: {v}" for k, v in state.items()])
    return Exit.DONE
