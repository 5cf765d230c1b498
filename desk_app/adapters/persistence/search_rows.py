"""What both ways of searching share: orders of the list, tests on a line, how far hits count."""

from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows

_D = rows.dossiers.c
OPEN = rows.is_open
MOST = 10_000
"""Counting stops behind this: a total of one more means "more than that"."""
ORDER = (_D.list_order, _D.updated_at.desc())
FOUND_OPEN = (*ORDER, _D.no.desc())
FOUND = (_D.list_order, sa.case((OPEN, _D.updated_at), else_="").desc(), _D.no.desc())
"""Open dossiers as lists show them, then closed ones, the newest number first; of open ones alone
``FOUND_OPEN`` is the same order, as their index has it."""


def contains(wanted: tuple[str, ...]) -> list[Any]:
    """That a line has a word beginning with each of these."""
    return [_D.search.contains(f" {word}") for word in wanted]


def page(
    connection: sa.Connection,
    columns: tuple[Any, ...],
    conditions: list[Any],
    order: tuple[Any, ...],
    limit: int,
) -> list[Any]:
    """The first lines that meet the conditions."""
    wanted = sa.select(*columns).where(*conditions).order_by(*order).limit(limit)
    return list(connection.execute(wanted).all())
