"""Lists and search: which dossiers, in which order, and how many there are in all.

A word of the question is looked up in the word index by its beginning. Few hits are sorted as they
are. Where a word fits very many dossiers ("nguyen"), sorting them all would cost what nobody reads:
the list is walked in its own order instead, and every line that fits is taken until the page is
full. Either way the same rows come out.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.mapping import moment
from desk_app.adapters.persistence.words import words
from desk_app.application.enquiries import WorkQuery
from desk_app.domain.workflow import State, Step

_D = rows.dossiers.c
OPEN = _D.list_order < "3"
FEW = 1000
_STEPS = {
    "intake_officer": Step.INTAKE.value,
    "appraiser": Step.APPRAISE.value,
    "approver": Step.APPROVE.value,
    "records_clerk": Step.AGENCY_SIGN.value,
    "result_officer": Step.RETURN_RESULT.value,
}
ORDER = (_D.list_order, _D.updated_at.desc())


def found(
    connection: sa.Connection, query: WorkQuery, now: dt.datetime, columns: tuple[Any, ...]
) -> tuple[list[Any], int]:
    """Rows of a page, and how many dossiers there are in all."""
    wanted = words(query.text)
    conditions = scope_of(query, now)
    if not wanted:
        return _page(connection, query, columns, conditions), _count(connection, conditions)
    hits = _of_code(connection, query.text) or _hits(connection, wanted)
    if len(hits) <= FEW:
        here = [*conditions, _D.no.in_(hits)]
        return _page(connection, query, columns, here), _count(connection, here)
    fits = [*conditions, *(_D.search.contains(f" {word}") for word in wanted)]
    page = _page(connection, query, columns, fits)
    if len(page) < query.limit:
        return page, len(page)
    return page, _count_hits(connection, wanted, conditions)


def _page(
    connection: sa.Connection, query: WorkQuery, columns: tuple[Any, ...], conditions: list[Any]
) -> list[Any]:
    wanted = sa.select(*columns).where(*conditions).order_by(*ORDER).limit(query.limit)
    return list(connection.execute(wanted).all())


def _count(connection: sa.Connection, conditions: list[Any]) -> int:
    counted = sa.select(sa.func.count()).select_from(rows.dossiers).where(*conditions)
    return int(connection.execute(counted).scalar_one())


def _of_code(connection: sa.Connection, text: str) -> list[int]:
    """The one dossier whose whole code was typed or read by the bar code reader."""
    return list(
        connection.execute(sa.select(_D.no).where(_D.code == text.strip().upper())).scalars()
    )


def _hits(connection: sa.Connection, wanted: tuple[str, ...]) -> list[int]:
    """Running numbers of the dossiers that have every word; never more than ``FEW`` and one."""
    question, match = _question(connection, wanted)
    limited = sa.text(f"{question} LIMIT {FEW + 1}")
    return [row[0] for row in connection.execute(limited, {"match": match})]


def _count_hits(connection: sa.Connection, wanted: tuple[str, ...], conditions: list[Any]) -> int:
    question, match = _question(connection, wanted)
    if not conditions:
        counted = sa.text(f"SELECT count(*) FROM ({question}) AS hits")  # noqa: S608 - fixed words
        return int(connection.execute(counted, {"match": match}).scalar_one())
    hits = sa.text(question).bindparams(match=match).columns(sa.column("no", sa.Integer))
    return _count(connection, [*conditions, _D.no.in_(sa.select(hits.subquery().c.no))])


def _question(connection: sa.Connection, wanted: tuple[str, ...]) -> tuple[str, str]:
    """The dialect's select of running numbers, and its way to write "begins with each of these"."""
    if connection.dialect.name == "postgresql":
        select = (
            "SELECT no FROM dossier WHERE array_to_tsvector(string_to_array(btrim(search), ' '))"
            " @@ CAST(:match AS tsquery)"
        )
        return select, " & ".join(f"'{word}':*" for word in wanted)
    select = "SELECT rowid AS no FROM dossier_words WHERE dossier_words MATCH :match"
    return select, " AND ".join(f'"{word}"*' for word in wanted)


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
