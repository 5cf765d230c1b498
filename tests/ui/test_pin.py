"""What is said before a PIN is typed, and that it travels as bytes nobody keeps."""

from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import QObject

from desk_app.ui.common.asking import PinTalk
from desk_app.ui.contract import PinEntry
from desk_app.ui.task_runner import ThreadTaskRunner
from tests.kit.ui.window import STEP_DOSSIERS

WAIT_MS = 60_000


@pytest.fixture
def sheet(window):
    return window.shell.work.pin_sheet


@pytest.fixture
def ask(window):
    """Open step 3 with all documents ticked and press the key that signs."""

    def press():
        window.open(STEP_DOSSIERS["approve"], "approve")
        for item in window.approve.state.items[1:]:
            window.approve.tick(item.key)
            window.approve.choose(item.key)
        window.shell.press("sign_selected")
        return window.shell.work.pin_sheet

    return press


@pytest.mark.parametrize(
    ("asks_each_time", "said"),
    [(False, "1 lần nhập PIN cho cả 5"), (True, "ít nhất 6 lần"), (None, "Dự kiến 1 lần")],
)
def test_how_many_pins_is_said_before_a_batch(ask, sample, asks_each_time, said):
    sample.asks_each_time = asks_each_time
    assert said in ask().note.text()


@pytest.mark.parametrize(
    ("state", "tries", "said", "may_type"),
    [
        ("normal", 3, "", True),
        ("count_low", None, "số lần thử còn ít", True),
        ("final_try", 1, "Chỉ còn một lần thử", True),
        ("locked", 0, "khóa mã PIN", False),
        ("not_set", None, "chưa đặt mã PIN", False),
        ("to_be_changed", None, "yêu cầu đổi", True),
    ],
)
def test_the_state_of_the_pin_is_told_before_typing(ask, sample, state, tries, said, may_type):
    sample.pin_state, sample.tries_left = state, tries
    sheet = ask()
    assert said in sheet.problem.text()
    assert bool(said) == sheet.problem_icon.isVisible()
    assert sheet.pin.isVisible() is may_type
    assert sheet.accept.isVisible() is may_type


def test_a_pin_pad_leaves_nothing_to_type(ask, sample):
    sample.has_pin_pad = True
    sheet = ask()
    assert not sheet.pin.isVisible()
    sheet.confirm()
    assert sample.pins_tried == [""]


def test_the_last_try_is_confirmed_and_the_confirmation_travels(sheet, sample):
    held = replace(sample.certificate("personal"), tries_left=1, pin_state="final_try")
    given: list[PinEntry | None] = []
    sheet.ask_pin(prompt(held), given.append)
    assert not sheet.pin.isEnabled()
    sheet.confirm()
    assert given == []
    sheet.risk.setChecked(True)
    sheet.pin.setText("123456")
    sheet.confirm()
    (entry,) = given
    assert entry.last_try_accepted
    assert entry.typed == bytearray(b"123456")
    assert sheet.pin.text() == ""
    assert "123456" not in repr(entry)


def prompt(held, count=3):
    from desk_app.ui.common.prompts import PinPrompt

    return PinPrompt(act="approve", count=count, certificate=held)


class Officer:
    """Answers each question with the next PIN; None is a no."""

    def __init__(self, *pins):
        self.pins, self.prompts = list(pins), []

    def ask_pin(self, prompt, answer):
        self.prompts.append(prompt)
        pin = self.pins.pop(0) if self.pins else None
        answer(None if pin is None else PinEntry(typed=bytearray(pin)))


class Work:
    """A batch whose key wants a PIN each time, on a worker's thread."""

    def __init__(self, sample, officer, signatures):
        self.runner, self.parent, self.got, self.over = ThreadTaskRunner(), QObject(), [], Event()
        self.task = None
        talk = PinTalk(self.runner, sample, officer, self.parent)

        def work(entry, task):
            for _ in range(signatures):
                self.got.append(entry.during(task).again())
            self.over.set()

        def sign(entry):
            self.task = self.runner.submit(
                lane="token",
                owner=self.parent,
                work=lambda task: work(entry, task),
                done=lambda _: None,
                failed=lambda error: None,
            )

        talk.begin(
            act="approve",
            count=signatures,
            purpose="personal",
            sign=sign,
            failed=lambda error: None,
            gave_up=lambda: None,
        )


def test_a_key_that_wants_its_pin_each_time_is_asked_in_turn(qtbot, sample):
    officer = Officer(b"login", b"one", b"two", None)
    work = Work(sample, officer, 3)
    qtbot.waitUntil(work.over.is_set, timeout=WAIT_MS)
    assert work.got == [bytearray(b"one"), bytearray(b"two"), None]
    assert [prompt.turn for prompt in officer.prompts] == [0, 1, 2, 3]
    work.runner.close()


def test_work_that_is_stopped_waits_for_no_pin(qtbot, sample):
    class Silent(Officer):
        def ask_pin(self, prompt, answer):
            if prompt.turn == 0:
                super().ask_pin(prompt, answer)
            else:
                self.prompts.append(prompt)

    officer = Silent(b"login")
    work = Work(sample, officer, 1)
    qtbot.waitUntil(lambda: len(officer.prompts) == 2, timeout=WAIT_MS)
    work.task.stop()
    qtbot.waitUntil(work.over.is_set, timeout=WAIT_MS)
    assert work.got == [None]
    work.runner.close()
