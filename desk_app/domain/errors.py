"""Errors of the desk: a stable code and typed facts; the words stand in the catalogue."""

from collections.abc import Mapping

Fact = str | int | float | bool | None | tuple[str, ...]


class DeskError(Exception):
    """Base of everything the desk refuses or cannot do.

    Attributes:
        code: stable slug, for example ``workflow.T01.components_complete``; tests, logs and support
            use it.
        facts: values the message of that code may name.
    """

    def __init__(self, code: str, facts: Mapping[str, Fact] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts: dict[str, Fact] = dict(facts or {})

    def __str__(self) -> str:
        """Code and facts on one line, for logs."""
        return self.code if not self.facts else f"{self.code} {self.facts}"


class RuleError(DeskError):
    """A rule says no; nothing to retry."""


class UnavailableError(DeskError):
    """Something needed is not there now; it can be tried again."""


class ConflictError(DeskError):
    """Somebody else was first."""


class IntegrityError(DeskError):
    """Something is not what it claims to be."""


class NotFoundError(DeskError):
    """No such dossier, procedure or paper."""


class Cancelled(Exception):
    """The officer changed their mind."""
