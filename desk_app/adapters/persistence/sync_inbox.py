"""What came from a target, how far files have come there, and comparisons of clocks."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence import sync_rows
from desk_app.adapters.persistence.mapping import moment
from desk_app.adapters.persistence.sync_codes import add_codes
from desk_app.adapters.persistence.sync_outbox import SETTLED
from desk_app.adapters.persistence.transactions import Transactions, dumps, put, put_new
from desk_app.application.sync_values import (
    ClockMark,
    DossierSnapshot,
    FeedPosition,
    InboxEvent,
    Json,
    ShadowDossier,
    UploadRecord,
)

_MARKS_KEPT = 20


class InboxTables:
    """``InboxStore``: events once, shadow copies by version, position with the effect."""

    def __init__(self, transactions: Transactions) -> None:
        self._transaction = transactions

    def position(self, target: str) -> FeedPosition:
        """The stored position."""
        table = sync_rows.positions
        with self._transaction(reads=True) as connection:
            row = connection.execute(sa.select(table).where(table.c.target == target)).first()
        if row is None:
            return FeedPosition()
        return FeedPosition(cursor=row.cursor, epoch=row.epoch, last_seq=row.last_seq)

    def apply(
        self, target: str, events: Sequence[InboxEvent], position: FeedPosition, *, at: dt.datetime
    ) -> Sequence[ShadowDossier]:
        """Events, effects and position in one transaction; a known event is skipped."""
        changed: dict[str, ShadowDossier] = {}
        with self._transaction() as connection:
            for event in events:
                seen = {
                    "target": target,
                    "event_id": event.event_id,
                    "seq": event.seq,
                    "applied_at": moment(at),
                }
                if not put_new(connection, sync_rows.inbox, [seen]):
                    continue
                known = _shadow(connection, target, event.dossier_id)
                if known is not None and known.version >= event.version:
                    continue
                state = str(event.data.get("state", ""))
                _put_shadow(connection, target, event.dossier_id, event.version, state, event.data)
                shadow = _shadow(connection, target, event.dossier_id)
                if shadow is not None:
                    changed[event.dossier_id] = shadow
            _put_position(connection, target, position)
        return list(changed.values())

    def replace_shadow(
        self, target: str, snapshots: Sequence[DossierSnapshot], position: FeedPosition | None
    ) -> None:
        """Store snapshots whatever the version."""
        with self._transaction() as connection:
            for one in snapshots:
                _put_shadow(
                    connection, target, one.dossier_id, one.version, one.state, one.document
                )
            if position is not None:
                _put_position(connection, target, position)

    def shadow(self, target: str, dossier_id: str) -> ShadowDossier | None:
        """The shadow copy of one dossier."""
        with self._transaction(reads=True) as connection:
            return _shadow(connection, target, dossier_id)

    def shadows(self, target: str, *, state: str | None = None) -> Sequence[ShadowDossier]:
        """Shadow copies by dossier id."""
        table = sync_rows.shadows
        wanted = _SHADOWS.where(table.c.target == target).order_by(table.c.dossier_id)
        if state is not None:
            wanted = wanted.where(table.c.state == state)
        with self._transaction(reads=True) as connection:
            return [_as_shadow(row) for row in connection.execute(wanted)]


class UploadTable:
    """``UploadStore``."""

    def __init__(self, transactions: Transactions) -> None:
        self._transaction = transactions

    def upload(self, target: str, digest: str) -> UploadRecord:
        """The record, an empty one when nothing is known."""
        table = sync_rows.uploads
        wanted = sa.select(table).where(table.c.target == target, table.c.digest == digest)
        with self._transaction(reads=True) as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return UploadRecord(target=target, digest=digest)
        return UploadRecord(
            target=target,
            digest=digest,
            upload_path=row.upload_path,
            offset=row.offset,
            verified=row.verified,
            corrupt_count=row.corrupt_count,
        )

    def save_uploads(self, records: Sequence[UploadRecord]) -> None:
        """Insert or replace the records, in one transaction."""
        with self._transaction() as connection:
            for record in records:
                values = {
                    "target": record.target,
                    "digest": record.digest,
                    "upload_path": record.upload_path,
                    "offset": record.offset,
                    "verified": record.verified,
                    "corrupt_count": record.corrupt_count,
                }
                put(connection, sync_rows.uploads, values)

    def forget_uploads(self, target: str) -> None:
        """No file of the target counts as verified."""
        table = sync_rows.uploads
        with self._transaction() as connection:
            connection.execute(sa.delete(table).where(table.c.target == target))


class ClockTable:
    """``ClockStore``: the newest few comparisons."""

    def __init__(self, transactions: Transactions) -> None:
        self._transaction = transactions

    def add_mark(self, mark: ClockMark) -> None:
        """Store a comparison; old ones go."""
        table = sync_rows.clock_marks
        values = {
            "server_time": moment(mark.server_time),
            "local_wall": moment(mark.local_wall),
            "monotonic_s": mark.monotonic_s,
            "boot_id": mark.boot_id,
            "uncertainty_ms": mark.uncertainty_ms,
        }
        with self._transaction() as connection:
            connection.execute(sa.insert(table).values(**values))
            newest = sa.select(sa.func.max(table.c.id)).scalar_subquery()
            connection.execute(sa.delete(table).where(table.c.id <= newest - _MARKS_KEPT))

    def last_mark(self) -> ClockMark | None:
        """The newest comparison."""
        table = sync_rows.clock_marks
        with self._transaction(reads=True) as connection:
            row = connection.execute(sa.select(table).order_by(table.c.id.desc()).limit(1)).first()
        if row is None:
            return None
        return ClockMark(
            server_time=dt.datetime.fromisoformat(row.server_time),
            local_wall=dt.datetime.fromisoformat(row.local_wall),
            monotonic_s=row.monotonic_s,
            boot_id=row.boot_id,
            uncertainty_ms=row.uncertainty_ms,
        )


_SHADOWS = sa.select(
    sync_rows.shadows,
    sa.select(sa.literal(1))
    .where(
        sync_rows.outbox.c.dossier_id == sync_rows.shadows.c.dossier_id,
        sync_rows.outbox.c.target == sync_rows.shadows.c.target,
        sync_rows.outbox.c.state.not_in(SETTLED),
    )
    .exists()
    .label("has_waiting"),
)


def _shadow(connection: sa.Connection, target: str, dossier_id: str) -> ShadowDossier | None:
    table = sync_rows.shadows
    wanted = _SHADOWS.where(table.c.target == target, table.c.dossier_id == dossier_id)
    row = connection.execute(wanted).first()
    return _as_shadow(row) if row is not None else None


def _as_shadow(row: Any) -> ShadowDossier:
    return ShadowDossier(
        target=row.target,
        dossier_id=row.dossier_id,
        version=row.version,
        state=row.state,
        document=json.loads(row.document),
        has_waiting=bool(row.has_waiting),
    )


def _put_shadow(
    connection: sa.Connection,
    target: str,
    dossier_id: str,
    version: int,
    state: str,
    document: Mapping[str, Json],
) -> None:
    values = {
        "target": target,
        "dossier_id": dossier_id,
        "version": version,
        "state": state,
        "document": dumps(dict(document)),
    }
    put(connection, sync_rows.shadows, values)
    add_codes(connection, target, dossier_id, document.get("codes"))


def _put_position(connection: sa.Connection, target: str, position: FeedPosition) -> None:
    values = {
        "target": target,
        "cursor": position.cursor,
        "epoch": position.epoch,
        "last_seq": position.last_seq,
    }
    put(connection, sync_rows.positions, values)
