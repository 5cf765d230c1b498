"""The work queue is asked for first; what may wait does."""

from desk_app.ui.shell.dashboard_view_model import TASKS_AFTER_MS, DashboardViewModel
from tests.kit.ui.sample_desk import SampleDesk


class Lanes:
    """Notes what is asked on which lane, and does nothing."""

    def __init__(self):
        self.asked = []

    def submit(self, *, lane, owner, work, done, failed, progress=None):
        self.asked.append((lane, work))

        class Asked:
            def abandon(self):
                pass

        return Asked()


def test_rows_come_before_counts_and_tasks_are_counted_behind_them(qtbot):
    sample, lanes = SampleDesk(), Lanes()
    model = DashboardViewModel(sample.desk, lanes, None)
    model.refresh()
    assert [lane for lane, _ in lanes.asked] == ["db", "db"]  # rows, counts
    qtbot.waitUntil(lambda: len(lanes.asked) == 3, timeout=TASKS_AFTER_MS + 3000)
    lane, count = lanes.asked[2]
    assert lane == "io"  # a search never waits for hundreds of dossiers
    assert count(None) == sample.count_tasks()


def test_who_types_is_not_held_up_by_the_count_of_tasks(qtbot):
    lanes = Lanes()
    model = DashboardViewModel(SampleDesk().desk, lanes, None)
    model.refresh()
    for end in range(1, 12):
        qtbot.wait(TASKS_AFTER_MS // 8)
        model.search("nguyen van an"[:end])
    assert "io" not in [lane for lane, _ in lanes.asked]
    qtbot.waitUntil(lambda: lanes.asked[-1][0] == "io", timeout=TASKS_AFTER_MS + 3000)


def test_the_list_of_tasks_keeps_no_search_waiting(qtbot):
    lanes = Lanes()
    model = DashboardViewModel(SampleDesk().desk, lanes, None)
    model.filter_by("tasks")
    model.filter_by("office")
    assert [lane for lane, _ in lanes.asked] == ["io", "db"]
