"""``desk-app export`` and ``desk-app verify-package``: evidence packages."""

from pathlib import Path
from typing import Annotated

import typer

from desk_app.cli.context import (
    AsOption,
    CommandError,
    JsonFlag,
    PinFlag,
    ProfileOption,
    acting_as,
    command,
    opened,
    read_pin,
)
from desk_app.cli.output import Exit, say
from desk_app.domain.signatures import SignatureRole
from desk_app.texts import Texts


@command
def export(
    code: Annotated[str, typer.Argument(metavar="CODE")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="package to write")],
    as_: AsOption = "",
    pin_stdin: PinFlag = False,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Write the evidence package of a dossier: every rendition, the history, verdicts, manifest.

    With --as and --pin-stdin the officer signs a statement over every item.
    """
    with opened(profile) as desk:
        if pin_stdin:
            actor = acting_as(desk, as_)
            pin = read_pin(wanted=True)
            grant = desk.grant(actor.user, SignatureRole.OFFICER, pin)
            made = desk.evidence.export(code, out, signer=actor, grant=grant)
        else:
            made = desk.evidence.export(code, out)
        answer = {
            "dossier_code": made.dossier_code,
            "file": str(made.file),
            "sha256": made.sha256,
            "size": made.size,
            "items": made.items,
            "events": made.events,
            "signed": pin_stdin,
        }
        say(answer, as_json=json_, words=lambda: [f"{made.file}  {made.sha256}"])
    return Exit.DONE


@command
def verify_package(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    *,
    trust: Annotated[
        Path | None, typer.Option("--trust", help="folder of certificates and CRLs")
    ] = None,
    json_: JsonFlag = False,
    profile: ProfileOption = None,
) -> Exit:
    """Check every byte of an evidence package; names the first damaged item.

    The signature on its statement is judged when --trust or --profile says whom to trust.
    """
    from desk_app import bootstrap
    from resources.evidence import verify_package as package

    try:
        report = package.check_package(file)
        statement = bootstrap.judge_statement(file, report, trust=trust, profile=profile)
    except OSError as error:
        raise CommandError(
            "evidence.unreadable", Exit.UNAVAILABLE, file=file.name, detail=type(error).__name__
        ) from None
    words = Texts("vi")
    answer = {"file": file.name, **report.as_json(), "statement": statement}
    lines = [words.label(f"evidence.verdict.{report.verdict}", file=file.name)]
    lines += [f"{each.name}: {words.label(each.code)}" for each in report.damaged]
    lines.append(words.label(f"evidence.statement_verdict.{statement['verdict']}"))
    answer["sentence"] = " ".join(lines[:2])
    say(answer, as_json=json_, words=lambda: lines)
    return {"valid": Exit.DONE, "invalid": Exit.REFUSED}.get(report.verdict, Exit.UNAVAILABLE)
