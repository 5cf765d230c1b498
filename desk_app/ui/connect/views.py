"""From the dossier aggregate to the read model every step shows."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from desk_app.application.enquiries import StoredEvent, WorkRow
from desk_app.domain.components import Component, PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.forms import FilledValue, FormDefinition, FormField, Origin, Widget
from desk_app.domain.held_papers import HeldPaper, best_for
from desk_app.domain.procedures import Digitisation
from desk_app.domain.records import DeliveryState
from desk_app.domain.signatures import FileVerdict, SignatureRole, Verdict
from desk_app.ui import contract as c

_ORIGINS: dict[Origin, c.Origin] = {
    Origin.CHIP: "id_card", Origin.QR: "id_card", Origin.MRZ: "id_card", Origin.PORTAL: "province",
    Origin.STORE: "store", Origin.OCR: "reader", Origin.COMPUTED: "reader", Origin.TYPED: "typed",
}  # fmt: skip
_KINDS = {
    Widget.MULTILINE: "multiline", Widget.DATE: "date", Widget.NUMBER: "number", Widget.MONEY:
    "money",
    Widget.CHOICE: "choice", Widget.CHECKBOX: "check", Widget.PERSON_ID: "number", Widget.PHONE:
    "phone",
}  # fmt: skip
_HALF = {
    Widget.DATE, Widget.NUMBER, Widget.MONEY, Widget.CHOICE, Widget.PERSON_ID, Widget.PHONE,
}  # fmt: skip
SHORT_TEXT = 40
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TYPED_DATE = re.compile(r"(\d{1,2})[./\- ]?(\d{1,2})(?:[./\- ]?(\d{4}|\d{2}))?")


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


def work_row(row: WorkRow) -> c.WorkRow:
    """One line of a list."""
    return c.WorkRow(
        key=row.code or row.id,
        code=row.code,
        applicant=row.applicant,
        procedure=row.procedure,
        state=row.state,
        step=_step(row.step, row.state),
        due_at=row.due_at,
        sync=_sync(row.sync),
    )


def _step(step: str, state: str) -> c.Step | None:
    if state in ("RETURNED", "ARCHIVED", "STOPPED", "REJECTED_AT_INTAKE"):
        return None
    return next((name for name in c.STEPS if name == step), None)


def _sync(sync: str) -> c.SyncState:
    known: tuple[c.SyncState, ...] = ("sent", "waiting", "failed")
    return next((name for name in known if name == sync), "none")


def shown_value(kind: str, value: object) -> str:
    """A stored value as officers read it: dates day first."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    found = _ISO.fullmatch(text) if kind == "date" else None
    return f"{found[3]}/{found[2]}/{found[1]}" if found else text


def stored_value(kind: str, text: str, today: dt.date) -> str:
    """What an officer typed as it is stored: dates as ISO where they can be read.

    Accepts ``17/11/2026``, ``17112026``, ``17-11-26`` and ``17.11`` (this year).
    """
    if kind != "date" or not text:
        return text
    digits = re.sub(r"\D", "", text)
    found = _TYPED_DATE.fullmatch(text)
    if len(digits) == 8 and digits == text:
        day, month, year = digits[:2], digits[2:4], digits[4:]
    elif found:
        day, month, year = found[1], found[2], found[3] or str(today.year)
    else:
        return text
    full = int(year) if len(year) == 4 else _century(int(year), today)
    try:
        return dt.date(full, int(month), int(day)).isoformat()
    except ValueError:
        return text


def _century(short: int, today: dt.date) -> int:
    """Two digits of a year mean the last hundred years."""
    year = today.year // 100 * 100 + short
    return year if year <= today.year + 1 else year - 100


def form_definition(form: FormDefinition) -> c.FormDefinition:
    """The e-form in the words of the screens."""
    return c.FormDefinition(
        id=form.key,
        title=form.title,
        sections=tuple(
            c.SectionDefinition(
                id=section.key,
                title=section.title,
                fields=tuple(_field(each) for each in section.fields),
            )
            for section in form.sections
        ),
    )


def _field(each: FormField) -> c.FieldDefinition:
    is_short = each.widget in _HALF or 0 < (each.max_length or 0) <= SHORT_TEXT
    return c.FieldDefinition(
        id=each.name,
        label=each.label,
        kind=_KINDS.get(each.widget, "text"),  # type: ignore[arg-type]  # values of the table are kinds
        required=each.required,
        width=0.5 if is_short else 1.0,
        choices=tuple((choice, choice) for choice in each.choices),
        hint=each.help or "",
    )


def field_value(
    kind: str,
    filled: FilledValue,
    pages: Mapping[str, tuple[PaperRef, ...]],
    names: Mapping[str, str],
) -> c.FieldValue:
    """A value with its origin; one that was read names the page and the place on it."""
    shown = shown_value(kind, filled.value)
    reading = None
    if filled.component is not None and filled.box is not None:
        papers = pages.get(filled.component, ())
        at = filled.page or 0
        others = (*(rival.value for rival in filled.rivals), *filled.likely)
        rivals = tuple(shown_value(kind, other) for other in others)
        elsewhere = next((r.component for r in filled.rivals if r.component), "")
        confidence = filled.confidence if filled.confidence is not None else float(filled.sure)
        reading = c.Reading(
            value=shown,
            confidence=confidence,
            document_id=papers[at].sha256 if at < len(papers) else "",
            page=0,
            box=filled.box,
            suggestions=tuple(dict.fromkeys((shown, *rivals))),
            doubts=filled.doubts,
            elsewhere=names.get(elsewhere, ""),
            places=tuple(_places(kind, filled.rivals, pages)),
        )
    return c.FieldValue(
        value=shown,
        origin=_ORIGINS[filled.origin],
        confirmed=filled.is_verified,
        sure=not filled.is_doubtful,
        reading=reading,
    )


