"""``demo``, ``profile new`` and ``province serve``: the practice office."""

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.context import CommandError, JsonFlag, ProfileOption, command, opened
from desk_app.cli.output import Exit, note, say

profile_app = typer.Typer(help="Profiles", no_args_is_help=True)
province_app = typer.Typer(help="The practice province", no_args_is_help=True)


@command
def demo(
    *,
    headless: Annotated[
        bool, typer.Option("--headless", help="no window; prints a report")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help="keeps the papers")] = None,
    screens: Annotated[Path | None, typer.Option("--screens", help="a PNG of each screen")] = None,
    every_step: Annotated[
        bool, typer.Option("--every-step", help="a specimen dossier waits at each of the steps")
    ] = False,
    json_: JsonFlag = False,
    profile: Annotated[
        Path | None, typer.Option("--profile", help="keeps the practice office")
    ] = None,
) -> Exit:
    """The practice office: with a window, or one dossier through all five steps."""
    from desk_app import bootstrap
    from desk_app.practice.demo import DemoRun
    from desk_app.practice.office import open_practice_office

    with contextlib.ExitStack() as stack:
        folder = profile
        if folder is None:
            folder = Path(tempfile.mkdtemp(prefix="desk-practice-"))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        note("Đang mở văn phòng tập huấn …")
        office = stack.enter_context(open_practice_office(folder, clock=bootstrap.wall_clock().now))
        desk = bootstrap.open_desk(folder)
        stack.callback(desk.close)
        run = DemoRun(desk=desk, office=office, say=note)
        if every_step and headless:
            say({"waiting": run.prepare_every_step()}, as_json=True)
            return Exit.DONE
        if screens is not None:
            from desk_app.ui.start import save_screens

            report = save_screens(run, screens)
        elif not headless:
            from desk_app.ui.start import open_window

            _ = run.prepare_every_step() if every_step else run.prepare()
            office.scanner.stock([office.specimens[name] for name in sorted(office.specimens)])
            return Exit(open_window(["--profile", str(folder)]))
        else:
            report = run.run()
        if out is not None:
            run.keep(out)
        say(report, as_json=True)
        province = report["province"]
        fine = isinstance(province, dict) and province.get("acknowledged")
        return Exit.DONE if fine and report["state"] == "RETURNED" else Exit.UNAVAILABLE


@profile_app.command()
@command
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    *,
    practice: Annotated[bool, typer.Option("--practice")] = False,
    province: Annotated[str, typer.Option("--province", metavar="URL")] = "",
    database: Annotated[str, typer.Option("--database", metavar="URL")] = "",
    papers: Annotated[str, typer.Option("--papers", metavar="URL")] = "",
    recovery: Annotated[
        str, typer.Option("--recovery", metavar="KEY", help="public recovery key of the office")
    ] = "",
    json_: JsonFlag = False,
) -> Exit:
    """Make a profile; with --practice people, tokens, procedures and papers are ready."""
    from desk_app import bootstrap

    if practice:
        from desk_app.practice.profile import new_practice_profile
        from desk_app.practice.specimens import draw_specimens

        try:
            made = new_practice_profile(
                folder,
                now=bootstrap.wall_clock().now(),
                province_url=province,
                database_url=database,
                papers_url=papers,
            )
        except FileExistsError:
            raise CommandError("profile.exists", Exit.REFUSED, folder=str(folder)) from None
        draw_specimens(folder / "specimens")
        if province:
            with opened(folder) as desk:
                desk.exchange.once()
        say(made.as_json(), as_json=True)
        return Exit.DONE
    bootstrap.new_profile(
        folder, province=province, database=database, papers=papers, recovery=recovery
    )
    say({"profile": str(folder), "people": [], "tokens": [], "province": province}, as_json=True)
    return Exit.DONE


@profile_app.command()
@command
def reset(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    *,
    json_: JsonFlag = False,
) -> Exit:
    """Make a practice profile anew, as on its first day; a real profile is refused."""
    from desk_app import bootstrap
    from desk_app.practice.profile import reset_practice_profile
    from desk_app.practice.specimens import draw_specimens

    made = reset_practice_profile(folder, now=bootstrap.wall_clock().now())
    draw_specimens(folder / "specimens")
    say(made.as_json(), as_json=True)
    return Exit.DONE


@profile_app.command("device-key")
@command
def device_key(*, json_: JsonFlag = False, profile: ProfileOption = None) -> Exit:
    """The public key the province lets this desk in by ([province] sign_in = "device")."""
    from desk_app.bootstrap.stick import device_key as public_key

    public = public_key(profile)
    say({"public": public}, as_json=json_, words=lambda: [public])
    return Exit.DONE


@province_app.command()
@command
def serve(
    *,
    data: Annotated[Path, typer.Option("--data", metavar="DIR")],
    port: Annotated[int | None, typer.Option("--port")] = None,
    faults: Annotated[Path | None, typer.Option("--faults", metavar="FILE")] = None,
    json_: JsonFlag = False,
) -> Exit:
    """Serve the practice province on loopback until stopped."""
    from desk_app.practice.province import serve as run

    run(data, port, faults)
    return Exit.DONE
