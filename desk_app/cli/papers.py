"""``read``, ``scan``, ``sign`` and ``verify``: the libraries of the desk on plain files."""

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.context import CommandError, JsonFlag, PinFlag, ProfileOption, command, read_pin
from desk_app.cli.output import Exit, complain, exit_code, note, say, sentence

scan_app = typer.Typer(help="Scanners and scanning", no_args_is_help=True)
Files = Annotated[list[Path], typer.Argument(metavar="FILE…")]


@command
def read(
    files: Files,
    *,
    type_: Annotated[str | None, typer.Option("--type", help="type of the paper")] = None,
    text: Annotated[bool, typer.Option("--text", help="print the text only")] = False,
    steps: Annotated[Path | None, typer.Option("--steps", help="pictures of each step")] = None,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Read papers: type, fields with confidence, text."""
    from desk_app import bootstrap

    known = bootstrap.paper_types()
    if type_ is not None and type_ not in known:
        raise CommandError("usage.paper_type", type=type_, known=", ".join(known))
    worst = Exit.DONE
    with bootstrap.open_reader(profile) as reader:
        for file in files:
            try:
                for page in bootstrap.read_pages(reader, file, type_, steps):
                    say(page.as_json(), as_json=json_ or not text, words=partial(_one, page.text))
                    if page.problem:
                        worst = Exit.UNAVAILABLE
            except bootstrap.ReadingError as error:
                complain(error.code, error.facts, as_json=json_)
                worst = Exit.UNAVAILABLE
    return worst


@scan_app.command()
@command
def devices(
    *,
    known: Annotated[list[str] | None, typer.Option("--device", help="address by hand")] = None,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Scanners this desk can use."""
    from desk_app import bootstrap

    found = bootstrap.scan_devices(profile, tuple(known or ()))
    say(found, as_json=json_, words=lambda: [f"{d['uri']}  {d['name']}" for d in found])
    return Exit.DONE if found else Exit.NOTHING


@scan_app.command()
@command
def acquire(
    *,
    device: Annotated[str, typer.Option("--device", metavar="URI")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR")],
    source: Annotated[
        str | None, typer.Option("--source", help="adf, adf-duplex or platen")
    ] = None,
    dpi: Annotated[int, typer.Option("--dpi")] = 300,
    colour: Annotated[str, typer.Option("--colour", help="colour, grey or bw")] = "colour",
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Scan a stack into a folder."""
    from desk_app import bootstrap

    result = bootstrap.scan_acquire(
        profile, device, out, source=source, dpi=dpi, colour=colour, progress=note
    )
    say(result.as_json(), as_json=json_, words=lambda: [str(p.file) for p in result.pages])
    if result.problem is not None:
        complain(result.problem.code, result.problem.facts, as_json=False)
    return Exit(result.exit_code)


@command
def sign(  # noqa: PLR0913 - the contract of the command line
    files: Files,
    *,
    module: Annotated[str, typer.Option("--module", help="PKCS#11 module")],
    token: Annotated[str, typer.Option("--token", help="label of the token")],
    cert: Annotated[str, typer.Option("--cert", help="label of the certificate")],
    role: Annotated[str, typer.Option("--role", help="officer, approver, agency or copy")],
    out: Annotated[Path | None, typer.Option("--out")] = None,
    out_dir: Annotated[Path | None, typer.Option("--out-dir")] = None,
    level: Annotated[str | None, typer.Option("--level", help="b-b, b-t, b-lt or b-lta")] = None,
    tsa: Annotated[str | None, typer.Option("--tsa", help="time-stamp service")] = None,
    trust: Annotated[Path | None, typer.Option("--trust")] = None,
    pin_stdin: PinFlag = False,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Sign PDF files with a token; several files need --out-dir and are one login."""
    if (out is None) == (out_dir is None) or (out is not None and len(files) > 1):
        raise CommandError("usage.sign_target")
    from desk_app import bootstrap

    order = bootstrap.SignFiles(
        files=tuple(files),
        out=out,
        out_dir=out_dir,
        module=Path(module),
        token=token,
        certificate=cert,
        role=role,
        level=level,
        tsa=tsa,
        trust=trust,
        pin=read_pin(wanted=pin_stdin),
    )
    worst = Exit.DONE
    for line in bootstrap.sign_files(order):
        if line.error is None:
            say(line.answer, as_json=True)
            continue
        error = {"code": line.error.code, "facts": line.error.facts}
        message = sentence(line.error.code, line.error.facts)
        say({"file": line.file, "error": error | {"message": message}}, as_json=True)
        worst = max(worst, exit_code(line.error))
    return worst


@command
def verify(
    files: Files,
    *,
    trust: Annotated[Path, typer.Option("--trust", help="folder of certificates and CRLs")],
    at: Annotated[str | None, typer.Option("--at", help="moment of the verdict, ISO 8601")] = None,
    offline: Annotated[bool, typer.Option("--offline")] = False,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Verdict on every signature of each file."""
    from desk_app import bootstrap

    verdicts = []
    with bootstrap.open_verifier(trust) as verifier:
        for file in files:
            said = verifier.verify(file, at=_moment(at), offline=offline)
            verdicts.append(str(said.verdict))
            say(
                said.as_json(),
                as_json=json_,
                words=partial(_one, f"{file.name}: {said.sentence}"),
            )
    if {"invalid", "unsigned"}.intersection(verdicts):
        return Exit.REFUSED
    return Exit.UNAVAILABLE if "unknown" in verdicts else Exit.DONE


def _one(line: str) -> list[str]:
    return [line]


def _moment(text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise CommandError("usage.bad_time", text=text) from None
    from desk_app.domain.moments import VIETNAM

    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)
