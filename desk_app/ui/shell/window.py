"""The main window: navigation, bars and pages; keys on their way to the page in sight."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk_app.ui.common import keys, theme
from desk_app.ui.common.page import Chrome, Page
from desk_app.ui.common.prompts import PinPrompt, TextPrompt
from desk_app.ui.common.sheets import PinSheet, ReasonSheet
from desk_app.ui.common.text_entry import commit_focus
from desk_app.ui.common.tokens import LayoutClass, layout_class
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import Counts, Officer, Surroundings
from desk_app.ui.shell.bars import ActionBar, ContextLine, TopBar, TopState, UndoStrip
from desk_app.ui.shell.navigation import Navigation, NavigationState
from desk_app.ui.shell.panels import HelpPanel
from desk_app.ui.shell.sign_in_view import SignInView

T = TypeVar("T")
SMALLEST = (900, 560)
FIRST = (1366, 688)


class KeyRouter(QObject):
    """Binds every key of the table once and sends its act to the window.

    Signals:
        pressed: id of an action.
    """

    pressed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._by_key: dict[str, dict[keys.Scope, str]] = {}
        for action in keys.ACTIONS:
            if action.bound != "window":
                continue
            for key in action.keys:
                scopes = self._by_key.setdefault(key, {})
                for scope in action.scopes:
                    scopes[scope] = action.id
        self.scope: keys.Scope = "sign_in"
        self.is_held = False
        for key in self._by_key:
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.setProperty("key", key)
            shortcut.setAutoRepeat(
                key in ("PgDown", "PgUp", "F7", "Shift+F7", "Alt+Down", "Alt+Up")
            )
            shortcut.activated.connect(self._activated)

    def _activated(self) -> None:
        sender = self.sender()
        if sender is None or self.is_held:
            return
        scopes = self._by_key[str(sender.property("key"))]
        action_id = scopes.get(self.scope) or scopes.get("everywhere")
        if action_id is not None:
            self.pressed.emit(action_id)


class Shell(View):
    """The window of a signed-in officer, with the sign-in page in front of it.

    Signals:
        asked: id of a page, ``page:key``, or an act nobody in sight took.
        searched: text in the search box as it is typed.
        resized: the layout class after a change of size.
    """

    asked = Signal(str)
    searched = Signal(str)
    closing = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("Shell")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.layout_class: LayoutClass = "normal"
        self.may_close: Callable[[], bool] | None = None
        self._navigation_state = NavigationState()
        self._top = TopState()
        self.front = QStackedWidget(self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.front)
        self._work = QWidget()
        row = QHBoxLayout(self._work)
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
        self.undo = UndoStrip(words, self._work)
        self.help = HelpPanel(words, self._work)
        self.pin_sheet = PinSheet(words, self)
        self.reason_sheet = ReasonSheet(words, self)
        self.router = KeyRouter(self)
        self.router.pressed.connect(self.press)
        self.navigation.asked.connect(self.press)
        self.action_bar.asked.connect(self.press)
        self.top.searched.connect(self.searched)
        self.top.network_asked.connect(self._ask_sync)
        self.top.token_asked.connect(self._ask_doctor)
        self.undo.asked.connect(self._ask_undo)
        for sheet in (self.pin_sheet, self.reason_sheet):
            sheet.closed.connect(self._release)
        self.tie("ui.product", self.setWindowTitle)
        look = theme.current()
        self.resize(*FIRST)
        self.setMinimumSize(
            min(look.px(SMALLEST[0]), FIRST[0]), min(look.px(SMALLEST[1]), FIRST[1])
        )

    # -- pages

    def show_sign_in(self, page: QWidget) -> None:
        """Put the sign-in page in front."""
        if self.front.indexOf(page) < 0:
            self.front.addWidget(page)
        self._dress_sign_in()
        self.front.setCurrentWidget(page)
        self.router.scope = "sign_in"

    def add_page(self, page: Page) -> None:
        """Take a page in."""
        self.pages.addWidget(page)
        page.chrome_changed.connect(self._chrome_changed)
        page.undo_offered.connect(self.undo.show_undo)
        page.apply_layout(self.layout_class)

    def show_page(self, page: Page, place: str) -> None:
        """Bring a page into sight; ``place`` is its entry in the navigation."""
        if self.front.indexOf(self._work) < 0:
            self.front.addWidget(self._work)
        self.front.setCurrentWidget(self._work)
        if page is not self.pages.currentWidget():
            self.undo.hide()
        self.pages.setCurrentWidget(page)
        self.router.scope = page.scope
        self._navigation_state = _with(self._navigation_state, page=place)
        self.navigation.show_state(self._navigation_state)
        self._show_chrome(page.chrome)
        page.enter()

    @property
    def page(self) -> Page | None:
        """The page in sight."""
        widget = self.pages.currentWidget()
        is_work = self.front.currentWidget() is self._work
        return widget if is_work and isinstance(widget, Page) else None

    def _chrome_changed(self, chrome: Chrome) -> None:
        if self.sender() is self.pages.currentWidget():
            self._show_chrome(chrome)

    def _show_chrome(self, chrome: Chrome) -> None:
        self._top = _with(self._top, title=chrome.title, subtitle=chrome.subtitle)
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

    def show_search(self, text: str) -> None:
        """Put a text into the search box."""
        self.top.search.clear()
        self._top = _with(self._top, search=text)
        self.top.show_state(self._top)

    # -- acts

    def press(self, action_id: str) -> None:
        """Do an act: what is being typed is committed first, then the page in sight gets it."""
        commit_focus()
        page = self.page
        if page is not None and page.act(action_id):
            return
        if action_id in ("next_pane", "previous_pane") and page is not None:
            page.step_pane(action_id == "next_pane")
        elif action_id == "help":
            self.help.toggle(self.router.scope)
        elif action_id == "escape" and self.help.isVisible():
            self.help.hide()
        elif action_id == "search":
            self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.top.search.selectAll()
        else:
            self.asked.emit(action_id)

    def _ask_sync(self) -> None:
        self.asked.emit("sync")

    def _ask_doctor(self) -> None:
        self.asked.emit("doctor")

    def _ask_undo(self) -> None:
        self.undo.hide()
        self.press("undo")

    # -- questions (the Prompts port)

    def ask_pin(self, prompt: PinPrompt, answer: Callable[[str | None], None]) -> None:
        """Ask the PIN over the page."""
        self.router.is_held = True
        self.pin_sheet.ask_pin(prompt, answer)

    def ask_text(self, prompt: TextPrompt, answer: Callable[[str | None], None]) -> None:
        """Ask a reason over the page."""
        self.router.is_held = True
        self.reason_sheet.ask_text(prompt, answer)

    def _release(self) -> None:
        self.router.is_held = False

    # -- size

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the layout class by the effective width."""
        super().resizeEvent(event)
        self._lay_out()
        self.undo.place()
        self.help.place()

    def _lay_out(self) -> None:
        layout = layout_class(self.width(), theme.current().scale)
        if layout == self.layout_class:
            return
        self.layout_class = layout
        self._dress_sign_in()
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

    def _dress_sign_in(self) -> None:
        """Without room the left half of the sign-in page goes."""
        front = self.front.widget(0)
        if isinstance(front, SignInView):
            front.show_wide(self.layout_class in ("wide", "normal"))

    def showEvent(self, event: object) -> None:
        """Lay out before the first paint."""
        self._lay_out()
        super().showEvent(event)  # type: ignore[arg-type]  # passed through unread

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask only while a signature is being made."""
        commit_focus()
        if self.may_close is not None and not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        QTimer.singleShot(0, self.deleteLater)
        event.accept()


def _with(state: T, **changes: object) -> T:
    """A changed copy of a state."""
    return replace(state, **changes)  # type: ignore[type-var]  # all states are dataclasses
