"""The register of seal tokens in the database; lines are only ever added."""

import datetime as dt

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.anchors import is_due
from desk_app.domain.custody import CustodyAct, CustodyEntry


class SqlCustody:
    """Lines over one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def entries(self, token: str = "") -> tuple[CustodyEntry, ...]:
        """Lines of one token, or of all, oldest first."""
        table = rows.custody
        query = sa.select(table).order_by(table.c.no)
        if token:
            query = query.where(table.c.token == token)
        return tuple(_entry(row) for row in self._connection.execute(query).mappings())

    def add(self, entry: CustodyEntry) -> None:
        """Write a line."""
        self._connection.execute(
            sa.insert(rows.custody).values(
                token=entry.token,
                act=entry.act.value,
                at=entry.at.isoformat(),
                holder=entry.holder,
                giver=entry.giver,
                permission=entry.permission,
                minutes=entry.minutes,
                recorded_by=entry.recorded_by,
            )
        )
        is_due(self._connection, "custody", entry.token)


def _entry(row: sa.RowMapping) -> CustodyEntry:
    return CustodyEntry(
        token=row["token"],
        act=CustodyAct(row["act"]),
        at=dt.datetime.fromisoformat(row["at"]),
        holder=row["holder"],
        giver=row["giver"],
        permission=row["permission"],
        minutes=row["minutes"],
        recorded_by=row["recorded_by"],
    )
