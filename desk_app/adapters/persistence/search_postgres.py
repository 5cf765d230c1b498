"""Dossiers by words in an office's database: by an inverted index, or by the list itself.

The index must gather every hit of every word before it gives the first one, half a second for a
beginning that every dossier has. The planner's statistics tell beforehand which words are rare:
only those are looked up, the others are tested on the lines found; where none is rare, the list is
walked until the page is full.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.util import ClauseAdapter

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.search_rows import FOUND, FOUND_OPEN, MOST, OPEN, contains, page

FEW = 2000
"""So many hits are gathered and sorted; of more the first are met soon by walking the list."""
LOOKED_UP = 30_000
"""Entries of the index that are read for a page."""
SAMPLE_PERCENT = 1
SURELY = 1.3 * MOST
"""Hits by a sample of the lines that are taken for more than ``MOST``."""

_D = rows.dossiers.c
_KEYS = (_D.list_order, sa.case((OPEN, _D.updated_at), else_=""))
_HAS = "array_to_tsvector(string_to_array(btrim(search), ' ')) @@ CAST(:{name} AS tsquery)"


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
    if only_open:
        conditions = [OPEN, *conditions]
    all_lines, of_word = _estimates(connection, wanted)
    if _are_few(all_lines, of_word):
        fits = [*conditions, *_tests(wanted, of_word, LOOKED_UP)]
        return _gathered(connection, columns, fits, limit)
    walked = [*conditions, *contains(wanted)]
    lines = page(connection, columns, [OPEN, *walked], FOUND_OPEN, limit)
    if len(lines) < limit and not only_open:
        closed = [~OPEN, *walked]
        lines += page(connection, columns, closed, (_D.no.desc(),), limit - len(lines))
    return lines


def count_by_words(
    connection: sa.Connection, wanted: tuple[str, ...], conditions: list[Any], *, only_open: bool
) -> int:
    """How many dossiers there are in all, counted up to ``MOST`` and one."""
    if only_open:
        conditions = [OPEN, *conditions]
    all_lines, of_word = _estimates(connection, wanted)
    if _are_few(all_lines, of_word):
        return _count(connection, [*conditions, *_tests(wanted, of_word, LOOKED_UP)])
    if _are_surely_many(connection, [*conditions, *contains(wanted)]):
        return MOST + 1
    return _count(connection, [*conditions, *_tests(wanted, of_word, all_lines)])


def _are_few(all_lines: float, of_word: dict[str, float]) -> bool:
    """Whether all hits may be gathered."""
    share = 1.0
    for each in of_word.values():
        share *= each / all_lines
    return share * all_lines <= FEW and min(of_word.values()) <= LOOKED_UP


def _estimates(
    connection: sa.Connection, wanted: tuple[str, ...]
) -> tuple[float, dict[str, float]]:
    """How many lines there are, and how many have each word, by the planner's statistics.

    Beginnings of numbers are too many to be known to it: there each digit parts by ten, but for
    the zero that telephone and province numbers begin with.
    """
    parts = ["SELECT no FROM dossier"]
    parts += [f"{parts[0]} WHERE {_HAS.format(name=f'w{n}')}" for n in range(len(wanted))]
    asked = sa.text("EXPLAIN (FORMAT JSON) " + " UNION ALL ".join(parts))
    given = {f"w{n}": f"'{word}':*" for n, word in enumerate(wanted)}
    plan = connection.execute(asked, given).scalar_one()[0]["Plan"]
    whole, *each = (float(part["Plan Rows"]) for part in plan["Plans"])
    whole = max(whole, 1.0)
    found = {}
    for word, known in zip(wanted, each, strict=True):
        digits = len(word) - 1 - word.startswith("0") if word.isdigit() else len(word)
        least = whole / 10 ** max(digits, 0) if word.isdigit() else 1.0
        found[word] = min(max(known, least), whole)
    return whole, found


def _tests(wanted: tuple[str, ...], of_word: dict[str, float], most: float) -> list[Any]:
    """Rare words by the index, as many as stay within ``most`` entries; the others on the line."""
    looked_up: list[str] = []
    read = 0.0
    for word in sorted(wanted, key=lambda word: of_word[word]):
        read += of_word[word]
        if not looked_up or read <= most:
            looked_up.append(word)
    match = " & ".join(f"'{word}':*" for word in looked_up)
    tested = tuple(word for word in wanted if word not in looked_up)
    return [sa.text(_HAS.format(name="match")).bindparams(match=match), *contains(tested)]


def _gathered(
    connection: sa.Connection, columns: tuple[Any, ...], fits: list[Any], limit: int
) -> list[Any]:
    """All hits found first, then sorted; only the page is read."""
    hits = sa.select(_D.no, *(order.label(f"o{n}") for n, order in enumerate(_KEYS))).where(*fits)
    found = hits.cte("hits").prefix_with("MATERIALIZED")
    order = (found.c.o0, found.c.o1.desc(), found.c.no.desc())
    first = sa.select(found.c.no).order_by(*order).limit(limit).subquery()
    asked = sa.select(*columns).join(first, first.c.no == _D.no).order_by(*FOUND)
    return list(connection.execute(asked).all())


def _are_surely_many(connection: sa.Connection, conditions: list[Any]) -> bool:
    sample = rows.dossiers.tablesample(SAMPLE_PERCENT)
    of_sample = ClauseAdapter(sample).traverse(sa.and_(*conditions))
    counted = sa.select(sa.func.count()).select_from(sample).where(of_sample)
    return int(connection.execute(counted).scalar_one()) * 100 / SAMPLE_PERCENT > SURELY


def _count(connection: sa.Connection, fits: list[Any]) -> int:
    some = sa.select(sa.literal(1)).select_from(rows.dossiers).where(*fits).limit(MOST + 1)
    counted = sa.select(sa.func.count()).select_from(some.subquery())
    return int(connection.execute(counted).scalar_one())
