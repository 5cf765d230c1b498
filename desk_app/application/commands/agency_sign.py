"""Inputs of step 4, ký số cơ quan."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desk_app.application.work import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify(Act):
    """Verify every personal signature on result and components (R-5B-51)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal(Act):
    """T17: number and date, agency signature on the result, true copies (R-5B-53, R-5B-54).

    Attributes:
        tolerated: reason per file (``result`` or a component's key) for accepting a verdict
            ``unknown``.
    """

    tolerated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Act):
    """T16: back to who made the failing file.

    Attributes:
        to: ``approve``, ``appraise`` or ``intake``.
    """

    to: str
    failing_file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSeal(Act):
    """Who holds the second seal at the counter, by which order (R-5B-10)."""

    dossier: str = ""
    seal: str
    holder: str
    order_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UseSeal(Act):
    """The second seal was set on a printed result; each use is logged (R-5B-76)."""

    seal: str
    copies: int = 1
