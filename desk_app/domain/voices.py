"""What applicants say back: evaluation slips, and feedback on rules or on their execution."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A filled evaluation slip (TT 01/2018/TT-VPCP Art. 12); no name is required.

    Attributes:
        answers: answer by number of the question.
        channel: ``paper``, ``device`` or ``online``.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    channel: str = "paper"
    at: dt.datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A petition about a regulation or about how it is carried out (R-PR-60).

    Attributes:
        about: ``regulation`` or ``execution``.
        officer: whom it is about, if anybody.
        answer_by: last day of the answer.
        forwarded_to: agency that answers, when it is not this office.
    """

    key: str
    about: str
    text: str
    received_at: dt.datetime
    by: str
    answer_by: dt.date | None = None
    officer: str = ""
    forwarded_to: str = ""
    answer: str = ""
    answered_at: dt.datetime | None = None
