"""A child that dies costs one exception, whenever its death is noticed."""

import os
import time

import pytest

from scanner.worker import Worker, WorkerDied


def _dies_at_once(pipe):
    pipe.recv()
    os._exit(3)


def _answers_and_dies(pipe):
    pipe.send(pipe.recv() + 1)
    os._exit(3)


def _gone(worker):
    deadline = time.monotonic() + 30
    while worker._process.is_alive():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_death_noticed_before_the_answer_is_fetched_is_a_death():
    worker = Worker(_dies_at_once, "dies")
    worker.send(1, deadline_s=30)
    _gone(worker)
    assert worker.answers(within_s=1)
    with pytest.raises(WorkerDied):
        worker.receive(deadline_s=30)
    assert worker.pid is None


def test_the_last_words_of_a_dead_child_are_heard():
    worker = Worker(_answers_and_dies, "answers")
    for number in (1, 2):
        worker.send(number, deadline_s=30)
        _gone(worker)
        assert worker.receive(deadline_s=30) == number + 1
    worker.stop()
