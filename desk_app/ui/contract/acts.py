"""Acts beside the main road: what may be done with a dossier now, and what each asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from desk_app.ui.contract.dossier import Issued
from desk_app.ui.contract.signing import PinEntry

FieldKind = Literal["line", "text", "date", "number", "choice", "tick", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActField:
    """One thing an act asks for; its words are ``ui.other.field.<id>``.

    Attributes:
        choices: values of a choice; their words are ``ui.other.choice.<value>``.
    """

    id: str
    kind: FieldKind = "line"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOffer:
    """An act the officer may do with the dossier as it stands; words ``ui.other.<step>.<name>``.

    Attributes:
        signs: which device it signs with; its PIN is asked before the act.
    """

    step: str
    name: str
    fields: tuple[ActField, ...] = ()
    signs: Literal["", "personal", "agency"] = ""

    @property
    def key(self) -> str:
        """Name of the act in the whole table."""
        return f"{self.step}.{self.name}"


class OtherActs(Protocol):
    """Acts beside the main road."""

    def offers(self, key: str) -> tuple[ActOffer, ...]:
        """What the officer may do with the dossier now, in the order of the table."""
        ...

    def do(
        self, key: str, act: str, values: Mapping[str, str], pin: PinEntry | None = None
    ) -> Issued:
        """Do one of the offers; ``pin`` where it signs.

        Errors: the use case's refusals, ``usage.bad_input``, ``signing.*``.
        """
        ...
