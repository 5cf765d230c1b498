"""A page of the window: what it shows outside its own area, and how keys reach it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeGuard

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desk_app.ui.common.keys import Scope
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import View
from desk_app.ui.entry import Step


@dataclass(frozen=True, slots=True)
class ButtonState:
    """A button of the action bar; the label may say how many (``Ký 4 văn bản``)."""

    action: str
    label: str
    kind: str = "secondary"
    icon: str = ""
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class Chrome:
    """Title, context line, key hints and buttons of a page in its present state."""

    title: str
    subtitle: str = ""
    code: str = ""
    who: str = ""
    step: Step | None = None
    shows_steps: bool = False
    hints: tuple[str, ...] = ()
    buttons: tuple[ButtonState, ...] = ()


class Acts(Protocol):
    """A view-model that does acts by id."""

    def act(self, action_id: str) -> bool:
        """Do an act; whether it is one of this view-model."""
        ...


class Page(View):
    """Base of all pages.

    Signals:
        chrome_changed: a ``Chrome``.
        undo_offered: an ``Undo``.
        navigated: id of a page or ``page:key`` to go to.
        held: whether a sheet of the page holds the keys of the window.
    """

    scope: Scope = "everywhere"
    chrome_changed = Signal(object)
    undo_offered = Signal(object)
    navigated = Signal(str)
    held = Signal(bool)

    chrome = Chrome("")
    layout_class: LayoutClass = "normal"
    _left: QWidget | None = None

    def show_state(self, state: object) -> None:
        """Render a state; the focus stays on the page when what has it goes out of sight."""
        held = self._focused()
        super().show_state(state)
        if held is not None and not _in_sight(held) and self._focused() is None:
            back, self._left = self._left, held
            if _in_sight(back) and self.isAncestorOf(back):
                back.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.step_pane(forward=True)

    def _focused(self) -> QWidget | None:
        """What has the focus, where it is on this page."""
        here = self.window().focusWidget()
        return here if here is not None and self.isAncestorOf(here) else None

    def set_chrome(self, chrome: Chrome) -> None:
        """Tell the window what to show around this page, when it is something else."""
        if chrome != self.chrome:
            self.chrome = chrome
            self.chrome_changed.emit(chrome)

    def apply_layout(self, layout: LayoutClass) -> None:
        """Arrange the panes for a layout class."""
        self.layout_class = layout

    def enter(self) -> None:
        """The page has come into sight."""

    def act(self, action_id: str) -> bool:
        """Do an act of this page; whether there is such an act."""
        return False

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in reading order."""
        return ()

    def step_pane(self, forward: bool) -> None:  # noqa: FBT001  a direction
        """Put the focus into the next pane in sight."""
        stops = [pane for pane in self.panes() if pane.isVisible()]
        if not stops:
            return
        here = self.window().focusWidget()
        place = next(
            (
                at
                for at, pane in enumerate(stops)
                if here is not None and (pane is here or pane.isAncestorOf(here))
            ),
            -1,
        )
        target = stops[(place + (1 if forward else -1)) % len(stops)]
        focus_first(target)


def _in_sight(widget: QWidget | None) -> TypeGuard[QWidget]:
    return widget is not None and isValid(widget) and widget.isVisible()


def did(acts: Mapping[str, Callable[[], object]], action_id: str) -> bool:
    """Do the act of this id; whether there is one."""
    act = acts.get(action_id)
    if act is not None:
        act()
    return act is not None


def focus_first(pane: QWidget) -> None:
    """Focus a pane, or the first thing in it that takes the focus."""
    if pane.focusPolicy() & Qt.FocusPolicy.TabFocus:
        pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return
    for widget in pane.findChildren(QWidget):
        if (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisibleTo(pane)
            and widget.isEnabled()
        ):
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
