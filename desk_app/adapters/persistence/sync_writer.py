"""The side of the outbox a use case sees: a row becomes durable with the act, or not at all."""

import sqlalchemy as sa

from desk_app.adapters.persistence import sync_rows
from desk_app.adapters.persistence.mapping import moment
from desk_app.adapters.persistence.transactions import dumps
from desk_app.application.sync_values import OutboxEntry, RowState
from desk_app.domain.errors import ConflictError


class SqlOutboxWriter:
    """``OutboxWriter`` over the connection of a unit of work."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def next_seq(self, target: str, dossier_id: str) -> int:
        """Next sequence number of this target and dossier."""
        table = sync_rows.outbox
        last = self._connection.execute(
            sa.select(sa.func.max(table.c.dossier_seq)).where(
                table.c.dossier_id == dossier_id, table.c.target == target
            )
        ).scalar()
        return int(last or 0) + 1

    def add(self, entry: OutboxEntry) -> None:
        """Put an entry into the outbox as ready.

        Raises:
            ConflictError: ``dossier.changed``; somebody else took the number first.
        """
        values = {
            "command_id": entry.command_id,
            "target": entry.target,
            "dossier_id": entry.dossier_id,
            "dossier_seq": entry.dossier_seq,
            "kind": entry.kind.value,
            "wire": dumps(entry.to_wire()),
            "fingerprint": entry.fingerprint,
            "expected_version": entry.expected_version,
            "created_at": moment(entry.occurred_at),
            "state": RowState.READY.value,
            "attempts": 0,
        }
        try:
            self._connection.execute(sa.insert(sync_rows.outbox).values(**values))
        except sa.exc.IntegrityError as error:
            facts = {"dossier": entry.dossier_id, "cause": "outbox number is not unique"}
            raise ConflictError("dossier.changed", facts) from error
        blobs = [
            {"command_id": entry.command_id, "digest": digest}
            for digest in dict.fromkeys(entry.blobs)
        ]
        if blobs:
            self._connection.execute(sa.insert(sync_rows.outbox_blobs), blobs)
