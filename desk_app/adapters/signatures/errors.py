"""Refusals of the signing library as errors of the desk."""

from desk_app.domain.errors import DeskError, Fact, RuleError, UnavailableError
from signing.errors import SigningError

_UNAVAILABLE = (
    "signing.module_",
    "signing.token_",
    "signing.tsa_",
    "signing.service_",
    "signing.session_",
    "signing.disk_full",
    "signing.file_in_use",
    "signing.file_unreadable",
    "signing.file_unwritable",
    "signing.font_",
    "signing.revocation_unavailable",
)


def translated(error: SigningError) -> DeskError:
    """The same code and facts; what may work later is told apart from what a rule forbids."""
    kind = UnavailableError if error.code.startswith(_UNAVAILABLE) else RuleError
    return kind(error.code, plain_facts(error))


def plain_facts(error: SigningError) -> dict[str, Fact]:
    """The facts a message may name."""
    return {
        name: value if isinstance(value, str | int | float | bool) else str(value)
        for name, value in error.facts.items()
    }
