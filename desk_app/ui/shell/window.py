"""The main window: the sign-in page, and behind it the work of a signed-in officer."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.text_entry import commit_focus
from desk_app.ui.common.tokens import LayoutClass, layout_class
from desk_app.ui.common.words import View, Words
from desk_app.ui.shell.key_router import KeyRouter
from desk_app.ui.shell.sign_in_view import SignInView

if TYPE_CHECKING:
    from desk_app.ui.common.page import Page
    from desk_app.ui.shell.work_area import WorkArea

SMALLEST = (900, 560)
FIRST = (1366, 688)


class Shell(View):
    """The window. The work area is built when it is first asked for.

    Signals:
        asked: id of a page, ``page:key``, or an act nobody in sight took.
        searched: text in the search box as it is typed.
        painted: the window has been painted for the first time.
        closing: the window is about to go.
        acted: id of an act, before it is done.
        showed: scope of the page that came into sight.
    """

    asked = Signal(str)
    searched = Signal(str)
    painted = Signal()
    closing = Signal()
    acted = Signal(str)
    showed = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("Shell")
        self.layout_class: LayoutClass = "normal"
        self.may_close: Callable[[], bool] | None = None
        self._is_painted = False
        self.front = QStackedWidget(self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.front)
        self.router = KeyRouter(self)
        self.router.pressed.connect(self.press)
        self.painted.connect(self._listen)
        self.tie("ui.product", self.setWindowTitle)
        look = theme.current()
        self.resize(*FIRST)
        self.setMinimumSize(
            min(look.px(SMALLEST[0]), FIRST[0]), min(look.px(SMALLEST[1]), FIRST[1])
        )

    def _listen(self) -> None:
        """Go on once whoever else waits for the first paint has been told of it."""
        QTimer.singleShot(0, self._finish)

    def _finish(self) -> None:
        """What a window needs that nobody has to wait for."""
        from desk_app.ui.common.screen_reader import tell_scroll_areas_safely

        self.router.bind()
        tell_scroll_areas_safely(self)

    @cached_property
    def work(self) -> "WorkArea":
        """Navigation, bars, pages and the questions over them."""
        from desk_app.ui.shell.work_area import WorkArea

        work = WorkArea(self.words, self)
        self.front.addWidget(work)
        work.asked.connect(self.press)
        work.searched.connect(self.searched)
        work.held.connect(self._hold)
        work.lay_out(self.layout_class)
        return work

    @property
    def is_at_work(self) -> bool:
        """Whether the work area is in front."""
        return "work" in self.__dict__ and self.front.currentWidget() is self.work

    # -- pages

    def show_sign_in(self, page: QWidget) -> None:
        """Put the sign-in page in front."""
        if self.front.indexOf(page) < 0:
            self.front.insertWidget(0, page)
        self._dress_sign_in()
        self.front.setCurrentWidget(page)
        self.router.scope = "sign_in"

    def show_page(self, page: "Page", place: str) -> None:
        """Bring a page into sight; ``place`` is its entry in the navigation."""
        self.front.setCurrentWidget(self.work)
        self.router.scope = page.scope
        self.work.show_page(page, place)
        self.showed.emit(page.scope)

    @property
    def page(self) -> "Page | None":
        """The page in sight."""
        return self.work.page if self.is_at_work else None

    # -- acts

    def press(self, action_id: str) -> None:
        """Do an act: what is being typed is committed first, then the page in sight gets it."""
        self.acted.emit(action_id)
        commit_focus()
        page = self.page
        if page is not None and page.act(action_id):
            return
        if action_id in ("next_pane", "previous_pane") and page is not None:
            page.step_pane(action_id == "next_pane")
        elif not self._act(action_id):
            self.asked.emit(action_id)

    def _act(self, action_id: str) -> bool:
        """Acts of the window itself; whether it was one."""
        if action_id == "help":
            self.work.show_help(self.router.scope)
        elif action_id == "escape" and "work" in self.__dict__:
            return self.work.close_panel()
        elif action_id == "jobs" and self.is_at_work:
            self.work.show_jobs()
        elif action_id == "search" and self.is_at_work:
            self.work.top.search.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
            self.work.top.search.selectAll()
        else:
            return False
        return True

    def _hold(self, held: bool) -> None:  # noqa: FBT001  a signal's payload
        self.router.is_held = held

    # -- size and life

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the layout class by the effective width."""
        super().resizeEvent(event)
        self._lay_out()
        if "work" in self.__dict__:
            self.work.place_over()

    def _lay_out(self) -> None:
        layout = layout_class(self.width(), theme.current().scale)
        if layout == self.layout_class:
            return
        self.layout_class = layout
        self._dress_sign_in()
        if "work" in self.__dict__:
            self.work.lay_out(layout)

    def _dress_sign_in(self) -> None:
        """Without room the left half of the sign-in page goes."""
        front = self.front.widget(0)
        if isinstance(front, SignInView):
            front.show_wide(self.layout_class in ("wide", "normal"))

    def showEvent(self, event: object) -> None:
        """Lay out before the first paint."""
        self._lay_out()
        super().showEvent(event)  # type: ignore[arg-type]  # passed through unread

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint, once it is through."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask only while a signature is being made."""
        commit_focus()
        if self.may_close is not None and not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        QTimer.singleShot(0, self.deleteLater)
        event.accept()
