"""Restructuring files in the shape of the window, for the officer at the desk."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from desk_app.application.restructuring.projects import Restructuring
from desk_app.application.restructuring.study import Findings
from desk_app.domain.definitions import DefinitionError
from desk_app.domain.errors import DeskError, RuleError
from desk_app.domain.moments import VIETNAM
from desk_app.domain.restructuring.assessment import QuestionSet
from desk_app.domain.restructuring.portal_test import RunEvent
from desk_app.domain.restructuring.project import Project, ProjectKind
from desk_app.domain.restructuring.selection import Candidate, ListState
from desk_app.ui import contract as c
from desk_app.ui.connect import plan_notes as notes
from desk_app.ui.connect.pictures import picture
from desk_app.ui.connect.plan_changes import change_of
from desk_app.ui.connect.plan_sections import sections_of
from desk_app.ui.connect.plan_told import LIST_OF_PART, Told
from desk_app.ui.connect.plan_writing import asked_day, asked_moment, day, written
from desk_app.ui.connect.sitting import Sitting

YEAR = dt.timedelta(days=365)
Tell = Callable[[int, int], None]
Stopped = Callable[[], bool]


class PlanTools(Protocol):
    """What is counted and written over the desk; see ``desk_app.bootstrap.restructuring``."""

    def candidates(self, first: dt.date, last: dt.date) -> tuple[Candidate, ...]:
        """Procedures in force with the desk's own figures."""
        ...

    def questions(self) -> QuestionSet:
        """What an assessment asks."""
        ...

    def study(
        self, code: str, period: tuple[dt.date, dt.date], tell: Tell, is_stopped: Stopped
    ) -> Findings:
        """Count the dossiers of a file's procedures, and relive them."""
        ...

    def keep_part_one(self, code: str, suffix: str, tell: Tell, is_stopped: Stopped) -> Path:
        """Write Part I beside those written before."""
        ...

    def kept(self, code: str) -> tuple[Path, ...]:
        """Those written before, the newest first."""
        ...

    def keep_list(self, name: str, period: tuple[dt.date, dt.date], code: str) -> Path:
        """Write a list of the office."""
        ...


class DeskTools:
    """The tools of an opened desk."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    def candidates(self, first: dt.date, last: dt.date) -> tuple[Candidate, ...]:
        """Procedures in force with the desk's own figures."""
        from desk_app import bootstrap

        return bootstrap.candidates_of(self._sitting.desk, first, last)

    def questions(self) -> QuestionSet:
        """What an assessment asks."""
        from desk_app import bootstrap

        return bootstrap.questions_of(self._sitting.desk)

    def study(
        self, code: str, period: tuple[dt.date, dt.date], tell: Tell, is_stopped: Stopped
    ) -> Findings:
        """Count the dossiers of a file's procedures, and relive them."""
        from desk_app import bootstrap

        return bootstrap.study_beside(self._sitting.desk, code, period, tell, is_stopped)

    def keep_part_one(self, code: str, suffix: str, tell: Tell, is_stopped: Stopped) -> Path:
        """Write Part I beside those written before."""
        from desk_app import bootstrap

        return bootstrap.keep_part_one(self._sitting.desk, code, suffix, tell, is_stopped)

    def kept(self, code: str) -> tuple[Path, ...]:
        """Those written before, the newest first."""
        from desk_app import bootstrap

        return bootstrap.kept_parts(self._sitting.desk, code)

    def keep_list(self, name: str, period: tuple[dt.date, dt.date], code: str) -> Path:
        """Write a list of the office."""
        from desk_app import bootstrap

        return bootstrap.keep_list(self._sitting.desk, name, period=period, code=code)


