"""``desk-app sync`` and ``desk-app doctor``."""

from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.context import JsonFlag, ProfileOption, command, opened
from desk_app.cli.output import Exit, note, say


@command
def sync(
    *,
    once: Annotated[bool, typer.Option("--once", help="send and receive once")] = True,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Send what waits and take in what came."""
    with opened(profile) as desk:
        report = desk.synchronise()
        say(report.to_json(), as_json=True)
        if report.parked:
            return Exit.REFUSED
        is_cut = report.stopped is not None and report.stopped.code != "sync.other_desk_sends"
        return Exit.UNAVAILABLE if report.waiting or is_cut else Exit.DONE


@command
def doctor(
    *,
    bundle: Annotated[
        Path | None,
        typer.Option("--bundle", metavar="OUT", help="a file for support, nothing personal in it"),
    ] = None,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Check machine and surroundings; works without a database."""
    from desk_app import bootstrap

    checks = list(bootstrap.check_up(profile))
    if bundle is not None:
        note(str(bootstrap.support_bundle(profile, bundle, checks)))
    say(
        {"checks": checks},
        as_json=json_,
        words=lambda: [f"{c['state']:5} {c['id']:16} {c['detail']} {c['fix']}" for c in checks],
    )
    return Exit.UNAVAILABLE if any(c["state"] == "fail" for c in checks) else Exit.DONE
