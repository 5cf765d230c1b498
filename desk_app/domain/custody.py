"""Who holds which seal token: a register computed from its entries.

An entry is never changed, only followed by another. A hand-over needs a written permission and
minutes (NĐ 30/2020/NĐ-CP Art. 32(2)(b)); only who holds a seal may use it (Art. 32(2)(c)); the
second seal of the one-stop counter is registered like the first (R-5B-10).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.errors import RuleError


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
        token: label of the token, as the staff list names it.
        holder: sign-in name of who has it after this entry; empty when it went back or was lost.
        giver: who had it before.
        permission: number of the written permission.
        minutes: number of the minutes.
        recorded_by: who wrote the line.
    """

    token: str
    act: CustodyAct
    at: dt.datetime
    holder: str = ""
    giver: str = ""
    permission: str = ""
    minutes: str = ""
    recorded_by: str = ""


def holder_of(entries: Iterable[CustodyEntry], token: str, at: dt.datetime) -> str | None:
    """Who held a token at a time; ``None`` when nobody did or it was never entered."""
    history = sorted(
        (entry for entry in entries if entry.token == token and entry.at <= at),
        key=lambda entry: entry.at,
    )
    return (history[-1].holder or None) if history else None


def check_entry(entries: Iterable[CustodyEntry], fresh: CustodyEntry) -> None:
    """Refuse an entry that does not follow from the register.

    Raises:
        RuleError: ``custody.conflict`` or ``custody.without_minutes``.
    """
    known = [entry for entry in entries if entry.token == fresh.token]
    present = holder_of(known, fresh.token, fresh.at)
    later = [entry for entry in known if entry.at > fresh.at]
    is_first = fresh.act is CustodyAct.RECEIVED
    fits = present is None if is_first else present is not None and present == fresh.giver
    needs_holder = fresh.act in {CustodyAct.RECEIVED, CustodyAct.HANDED_OVER}
    if later or not fits or needs_holder != bool(fresh.holder):
        raise RuleError("custody.conflict", {"token": fresh.token, "holder": present or "—"})
    is_bare = not (fresh.permission.strip() and fresh.minutes.strip())
    if fresh.act is CustodyAct.HANDED_OVER and is_bare:
        raise RuleError("custody.without_minutes", {"token": fresh.token})


def refuse_without_custody(
    entries: Iterable[CustodyEntry], *, token: str, user: str, at: dt.datetime
) -> None:
    """Only who holds the seal may use it; a token never entered is left to the staff list.

    Raises:
        RuleError: ``custody.seal_not_held``.
    """
    known = [entry for entry in entries if entry.token == token]
    if not known:
        return
    holder = holder_of(known, token, at)
    if holder != user:
        raise RuleError("custody.seal_not_held", {"token": token, "holder": holder or "—"})
