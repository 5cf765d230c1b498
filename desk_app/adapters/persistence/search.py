"""Lists and search: which dossiers, in which order, and how many there are in all."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows, search_postgres, search_sqlite
from desk_app.adapters.persistence.mapping import moment
from desk_app.adapters.persistence.search_rows import OPEN, ORDER, page
from desk_app.adapters.persistence.words import words
from desk_app.application.enquiries import WorkQuery
from desk_app.domain.workflow import State, Step

_D = rows.dossiers.c
_STEPS = {
    "intake_officer": Step.INTAKE.value,
    "appraiser": Step.APPRAISE.value,
    "approver": Step.APPROVE.value,
    "records_clerk": Step.AGENCY_SIGN.value,
    "result_officer": Step.RETURN_RESULT.value,
}
_ALL_OPEN = frozenset({"mine", "overdue", "today", "active", "soon"})
_FOUND_BY_WORDS = {
    "sqlite": search_sqlite.found_by_words,
    "postgresql": search_postgres.found_by_words,
}
_COUNTED_BY_WORDS = {
    "sqlite": search_sqlite.count_by_words,
    "postgresql": search_postgres.count_by_words,
}


def found(
    connection: sa.Connection, query: WorkQuery, now: dt.datetime, columns: tuple[Any, ...]
) -> list[Any]:
    """Rows of a page."""
    wanted, conditions = _asked(connection, query, now)
    if not wanted:
        return page(connection, columns, conditions, ORDER, query.limit)
    return _FOUND_BY_WORDS[connection.dialect.name](
        connection,
        wanted,
        columns,
        conditions,
        only_open=_is_of_open(query),
        limit=query.limit,
    )


def count_found(connection: sa.Connection, query: WorkQuery, now: dt.datetime) -> int:
    """How many dossiers there are in all; those found by words up to ``MOST`` and one."""
    wanted, conditions = _asked(connection, query, now)
    if wanted:
        return _COUNTED_BY_WORDS[connection.dialect.name](
            connection, wanted, conditions, only_open=_is_of_open(query)
        )
    counted = sa.select(sa.func.count()).select_from(rows.dossiers).where(*conditions)
    return int(connection.execute(counted).scalar_one())


def _asked(
    connection: sa.Connection, query: WorkQuery, now: dt.datetime
) -> tuple[tuple[str, ...], list[Any]]:
    """Words to look for, and conditions; a whole code is a condition and no words."""
    wanted = words(query.text)
    conditions = scope_of(query, now)
    exact = _of_code(connection, query.text) if wanted else []
    if not exact:
        return wanted, conditions
    return (), [*conditions, _D.no.in_(exact)]


def _is_of_open(query: WorkQuery) -> bool:
    return query.scope in _ALL_OPEN or bool(query.step)


def _of_code(connection: sa.Connection, text: str) -> list[int]:
    """The one dossier whose whole code was typed or read by the bar code reader."""
    return list(
        connection.execute(sa.select(_D.no).where(_D.code == text.strip().upper())).scalars()
    )


def scope_of(query: WorkQuery, now: dt.datetime) -> list[Any]:
    """Conditions of a query without its words."""
    mine = [_STEPS[role] for role in query.roles if role in _STEPS]
    start, end = day_of(now)
    scopes: dict[str, list[Any]] = {
        "office": [],
        "mine": [OPEN, _D.step.in_(mine)],
        "overdue": [overdue(now)],
        "today": [OPEN, _D.due_at.between(start, end)],
        "active": [OPEN],
        "soon": [
            OPEN,
            _D.finished_at.is_(None),
            _D.due_at.between(moment(now), moment(now + dt.timedelta(days=7))),
        ],
        "done": [done_today(now)],
        "supplement": [_D.state == State.SUPPLEMENT_REQUESTED.value],
        "online": [_D.state == State.SUBMITTED.value],
    }
    conditions = list(scopes.get(query.scope, []))
    if query.procedures:
        conditions.append(_D.procedure_code.in_(sorted(query.procedures)))
    for step, procedure in sorted(query.closed):
        conditions.append(sa.or_(_D.step != step, _D.procedure_code != procedure))
    if query.step:
        conditions += [OPEN, _D.step == query.step]
    if query.unit:
        conditions.append(_D.unit == query.unit)
    if query.procedure:
        conditions.append(_D.procedure_code == query.procedure)
    if query.waiting_for or query.claimed_by:
        conditions.append(_D.id.in_(_marked(query)))
    return conditions


def _marked(query: WorkQuery) -> Any:
    mark = rows.marks.c
    wanted = sa.select(mark.dossier_id)
    if query.waiting_for:
        wanted = wanted.where(mark.waiting_for == query.waiting_for)
    if query.claimed_by:
        wanted = wanted.where(mark.claimed_by == query.claimed_by)
    return wanted


def overdue(now: dt.datetime) -> Any:
    """Open, not finished, and past its due time."""
    return sa.and_(OPEN, _D.finished_at.is_(None), _D.due_at < moment(now))


def done_today(now: dt.datetime) -> Any:
    """Returned today."""
    return sa.and_(_D.state == State.RETURNED.value, _D.updated_at.between(*day_of(now)))


def day_of(now: dt.datetime) -> tuple[str | None, str | None]:
    """First and last moment of the day of ``now``, as stored."""
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return moment(start), moment(start + dt.timedelta(days=1) - dt.timedelta(microseconds=1))
