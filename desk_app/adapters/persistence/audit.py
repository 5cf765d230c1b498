"""Checks the audit chains: every event, dossier, anchor and command that must be as it was written.

Each statement covers the whole office or one dossier, so that a check of 200,000 dossiers is a few
passes over the tables and not a question per dossier.
"""

import hashlib
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import learned, ledgers, rows, sync_rows
from desk_app.adapters.persistence.anchors import anchor_head
from desk_app.adapters.persistence.mapping import seal
from desk_app.application.enquiries import ChainReport
from desk_app.application.sync_values import canonical_json
from desk_app.domain.errors import Fact
from desk_app.domain.events import GENESIS
from desk_app.domain.learned import DECISION

Problem = tuple[str, Mapping[str, Fact]]

_D, _E, _L, _A = rows.dossiers, rows.events, rows.anchor_lines, rows.anchors
_SEALED = [c.name for c in _D.c if c.name not in {"no", "seal"}]
_AT_ONCE = 500
_STREAM = {"yield_per": _AT_ONCE}


def check_chains(
    connection: sa.Connection,
    dossier_id: str | None,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> ChainReport:
    """Recompute every hash; names the first fault of each dossier, then those of the office.

    The connection should see one moment of the database throughout.

    Args:
        connection: of the database.
        dossier_id: one dossier alone.
        tell: dossiers done, and of how many; called for every few hundred.
    """
    dossiers, events, problems = 0, 0, list[Problem]()
    total = 1 if dossier_id else connection.execute(sa.select(sa.func.count(_D.c.no))).scalar_one()
    for row, stored in _with_events(connection, dossier_id):
        if dossiers % _AT_ONCE == 0:
            tell(dossiers, total)
        dossiers += 1
        events += len(stored)
        fault = _chain_fault(row, stored) or _row_fault(row)
        if fault is not None:
            problems.append(fault)
    anchors = 0
    if dossier_id is None:
        anchors, broken = _office_chain(connection)
        problems += broken
        problems += _books(connection)
        problems += _records(connection)
    problems += _against_anchors(connection, dossier_id)
    problems += _outbox(connection, dossier_id)
    return ChainReport(
        dossiers=dossiers, events=events, anchors=anchors, problems=tuple(_first_each(problems))
    )


def _first_each(problems: list[Problem]) -> Iterator[Problem]:
    """The first fault of each dossier, which is the nearest; every fault that is nobody's."""
    named: set[Fact] = set()
    for code, facts in problems:
        dossier_id = facts.get("dossier_id")
        if dossier_id not in named:
            yield code, facts
        if dossier_id is not None:
            named.add(dossier_id)


def _with_events(
    connection: sa.Connection, dossier_id: str | None
) -> Iterator[tuple[Any, list[Any]]]:
    """Each dossier with its body and its events in order, a few hundred at a time."""
    wanted = (
        sa.select(_D, rows.bodies.c.body, rows.bodies.c.body_version)
        .join(rows.bodies, isouter=True)
        .order_by(_D.c.no)
    )
    if dossier_id is not None:
        wanted = wanted.where(_D.c.id == dossier_id)
    part_of = wanted  # from the very first row, whatever number somebody gave it
    while True:
        part = connection.execute(part_of.limit(_AT_ONCE)).all()
        if not part:
            return
        ids = [row.id for row in part]
        stored = connection.execute(
            sa.select(_E).where(_E.c.dossier_id.in_(ids)).order_by(_E.c.dossier_id, _E.c.seq)
        ).all()
        grouped = {k: list(g) for k, g in itertools.groupby(stored, key=lambda e: e.dossier_id)}
        for row in part:
            yield row, grouped.get(row.id, [])
        part_of = wanted.where(_D.c.no > part[-1].no)


def _named(row: Any) -> dict[str, Fact]:
    return {"dossier": str(row.code or row.id), "dossier_id": str(row.id)}


def _chain_fault(row: Any, stored: list[Any]) -> Problem | None:
    head, state = GENESIS, ""
    for expected, event in enumerate(stored, start=1):
        if event.seq != expected:
            return "audit.event_missing", _named(row) | {"seq": expected}
        digest = hashlib.sha256(bytes.fromhex(head) + expected.to_bytes(8, "big"))
        digest.update(event.canonical.encode())
        head = digest.hexdigest()
        if head != event.head or not _is_about(event):
            return "audit.event_changed", _named(row) | {"seq": expected}
        state = str(json.loads(event.canonical)["to_state"])
    if len(stored) < row.last_event:
        return "audit.event_missing", _named(row) | {"seq": len(stored) + 1}
    if len(stored) > row.last_event:
        return "audit.event_added", _named(row) | {"seq": row.last_event + 1}
    if head != row.head:
        return "audit.event_changed", _named(row) | {"seq": len(stored)}
    if stored and state != row.state:
        return "audit.state_differs", _named(row) | {"state": str(row.state), "event": state}
    return None


def _is_about(event: Any) -> bool:
    return bool(json.loads(event.canonical)["dossier_id"] == event.dossier_id)


def _row_fault(row: Any) -> Problem | None:
    columns = {name: getattr(row, name) for name in _SEALED}
    columns["body_version"] = row.body_version
    if row.body is None or seal(columns, row.body) != row.seal:
        return "audit.dossier_changed", _named(row)
    return None


def _office_chain(connection: sa.Connection) -> tuple[int, list[Problem]]:
    """The chain of anchors over their lines; how many there are and the first fault."""
    wanted = sa.select(_L).order_by(_L.c.anchor, _L.c.kind, _L.c.key)
    lines = connection.execute(wanted, execution_options=_STREAM).mappings()
    grouped = itertools.groupby(lines, key=lambda line: line["anchor"])
    head, covered = GENESIS, next(grouped, None)
    anchors = connection.execute(sa.select(_A).order_by(_A.c.seq)).all()
    for number, anchor in enumerate(anchors, start=1):
        mine: list[Any] = []
        if covered is not None and covered[0] == number:
            mine = list(covered[1])
            covered = next(grouped, None)
        head = anchor_head(head, number, anchor.at, mine)
        if anchor.seq != number or anchor.head != head or not mine:
            return len(anchors), [("audit.anchor_changed", {"seq": number})]
    if covered is not None:
        return len(anchors), [("audit.anchor_missing", {"seq": int(covered[0])})]
    return len(anchors), []


def _against_anchors(connection: sa.Connection, dossier_id: str | None) -> list[Problem]:
    """What the anchors vouch for and the tables no longer hold."""
    of = _L.c.kind == "dossier"
    due = rows.anchor_due
    of_due = sa.and_(due.c.kind == "dossier", due.c.key == _D.c.id)
    here = sa.select(_D.c.id)
    questions: list[tuple[str, Any]] = [
        ("audit.dossier_vanished", sa.select(_L.c.key).where(of, _L.c.key.not_in(here))),
        (
            "audit.dossier_vanished",
            sa.select(due.c.key).where(due.c.kind == "dossier", due.c.key.not_in(here)),
        ),
        ("audit.dossier_vanished", sa.select(_E.c.dossier_id).where(_E.c.dossier_id.not_in(here))),
        (
            "audit.history_rewritten",
            sa.select(_L.c.key)
            .join(
                _E,
                sa.and_(_E.c.dossier_id == _L.c.key, _E.c.seq == _L.c.number),
                isouter=True,
            )
            .where(of, _L.c.number > 0, sa.func.coalesce(_E.c.head, "") != _L.c.head),
        ),
        (
            "audit.dossier_changed",
            sa.select(_L.c.key)
            .join(_D, _D.c.id == _L.c.key)
            .where(
                of,
                sa.or_(
                    _D.c.version < _L.c.version,
                    sa.and_(_D.c.version == _L.c.version, _D.c.seal != _L.c.seal),
                ),
            ),
        ),
        (
            "audit.not_anchored",
            sa.select(_D.c.id).where(
                ~sa.exists().where(of, _L.c.key == _D.c.id, _L.c.version == _D.c.version),
                ~sa.exists().where(of_due),
            ),
        ),
    ]
    problems: list[Problem] = []
    for code, question in questions:
        column = question.selected_columns[0]
        asked = question if dossier_id is None else question.where(column == dossier_id)
        for (key,) in connection.execute(asked.distinct()):
            problems.append((code, _called(connection, str(key))))
    return problems


def _called(connection: sa.Connection, dossier_id: str) -> dict[str, Fact]:
    code = connection.execute(sa.select(_D.c.code).where(_D.c.id == dossier_id)).scalar()
    return {"dossier": str(code or dossier_id), "dossier_id": dossier_id}


def _books(connection: sa.Connection) -> list[Problem]:
    """Number books that do not stand where an anchor saw them, and books no anchor knows.

    A book that moved since the last anchor is marked as due and may only be ahead.
    """
    reached = sa.func.max(_L.c.number)
    seen = connection.execute(
        sa.select(_L.c.key, reached, sa.func.max(rows.numbers.c.last))
        .join(rows.numbers, rows.numbers.c.book == _L.c.key, isouter=True)
        .where(_L.c.kind == "book")
        .group_by(_L.c.key)
    ).all()
    due = rows.anchor_due
    moved = set(connection.execute(sa.select(due.c.key).where(due.c.kind == "book")).scalars())
    problems: list[Problem] = []
    for book, was, now in seen:
        facts: dict[str, Fact] = {"book": str(book), "was": int(was), "is": int(now or 0)}
        if int(now or 0) < int(was):
            problems.append(("audit.book_turned_back", facts))
        elif int(now or 0) > int(was) and book not in moved:
            problems.append(("audit.book_changed", facts))
    known = {book for book, _, _ in seen} | moved
    for book, last in connection.execute(sa.select(rows.numbers.c.book, rows.numbers.c.last)):
        if book not in known:
            problems.append(("audit.book_changed", {"book": str(book), "was": 0, "is": int(last)}))
    return problems


def _records(connection: sa.Connection) -> list[Problem]:
    """Records, lines about seals, held papers and lessons that are not as the anchors say."""
    kinds = ("record", "custody", ledgers.HELD)
    wanted = sa.select(_L).where(_L.c.kind.in_(kinds)).order_by(_L.c.anchor)
    lines = connection.execute(wanted).all()
    due = rows.anchor_due
    moved = connection.execute(sa.select(due.c.kind, due.c.key).where(due.c.kind.in_(kinds)))
    waiting = frozenset((row.kind, row.key) for row in moved)
    held = [line for line in lines if line.kind == ledgers.HELD]
    ours = [line for line in lines if line.kind != ledgers.HELD]
    wrong = [*ledgers.faults(connection, ours, waiting)]
    wrong += ledgers.held_faults(connection, held, waiting)
    wrong += [("changed", f"{DECISION}/{key}") for key in learned.faults(connection)]
    return [(f"audit.record_{word}", {"record": key}) for word, key in dict.fromkeys(wrong)]


def _outbox(connection: sa.Connection, dossier_id: str | None) -> list[Problem]:
    """Commands whose content is no longer what the officer's act wrote."""
    table = sync_rows.outbox
    wanted = sa.select(
        table.c.seq,
        table.c.command_id,
        table.c.dossier_id,
        table.c.dossier_seq,
        table.c.kind,
        table.c.wire,
        table.c.fingerprint,
    )
    if dossier_id is not None:
        wanted = wanted.where(table.c.dossier_id == dossier_id)
    problems: list[Problem] = []
    for row in connection.execute(wanted.order_by(table.c.seq), execution_options=_STREAM):
        try:
            wire = json.loads(row.wire)
        except ValueError:
            wire = None
        intact = (
            isinstance(wire, dict)
            and wire.get("id") == row.command_id
            and wire.get("dossier_id") == row.dossier_id
            and wire.get("dossier_seq") == row.dossier_seq
            and wire.get("kind") == row.kind
            and hashlib.sha256(canonical_json(wire)).hexdigest() == row.fingerprint
        )
        if not intact:
            problems.append(("audit.command_changed", {"command": str(row.command_id)}))
    return problems
