"""The work queue: numbers, filters, rows, and the dossier under the cursor."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.ui.common.failures import Failure, failure_of, was_cancelled
from desk_app.ui.common.prompts import Prompts, TextPrompt
from desk_app.ui.contract import (
    Counts,
    Desk,
    DossierView,
    ProvinceNotice,
    SavedFilter,
    Scope,
    Step,
    WorkList,
    WorkQuery,
    WorkRow,
)
from desk_app.ui.task_runner import Lane, Task, TaskRunner

FILTERS: tuple[Scope, ...] = ("mine", "tasks", "office", "overdue", "supplement", "online")
PREVIEW_AFTER_MS = 120
COUNT_AFTER_MS = 60
TASKS_AFTER_MS = 2000
MINE = WorkQuery()
NO_COUNTS = Counts()

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardState:
    """All the work queue shows.

    Attributes:
        total: how many dossiers the list has in all; None while they have not been counted.
        saved: the officer's own filters, with how many dossiers each has by its name.
    """

    query: WorkQuery = MINE
    counts: Counts = NO_COUNTS
    rows: tuple[WorkRow, ...] = ()
    total: int | None = 0
    chosen: str = ""
    preview: DossierView | None = None
    now: dt.datetime | None = None
    is_loading: bool = False
    is_fetching: bool = False
    fetched: int | None = None
    failure: Failure | None = None
    notice: ProvinceNotice | None = None
    alarm: Failure | None = None
    saved: tuple[SavedFilter, ...] = ()
    saved_totals: Mapping[str, int] = field(default_factory=dict)

    @property
    def in_use(self) -> str:
        """Name of the officer's own filter in sight; empty for any other list."""
        return next((each.name for each in self.saved if each.query == self.query), "")


