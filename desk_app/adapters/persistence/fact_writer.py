"""Writes what reports count, in the transaction that changes the dossier."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import fact_rows
from desk_app.adapters.persistence.mapping import moment
from desk_app.domain.dossier import Dossier
from desk_app.domain.moments import VIETNAM
from desk_app.domain.reports.facts import SUMS, facts_of
from desk_app.domain.reports.items import items_of
from desk_app.domain.reports.visits import Passage, Visit, WorkingDays, visits_after

_PLAIN = ("unit", "procedure", "procedure_version", "channel", "receiver")
_DAYS = ("received_on", "due_min", "finished_on", "returned_on")

# Made once: a statement with sixty values is dear to put together at every save.
_NO: sa.BindParameter[int] = sa.bindparam("no")
_KNOWN = sa.select(fact_rows.facts.c.version).where(fact_rows.facts.c.no == _NO)
_FORGET = tuple(
    sa.delete(table).where(table.c.no == _NO)
    for table in (fact_rows.facts, fact_rows.items, fact_rows.visits)
)
_FORGET_VISIT = sa.delete(fact_rows.visits).where(
    fact_rows.visits.c.no == _NO, fact_rows.visits.c.seq == sa.bindparam("seq")
)
_LAST_VISIT = (
    sa.select(fact_rows.visits)
    .where(fact_rows.visits.c.no == _NO)
    .order_by(fact_rows.visits.c.seq.desc())
    .limit(1)
)
_ADD_FACTS, _ADD_ITEMS, _ADD_VISITS = (
    sa.insert(table) for table in (fact_rows.facts, fact_rows.items, fact_rows.visits)
)


def weekdays_between(after: dt.date, upto: dt.date) -> int:
    """Monday to Friday in (after, upto]: what counts where no calendar was handed in."""
    if upto <= after:
        return 0
    weeks, rest = divmod((upto - after).days, 7)
    return weeks * 5 + sum((upto - dt.timedelta(days=back)).weekday() < 5 for back in range(rest))


def write(
    connection: sa.Connection,
    no: int,
    dossier: Dossier,
    events: Iterable[Passage],
    working_days: WorkingDays,
    *,
    version: int,
    anew: bool = False,
) -> None:
    """Bring the lines of one dossier up to date.

    Args:
        connection: inside the transaction that changes the dossier.
        no: running number of the dossier.
        dossier: as it is stored now.
        events: the new ones; all of them with `anew`.
        working_days: the office's calendar.
        version: version of the dossier these lines stand for.
        anew: throw the lines away and make every one again.
    """
    is_known = connection.execute(_KNOWN, {"no": no}).first() is not None
    if is_known or anew:
        for forget in _FORGET if anew else _FORGET[:2]:
            connection.execute(forget, {"no": no})
    connection.execute(_ADD_FACTS, [fact_line(no, dossier, version)])
    if lines := item_lines(no, dossier):
        connection.execute(_ADD_ITEMS, lines)
    last = None if anew or not is_known else _last_visit(connection, no)
    found = visits_after(last, events, working_days)
    if last is not None and found and found[0].seq == last.seq:
        connection.execute(_FORGET_VISIT, {"no": no, "seq": last.seq})
    if found:
        connection.execute(_ADD_VISITS, [visit_line(no, dossier, visit) for visit in found])


def fact_line(no: int, dossier: Dossier, version: int) -> dict[str, Any]:
    """Columns of `dossier_fact`."""
    found = facts_of(dossier)
    line: dict[str, Any] = {name: getattr(found, name) for name in (*_PLAIN, *_DAYS, *SUMS)}
    line["flags"] = sum(bit for name, bit in fact_rows.BIT.items() if getattr(found, name))
    return line | {"no": no, "version": version}


def item_lines(no: int, dossier: Dossier) -> list[dict[str, Any]]:
    """Columns of `dossier_item`."""
    return [
        {
            "no": no,
            "seq": seq,
            "unit": dossier.unit,
            "procedure": dossier.terms.code,
            "kind": item.kind,
            "key": item.key,
            "amount": item.amount,
            "on": item.on,
            "note": item.note,
            "mark": item.mark,
        }
        for seq, item in enumerate(items_of(dossier), start=1)
    ]


def visit_line(no: int, dossier: Dossier, visit: Visit) -> dict[str, Any]:
    """Columns of `dossier_visit`."""
    left = visit.left_at
    return {
        "no": no,
        "seq": visit.seq,
        "unit": dossier.unit,
        "procedure": dossier.terms.code,
        "procedure_version": dossier.terms.version,
        "step": visit.step,
        "entered_at": moment(visit.entered_at),
        "left_at": moment(left),
        "left_on": left.astimezone(VIETNAM).date().toordinal() if left else None,
        "user": visit.user,
        "way": visit.way,
        "days": visit.days,
        "minutes": visit.minutes,
    }


def _last_visit(connection: sa.Connection, no: int) -> Visit | None:
    row = connection.execute(_LAST_VISIT, {"no": no}).first()
    if row is None:
        return None
    return Visit(
        seq=row.seq,
        step=row.step,
        entered_at=dt.datetime.fromisoformat(row.entered_at),
        left_at=dt.datetime.fromisoformat(row.left_at) if row.left_at else None,
        user=row.user,
        way=row.way,
        days=row.days,
    )
