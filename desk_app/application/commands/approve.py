"""Inputs of step 3, phê duyệt."""

import datetime as dt
from dataclasses import dataclass

from desk_app.application.work import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Act):
    """T15: personal signature on the result (R-5B-48)."""

    capacity: str = ""


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
    """T21: end a dossier whose applicant withdrew; originals back, fee rule stated."""

    originals_returned: bool
    fee_rule: str = ""
    reason: str = ""
