"""What is done with a restructuring file: make, judge, reckon, draw, write out, test."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from desk_app.application.ports import Office
from desk_app.application.restructuring.blocks import PartOne
from desk_app.application.restructuring.part_one import part_one
from desk_app.domain.definitions import DefinitionError, Problem
from desk_app.domain.errors import RuleError
from desk_app.domain.moments import VIETNAM
from desk_app.domain.people import Actor
from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.restructuring.costs import Saving, saving
from desk_app.domain.restructuring.diagram import lay_out, svg_of
from desk_app.domain.restructuring.levels import Judgement, judge
from desk_app.domain.restructuring.participants import Part, permit
from desk_app.domain.restructuring.portal_test import (
    Board,
    PortalTest,
    RunEvent,
    RunState,
    board,
    portal_test_from_data,
    record,
)
from desk_app.domain.restructuring.process import Plan, plan_of, today_of
from desk_app.domain.restructuring.project import Project, ProjectKind
from desk_app.domain.restructuring.project_reading import project_from_data
from desk_app.domain.restructuring.selection import LIST_MAY_BECOME, ListState
from desk_app.domain.signatures import Verdict

Data = dict[str, Any]
_REVIEWED = frozenset({"components", "steps", "local_amount"})
"""What a review decides; it starts from an approved list only (R-RS-10)."""
_GUARDED = frozenset(
    {"list_state", "list_decision", "list_consulted", "approval", "history", "schema", "code",
     "kind", "procedures", "version", "versions"}
)  # fmt: skip
"""What only its own command changes, in its order and with its proof."""
_FILLED_IN = frozenset(
    {"purpose", "scope", "criteria", "partial_reason", "components", "steps", "local_amount",
     "costs", "amendments", "blockers", "tasks", "roadmap", "texts", "assessment", "test_run"}
)  # fmt: skip
"""Parts that are filled in field by field."""
_ONE_SITTING = dt.timedelta(minutes=10)


class ProjectStore(Protocol):
    """Restructuring files of the office."""

    def load(self, code: str) -> Data:
        """One file; NotFoundError ``restructuring.unknown``."""
        ...

    def save(self, code: str, data: Mapping[str, object]) -> None:
        """Write one file, replacing it whole or not at all."""
        ...

    def codes(self) -> tuple[str, ...]:
        """Codes of all files."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Restructuring:
    """Use cases of restructuring.

    Attributes:
        template: resources/restructuring/part_one.toml.
        words: labels of the catalogue.
        actor: who acts; None where the desk asks nobody for a name.
    """

    office: Office
    store: ProjectStore
    template: Mapping[str, Any]
    words: Callable[..., str]
    actor: Actor | None = None

    def acting_as(self, actor: Actor) -> "Restructuring":
        """The same use cases by an officer: refused what is not their part, named in the file."""
        return dataclasses.replace(self, actor=actor)

    def create(
        self, code: str, *, kind: ProjectKind = ProjectKind.SINGLE, linked: Sequence[str] = ()
    ) -> Project:
        """A new file over the procedures as they are today.

        Raises:
            RuleError: ``restructuring.exists``, ``restructuring.group_of_one``,
                ``restructuring.linked_twice`` (a procedure stands twice in the group).
            NotFoundError: ``procedures.unknown``.
        """
        self._permit()
        if code in self.store.codes():
            raise RuleError("restructuring.exists", {"plan": code})
        names = [*linked] if linked else [code]
        if (kind is ProjectKind.LINKED_GROUP) != (len(names) > 1):
            raise RuleError("restructuring.group_of_one", {"plan": code})
        found = [self._definition(name) for name in names]
        if len({procedure.key for procedure in found}) < len(found):
            raise RuleError("restructuring.linked_twice", {"plan": code})
        data: Data = {
            "schema": 1,
            "code": code,
            "kind": str(kind),
            "procedures": [p.key for p in found],
            "version": found[0].version,
            **({"versions": {p.key: p.version for p in found}} if len(found) > 1 else {}),
        }
        project = project_from_data(data)
        self._save(code, data, {"procedures"})
        return project

    def get(self, code: str) -> Project:
        """One file; DefinitionError when it cannot be used."""
        data = self.store.load(code)
        self._test(data)
        return project_from_data(data)

    def change(self, code: str, changes: Mapping[str, object]) -> Project:
        """Take values into a file; tables are merged, a value of None is taken out.

        Raises:
            DefinitionError: the file would be broken; nothing was written.
            RuleError: ``workflow.role``, ``restructuring.own_command`` (the part is changed by a
                command that checks it), ``restructuring.approved`` (its content is fixed),
                ``restructuring.list_not_approved``, or those of `plan_of`.
        """
        self._permit()
        if guarded := sorted(_GUARDED & set(changes)):
            raise RuleError("restructuring.own_command", {"plan": code, "part": guarded[0]})
        return self._change(code, changes)

    def _change(self, code: str, changes: Mapping[str, object]) -> Project:
        data = self.store.load(code)
        fixed = set(changes) - {"test_run", "roadmap", "blockers", "tasks", "approval"}
        if data.get("approval") and fixed:
            raise RuleError("restructuring.approved", {"plan": code})
        if fixed & _REVIEWED and data.get("list_state") != ListState.APPROVED:
            raise RuleError("restructuring.list_not_approved", {"plan": code})
        merged = _merged(data, changes)
        project = project_from_data(merged)
        self._test(merged)
        definitions = self.definitions(project)
        _of_known(project, definitions)
        for definition in definitions:
            plan_of(definition, _only(project, definition))
        what = {part for part in changes if (merged.get(part) or None) != (data.get(part) or None)}
        if what:
            self._save(code, merged, what)
        return project

    def level(self, code: str, on: dt.date | None = None) -> Judgement:
        """The level the eight ticks give."""
        project = self.get(code)
        has_fee = any(p.fees for p in self.definitions(project))
        day = on or self.office.clock.now().astimezone(VIETNAM).date()
        return judge(project.criteria, has_fee=has_fee, on=day, reason=project.partial_reason)

    def cost(self, code: str) -> Saving:
        """What the plan saves; RuleError ``restructuring.no_costs`` without activities."""
        costs = self.get(code).costs
        if costs is None:
            raise RuleError("restructuring.no_costs", {"plan": code})
        return saving(costs.before, costs.after, costs.base)

    def plans(self, code: str, *, proposed: bool = True) -> tuple[Plan, ...]:
        """The process of each procedure, today's or the proposed one."""
        project = self.get(code)
        found = self.definitions(project)
        if not proposed:
            return tuple(today_of(p) for p in found)
        return tuple(plan_of(p, _only(project, p)) for p in found)

    def diagram(self, code: str, *, which: str = "both") -> str:
        """The overall diagram as SVG: ``before``, ``after`` or ``both``, one below the other.

        A linked group shows its procedures in their order, each with its own lanes.
        """
        pictures = []
        for name, proposed in (("before", False), ("after", True)):
            if which not in {name, "both"}:
                continue
            for plan in self.plans(code, proposed=proposed):
                title = self.words(f"restructuring.diagram.{name}", name=plan.procedure.name)
                unit = self.words(f"restructuring.unit.{plan.procedure.term.unit}")
                pictures.append(lay_out(plan, title, f"{{amount}} {unit}"))
        if not pictures:
            raise RuleError("restructuring.which", {"which": which})
        return svg_of(pictures)

    def part_one(self, code: str) -> PartOne:
        """Part I of the project, its e-forms behind it."""
        plans = self.plans(code)
        forms = [self.office.catalogue.form(plan.procedure.form) for plan in plans]
        return part_one(self.get(code), plans, self.template, forms)

    def stand(self, code: str, at: dt.datetime | None = None) -> Board:
        """How the portal test stands."""
        data = self.store.load(code)
        project = self.get(code)
        calendar = self.office.calendars.calendar()
        return board(self._test(data), calendar, at or self._now(), has_fee=self._has_fee(project))

    def test_of(self, code: str) -> PortalTest:
        """The test run of a file."""
        return self._test(self.store.load(code))

    def happen(
        self, code: str, event: RunEvent, at: dt.datetime | None = None, *, reason: str = ""
    ) -> Board:
        """Record an event of the portal test; RuleErrors of `portal_test.record`."""
        self._permit()
        data = self.store.load(code)
        project = self.get(code)
        if event is RunEvent.REQUESTED and project.approval is None:
            raise RuleError("restructuring.not_approved", {"plan": code})
        has_fee = self._has_fee(project)
        moment = at or self._now()
        calendar = self.office.calendars.calendar()
        run = record(self._test(data), event, moment, calendar, has_fee=has_fee, reason=reason)
        data.setdefault("test_run", {})["events"] = [
            {"event": str(kind), "at": when.isoformat(), **({"reason": why} if why else {})}
            for kind, when, why in run.events
        ]
        self._save(code, data, {f"test_run.{event}"})
        return board(run, calendar, moment, has_fee=has_fee)

    def submit_list(self, code: str, state: ListState, decision: str = "") -> Project:
        """Move the file's place on the list; a review starts only from an approved one.

        Args:
            code: the file.
            state: where its place moves.
            decision: number of the decision that approves; who was consulted, when consulted.

        Raises:
            RuleError: ``restructuring.list_order``, ``restructuring.list_decision``,
                ``restructuring.list_consulted``.
        """
        decides = state is ListState.APPROVED
        self._permit(Part.DECIDES if decides else Part.EXECUTES)
        present = self.get(code).list_state
        if state not in LIST_MAY_BECOME[present]:
            raise RuleError("restructuring.list_order", {"state": str(state), "now": str(present)})
        noted = {
            ListState.APPROVED: "list_decision",
            ListState.CONSULTED: "list_consulted",
        }.get(state)
        if noted == "list_decision" and not decision:
            raise RuleError("restructuring.list_decision", {"plan": code})
        if noted == "list_consulted" and not decision:
            raise RuleError("restructuring.list_consulted", {"plan": code})
        changes: Data = {"list_state": str(state)}
        return self._change(code, changes | ({noted: decision} if noted else {}))

    def approve(self, code: str, number: str, dated: dt.date, file: Path) -> Project:
        """Record the decision that approves the plan, with its file verified and stored.

        Raises:
            RuleError: ``restructuring.not_signed`` unless every signature is valid.
        """
        self._permit(Part.EXECUTES, Part.DECIDES)
        stored = self.office.papers.put_file(file, name=file.name, media_type="application/pdf")
        verdict = self.office.verifier.verify(stored).verdict
        if verdict is not Verdict.VALID:
            raise RuleError(
                "restructuring.not_signed", {"file": file.name, "verdict": str(verdict)}
            )
        approval = {
            "number": number,
            "dated": dated.isoformat(),
            "file": stored.name,
            "sha256": stored.sha256,
            "verdict": str(verdict),
        }
        return self._change(code, {"approval": approval})

    def steps_done(self, project: Project) -> tuple[bool, ...]:
        """The six steps: choose and review, evaluate, cost, approve, build, test (R-RS-02)."""
        return (
            project.list_state is ListState.APPROVED,
            bool(project.criteria) and bool(project.components or project.steps),
            project.costs is not None,
            project.approval is not None,
            bool(project.tasks) and all(task.done_on for task in project.tasks),
            self.stand(project.code).state is RunState.PASSED,
        )

    def permit(self) -> None:
        """Refuse an officer who may not change a file; RuleError ``workflow.role``."""
        self._permit()

    def _permit(self, *parts: Part) -> None:
        """Refuse an officer whose part it is not; RuleError ``workflow.role``."""
        if self.actor is not None:
            permit(self.actor, frozenset(parts or (Part.EXECUTES,)))

    def _save(self, code: str, data: Data, what: set[str]) -> None:
        """Write a file with a line on who changed what of it.

        A part is written as it is filled in: what one person does to it in one sitting is one line.
        """
        now = self._now()
        by = {"by": self.actor.user} if self.actor is not None else {}
        deed = {**by, "at": now.isoformat(), "what": sorted(what)}
        told = list(data.get("history", ()))
        if told and what <= _FILLED_IN and _is_same_sitting(told[-1], deed, now):
            told.pop()
        self.store.save(code, data | {"history": [*told, deed]})

    def definitions(self, project: Project) -> tuple[ProcedureDefinition, ...]:
        """The procedures of a project, in order."""
        return tuple(self._definition(name, project) for name in project.procedures)

    def _definition(self, name: str, project: Project | None = None) -> ProcedureDefinition:
        version = None
        if project is not None:
            is_single = len(project.procedures) == 1
            version = project.version if is_single else project.versions.get(name)
        day = self._now().astimezone(VIETNAM).date()
        catalogue = self.office.catalogue
        if version is not None:
            return catalogue.procedure(name, version=version)
        return catalogue.procedure(name, on=day)

    def _has_fee(self, project: Project) -> bool:
        return any(p.fees for p in self.definitions(project))

    def _now(self) -> dt.datetime:
        return self.office.clock.now()

    def _test(self, data: Mapping[str, object]) -> PortalTest:
        problems: list[Problem] = []
        run = portal_test_from_data(data.get("test_run"), problems)
        if problems:
            raise DefinitionError("test_run", problems)
        return run


