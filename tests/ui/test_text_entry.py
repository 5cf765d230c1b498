"""Both kinds of input method leave exactly what the officer meant (UI-08, UI-09)."""

import time
import unicodedata

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desk_app.ui.common.text_area import ViTextEdit
from desk_app.ui.common.text_entry import ViLineEdit, commit_focus
from tests.kit.ui.typing import commit, press, type_vi
from tests.kit.ui.window import settle, show

pytestmark = pytest.mark.ui
NAME = "Nguyễn Thị Phương Đông"


class Engine(QObject):
    """An input method whose words wait among the posted events, as those of a synchronous IBus do."""

    _said = Signal(str, str)

    def __init__(self):
        super().__init__()
        self._said.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def says(self, *preedits, commit=""):
        """What it makes of keys that the program has let through but not heard of."""
        for preedit in preedits:
            self._said.emit(preedit, "")
        if commit:
            self._said.emit("", commit)

    def _tell(self, preedit, commit):
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(QApplication.focusWidget(), event)


@pytest.fixture
def fields(qtbot):
    window = QWidget()
    column = QVBoxLayout(window)
    first, second, area = ViLineEdit("first"), ViLineEdit("second"), ViTextEdit("area")
    for field in (first, second, area):
        column.addWidget(field)
    qtbot.addWidget(window)
    window.show()
    QApplication.setActiveWindow(window)
    first.setFocus()
    yield first, second, area
    window.close()


@pytest.mark.parametrize("mode", ["keys", "preedit", "replacing"])
@pytest.mark.parametrize("place", [0, 2])
def test_typed_vietnamese_arrives(fields, mode, place):
    field = fields[place]
    field.setFocus()
    type_vi(field, NAME, mode)
    assert field.value() == NAME


@pytest.mark.parametrize("place", [0, 2])
def test_the_word_being_composed_is_kept_when_an_act_runs(fields, place):
    field, got = fields[place], []
    field.committed.connect(got.append)
    field.setFocus()
    type_vi(field, NAME, "preedit", commit_last=False)
    commit_focus()
    assert got == [NAME]


def test_the_word_being_composed_is_kept_when_the_focus_leaves(fields):
    first, second, _ = fields
    got = []
    first.committed.connect(got.append)
    type_vi(first, NAME, "preedit", commit_last=False)
    second.setFocus()
    assert got == [NAME]


def test_a_late_copy_of_a_committed_word_is_refused_in_the_next_field(fields):
    first, second, _ = fields
    type_vi(first, "thị hằng", "preedit", commit_last=False)
    second.setFocus()
    commit(second, "hằng")
    assert first.value() == "thị hằng"
    assert second.value() == ""
    type_vi(second, "hằng", "preedit")
    assert second.value() == "hằng"


def test_a_late_copy_after_an_act_is_refused_in_the_same_field(fields):
    first = fields[0]
    type_vi(first, "ủy ban", "preedit", commit_last=False)
    commit_focus()
    commit(first, "ban")
    assert first.value() == "ủy ban"


def test_a_word_committed_by_the_engine_itself_is_not_doubled(fields):
    first, second, _ = fields
    type_vi(first, "thị hằng", "preedit")
    second.setFocus()
    commit(second, "hằng")
    assert first.value() == "thị hằng"
    assert second.value() == ""


@pytest.mark.parametrize("place", [0, 2])
@pytest.mark.parametrize("key", ["F12", "Tab"])
def test_a_key_is_not_handled_before_what_is_older_than_it(fields, place, key):
    """The program got no time: ``si`` is told, ``nh`` and the key come at once."""
    field, got = fields[place], []
    field.committed.connect(got.append)
    QShortcut(QKeySequence("F12"), field.window(), commit_focus)
    field.setFocus()
    engine = Engine()
    type_vi(field, "khai si", "preedit", commit_last=False)
    engine.says("sin", "sinh", commit="sinh")
    QTest.keyClick(field, Qt.Key[f"Key_{key}"])
    QApplication.processEvents()
    assert got == ["khai sinh"]
    assert [each.value() for each in fields if each is not field] == ["", ""]


