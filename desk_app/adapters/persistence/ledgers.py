"""Hashes over the office's own records, custody of seals and held papers, for anchors and audit.

A record is its versions in order, a token its lines in order; both are only ever added to, so the
hash after any number of them can be computed again later. What a store says of a paper takes the
place of what it said before: there the newest anchor counts.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.domain.events import GENESIS

_R, _C, _H = rows.records, rows.custody, rows.held_papers
HELD = "held"
"""Kind of anchor lines about the copy of what a store holds."""

_LONGEST = 120
Line = tuple[str, Any]


def record_key(kind: str, key: str) -> str:
    """Name of a record in the anchors; a long key by its hash."""
    name = f"{kind}/{key}"
    if len(name) <= _LONGEST:
        return name
    return f"{kind}/#{hashlib.sha256(key.encode()).hexdigest()}"


def held_key(store: str, paper_id: str) -> str:
    """Name of a held paper in the anchors."""
    return record_key(store, paper_id)


def record_heads(connection: sa.Connection, kind: str = "") -> dict[str, list[str]]:
    """Hash after each version of each record, by its name in the anchors."""
    wanted = sa.select(_R).order_by(_R.c.kind, _R.c.key, _R.c.version)
    if kind:
        wanted = wanted.where(_R.c.kind == kind)
    lines = ((record_key(row.kind, row.key), tuple(row)) for row in connection.execute(wanted))
    return _heads(lines)


def custody_heads(connection: sa.Connection, token: str = "") -> dict[str, list[str]]:
    """Hash after each line of each token."""
    wanted = sa.select(_C).order_by(_C.c.token, _C.c.no)
    if token:
        wanted = wanted.where(_C.c.token == token)
    lines = ((row.token, tuple(row)) for row in connection.execute(wanted))
    return _heads(lines)


def held_heads(connection: sa.Connection, key: str = "") -> dict[str, str]:
    """Hash of each held paper as it was last told, or of those that may have this key."""
    wanted = sa.select(_H)
    if key:
        store, _, paper_id = key.partition("/")
        wanted = wanted.where(_H.c.store == store)
        if not paper_id.startswith("#"):  # else it may be the hash of a long one
            wanted = wanted.where(_H.c.paper_id == paper_id)
    return {
        held_key(row.store, row.paper_id): next_head(GENESIS, tuple(row))
        for row in connection.execute(wanted)
    }


def held_faults(
    connection: sa.Connection, anchored: Iterable[Any], due: frozenset[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """(``changed`` or ``not_anchored``, name) of held papers that no store told so.

    Args:
        connection: one moment of the database.
        anchored: anchor lines of the kind ``held``, the older first.
        due: what was told since the last anchor.
    """
    here = held_heads(connection)
    told = {line.key: line.head for line in anchored}
    for key in sorted(told.keys() | here.keys()):
        if (HELD, key) in due and key in here:
            continue
        if key not in told:
            yield "not_anchored", key
        elif here.get(key) != told[key]:
            yield "changed", key


def _heads(lines: Iterable[Line]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, line in lines:
        heads = found.setdefault(key, [])
        heads.append(next_head(heads[-1] if heads else GENESIS, line))
    return found


def next_head(previous: str, line: Iterable[Any]) -> str:
    """Hash after one more line: SHA-256 over the hash before and the line as JSON."""
    text = json.dumps(list(line), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(bytes.fromhex(previous) + text.encode()).hexdigest()


def standing(connection: sa.Connection, kind: str, key: str) -> tuple[int, str] | None:
    """How many lines a record or token has, and the hash after the last; None without any."""
    if kind == HELD:
        head = held_heads(connection, key).get(key)
        return (1, head) if head else None
    if kind == "record":
        heads = record_heads(connection, key.partition("/")[0]).get(key, [])
    else:
        heads = custody_heads(connection, key).get(key, [])
    return (len(heads), heads[-1]) if heads else None


def faults(
    connection: sa.Connection, anchored: Iterable[Any], due: frozenset[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """(``changed`` or ``not_anchored``, name) of what is not as the anchors saw it.

    Args:
        connection: one moment of the database.
        anchored: anchor lines of kinds ``record`` and ``custody``.
        due: what moved since the last anchor and may be ahead of it.
    """
    heads = {
        "record": record_heads(connection),
        "custody": custody_heads(connection),
    }
    seen: dict[tuple[str, str], int] = {}
    wrong: dict[tuple[str, str], None] = {}
    for line in anchored:
        place = (line.kind, line.key)
        mine = heads[line.kind].get(line.key, [])
        if len(mine) < line.number or mine[line.number - 1] != line.head:
            wrong[place] = None
        seen[place] = max(seen.get(place, 0), line.number)
    yield from (("changed", key) for _, key in wrong)
    for kind, known in heads.items():
        for key, mine in known.items():
            place = (kind, key)
            if place not in wrong and len(mine) != seen.get(place, 0) and place not in due:
                yield "not_anchored", key
    for kind, key in due:
        if kind in heads and key not in heads[kind] and (kind, key) not in wrong:
            yield "changed", key
