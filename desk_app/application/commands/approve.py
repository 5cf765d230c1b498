"""Inputs of step 3, phê duyệt."""

import datetime as dt
from dataclasses import dataclass

from desk_app.application.signing_ports import Look
from desk_app.application.work import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Act):
    """T15: personal signature on the result (R-5B-48).

    Attributes:
        shown: SHA-256 of the file the approver looked at; another file than this one is not signed.
            Empty where nothing was shown (the command line).
        box: (page from 0, x, y, width, height in points) where the approver put the mark; None
            keeps the place of the template.
        look: what the mark shows: ``picture`` of the signature with its words, ``details``, or
            ``invisible``.
    """

    capacity: str = ""
    shown: str = ""
    box: tuple[int, float, float, float, float] | None = None
    look: Look = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Act):
    """T14: back to the appraiser; the deadline is unchanged (R-5B-49)."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPhysicalResult(Act):
    """T27: the result was made on a form or card and signed by hand."""

    number: str
    signed_by: str
    signed_on: dt.date
    medium: str = "blank_form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Act):
    """T19: apology and one new date."""

    new_due_on: dt.date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Act):
    """T21: end a dossier whose applicant withdrew; originals back, fee rule stated.

    Attributes:
        fee_treatment: ``all``, ``part`` or ``none`` of what was paid goes back; asked where
            something was paid, never assumed.
        fee_refund: đồng given back, for ``part``.
        fee_basis: instrument and article the treatment rests on.
    """

    originals_returned: bool
    fee_treatment: str = ""
    fee_refund: int = 0
    fee_basis: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate(Act):
    """Delegation of approval to an officer (R-5B-09); never passed on.

    (NĐ 30/2020/NĐ-CP Art. 13(3)).
    """

    dossier: str = ""
    delegate: str
    procedures: tuple[str, ...] = ()
    valid_from: dt.date
    valid_to: dt.date
    document_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Act):
    """Officers of a procedure, reserves included; work goes to them alone (R-5B-78).

    Attributes:
        procedure: national code.
        digitise, appraise, approve: sign-in names; none leaves a duty open to all with the role.
        reserves: stand in at each of the duties.
    """

    dossier: str = ""
    procedure: str
    digitise: tuple[str, ...] = ()
    appraise: tuple[str, ...] = ()
    approve: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewProcedure(Act):
    """One line of the list of procedures for the five steps (R-5B-79).

    Attributes:
        stage: ``proposed``, ``submitted`` or ``approved``, one after the other.
        decision, valid_from: of the Chair of the province, for ``approved``.
        at_centre: signed, stamped and returned at the centre.
    """

    dossier: str = ""
    procedure: str
    eligible: bool
    reason: str
    stage: str
    decision: str = ""
    valid_from: dt.date | None = None
    at_centre: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDelegation(Act):
    """End a delegation before its last day."""

    dossier: str = ""
    document_number: str
    reason: str
