"""The short form of submitting work that every view-model uses."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from desk_app.domain.errors import UnavailableError
from desk_app.ui.common.prompts import PinPrompt, Prompts
from desk_app.ui.contract import (
    Cancellation,
    Desk,
    DocumentRef,
    Issued,
    PinEntry,
    TokenCertificate,
    Tokens,
)
from desk_app.ui.task_runner import Lane, Task, TaskRunner

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
S = TypeVar("S", bound="DataclassInstance")
WAKE_S = 0.1


class Model(QObject, Generic[S]):
    """Base of view-models: one frozen state, one signal with it, work through the runner.

    Signals:
        state_changed: the new state.
    """

    state: S

    state_changed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner

    def _show(self, **changes: object) -> None:
        """Show the state with some of its values changed."""
        self.state = replace(self.state, **changes)
        self.state_changed.emit(self.state)

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
    model: Model[Any], desk: Desk, issued: Issued, failed: Callable[[Exception], None]
) -> None:
    """Send the slips of an act to their printers."""
    for slip in issued.slips:
        model.ask("io", partial(_print, desk, slip, issued.dossier.code), _nothing, failed)


def _print(desk: Desk, slip: DocumentRef, reference: str, task: Task) -> None:
    desk.printing.print_document(slip, reference)


def _nothing(result: None) -> None:
    """A printed slip needs nothing more."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The PIN of one more signature, wanted by a worker that waits for the reply."""

    prompt: PinPrompt
    reply: SimpleQueue[bytearray | None] = field(default_factory=SimpleQueue)


class PinTalk(QObject):
    """Looks at the token, asks the PIN, signs; a wrong PIN is asked again, never tried again.

    Signals:
        wanted: a ``_Wanted`` made on a worker's thread, received on the GUI thread.
    """

    wanted = Signal(object)

    def __init__(
        self, runner: TaskRunner, tokens: Tokens, prompts: Prompts, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner, self._tokens, self._prompts = runner, tokens, prompts
        self.wanted.connect(self._ask_wanted)

    def begin(
        self,
        *,
        act: str,
        count: int,
        purpose: str,
        sign: Callable[[PinEntry], None],
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
            self._prompts.ask_pin(prompt, partial(answer, prompt))

        def answer(prompt: PinPrompt, pin: PinEntry | None) -> None:
            if pin is not None:
                sign(replace(pin, ask_again=_Turns(self, prompt)))
            elif prompt.certificate.is_locked:
                failed(UnavailableError("signing.pin_locked", {"token": prompt.certificate.holder}))
            else:
                gave_up()

        self._runner.submit(
            lane="token",
            owner=self,
            work=lambda task: tokens.certificate("agency" if purpose == "agency" else "personal"),
            done=show,
            failed=failed,
        )

    @Slot(object)
    def _ask_wanted(self, wanted: _Wanted) -> None:
        def answer(pin: PinEntry | None) -> None:
            wanted.reply.put(None if pin is None else pin.typed)

        self._prompts.ask_pin(wanted.prompt, answer)


class _Turns:
    """Asks the PINs of one batch in turn; called off the GUI thread, it waits for the officer."""

    def __init__(self, talk: PinTalk, prompt: PinPrompt) -> None:
        self._talk = talk
        held = replace(prompt.certificate, asks_each_time=True, tries_left=None)
        self._prompt = replace(prompt, certificate=held, problem="", facts={})

    def __call__(self, task: Cancellation) -> bytearray | None:
        """The PIN of the next signature; None when the officer goes back or the work ends."""
        self._prompt = replace(self._prompt, turn=self._prompt.turn + 1)
        wanted = _Wanted(self._prompt)
        self._talk.wanted.emit(wanted)
        while not task.is_cancelled():
            try:
                return wanted.reply.get(timeout=WAKE_S)
            except Empty:
                continue
        return None