def _is_same_sitting(last: Mapping[str, Any], deed: Mapping[str, Any], now: dt.datetime) -> bool:
    """Whether the last line of a history says the same of the same person, moments ago."""
    same = all(last.get(name) == deed.get(name) for name in ("by", "what"))
    return same and now - dt.datetime.fromisoformat(last["at"]) < _ONE_SITTING


def _only(project: Project, procedure: ProcedureDefinition) -> Project:
    """The decisions of one procedure: in a group they are written ``procedure.part``."""
    if len(project.procedures) == 1:
        return project
    prefix = f"{procedure.key}."
    return dataclasses.replace(
        project,
        components={
            k.removeprefix(prefix): v for k, v in project.components.items() if k.startswith(prefix)
        },
        steps={k.removeprefix(prefix): v for k, v in project.steps.items() if k.startswith(prefix)},
    )


def _of_known(project: Project, procedures: Sequence[ProcedureDefinition]) -> None:
    """Refuse a decision of a group that names none of its procedures; it would decide nothing."""
    known = tuple(f"{procedure.key}." for procedure in procedures)
    for key in (*project.components, *project.steps):
        if len(procedures) > 1 and not key.startswith(known):
            raise RuleError("restructuring.unknown_part", {"part": key})


def _merged(data: Mapping[str, object], changes: Mapping[str, object]) -> Data:
    merged: Data = dict(data)
    for key, value in changes.items():
        present = merged.get(key)
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping):
            merged[key] = _merged(present if isinstance(present, Mapping) else {}, value)
        else:
            merged[key] = value
    return merged
