"""A reader on a serial port reaches the page in sight wherever the cursor stands; no field has any of it."""

import subprocess
import sys
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from desk_app.adapters.code_reader import Pace, SerialCodeReader
from desk_app.application.code_reader import PORT_SETTING, SPEED_SETTING
from desk_app.bootstrap.code_reader import chosen_port
from desk_app.texts import shipped
from desk_app.ui.common.prompts import TextPrompt
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ReaderNews
from desk_app.ui.opening import Opening, Ready
from desk_app.ui.shell.conductor import Conductor
from desk_app.ui.task_runner import InlineTaskRunner, ThreadTaskRunner
from tests.kit.serial_line import CARD, OTHER, line_in
from tests.kit.ui.window import SIZE, STEP_DOSSIERS, begin_intake, close_window, settle

pytestmark = pytest.mark.ui
NUMBER, OTHER_NUMBER = CARD[:12], OTHER[:12]
PACE = Pace(look=0.02, silence=3600.0, pause=3600.0, again=0.0, retries=(0.05, 0.1))


class Lanes:
    """The lane of the reader in a thread as in the running program, all others at once."""

    def __init__(self):
        self.inline, self.threads = InlineTaskRunner(), ThreadTaskRunner()

    def submit(self, *, lane, **order):
        return (self.threads if lane == "reader" else self.inline).submit(lane=lane, **order)

    def close(self):
        self.threads.close()
        self.inline.close()


@pytest.fixture
def line(tmp_path):
    with line_in(tmp_path) as made:
        yield made


@pytest.fixture
def desk(sample, line, qapp, qtbot):
    """A window that listens to the line with the program's own reader."""
    sample.desk.settings.put(PORT_SETTING, line.port)
    entry = Ready(replace(sample.desk, code_reader=SerialCodeReader(PACE)))
    window = Conductor(entry, Words(shipped, "vi"), Lanes(), sample.welcome())
    window.shell.resize(*SIZE)
    window.shell.show()
    window.sign_in.sign_in("lethuha", "mat-khau")
    window.settle()
    _listens(window, qtbot)
    yield window
    close_window(window)


def _listens(window, qtbot):
    qtbot.waitUntil(lambda: window.code_reader.state.standing == "listening", timeout=20_000)


def _reads(window, line, text, qtbot):
    """The reader reads; gives when the window has been told."""
    with qtbot.waitSignal(window.code_reader.read, timeout=20_000):
        line.send(text.encode() + b"\r")


def _last_field(window):
    """The last field of the form: no card fills it."""
    fields = window.pages["intake_page"].form.findChildren(ViLineEdit)
    return [one for one in fields if one.isVisible() and one.isEnabled()][-1]


def test_a_card_over_the_line_says_who_files_and_the_field_is_as_it_was(desk, line, qtbot):
    desk.go("new_dossier")
    desk.intake.begin("1.001193")
    settle()
    field, got = _last_field(desk), []
    field.setFocus()
    field.setText("Lê Mẫu")
    field.commit()
    field.setSelection(1, 2)
    field.committed.connect(got.append)
    field.textChanged.connect(got.append)
    _reads(desk, line, CARD, qtbot)
    dossier = desk.intake.state.dossier
    assert (dossier.id_number, dossier.identified_by) == (NUMBER, "qr")
    assert (field.text(), field.selectedText(), got) == ("Lê Mẫu", "ê ", [])
    assert field.hasFocus()


def test_a_card_read_before_the_procedure_waits_for_it(desk, line, qtbot):
    desk.go("new_dossier")
    _reads(desk, line, CARD, qtbot)
    assert desk.pages["intake_page"].start.procedure.text() == ""
    desk.intake.begin("1.001193")
    assert desk.intake.state.dossier.id_number == NUMBER


def test_another_persons_card_changes_nothing_and_says_so(desk, line, qtbot):
    begin_intake(desk)
    before = desk.intake.state.dossier
    _reads(desk, line, OTHER, qtbot)
    failure = desk.intake.state.failure
    assert failure.code == "identity.other_person"
    assert failure.facts == {"number": OTHER_NUMBER, "known": NUMBER}
    assert desk.intake.state.dossier == before