def _places(
    kind: str, rivals: Sequence[FilledValue], pages: Mapping[str, tuple[PaperRef, ...]]
) -> Iterator[c.Place]:
    """Where other papers say something else."""
    for rival in rivals:
        papers, at = pages.get(rival.component or "", ()), rival.page or 0
        if rival.box is not None and at < len(papers):
            yield c.Place(shown_value(kind, rival.value), papers[at].sha256, rival.box)


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


def event_line(event: StoredEvent, names: Mapping[str, str]) -> c.EventLine:
    """One line of the log."""
    return c.EventLine(
        at=event.at, who=names.get(event.user, event.user), code=event.kind, facts=dict(event.data)
    )


def targets(
    dossier: Dossier, sync: c.SyncState, next_try_at: dt.datetime | None
) -> tuple[c.Target, ...]:
    """Where the result goes and how far that is."""
    is_back = str(dossier.state) in ("RETURNED", "ARCHIVED")
    local = c.Target(
        id="local_store", state="done" if dossier.result and dossier.result.file else "later"
    )
    province: dict[c.SyncState, str] = {
        "sent": "done",
        "waiting": "waiting",
        "failed": "failed",
        "none": "later",
    }
    held = [item for item in dossier.deliveries if item.channel == "electronic"]
    citizen = "later"
    if held:
        states = {DeliveryState.CONFIRMED: "done", DeliveryState.FAILED: "failed"}
        citizen = states.get(held[-1].state, "waiting")
    package = "done" if str(dossier.state) == "ARCHIVED" else "waiting" if is_back else "later"
    return (
        local,
        c.Target(id="province", state=province[sync], next_try_at=next_try_at),  # type: ignore[arg-type]  # table
        c.Target(id="citizen_store", state=citizen),  # type: ignore[arg-type]  # literals above
        c.Target(id="package", state=package),  # type: ignore[arg-type]  # literals above
    )


def dossier_view(
    dossier: Dossier,
    form: FormDefinition | None,
    events: tuple[c.EventLine, ...],
    *,
    holder: str = "",
    held_since: dt.datetime | None = None,
    sync: c.SyncState = "none",
    problems: Mapping[str, tuple[str, Mapping[str, object]]] | None = None,
    next_try_at: dt.datetime | None = None,
) -> c.DossierView:
    """One dossier as every step shows it."""
    kinds = {each.name: _KINDS.get(each.widget, "text") for each in form.fields} if form else {}
    pages = {part.key: part.pages for part in dossier.components}
    titles = {part.key: part.name for part in dossier.components}
    values = {
        name: field_value(kinds.get(name, "text"), filled, pages, titles)
        for name, filled in dossier.form.values.items()
    }
    for name, (code, facts) in (problems or {}).items():
        known = values.get(name, c.FieldValue())
        values[name] = c.FieldValue(
            value=known.value, origin=known.origin, confirmed=known.confirmed, sure=known.sure,
            reading=known.reading, problem=code, problem_facts=facts,
        )  # fmt: skip
    applicant = dossier.applicant
    state = str(dossier.state)
    return c.DossierView(
        key=str(dossier.code) if dossier.code else dossier.id,
        version=dossier.version,
        code=dossier.shown_code,
        state=state,
        step=_step(str(dossier.step), state),
        procedure_code=dossier.terms.code,
        procedure=dossier.terms.name,
        applicant=applicant.full_name if applicant else "",
        id_number=applicant.identifier if applicant else "",
        identified_by=dossier.identity.method if dossier.identity else "",
        holder=holder,
        held_since=held_since,
        due_at=dossier.due_at,
        outcome=dossier.outcome,
        sync=sync,
        components=tuple(component(part) for part in dossier.components),
        form=form_definition(form) if form else None,
        values=values,
        checks=tuple(
            c.Check(id=check.key, text=check.name, result=str(check.state), note=check.remark)  # type: ignore[arg-type]  # the same words
            for check in dossier.checks
        ),
        opinion_text=dossier.opinion_text,
        opinions=tuple(
            c.Opinion(
                id=item.key,
                agency=item.agency,
                question=item.question,
                due_on=item.due_at.date() if item.due_at else None,
                state="answered" if item.answered_at else "waiting",
                answer=item.answer,
            )
            for item in dossier.opinions
        ),
        result=document(dossier.result.file) if dossier.result and dossier.result.file else None,
        signatures=signature_rows(dossier),
        fees=tuple(
            c.Fee(
                name=fee.name,
                amount=fee.amount,
                state="paid" if fee.paid_at else "due" if fee.amount else "none_due",
                paid_on=fee.paid_at.date() if fee.paid_at else None,
            )
            for fee in dossier.fees
            if fee.amount
        ),
        targets=targets(dossier, sync, next_try_at),
        slips=tuple(document(slip.file) for slip in dossier.slips),
        events=events,
        confirmations=tuple(
            c.ConfirmedBlock(block=said.block, sha256=said.sha256, agrees=said.agrees, at=said.at)
            for said in dossier.confirmations
        ),
        saved_at=events[-1].at if events else None,
    )
