"""All that is known of one restructuring file, and the fields its parts are made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.restructuring.assessment import QuestionSet
from desk_app.domain.restructuring.costs import Saving
from desk_app.domain.restructuring.levels import Judgement
from desk_app.domain.restructuring.portal_test import Board, PortalTest
from desk_app.domain.restructuring.process import Plan
from desk_app.domain.restructuring.project import Project
from desk_app.domain.restructuring.selection import ListState
from desk_app.ui import contract as c

LIST_OF_PART = {
    "list": "selection", "assessment": "assessment", "evidence": "services", "roadmap": "roadmap",
    "law": "amendments", "build": "tasks", "test": "tests",
}  # fmt: skip
"""The office's list that belongs to a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that is known of one file; `names`: full names of officers by sign-in name."""

    project: Project
    procedures: tuple[ProcedureDefinition, ...]
    plans: tuple[Plan, ...]
    judgement: Judgement
    stands: Board
    run: PortalTest
    saving: Saving | None
    questions: QuestionSet
    kept: tuple[Path, ...]
    names: Mapping[str, str]

    @property
    def is_group(self) -> bool:
        """Whether its decisions are named ``procedure.part``."""
        return len(self.procedures) > 1


def field_of(name: str, kind: str = "text", *, required: bool = False) -> c.PlanField:
    """A field of a part."""
    return c.PlanField(id=name, kind=kind, required=required)  # type: ignore[arg-type]  # one of the kinds


def choice_of(name: str, values: Iterable[str], *, required: bool = False) -> c.PlanField:
    """A field with values of the catalogue to choose from."""
    offered = tuple(c.PlanChoice(value=str(value)) for value in values)
    return c.PlanField(id=name, kind="choice", choices=offered, required=required)


def texts_of(*names: str) -> tuple[c.PlanField, ...]:
    """Plain fields."""
    return tuple(field_of(name) for name in names)


def flag_text(value: bool) -> str:  # noqa: FBT001  the value itself
    """A yes or no as the text of a field."""
    return "true" if value else ""


def content_lock(told: Told) -> str:
    """An approved plan stands as it was approved."""
    return "restructuring.approved" if told.project.approval is not None else ""


def review_lock(told: Told) -> str:
    """A review starts from an approved list only."""
    is_open = told.project.list_state is ListState.APPROVED
    return content_lock(told) or ("" if is_open else "restructuring.list_not_approved")


def rows_of(items: Sequence[object], names: Sequence[str]) -> tuple[Mapping[str, str], ...]:
    """Rows of the same named texts."""
    return tuple({name: str(getattr(item, name)) for name in names} for item in items)
