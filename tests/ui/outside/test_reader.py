"""Card readers on the running program with Telex on: the card says who files, no field has any of it."""

import json
from contextlib import contextmanager

import pytest

from tests.kit.serial_line import line_in
from tests.kit.ui.counter import Counter
from tests.kit.ui.outside import wait

pytestmark = [
    pytest.mark.long,
    pytest.mark.ui, pytest.mark.xvfb, pytest.mark.journey, pytest.mark.slow,
    pytest.mark.xdist_group("screen"), pytest.mark.timeout(900),
]  # fmt: skip
CARD = "027090000123|012345678|Tran Thi Hoa|17051990|Nu|To 4, phuong Dong Ngac, Ha Noi|01012021"


@pytest.mark.parametrize("sync", [False, True], ids=["asynchronous", "synchronous"])
def test_a_card_is_read_where_the_cursor_stands_in_a_field_of_words(office, session, tmp_path, sync):  # fmt: skip
    screen = session(unikey=True, sync=sync)
    screen.telex(on=False)
    counter = Counter(screen, office.folder, tmp_path / "program.log")
    reader = counter.reader
    counter.sign_in("canbo1")
    screen.telex(on=True)
    for delay_ms in (2, 8, 15):
        counter.act("F2", "Hồ sơ mới")
        reader.wait_focus("Thủ tục")
        screen.type(CARD + "\n", delay_ms)
        reader.wait_for("Đã quét thẻ số 027090000123")
        assert reader.wait_focus("Thủ tục")["text"] == ""
        screen.type("khai sinh", 60)
        wait(lambda: reader.focused()["text"].startswith("khai"), "the typed words")
        screen.key("Return")
        reader.wait_for("Tran Thi Hoa · Đăng ký khai sinh", "label")
        counter.act("Escape", "")
        reader.wait_for("Việc của tôi")
    counter.close()


@contextmanager
def reader_at(folder, port):
    """The desk of this profile has chosen a port; afterwards it has what it had."""
    file = folder / "window.json"
    before = file.read_text(encoding="utf-8") if file.exists() else "{}"
    chosen = json.loads(before) | {"code_reader.port": port}
    file.write_text(json.dumps(chosen), encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(before, encoding="utf-8")


def test_a_card_over_a_serial_line_passes_by_the_input_method(office, session, tmp_path):
    """Letter for letter, marks and all, while a word is being composed; pulled and back it goes on."""
    card = CARD.replace("Tran Thi Hoa", "Trần Thị Hoà")
    screen = session(unikey=True)
    screen.telex(on=False)
    with line_in(tmp_path) as line, reader_at(office.folder, line.port):
        counter = Counter(screen, office.folder, tmp_path / "program.log")
        reader = counter.reader
        counter.sign_in("canbo1")
        screen.telex(on=True)
        counter.act("F2", "Hồ sơ mới")
        reader.wait_focus("Thủ tục")
        screen.type("khai", 60)
        line.send(card.encode() + b"\r\n")
        reader.wait_for("Đã quét thẻ số 027090000123")
        screen.type(" sinh", 60)
        wait(
            lambda: reader.focused()["text"] == "khai ",
            "the typed words, the last one in the making",
        )
        screen.key("Return")
        reader.wait_for("Trần Thị Hoà · Đăng ký khai sinh", "label")
        line.pull()
        reader.wait_for("Mất đầu đọc mã")
        line.plug()
        wait(
            lambda: not any("Mất đầu đọc mã" in row["name"] for row in reader.rows()), "the reader"
        )
        counter.act("Escape", "")
        reader.wait_for("Việc của tôi")
        line.send(card.encode() + b"\r\n")
        wait(lambda: "027090000123" in str(reader.told()), "the number in the search")
        counter.close()
