"""The backlog in the window: how far it has come, the rest, and that it gives way to whoever uses the machine."""

import datetime as dt
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.domain.errors import UnavailableError
from desk_app.ui.shell.backlog_view_model import BacklogViewModel
from desk_app.ui.task_runner import InlineTaskRunner
from tests.kit.ui.sample_desk import BacklogKept
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui


def cells(page):
    model = page.table.rows_model
    return [model.index(0, column).data() for column in range(5)]


def test_progress_and_rest_stand_there(window):
    window.go("backlog")
    settle()
    page = window.pages["backlog"]
    say = window.words.label
    assert cells(page) == [
        say("ui.backlog_kind.check_papers"),
        say("ui.backlog.progress", done=160, total=500),
        say("ui.backlog.damaged", count=1),
        say("ui.backlog.pace", count=20),
        say("ui.backlog.minutes", count=17),
    ]


def test_the_keys_queue_and_work(window):
    window.go("doctor")
    window.shell.press("open_backlog")
    assert window.shell.page is window.pages["backlog"]
    window.shell.press("queue_work")
    assert window.backlog.state.queued == 500
    page = window.pages["backlog"]
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    window.shell.press("queue_work")
    assert window.desk.backlog.queued == ["check_papers", "pack_evidence"]
    say = window.words.label
    assert cells(page)[1] == say("ui.backlog.progress", done=160, total=500)
    assert page.table.rows_model.index(2, 1).data() == say("ui.backlog.nothing")
    window.shell.press("work_backlog")
    settle()
    assert window.desk.backlog.works == 1
    assert cells(window.pages["backlog"])[4] == window.words.label("ui.backlog.finished")
    assert not window.backlog.state.is_working


def test_a_key_makes_the_work_rest_and_a_second_press_stops_it(qapp, window):
    clock = SimpleNamespace(at=dt.datetime(2026, 11, 21, 14, 8, tzinfo=dt.UTC))
    kept, runner = BacklogKept(), InlineTaskRunner(hold=True)
    model = BacklogViewModel(kept, runner, lambda: clock.at, window)
    model.toggle()
    assert model.state.is_working
    window.go("backlog")
    page = window.pages["backlog"]
    for _ in range(3):
        QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert kept.stirs == 1, "told at most every five seconds"
    assert model.state.is_resting
    clock.at += dt.timedelta(seconds=61)
    model.look()
    model.toggle()
    runner.run_pending()
    assert kept.works == 1
    assert kept.done == 160, "it was stopped"
    assert not model.state.is_working
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert kept.stirs == 1, "nobody listens any more"


def test_work_that_breaks_off_is_told(window, monkeypatch):
    def broken(cancelled):
        raise UnavailableError("program.errand_lost", {"command": "backlog"})

    monkeypatch.setattr(window.desk.backlog, "work", broken)
    window.go("backlog")
    window.shell.press("work_backlog")
    assert window.backlog.state.failure.code == "program.errand_lost"
    assert window.pages["backlog"].banner.isVisible()
