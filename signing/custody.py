"""Who holds which seal token: a register computed from its entries (NĐ 30/2020 Art. 32(2)(b)).

Pure functions over entries that the desk stores; an entry is never changed, only followed by
another. A hand-over needs a written permission and minutes.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from signing.errors import SigningError


class CustodyAct(StrEnum):
    """What happened to a token."""

    RECEIVED = "received"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyEntry:
    """One line of the register.

    Attributes:
        token_serial: which token.
        holder: who has it after this entry; empty when it went back or was lost.
        giver: who had it before.
        permission: number of the written permission.
        minutes: number of the minutes.
    """

    token_serial: str
    token_label: str
    act: CustodyAct
    at: dt.datetime
    holder: str = ""
    giver: str = ""
    permission: str = ""
    minutes: str = ""


def holder_of(entries: Iterable[CustodyEntry], token_serial: str, at: dt.datetime) -> str | None:
    """Who held a token at a time; ``None`` when nobody did or it was never entered."""
    history = sorted(
        (entry for entry in entries if entry.token_serial == token_serial and entry.at <= at),
        key=lambda entry: entry.at,
    )
    return (history[-1].holder or None) if history else None


def check_entry(entries: Iterable[CustodyEntry], fresh: CustodyEntry) -> None:
    """Refuse an entry that does not follow from the register.

    Raises:
        SigningError: ``signing.custody_conflict`` or ``signing.custody_without_minutes``.
    """
    known = list(entries)
    present = holder_of(known, fresh.token_serial, fresh.at)
    later = [e for e in known if e.token_serial == fresh.token_serial and e.at > fresh.at]
    is_first = fresh.act is CustodyAct.RECEIVED
    fits = present is None if is_first else present is not None and present == fresh.giver
    if later or not fits:
        raise SigningError(
            "signing.custody_conflict", token=fresh.token_label, holder=present or ""
        )
    is_bare = not (fresh.permission.strip() and fresh.minutes.strip())
    if fresh.act is CustodyAct.HANDED_OVER and (is_bare or not fresh.holder):
        raise SigningError("signing.custody_without_minutes", token=fresh.token_label)


def refuse_without_custody(
    entries: Iterable[CustodyEntry],
    *,
    token_serial: str,
    token_label: str,
    person: str,
    at: dt.datetime,
) -> None:
    """Only who holds the seal may use it (NĐ 30/2020 Art. 32(2)(c)).

    Raises:
        SigningError: ``signing.seal_not_in_custody``.
    """
    holder = holder_of(entries, token_serial, at)
    if holder != person:
        raise SigningError("signing.seal_not_in_custody", token=token_label, holder=holder or "—")
