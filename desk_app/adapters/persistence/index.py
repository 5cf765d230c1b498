"""The read side: plain selects over stored dossiers and their history."""

import datetime as dt
import json
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import rows, sync_rows
from desk_app.adapters.persistence.audit import check_chains
from desk_app.adapters.persistence.engine import translated
from desk_app.adapters.persistence.mapping import fold, from_moment, moment
from desk_app.application.enquiries import (
    ChainReport,
    Counts,
    StoredEvent,
    WorkList,
    WorkQuery,
    WorkRow,
)

_OPEN = ("REJECTED_AT_INTAKE", "STOPPED", "RETURNED", "ARCHIVED")
_STEPS = {
    "intake_officer": "intake",
    "appraiser": "appraise",
    "approver": "approve",
    "records_clerk": "agency_sign",
    "result_officer": "return_result",
}


class SqlIndex:
    """Work lists, search, counts, history and the audit check."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine.execution_options(reads_only=True)

    def work_list(self, query: WorkQuery, *, now: dt.datetime) -> WorkList:
        """Rows for a list, a step queue or a search; due first."""
        d = rows.dossiers.c
        conditions = _conditions(query, now)
        sync = (
            sa.select(sa.func.min(sync_rows.outbox.c.state))
            .where(
                sync_rows.outbox.c.dossier_id == d.id,
                sync_rows.outbox.c.state.not_in(["done", "discarded"]),
            )
            .scalar_subquery()
        )
        sent = (
            sa.select(sa.func.count())
            .where(sync_rows.outbox.c.dossier_id == d.id)
            .scalar_subquery()
        )
        with translated(), self._engine.connect() as connection:
            total = connection.execute(
                sa.select(sa.func.count()).select_from(rows.dossiers).where(*conditions)
            ).scalar_one()
            found = connection.execute(
                sa.select(rows.dossiers, sync.label("sync"), sent.label("sent"))
                .where(*conditions)
                .order_by(d.due_at.is_(None), d.due_at, d.updated_at.desc())
                .limit(query.limit)
            ).all()
        return WorkList(rows=tuple(_work_row(row) for row in found), total=int(total))

    def counts(self, query: WorkQuery, *, now: dt.datetime) -> Counts:
        """Numbers of dashboard and navigation."""
        d = rows.dossiers.c
        open_ = d.state.not_in(_OPEN)
        overdue = sa.and_(open_, d.finished_at.is_(None), d.due_at < moment(now))
        start, end = _day(now)
        with translated(), self._engine.connect() as connection:
            steps = connection.execute(
                sa.select(d.step, sa.func.count(), sa.func.sum(sa.case((overdue, 1), else_=0)))
                .where(open_)
                .group_by(d.step)
            ).all()
            numbers = connection.execute(
                sa.select(
                    sa.func.sum(sa.case((overdue, 1), else_=0)),
                    sa.func.sum(
                        sa.case((sa.and_(open_, d.due_at.between(start, end)), 1), else_=0)
                    ),
                    sa.func.sum(sa.case((open_, 1), else_=0)),
                    sa.func.sum(
                        sa.case(
                            (sa.and_(d.state == "RETURNED", d.updated_at.between(start, end)), 1),
                            else_=0,
                        )
                    ),
                    sa.func.sum(sa.case((d.state == "SUPPLEMENT_REQUESTED", 1), else_=0)),
                    sa.func.sum(sa.case((d.state == "SUBMITTED", 1), else_=0)),
                )
            ).one()
            outbox = connection.execute(
                sa.select(sa.func.count())
                .select_from(sync_rows.outbox)
                .where(sync_rows.outbox.c.state.not_in(["done", "discarded"]))
            ).scalar_one()
        values = [int(n or 0) for n in numbers]
        return Counts(
            steps={row[0]: int(row[1]) for row in steps},
            overdue_steps=frozenset(row[0] for row in steps if row[2]),
            overdue=values[0],
            due_today=values[1],
            active=values[2],
            done_today=values[3],
            supplement=values[4],
            online=values[5],
            outbox=int(outbox),
        )

    def events(self, dossier_id: str) -> tuple[StoredEvent, ...]:
        """History of a dossier, oldest first."""
        table = rows.events
        with translated(), self._engine.connect() as connection:
            found = connection.execute(
                sa.select(table).where(table.c.dossier_id == dossier_id).order_by(table.c.seq)
            ).all()
        return tuple(_stored(row) for row in found)

    def check_chain(self, dossier_id: str | None = None) -> ChainReport:
        """Recompute the chain of one dossier, or all chains and the office's anchors."""
        with translated(), self._engine.connect() as connection:
            return check_chains(connection, dossier_id)

    def open_with(self, identifier: str, procedure_code: str) -> tuple[WorkRow, ...]:
        """Open dossiers of the same person and procedure."""
        d = rows.dossiers.c
        with translated(), self._engine.connect() as connection:
            found = connection.execute(
                sa.select(rows.dossiers).where(
                    d.identifier == identifier,
                    d.procedure_code == procedure_code,
                    d.state.not_in(_OPEN),
                )
            ).all()
        return tuple(_work_row(row) for row in found)


def _conditions(query: WorkQuery, now: dt.datetime) -> list[Any]:
    d = rows.dossiers.c
    open_ = d.state.not_in(_OPEN)
    start, end = _day(now)
    mine = [_STEPS[r] for r in query.roles if r in _STEPS]
    by_scope: dict[str, list[Any]] = {
        "office": [],
        "mine": [open_, d.step.in_(mine)],
        "overdue": [open_, d.finished_at.is_(None), d.due_at < moment(now)],
        "today": [open_, d.due_at.between(start, end)],
        "active": [open_],
        "done": [d.state == "RETURNED", d.updated_at.between(start, end)],
        "supplement": [d.state == "SUPPLEMENT_REQUESTED"],
        "online": [d.state == "SUBMITTED"],
    }
    conditions = list(by_scope.get(query.scope, []))
    if query.step:
        conditions += [d.step == query.step, open_]
    if query.unit:
        conditions.append(d.unit == query.unit)
    for word in fold(query.text).split():
        conditions.append(d.search.contains(word, autoescape=True))
    return conditions


def _day(now: dt.datetime) -> tuple[str | None, str | None]:
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return moment(start), moment(start + dt.timedelta(days=1) - dt.timedelta(microseconds=1))


def _work_row(row: Any) -> WorkRow:
    state = getattr(row, "sync", None)
    sync = "none"
    if state is not None:
        sync = "failed" if state == "parked" else "waiting"
    elif getattr(row, "sent", 0):
        sync = "sent"
    return WorkRow(
        id=row.id,
        code=row.code or "",
        applicant=row.applicant,
        identifier=row.identifier,
        procedure=row.procedure_name,
        state=row.state,
        step=row.step,
        due_at=from_moment(row.due_at),
        updated_at=from_moment(row.updated_at) or dt.datetime.fromtimestamp(0, tz=dt.UTC),
        sync=sync,
        version=row.version,
    )


def _stored(row: Any) -> StoredEvent:
    body = json.loads(row.canonical)
    return StoredEvent(
        seq=row.seq,
        head=row.head,
        kind=body["kind"],
        at=dt.datetime.fromisoformat(body["at"]),
        user=body["user"],
        desk=body["desk"],
        transition=body["transition"],
        from_state=body["from_state"],
        to_state=body["to_state"],
        reason=body["reason"],
        files=tuple((f[0], f[1]) for f in body["files"]),
        data=body["data"],
    )
