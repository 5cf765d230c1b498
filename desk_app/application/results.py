"""The result paper and the verdicts on everything signed: drafting, places of marks.

Verification.
"""

import datetime as dt

from desk_app.application import print_data
from desk_app.application.ports import Cancellation, Office, Stamp, VerdictOnFile
from desk_app.application.work import Work
from desk_app.domain.components import Component, PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import Cancelled
from desk_app.domain.records import Result
from desk_app.domain.signatures import FileVerdict, SignatureRecord, SignatureRole, Verdict
from desk_app.texts.vietnamese import long_date

REFUSAL = "quyet_dinh_tu_choi"


def draft(work: Work, summary: str) -> None:
    """Typeset the draft of a grant from the e-form (R-5B-46)."""
    _typeset(work, work.dossier.terms.result_template, summary)


def draft_refusal(work: Work, reason: str) -> None:
    """Typeset the draft of a refusal with its reasons (NĐ 61/2018/NĐ-CP Art. 19(8))."""
    _typeset(work, REFUSAL, reason)


def _typeset(work: Work, template: str, summary: str) -> None:
    dossier = work.dossier
    printed = work.office.printer.result(
        template,
        print_data.result(work.office, dossier, summary, work.now, paper=template),
        issued_at=work.now,
    )
    name = f"{dossier.shown_code}-KQ1.pdf"
    file = work.office.papers.put(
        printed.pdf, name=name, media_type="application/pdf", pages=printed.pages
    )
    if dossier.result is None:
        dossier.result = Result(template=template, name=dossier.terms.name)
    dossier.result.template = template
    dossier.result.summary = summary
    dossier.result.put_draft(file)
    dossier.result.places = dict(printed.places)
    work.files.append(file)


def place_of(result: Result, anchor: str) -> tuple[int, float, float, float, float] | None:
    """The place the template prepared for a mark."""
    return result.places.get(anchor)


def later_places(result: Result) -> dict[str, tuple[int, float, float, float, float]]:
    """Places the clerk will fill, which the approver's signature must leave open for them."""
    wanted = ("SoVanBan", "NgayVanBan", "ConDau")
    return {name: result.places[name] for name in wanted if name in result.places}


def number_and_date(result: Result) -> tuple[Stamp, ...]:
    """Number and date as the clerk puts them into the places the template left open (R-5B-53)."""
    if not result.number or result.number_on is None:
        return ()
    words = {"SoVanBan": result.number, "NgayVanBan": long_date(result.number_on)}
    return tuple(
        Stamp(anchor=anchor, box=result.places[anchor], text=text)
        for anchor, text in words.items()
        if anchor in result.places
    )


def verify_all(
    office: Office, dossier: Dossier, cancelled: Cancellation | None
) -> dict[str, tuple[str, FileVerdict]]:
    """Verdict per file, ``result`` or a component's key, with the digest it was given for."""
    found: dict[str, tuple[str, FileVerdict]] = {}
    for key, file, records in _signed_files(dossier):
        if cancelled is not None and cancelled.is_cancelled():
            raise Cancelled
        said = office.verifier.verify(file)
        verdict = _with_expected_signers(said, records)
        found[key] = (file.sha256, file_verdict(key, verdict, office.clock.now()))
    return found


def _signed_files(dossier: Dossier) -> list[tuple[str, PaperRef, tuple[SignatureRecord, ...]]]:
    files = []
    if dossier.result is not None and dossier.result.file is not None:
        files.append(("result", dossier.result.file, dossier.result.signatures))
    files += [
        (c.key, c.file, c.signatures)
        for c in dossier.components
        if c.file is not None and c.reuse is None
    ]
    return files


def _with_expected_signers(
    said: VerdictOnFile, records: tuple[SignatureRecord, ...]
) -> VerdictOnFile:
    """A valid file must carry the very certificates that signed it here.

    Signer = expected officer, R-5B-51.
    """
    if said.verdict is not Verdict.VALID:
        return said
    present = {s.lower().lstrip("0") for s in said.serials}
    missing = [r.signer for r in records if r.certificate_serial.lower().lstrip("0") not in present]
    if not missing:
        return said
    return VerdictOnFile(
        verdict=Verdict.INVALID,
        reasons=(*said.reasons, "signer_not_expected"),
        sentence=said.sentence,
        signers=said.signers,
        serials=said.serials,
        roles=said.roles,
        report=said.report,
    )


def file_verdict(key: str, said: VerdictOnFile, at: dt.datetime) -> FileVerdict:
    """The verdict as the dossier keeps it."""
    return FileVerdict(
        file=key,
        verdict=said.verdict,
        reasons=said.reasons,
        sentence=said.sentence,
        checked_at=at,
        signers=said.signers,
    )


def keep_verdicts(dossier: Dossier, found: dict[str, tuple[str, FileVerdict]]) -> None:
    """Keep each verdict with the file it was given for; a file changed meanwhile keeps none."""
    for key, (digest, verdict) in found.items():
        target: Result | Component | None = (
            dossier.result if key == "result" else dossier.component(key)
        )
        if target is not None and target.file is not None and target.file.sha256 == digest:
            target.verdict = verdict


def reopen(dossier: Dossier, to: str, failing_file: str) -> None:
    """A returned dossier loses the signature that failed, so that it must be made again."""
    if dossier.result is not None and to in {"approve", "appraise"}:
        unsigned = next((f for f in dossier.result.earlier), dossier.result.file)
        dossier.result.signatures = ()
        dossier.result.verdict = None
        if unsigned is not None:
            dossier.result.file, dossier.result.earlier = unsigned, ()
    for component in dossier.components:
        if component.key == failing_file and to == "intake":
            component.signatures = tuple(
                s for s in component.signatures if s.role is not SignatureRole.OFFICER
            )
            component.verdict = None
