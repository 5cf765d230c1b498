"""The bridge to a site without an interface: down the list with Enter, then compared with what was typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desk_app.domain.errors import RuleError
from tests.kit.ui.window import begin_intake, settle

pytestmark = pytest.mark.ui


@pytest.fixture
def bridge(window):
    """The window beside the browser, over a dossier at intake."""
    begin_intake(window)
    window.shell.press("retype")
    settle()
    return window.acts.bridge.window


def clipboard():
    return QGuiApplication.clipboard().text()


def test_enter_copies_a_value_in_the_format_of_the_site_and_goes_on(bridge):
    code = bridge._model.state.key
    QTest.keyClick(bridge.lines, Qt.Key.Key_Return)
    assert clipboard() == code
    assert bridge.lines.current_id() == "2"
    QTest.keyClick(bridge.lines, Qt.Key.Key_Return)
    assert clipboard() == "NGUYỄN THỊ LAN"
    assert bridge.count.text() == bridge.words.label("ui.retype.count", done=2, total=4)
    assert bridge.lines.rows_model.index(0, 2).data() == bridge.words.label("ui.retype.copied")


def test_the_page_read_back_is_compared_box_by_box(bridge):
    state = bridge._model.state
    page = "\n".join(f"{line.label}: {line.value}" for line in state.lines)
    bridge.page.setPlainText(page.replace("THỊ LAN", "THỊ LÂN").replace("24/11/2026", ""))
    QTest.keyClick(bridge.page, Qt.Key.Key_F12)
    settle()
    assert [one.label for one in bridge._model.state.wrong] == ["Họ và tên", "Ngày hẹn trả"]
    assert bridge.wrong.isVisible()
    assert bridge.wrong.rows_model.index(0, 2).data() == "NGUYỄN THỊ LÂN"
    assert bridge.wrong.rows_model.index(1, 2).data() == bridge.words.label("ui.retype.bare")
    bridge.page.setPlainText(page)
    QTest.keyClick(bridge.page, Qt.Key.Key_F12)
    assert bridge._model.state.wrong == ()
    assert bridge.wrong.isHidden()


def test_closed_or_locked_it_leaves_nothing_in_the_clipboard(window, bridge):
    bridge.lines.choose("3")
    QTest.keyClick(bridge.lines, Qt.Key.Key_Space)
    assert clipboard() == "024190001234"
    window.lock()
    assert clipboard() == ""
    assert window.acts.bridge.window is None


def test_without_a_listed_site_it_says_what_to_do(window, sample, monkeypatch):
    retyping = window.desk.retyping
    monkeypatch.setattr(retyping, "sites", tuple)
    begin_intake(window)
    window.shell.press("retype")
    assert window.acts.bridge.window._model.state.failure.code == "retype.no_site"
    assert window.acts.bridge.window.banner.isVisible()


def test_a_list_that_cannot_be_read_is_told_in_words(window, monkeypatch):
    def broken(key, site):
        raise RuleError("retype.site_unreadable", {"file": "x.toml", "detail": "label"})

    monkeypatch.setattr(window.desk.retyping, "lines", broken)
    begin_intake(window)
    window.shell.press("retype")
    assert window.acts.bridge.window._model.state.failure.code == "retype.site_unreadable"
