"""``desk-app custody``: the register of seal tokens."""

from typing import Annotated

import typer

from desk_app.application.custody import RecordCustody
from desk_app.cli.context import (
    AsOption,
    CommandError,
    JsonFlag,
    ProfileOption,
    acting_as,
    command,
    opened,
)
from desk_app.cli.output import Exit, say
from desk_app.domain.custody import CustodyAct, CustodyEntry

app = typer.Typer(help="Who holds which seal token", no_args_is_help=True)


@app.command("list")
@command
def show(*, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """Every line of the register, oldest first."""
    with opened(profile) as desk:
        entries = desk.custody.register()
    for entry in entries:
        _say(entry, as_json=json_)
    return Exit.DONE if entries else Exit.NOTHING


@app.command()
@command
def record(
    act: Annotated[str, typer.Argument(help="received, handed_over, returned or lost")],
    token: Annotated[str, typer.Argument(help="label of the token")],
    *,
    holder: Annotated[str, typer.Option("--holder", help="who has it afterwards")] = "",
    permission: Annotated[str, typer.Option("--permission", help="number of the writing")] = "",
    minutes: Annotated[str, typer.Option("--minutes", help="number of the minutes")] = "",
    as_: AsOption = "",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Write the next line about a token."""
    try:
        kind = CustodyAct(act)
    except ValueError:
        raise CommandError("usage.custody_act", act=act) from None
    with opened(profile) as desk:
        entry = desk.custody.record(
            RecordCustody(
                actor=acting_as(desk, as_),
                token=token,
                act=kind,
                holder=holder,
                permission=permission,
                minutes=minutes,
            )
        )
    _say(entry, as_json=json_)
    return Exit.DONE


def _say(entry: CustodyEntry, *, as_json: bool) -> None:
    value = {
        "token": entry.token,
        "act": entry.act.value,
        "at": entry.at.isoformat(),
        "holder": entry.holder,
        "giver": entry.giver,
        "permission": entry.permission,
        "minutes": entry.minutes,
        "recorded_by": entry.recorded_by,
    }
    say(value, as_json=as_json, words=lambda: ["  ".join(str(v) for v in value.values() if v)])
