"""What a signed-in officer sees: navigation, bars, pages, panels and questions over them.

Built when somebody signs in, so that the sign-in page is painted without it.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk_app.ui.common import announce, keys
from desk_app.ui.common.act_sheet import ActSheet, Answer
from desk_app.ui.common.chips import short_code
from desk_app.ui.common.failures import Failure
from desk_app.ui.common.page import Chrome, Page
from desk_app.ui.common.prompts import PinPrompt, TextPrompt
from desk_app.ui.common.sheets import PinSheet, ReasonSheet, Sheet
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ActOffer, Counts, Officer, PinEntry, Surroundings
from desk_app.ui.shell.action_bar import ActionBar
from desk_app.ui.shell.context_line import ContextLine
from desk_app.ui.shell.insight_panel import InsightPanel, InsightState
from desk_app.ui.shell.job_log import LoggedJob
from desk_app.ui.shell.navigation import Navigation, NavigationState
from desk_app.ui.shell.panels import HelpPanel, JobsPanel
from desk_app.ui.shell.top_bar import ReaderNotice, TopBar, TopState
from desk_app.ui.shell.undo_strip import UndoStrip

T = TypeVar("T")
S = TypeVar("S", bound=Sheet)
PANELS = ("help", "jobs", "insight")
UNTOLD = ("ui.intake.reading", "ui.approve.signing")  # jobs whose end no banner tells


class WorkArea(QWidget):
    """Navigation on the left, bars above and below, pages between.

    Signals:
        asked: id of a page or an act.
        searched: text in the search box as it is typed.
        held: a question has been put over the page, or answered.
        guide_asked: the officers' guide is wanted.
    """

    asked = Signal(str)
    searched = Signal(str)
    held = Signal(bool)
    guide_asked = Signal()

    def __init__(self, words: Words, over: QWidget) -> None:
        super().__init__(over)
        self._words, self._over = words, over
        self.layout_class: LayoutClass = "normal"
        self._job_list: tuple[LoggedJob, ...] = ()
        self._navigation_state = NavigationState()
        self._top = TopState()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.navigation = Navigation(words)
        self.top = TopBar(words)
        self.context = ContextLine(words)
        self.pages = QStackedWidget()
        self.pages.setObjectName("PageArea")
        self.action_bar = ActionBar(words)
        column = QVBoxLayout()
        column.setSpacing(0)
        for widget in (self.top, self.context):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        column.addWidget(self.action_bar)
        row.addWidget(self.navigation)
        row.addLayout(column, 1)
        self.undo = UndoStrip(words, self.action_bar, self)
        self.navigation.asked.connect(self.asked)
        self.action_bar.asked.connect(self.asked)
        self.top.searched.connect(self.searched)
        self.top.network_asked.connect(self._ask_sync)
        self.top.token_asked.connect(self._ask_doctor)
        self.top.printouts_asked.connect(self._ask_printing)
        self.top.reader_asked.connect(self._ask_reader)
        self.undo.asked.connect(self._ask_undo)

    # -- panels and sheets, each built when it is first wanted

    @cached_property
    def help(self) -> HelpPanel:
        """The keys of the screen."""
        panel = HelpPanel(self._words, self._over)
        panel.guide_asked.connect(self.guide_asked)
        return panel

    @cached_property
    def jobs(self) -> JobsPanel:
        """The jobs of this sitting."""
        panel = JobsPanel(self._words, self._over)
        panel.show_state(self._job_list)
        return panel

    @cached_property
    def insight(self) -> InsightPanel:
        """Answers beside the page."""
        return InsightPanel(self._words, self._over)

    @cached_property
    def pin_sheet(self) -> PinSheet:
        """Asks a PIN."""
        return self._released(PinSheet(self._words, self._over))

    @cached_property
    def reason_sheet(self) -> ReasonSheet:
        """Asks a reason."""
        return self._released(ReasonSheet(self._words, self._over))

    @cached_property
    def act_sheet(self) -> ActSheet:
        """Offers acts beside the main road."""
        return self._released(ActSheet(self._words, self._over))

    def _released(self, sheet: S) -> S:
        sheet.closed.connect(self._release)
        return sheet

    @property
    def _panels(self) -> "tuple[HelpPanel | JobsPanel | InsightPanel, ...]":
        """Panels that were wanted so far."""
        return tuple(self.__dict__[name] for name in PANELS if name in self.__dict__)

    def _hide_panels(self) -> None:
        for panel in self._panels:
            panel.hide()

    # -- pages

    def add_page(self, page: Page) -> None:
        """Take a page in."""
        self.pages.addWidget(page)
        page.chrome_changed.connect(self._chrome_changed)
        page.undo_offered.connect(self.undo.show_undo)
        page.held.connect(self.held)
        page.apply_layout(self.layout_class)

    def show_page(self, page: Page, place: str) -> None:
        """Bring a page into sight; ``place`` is its entry in the navigation."""
        if page is not self.pages.currentWidget():
            self.undo.hide()
            if "insight" in self.__dict__:
                self.insight.hide()
        self.pages.setCurrentWidget(page)
        self._navigation_state = _with(self._navigation_state, page=place)
        self.navigation.show_state(self._navigation_state)
        self._show_chrome(page.chrome)
        page.enter()

    @property
    def page(self) -> Page | None:
        """The page in sight."""
        widget = self.pages.currentWidget()
        return widget if isinstance(widget, Page) else None

    def _chrome_changed(self, chrome: Chrome) -> None:
        if self.sender() is self.pages.currentWidget():
            self._show_chrome(chrome)

    def _show_chrome(self, chrome: Chrome) -> None:
        in_hand = "" if chrome.shows_steps else _in_hand(chrome)
        self._top = _with(self._top, title=chrome.title, subtitle=chrome.subtitle, in_hand=in_hand)
        self.top.show_state(self._top)
        self.context.show_state(chrome)
        self.action_bar.show_state(chrome)

    # -- what surrounds

    def show_officer(self, officer: Officer, office: str) -> None:
        """Who sits here, and where."""
        self._top = _with(self._top, officer=officer)
        self.top.show_state(self._top)
        self._navigation_state = _with(self._navigation_state, office=office)
        self.navigation.show_state(self._navigation_state)

    def show_counts(self, counts: Counts) -> None:
        """Counts of the queues."""
        numbers = (*counts.steps.items(), ("sync", counts.outbox))
        self._navigation_state = _with(
            self._navigation_state,
            counts=tuple((str(page), count) for page, count in numbers),
            overdue=frozenset(str(step) for step in counts.overdue_steps),
        )
        self.navigation.show_state(self._navigation_state)

    def show_surroundings(self, around: Surroundings) -> None:
        """Network and token."""
        self._top = _with(self._top, around=around)
        self.top.show_state(self._top)

    def show_reader(self, notice: ReaderNotice) -> None:
        """How the reader on a serial port stands, where there is something to say."""
        if notice != self._top.reader:
            self._top = _with(self._top, reader=notice)
            self.top.show_state(self._top)

    def show_search(self, text: str) -> None:
        """Put a text into the search box."""
        self.top.search.clear()
        self._top = _with(self._top, search=text)
        self.top.show_state(self._top)

    def show_help(self, scope: keys.Scope) -> None:
        """The keys of the screen, or away with them."""
        is_open = self.help.isVisible()
        self._hide_panels()
        if not is_open:
            self.help.toggle(scope)

    def show_jobs(self) -> None:
        """The jobs of this sitting, or away with them."""
        is_open = self.jobs.isVisible()
        self._hide_panels()
        if not is_open:
            self.jobs.toggle()

    def list_jobs(self, jobs: tuple[LoggedJob, ...]) -> None:
        """The jobs of this sitting as they stand."""
        self._job_list = jobs
        if "jobs" in self.__dict__:
            self.jobs.show_state(jobs)

    def tell_end(self, job: LoggedJob) -> None:
        """Let a screen reader hear that a job has ended where nothing on the page tells it."""
        if job.key not in UNTOLD or job.ending == "failed":
            return
        say = self._words.label
        ended = f"{job.key}_ended"
        name = say(ended if self._words.has(ended) else job.key, **dict(job.facts))
        announce.politely(self, say("ui.jobs.ended", job=name, how=say(f"ui.jobs.{job.ending}")))

    def show_insight(self, state: InsightState) -> None:
        """An answer beside the page; another page takes it away."""
        self._hide_panels()
        self.insight.answer(state)

    def close_panel(self) -> bool:
        """Close the panel in sight; whether there was one."""
        for panel in self._panels:
            if panel.isVisible():
                panel.hide()
                return True
        return False

    def _ask_sync(self) -> None:
        self.asked.emit("sync")

    def _ask_doctor(self) -> None:
        self.asked.emit("doctor")

    def _ask_printing(self) -> None:
        self.asked.emit("printing")

    def _ask_reader(self) -> None:
        self.asked.emit("code_reader")

    def _ask_undo(self) -> None:
        self.undo.hide()
        self.asked.emit("undo")

    # -- questions (the Prompts port)

    def ask_pin(self, prompt: PinPrompt, answer: Callable[[PinEntry | None], None]) -> None:
        """Ask the PIN over the page."""
        self.held.emit(True)  # noqa: FBT003  a signal's payload
        self.pin_sheet.ask_pin(prompt, answer)

    def ask_act(self, offers: tuple[ActOffer, ...], answer: Answer) -> None:
        """Offer the acts beside the main road."""
        self.held.emit(True)  # noqa: FBT003  a signal's payload
        self.act_sheet.ask_act(offers, answer)

    def show_refusal(self, failure: Failure) -> None:
        """An act beside the main road was refused; the sheet is there again with the reason."""
        self.held.emit(True)  # noqa: FBT003  a signal's payload
        self.act_sheet.ask_again(failure.code, failure.facts)

    def ask_text(self, prompt: TextPrompt, answer: Callable[[str | None], None]) -> None:
        """Ask a reason over the page."""
        self.held.emit(True)  # noqa: FBT003  a signal's payload
        self.reason_sheet.ask_text(prompt, answer)

    def close_prompts(self) -> None:
        """Take back every question, unanswered; a PIN that was being typed is forgotten."""
        for sheet in self.window().findChildren(Sheet):
            if sheet.isVisible() and not isinstance(sheet, ActSheet):
                sheet.reject()

    def _release(self) -> None:
        self.held.emit(False)  # noqa: FBT003  a signal's payload

    # -- size

    def lay_out(self, layout: LayoutClass) -> None:
        """Arrange everything for a layout class."""
        self.layout_class = layout
        is_small = layout in ("compact", "narrow")
        self._navigation_state = _with(self._navigation_state, is_rail=is_small)
        self.navigation.show_state(self._navigation_state)
        self._top = _with(self._top, is_compact=is_small)
        self.top.show_state(self._top)
        self.action_bar.is_compact = is_small
        for place in range(self.pages.count()):
            page = self.pages.widget(place)
            if isinstance(page, Page):
                page.apply_layout(layout)

    def place_over(self) -> None:
        """Panels and strips lie where they belong after a change of size."""
        self.undo.place()
        for panel in self._panels:
            panel.place()


def _in_hand(chrome: Chrome) -> str:
    """The dossier in hand in few words."""
    return " · ".join(part for part in (short_code(chrome.code), chrome.who) if part)


def _with(state: T, **changes: object) -> T:
    """A changed copy of a state."""
    return replace(state, **changes)  # type: ignore[type-var]  # all states are dataclasses
