"""The work queue is asked for first; what may wait does."""

from dataclasses import replace

import pytest

from desk_app.domain.errors import RuleError
from desk_app.ui.contract import WorkList, WorkRow
from desk_app.ui.shell.dashboard_view_model import (
    COUNT_AFTER_MS,
    TASKS_AFTER_MS,
    DashboardViewModel,
)
from desk_app.ui.task_runner import InlineTaskRunner
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


class FullPages:
    """Every list is longer than its page; each letter fits fewer dossiers."""

    def __init__(self):
        self.counted = []
        self.fault = None

    def work_list(self, query):
        rows = tuple(
            WorkRow(
                key=f"{query.text}{n}", code="", applicant="", procedure="", state="", step=None
            )
            for n in range(3)
        )
        return WorkList(rows=rows, total=None)

    def count(self, query):
        if self.fault is not None:
            raise self.fault
        self.counted.append(query.text)
        return 1000 - len(query.text)


@pytest.fixture
def typed():
    """A view-model over full pages, and the runner that holds what it asks."""
    pages, runner = FullPages(), InlineTaskRunner(hold=True)
    model = DashboardViewModel(replace(SampleDesk().desk, enquiries=pages), runner, None)
    return model, runner, pages


def test_rows_come_before_they_are_counted(qtbot, typed):
    model, runner, _ = typed
    model.search("n")
    runner.run_pending()
    assert [row.key for row in model.state.rows] == ["n0", "n1", "n2"]
    assert model.state.total is None
    assert not model.state.is_loading
    qtbot.waitUntil(lambda: bool(runner.pending), timeout=COUNT_AFTER_MS + 3000)
    runner.run_pending()
    assert model.state.total == 999


def test_a_key_that_follows_at_once_is_not_held_up_by_a_count(qtbot, typed):
    model, runner, pages = typed
    for end in range(1, 7):
        model.search("nguyen"[:end])
        runner.run_pending()
    qtbot.waitUntil(lambda: bool(runner.pending), timeout=COUNT_AFTER_MS + 3000)
    runner.run_pending()
    assert pages.counted == ["nguyen"]
    assert model.state.total == 994


def test_a_count_of_earlier_words_never_stands_beside_newer_rows(qtbot, typed):
    model, runner, pages = typed
    model.search("n")
    runner.run_pending()
    qtbot.waitUntil(lambda: bool(runner.pending), timeout=COUNT_AFTER_MS + 3000)
    model.search("ng")
    totals = []
    model.state_changed.connect(lambda state: totals.append(state.total))
    runner.run_pending()
    assert pages.counted == []
    assert totals == [None]
    assert model.state.rows[0].key == "ng0"


def test_rows_stay_when_they_cannot_be_counted(qtbot, typed):
    model, runner, pages = typed
    pages.fault = RuleError("storage.busy")
    model.search("n")
    runner.run_pending()
    qtbot.waitUntil(lambda: bool(runner.pending), timeout=COUNT_AFTER_MS + 3000)
    runner.run_pending()
    assert len(model.state.rows) == 3
    assert model.state.total is None
    assert model.state.failure.code == "storage.busy"
