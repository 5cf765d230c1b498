"""Lists and search: which dossiers, in which order, and how many there are in all.

A word of the question is looked up in the word index by its beginning. What a question finds comes
in two parts: open dossiers as lists show them, then closed ones, the newest number first. The word
index knows which are open, so each part is read only as far as the page goes, however many dossiers
"nguyen" or an old month fits; hits are counted up to ``MOST``.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.mapping import moment
from desk_app.adapters.persistence.triggers import IS_OPEN
from desk_app.adapters.persistence.words import words
from desk_app.application.enquiries import WorkQuery
from desk_app.domain.workflow import State, Step

_D = rows.dossiers.c
OPEN = _D.list_order < "3"
FEW = 2000
MOST = 10_000
"""Counting stops behind this: a total of one more means "more than that"."""
_STEPS = {
    "intake_officer": Step.INTAKE.value,
    "appraiser": Step.APPRAISE.value,
    "approver": Step.APPROVE.value,
    "records_clerk": Step.AGENCY_SIGN.value,
    "result_officer": Step.RETURN_RESULT.value,
}
ORDER = (_D.list_order, _D.updated_at.desc())
FOUND = (_D.list_order, sa.case((OPEN, _D.updated_at), else_="").desc(), _D.no.desc())
_ALL_OPEN = frozenset({"mine", "overdue", "today", "active", "soon"})


def found(
    connection: sa.Connection, query: WorkQuery, now: dt.datetime, columns: tuple[Any, ...]
) -> tuple[list[Any], int]:
    """Rows of a page, and how many dossiers there are in all."""
    wanted = words(query.text)
    conditions = scope_of(query, now)
    if not wanted:
        return _page(connection, query, columns, conditions), _count(connection, conditions)
    exact = _of_code(connection, query.text)
    if exact:
        here = [*conditions, _D.no.in_(exact)]
        return _page(connection, query, columns, here), _count(connection, here)
    page = _open_page(connection, query, columns, wanted, conditions)
    if query.scope in _ALL_OPEN or query.step:
        return page, _count_hits(connection, wanted, conditions, only_open=True)
    if len(page) < query.limit:
        page += _closed_page(connection, query.limit - len(page), columns, wanted, conditions)
    if len(page) < query.limit:
        return page, len(page)
    return page, _count_hits(connection, wanted, conditions, only_open=False)


def _open_page(
    connection: sa.Connection,
    query: WorkQuery,
    columns: tuple[Any, ...],
    wanted: tuple[str, ...],
    conditions: list[Any],
) -> list[Any]:
    """Open dossiers.

    Few are sorted by what the index of the list knows of them, and only the page is read; many are
    met soon when the list itself is walked.
    """
    question, match = _question(connection, wanted, "open")
    if _count_limited(connection, question, match, FEW + 1) > FEW:
        fits = _contains(wanted)
    elif conditions or connection.dialect.name == "postgresql":
        fits = [_D.no.in_(_subquery(question, match))]
    else:
        fits = [_D.no.in_(_first(connection, question, match, query.limit))]
    return _page(connection, query, columns, [OPEN, *conditions, *fits], FOUND)


def _first(connection: sa.Connection, question: str, match: str, most: int) -> list[int]:
    """Which open dossiers come first in the list; reads the list's index and no line."""
    asked = sa.text(
        "SELECT no FROM dossier INDEXED BY ix_dossier_list_order_updated_at"  # noqa: S608 - fixed words
        f" WHERE list_order < '3' AND +no IN ({question})"
        " ORDER BY list_order, updated_at DESC, no DESC LIMIT :most"
    )
    found = connection.execute(asked, {"match": match, "most": most})
    return [row[0] for row in found]


def _subquery(question: str, match: str) -> Any:
    hits = sa.text(question).bindparams(match=match).columns(sa.column("no", sa.Integer))
    return sa.select(hits.subquery().c.no)


