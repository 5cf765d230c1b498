"""Dossiers that are over, and those whose every command the target system confirmed long ago."""

import datetime as dt

import sqlalchemy as sa

from desk_app.adapters.persistence import rows, sync_rows
from desk_app.adapters.persistence.mapping import moment
from desk_app.application.sync_values import RowState
from desk_app.domain.workflow import TERMINAL, State

_D, _B = rows.dossiers, sync_rows.outbox
_OVER = [state.value for state in (*TERMINAL, State.RETURNED)]


def over(connection: sa.Connection) -> list[str]:
    """Ids of dossiers that are over, in the order they came."""
    wanted = sa.select(_D.c.id).where(_D.c.state.in_(_OVER)).order_by(_D.c.no)
    return [str(row.id) for row in connection.execute(wanted)]


def settled_before(connection: sa.Connection, at: dt.datetime) -> list[str]:
    """Ids of dossiers that are over, with all commands confirmed, the last of them before ``at``.

    One that never told the province anything is not among them: nobody else holds its papers.
    """
    wanted = (
        sa.select(_D.c.id)
        .join(_B, _B.c.dossier_id == _D.c.id)
        .where(_D.c.state.in_(_OVER))
        .group_by(_D.c.id)
        .having(
            sa.func.max(_B.c.acked_at) < moment(at),
            sa.func.sum(sa.case((_B.c.state == RowState.DONE.value, 0), else_=1)) == 0,
        )
        .order_by(_D.c.id)
    )
    return [str(row.id) for row in connection.execute(wanted)]
