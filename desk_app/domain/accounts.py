"""What an applicant's digital account, consent and confirmations say; each with who, when, how."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCheck:
    """Look-up and authentication of the digital account (R-5B-17 to R-5B-19).

    Attributes:
        identifier: number the account was looked up by.
        store: ``national`` or ``provincial``.
        method: ``vneid``, ``card_chip``, ``password_by_applicant``, ``offline`` …; the officer
            never keeps a password.
        level: level of identity proof the store names; empty when it names none.
        outcome: ``authenticated``, ``not_found``, ``created``, ``refused``, ``queued`` (no line),
            or what the owner reports: ``lost``, ``misused``.
        agreed: for ``created``: the applicant agreed to have the account made.
    """

    identifier: str
    store: str
    method: str
    outcome: str
    at: dt.datetime
    by: str
    level: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Consent to use recorded data again, or the legal basis that needs none (R-PR-05, R-PR-17).

    Attributes:
        scope: ``reuse`` (filling later forms) or ``share`` (related services).
        legal_basis: instrument and article where no consent is needed.
    """

    scope: str
    given: bool
    at: dt.datetime
    by: str
    legal_basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The applicant saw one block of their own data on the second screen and said yes or no.

    Attributes:
        block: name of the block that was shown.
        sha256: digest of exactly what was shown (UTF-8 JSON with sorted keys).
    """

    block: str
    sha256: str
    agrees: bool
    at: dt.datetime
    by: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A stored value that differs from the paper or another database; kept (R-5B-24)."""

    component: str
    field: str
    stored: str
    paper: str
    source: str
    at: dt.datetime
    by: str


def shown_digest(shown: Mapping[str, str]) -> str:
    """SHA-256 of what stood on the second screen: UTF-8 JSON, sorted keys, no blanks."""
    text = json.dumps(dict(shown), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