def _count_limited(connection: sa.Connection, question: str, match: str, most: int) -> int:
    """How many hits there are, counted up to ``most``."""
    counted = sa.text(f"SELECT count(*) FROM ({question} LIMIT {most}) AS hits")  # noqa: S608 - fixed words
    return int(connection.execute(counted, {"match": match}).scalar_one())


def _closed_page(
    connection: sa.Connection,
    room: int,
    columns: tuple[Any, ...],
    wanted: tuple[str, ...],
    conditions: list[Any],
) -> list[Any]:
    """Closed dossiers by number, the newest first, as many as the page still takes."""
    if conditions:
        fits = [~OPEN, *conditions, *_contains(wanted)]
    else:
        fits = [_D.no.in_(_closed_hits(connection, wanted, room))]
    asked = sa.select(*columns).where(*fits).order_by(_D.no.desc()).limit(room)
    return list(connection.execute(asked).all())


def _contains(wanted: tuple[str, ...]) -> list[Any]:
    return [_D.search.contains(f" {word}") for word in wanted]


def _page(
    connection: sa.Connection,
    query: WorkQuery,
    columns: tuple[Any, ...],
    conditions: list[Any],
    order: tuple[Any, ...] = ORDER,
) -> list[Any]:
    wanted = sa.select(*columns).where(*conditions).order_by(*order).limit(query.limit)
    return list(connection.execute(wanted).all())


def _count(connection: sa.Connection, conditions: list[Any]) -> int:
    counted = sa.select(sa.func.count()).select_from(rows.dossiers).where(*conditions)
    return int(connection.execute(counted).scalar_one())


def _of_code(connection: sa.Connection, text: str) -> list[int]:
    """The one dossier whose whole code was typed or read by the bar code reader."""
    return list(
        connection.execute(sa.select(_D.no).where(_D.code == text.strip().upper())).scalars()
    )


def _closed_hits(connection: sa.Connection, wanted: tuple[str, ...], most: int) -> list[int]:
    """Running numbers of the newest closed dossiers that have every word."""
    question, match = _question(connection, wanted, "closed")
    limited = sa.text(f"{question} ORDER BY 1 DESC LIMIT {most}")
    return [row[0] for row in connection.execute(limited, {"match": match})]


def _count_hits(
    connection: sa.Connection, wanted: tuple[str, ...], conditions: list[Any], *, only_open: bool
) -> int:
    question, match = _question(connection, wanted, "open" if only_open else "")
    if not conditions:
        return _count_limited(connection, question, match, MOST + 1)
    here = [*conditions, _D.no.in_(_subquery(question, match))]
    some = sa.select(sa.literal(1)).select_from(rows.dossiers).where(*here).limit(MOST + 1)
    counted_some = sa.select(sa.func.count()).select_from(some.subquery())
    return int(connection.execute(counted_some).scalar_one())


def _question(connection: sa.Connection, wanted: tuple[str, ...], part: str) -> tuple[str, str]:
    """The dialect's select of running numbers, and its way to write "begins with each of these".

    Args:
        connection: tells the dialect.
        wanted: folded words.
        part: ``open``, ``closed`` or empty for both.
    """
    if connection.dialect.name == "postgresql":
        select = (
            "SELECT no FROM dossier WHERE array_to_tsvector(string_to_array(btrim(search), ' '))"
            " @@ CAST(:match AS tsquery)"
        )
        select += {"open": " AND list_order < '3'", "closed": " AND list_order >= '3'"}.get(
            part, ""
        )
        return select, " & ".join(f"'{word}':*" for word in wanted)
    select = "SELECT rowid AS no FROM dossier_words WHERE dossier_words MATCH :match"
    match = " AND ".join(f'"{word}"*' for word in wanted)
    ends = {"open": f' AND "{IS_OPEN}"', "closed": f' NOT "{IS_OPEN}"'}
    return select, f"({match}){ends[part]}" if part else match


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
