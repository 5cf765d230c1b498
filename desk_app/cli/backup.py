"""``backup``, ``restore`` and ``recovery``: copies of a desk, and the key that opens them."""

from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.context import JsonFlag, ProfileOption, command, opened
from desk_app.cli.output import Exit, nobody, progress, say

recovery_app = typer.Typer(help="The office's recovery key", no_args_is_help=True)


@command
def backup(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="folder of backups")],
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Back the desk up; done only after the backup was restored on trial."""
    from desk_app import bootstrap

    report = bootstrap.back_up(profile, out)
    say(report.as_json(), as_json=True)
    return Exit.DONE if report.is_whole else Exit.REFUSED


@command
def restore(
    place: Annotated[Path, typer.Argument(metavar="IN", help="folder of backups, or a snapshot")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="rehearsal; nothing is kept")] = False,
    recovery: Annotated[
        Path | None, typer.Option("--recovery", metavar="FILE", help="secret recovery key")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="moves a profile that is there aside")
    ] = False,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Bring a desk back on this or another machine; damage is listed and the rest comes back."""
    from desk_app import bootstrap

    report = bootstrap.restore(
        place,
        profile or bootstrap.default_folder(),
        recovery=recovery,
        is_rehearsal=dry_run,
        is_replacing=replace,
    )
    say(report.as_json(), as_json=True)
    return Exit.DONE if report.is_whole else Exit.REFUSED


@command
def audit(
    *,
    papers_seconds: Annotated[
        float, typer.Option("--papers-seconds", help="then open papers for so long")
    ] = 0.0,
    signatures_seconds: Annotated[
        float, typer.Option("--signatures-seconds", help="then verify signatures for so long")
    ] = 0.0,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Check every audit chain of the desk; progress goes to standard error."""
    from desk_app import bootstrap

    found = bootstrap.audit(
        profile,
        tell=progress if json_ else nobody,
        papers_s=papers_seconds,
        signatures_s=signatures_seconds,
    )
    say(found, as_json=True)
    return Exit.DONE if found["whole"] else Exit.REFUSED


@command
def nightly(
    *,
    seconds: Annotated[float, typer.Option("--seconds", help="budget of time")] = 3600.0,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Check chains, papers, signatures; back up and purge what is due; resumes where it stopped."""
    from desk_app import bootstrap

    with opened(profile) as desk:
        report = bootstrap.do_chores(desk, budget_s=seconds)
    say(report.as_json(), as_json=True)
    return Exit.DONE if report.is_well else Exit.REFUSED


@recovery_app.command("new")
@command
def new_key(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="new file, for a safe place")],
    *,
    json_: JsonFlag = False,
) -> Exit:
    """Make the office's recovery key: the secret into a file, the public part on the screen."""
    from desk_app import bootstrap

    say({"file": str(out), "public": bootstrap.new_recovery_key(out)}, as_json=True)
    return Exit.DONE


@recovery_app.command("use")
@command
def use_key(
    key: Annotated[Path, typer.Argument(metavar="FILE", help="secret recovery key")],
    *,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Put the desk's keys back into a key ring that lost them."""
    from desk_app import bootstrap

    bootstrap.recover_keys(profile, key)
    say({"recovered": True}, as_json=True)
    return Exit.DONE
