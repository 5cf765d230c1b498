"""What the running program says to a screen reader without being asked, over AT-SPI."""

import pytest

from tests.kit.ui.counter import Counter
from tests.kit.ui.outside import wait

pytestmark = [
    pytest.mark.long,
    pytest.mark.ui,
    pytest.mark.xvfb,
    pytest.mark.slow,
    pytest.mark.xdist_group("screen"),
    pytest.mark.timeout(600),
]


def test_practice_is_heard_at_sign_in_and_the_number_of_results_once_the_search_rests(
    office, session, tmp_path
):
    screen = session()
    ears = screen.hears()
    counter = Counter(screen, office.folder, tmp_path / "program.log")
    wait(lambda: ears.heard, "the notice that this is practice")
    counter.sign_in("canbo1")
    screen.key("ctrl+k")
    screen.type("khong co ai", 60)
    wait(lambda: len(ears.heard) > 1, "the number of results")
    (_, notice), results = ears.heard
    assert notice.startswith("Chế độ tập huấn")
    assert results == ("polite", "0 kết quả")
    counter.close()
