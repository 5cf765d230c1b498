"""Nothing is left behind: hundreds of openings of every page, twenty starts and quits (UI-24)."""

import gc

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.window import PAGES, close_window, open_window, settle, show

pytestmark = pytest.mark.ui


def _objects(root):
    return len(root.findChildren(QObject))


@pytest.mark.parametrize("rounds", [8, pytest.param(25, marks=pytest.mark.long)])
def test_hundreds_of_openings_leave_nothing_behind(window, rounds):
    """Each page opened and left so often; live objects of window and view-models stay the same."""
    simple = ("dashboard", "sync", "doctor", "settings")

    def walk():
        for page in (*simple, "appraise", "approve", "agency_sign", "return_result"):
            show(window, page)

    for page in PAGES:
        show(window, page)
    walk()
    settle()
    before = _objects(window.shell) + _objects(window)
    for _ in range(rounds):
        walk()
    settle()
    after = _objects(window.shell) + _objects(window)
    assert after <= before * 1.02


@pytest.mark.parametrize("count", [4, pytest.param(20, marks=pytest.mark.long)])
def test_starts_and_quits_in_one_process(qapp, count):
    def once():
        opened = open_window(SampleDesk())
        show(opened, "intake")
        close_window(opened)
        settle()
        gc.collect()

    once()
    once()
    before = len(QApplication.allWidgets())
    for _ in range(count):
        once()
    assert len(QApplication.allWidgets()) <= before
