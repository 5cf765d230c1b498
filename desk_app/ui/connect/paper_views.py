"""Papers of a dossier and their signatures as the window shows them."""

from dataclasses import replace

from desk_app.domain.components import Component, PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.held_papers import HeldPaper, best_for
from desk_app.domain.procedures import Digitisation
from desk_app.domain.records import Slip
from desk_app.domain.signatures import FileVerdict, SignatureRole, Verdict
from desk_app.ui import contract as c

HANDED_OUT = frozenset({"evaluation"})
"""Slips the applicant alone gets; of any other one stays with the office."""


def document(ref: PaperRef) -> c.DocumentRef:
    """A stored paper as the screens name it."""
    return c.DocumentRef(
        id=ref.sha256,
        name=ref.name,
        media_type=ref.media_type,
        pages=max(ref.pages, 1),
        size_bytes=ref.size,
        sha256=ref.sha256,
    )


def slip_document(slip: Slip) -> c.DocumentRef:
    """A slip as it goes to a printer."""
    return replace(document(slip.file), form=slip.key, copies=1 if slip.key in HANDED_OUT else 2)


def component(part: Component, held: tuple[HeldPaper, ...] = ()) -> c.ComponentView:
    """A component of the check-list; ``held`` is what stores hold of the applicant."""
    offered = best_for(part.document_type, held)
    if part.reuse is not None:
        status = "reused"
    elif part.file is not None:
        status = "digitised"
    elif part.is_there:
        status = "paper_only"
    else:
        status = "in_store" if offered is not None else "missing"
    pages = part.pages or ((part.file,) if part.file is not None else ())
    need = "mandatory" if part.required else "optional"
    if part.digitisation is Digitisation.ON_DEMAND and not part.required:
        need = "on_demand"
    record = next((r for r in part.signatures if r.role is SignatureRole.OFFICER), None)
    return c.ComponentView(
        id=part.key,
        name=part.name,
        requirement=need,  # type: ignore[arg-type]  # literals above
        status=status,  # type: ignore[arg-type]  # literals above
        documents=tuple(document(page) for page in pages),
        verdict=_component_verdict(part),
        signer=record.signer if record else "",
        reason=_held_in_words(offered) if status == "in_store" and offered else "",
        notes=_history(part, held) if status == "missing" else (),
        source=part.reuse.source if part.reuse else "",
        is_sensitive=part.sensitive,
    )


def _held_in_words(paper: HeldPaper) -> str:
    """Source, number, day of the paper, and the day of the copy (R-5B-22)."""
    said = (paper.name, paper.number, paper.issued_by, paper.dated_on)
    return " · ".join((*(part for part in said if part), f"{paper.seen_at:%d/%m/%Y}"))


def _history(part: Component, held: tuple[HeldPaper, ...]) -> tuple[c.PaperNote, ...]:
    """Papers of the type that may not be used again: seen, with the conditions they fail."""
    return tuple(
        c.PaperNote(
            code="stores.history", facts={"paper": paper.name, "missing": ", ".join(paper.unmet)}
        )
        for paper in held
        if paper.fits(part.document_type) and not paper.is_reusable
    )


def _component_verdict(part: Component) -> c.Verdict:
    if part.reuse is not None:
        return "from_store"
    if part.file is None or not part.is_signed_personally:
        return "unsigned"
    return verdict_of(part.verdict) if part.verdict is not None else "valid"


def verdict_of(found: FileVerdict | None) -> c.Verdict:
    """A stored verdict in the screens' words."""
    if found is None:
        return "pending"
    if found.verdict is Verdict.UNKNOWN and any("time" in reason for reason in found.reasons):
        return "no_time_stamp"
    words: dict[Verdict, c.Verdict] = {
        Verdict.VALID: "valid", Verdict.INVALID: "invalid", Verdict.UNKNOWN: "unknown",
        Verdict.UNSIGNED: "unsigned",
    }  # fmt: skip
    return words[found.verdict]


def signature_rows(dossier: Dossier) -> tuple[c.SignatureRow, ...]:
    """Papers of step 4: the result first, then components."""
    rows = []
    result = dossier.result
    if result is not None and result.file is not None:
        signer = next((r.signer for r in result.signatures if r.role is SignatureRole.APPROVER), "")
        rows.append(
            c.SignatureRow(
                document=document(result.file),
                title=result.name,
                signer=signer,
                verdict=verdict_of(result.verdict),
                duty="seal",
                sentence=result.verdict.sentence if result.verdict else "",
            )
        )
    copies = {part.key for part in dossier.components_to_copy()}
    for part in dossier.components:
        if part.file is None:
            continue
        signer = next((r.signer for r in part.signatures if r.role is SignatureRole.OFFICER), "")
        rows.append(
            c.SignatureRow(
                document=document(part.file),
                title=part.name,
                signer=signer,
                verdict="from_store" if part.reuse else verdict_of(part.verdict),
                duty="copy" if part.key in copies else "none",
                sentence=part.verdict.sentence if part.verdict else "",
            )
        )
    return tuple(rows)


def file_keys(dossier: Dossier) -> dict[str, str]:
    """The application's name of each file (``result`` or a component's key) by document id."""
    keys = {part.file.sha256: part.key for part in dossier.components if part.file is not None}
    if dossier.result is not None and dossier.result.file is not None:
        keys[dossier.result.file.sha256] = "result"
    return keys
