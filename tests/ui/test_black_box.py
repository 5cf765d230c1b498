"""The window tells the black box of acts, pages, work and stalls."""

import pytest
from PySide6.QtCore import QObject

from desk_app.ui.shell.black_box import BlackBox
from desk_app.ui.task_runner import ThreadTaskRunner
from tests.kit.ui.window import show

pytestmark = pytest.mark.ui


def test_acts_and_pages_are_told(window):
    show(window, "sync")
    window.shell.press("refresh")
    noted = window.entry.noted
    assert ("page", {"id": "sync"}) in noted
    assert ("act", {"id": "refresh"}) in noted


def test_work_and_failures_of_the_lanes_are_told_without_their_values(qtbot):
    noted, runner, owner = [], ThreadTaskRunner(), QObject()
    box = BlackBox(lambda kind, **facts: noted.append((kind, facts)), runner)
    done = []

    def fail(_task):
        raise ValueError("001099000001")

    for work in (lambda _task: "Nguyễn Văn Mẫu", fail):
        runner.submit(lane="io", owner=owner, work=work, done=done.append, failed=done.append)
    qtbot.waitUntil(lambda: len(done) == 2)
    runner.close()
    kinds = dict(noted)
    assert kinds["failed"]["code"] == "ValueError"
    assert "001099000001" not in repr(noted)
    assert "Nguyễn" not in repr(noted)
    box.deleteLater()
