"""Brings sign-in, pages and view-models together and leads the officer from one to the other."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, QStandardPaths, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from desk_app.ui.common import theme
from desk_app.ui.common.tokens import Scheme
from desk_app.ui.common.words import Words
from desk_app.ui.entry import STEPS, Entry, Officer, Step, Welcome
from desk_app.ui.shell.caretaking import care_before_desk, care_of, care_page, reason_asker
from desk_app.ui.shell.lock import IdleGuard, RemovalGuard
from desk_app.ui.shell.settings_view_model import SettingsViewModel
from desk_app.ui.shell.sign_in_view import SignInView
from desk_app.ui.shell.sign_in_view_model import SignInViewModel
from desk_app.ui.shell.window import Shell
from desk_app.ui.task_runner import Task, TaskRunner

if TYPE_CHECKING:
    from desk_app.ui.common.page import Page
    from desk_app.ui.common.prompts import PinPrompt, TextPrompt
    from desk_app.ui.contract import ActOffer, Counts, Desk, Issued, PinEntry, Surroundings
    from desk_app.ui.shell.citizen_screen import CitizenScreen

LOOK_AROUND_MS = 5000
EXCHANGE_MS = 20_000
INSIGHTS = frozenset({"explain_due", "before_closing", "shift_page"})
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
        self.pages: dict[str, Page] = {}
        self.citizen: CitizenScreen | None = None
        self._where = ""
        self._left: tuple[str, Page, str] | None = None
        self._guard = IdleGuard(self)
        self._guard.expired.connect(self.lock)
        self._removal = RemovalGuard(runner, self)
        self._removal.removed.connect(self.lock)
        self._make_models()
        self._around = QTimer(self)
        self._around.setInterval(LOOK_AROUND_MS)
        self._around.timeout.connect(self.look_around)
        self._exchanging: Task | None = None
        self._moved = 0
        self._signing: dict[str, str] = {}
        self._exchange = QTimer(self)
        self._exchange.setInterval(EXCHANGE_MS)
        self._exchange.timeout.connect(self.exchange)
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
        from desk_app.ui.shell.dashboard_view_model import DashboardViewModel
        from desk_app.ui.shell.device_list import DeviceList
        from desk_app.ui.shell.doctor_view_model import DoctorViewModel
        from desk_app.ui.shell.reports_view_model import ReportsViewModel
        from desk_app.ui.shell.sync_view_model import SyncViewModel
        from desk_app.ui.steps.agency_sign.view_model import AgencySignViewModel
        from desk_app.ui.steps.appraise.view_model import AppraiseViewModel
        from desk_app.ui.steps.approve.view_model import ApproveViewModel
        from desk_app.ui.steps.intake.view_model import IntakeViewModel
        from desk_app.ui.steps.return_result.view_model import ReturnViewModel

        desk, runner = self.desk, self.runner
        self.source = PageSource(desk.pages, runner, self)
        self.source.reason_wanted.connect(reason_asker(self.source, self))
        self._pin = PinTalk(runner, desk.tokens, self, self)
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
        self.reports = ReportsViewModel(desk.reports, runner, desk.now, self)
        self.care = care_of(desk, runner, self)
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
            self._take("doctor", DoctorPage(self.words, self.doctor))
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
        old = self.shell
        self.pages = {}
        self.shell = self._build_shell()
        self.shell.setGeometry(old.geometry())
        if self.officer is not None:
            self._make_pages()
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
        if "dashboard" not in self.pages:
            self._make_work_models()
            self._make_pages()
        self._furnish(officer)
        self.look_at_token()
        self._around.start()
        self._exchange.start()
        self.devices.start()
        self.care.start()
        self._guard.watch(self.welcome.lock_minutes)
        if officer.signs:
            tokens, purpose = self.desk.tokens, _purpose(officer)
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
        self.entry.session.sign_out()
        self.source.close_sensitive()
        self.officer = None
        self.shell.show_sign_in(self.sign_in_page)
        self.sign_in_page.take_focus(self.sign_in.state)

    def _furnish(self, officer: Officer) -> None:
        self.shell.work.show_officer(officer, self.welcome.office)
        self.jobs.state_changed.connect(self.shell.work.jobs.show_state)
        self.shell.work.jobs.show_state(self.jobs.jobs)
        self.shell.work.help.guide_asked.connect(self.open_guide)
        self.approve.sit_down(officer.name, officer.title)
        self.shell.work.show_counts(self.dashboard.state.counts)

    def _make_pages(self) -> None:
        from desk_app.ui.shell.dashboard_view import DashboardPage
        from desk_app.ui.shell.doctor_view import DoctorPage
        from desk_app.ui.shell.reports_view import ReportsPage
        from desk_app.ui.shell.settings_view import SettingsPage
        from desk_app.ui.shell.sync_view import SyncPage
        from desk_app.ui.steps.agency_sign.view import AgencySignPage
        from desk_app.ui.steps.appraise.view import AppraisePage
        from desk_app.ui.steps.approve.view import ApprovePage
        from desk_app.ui.steps.intake.view import IntakePage
        from desk_app.ui.steps.return_result.view import ReturnPage

        words, source = self.words, self.source
        dashboard = DashboardPage(words, self.dashboard)
        dashboard.search_cleared.connect(self.clear_search)
        returned = ReturnPage(words, self.return_result, source)
        returned.outbox_asked.connect(self._go_sync)
        settings = SettingsPage(words, self.settings)
        settings.offer_devices(self.devices.found)
        self.devices.changed.connect(settings.offer_devices)
        reports = ReportsPage(words, self.reports)
        reports.dossier_asked.connect(self._look_up)
        for name, page in (
            ("dashboard", dashboard),
            ("intake_page", IntakePage(words, self.intake, source)),
            ("appraise_page", AppraisePage(words, self.appraise, source)),
            ("approve_page", ApprovePage(words, self.approve, source)),
            ("agency_page", AgencySignPage(words, self.agency_sign, source)),
            ("return_page", returned),
            ("sync", SyncPage(words, self.sync)),
            ("doctor", DoctorPage(words, self.doctor)),
            ("care", care_page(words, self.care)),
            ("reports", reports),
            ("settings", settings),
        ):
            self._take(name, page)

    @Slot(object)
    def _show_counts(self, counts: "Counts") -> None:
        self.shell.work.show_counts(counts)

    def _take(self, name: str, page: "Page") -> None:
        self.pages[name] = page
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
            self.shell.show_page(self.pages[name], "doctor" if name == "care" else name)
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
            self._offer_acts()
        elif name == "citizen_screen":
            self.turn_to_citizen()
        elif name in INSIGHTS:
            self._look_into(name)
        elif name == "new_dossier":
            self.intake.start()
            self.shell.show_page(self.pages["intake_page"], "intake")
        elif name == "escape":
            self.clear_search()
            self.go("dashboard")

    def _offer_acts(self) -> None:
        """Acts beside the main road for the dossier in hand."""
        key, other = self._in_hand(), self.desk.other
        if key:
            self.runner.submit(
                lane="db",
                owner=self,
                work=lambda task: other.offers(key),
                done=partial(self._ask_act, key),
                failed=self._act_failed,
            )

    def _look_into(self, name: str) -> None:
        """Answer a question beside the page: why this date, what is missing, what is left."""
        from desk_app.ui.shell import insight_panel as panel

        insight, key = self.desk.insight, self._in_hand()
        questions: dict[str, tuple[Callable[[], Any], Callable[[Words, Any], Any]]] = {
            "explain_due": (lambda: insight.due(key), panel.due_state),
            "before_closing": (lambda: insight.before_closing(key), panel.closing_state),
            "shift_page": (insight.shift, panel.shift_state),
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
        page = self.shell.page
        if page is self.pages["approve_page"]:
            return self.approve.state.chosen
        if page is self.pages["dashboard"]:
            return self.dashboard.state.chosen
        for name, model in (
            ("intake_page", self.intake),
            ("appraise_page", self.appraise),
            ("agency_page", self.agency_sign),
            ("return_page", self.return_result),
        ):
            if page is self.pages[name]:
                dossier = model.state.dossier
                return dossier.key if dossier is not None else ""
        return ""

    def _ask_act(self, key: str, offers: "tuple[ActOffer, ...]") -> None:
        self._signing = {offer.key: offer.signs for offer in offers if offer.signs}
        self.shell.work.ask_act(offers, partial(self._do_act, key))

    def _do_act(self, key: str, act: str, values: Mapping[str, str]) -> None:
        if act in self._signing:
            self._sign_act(key, act, values)
            return
        other = self.desk.other
        self.runner.submit(
            lane="io",
            owner=self,
            work=lambda task: other.do(key, act, values),
            done=self._did_act,
            failed=self._act_failed,
        )

    def _sign_act(
        self,
        key: str,
        act: str,
        values: Mapping[str, str],
        problem: str = "",
        facts: dict[str, object] | None = None,
    ) -> None:
        """An act that signs asks the PIN first; a wrong one is asked again, never tried again."""
        from desk_app.ui.common.failures import failure_of

        other = self.desk.other

        def sign(pin: "PinEntry") -> None:
            self.runner.submit(
                lane="token",
                owner=self,
                work=lambda task: other.do(key, act, values, pin.during(task)),
                done=self._did_act,
                failed=failed,
            )

        def failed(error: Exception) -> None:
            failure = failure_of(error)
            if failure.code == "signing.pin_incorrect":
                self._sign_act(key, act, values, failure.code, dict(failure.facts))
            else:
                self._act_failed(error)

        self._pin.begin(
            act="sign",
            count=1,
            purpose=self._signing[act],
            problem=problem,
            facts=facts,
            sign=sign,
            failed=self._act_failed,
            gave_up=_nothing_more,
        )

    def _did_act(self, issued: "Issued") -> None:
        """Print what was issued and show the dossier where it now belongs."""
        from desk_app.ui.common.asking import print_slips

        print_slips(self.intake, self.desk, issued, self._act_failed)
        self.refresh()
        if issued.dossier.step is not None:
            self.open(issued.dossier.key, issued.dossier.step)
        else:
            self.go("dashboard")

    def _act_failed(self, error: Exception) -> None:
        from desk_app.ui.common.failures import failure_of

        self.shell.work.show_refusal(failure_of(error))

    def _go_signed_out(self, where: str) -> None:
        """Before anybody is signed in there is the sign-in page, and the doctor behind it."""
        if where == "sign_in_token":
            self.sign_in.ask_token()
        elif where == "open_care":
            if "care" not in self.pages:
                page = care_before_desk(self.entry, self.words, self.runner, self)
                self._take("care", page)
            self.shell.show_page(self.pages["care"], "doctor")
        elif where == "doctor":
            self.examine()
        elif where in ("escape", "dashboard", "go_dashboard"):
            self.shell.show_sign_in(self.sign_in_page)

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

    def _go_sync(self) -> None:
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
    def _look_up(self, code: str) -> None:
        """A dossier that stands behind a number."""
        self.shell.work.show_search(code)
        self.search(code)

    @Slot()
    def clear_search(self) -> None:
        """Forget the search."""
        self.shell.work.show_search("")
        self.dashboard.search("")

    @Slot()
    def look_at_token(self) -> None:
        """See whether the officer's signing device is there, then look around."""
        tokens, officer = self.desk.tokens, self.officer
        if officer is None or not officer.signs:
            self.look_around()
            return
        purpose = _purpose(officer)
        self.runner.submit(
            lane="token",
            owner=self,
            work=lambda task: tokens.certificate(purpose),
            done=self._looked,
            failed=self._looked,
        )

    def _looked(self, result: object) -> None:
        self.look_around()

    @Slot()
    def exchange(self) -> None:
        """Send what is due and take in what came, out of sight."""
        outbox = self.desk.outbox
        if self._exchanging is not None:
            return
        self._exchanging = self.runner.submit(
            lane="io",
            owner=self,
            work=lambda task: outbox.exchange(),
            done=self._exchanged,
            failed=self._exchanged,
        )

    def _exchanged(self, result: object) -> None:
        self._exchanging = None
        self.look_around()

    @Slot()
    def look_around(self) -> None:
        """Ask how things stand with network, outbox and token."""
        enquiries = self.desk.enquiries
        self.runner.submit(
            lane="db",
            owner=self,
            work=lambda task: enquiries.surroundings(),
            done=self._show_around,
            failed=_ignore,
        )

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
        self._around.stop()
        self._exchange.stop()
        self.runner.close()


def _purpose(officer: Officer) -> Literal["personal", "agency"]:
    """Which device this officer signs with."""
    return "agency" if "records_clerk" in officer.roles else "personal"


def _nothing_more() -> None:
    """The officer went back."""


def _ignore(error: Exception) -> None:
    """Looking around may fail; the next look follows."""


def _take_note(result: object) -> None:
    """The desk is open; whoever signs in finds it so."""
