"""A card reader that plays keyboard, on the running program with Telex on: the card says who files, no field has its keys."""

import pytest

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
