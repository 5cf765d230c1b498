"""The list of offers under a field: it never takes the keyboard, and keys still reach it."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desk_app.ui.common.text_entry import ViLineEdit
from tests.kit.ui.typing import commit, type_vi
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui
CHOICES = ["Đăng ký khai sinh", "Đăng ký khai tử", "Đăng ký kết hôn"]


@pytest.fixture
def form(qapp):
    """A window with a field that offers, a field after it, and keys of its own."""
    window = QWidget()
    column = QVBoxLayout(window)
    window.field, window.after = ViLineEdit("field"), ViLineEdit("after")
    column.addWidget(window.field)
    column.addWidget(window.after)
    window.pressed = []
    for key in ("Esc", "F12", "Down"):
        QShortcut(QKeySequence(key), window, lambda key=key: window.pressed.append(key))
    window.field.offer(CHOICES)
    window.show()
    window.activateWindow()
    window.field.setFocus()
    settle()
    yield window
    window.close()
    window.deleteLater()
    settle()


def _list(form):
    return form.field.completer().popup()


def _open(form, words="khai"):
    type_vi(form.field, words, "keys")
    settle()
    assert _list(form).isVisible()


def test_the_list_takes_neither_focus_window_nor_pop_up(form):
    before = QGuiApplication.focusWindow()
    _open(form)
    assert QGuiApplication.focusWindow() is before
    assert QApplication.activePopupWidget() is None
    assert form.field.hasFocus()
    assert _list(form).windowType() == Qt.WindowType.ToolTip


def test_a_word_in_the_making_stays_while_the_list_opens(form):
    commit(form.field, "khai ")
    QApplication.sendEvent(form.field, QInputMethodEvent("sin", []))
    settle()
    assert _list(form).isVisible()
    assert form.field.value() == "khai sin"


def test_arrows_choose_and_enter_takes(form):
    entered = []
    form.field.entered.connect(lambda: entered.append(form.field.value()))
    _open(form)
    QTest.keyClick(form.field, Qt.Key.Key_Down)
    QTest.keyClick(form.field, Qt.Key.Key_Down)
    QTest.keyClick(form.field, Qt.Key.Key_Return)
    assert entered == ["Đăng ký khai tử"]
    assert not _list(form).isVisible()
    assert form.pressed == []


def test_nothing_is_taken_that_was_not_chosen(form):
    entered = []
    form.field.entered.connect(lambda: entered.append(form.field.value()))
    _open(form)
    QTest.keyClick(form.field, Qt.Key.Key_Return)
    assert entered == ["khai"]


def test_escape_closes_the_list_and_only_then_belongs_to_the_window(form):
    _open(form)
    QTest.keyClick(form.field, Qt.Key.Key_Escape)
    assert not _list(form).isVisible()
    assert form.pressed == []
    QTest.keyClick(form.field, Qt.Key.Key_Escape)
    assert form.pressed == ["Esc"]


def test_keys_of_the_window_work_over_an_open_list(form):
    _open(form)
    QTest.keyClick(form.field, Qt.Key.Key_F12)
    assert form.pressed == ["F12"]


def test_typing_on_goes_into_the_field(form):
    _open(form)
    QTest.keyClick(form.field, Qt.Key.Key_Backspace)
    type_vi(form.field, "i tử", "keys")
    assert form.field.text() == "khai tử"


def test_leaving_tells_the_value_and_closes_the_list(form):
    told = []
    form.field.committed.connect(told.append)
    _open(form, "khai t")
    QTest.keyClick(form.field, Qt.Key.Key_Tab)
    settle()
    assert form.after.hasFocus()
    assert told == ["khai t"]
    assert not _list(form).isVisible()


def test_the_list_does_not_come_back_for_the_word_finished_by_leaving(form):
    told = []
    form.field.committed.connect(told.append)
    QApplication.sendEvent(form.field, QInputMethodEvent("khai", []))
    form.after.setFocus()
    settle()
    assert told == ["khai"]
    assert not _list(form).isVisible()


@pytest.mark.parametrize("kind", ["move", "press", "deactivate"])
def test_the_list_goes_when_its_window_moves_or_is_clicked_or_left(form, kind):
    _open(form)
    if kind == "move":
        form.move(form.x() + 40, form.y() + 30)
    elif kind == "press":
        QTest.mouseClick(form, Qt.MouseButton.LeftButton)
    else:
        QApplication.sendEvent(form, QEvent(QEvent.Type.WindowDeactivate))
    settle()
    assert not _list(form).isVisible()
