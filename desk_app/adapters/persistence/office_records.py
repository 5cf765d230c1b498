"""The office's own records: only ever added, the newest version counts."""

import datetime as dt
import json
from collections.abc import Mapping

import sqlalchemy as sa

from desk_app.adapters.persistence import rows
from desk_app.adapters.persistence.anchors import is_due
from desk_app.adapters.persistence.ledgers import record_key
from desk_app.adapters.persistence.mapping import moment
from desk_app.adapters.persistence.transactions import dumps
from desk_app.domain.errors import ConflictError, Fact

_R = rows.records


class SqlOfficeRecords:
    """Records over the connection of a unit of work."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(
        self, kind: str, key: str, body: Mapping[str, Fact], *, at: dt.datetime, by: str
    ) -> int:
        """Add the next version; ConflictError ``records.changed`` when somebody else was first."""
        last = self._connection.execute(
            sa.select(sa.func.max(_R.c.version)).where(_R.c.kind == kind, _R.c.key == key)
        ).scalar()
        version = int(last or 0) + 1
        values = {
            "kind": kind,
            "key": key,
            "version": version,
            "at": moment(at),
            "by": by,
            "body": dumps(dict(body)),
        }
        try:
            self._connection.execute(sa.insert(_R).values(**values))
        except sa.exc.IntegrityError as error:
            raise ConflictError("records.changed", {"kind": kind, "key": key}) from error
        is_due(self._connection, "record", record_key(kind, key))
        return version

    def newest(self, kind: str) -> tuple[tuple[str, dict[str, Fact]], ...]:
        """Key and newest body of every record of a kind, by key."""
        newer = _R.alias()
        wanted = (
            sa.select(_R.c.key, _R.c.body)
            .where(
                _R.c.kind == kind,
                ~sa.exists().where(
                    newer.c.kind == kind,
                    newer.c.key == _R.c.key,
                    newer.c.version > _R.c.version,
                ),
            )
            .order_by(_R.c.key)
        )
        return tuple((row.key, json.loads(row.body)) for row in self._connection.execute(wanted))
