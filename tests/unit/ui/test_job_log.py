"""The jobs of a sitting: how each of them ended, and that it is told."""

import datetime as dt

import pytest

from desk_app.ui.common.jobs import JobState
from desk_app.ui.shell.job_log import JobLog

NOW = dt.datetime(2026, 11, 21, 14, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("stops", "failed", "ending", "done"),
    [(False, False, "done", 5), (True, False, "stopped", 2), (False, True, "failed", 2)],
)
def test_what_was_stopped_is_not_counted_as_done(stops, failed, ending, done):
    log, ended = JobLog(lambda: NOW), []
    log.ended.connect(ended.append)
    facts = (("done", 2), ("total", 5))
    log.follow("approve", JobState("ui.approve.signing", facts), failed=False)
    log.follow("approve", JobState("ui.approve.signing", facts, is_stopping=stops), failed=False)
    assert ended == []
    log.follow("approve", None, failed=failed)
    assert [(job.ending, dict(job.facts)["done"]) for job in ended] == [(ending, done)]
    assert log.jobs == tuple(ended)
