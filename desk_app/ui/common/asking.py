"""The short form of submitting work that every view-model uses."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desk_app.ui.common.prompts import PinPrompt, Prompts
from desk_app.ui.contract import Desk, DocumentRef, Issued, TokenCertificate, Tokens
from desk_app.ui.task_runner import Lane, Task, TaskRunner

T = TypeVar("T")
COPIES = 2


class Model(QObject):
    """Base of view-models: one signal with the state, work through the runner.

    Signals:
        state_changed: the new state.
    """

    state_changed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner

    def ask(
        self,
        lane: Lane,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        progress: Callable[[object], None] | None = None,
    ) -> Task:
        """Run work on a lane in this model's name."""
        return self._runner.submit(
            lane=lane, owner=self, work=work, done=done, failed=failed, progress=progress
        )


def print_slips(
    model: Model, desk: Desk, issued: Issued, failed: Callable[[Exception], None]
) -> None:
    """Send the slips of an act to the printer, two copies each."""
    for slip in issued.slips:
        model.ask("io", partial(_print, desk, slip), _nothing, failed)


def _print(desk: Desk, slip: DocumentRef, task: Task) -> None:
    desk.printing.print_document(slip, COPIES)


def _nothing(result: None) -> None:
    """A printed slip needs nothing more."""


class PinTalk(QObject):
    """Looks at the token, asks the PIN, signs; a wrong PIN is asked again, never tried again."""

    def __init__(
        self, runner: TaskRunner, tokens: Tokens, prompts: Prompts, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner, self._tokens, self._prompts = runner, tokens, prompts

    def begin(
        self,
        *,
        act: str,
        count: int,
        purpose: str,
        sign: Callable[[str], None],
        failed: Callable[[Exception], None],
        gave_up: Callable[[], None],
        problem: str = "",
        facts: dict[str, object] | None = None,
    ) -> None:
        """Ask for the PIN of ``count`` signatures; ``sign`` gets it once."""
        tokens = self._tokens

        def show(held: TokenCertificate) -> None:
            prompt = PinPrompt(
                act=act, count=count, certificate=held, problem=problem, facts=facts or {}
            )
            self._prompts.ask_pin(prompt, answer)

        def answer(pin: str | None) -> None:
            if pin is None:
                gave_up()
            else:
                sign(pin)

        self._runner.submit(
            lane="token",
            owner=self,
            work=lambda task: tokens.certificate("agency" if purpose == "agency" else "personal"),
            done=show,
            failed=failed,
        )