class RestructuringPart:
    """Restructuring files; whoever is signed in acts under their own name."""

    def __init__(self, sitting: Sitting, tools: PlanTools | None = None) -> None:
        self._sitting = sitting
        self._tools = tools or DeskTools(sitting)

    @property
    def _files(self) -> Restructuring:
        return self._sitting.desk.restructuring.acting_as(self._sitting.officer)

    # -- looking

    def lines(self) -> tuple[c.PlanLine, ...]:
        """Every file; one that cannot be read keeps its line."""
        files, found = self._files, []
        for code in files.store.codes():
            try:
                found.append(_line(files, files.get(code)))
            except (DeskError, DefinitionError):
                found.append(c.PlanLine(code=code, name=code, is_damaged=True))
        return tuple(found)

    def candidates(self) -> c.PlanCandidates:
        """Procedures in force, those first for which most speaks."""
        first, last = self._year()
        rows = tuple(
            c.PlanCandidate(
                code=each.code,
                name=each.name,
                received=written(each.figures.received),
                online=written(each.figures.online),
                digitised=written(round(each.figures.digitised_percent))
                if each.figures.components_in_scope
                else "",
                priorities=len(each.priorities),
                notes=tuple(notes.of_candidate(each)),
            )
            for each in self._tools.candidates(first, last)
        )
        return c.PlanCandidates(first=first, last=last, rows=rows)

    def file(self, code: str) -> c.PlanView:
        """One file with all its parts."""
        files = self._files
        project = files.get(code)
        procedures = files.definitions(project)
        told = Told(
            project=project,
            procedures=procedures,
            plans=files.plans(code),
            judgement=files.level(code),
            stands=files.stand(code),
            run=files.test_of(code),
            saving=files.cost(code) if project.costs is not None else None,
            questions=self._tools.questions(),
            kept=self._tools.kept(code),
            names=self._sitting.names(),
        )
        return c.PlanView(
            line=_line(files, project),
            procedures=tuple(each.code or each.key for each in procedures),
            sections=sections_of(told),
            refused=_refusal(files),
        )

    def pictures(self, code: str) -> tuple[c.ProcessPicture, ...]:
        """Each procedure before and after."""
        files = self._files
        before, after = files.plans(code, proposed=False), files.plans(code)
        found = []
        for today, plan in zip(before, after, strict=True):
            name = plan.procedure.name if len(after) > 1 else ""
            found += [picture("before", today, name), picture("after", plan, name)]
        return tuple(found)

    def evidence(
        self, code: str, tell: c.ProgressCall, cancelled: c.Cancellation
    ) -> tuple[c.PlanNote, ...]:
        """What a year of the desk's dossiers says, and that year on the proposed process."""
        files, (first, last) = self._files, self._year()
        counted = self._tools.study(code, (first, last), _passed(tell), cancelled.is_cancelled)
        found = [notes.note("counted", first=day(first), last=day(last))]
        for procedure in files.definitions(files.get(code)):
            form = files.office.catalogue.form(procedure.form)
            found += notes.of_evidence(procedure, form, counted.evidence[procedure.key])
        found += notes.of_replay(counted.replay)
        return tuple(found)

    def _year(self) -> tuple[dt.date, dt.date]:
        """The year that ended today."""
        last = self._sitting.now().astimezone(VIETNAM).date()
        return last - YEAR, last

    # -- acts

    def create(self, procedures: tuple[str, ...], name: str) -> str:
        """A new file."""
        if len(procedures) == 1:
            return self._files.create(procedures[0]).code
        if not name:
            raise RuleError("restructuring.code_form", {"plan": name})
        kind = ProjectKind.LINKED_GROUP
        return self._files.create(name, kind=kind, linked=procedures).code

    def change(
        self, code: str, part: str, rows: tuple[c.PlanRow, ...], values: c.PlanRow
    ) -> c.PlanAnswer:
        """Put a part into the file; with faults it stays as it was."""
        change = change_of(part, rows, values)
        faults: tuple[c.PlanFault, ...] = ()
        try:
            self._files.change(code, change.data)
        except DefinitionError as error:
            faults = tuple(change.fault(problem) for problem in error.problems)
        except RuleError as error:
            raise _in_words(error, rows) from None
        return c.PlanAnswer(view=self.file(code), faults=faults)

    def act(self, code: str, part: str, asked: c.PlanRow) -> c.PlanView:
        """Do the act of a part."""
        acts = {"list": self._place, "approval": self._approve, "test": self._happen}
        acts[part](code, {name: text.strip() for name, text in asked.items()})
        return self.file(code)

    def _place(self, code: str, asked: c.PlanRow) -> None:
        if not asked.get("place"):
            raise RuleError("restructuring.not_chosen", {"plan": code})
        self._files.submit_list(code, ListState(asked["place"]), asked.get("note", ""))

    def _approve(self, code: str, asked: c.PlanRow) -> None:
        number, file = asked.get("number", ""), Path(asked.get("file", ""))
        dated = asked_day(asked.get("dated", ""), "dated")
        if not number or not file.is_file():
            raise RuleError("restructuring.no_decision", {"plan": code})
        self._files.approve(code, number, dated, file)

    def _happen(self, code: str, asked: c.PlanRow) -> None:
        if not asked.get("event"):
            raise RuleError("restructuring.not_chosen", {"plan": code})
        at = asked_moment(asked.get("at", ""))
        self._files.happen(code, RunEvent(asked["event"]), at, reason=asked.get("reason", ""))

    def write(self, code: str, suffix: str, tell: c.ProgressCall, cancelled: c.Cancellation) -> str:
        """Part I on paper."""
        is_stopped = cancelled.is_cancelled
        return str(self._tools.keep_part_one(code, suffix, _passed(tell), is_stopped))

    def write_list(self, part: str, code: str) -> str:
        """The list of a part; of a finished test its summary."""
        name = LIST_OF_PART.get(part, "progress")
        if part == "test" and not self._files.stand(code).owed:
            name = "summary"
        return str(self._tools.keep_list(name, self._year(), code))


def _line(files: Restructuring, project: Project) -> c.PlanLine:
    stands = files.stand(project.code)
    names = [procedure.name for procedure in files.definitions(project)]
    return c.PlanLine(
        code=project.code,
        name="; ".join(names),
        kind="single" if project.kind is ProjectKind.SINGLE else "linked_group",
        place=str(project.list_state),
        group=project.group,
        done=sum(files.steps_done(project)),
        is_approved=project.approval is not None,
        test=str(stands.state),
        days_left=stands.days_left,
        warns=stands.warns,
    )


def _refusal(files: Restructuring) -> tuple[str, tuple[tuple[str, object], ...]]:
    try:
        files.permit()
    except RuleError as error:
        return error.code, tuple(error.facts.items())
    return "", ()


def _in_words(error: RuleError, rows: tuple[c.PlanRow, ...]) -> RuleError:
    """A refusal that names a part by its key, naming it as the page does."""
    named = {row["key"].rpartition(".")[2]: row.get("title", "") for row in rows if "key" in row}
    part = named.get(str(error.facts.get("part", "")))
    return RuleError(error.code, {**error.facts, "part": part}) if part else error


def _passed(tell: c.ProgressCall) -> Tell:
    return lambda done, total: tell(c.Progress(done=done, total=total))