def test_the_return_page_and_the_work_queue_take_what_is_theirs(desk, line, qtbot):
    desk.open(STEP_DOSSIERS["return_result"], "return_result")
    number = desk.return_result.state.dossier.id_number
    _reads(desk, line, number + CARD[12:], qtbot)
    assert desk.return_result.state.recipient.match == "applicant"
    desk.go("dashboard")
    for text, words in ((CARD, NUMBER), ("H02.15-261118-0031",) * 2):
        _reads(desk, line, text, qtbot)
        assert desk.dashboard.state.query.text == words
        desk.clear_search()


def test_a_question_over_the_page_is_not_disturbed(desk, line, qtbot):
    desk.open(STEP_DOSSIERS["return_result"], "return_result")
    number, answers = desk.return_result.state.dossier.id_number, []
    desk.shell.work.ask_text(TextPrompt(act="apologise"), answers.append)
    sheet = desk.shell.work.reason_sheet
    _reads(desk, line, number, qtbot)
    assert sheet.isVisible()
    assert desk.return_result.state.recipient is None
    sheet.reject()
    assert answers == [None]
    _reads(desk, line, number, qtbot)
    assert desk.return_result.state.recipient.match == "applicant"


def test_what_the_page_cannot_use_goes_nowhere_and_the_bar_says_so(desk, line, qtbot, monkeypatch):
    begin_intake(desk)
    before, chip = desk.intake.state, desk.shell.work.top.reader
    assert not chip.isVisible()
    _reads(desk, line, "H02.15-261118-0031", qtbot)
    assert desk.intake.state == before
    assert chip.isVisible()
    assert chip.accessibleName() == desk.words.label("ui.chip.reader_unused")
    desk._readers._unused.start(1)
    qtbot.waitUntil(lambda: not chip.isVisible())


def test_nobody_listens_while_the_desk_is_locked_nor_hears_it_afterwards(desk, line, qtbot):
    desk.go("new_dossier")
    listening = desk.code_reader._listening
    desk.lock()
    assert listening.is_abandoned
    qtbot.waitUntil(lambda: desk.runner.threads.is_idle, timeout=20_000)
    line.send(CARD.encode() + b"\r")
    qtbot.wait(100)
    assert desk.sign_in_page.password.text() == ""
    desk.sign_in.sign_in("lethuha", "mat-khau")
    desk.settle()
    _listens(desk, qtbot)
    _reads(desk, line, "một mã khác", qtbot)
    assert desk.intake.state.card == ""


def test_pulled_it_is_said_quietly_and_back_it_reads_again(desk, line, qtbot):
    desk.go("new_dossier")
    chip = desk.shell.work.top.reader
    line.pull()
    qtbot.waitUntil(chip.isVisible, timeout=20_000)
    assert chip.accessibleName() == desk.words.label("ui.chip.reader_away")
    assert QApplication.activeModalWidget() is None
    assert desk.code_reader.state.failure.code == "code_reader.gone"
    chip.click()
    settle()
    section = desk.shell.page.code_reader
    assert section.isVisible()
    assert section.banner.isVisible()
    line.plug()
    qtbot.waitUntil(lambda: not chip.isVisible(), timeout=20_000)
    desk.go("new_dossier")
    _reads(desk, line, CARD, qtbot)
    assert desk.intake.state.card == CARD


def test_another_port_is_listened_to_from_the_moment_it_is_chosen(desk, line, qtbot, tmp_path):
    (tmp_path / "second").mkdir()
    desk.go("new_dossier")
    with line_in(tmp_path / "second") as second:
        desk.settings.choose(PORT_SETTING, second.port)
        desk.settings.choose(SPEED_SETTING, "115200")
        _listens(desk, qtbot)
        _reads(desk, second, CARD, qtbot)
        assert desk.intake.state.card == CARD
        desk.settings.choose(PORT_SETTING, "")
        qtbot.waitUntil(lambda: desk.runner.threads.is_idle, timeout=20_000)
        assert desk.code_reader.state.standing == "off"
        desk.settings.undo()
        _listens(desk, qtbot)
        _reads(desk, second, OTHER, qtbot)
        assert desk.intake.state.card == OTHER


def test_a_window_built_anew_is_read_to_as_well(desk, line, qtbot):
    desk.redress()
    settle()
    desk.open(STEP_DOSSIERS["return_result"], "return_result")
    _reads(desk, line, desk.return_result.state.dossier.id_number, qtbot)
    assert desk.return_result.state.recipient.match == "applicant"


