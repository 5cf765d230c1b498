"""Objects of the window die on the window's thread, whoever allocates."""

import gc
import threading

from PySide6.QtCore import QObject

from desk_app.ui.rubbish import Rubbish


def test_garbage_that_a_worker_comes_upon_dies_on_the_gui_thread(qtbot):
    died = []

    class Seen(QObject):
        def __init__(self):
            super().__init__()
            self.me = self  # only a collection ends this

        def __del__(self):
            died.append(threading.current_thread())

    def allocate():
        for _ in range(300):
            [[] for _ in range(2000)]

    rubbish = Rubbish()
    rubbish.begin()
    try:
        for _ in range(20):
            Seen()
        worker = threading.Thread(target=allocate)
        worker.start()
        worker.join()
        assert died == []
        kept = [[] for _ in range(2000)]
        qtbot.waitUntil(lambda: len(died) == 20, timeout=60_000)
        assert kept
    finally:
        rubbish.end()
    assert set(died) == {threading.main_thread()}


def test_what_was_loaded_to_stay_is_not_looked_at_again(qtbot):
    rubbish = Rubbish()
    rubbish.begin()
    try:
        loaded = [[] for _ in range(5000)]
        # Never `gc.get_objects` here: it breaks tuples that other threads are just building.
        before = gc.get_freeze_count()
        rubbish.keep()
        # A little less than all: what was frozen earlier may die meanwhile.
        assert gc.get_freeze_count() > before + len(loaded) // 2
    finally:
        rubbish.end()
    assert gc.get_freeze_count() < len(loaded)


def test_what_later_sittings_leave_is_looked_at(qtbot):
    rubbish = Rubbish()
    rubbish.begin()
    try:
        rubbish.keep_once()
        before = gc.get_freeze_count()
        later = [[] for _ in range(5000)]
        rubbish.keep_once()
        assert gc.get_freeze_count() == before
        assert later
    finally:
        rubbish.end()
