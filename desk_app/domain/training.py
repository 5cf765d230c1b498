"""What a dossier teaches: how long each of the five steps took, and how often it was sent back."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.domain.reports.visits import Passage
from desk_app.domain.workflow import TERMINAL, State, Step, step_of

_RANK = {step: rank for rank, step in enumerate(Step)}
_ENDS = TERMINAL | {State.RETURNED}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTime:
    """One step of a lesson.

    Attributes:
        seconds: from the moment the dossier came to the step until it left, every stay added.
        stays: how often it came.
        is_here: the dossier lies there now.
    """

    step: Step
    seconds: float = 0.0
    stays: int = 0
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The five steps in order; `sent_back` counts ways back, `is_over` the end of the dossier."""

    steps: tuple[StepTime, ...]
    sent_back: int
    is_over: bool

    @property
    def seconds(self) -> float:
        """Of all steps."""
        return sum(step.seconds for step in self.steps)


def lesson_of(events: Iterable[Passage], now: dt.datetime) -> Lesson:
    """Times of a dossier from its first event on.

    The draft counts for intake: unlike the visits of reports, which begin with the receipt, a
    lesson begins when the officer opens the dossier. Seconds by the clock on the wall.
    """
    seconds = dict.fromkeys(Step, 0.0)
    stays = dict.fromkeys(Step, 0)
    place: Step | None = None
    since, back, is_over = now, 0, False
    for event in events:
        if place is not None:
            seconds[place] += (event.at - since).total_seconds()
        state = State(event.to_state)
        is_over = state in _ENDS
        coming = None if is_over else step_of(state)
        if coming is not None and coming != place:
            stays[coming] += 1
            back += place is not None and _RANK[coming] < _RANK[place]
        place, since = coming, event.at
    if place is not None:
        seconds[place] += max((now - since).total_seconds(), 0.0)
    return Lesson(
        steps=tuple(
            StepTime(step=s, seconds=seconds[s], stays=stays[s], is_here=s is place) for s in Step
        ),
        sent_back=back,
        is_over=is_over,
    )
