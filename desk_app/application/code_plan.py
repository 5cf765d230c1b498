"""Which desk or system gives dossier codes, by target system and by procedure."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class CodeStrategy(enum.StrEnum):
    """Who gives the code of a dossier.

    Attributes:
        BOOK: the office's own number book; for an office no other system gives codes for.
        SERVER: the target, with its answer to the acceptance.
        SLOT: this desk, from serials leased of the target.
        POOL: this desk, from whole codes fetched of the target in advance.
    """

    BOOK = "book"
    SERVER = "server"
    SLOT = "slot"
    POOL = "pool"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePlan:
    """The office's choice; a procedure's own wins over its target's, that over the general one."""

    default: CodeStrategy = CodeStrategy.BOOK
    by_target: Mapping[str, CodeStrategy] = field(default_factory=dict)
    by_procedure: Mapping[str, CodeStrategy] = field(default_factory=dict)

    def strategy(self, *, target: str, procedure: str) -> CodeStrategy:
        """How codes of this procedure are given, its commands going to that target."""
        return self.by_procedure.get(procedure) or self.by_target.get(target) or self.default

    def wants(self, strategy: CodeStrategy, target: str) -> bool:
        """Whether anything that may go to this target needs codes of that kind."""
        return (
            self.by_target.get(target, self.default) is strategy
            or strategy in self.by_procedure.values()
        )
