"""Dossiers by words in a desk's own database: the word index is FTS5, and knows which are open.

What a question finds comes in two parts, open ones and closed ones. Each part is read only as far
as the page goes, however many dossiers "nguyen" or an old month fits.
"""

from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.search_rows import FOUND_OPEN, MOST, OPEN, contains, page
from desk_app.adapters.persistence.triggers import IS_OPEN

FEW = 2000
"""So many hits are sorted; of more the first are met soon by walking the list."""
LINES = 400
"""So many hits are read one by one; more are looked for in the index of the open list."""
_D = rows.dossiers.c
_OF_LIST = "SELECT value AS no FROM json_each(:hits)"
_BY_LIST = _D.no + 0
"""The running number as a value to compare: no line is looked up by it, the index is walked."""


def found_by_words(
    connection: sa.Connection,
    wanted: tuple[str, ...],
    columns: tuple[Any, ...],
    conditions: list[Any],
    *,
    only_open: bool,
    limit: int,
) -> list[Any]:
    """Rows of a page."""
    lines = _open_page(connection, wanted, columns, conditions, limit)
    if len(lines) < limit and not only_open:
        room = limit - len(lines)
        lines += _closed_page(connection, wanted, columns, conditions, room)
    return lines


def count_by_words(
    connection: sa.Connection, wanted: tuple[str, ...], conditions: list[Any], *, only_open: bool
) -> int:
    """How many dossiers there are in all, counted up to ``MOST`` and one."""
    question, match = _question(wanted, "open" if only_open else "")
    if not conditions:
        return _count_limited(connection, question, match, MOST + 1)
    number = _BY_LIST if only_open else _D.no
    here = [*conditions, number.in_(_subquery(question, match))]
    some = sa.select(sa.literal(1)).select_from(rows.dossiers).where(*here).limit(MOST + 1)
    counted_some = sa.select(sa.func.count()).select_from(some.subquery())
    return int(connection.execute(counted_some).scalar_one())


def _open_page(
    connection: sa.Connection,
    wanted: tuple[str, ...],
    columns: tuple[Any, ...],
    conditions: list[Any],
    limit: int,
) -> list[Any]:
    """Open dossiers.

    Few are sorted by what the index of the list knows of them, and only the page is read; many are
    met soon when the list itself is walked.
    """
    count, hits = _hits(connection, *_question(wanted, "open"))
    if count > FEW:
        fits = contains(wanted)
    elif conditions:
        fits = [(_D.no if count <= LINES else _BY_LIST).in_(_listed(hits))]
    else:
        fits = [_D.no.in_(_first(connection, hits, limit))]
    return page(connection, columns, [OPEN, *conditions, *fits], FOUND_OPEN, limit)


def _hits(connection: sa.Connection, question: str, match: str) -> tuple[int, str]:
    """How many hits there are, up to one more than ``FEW``, and these, as a list in JSON.

    What reads on asks this list and not the word index again.
    """
    some = f"{question} LIMIT {FEW + 1}"
    asked = sa.text(f"SELECT count(*), json_group_array(no) FROM ({some}) AS hits")  # noqa: S608 - fixed words
    count, hits = connection.execute(asked, {"match": match}).one()
    return count, hits


def _listed(hits: str) -> Any:
    numbers = sa.text(_OF_LIST).bindparams(hits=hits).columns(sa.column("no", sa.Integer))
    return sa.select(numbers.subquery().c.no)


def _first(connection: sa.Connection, hits: str, most: int) -> list[int]:
    """Which open dossiers come first in the list; reads the list's index and no line."""
    asked = sa.text(
        "SELECT no FROM dossier INDEXED BY ix_dossier_open"  # noqa: S608 - fixed words
        f" WHERE list_order < '3' AND +no IN ({_OF_LIST})"
        " ORDER BY list_order, updated_at DESC, no DESC LIMIT :most"
    )
    first = connection.execute(asked, {"hits": hits, "most": most})
    return [row[0] for row in first]


def _closed_page(
    connection: sa.Connection,
    wanted: tuple[str, ...],
    columns: tuple[Any, ...],
    conditions: list[Any],
    room: int,
) -> list[Any]:
    """Closed dossiers by number, the newest first, as many as the page still takes."""
    question, match = _question(wanted, "closed")
    if conditions:
        count, hits = _hits(connection, question, match)
        of_words = contains(wanted) if count > FEW else [_D.no.in_(_listed(hits))]
        fits = [~OPEN, *conditions, *of_words]
    else:
        limited = sa.text(f"{question} ORDER BY 1 DESC LIMIT {room}")
        newest = connection.execute(limited, {"match": match})
        fits = [_D.no.in_([row[0] for row in newest])]
    return page(connection, columns, fits, (_D.no.desc(),), room)


def _count_limited(connection: sa.Connection, question: str, match: str, most: int) -> int:
    counted = sa.text(f"SELECT count(*) FROM ({question} LIMIT {most}) AS hits")  # noqa: S608 - fixed words
    return int(connection.execute(counted, {"match": match}).scalar_one())


def _subquery(question: str, match: str) -> Any:
    hits = sa.text(question).bindparams(match=match).columns(sa.column("no", sa.Integer))
    return sa.select(hits.subquery().c.no)


def _question(wanted: tuple[str, ...], part: str) -> tuple[str, str]:
    """The select of running numbers, and FTS5's way to write "begins with each of these".

    Args:
        wanted: folded words.
        part: ``open``, ``closed`` or empty for both.
    """
    select = "SELECT rowid AS no FROM dossier_words WHERE dossier_words MATCH :match"
    match = " AND ".join(f'"{word}"*' for word in wanted)
    ends = {"open": f' AND "{IS_OPEN}"', "closed": f' NOT "{IS_OPEN}"'}
    return select, f"({match}){ends[part]}" if part else match