def test_who_quits_while_it_waits_for_a_card_waits_for_nothing(desk):
    begun = time.monotonic()
    desk.close()
    assert time.monotonic() - begun < 5.0


@pytest.mark.parametrize("page", ["intake", "return_result", "dashboard"])
def test_wrong_bytes_are_told_where_the_code_would_have_been_used(desk, line, qtbot, page):
    if page == "intake":
        begin_intake(desk)
        model = desk.intake
    elif page == "return_result":
        desk.open(STEP_DOSSIERS[page], page)
        model = desk.return_result
    else:
        desk.go(page)
        model = desk.dashboard
    with qtbot.waitSignal(desk.code_reader.refused, timeout=20_000):
        line.send(b"024190001234|\xff\xfe\r")
    assert model.state.failure.code == "code_reader.unreadable"


def test_what_is_read_is_a_sign_of_life(desk, line, qtbot):
    timer, left = desk._guards._idle._timer, []
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.start(60_000)
    qtbot.wait(300)
    left.append(timer.remainingTime())
    desk.code_reader.read.connect(lambda text: left.append(timer.remainingTime()))
    _reads(desk, line, CARD, qtbot)
    assert left[1] > left[0]


# -- the section of the settings, over the sample desk


def _section(window):
    window.go("code_reader")
    settle()
    return window.shell.page.code_reader


def _choices(box: QComboBox):
    return [box.itemText(row) for row in range(box.count())]


def test_ports_are_offered_with_what_is_behind_them(window, sample):
    section = _section(window)
    assert _choices(section.port) == [
        window.words.label("ui.settings.port_keyboard"),
        "COM3 – USB Serial Device",
        "COM5",
    ]
    assert not section.speed.isEnabled()
    assert _choices(section.speed)[0] == "9600"
    section.port.setCurrentIndex(1)
    assert section.speed.isEnabled()
    section.speed.setCurrentIndex(section.speed.count() - 1)
    assert sample.code_reader.asked == [("COM3", 9600), ("COM3", 115200)]
    assert section.banner.isVisible()
    sample.code_reader.known = ()
    window.code_reader.look()
    assert "COM3" in section.port.currentText()


def test_a_trial_shows_what_was_read_and_nothing_else_happens(window, sample):
    section = _section(window)
    window.settings.choose(PORT_SETTING, "COM3")
    QTest.mouseClick(section.button, Qt.MouseButton.LeftButton)
    assert section.banner.isVisible()
    window.code_reader._hear(ReaderNews(kind="read", text=CARD))
    assert CARD in section.banner.accessibleName()
    assert window.code_reader.state.tried == CARD
    window.code_reader._hear(ReaderNews(kind="read", text=OTHER))
    assert window.code_reader.state.tried == CARD
    window.go("dashboard")
    assert window.code_reader.state.tried == ""
    assert window.dashboard.state.query.text == ""


def test_a_trial_shows_why_what_came_is_no_reading(window, sample):
    section = _section(window)
    window.settings.choose(PORT_SETTING, "COM3")
    section.button.click()
    window.code_reader._hear(ReaderNews(kind="refused", code="code_reader.unreadable"))
    assert window.words.message("code_reader.unreadable").title in section.banner.accessibleName()


def test_a_reader_that_plays_keyboard_is_tried_the_same_way(window):
    from tests.ui.test_reader_keys import Reader

    QApplication.setActiveWindow(window.shell)
    window.shell.windowHandle().requestActivate()
    section = _section(window)
    section.button.click()
    section.port.setFocus()
    Reader(window).types("024190001234|x|y")
    assert window.code_reader.state.tried == "024190001234|x|y"
    assert section.port.currentIndex() == 0


def test_a_desk_without_such_a_reader_asks_nothing_of_ports(window, sample):
    window.lock()
    window.sign_in.sign_in("lethuha", "mat-khau")
    assert sample.code_reader.asked == []
    assert "code_reader" not in vars(window)
    script = "import sys, desk_app.adapters.code_reader as one; one.SerialCodeReader(); print('serial' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == ("False", "")


def test_the_doctor_reads_the_choice_where_the_window_keeps_it(tmp_path):
    opening = Opening(tmp_path)
    opening.settings.put(PORT_SETTING, "COM3")
    opening.settings.put(SPEED_SETTING, "19200")
    opening.close()
    assert chosen_port(tmp_path) == ("COM3", 19200)