@pytest.mark.parametrize("place", [0, 2])
def test_letters_told_after_an_act_by_mouse_belong_to_the_word(fields, place):
    field, got = fields[place], []
    field.committed.connect(got.append)
    field.setFocus()
    type_vi(field, "khai si", "preedit", commit_last=False)
    commit_focus()
    engine = Engine()
    engine.says("sin", "sinh", commit="sinh")
    QApplication.processEvents()
    assert field.value() == got[-1] == "khai sinh"


@pytest.mark.parametrize(("left", "entered"), [(0, 2), (2, 0)])
def test_letters_told_after_a_click_elsewhere_go_where_the_word_is(fields, left, entered):
    """The plug-in commits what it knows of the word before the focus leaves; then the rest comes."""
    field, other, got = fields[left], fields[entered], []
    field.committed.connect(got.append)
    field.setFocus()
    type_vi(field, "tại đuo", "preedit")
    other.setFocus()
    for word in ("đuon", "đuong", "đương"):
        QApplication.sendEvent(other, QInputMethodEvent(word, []))
    commit(other, "đương")
    assert field.value() == got[-1] == "tại đương"
    assert other.value() == ""
    type_vi(other, "đương", "preedit")
    assert other.value() == "đương"


def test_a_copy_is_refused_however_late_it_comes(fields, monkeypatch):
    first = fields[0]
    type_vi(first, "ủy ban", "preedit", commit_last=False)
    commit_focus()
    later = time.monotonic() + 60
    monkeypatch.setattr(time, "monotonic", lambda: later)
    commit(first, "ban")
    assert first.value() == "ủy ban"


def test_the_same_word_again_after_a_key_is_no_copy(fields):
    first, second, _ = fields
    type_vi(first, "ban", "preedit", commit_last=False)
    second.setFocus()
    press(second, Qt.Key.Key_Space, " ")
    commit(second, "ban")
    assert second.value() == "ban"


def test_decomposed_input_is_composed_when_it_leaves(fields):
    first, got = fields[0], []
    first.committed.connect(got.append)
    for sign in unicodedata.normalize("NFD", "Đường"):
        press(first, Qt.Key.Key_unknown, sign)
    first.commit()
    assert got == [unicodedata.normalize("NFC", "Đường")]


def test_the_text_is_left_alone_while_it_is_typed(fields):
    first = fields[0]
    type_vi(first, "  tao ", "keys")
    assert first.text() == "  tao "
    first.commit()
    assert first.text() == "tao"


def test_typing_with_an_open_list_of_offers_gives_what_was_typed(fields):
    first = fields[0]
    first.offer(["tàu hỏa", "tào lao", "táo"])
    type_vi(first, "tảo", "replacing")
    assert first.value() == "tảo"
    assert first.completer().popup().currentIndex().row() == -1


def test_a_state_does_not_overwrite_what_is_being_typed(fields):
    first = fields[0]
    first.show_value("cũ")
    type_vi(first, " mới", "keys")
    first.show_value("cũ")
    assert first.value() == "cũ mới"


def test_no_field_has_a_mask_or_completes_inline(fields):
    for field in fields[:2]:
        assert field.inputMask() == ""
    QApplication.sendEvent(fields[0], QInputMethodEvent("", []))


def _wants_input_method(field):
    """What an input method is told of a field."""
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(field, asked)
    return bool(asked.value(Qt.InputMethodQuery.ImEnabled))


def test_secrets_are_typed_past_the_input_method(fields):
    assert _wants_input_method(fields[0])
    fields[0].secret()
    assert not _wants_input_method(fields[0])


def test_codes_are_typed_past_the_input_method(window):
    """A scanner that plays keyboard types into these; composing would change letters and order."""
    show(window, "return_result")
    show(window, "dashboard")
    window.go("new_dossier")
    settle()
    assert _wants_input_method(window.pages["intake_page"].start.procedure)
    for page, name in (("return_page", "pickup"), ("intake_page", "start.identity")):
        field = window.pages[page]
        for part in name.split("."):
            field = getattr(field, part)
        assert not _wants_input_method(field), name
        type_vi(field, "027090000123", "keys")
        assert field.value() == "027090000123"


def test_names_of_accounts_are_typed_past_the_input_method(window):
    """`traketqua` is no Vietnamese word to be composed."""
    assert not _wants_input_method(window.sign_in_page.user)
