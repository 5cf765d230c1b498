"""Brings sign-in, pages and view-models together and leads the officer from one to the other."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from desk_app.ui.common import theme
from desk_app.ui.common.tokens import Scheme
from desk_app.ui.common.words import Words
from desk_app.ui.entry import STEPS, Entry, Officer, Step, Welcome
from desk_app.ui.shell.black_box import BlackBox
from desk_app.ui.shell.caretaking import care_before_desk, care_of, reason_asker
from desk_app.ui.shell.lock import IdleGuard, RemovalGuard
from desk_app.ui.shell.settings_view_model import SettingsViewModel
from desk_app.ui.shell.sign_in_view import SignInView
from desk_app.ui.shell.sign_in_view_model import SignInViewModel
from desk_app.ui.shell.window import Shell
from desk_app.ui.shell.work_pages import Pages, work_pages
from desk_app.ui.task_runner import TaskRunner

if TYPE_CHECKING:
    from desk_app.ui.common.failures import Failure
    from desk_app.ui.common.page import Page
    from desk_app.ui.common.prompts import PinPrompt, TextPrompt
    from desk_app.ui.contract import ActOffer, Counts, Desk, Issued, PinEntry, Surroundings
    from desk_app.ui.shell.citizen_screen import CitizenScreen
    from desk_app.ui.shell.other_acts import Answer
    from desk_app.ui.shell.retype_window import RetypeWindow

INSIGHTS = frozenset({"explain_due", "before_closing", "shift_page", "lesson"})
BESIDE_DOCTOR = frozenset({"care", "backlog"})
CACHE = QStandardPaths.StandardLocation.CacheLocation
PAGES: dict[Step, str] = {
    "intake": "intake_page", "appraise": "appraise_page", "approve": "approve_page",
    "agency_sign": "agency_page", "return_result": "return_page",
}  # fmt: skip


class Conductor(QObject):
    """One sitting of an officer at the desk.

    Signals:
        entered: the work queue of a signed-in officer is in sight.
    """

    entered = Signal()

    def __init__(
        self,
        entry: Entry,
        words: Words,
        runner: TaskRunner,
        welcome: Welcome,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.entry, self.words, self.runner, self.welcome = entry, words, runner, welcome
        self.desk: Desk
        self.officer: Officer | None = None
        self.pages = Pages(self._take)
        self.has_desk = False
        self.citizen: CitizenScreen | None = None
        self.bridge: RetypeWindow | None = None
        self._where = ""
        self._left: tuple[str, Page, str] | None = None
        self._guard = IdleGuard(self)
        self._guard.expired.connect(self.lock)
        self._removal = RemovalGuard(runner, self)
        self._removal.removed.connect(self.lock)
        self.black_box = BlackBox(entry.note, runner, self)
        self._make_models()
        self._moved = 0
        self.shell = self._build_shell()
        self.sign_in_page.take_focus(self.sign_in.state)

    def _make_models(self) -> None:
        self.sign_in = SignInViewModel(self.entry.session, self.runner, self.welcome, self)
        self.sign_in.signed_in.connect(self._begin)
        self.settings = SettingsViewModel(self.entry.settings, self)
        self.settings.chosen.connect(self._choice)

    @Slot()
    def prepare(self) -> None:
        """Open the desk behind the sign-in page; what is wrong with it is told there."""
        entry = self.entry
        self.runner.submit(
            lane="db",
            owner=self,
            work=lambda task: entry.desk(),
            done=_take_note,
            failed=self.sign_in.cannot_open,
        )

    def _make_work_models(self) -> None:
        """View-models of the work pages; loaded after the first paint, when somebody signs in."""
        from desk_app.ui.common.asking import PinTalk
        from desk_app.ui.common.pages import PageSource
        from desk_app.ui.shell.backlog_view_model import BacklogViewModel
        from desk_app.ui.shell.dashboard_view_model import DashboardViewModel
        from desk_app.ui.shell.device_list import DeviceList
        from desk_app.ui.shell.doctor_view_model import DoctorViewModel
        from desk_app.ui.shell.other_acts import OtherActsTalk
        from desk_app.ui.shell.procedures_view_model import ProceduresViewModel
        from desk_app.ui.shell.reports_view_model import ReportsViewModel
        from desk_app.ui.shell.sync_view_model import SyncViewModel
        from desk_app.ui.shell.watch import Watch
        from desk_app.ui.steps.agency_sign.view_model import AgencySignViewModel
        from desk_app.ui.steps.appraise.view_model import AppraiseViewModel
        from desk_app.ui.steps.approve.view_model import ApproveViewModel
        from desk_app.ui.steps.intake.view_model import IntakeViewModel
        from desk_app.ui.steps.return_result.view_model import ReturnViewModel

        desk, runner = self.desk, self.runner
        self.source = PageSource(desk.pages, runner, self)
        self.source.reason_wanted.connect(reason_asker(self.source, self))
        self._watch = Watch(desk, runner, self)
        self._watch.seen.connect(self._show_around)
        pin = PinTalk(runner, desk.tokens, self, self)
        self._other = OtherActsTalk(desk.other, pin, runner, self._ask_act, self)
        self._other.done.connect(self._did_act)
        self._other.refused.connect(self._refuse)
        self.dashboard = DashboardViewModel(desk.enquiries, desk.outbox, runner, desk.now, self)
        self.dashboard.opened.connect(self.open)
        self.intake = IntakeViewModel(desk, runner, self, self)
        self.devices = DeviceList(desk.intake, runner, self)
        self.appraise = AppraiseViewModel(desk, runner, self, self)
        self.approve = ApproveViewModel(desk, runner, self, self)
        self.agency_sign = AgencySignViewModel(desk, runner, self, self)
        self.return_result = ReturnViewModel(desk, runner, self, self)
        self.return_result.dossier_found.connect(self._found)
        self.sync = SyncViewModel(desk.outbox, runner, desk.now, self)
        self.sync.fix_asked.connect(self._fix)
        self.sync.changed.connect(self.refresh)
        self.doctor = DoctorViewModel(desk.doctor, runner, desk.now, Path.home(), self)
        self.procedures = ProceduresViewModel(desk.procedures, runner, self)
        self.reports = ReportsViewModel(desk.reports, runner, desk.now, self)
        self.care = care_of(desk, runner, self)
        self.backlog = BacklogViewModel(desk.backlog, runner, desk.now, self)
        self.care.alarmed.connect(self.dashboard.alarm)
        for model in (
            self.intake,
            self.appraise,
            self.approve,
            self.agency_sign,
            self.return_result,
        ):
            model.finished.connect(self.refresh)
        self.dashboard.counts_changed.connect(self._show_counts)
        self.intake.state_changed.connect(self._show_citizen)
        self._follow_jobs()

    def _follow_jobs(self) -> None:
        """Every job of a step is a line in the job list."""
        from desk_app.ui.shell.job_log import JobLog

        self.jobs = JobLog(self.desk.now, self)
        for name, model in (
            ("intake", self.intake),
            ("approve", self.approve),
            ("agency_sign", self.agency_sign),
        ):
            model.setProperty("job_source", name)
            model.state_changed.connect(self._note_job)

    @Slot(object)
    def _note_job(self, state: object) -> None:
        sender = self.sender()
        if sender is not None:
            failed = getattr(state, "failure", None) is not None
            source = str(sender.property("job_source"))
            self.jobs.follow(source, getattr(state, "job", None), failed=failed)

    def _build_shell(self) -> Shell:
        """The window with the sign-in page; built anew when the text size changes."""
        shell = Shell(self.words)
        shell.asked.connect(self.go)
        shell.searched.connect(self.search)
        shell.acted.connect(self.black_box.acted)
        shell.showed.connect(self.black_box.showed)
        self.sign_in_page = SignInView(self.words)
        page, model = self.sign_in_page, self.sign_in
        model.state_changed.connect(page.show_state)
        page.submitted.connect(model.sign_in)
        page.pin_submitted.connect(model.sign_in_with_token)
        page.token_asked.connect(model.ask_token)
        page.counter_chosen.connect(model.choose_counter)
        page.language_chosen.connect(self.speak)
        page.doctor_asked.connect(self.examine)
        page.show_state(model.state)
        shell.show_sign_in(page)
        return shell

    @Slot()
    def examine(self) -> None:
        """The doctor without a desk: what keeps it from opening (nobody is signed in)."""
        from desk_app.bootstrap import wall_clock
        from desk_app.ui.shell.doctor_view import DoctorPage
        from desk_app.ui.shell.doctor_view_model import DoctorViewModel

        if "doctor" not in self.pages:
            now, home = wall_clock().now, Path.home()
            self.doctor = DoctorViewModel(self.entry.doctor, self.runner, now, home, self)
            self.pages.offer({"doctor": lambda: DoctorPage(self.words, self.doctor)})
        self.shell.show_page(self.pages["doctor"], "doctor")

    @Slot(str)
    def speak(self, language: str) -> None:
        """Another language, at once and from now on."""
        self.settings.choose("ui.language", language)

    @Slot(str, str)
    def _choice(self, key: str, value: str) -> None:
        if key == "ui.language":
            self.words.switch(value)
        elif key in ("ui.theme", "ui.text_scale"):
            self.redress()

    def redress(self) -> None:
        """Another theme or text size: the window is built anew around the same view-models."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        chosen, scale = (
            self.settings.state.value("ui.theme"),
            self.settings.state.value("ui.text_scale"),
        )
        scheme: Scheme = "dark" if chosen == "dark" else "light"
        if chosen == "system":
            scheme = theme.system_scheme()
        theme.apply(app, scheme, int(scale) / 100)
        self._close_bridge()
        old = self.shell
        self.pages.clear()
        self.shell = self._build_shell()
        self.shell.setGeometry(old.geometry())
        if self.officer is not None:
            self._furnish(self.officer)
            self.look_around()
            self.go(self._where or "dashboard")
        self.shell.setVisible(old.isVisible())
        old.hide()
        old.deleteLater()

    @Slot()
    def open_guide(self) -> None:
        """The officers' guide at the page of the screen in sight, in the system's browser."""
        from desk_app.ui.guide import INDEX, write_html

        folder = Path(QStandardPaths.writableLocation(CACHE)) / "guide"
        scope = self.shell.router.scope

        def show(files: dict[str, Path]) -> None:
            file = files.get(scope, files[INDEX])
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

        self.runner.submit(
            lane="io",
            owner=self,
            work=lambda task: write_html(folder),
            done=show,
            failed=_ignore,
        )

    # -- questions go to the window in sight (the Prompts port)

    def ask_pin(self, prompt: "PinPrompt", answer: "Callable[[PinEntry | None], None]") -> None:
        """Ask the PIN."""
        self.shell.work.ask_pin(prompt, answer)

    def ask_text(self, prompt: "TextPrompt", answer: Callable[[str | None], None]) -> None:
        """Ask a reason."""
        self.shell.work.ask_text(prompt, answer)

    @Slot(object)
    def _begin(self, officer: Officer) -> None:
        self.officer = officer
        self.desk = self.entry.desk()
        if not self.has_desk:
            self.has_desk = True
            self._make_work_models()
            self.pages.offer(work_pages(self))
        self._furnish(officer)
        self._watch.start(officer)
        self.devices.start()
        self.care.start()
        self._guard.watch(self.welcome.lock_minutes)
        if officer.signs:
            from desk_app.ui.shell.watch import purpose_of

            tokens, purpose = self.desk.tokens, purpose_of(officer)
            self._removal.watch(lambda: tokens.is_here(purpose))
        self._resume(officer)
        self.entered.emit()

    def _resume(self, officer: Officer) -> None:
        """Who locked the desk finds the page again; anybody else begins at the start."""
        left, self._left = self._left, None
        if left is not None and left[0] == officer.id:
            self.shell.show_page(left[1], left[2])
        else:
            self.go("dashboard")

    @Slot()
    def lock(self) -> None:
        """Nobody acts any more until somebody signs in; what was typed stays where it is.

        The queue to the province goes on: it belongs to the desk, not to the officer.
        """
        if self.officer is None:
            return
        if self.shell.page is not None:
            self._left = (self.officer.id, self.shell.page, self._where or "dashboard")
        self._guard.rest()
        self._removal.rest()
        self.shell.work.close_prompts()
        self._close_bridge()
        self.entry.session.sign_out()
        self.source.close_sensitive()
        self.officer = None
        self.shell.show_sign_in(self.sign_in_page)
        self.sign_in_page.take_focus(self.sign_in.state)

    def _furnish(self, officer: Officer) -> None:
        self.shell.work.show_officer(officer, self.welcome.office)
        self.jobs.state_changed.connect(self.shell.work.list_jobs)
        self.shell.work.list_jobs(self.jobs.jobs)
        self.shell.work.guide_asked.connect(self.open_guide)
        self.approve.sit_down(officer.name, officer.title)
        self.shell.work.show_counts(self.dashboard.state.counts)

    @Slot(object)
    def _show_counts(self, counts: "Counts") -> None:
        self.shell.work.show_counts(counts)

    def _take(self, page: "Page") -> None:
        page.navigated.connect(self.go)
        self.shell.work.add_page(page)

    # -- going about

    @Slot(str)
    def go(self, where: str) -> None:
        """Go to a page, or do an act that belongs to the window."""
        name = where.removeprefix("go_")
        if self.officer is None:
            self._go_signed_out(where)
            return
        if name in STEPS and name not in self.pages:
            self._show_queue(name)
        elif name.removeprefix("open_") in self.pages:
            name = name.removeprefix("open_")
            if name == "dashboard":
                self.dashboard.filter_by("mine")
            self._where = name
            self.shell.show_page(self.pages[name], "doctor" if name in BESIDE_DOCTOR else name)
        else:
            self._act(name)

    def _act(self, name: str) -> None:
        """Acts of the window itself."""
        if name == "lock":
            self.lock()
        elif name == "search":
            self.shell.work.top.search.setFocus()
        else:
            self._window_act(name)

    def _window_act(self, name: str) -> None:
        if name == "other_acts":
            key = self._in_hand()
            if key:
                self._other.offer(key)
        elif name == "citizen_screen":
            self.turn_to_citizen()
        elif name in INSIGHTS:
            self._look_into(name)
        elif name == "retype":
            self._retype()
        elif name == "new_dossier":
            self.intake.start()
            self.shell.show_page(self.pages["intake_page"], "intake")
        elif name == "escape":
            self.clear_search()
            self.go("dashboard")

    def _retype(self) -> None:
        """The copy list of the dossier in hand, in a window beside the other site."""
        from desk_app.ui.shell.retype_view_model import RetypeViewModel
        from desk_app.ui.shell.retype_window import RetypeWindow

        key = self._in_hand()
        if not key:
            return
        if self.bridge is None:
            model = RetypeViewModel(self.desk.retyping, self.runner, self)
            self.bridge = RetypeWindow(self.words, model)
        self.bridge.open_on(key)

    def _close_bridge(self) -> None:
        if self.bridge is not None:
            self.bridge.close()
            self.bridge.deleteLater()
            self.bridge = None

    def _look_into(self, name: str) -> None:
        """Answer a question beside the page: why this date, what is missing, what is left."""
        from desk_app.ui.shell import insight_panel as panel

        insight, key = self.desk.insight, self._in_hand()
        questions: dict[str, tuple[Callable[[], Any], Callable[[Words, Any], Any]]] = {
            "explain_due": (lambda: insight.due(key), panel.due_state),
            "before_closing": (lambda: insight.before_closing(key), panel.closing_state),
            "shift_page": (insight.shift, panel.shift_state),
            "lesson": (lambda: insight.lesson(key), panel.lesson_state),
        }
        ask, state_of = questions[name]
        if key or name == "shift_page":
            self.runner.submit(
                lane="db",
                owner=self,
                work=lambda task: ask(),
                done=lambda found: self.shell.work.show_insight(state_of(self.words, found)),
                failed=self._act_failed,
            )

    def _in_hand(self) -> str:
        """Key of the dossier on the page in sight; empty when there is none."""
        here = self.pages.name_of(self.shell.page)
        if here == "approve_page":
            return self.approve.state.chosen
        if here == "dashboard":
            return self.dashboard.state.chosen
        if here == "sync":
            item = self.sync.state.item
            return item.dossier_key if item is not None else ""
        models: dict[str, Any] = {
            "intake_page": self.intake,
            "appraise_page": self.appraise,
            "agency_page": self.agency_sign,
            "return_page": self.return_result,
        }
        dossier = models[here].state.dossier if here in models else None
        return str(dossier.key) if dossier is not None else ""

    @Slot(object)
    def _did_act(self, issued: "Issued") -> None:
        """Print what was issued and show the dossier where it now belongs."""
        from desk_app.ui.common.asking import print_slips

        print_slips(self.intake, self.desk, issued, self._act_failed)
        self.refresh()
        if issued.dossier.step is not None:
            self.open(issued.dossier.key, issued.dossier.step)
        else:
            self.go("dashboard")

    @Slot(object)
    def _refuse(self, failure: "Failure") -> None:
        self.shell.work.show_refusal(failure)

    def _ask_act(self, offers: "tuple[ActOffer, ...]", answer: "Answer") -> None:
        self.shell.work.ask_act(offers, answer)

    def _act_failed(self, error: Exception) -> None:
        from desk_app.ui.common.failures import failure_of

        self.shell.work.show_refusal(failure_of(error))

    def _go_signed_out(self, where: str) -> None:
        """Before anybody is signed in there is the sign-in page, and the doctor behind it."""
        if where == "sign_in_token":
            self.sign_in.ask_token()
        elif where == "open_care":
            self._care_before_desk()
        elif where == "doctor":
            self.examine()
        elif where in ("escape", "dashboard", "go_dashboard"):
            self.shell.show_sign_in(self.sign_in_page)

    def _care_before_desk(self) -> None:
        """What brings a backup back, on a desk that nobody has opened."""
        if "care" not in self.pages:
            made = partial(care_before_desk, self.entry, self.words, self.runner, self)
            self.pages.offer({"care": made})
        self.shell.show_page(self.pages["care"], "doctor")

    def turn_to_citizen(self) -> None:
        """Show the dossier at intake to the citizen on a second screen, or take it away again."""
        from desk_app.ui.shell.citizen_screen import CitizenScreen, second_screen

        if self.citizen is not None:
            self.citizen.close()
            self.citizen = None
            return
        screen = second_screen(self.shell.screen())
        if screen is None:
            self.intake.tell("window.one_screen")
            return
        self.citizen = CitizenScreen(self.words)
        self.citizen.answered.connect(self._citizen_said)
        self._show_citizen()
        self.citizen.show_on(screen)

    @Slot()
    def _show_citizen(self) -> None:
        from desk_app.ui.shell.citizen_screen import for_citizen

        if self.citizen is not None:
            state = self.intake.state
            dossier = state.issued.dossier if state.issued else state.dossier
            say = self.words.label
            declared = (say("ui.citizen.declaration_title"), say("ui.citizen.declaration"))
            shown = for_citizen(self.welcome.office, dossier, dict(state.values), declared)
            self.citizen.show_state(shown)

    @Slot(str, object, bool)
    def _citizen_said(self, block: str, shown: dict[str, str], agrees: bool) -> None:  # noqa: FBT001  a signal's payload
        self.intake.confirm_block(block, shown, agrees=agrees)

    def _show_queue(self, step: Step) -> None:
        self.dashboard.filter_step(step)
        self.shell.show_page(self.pages["dashboard"], step)

    @Slot(str, object)
    def open(self, key: str, step: Step | None) -> None:
        """Open a dossier on the page of its step."""
        if step == "approve":
            self.approve.load(key)
        elif step is not None:
            openers: dict[Step, Callable[[str], None]] = {
                "intake": self.intake.open,
                "appraise": self.appraise.open,
                "agency_sign": self.agency_sign.open,
                "return_result": self.return_result.open,
            }
            openers[step](key)
        if step is not None:
            self.shell.show_page(self.pages[PAGES[step]], step)

    def _fix(self, key: str, field_id: str) -> None:
        self.intake.open(key)
        self.shell.show_page(self.pages["intake_page"], "intake")
        self.intake.form.jump(field_id)

    def _found(self, key: str) -> None:
        self.open(key, "return_result")

    @Slot()
    def go_sync(self) -> None:
        """The page of what waits to be sent."""
        self.go("sync")

    @Slot()
    def refresh(self) -> None:
        """Something was done: counts and chips are asked again."""
        self.dashboard.refresh()
        self.look_around()

    @Slot(str)
    def search(self, text: str) -> None:
        """Search from anywhere: the list comes into sight and filters as typed."""
        if self.shell.page is not self.pages["dashboard"]:
            self.shell.show_page(self.pages["dashboard"], "search")
            self.shell.work.top.search.setFocus()
        self.dashboard.search(text)

    @Slot(str)
    def look_up(self, code: str) -> None:
        """A dossier that stands behind a number."""
        self.shell.work.show_search(code)
        self.search(code)

    @Slot()
    def clear_search(self) -> None:
        """Forget the search."""
        self.shell.work.show_search("")
        self.dashboard.search("")

    @Slot()
    def look_around(self) -> None:
        """Ask how things stand with network, outbox and token."""
        self._watch.look_around()

    @Slot(object)
    def _show_around(self, around: "Surroundings") -> None:
        self.shell.work.show_surroundings(around)
        self.return_result.look_around(around)
        self.sync.look_around(around)
        self.dashboard.announce(next(iter(around.notices), None))
        if around.moved != self._moved:
            self._moved = around.moved
            self.dashboard.refresh()

    def close(self) -> None:
        """Stop timers and work, in that order."""
        self._guard.rest()
        self._removal.rest()
        if self.citizen is not None:
            self.citizen.close()
        self._close_bridge()
        if self.has_desk:
            self._watch.stop()
        self.runner.close()


def _ignore(error: Exception) -> None:
    """Looking around may fail; the next look follows."""


def _take_note(result: object) -> None:
    """The desk is open; whoever signs in finds it so."""
