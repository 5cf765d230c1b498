"""A reader that plays keyboard reaches the page in sight wherever the focus is; typing stays typing (scenario 61)."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desk_app.ui.common import reader_burst
from desk_app.ui.common.text_area import ViTextEdit
from desk_app.ui.common.text_entry import TELL_EVERY_MS, ViLineEdit
from desk_app.ui.shell import reader_keys
from tests.kit.ui.window import STEP_DOSSIERS, begin_intake

pytestmark = pytest.mark.ui
NUMBER = "024190001234"
OTHER = "001099012345"
REST = "|012345678|Nguyen Thi Phuong Dong|17051990|Nu|Thon 4, xa Minh Duc|01012021"
FAST, SLOW = 4, 95


class Reader:
    """Hands keys to the window as the system does, with times of its own clock."""

    def __init__(self, window):
        self.window, self.now_ms = window, 60_000

    def types(self, text, gap_ms=FAST, *, end=Qt.Key.Key_Return):
        for sign in text:
            self.key(Qt.Key(ord(sign.upper())), sign, gap_ms)
        if end is not None:
            self.key(end, "", gap_ms)
            QApplication.processEvents()

    def key(self, key, sign, gap_ms):
        self.now_ms += gap_ms
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
            event.setTimestamp(self.now_ms)
            QApplication.sendEvent(self.window.shell.windowHandle(), event)


@pytest.fixture
def reader(window):
    QApplication.setActiveWindow(window.shell)
    window.shell.windowHandle().requestActivate()
    QApplication.processEvents()
    return Reader(window)


def _into(field, text=""):
    field.setFocus()
    field.setText(text)
    field.commit()
    if text:
        field.setSelection(1, 2)
    assert field.hasFocus()
    return field


def _composes(field, word):
    """An input method tells a word."""
    event = QInputMethodEvent("", [])
    event.setCommitString(word)
    QApplication.sendEvent(field, event)


def _form_field(window):
    """The last one: no card fills it."""
    fields = window.pages["intake_page"].form.findChildren(ViLineEdit)
    return [one for one in fields if one.isVisible() and one.isEnabled()][-1]


def test_a_card_read_into_any_field_says_who_files_and_the_field_is_as_it_was(window, reader):
    window.go("new_dossier")
    window.intake.begin("1.001193")
    QApplication.processEvents()
    field = _into(_form_field(window), "Lê Mẫu")
    got = []
    field.committed.connect(got.append)
    reader.types(NUMBER + REST)
    assert (window.intake.state.dossier.id_number, window.intake.state.dossier.identified_by) == (NUMBER, "qr")  # fmt: skip
    assert (field.text(), field.selectedText()) == ("Lê Mẫu", "ê ")
    assert got == []


@pytest.mark.parametrize("end", [Qt.Key.Key_Tab, None], ids=["tab", "no-end"])
def test_readers_that_end_otherwise(window, reader, qtbot, end):
    window.go("new_dossier")
    window.intake.begin("1.001193")
    QApplication.processEvents()
    field = _into(_form_field(window), "Lê Mẫu")
    reader.types(NUMBER + REST, end=end)
    qtbot.waitUntil(lambda: window.intake.state.dossier.id_number == NUMBER)
    assert field.text() == "Lê Mẫu"
    assert field.hasFocus()


def test_a_slow_reader_leaves_nothing_in_the_draft(window, reader, qtbot, monkeypatch):
    """A field tells the draft what is in it while keys still come."""
    monkeypatch.setattr(reader_burst, "END_WITHIN_S", 60.0)
    window.go("new_dossier")
    window.intake.begin("1.001193")
    QApplication.processEvents()
    field, told = _into(_form_field(window), "Lê Mẫu"), []
    field.typing.connect(told.append)
    reader.types(NUMBER + "|", end=None)
    qtbot.wait(TELL_EVERY_MS + 50)
    reader.types("012345678|Nguyen Thi Phuong Dong|17051990|Nu||01012021", 90)
    assert (field.text(), told) == ("Lê Mẫu", [])
    assert window.intake.state.dossier.identified_by == "qr"


def test_a_card_read_before_the_procedure_waits_for_it(window, reader):
    window.go("new_dossier")
    page = window.pages["intake_page"]
    reader.types(NUMBER + REST)
    assert window.intake.state.dossier is None
    assert NUMBER in page.banner.accessibleName()
    assert page.start.procedure.text() == ""
    window.intake.begin("1.001193")
    assert window.intake.state.dossier.id_number == NUMBER
    assert window.intake.state.card == ""


def test_a_card_that_waited_is_not_kept_for_a_dossier_opened_otherwise(window, reader):
    begin_intake(window)
    begun = window.intake.key
    window.go("new_dossier")
    reader.types(OTHER + REST)
    window.intake.open(begun)
    assert window.intake.state.card == ""
    assert window.intake.state.dossier.id_number == NUMBER


def test_another_persons_card_changes_nothing_and_says_so(window, reader):
    begin_intake(window)
    before = window.intake.state.dossier
    _into(_form_field(window), "Lê Mẫu")
    reader.types(OTHER + REST)
    failure = window.intake.state.failure
    assert (failure.code, failure.facts) == (
        "identity.other_person",
        {"number": OTHER, "known": NUMBER},
    )
    assert window.intake.state.dossier == before


def test_a_code_nobody_asked_for_goes_into_the_field_as_typed(window, reader):
    begin_intake(window)
    field = _into(_form_field(window))
    reader.types("AB-2026-0000123456")
    assert field.value() == "AB-2026-0000123456"


@pytest.mark.parametrize("gap_ms", [FAST, SLOW])
def test_short_texts_arrive_whole_at_any_pace(window, reader, qtbot, gap_ms):
    begin_intake(window)
    field = _into(_form_field(window))
    reader.types("0123 4", gap_ms, end=None)
    qtbot.waitUntil(lambda: field.text() == "0123 4")


def test_slow_digits_are_a_persons(window, reader):
    begin_intake(window)
    field = _into(_form_field(window))
    reader.types(OTHER, SLOW, end=None)
    assert field.text() == OTHER
    assert window.intake.state.failure is None


def test_a_key_of_another_kind_lets_the_others_go_first(window, reader):
    begin_intake(window)
    field = _into(_form_field(window))
    reader.types("123456", end=Qt.Key.Key_Left)
    reader.types("x", SLOW, end=None)
    assert field.text() == "12345x6"


def test_what_an_input_method_composes_in_a_burst_stays_out_of_the_field(window, reader, qtbot):
    begin_intake(window)
    field = _into(_form_field(window), "Lê")
    reader.types(NUMBER + "|", end=None)
    QApplication.sendEvent(field, QInputMethodEvent("Nguy", []))
    _composes(field, "Nguyễn")
    reader.types("|01011990|Nu|")
    qtbot.waitUntil(lambda: window.intake.state.dossier.identified_by == "qr")
    assert field.text() == "Lê"
    assert window.intake.state.dossier.identified_by == "qr"


def test_words_that_come_behind_their_enter_are_part_of_the_burst(
    window, reader, qtbot, monkeypatch
):
    """ibus without its synchronous mode, on a busy machine."""
    monkeypatch.setattr(reader_keys, "FAST_S", 60.0)
    window.go("new_dossier")
    window.intake.begin("1.001193")
    QApplication.processEvents()
    field = _into(_form_field(window), "Lê")
    reader.types(NUMBER + "|012345678|", end=None)
    _composes(field, "Nguyễn")
    reader.key(Qt.Key.Key_Return, "\r", FAST)
    for word in ("|", "17051990", "|", "Nữ", "|", "Thôn 4", "|"):
        _composes(field, word)
    assert window.intake.state.dossier.id_number == ""
    qtbot.waitUntil(lambda: window.intake.state.dossier.id_number == NUMBER)
    assert field.text() == "Lê"
    assert window.intake.state.dossier.identified_by == "qr"


def test_a_word_composed_behind_fast_keys_comes_behind_them(window, reader, qtbot):
    begin_intake(window)
    field = _into(_form_field(window))
    reader.types("12345", end=None)
    _composes(field, "đường")
    qtbot.waitUntil(lambda: field.text() == "12345đường")


def test_the_return_page_takes_a_code_whatever_has_the_focus(window, reader):
    window.open(STEP_DOSSIERS["return_result"], "return_result")
    window.pages["return_page"].again.setFocus()
    number = window.return_result.state.dossier.id_number
    reader.types(number + REST)
    assert window.return_result.state.recipient.match == "applicant"


def test_in_the_work_queue_card_and_code_find_their_dossiers(window, reader):
    window.go("dashboard")
    window.pages["dashboard"].table.setFocus()
    for text, number in ((NUMBER + REST, NUMBER), ("H02.15-261118-0031",) * 2):
        reader.types(text)
        assert window.dashboard.state.query.text == number
        assert window.shell.work.top.search.text() == number
        window.clear_search()


def test_the_enter_of_a_reader_does_no_act(window, reader, monkeypatch):
    """Where Enter opens the chosen dossier, asked of the system's own way to shortcuts."""
    for name in ("FAST_S", "SILENCE_S"):
        monkeypatch.setattr(reader_burst, name, 60.0)
    window.go("dashboard")
    window.pages["dashboard"].table.setFocus()
    way = window.shell.windowHandle()
    for sign in NUMBER:
        QTest.keyClick(way, sign)
    QTest.keyClick(way, Qt.Key.Key_Return)
    assert window.dashboard.state.query.text == NUMBER
    assert window.shell.page is window.pages["dashboard"]
    window.clear_search()
    window.pages["dashboard"].table.setFocus()
    QTest.keyClick(way, Qt.Key.Key_Return)
    assert window.shell.page is not window.pages["dashboard"]


