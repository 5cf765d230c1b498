"""The office's own records as they stand, on top of the staff list and the catalogue."""

import datetime as dt
from collections.abc import Callable

from desk_app.application.ports import Catalogue, OfficeRecords, Staff
from desk_app.domain.errors import Fact
from desk_app.domain.five_step_review import ReviewLine, Stage, decided
from desk_app.domain.people import Delegation
from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.staffing import Assignment

DELEGATION = "delegation"
SEAL = "seal"
ASSIGNMENT = "assignment"
REVIEW = "five_step_review"
NewestRecords = Callable[[str], tuple[tuple[str, dict[str, Fact]], ...]]
"""Newest records of a kind, read beside whatever unit of work is open."""


def holder_of(records: OfficeRecords, seal: str) -> str:
    """Who holds a seal now; empty when nobody does."""
    body = dict(records.newest(SEAL)).get(seal, {})
    return str(body.get("holder", ""))


class RecordedStaff:
    """The staff list with the delegations that were recorded at the desk."""

    def __init__(self, staff: Staff, newest: NewestRecords) -> None:
        self._staff = staff
        self._newest = newest
        self.officer, self.officers = staff.officer, staff.officers
        self.token_of, self.password_hash = staff.token_of, staff.password_hash

    def assignments(self) -> tuple[Assignment, ...]:
        """Who works on which procedure."""
        return tuple(_assignment(code, body) for code, body in self._newest(ASSIGNMENT))

    def delegations(self) -> tuple[Delegation, ...]:
        """Those of the file and those on record."""
        recorded = self._newest(DELEGATION)
        return (*self._staff.delegations(), *(_delegation(body) for _, body in recorded))


class ReviewedCatalogue:
    """The catalogue with what was decided about each procedure on top (R-5B-02, R-5B-79)."""

    def __init__(self, catalogue: Catalogue, newest: NewestRecords) -> None:
        self._catalogue, self._newest = catalogue, newest
        self.form, self.problems = catalogue.form, catalogue.problems

    def review(self) -> tuple[ReviewLine, ...]:
        """The list as it stands."""
        return tuple(review_of(code, body) for code, body in self._newest(REVIEW))

    def procedures(self, on: dt.date) -> tuple[ProcedureDefinition, ...]:
        """Every procedure in force that day."""
        lines = {line.procedure: line for line in self.review()}
        return tuple(decided(p, lines.get(code_of(p))) for p in self._catalogue.procedures(on))

    def procedure(
        self, key_or_code: str, on: dt.date | None = None, version: int | None = None
    ) -> ProcedureDefinition:
        """One procedure by key or national code."""
        found = self._catalogue.procedure(key_or_code, on, version)
        lines = {line.procedure: line for line in self.review()}
        return decided(found, lines.get(code_of(found)))


def code_of(definition: ProcedureDefinition) -> str:
    """What a record calls a procedure: its national code, else its key."""
    return definition.code or definition.key


def _names(body: dict[str, Fact], key: str) -> frozenset[str]:
    said = body.get(key) or ()
    return frozenset(said if isinstance(said, (tuple, list)) else ())


def _assignment(code: str, body: dict[str, Fact]) -> Assignment:
    return Assignment(
        procedure=code,
        digitise=_names(body, "digitise"),
        appraise=_names(body, "appraise"),
        approve=_names(body, "approve"),
        reserves=_names(body, "reserves"),
    )


def review_of(code: str, body: dict[str, Fact]) -> ReviewLine:
    """A line of the five-step list as it was recorded."""
    day = body.get("valid_from")
    return ReviewLine(
        procedure=code,
        eligible=bool(body["eligible"]),
        reason=str(body["reason"]),
        stage=Stage(str(body["stage"])),
        decision=str(body["decision"]),
        valid_from=dt.date.fromisoformat(str(day)) if day else None,
        at_centre=bool(body["at_centre"]),
    )


def _delegation(body: dict[str, Fact]) -> Delegation:
    return Delegation(
        delegator=str(body["delegator"]),
        delegate=str(body["delegate"]),
        procedures=_names(body, "procedures"),
        valid_from=dt.date.fromisoformat(str(body["valid_from"])),
        valid_to=dt.date.fromisoformat(str(body["valid_to"])),
        document_number=str(body["document_number"]),
    )
