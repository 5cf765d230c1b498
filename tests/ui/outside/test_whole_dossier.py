"""One dossier from sign-in to return on the real practice office, by keyboard alone, driven from outside.

Scanner, reading, tokens, time stamps and province are real parts; the words are typed in Telex through the real input
method; what the screen says is what a screen reader is told.
"""

import json
import re
import subprocess
import sys

import pytest

from tests.kit.ui.counter import Counter, Listener
from tests.kit.ui.outside import wait

pytestmark = [
    pytest.mark.long,
    pytest.mark.ui, pytest.mark.xvfb, pytest.mark.journey, pytest.mark.slow,
    pytest.mark.xdist_group("screen"), pytest.mark.timeout(900),
]  # fmt: skip
CODE = re.compile(r"H99\.01-\d+-\d+")


def at(reader, *names):
    """Whether the focus is on something of one of these names; nothing has it while it moves."""
    row = reader.focused()
    return row is not None and row["name"].startswith(names)


def _child(reader):
    """The child's name in the form; empty where there is none yet."""
    row = reader.find("Họ, chữ đệm, tên", "text")
    return row["text"] if row else ""


def _receive(counter, screen, pin):
    """Step 1: two papers scanned, one ticked, doubtful values accepted, a name typed; gives the code."""
    reader = counter.reader
    screen.telex(on=True)
    counter.act("F2", "Hồ sơ mới")
    reader.wait_focus("Thủ tục")
    screen.type("khai sinh")
    wait(lambda: reader.focused()["text"].startswith("khai"), "the typed words")
    screen.key("Return")
    reader.wait_focus("Số CCCD")
    screen.type("027090000123")
    screen.key("Return")
    reader.wait_focus("1. Tờ khai")
    counter.act("F4", "Quét")
    wait(lambda: counter.doubts() or _child(reader), "values that were read", 120)
    reader.wait_focus("2. Giấy chứng sinh")
    counter.act("F4", "Quét")
    reader.wait_focus("3. Giấy tờ", 120)
    screen.key("space")
    reader.wait_for("3. Giấy tờ tùy thân của người đi đăng ký, Giữ bản giấy")
    if counter.doubts():
        counter.act("F7", "Trường cần soát kế")
        wait(lambda: reader.focused()["role"] in ("text", "combo box"), "a field in focus")
    while left := counter.doubts():
        counter.act("F8", "Chấp nhận")
        wait(lambda left=left: counter.doubts() < left, "one doubt less")
    counter.act("F12", "Tiếp nhận & in")
    wait(lambda: at(reader, "Họ, chữ đệm, tên", "Mã PIN"), "the missing name, or the PIN", 60)
    if at(reader, "Họ, chữ đệm, tên"):  # the reader missed it
        screen.type("LEE MAAUX AN")
        counter.act("F12", "Tiếp nhận & in")
    counter.enter_pin(pin)
    told = reader.wait_for("Đã tiếp nhận", seconds=120)
    reader.wait_focus("Hồ sơ mới")
    return CODE.search(told["name"])[0]


def _appraise(counter, screen, code):
    """Step 2: every criterion passed."""
    counter.open_queue(2, code)
    counter.reader.wait_for("0/5 đã xét")
    for done in range(1, 6):
        counter.act("F8", "Đạt")
        counter.reader.wait_for(f"{done}/5 đã xét")
    counter.act("F12", "Trình phê duyệt")
    counter.reader.wait_for("Đã trình", seconds=120)


def _approve(counter, screen, code, pin):
    """Step 3: the document is looked at and signed."""
    counter.open_queue(3, code)
    counter.reader.wait_for("Ký 1 văn bản", "button")
    counter.act("F12", "Ký 1 văn bản")
    counter.enter_pin(pin)
    counter.reader.wait_for("Hết việc ở bước Phê duyệt", seconds=120)


def _seal(counter, screen, code, pin):
    """Step 4: signatures are verified by themselves, then the agency signs."""
    counter.open_queue(4, code)
    counter.reader.wait_for("3 hợp lệ", seconds=120)
    counter.act("F12", "Ký số cơ quan (3)")
    counter.enter_pin(pin)
    counter.reader.wait_for("Đã ký số cơ quan", seconds=120)


def _hand_over(counter, screen, code):
    """Step 5: the card is scanned by a wedge scanner, the result handed over."""
    counter.open_queue(5, code)
    counter.reader.wait_focus("Quét mã")
    screen.type("027090000123", delay_ms=4)
    screen.key("Return")
    counter.reader.wait_for("khớp số CCCD")
    counter.act("F12", "Trả & in phiếu")
    counter.reader.wait_for("Đã trả kết quả", seconds=120)


def _whole_dossier(kind, office, session, tmp_path):
    screen = session(unikey=True)
    log = tmp_path / "program.log"

    def at_counter(user):
        screen.telex(on=False)
        counter = kind(screen, office.folder, log)
        counter.sign_in(user)
        return counter

    counter = at_counter("canbo1")
    code = _receive(counter, screen, office.pin("canbo1"))
    counter.close()
    for user, act in (
        ("canbo2", lambda counter: _appraise(counter, screen, code)),
        ("lanhdao", lambda counter: _approve(counter, screen, code, office.pin("lanhdao"))),
        ("vanthu", lambda counter: _seal(counter, screen, code, office.pin("condau"))),
        ("traketqua", lambda counter: _hand_over(counter, screen, code)),
    ):
        counter = at_counter(user)
        act(counter)
        counter.close()
    shown = subprocess.run(
        [sys.executable, "-m", "desk_app", "dossier", "show", code, "--json", "--profile", str(office.folder)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    dossier = json.loads(shown.stdout)
    assert dossier["state"] == "RETURNED"
    assert "LÊ MẪU AN" in shown.stdout
    assert "Traceback" not in log.read_text(encoding="utf-8")


def test_a_dossier_from_sign_in_to_return_by_keyboard(office, session, tmp_path):
    _whole_dossier(Counter, office, session, tmp_path)


@pytest.mark.long
def test_a_dossier_led_by_what_the_screen_reader_says(office, session, tmp_path):
    _whole_dossier(Listener, office, session, tmp_path)