def test_a_pin_is_never_looked_at(window, reader):
    """Keys of a device that types the PIN reach the sheet one by one."""
    window.open(STEP_DOSSIERS["approve"], "approve")
    window.shell.press("sign_selected")
    sheet = window.shell.work.pin_sheet
    assert sheet.isVisible()
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    reader.types(NUMBER, end=None)
    assert sheet.pin.text() == NUMBER


def test_at_the_sign_in_page_nobody_listens(window, reader):
    window.lock()
    field = window.sign_in_page.password
    field.setFocus()
    reader.types(NUMBER, end=None)
    assert field.text() == NUMBER


def test_a_window_built_anew_listens_as_well(window, reader):
    window.redress()
    QApplication.processEvents()
    window.shell.windowHandle().requestActivate()
    window.open(STEP_DOSSIERS["return_result"], "return_result")
    number = window.return_result.state.dossier.id_number
    reader.types(number)
    assert window.return_result.state.recipient.match == "applicant"


def test_lines_of_text_are_as_they_were(window, reader):
    window.open(STEP_DOSSIERS["return_result"], "return_result")
    area = ViTextEdit("probe", window.pages["return_page"])
    area.show()
    area.setPlainText("một\nhai")
    area.setFocus()
    area.moveCursor(area.textCursor().MoveOperation.End)
    number = window.return_result.state.dossier.id_number
    reader.types(number)
    assert window.return_result.state.recipient.match == "applicant"
    assert (area.toPlainText(), area.textCursor().position()) == ("một\nhai", 7)
