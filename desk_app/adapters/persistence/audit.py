"""Checks the audit chains: every event, head and anchor, every dossier that must be there."""

import hashlib
import json
from collections.abc import Mapping

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.anchors import anchor_head
from desk_app.application.enquiries import ChainReport
from desk_app.domain.errors import Fact
from desk_app.domain.events import GENESIS

Problem = tuple[str, Mapping[str, Fact]]


def check_chains(connection: sa.Connection, dossier_id: str | None) -> ChainReport:
    """Recompute every hash; names the first fault of each chain."""
    wanted = sa.select(rows.dossiers).order_by(rows.dossiers.c.id)
    if dossier_id is not None:
        wanted = wanted.where(rows.dossiers.c.id == dossier_id)
    problems: list[Problem] = []
    heads: dict[str, dict[int, str]] = {}
    count = 0
    dossiers = connection.execute(wanted).all()
    for row in dossiers:
        chain = _chain(connection, row, problems)
        heads[row.id] = chain
        count += len(chain)
    anchors = _anchors(connection, heads, problems, only=dossier_id)
    return ChainReport(
        dossiers=len(dossiers), events=count, anchors=anchors, problems=tuple(problems)
    )


def _chain(
    connection: sa.Connection, row: sa.Row[tuple[object, ...]], problems: list[Problem]
) -> dict[int, str]:
    table = rows.events
    head, state = GENESIS, None
    seen: dict[int, str] = {}
    where: dict[str, Fact] = {"dossier": str(row.code or row.id)}
    stored = connection.execute(
        sa.select(table).where(table.c.dossier_id == row.id).order_by(table.c.seq)
    ).all()
    for expected, event in enumerate(stored, start=1):
        if event.seq != expected:
            problems.append(("audit.event_missing", where | {"seq": expected}))
            return seen
        digest = hashlib.sha256(bytes.fromhex(head) + event.seq.to_bytes(8, "big"))
        digest.update(event.canonical.encode())
        head = digest.hexdigest()
        if head != event.head:
            problems.append(("audit.event_changed", where | {"seq": event.seq}))
            return seen
        seen[event.seq] = head
        state = json.loads(event.canonical)["to_state"]
    if len(stored) != row.last_event or head != row.head:
        problems.append(("audit.event_missing", where | {"seq": len(stored) + 1}))
    elif {state, json.loads(str(row.body)).get("state")} != {row.state}:
        problems.append(
            ("audit.state_differs", where | {"state": str(row.state), "event": str(state)})
        )
    return seen


def _anchors(
    connection: sa.Connection,
    heads: Mapping[str, Mapping[int, str]],
    problems: list[Problem],
    *,
    only: str | None,
) -> int:
    head, number = GENESIS, 0
    for anchor in connection.execute(sa.select(rows.anchors).order_by(rows.anchors.c.seq)):
        number += 1
        head = anchor_head(head, number, anchor.heads)
        if anchor.seq != number or head != anchor.head:
            problems.append(("audit.anchor_changed", {"seq": number}))
            return number
        for dossier_id, (seq, expected) in json.loads(anchor.heads).items():
            if only is not None and dossier_id != only:
                continue
            if dossier_id not in heads:
                problems.append(("audit.dossier_vanished", {"dossier": dossier_id}))
            elif heads[dossier_id].get(seq) not in {expected} and heads[dossier_id]:
                problems.append(("audit.history_rewritten", {"dossier": dossier_id, "seq": seq}))
    return number
