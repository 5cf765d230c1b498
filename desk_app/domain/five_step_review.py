"""The review of procedures for the five electronic steps: proposed, submitted, decided (R-5B-79).

What is decided stands over the definition: a procedure runs as five-step from the day of the
Chair's decision (R-5B-02), whatever its file says.
"""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.errors import RuleError
from desk_app.domain.procedures import FiveStep, ProcedureDefinition


class Stage(StrEnum):
    """How far a line of the list is."""

    PROPOSED = "proposed"
    SUBMITTED = "submitted"
    APPROVED = "approved"


_BEFORE = {
    Stage.PROPOSED: frozenset({None, Stage.PROPOSED, Stage.APPROVED}),
    Stage.SUBMITTED: frozenset({Stage.PROPOSED}),
    Stage.APPROVED: frozenset({Stage.SUBMITTED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One procedure of the list.

    Attributes:
        eligible: may run as five-step.
        reason: why, or why not.
        decision: number of the Chair's decision, once approved.
        valid_from: its effective day.
        at_centre: signed, stamped and returned at the centre (Decision 3221), a flag of its own.
    """

    procedure: str
    eligible: bool
    reason: str
    stage: Stage
    decision: str = ""
    valid_from: dt.date | None = None
    at_centre: bool = False


def next_line(before: ReviewLine | None, line: ReviewLine) -> ReviewLine:
    """The line as it may follow the one before.

    Raises:
        RuleError: ``review.stage`` out of order; ``rule.reason_given``; ``review.no_decision``.
    """
    was = before.stage if before is not None else None
    if was not in _BEFORE[line.stage]:
        raise RuleError("review.stage", {"procedure": line.procedure, "stage": str(line.stage)})
    if not line.reason.strip():
        raise RuleError("rule.reason_given", {"missing": "reason"})
    if line.stage is Stage.APPROVED and (not line.decision.strip() or line.valid_from is None):
        raise RuleError("review.no_decision", {"procedure": line.procedure})
    return line


def decided(definition: ProcedureDefinition, line: ReviewLine | None) -> ProcedureDefinition:
    """The definition with what was approved for it."""
    if line is None or line.stage is not Stage.APPROVED:
        return definition
    five_step = FiveStep(
        eligible=line.eligible,
        decision=line.decision,
        valid_from=line.valid_from,
        reason=line.reason,
    )
    return dataclasses.replace(definition, five_step=five_step)
