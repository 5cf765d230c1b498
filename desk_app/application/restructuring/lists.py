"""Printable lists of restructuring: what is chosen, planned, built, tested, and by when.

A list is plain words in rows; workbook and paper are made of the same value.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from desk_app.application.reports.ports import Asked, FactStore
from desk_app.application.restructuring.projects import Restructuring
from desk_app.domain.errors import RuleError
from desk_app.domain.procedures import ProcedureDefinition
from desk_app.domain.reports.measures import Measure, Period
from desk_app.domain.restructuring.assessment import QuestionSet
from desk_app.domain.restructuring.levels import Level
from desk_app.domain.restructuring.portal_test import CASES, Board, RunState
from desk_app.domain.restructuring.project import Project, ProjectKind
from desk_app.domain.restructuring.selection import (
    Candidate,
    Figures,
    Ground,
    Thresholds,
    candidates,
)

_COUNTED = (
    "received", "received_online", "components_in_scope", "components_digitised",
    "components_reused",
)  # fmt: skip
_MARK = "X"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
LEVELS_OF: Mapping[Level, tuple[bool, bool]] = {
    Level.FULL: (True, True),
    Level.PARTIAL: (True, False),
    Level.INFORMATION: (False, False),
    Level.NOT_QUALIFIED: (False, False),
}
"""Levels 3 and 4 of the letter of 2020 for the levels of TT 01/2023; the law equates nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column; `over` is the heading it shares with its neighbours, `width` in shares."""

    name: str
    over: str = ""
    width: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A line; a heading has its number in the first cell and its words in the second."""

    cells: tuple[str, ...]
    is_heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedList:
    """A list with its title block; `notes` stand under the table."""

    title: tuple[str, ...]
    attached: str
    columns: tuple[ListColumn, ...]
    rows: tuple[ListRow, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The lists over an office's restructuring files and its dossiers.

    Attributes:
        measures: definitions of what is counted, by key.
        thresholds: what counts as many.
        listed: codes on a priority list of the government.
        questions: what an assessment asks.
        words: labels of the catalogue.
    """

    restructuring: Restructuring
    facts: FactStore
    measures: Mapping[str, Measure]
    words: Callable[..., str]
    thresholds: Thresholds = field(default_factory=Thresholds)
    listed: frozenset[str] = frozenset()
    questions: QuestionSet = field(
        default_factory=lambda: QuestionSet(source="", to_confirm=True, questions=())
    )

    def roadmap(self, letter: str = "") -> PrintedList:
        """The list with its roadmap in the layout of the Quảng Ngãi letter (R-RS-38)."""
        say = self._say("restructuring.roadmap")
        heads = [(name, "", 1.0) for name in ("ordinal", "name", "province", "national", "note")]
        heads[2:2] = [("level_3", say("levels"), 0.6), ("level_4", say("levels"), 0.6)]
        widths = {"ordinal": 0.4, "name": 3.0, "province": 1.8, "national": 1.8}
        files = sorted(self._files(), key=lambda each: (each[1].sector.name, each[0].code))
        rows = []
        for number, (sector, found) in enumerate(groupby(files, lambda e: e[1].sector.name), 1):
            title = say("sector", number=roman(number), name=sector)
            rows.append(ListRow(cells=(roman(number), title.partition(". ")[2]), is_heading=True))
            rows += [self._planned(at, project) for at, (project, _) in enumerate(found, 1)]
        return PrintedList(
            title=(say("title"),),
            attached=say("attached", number=letter) if letter else "",
            columns=tuple(
                ListColumn(name=say(key), over=over, width=widths.get(key, width))
                for key, over, width in heads
            ),
            rows=tuple(rows),
        )

    def _planned(self, at: int, project: Project) -> ListRow:
        road = project.roadmap
        three, four = road.level_3 or road.level_4, road.level_4
        if not (three or four) and project.criteria:
            three, four = LEVELS_OF[self.restructuring.level(project.code).level]
        note = road.note or self.words("restructuring.roadmap.group", number=project.group)
        names = self._names(project)
        marks = (_MARK if three else "", _MARK if four else "")
        return ListRow(cells=(str(at), names, *marks, road.province, road.national, note))

    def selection(self, period: Period) -> PrintedList:
        """Procedures in force, those first for which most speaks (R-RS-06, R-RS-07, R-PR-12)."""
        rows = tuple(self._candidate(at, each) for at, each in enumerate(self.ranked(period), 1))
        say = self._say("restructuring.selection")
        span = {"first": f"{period.first:%d/%m/%Y}", "last": f"{period.last:%d/%m/%Y}"}
        return self._list(
            "selection",
            ("ordinal", "code", "name", "received", "online", "digitised", *map(str, Ground),
             "priorities"),
            rows,
            notes=(say("counted", **span), say("by_hand")),
        )  # fmt: skip

    def ranked(self, period: Period) -> tuple[Candidate, ...]:
        """Procedures in force with what the desk counted of them, those first that say most."""
        days = (period.last - period.first).days + 1
        return candidates(
            self._in_force(period.last), self._figures(period),
            thresholds=self.thresholds, days=days, listed=self.listed,
        )  # fmt: skip

    def _candidate(self, at: int, each: Candidate) -> ListRow:
        say = self._say("restructuring.selection")
        figures = each.figures
        digitised = f"{figures.digitised_percent:.0f}" if figures.components_in_scope else ""
        grounds = tuple(
            say({True: "yes", False: "no", None: "to_judge"}[each.grounds[ground]])
            for ground in Ground
        )
        named = "; ".join(say(f"priority.{priority}") for priority in each.priorities)
        numbers = (str(figures.received), str(figures.online), digitised)
        return ListRow(cells=(str(at), each.code, each.name, *numbers, *grounds, named))

    def _figures(self, period: Period) -> dict[str, Figures]:
        self.facts.catch_up()
        measures = [self.measures[name] for name in _COUNTED]
        found = {}
        for row in self.facts.sums(Asked(period=period), measures, "procedure"):
            if row.group:
                counted = {name: row.sums[name] for name in _COUNTED}
                found[row.group] = Figures(
                    received=counted["received"],
                    online=counted["received_online"],
                    components_in_scope=counted["components_in_scope"],
                    components_digitised=counted["components_digitised"],
                    components_reused=counted["components_reused"],
                )
        return found

    def services(self, period: Period, units: Sequence[str]) -> PrintedList:
        """Registered services with and without an online dossier, by unit (R-RS-40, R-RS-41).

        A service is a procedure in force that may be filed online.
        """
        online = {
            p.code or p.key: p.name
            for p in self._in_force(period.last)
            if "online" in {str(channel) for channel in p.channels_in}
        }
        self.facts.catch_up()
        measures = [self.measures["received"], self.measures["received_online"]]
        rows = []
        for at, unit in enumerate(units, 1):
            sums = {
                row.group: row.sums
                for row in self.facts.sums(Asked(period=period, unit=unit), measures, "procedure")
                if row.group in online
            }
            used = sorted(code for code, each in sums.items() if each["received_online"])
            dossiers = sum(each["received"] for each in sums.values())
            sent = sum(each["received_online"] for each in sums.values())
            unused = ", ".join(sorted(set(online) - set(used)))
            cells = (
                str(at), unit, str(len(online)), str(len(used)), _share(len(used), len(online)),
                str(dossiers), str(sent), _share(sent, dossiers), unused,
            )  # fmt: skip
            rows.append(ListRow(cells=cells))
        return self._list(
            "services",
            ("ordinal", "unit", "services", "used", "used_share", "dossiers", "online",
             "online_share", "unused"),
            rows,
        )  # fmt: skip

    def tests(self, at: dt.datetime) -> PrintedList:
        """Every service under test with its 2 + 5 + 2 working days (R-RS-28 to R-RS-33)."""
        rows = [
            self._tested(number, project, self.restructuring.stand(project.code, at))
            for number, (project, _) in enumerate(self._files(), 1)
        ]
        return self._list(
            "tests",
            ("ordinal", "code", "name", "state", "review_by", "test_by", "confirm_by", "left",
             "owed"),
            rows,
            notes=(self.words("restructuring.tests.rule"),),
        )  # fmt: skip

    def _tested(self, number: int, project: Project, stands: Board) -> ListRow:
        left = "" if stands.days_left is None else str(stands.days_left)
        warns = self.words("restructuring.tests.warns", days=left) if stands.warns else left
        owed = ", ".join(str(case) for case in stands.owed)
        days = map(_day, (stands.clock_a, stands.clock_b, stands.clock_c))
        state = self.words(f"restructuring.state.{stands.state}")
        return ListRow(
            cells=(str(number), project.code, self._names(project), state, *days, warns, owed)
        )

    def summary(self, code: str) -> PrintedList:
        """The summary of a finished test for the portal: service and dossier (R-RS-31).

        Raises:
            RuleError: ``restructuring.test_unfinished`` while a case is owed.
        """
        project, run = self.restructuring.get(code), self.restructuring.test_of(code)
        stands = self.restructuring.stand(code)
        if stands.owed or stands.state is RunState.NOT_BEGUN:
            owed = ", ".join(str(case) for case in stands.owed)
            raise RuleError("restructuring.test_unfinished", {"cases": owed})
        say = self._say("restructuring.summary")
        rows = [
            ListRow(
                cells=(
                    str(case), self.words(f"restructuring.case.c{case}"), say("passed"),
                    run.cases[case].dossier_code, run.cases[case].evidence,
                )
            )
            for case in CASES
            if case in run.cases
        ]  # fmt: skip
        made = self._list("summary", ("ordinal", "case", "outcome", "dossier", "evidence"), rows)
        return PrintedList(
            title=(*made.title, say("service", name=self._names(project), code=code)),
            attached=made.attached, columns=made.columns, rows=made.rows, notes=made.notes,
        )  # fmt: skip

    def amendments(self) -> PrintedList:
        """Provisions to amend, who owns each and how far it is (R-RS-18)."""
        found = [
            (project.code, each.provision, each.change, each.owner, each.state)
            for project, _ in self._files()
            for each in project.amendments
        ]
        columns = ("ordinal", "code", "provision", "change", "owner", "state")
        return self._list("amendments", columns, _numbered(found))

    def assessment(self) -> PrintedList:
        """Feasibility and effectiveness of each file, question by question (R-RS-34)."""
        say = self._say("restructuring.assessment")
        found = []
        for project, _ in self._files():
            for question in self.questions.questions:
                given = project.assessment.get(question.key)
                words = say(given.answer if given is not None else "unanswered")
                basis = given.basis if given is not None else ""
                found.append((project.code, say(question.aim), question.text, words, basis))
        notes = [say("source", source=self.questions.source)]
        if self.questions.to_confirm:
            notes.append(say("to_confirm"))
        columns = ("ordinal", "code", "aim", "what", "answer", "evidence")
        return self._list("assessment", columns, _numbered(found), notes=tuple(notes))

    def tasks(self, on: dt.date) -> PrintedList:
        """What is to be built for each service, overdue tasks named (R-RS-26)."""
        say = self._say("restructuring.tasks")

        def stand(due: dt.date, done: dt.date | None) -> str:
            if done is not None:
                return say("done", on=_day(done))
            return say("late") if due < on else say("open")

        found = [
            (project.code, task.what, task.owner, _day(task.due), stand(task.due, task.done_on))
            for project, _ in self._files()
            for task in project.tasks
        ]
        columns = ("ordinal", "code", "what", "owner", "due", "state")
        return self._list("tasks", columns, _numbered(found))

    def progress(self) -> PrintedList:
        """The six steps of each file, a mark for each that is done (R-RS-02)."""
        found = [
            (project.code, self._names(project), *(_MARK if done else "" for done in steps))
            for project, _ in self._files()
            for steps in [self.restructuring.steps_done(project)]
        ]
        columns = ("ordinal", "code", "name", *(f"step_{n}" for n in range(1, 7)))
        return self._list("progress", columns, _numbered(found))

    def _files(self) -> Iterator[tuple[Project, ProcedureDefinition]]:
        """Every file with its first procedure."""
        for code in self.restructuring.store.codes():
            project = self.restructuring.get(code)
            yield project, self.restructuring.definitions(project)[0]

    def _names(self, project: Project) -> str:
        names = "; ".join(p.name for p in self.restructuring.definitions(project))
        return names if project.kind is ProjectKind.SINGLE else f"{project.code}: {names}"

    def _in_force(self, on: dt.date) -> tuple[ProcedureDefinition, ...]:
        return self.restructuring.office.catalogue.procedures(on)

    def _say(self, prefix: str) -> Callable[..., str]:
        return lambda key, **facts: self.words(f"{prefix}.{key}", **facts)

    def _list(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[ListRow],
        notes: tuple[str, ...] = (),
    ) -> PrintedList:
        say = self._say(f"restructuring.{name}")
        widths = {"ordinal": 0.4, "name": 3.0, "case": 3.0, "priorities": 2.4, "unused": 3.0,
                  "provision": 2.0, "change": 2.4, "what": 3.0, "evidence": 2.4}  # fmt: skip
        return PrintedList(
            title=(say("title"),),
            attached="",
            columns=tuple(ListColumn(name=say(c), width=widths.get(c, 1.0)) for c in columns),
            rows=tuple(rows),
            notes=notes,
        )


def roman(number: int) -> str:
    """A small number as the rows of administrative lists count: I, II, III."""
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written


def _numbered(rows: Sequence[tuple[str, ...]]) -> list[ListRow]:
    return [ListRow(cells=(str(at), *cells)) for at, cells in enumerate(rows, 1)]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".replace(".", ",") if whole else ""


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""
