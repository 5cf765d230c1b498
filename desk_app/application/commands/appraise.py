"""Inputs of step 2, thẩm định."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from desk_app.application.work import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPageNote(Act):
    """A note at a place of a page, for whoever gets the dossier back.

    Attributes:
        paper: key of a component, or ``result`` for the draft.
        shown: digest of the file the officer looked at; empty takes the present one.
        page: from 0.
        place: x, y, width, height as parts of the upright page, 0…1.
    """

    paper: str
    page: int
    place: tuple[float, float, float, float]
    text: str
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TickPageNote(Act):
    """A note was dealt with; ``done`` false opens it again."""

    note: str
    done: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPageNote(Act):
    """Take back one's own note before the dossier was sent back with it."""

    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the appraiser found on one criterion."""

    check: str
    state: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChecks(Act):
    """Findings on criteria and the opinion text (R-5B-40); `seen` names papers that were opened."""

    findings: tuple[Finding, ...] = ()
    opinion: str | None = None
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What another agency is asked, and the time it has."""

    agency: str
    question: str
    amount: int
    unit: str = "working_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOpinion(Act):
    """T10: ask one or more agencies."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOpinion(Act):
    """Store a reply with date and author; a reply on paper comes with its scan (R-5B-42.

    R-5B-43).
    """

    opinion: str
    answer: str
    author: str
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOpinion(Act):
    """Personal signature of the appraiser on a digitised reply (R-5B-42)."""

    opinion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeAppraisal(Act):
    """T10 back: every reply is in, or its time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to complete."""

    component: str
    what: str
    to_do: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToSupplement(Act):
    """T11: form 02 through the one-stop unit."""

    points: tuple[Point, ...]
    reason: str
    respond_by: dt.date | None = None
    late_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareDraft(Act):
    """Draft result from the e-form by the procedure's template (R-5B-46)."""

    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit(Act):
    """T13: submit for approval; makes the draft when there is none.

    Attributes:
        seen: components that were opened since the dossier came; evidence for restructuring.
    """

    remark: str = ""
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitRefusal(Act):
    """T18: submit with the outcome refusal; `seen` as in `Submit`."""

    reason: str
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackWithdrawal(Act):
    """T22: the applicant takes the request back, or a result was signed before it."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCentralResult(Act):
    """T28: the central agency answered; its document is filed."""

    files: tuple[Path, ...]
    outcome: str = "grant"
    number: str = ""
    number_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVerification(Act):
    """A verification record of our own, digitised; it is signed like a reply (R-5B-42)."""

    title: str
    finding: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassToAgency(Act):
    """Hand the dossier to the next agency of the chain (R-5B-74).

    Attributes:
        components: keys handed over; empty means all that are there.
    """

    agency: str
    duty: str
    amount: int
    unit: str = "working_days"
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveFromAgency(Act):
    """The agency that has the dossier took it, or is done with it (R-5B-74).

    Attributes:
        outcome: what it answered; empty while it only confirms that it took the dossier.
    """

    receiver: str
    outcome: str = ""
