"""The program is killed in the middle of intake: the draft is there again (UI-11)."""

import time

import pytest

from tests.kit.ui.counter import Counter
from tests.kit.ui.outside import wait

pytestmark = [
    pytest.mark.long,
    pytest.mark.ui, pytest.mark.xvfb, pytest.mark.slow, pytest.mark.xdist_group("screen"), pytest.mark.timeout(600),
]  # fmt: skip
PHONE = "0981234567"


def test_a_killed_program_loses_at_most_a_second_of_typing(office, session, tmp_path):
    screen = session()
    counter = Counter(screen, office.folder, tmp_path / "program.log")
    counter.sign_in("canbo1")
    screen.key("F2")
    counter.reader.wait_focus("Thủ tục")
    screen.type("khai sinh")
    screen.key("Return")
    counter.reader.wait_focus("Số CCCD")
    screen.type("027090000999")
    screen.key("Return")
    counter.reader.wait_focus("1. Tờ khai")
    counter.reader.focus(counter.reader.find("Số điện thoại", "text"))
    screen.type(PHONE)
    # Nothing is left and no key is pressed: the draft saves itself while the officer still types.
    counter.reader.wait_for("Đã lưu nháp")
    wait(lambda: PHONE in counter.reader.find("Số điện thoại", "text")["text"], "the typed number")
    time.sleep(1.0)
    counter.program.kill()
    counter.program.wait()
    again = Counter(screen, office.folder, tmp_path / "program.log")
    again.sign_in("canbo1")
    screen.key("ctrl+1")
    found = []
    for _ in range(8):
        wait(lambda: again.reader.find("Hồ sơ mới", "table cell"), "drafts in the queue")
        screen.key("Return")
        again.reader.wait_for("Số điện thoại", "text")
        found.append(again.reader.find("Số điện thoại", "text")["text"])
        if PHONE in found:
            break
        screen.key("ctrl+1")
        screen.key(*["Down"] * len(found))
    assert PHONE in found
