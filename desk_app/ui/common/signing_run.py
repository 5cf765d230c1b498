"""One batch of signatures under one PIN, as steps 3 and 4 lead it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk_app.ui.common.asking import Model, PinTalk
from desk_app.ui.common.failures import Failure, failure_of, was_cancelled
from desk_app.ui.contract import BatchEnd, PinEntry, SignedItem
from desk_app.ui.task_runner import Task

PIN_WRONG = "signing.pin_incorrect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is to be signed.

    Attributes:
        act: what the PIN is asked for; the prompt says it.
        purpose: ``personal`` or ``agency``.
        sign: given the PIN, takes what is to be signed from the state as it is then; what it gives
            runs on the ``token`` lane.
        ended: told how the batch ended, with the failure that stopped it.
    """

    act: str
    count: int
    purpose: str
    sign: Callable[[PinEntry], Callable[[Task], BatchEnd]]
    ended: Callable[[BatchEnd, Failure | None], None]


class SigningRun:
    """Asks the PIN, signs item by item, stops between two items.

    A wrong PIN is asked for again and never tried twice.

    Args:
        show: changes ``is_signing``, ``is_stopping``, ``ended``, ``seconds_each`` and ``failure``
            in the state of the view-model.
    """

    def __init__(self, model: Model[Any], pin: PinTalk, show: Callable[..., None]) -> None:
        self._model, self._pin, self._show = model, pin, show
        self._task: Task | None = None
        self._ended: tuple[SignedItem, ...] = ()
        self._began = 0.0

    def begin(
        self, batch: Batch, problem: str = "", facts: dict[str, object] | None = None
    ) -> None:
        """Ask the PIN and sign; ``problem`` is what was wrong with the PIN before."""
        self._pin.begin(
            act=batch.act,
            count=batch.count,
            purpose=batch.purpose,
            problem=problem,
            facts=facts,
            sign=lambda pin: self._sign(batch, pin),
            failed=self._refuse,
            gave_up=_nothing,
        )

    def _sign(self, batch: Batch, pin: PinEntry) -> None:
        self._began, self._ended = time.monotonic(), ()
        self._show(is_signing=True, is_stopping=False, ended=(), failure=None)
        self._task = self._model.ask(
            "token",
            batch.sign(pin),
            lambda end: self._signed(batch, end),
            lambda error: self._not_signed(batch, error),
            self._one_signed,
        )

    def _one_signed(self, item: object) -> None:
        if isinstance(item, SignedItem):
            self._ended = (*self._ended, item)
            each = (time.monotonic() - self._began) / len(self._ended)
            self._show(ended=self._ended, seconds_each=each)

    def _signed(self, batch: Batch, end: BatchEnd) -> None:
        self._task = None
        failure = Failure(end.stopped_by, dict(end.facts)) if end.stopped_by else None
        self._show(is_signing=False, is_stopping=False, ended=end.items, failure=failure)
        batch.ended(end, failure)

    def _not_signed(self, batch: Batch, error: Exception) -> None:
        self._task = None
        failure = failure_of(error)
        self._show(is_signing=False, is_stopping=False)
        if failure.code == PIN_WRONG:
            self.begin(batch, failure.code, dict(failure.facts))
        else:
            self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        if not was_cancelled(error):
            self._show(failure=failure_of(error))

    def stop(self) -> bool:
        """Stop after the item being signed; whether anything ran."""
        if self._task is None:
            return False
        self._task.stop()
        self._show(is_stopping=True)
        return True


def _nothing() -> None:
    """The officer went back; nothing was signed."""
