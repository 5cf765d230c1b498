"""What the commands of restructuring answer with ``--json``."""

import dataclasses
from collections.abc import Iterator, Sequence

from desk_app.domain.restructuring.costs import Saving
from desk_app.domain.restructuring.levels import Judgement
from desk_app.domain.restructuring.linked import GroupComparison
from desk_app.domain.restructuring.portal_test import Board
from desk_app.domain.restructuring.project import Project


def summary(project: Project) -> dict[str, object]:
    """A file in short."""
    return {
        "code": project.code,
        "kind": str(project.kind),
        "procedures": list(project.procedures),
        "version": project.version,
        "list_state": str(project.list_state),
        "list_decision": project.list_decision,
        "group": project.group,
        "last_change": _last(project),
        "approved": None if project.approval is None else dataclasses.asdict(project.approval),
    }


def _last(project: Project) -> dict[str, object] | None:
    if not project.history:
        return None
    deed = project.history[-1]
    return {"by": deed.by, "at": deed.at.isoformat(), "what": list(deed.what)}


def judged(judgement: Judgement) -> dict[str, object]:
    """A level and what it came from."""
    return {
        "level": str(judgement.level),
        "online_service": judgement.is_online_service,
        "met": list(judgement.met),
        "unmet": list(judgement.unmet),
        "must_publish_reason": judgement.must_publish_reason,
        "problems": list(judgement.problems),
    }


def costs(saved: Saving) -> dict[str, object]:
    """đồng before, after and saved."""
    return {
        "before_case": round(saved.before.case),
        "after_case": round(saved.after.case),
        "before_year": round(saved.before.year),
        "after_year": round(saved.after.year),
        "saved_case": round(saved.case),
        "saved_year": round(saved.year),
        "saved_percent": None if saved.rate is None else float(round(saved.rate, 2)),
    }


def relived(found: GroupComparison, procedures: Sequence[str]) -> dict[str, object]:
    """A year before and after: all dossiers together, then each procedure."""
    parts = map(dataclasses.asdict, found.parts)
    return {
        **dataclasses.asdict(found.together),
        "cases": found.cases,
        "whole_cases": found.whole,
        "procedures": dict(zip(procedures, parts, strict=True)),
    }


def stand(stands: Board) -> dict[str, object]:
    """How a portal test stands."""
    return {
        "state": str(stands.state),
        "review_by": stands.clock_a,
        "test_by": stands.clock_b,
        "confirm_by": stands.clock_c,
        "days_left": stands.days_left,
        "warning": stands.warns,
        "cases_owed": list(stands.owed),
    }


def board_words(stands: Board) -> Iterator[str]:
    """The same in lines."""
    for key, value in stand(stands).items():
        yield f"{key}: {value}"
