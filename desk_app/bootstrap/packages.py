"""The signature on the statement of an evidence package, judged like any other paper's."""

import tempfile
from pathlib import Path
from typing import Any

from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.tools import open_verifier
from resources.evidence import verify_package as package


def judge_statement(
    file: Path, report: package.Report, *, trust: Path | None, profile: Path | None
) -> dict[str, Any]:
    """Judge the signed statement of a package whose bytes are whole; adds to the report.

    Without ``trust`` and ``profile`` nobody is known to be trusted, and nothing is judged.

    Returns:
        ``verdict`` (``none``: the package has no statement; ``not_judged``; else the verdict on
        the paper), ``sentence`` and ``signers``.

    Raises:
        OSError: the package cannot be read.
        UnavailableError: ``profile.*``.
    """
    if report.verdict != "valid":
        return _said("not_judged")
    signed = package.read_item(file, report, package.SIGNED)
    if signed is None:
        return _said("none")
    if trust is None and profile is None:
        return _said("not_judged")
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / package.SIGNED
        paper.write_bytes(signed)
        with open_verifier(trust or load_settings(profile).trust_folder) as verifier:
            said = verifier.verify(paper, offline=True)
    verdict = str(said.verdict)
    if verdict in ("invalid", "unsigned"):
        report.damaged.append(package.Finding(package.SIGNED, f"evidence.statement_{verdict}"))
    elif verdict != "valid":
        report.doubts.append(package.Finding(package.SIGNED, "evidence.statement_unknown"))
    return _said(verdict, said.sentence, [each.signer for each in said.signatures])


def _said(verdict: str, sentence: str = "", signers: list[str] | None = None) -> dict[str, Any]:
    return {"verdict": verdict, "sentence": sentence, "signers": signers or []}
