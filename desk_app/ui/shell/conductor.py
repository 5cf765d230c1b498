"""Brings sign-in, pages and view-models together and leads the officer from one to the other."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desk_app.ui.common import theme
from desk_app.ui.common.words import Words
from desk_app.ui.entry import STEPS, Entry, Officer, Step, Welcome
from desk_app.ui.shell.black_box import BlackBox
from desk_app.ui.shell.sign_in_view import SignInView
from desk_app.ui.shell.sign_in_view_model import SignInViewModel
from desk_app.ui.shell.window import Shell
from desk_app.ui.shell.work_models import WorkModels
from desk_app.ui.shell.work_pages import Pages, pages_before_desk, work_pages
from desk_app.ui.task_runner import TaskRunner

if TYPE_CHECKING:
    from desk_app.ui.common.page import Page
    from desk_app.ui.common.prompts import PinPrompt, TextPrompt
    from desk_app.ui.contract import Counts, Desk, PinEntry, Surroundings
    from desk_app.ui.shell.settings_view_model import SettingsViewModel

BESIDE = {"care": "doctor", "backlog": "doctor", "restructuring": "procedures"}
"""Pages without an entry of their own, by the page they are opened from."""
REST_MS = 500
PAGES: dict[Step, str] = {
    "intake": "intake_page", "appraise": "appraise_page", "approve": "approve_page",
    "agency_sign": "agency_page", "return_result": "return_page",
}  # fmt: skip


class Conductor(WorkModels):
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
        self.pages.offer(pages_before_desk(self))
        self.has_desk = False
        self._where = ""
        self._is_settled = False
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self.settle)
        self._left: tuple[str, Page, str] | None = None
        self.black_box = BlackBox(entry.note, runner, self)
        self.sign_in = SignInViewModel(entry.session, runner, welcome, self)
        self.sign_in.signed_in.connect(self._begin)
        self._moved = 0
        self.shell = self._build_shell()
        self.sign_in_page.take_focus(self.sign_in.state)

    @cached_property
    def settings(self) -> "SettingsViewModel":
        """Choices at this desk; made when one is to be seen or changed."""
        from desk_app.ui.shell.settings_view_model import SettingsViewModel

        settings = SettingsViewModel(self.entry.settings, self)
        settings.chosen.connect(self._choice)
        return settings

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

    def _open_work(self) -> None:
        """What is made once, when somebody first signs in."""
        from desk_app.ui.shell.lock import Guards
        from desk_app.ui.shell.readers import Readers
        from desk_app.ui.shell.watch import Watch
        from desk_app.ui.shell.window_acts import WindowActs

        desk, runner = self.desk, self.runner
        self.make_models(desk, runner, self)
        self._guards = Guards(runner, self)
        self._guards.alone.connect(self.lock)
        self._guards.plugged.connect(self._look_at_token)
        self._watch = Watch(desk, runner, self)
        self._watch.seen.connect(self._show_around)
        self.acts = WindowActs(self)
        self._readers = Readers(self)
        self._readers.heard.connect(self._guards.note_life)
        self.dashboard.opened.connect(self.open)
        self.dashboard.searched.connect(self._show_words)
        self.dashboard.counts_changed.connect(self._show_counts)
        self.return_result.dossier_found.connect(self._found)
        self.sync.fix_asked.connect(self._fix)
        self.sync.changed.connect(self.refresh)
        self.selection.finished.connect(self.refresh)
        steps = (self.intake, self.appraise, self.approve, self.agency_sign, self.return_result)
        for model in steps:
            model.finished.connect(self.refresh)
        self.pages.offer(work_pages(self))
        self.dashboard.listed.connect(self._listed)
        self.has_desk = True

    def _build_shell(self) -> Shell:
        """The window with the sign-in page; built anew when the text size changes."""
        shell = Shell(self.words)
        shell.asked.connect(self.go)
        shell.searched.connect(self.search)
        shell.acted.connect(self.black_box.acted)
        shell.showed.connect(self.black_box.showed)
        self.sign_in_page = SignInView(self.words, shell.front)  # in place: styled once
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
        elif key.startswith("code_reader.") and self.has_desk:
            self._readers.choose()

    def redress(self) -> None:
        """Another theme or text size: the window is built anew around the same view-models."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        theme.dress(app, self.settings.state.value)
        if self.has_desk:
            self.acts.bridge.close()
        old = self.shell
        self.pages.clear()
        self.shell = self._build_shell()
        self.shell.setGeometry(old.geometry())
        if self.officer is not None:
            self._furnish(self.officer)
            self.look_around()
            self.go(self._where or "dashboard")
        self.shell.setVisible(old.isVisible())
        if self.officer is not None:
            self._readers.listen(self.shell)
        old.hide()
        old.deleteLater()

    @Slot()
    def open_guide(self) -> None:
        """The officers' guide at the page of the screen in sight, in the system's browser."""
        from desk_app.ui.shell.guide_opener import open_guide

        open_guide(self.runner, self, self.shell.router.scope)

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
            self._open_work()
        self._furnish(officer)
        self._readers.listen(self.shell)
        self._is_settled = False
        self._guards.watch(officer, self.desk.tokens, self.welcome.lock_minutes)
        self._resume(officer)
        self.entered.emit()

    @Slot()
    def _listed(self) -> None:
        """A list came; whoever types on is given the machine until they rest."""
        if not self._is_settled:
            self._resting.start()

    @Slot()
    def settle(self) -> None:
        """The officer has something to look at; what looks around in the background begins."""
        if self.officer is not None and not self._is_settled:
            self._is_settled = True
            self.dashboard.sit_down()
            self._watch.start(self.officer)
            self.devices.start()
            self.care.start()

    def _resume(self, officer: Officer) -> None:
        """Who locked the desk finds the page again; anybody else begins at the start."""
        left, self._left = self._left, None
        if left is not None and left[0] == officer.id:
            self.shell.show_page(left[1], left[2])
            self.settle()
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
        self._guards.rest()
        self._readers.rest()
        self.shell.work.close_prompts()
        self.acts.bridge.close()
        self.entry.session.sign_out()
        self.source.close_sensitive()
        self.officer = None
        self.shell.show_sign_in(self.sign_in_page)
        self.sign_in_page.take_focus(self.sign_in.state)

    def _furnish(self, officer: Officer) -> None:
        self.shell.work.show_officer(officer, self.welcome.office)
        self.jobs.state_changed.connect(self.shell.work.list_jobs)
        self.jobs.ended.connect(self.shell.work.tell_end)
        self.shell.work.list_jobs(self.jobs.jobs)
        self.shell.work.guide_asked.connect(self.open_guide)
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
            self.shell.show_page(self.pages[name], BESIDE.get(name, name))
        else:
            self.acts.do(name)

    def _go_signed_out(self, where: str) -> None:
        """Before anybody is signed in there is the sign-in page, and the doctor behind it."""
        if where == "sign_in_token":
            self.sign_in.ask_token()
        elif where == "open_care":
            self.shell.show_page(self.pages["care"], "doctor")
        elif where == "doctor":
            self.examine()
        elif where in ("escape", "dashboard", "go_dashboard"):
            self.shell.show_sign_in(self.sign_in_page)

    def start_dossier(self) -> None:
        """A new dossier at intake."""
        self.intake.start()
        self.shell.show_page(self.pages["intake_page"], "intake")

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

    @Slot(str)
    def _show_words(self, words: str) -> None:
        self.shell.work.show_search(words)

    @Slot()
    def clear_search(self) -> None:
        """Forget the search."""
        self.shell.work.show_search("")
        self.dashboard.search("")

    @Slot()
    def look_around(self) -> None:
        """Ask how things stand with network, outbox and token."""
        self._watch.look_around()

    @Slot()
    def _look_at_token(self) -> None:
        """The signing device came: what it says of itself is asked again."""
        if self.officer is not None:
            self._watch.look_at_token(self.officer)

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
        if self.has_desk:
            self._guards.rest()
            self._readers.rest()
            self.acts.close()
            self._watch.stop()
        self.runner.close()


def _take_note(result: object) -> None:
    """The desk is open; whoever signs in finds it so."""
