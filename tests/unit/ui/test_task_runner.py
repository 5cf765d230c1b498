"""The one place that leaves the GUI thread."""

import threading
import time

import pytest
from PySide6.QtCore import QObject

from desk_app.domain.errors import RuleError
from desk_app.ui.task_runner import InlineTaskRunner, Task, ThreadTaskRunner


@pytest.fixture
def runner(qapp):
    made = ThreadTaskRunner()
    yield made
    made.close()


class Owner(QObject):
    def __init__(self):
        super().__init__()
        self.got, self.failed, self.told, self.threads = [], [], [], set()

    def take(self, value):
        self.threads.add(threading.current_thread())
        self.got.append(value)

    def refuse(self, error):
        self.threads.add(threading.current_thread())
        self.failed.append(error)


def ask(runner, owner, work, **more):
    return runner.submit(
        lane=more.pop("lane", "io"),
        owner=owner,
        work=work,
        done=owner.take,
        failed=owner.refuse,
        **more,
    )


def test_a_thousand_tasks_are_all_answered_on_the_gui_thread(qtbot, runner):
    owner = Owner()
    for number in range(1000):
        ask(runner, owner, lambda task, number=number: number, lane="db")
    qtbot.waitUntil(lambda: len(owner.got) == 1000, timeout=20000)
    assert owner.got == list(range(1000))
    assert owner.threads == {threading.main_thread()}


def test_an_error_arrives_as_it_was_raised(qtbot, runner):
    owner = Owner()

    def work(task: Task):
        raise RuleError("rule.example", {"n": 1})

    ask(runner, owner, work)
    qtbot.waitUntil(lambda: bool(owner.failed))
    assert owner.failed[0].code == "rule.example"
    assert not owner.got


def test_nothing_is_delivered_to_an_owner_that_is_gone(qtbot, runner):
    gate = threading.Event()
    owner, other = Owner(), Owner()
    got = owner.got
    ask(runner, owner, lambda task: gate.wait(5), lane="db")
    ask(runner, other, lambda task: 1, lane="db")
    owner.deleteLater()
    qtbot.wait(10)
    gate.set()
    qtbot.waitUntil(lambda: other.got == [1])
    assert got == []


def test_the_database_lane_runs_one_task_at_a_time(qtbot, runner):
    owner = Owner()
    running, most = [0], [0]

    def work(task):
        running[0] += 1
        most[0] = max(most[0], running[0])
        time.sleep(0.001)
        running[0] -= 1

    for _ in range(30):
        ask(runner, owner, work, lane="db")
    qtbot.waitUntil(lambda: len(owner.got) == 30)
    assert most == [1]


def test_stop_lets_the_result_so_far_arrive_and_abandon_does_not(qtbot, runner):
    owner = Owner()

    def count(task: Task):
        done = 0
        while not task.is_cancelled() and done < 10_000:
            done += 1
            time.sleep(0.001)
        return done

    stopped = ask(runner, owner, count)
    abandoned = ask(runner, owner, count)
    qtbot.wait(20)
    stopped.stop()
    abandoned.abandon()
    qtbot.waitUntil(lambda: runner.is_idle)
    qtbot.waitUntil(lambda: len(owner.got) == 1)
    assert 0 < owner.got[0] < 10_000


def test_progress_is_thinned_but_announcements_are_not(qtbot, runner):
    owner = Owner()

    def work(task: Task):
        for number in range(500):
            task.report(("report", number))
        for number in range(20):
            task.announce(("page", number))

    ask(runner, owner, work, progress=owner.told.append)
    qtbot.waitUntil(lambda: bool(owner.got))
    assert [fact for fact in owner.told if fact[0] == "page"] == [("page", n) for n in range(20)]
    assert sum(1 for fact in owner.told if fact[0] == "report") <= 5


def test_closing_waits_for_what_runs(qtbot, qapp):
    runner = ThreadTaskRunner()
    owner = Owner()
    ended = []

    def work(task: Task):
        while not task.is_cancelled():
            time.sleep(0.001)
        ended.append(True)

    ask(runner, owner, work)
    qtbot.wait(10)
    runner.close()
    assert ended == [True]
    assert ask(runner, owner, work).is_abandoned


def test_twenty_thousand_signals_survive(qtbot, runner):
    owner = Owner()
    for _ in range(20_000):
        runner.posted.emit(_Nothing())
    qtbot.wait(1)
    assert owner.got == []


class _Nothing:
    def arrive(self):
        pass


def test_the_inline_runner_can_hold_work_back(qapp):
    runner = InlineTaskRunner(hold=True)
    owner = Owner()
    ask(runner, owner, lambda task: 7)
    assert owner.got == []
    runner.run_pending()
    assert owner.got == [7]
