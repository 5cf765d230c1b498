"""One act on many chosen dossiers: each ends by itself, and none stops the others."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desk_app.application.acts import Steps
from desk_app.application.commands.intake import PassToAppraisal, Receive
from desk_app.application.enquiries import Enquiries
from desk_app.application.ports import Cancellation
from desk_app.application.work import Done
from desk_app.domain.errors import DeskError, RuleError
from desk_app.domain.people import Actor
from desk_app.domain.records import Slip

Told = Callable[[str, "Done | DeskError"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What an officer does with a selection of the work list.

    Every dossier goes through the same use case as when it is done alone, with the same rules; a
    refusal is told for that dossier and the next one is taken. Stopping leaves the rest untouched.
    """

    steps: Steps
    enquiries: Enquiries

    def receive(
        self, keys: Sequence[str], actor: Actor, on_end: Told, cancelled: Cancellation
    ) -> None:
        """Receive each and pass it on, as F12 at intake does where nothing is to be looked at.

        A value that nobody has confirmed is a refusal here: what the reader brought is looked at on
        the page of the dossier, not in a list (``selection.look_first``).
        """
        self._each(keys, on_end, cancelled, lambda key: self._receive(key, actor))

    def forward(
        self, keys: Sequence[str], actor: Actor, on_end: Told, cancelled: Cancellation
    ) -> None:
        """Pass each on to appraisal (T08)."""
        passing = self.steps.intake.pass_to_appraisal
        self._each(
            keys,
            on_end,
            cancelled,
            lambda key: passing(PassToAppraisal(dossier=key, actor=actor)),
        )

    def receipt(self, key: str) -> Slip:
        """The newest receipt of a dossier; RuleError ``selection.no_receipt`` without one."""
        found = [slip for slip in self.enquiries.dossier(key).slips if slip.key == "receipt"]
        if not found:
            raise RuleError("selection.no_receipt")
        return found[-1]

    def _receive(self, key: str, actor: Actor) -> Done:
        left = self.enquiries.dossier(key).unverified_fields()
        if left:
            raise RuleError("selection.look_first", {"count": len(left)})
        done = self.steps.intake.receive(Receive(dossier=key, actor=actor))
        # A fee due before processing keeps it at the counter (T09).
        with contextlib.suppress(RuleError):
            done = self.steps.intake.pass_to_appraisal(
                PassToAppraisal(dossier=done.dossier_id, actor=actor)
            )
        return done

    def _each(
        self,
        keys: Sequence[str],
        on_end: Told,
        cancelled: Cancellation,
        act: Callable[[str], Done],
    ) -> None:
        for key in keys:
            if cancelled.is_cancelled():
                return
            try:
                on_end(key, act(key))
            except DeskError as error:
                on_end(key, error)
