"""Times of a lesson: every second belongs to one step, ways back are counted."""

import datetime as dt
import itertools
import types

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.training import lesson_of
from desk_app.domain.workflow import TERMINAL, State, Step, step_of
from tests.builders import NOW

OPEN = [state for state in State if state not in TERMINAL | {State.RETURNED}]


def events(*said):
    """Events from (seconds after the start, state reached)."""
    before, made = State.DRAFT, []
    for seconds, state in said:
        made.append(
            types.SimpleNamespace(
                at=NOW + dt.timedelta(seconds=seconds), from_state=before, to_state=state, user="a"
            )
        )
        before = state
    return made


def times(lesson):
    return {str(step.step): step.seconds for step in lesson.steps if step.seconds}


def test_a_straight_road():
    said = events(
        (0, State.DRAFT), (40, State.DRAFT), (90, State.ACCEPTED), (100, State.IN_APPRAISAL),
        (160, State.IN_APPROVAL), (190, State.AWAITING_AGENCY_SIGNATURE), (200, State.RESULT_READY),
        (230, State.RETURNED),
    )  # fmt: skip
    lesson = lesson_of(said, NOW + dt.timedelta(hours=5))
    assert times(lesson) == {
        str(step): float(seconds)
        for step, seconds in zip(Step, expected(said), strict=True)
        if seconds
    }
    assert lesson.seconds == 230
    assert (lesson.sent_back, lesson.is_over) == (0, True)
    assert not any(step.is_here for step in lesson.steps)


def expected(said):
    """Seconds of each step, added the plain way."""
    found = dict.fromkeys(Step, 0)
    for one, following in itertools.pairwise(said):
        found[step_of(State(one.to_state))] += int((following.at - one.at).total_seconds())
    return found.values()


def test_a_step_that_lasts_counts_until_now():
    lesson = lesson_of(
        events((0, State.DRAFT), (30, State.ACCEPTED)), NOW + dt.timedelta(seconds=75)
    )
    assert lesson.seconds == 75
    assert [step.step for step in lesson.steps if step.is_here] == [step_of(State.ACCEPTED)]


def test_a_way_back_is_counted_and_the_second_stay_added():
    said = events(
        (0, State.DRAFT), (10, State.IN_APPRAISAL), (30, State.IN_APPROVAL),
        (50, State.IN_APPRAISAL), (80, State.IN_APPROVAL),
    )  # fmt: skip
    lesson = lesson_of(said, NOW + dt.timedelta(seconds=80))
    appraise = next(step for step in lesson.steps if step.step is Step.APPRAISE)
    assert (appraise.seconds, appraise.stays, lesson.sent_back) == (50, 2, 1)


def test_nothing_has_happened_yet():
    lesson = lesson_of([], NOW)
    assert (lesson.seconds, lesson.is_over, len(lesson.steps)) == (0, False, 5)


@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from(OPEN)), min_size=1, max_size=12))
def test_no_second_is_lost_or_counted_twice(steps):
    at, said = 0, []
    for ahead, state in steps:
        at += ahead
        said.append((at, state))
    lesson = lesson_of(events(*said), NOW + dt.timedelta(seconds=at + 7))
    assert lesson.seconds == pytest.approx(at - said[0][0] + 7)
    assert sum(step.is_here for step in lesson.steps) == 1
