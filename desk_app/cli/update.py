"""``desk-app update``: signed bundles on a stick, for desks without a network."""

from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.context import JsonFlag, ProfileOption, command
from desk_app.cli.output import Exit, say

app = typer.Typer(help="Signed update bundles, carried on a stick", no_args_is_help=True)
Files = Annotated[list[Path] | None, typer.Option(metavar="FILE")]


@app.command()
@command
def keys(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="new folder, for a safe")],
    *,
    json_: JsonFlag = False,
) -> Exit:
    """Make the keys of an administrator; desks are given ``update-root.json`` alone."""
    from desk_app import bootstrap

    say(bootstrap.new_update_keys(folder), as_json=True)
    return Exit.DONE


@app.command()
@command
def bundle(
    out: Annotated[Path, typer.Argument(metavar="OUT.zip")],
    keys_: Annotated[Path, typer.Option("--keys", metavar="DIR")],
    *,
    program: Files = None,
    policy: Files = None,
    procedure: Files = None,
    trust: Files = None,
    json_: JsonFlag = False,
) -> Exit:
    """Sign programs, policies, procedures and trust packages into one bundle."""
    from desk_app import bootstrap

    given = {"program": program, "policy": policy, "procedure": procedure, "trust": trust}
    files = {kind: some for kind, some in given.items() if some}
    say(bootstrap.write_update(out, keys_, files), as_json=True)
    return Exit.DONE


@app.command()
@command
def look(
    file: Annotated[Path, typer.Argument(metavar="BUNDLE.zip")],
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Check a bundle against the machine's pinned root and tell what is in it; nothing is taken."""
    from desk_app import bootstrap

    say(bootstrap.look_at_update(profile, file), as_json=True)
    return Exit.DONE


@app.command("apply")
@command
def apply_(
    file: Annotated[Path, typer.Argument(metavar="BUNDLE.zip")],
    *,
    install: Annotated[
        bool, typer.Option("--install", help="start the set-up program too")
    ] = False,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Check a bundle against the machine's pinned root and take it into use."""
    from desk_app import bootstrap

    say(bootstrap.apply_update(profile, file, is_installing=install), as_json=True)
    return Exit.DONE


@app.command("rollback")
@command
def rollback(*, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """Back to what was in use before the last bundle."""
    from desk_app import bootstrap

    say(bootstrap.roll_back_update(profile), as_json=True)
    return Exit.DONE