class DashboardViewModel(QObject):
    """Asks for lists; the newest question wins.

    Rows come first. How many there are in all is counted when no key follows them at once.

    Signals:
        state_changed: a ``DashboardState``.
        opened: (key, step) of a dossier to open.
        counts_changed: the ``Counts``.
        searched: the words of a filter that was chosen, for the search box.
        listed: a list came, or the reason why none does.
    """

    state_changed = Signal(object)
    opened = Signal(str, object)
    counts_changed = Signal(object)
    searched = Signal(str)
    listed = Signal()

    def __init__(
        self, desk: Desk, runner: TaskRunner, prompts: Prompts, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._enquiries, self._outbox, self._now = desk.enquiries, desk.outbox, desk.now
        self._filters, self._runner, self._prompts = desk.filters, runner, prompts
        self._asked: Task | None = None
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(COUNT_AFTER_MS)
        self._still.timeout.connect(self._count_list)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PREVIEW_AFTER_MS)
        self._rest.timeout.connect(self._load_preview)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(TASKS_AFTER_MS)
        self._later.timeout.connect(self._count_tasks)
        self.state = DashboardState()

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names are the state's own
        self.state_changed.emit(self.state)

    # -- intents

    def refresh(self) -> None:
        """Ask for rows and counts again; selection and place stay."""
        enquiries, saved = self._enquiries, self.state.saved
        self._ask_rows()
        self._runner.submit(
            lane="db",
            owner=self,
            work=lambda task: enquiries.counts(),
            done=self._take_counts,
            failed=self._refuse,
        )
        if saved:
            asked = [(each.name, each.query) for each in saved]
            self._runner.submit(
                lane="db",
                owner=self,
                work=lambda task: {name: enquiries.count(one) for name, one in asked},
                done=self._take_totals,
                failed=self._refuse,
            )
        self._later.start()

    def filter_by(self, scope: Scope) -> None:
        """Another filter; the search is cleared with it."""
        self._ask_rows(query=WorkQuery(scope=scope), fetched=None)

    def filter_step(self, step: Step | None) -> None:
        """The queue of one step."""
        self._ask_rows(query=WorkQuery(scope="mine", step=step), fetched=None)

    def search(self, text: str) -> None:
        """Search as typed; an empty text goes back to the list."""
        if text != self.state.query.text:
            self._ask_rows(query=replace(self.state.query, text=text))

    def move_filter(self, by: int) -> None:
        """The next or previous filter chip."""
        queries = [WorkQuery(scope=scope) for scope in FILTERS]
        queries += [each.query for each in self.state.saved]
        here = self.state.query
        place = queries.index(here) if here in queries else 0
        self._go_to(queries[(place + by) % len(queries)])

    def _go_to(self, query: WorkQuery) -> None:
        self._ask_rows(query=query, fetched=None)
        self.searched.emit(query.text)

    # -- filters under a name

    def sit_down(self) -> None:
        """Somebody signed in: their own filters."""
        filters = self._filters
        self._runner.submit(
            lane="io",
            owner=self,
            work=lambda task: filters.mine(),
            done=self._take_saved,
            failed=self._refuse,
        )

    def use(self, name: str) -> None:
        """The list of one of the officer's own filters."""
        saved = next((each for each in self.state.saved if each.name == name), None)
        if saved is not None:
            self._go_to(saved.query)

    def keep(self) -> None:
        """Ask for a name and keep the list in sight under it."""
        filters, query = self._filters, self.state.query

        def named(name: str | None) -> None:
            text = " ".join((name or "").split())
            if not text:
                return
            self._runner.submit(
                lane="db",
                owner=self,
                work=lambda task: filters.keep(SavedFilter(name=text, query=query)),
                done=self._take_saved,
                failed=self._refuse,
            )

        self._prompts.ask_text(TextPrompt(act="keep_filter", text=query.text), named)

    def forget(self) -> None:
        """Forget the filter in sight; its list stays."""
        filters, name = self._filters, self.state.in_use
        if name:
            self._runner.submit(
                lane="db",
                owner=self,
                work=lambda task: filters.forget(name),
                done=self._take_saved,
                failed=self._refuse,
            )

    def _take_saved(self, saved: tuple[SavedFilter, ...]) -> None:
        self._show(saved=saved)
        self.refresh()

    def _take_totals(self, totals: dict[str, int]) -> None:
        self._show(saved_totals=totals)

    def choose(self, key: str) -> None:
        """The cursor rests on a row."""
        if key != self.state.chosen:
            self._show(chosen=key)
            self._rest.start()

    def open(self, key: str) -> None:
        """Open a dossier at its step."""
        row = next((row for row in self.state.rows if row.key == key), None)
        if row is not None:
            self.opened.emit(row.key, row.step)

    def fetch_online(self) -> None:
        """Take over new online dossiers."""
        if self.state.is_fetching:
            return
        outbox = self._outbox
        self._show(is_fetching=True, failure=None, fetched=None)
        self._runner.submit(
            lane="io",
            owner=self,
            work=lambda task: outbox.fetch_online(),
            done=self._take_fetched,
            failed=self._refuse,
        )

    def announce(self, notice: ProvinceNotice | None) -> None:
        """Maintenance the province announced, until it is over."""
        if notice != self.state.notice:
            self._show(notice=notice)

    def alarm(self, finding: Failure | None) -> None:
        """What was found wrong with the desk's own data, until it is right again."""
        if finding != self.state.alarm:
            self._show(alarm=finding)

    def refuse_code(self, failure: Failure) -> None:
        """What a reader sent was no code."""
        self._show(failure=failure)

    # -- answers

    def _ask_rows(self, **changes: object) -> None:
        self._still.stop()
        if self._later.isActive():
            self._later.start()  # somebody types: the count of tasks waits until they rest
        self._show(is_loading=True, **changes)
        query, enquiries = self.state.query, self._enquiries

        def ask(task: Task) -> WorkList | None:
            return None if task.is_cancelled() else enquiries.work_list(query)

        self._ask(ask, self._take_rows)

    def _count_list(self) -> None:
        query, enquiries = self.state.query, self._enquiries

        def count(task: Task) -> int | None:
            return None if task.is_cancelled() else enquiries.count(query)

        self._ask(count, self._take_total)

    def _ask(self, work: Callable[[Task], T], done: Callable[[T], None]) -> None:
        """Ask about the list in sight; what was asked about the one before is forgotten."""
        if self._asked is not None:
            self._asked.abandon()
        lane: Lane = "io" if self.state.query.scope == "tasks" else "db"
        self._asked = self._runner.submit(
            lane=lane, owner=self, work=work, done=done, failed=self._refuse
        )

    def _take_rows(self, found: WorkList | None) -> None:
        if found is None:
            return
        kept = any(row.key == self.state.chosen for row in found.rows)
        chosen = self.state.chosen if kept else (found.rows[0].key if found.rows else "")
        preview = self.state.preview if kept else None
        self._show(
            rows=found.rows,
            total=found.total,
            chosen=chosen,
            preview=preview,
            is_loading=False,
            failure=None,
            now=self._now(),
        )
        self.listed.emit()
        if chosen:
            self._rest.start()
        if found.total is None:
            self._still.start()

    def _take_total(self, total: int | None) -> None:
        self._show(total=total)

    def _count_tasks(self) -> None:
        enquiries = self._enquiries
        self._runner.submit(
            lane="io",
            owner=self,
            work=lambda task: enquiries.count_tasks(),
            done=self._take_tasks,
            failed=self._refuse,
        )

    def _take_counts(self, counts: Counts) -> None:
        self._show(counts=counts)
        self.counts_changed.emit(counts)

    def _take_tasks(self, count: int) -> None:
        counts = self.state.counts
        self._take_counts(replace(counts, scopes={**counts.scopes, "tasks": count}))

    def _take_fetched(self, count: int) -> None:
        self._show(is_fetching=False, fetched=count)
        self.refresh()

    def _load_preview(self) -> None:
        key, enquiries = self.state.chosen, self._enquiries
        if key:
            self._runner.submit(
                lane="io",
                owner=self,
                work=lambda task: enquiries.dossier(key),
                done=self._take_preview,
                failed=self._forget_preview,
            )

    def _take_preview(self, dossier: DossierView) -> None:
        if dossier.key == self.state.chosen:
            self._show(preview=dossier)

    def _forget_preview(self, error: Exception) -> None:
        self._show(preview=None)

    def _refuse(self, error: Exception) -> None:
        failure = None if was_cancelled(error) else failure_of(error)
        self._show(is_loading=False, is_fetching=False, failure=failure)
        self.listed.emit()
