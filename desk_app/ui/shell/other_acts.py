"""Acts beside the main road of a step: offered, asked about, signed where they sign, done."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desk_app.ui.common.asking import PinTalk
from desk_app.ui.common.failures import failure_of
from desk_app.ui.contract import ActOffer, Issued, OtherActs, PinEntry
from desk_app.ui.task_runner import TaskRunner

Answer = Callable[[str, Mapping[str, str]], None]
"""What the officer chose: the act and what was filled in."""


class OtherActsTalk(QObject):
    """Leads one act from the offer to its result.

    Args:
        ask: shows the offers and calls back with what was chosen.

    Signals:
        done: the ``Issued`` of an act.
        refused: a ``Failure``.
    """

    done = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        other: OtherActs,
        pin: PinTalk,
        runner: TaskRunner,
        ask: Callable[[tuple[ActOffer, ...], Answer], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._other, self._pin, self._runner, self._ask = other, pin, runner, ask
        self._signing: dict[str, Literal["personal", "agency"]] = {}

    def offer(self, key: str) -> None:
        """Ask which acts fit the dossier now, and which one it shall be."""
        other = self._other
        self._runner.submit(
            lane="db",
            owner=self,
            work=lambda task: other.offers(key),
            done=partial(self._offered, key),
            failed=self._failed,
        )

    def _offered(self, key: str, offers: tuple[ActOffer, ...]) -> None:
        self._signing = {offer.key: offer.signs for offer in offers if offer.signs}
        self._ask(offers, partial(self._do, key))

    def _do(self, key: str, act: str, values: Mapping[str, str]) -> None:
        if act in self._signing:
            self._sign(key, act, values)
            return
        other = self._other
        self._runner.submit(
            lane="io",
            owner=self,
            work=lambda task: other.do(key, act, values),
            done=self._did,
            failed=self._failed,
        )

    def _sign(
        self,
        key: str,
        act: str,
        values: Mapping[str, str],
        problem: str = "",
        facts: dict[str, object] | None = None,
    ) -> None:
        """An act that signs asks the PIN first; a wrong one is asked again, never tried again."""
        other = self._other

        def sign(pin: PinEntry) -> None:
            self._runner.submit(
                lane="token",
                owner=self,
                work=lambda task: other.do(key, act, values, pin.during(task)),
                done=self._did,
                failed=failed,
            )

        def failed(error: Exception) -> None:
            failure = failure_of(error)
            if failure.code == "signing.pin_incorrect":
                self._sign(key, act, values, failure.code, dict(failure.facts))
            else:
                self._failed(error)

        self._pin.begin(
            act="sign",
            count=1,
            purpose=self._signing[act],
            problem=problem,
            facts=facts,
            sign=sign,
            failed=self._failed,
            gave_up=_nothing_more,
        )

    def _did(self, issued: Issued) -> None:
        self.done.emit(issued)

    def _failed(self, error: Exception) -> None:
        self.refused.emit(failure_of(error))


def _nothing_more() -> None:
    """The officer went back."""
