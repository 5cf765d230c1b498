"""Keys of the table as the window really gets them: key events, not calls (UI-07)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app.ui.common import keys
from tests.kit.ui.window import PAGES, show

pytestmark = pytest.mark.ui


def _send(window, key):
    sequence = QKeySequence(key)[0]
    QTest.keyClick(window.shell, sequence.key(), sequence.keyboardModifiers())
    QApplication.processEvents()


@pytest.mark.parametrize("page", PAGES)
def test_every_key_of_a_screen_reaches_its_act(qtbot, window, page):
    show(window, page)
    QApplication.setActiveWindow(window.shell)
    qtbot.waitActive(window.shell)
    scope = window.shell.page.scope
    got = []
    window.shell.router.pressed.disconnect()
    window.shell.router.pressed.connect(got.append)
    wanted, missing = {}, []
    for action in keys.ACTIONS:
        if action.bound != "window" or not {scope, "everywhere"} & set(action.scopes):
            continue
        for key in action.keys:
            if scope in action.scopes or key not in wanted:
                wanted[key] = action.id
    for key, act in wanted.items():
        got.clear()
        _send(window, key)
        if got != [act]:
            missing.append((key, act, list(got)))
    assert missing == []


def test_a_held_window_takes_no_keys(window):
    show(window, "dashboard")
    got = []
    window.shell.router.pressed.connect(got.append)
    window.shell.router.is_held = True
    QTest.keyClick(window.shell, Qt.Key.Key_F1)
    assert got == []
