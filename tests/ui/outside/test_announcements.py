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


def test_the_number_of_results_is_heard_once_the_search_rests(office, session, tmp_path):
    screen = session()
    ears = screen.hears()
    counter = Counter(screen, office.folder, tmp_path / "program.log")
    counter.sign_in("canbo1")
    screen.key("ctrl+k")
    screen.type("khong co ai", 60)
    wait(lambda: ears.heard, "the number of results")
    assert ears.heard == [("polite", "0 kết quả")]
    counter.close()
