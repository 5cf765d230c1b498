"""One act on many chosen dossiers, with an end of its own for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from desk_app.ui.contract.codes import Cancellation

SelectedAct = Literal["receive", "forward", "print"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedEnd:
    """How one dossier of a selection ended; ``key`` opens it now, ``was`` is what was chosen."""

    key: str
    was: str
    code: str
    outcome: Literal["done", "refused", "left"]
    problem: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


class Selection(Protocol):
    """Acts on a selection of the work list."""

    def do(
        self,
        act: SelectedAct,
        keys: tuple[str, ...],
        progress: Callable[[SelectedEnd], None],
        cancelled: Cancellation,
    ) -> tuple[SelectedEnd, ...]:
        """Do it to each in turn; each is told as it ends. Lane ``io``.

        What a stop did not reach is ``left``; a refusal of one is no error of the whole.
        """
        ...
