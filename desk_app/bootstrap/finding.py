"""What one check of the doctor found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """State and detail of one part.

    Attributes:
        detail: a code of the text catalogue, or words and figures that need none.
        facts: values the message of that code names.
    """

    state: State
    detail: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
