"""The command line: one function a command, registered here; the contract is in the README."""

import logging
import sys
from typing import Annotated

import typer
import typer.exceptions

from desk_app import __version__
from desk_app.cli import (
    backlog,
    backup,
    custody,
    dossier,
    evidence,
    facts,
    learned,
    office,
    papers,
    practice_office,
    procedures,
    report,
    restructure,
    restructure_study,
    staff,
    step,
    stick,
    sync,
    trust,
    update,
)
from desk_app.cli.output import Exit, complain

app = typer.Typer(
    name="desk-app",
    help="One-stop counter desk: five electronic steps of a dossier.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)
app.command("step")(step.step)
app.command("due")(facts.due)
app.command("identity")(facts.identity)
app.command("export")(evidence.export)
app.command("verify-package")(evidence.verify_package)
app.command("read")(papers.read)
app.command("sign")(papers.sign)
app.command("verify")(papers.verify)
app.command("report")(report.report)
app.command("sync")(sync.sync)
app.command("doctor")(sync.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("move-to-office")(office.move_to_office)
app.command("audit")(backup.audit)
app.command("nightly")(backup.nightly)
app.command("demo")(practice_office.demo)
app.add_typer(custody.app, name="custody")
app.add_typer(dossier.app, name="dossier")
app.add_typer(learned.app, name="learned")
app.add_typer(office.app, name="office")
app.add_typer(backlog.app, name="backlog")
app.add_typer(papers.scan_app, name="scan")
app.add_typer(practice_office.profile_app, name="profile")
app.add_typer(practice_office.province_app, name="province")
app.add_typer(backup.recovery_app, name="recovery")
app.add_typer(staff.app, name="staff")
app.add_typer(stick.app, name="stick")
app.add_typer(procedures.app, name="procedures")
restructure_study.add_to(restructure.app)
app.add_typer(restructure.app, name="restructure")
app.add_typer(trust.app, name="trust")
app.add_typer(update.app, name="update")


@app.callback()
def window(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Tell the version and end.")] = False,
) -> None:
    """Without a command: open the window."""
    if version:
        sys.stdout.write(f"desk-app {__version__}\n")
        raise typer.Exit(Exit.DONE)
    if context.invoked_subcommand is None:
        from desk_app.ui.start import open_window

        raise typer.Exit(open_window([]))


def run(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code."""
    wanted = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in wanted
    # Libraries that warn speak to the log of the profile; before there is one, to nobody.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        result = app(args=wanted, standalone_mode=False)
    except typer.Exit as ended:
        return int(ended.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return int(Exit.REFUSED)
    except typer.exceptions.TyperException as error:
        detail = getattr(error, "format_message", error.__str__)()
        complain("usage.wrong", {"detail": detail}, as_json=as_json)
        return int(Exit.USAGE)
    return int(result) if isinstance(result, int) else int(Exit.DONE)
