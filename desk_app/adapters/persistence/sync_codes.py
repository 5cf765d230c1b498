"""Codes a target gave out, and serials and whole codes this desk may give out while offline."""

import datetime as dt
import json
from collections.abc import Sequence

import sqlalchemy as sa

from desk_app.adapters.persistence import rows, sync_rows
from desk_app.adapters.persistence.mapping import moment
from desk_app.adapters.persistence.transactions import Transactions, dumps, put, put_new
from desk_app.application.sync_errors import SlotExhaustedError, SlotFencedError
from desk_app.application.sync_values import CodeSlot

_LAST_SERIAL = 999


def add_codes(connection: sa.Connection, target: str, dossier_id: str, codes: object) -> None:
    """Keep codes of the target; a code is never changed, only added."""
    if isinstance(codes, list):
        given = {"target": target, "dossier_id": dossier_id, "assigned_by": "server"}
        put_new(connection, sync_rows.external_codes, [given | {"code": str(c)} for c in codes])


class CodeTables:
    """``CodeSlotStore`` over leased serials and pooled codes."""

    def __init__(self, transactions: Transactions) -> None:
        self._transaction = transactions

    def codes(self, target: str, dossier_id: str) -> Sequence[str]:
        """Codes a target gave a dossier."""
        c = sync_rows.external_codes.c
        wanted = sa.select(c.code).where(c.target == target, c.dossier_id == dossier_id)
        with self._transaction(reads=True) as connection:
            return list(connection.execute(wanted.order_by(c.code)).scalars())

    def slot(self, unit: str, *, device_id: str = "") -> CodeSlot | None:
        """A desk's lease of a unit."""
        with self._transaction(reads=True) as connection:
            return _slot(connection, unit, device_id)

    def save_slot(self, slot: CodeSlot) -> None:
        """Store a lease; of the same slot the higher serial of each day wins."""
        with self._transaction() as connection:
            known = _slot(connection, slot.unit, slot.device_id, locks=True)
            serials = dict(slot.serials)
            if known is not None and known.slot == slot.slot:
                for day, serial in known.serials.items():
                    serials[day] = max(serial, serials.get(day, 0))
            put(
                connection,
                sync_rows.slots,
                {
                    "unit": slot.unit,
                    "device_id": slot.device_id,
                    "slot": slot.slot,
                    "device_gen": slot.device_gen,
                    "valid_until": moment(slot.valid_until),
                    "serials": dumps(serials),
                },
            )

    def take_serial(
        self, unit: str, *, day: dt.date, device_gen: int, at: dt.datetime, device_id: str = ""
    ) -> tuple[int, int]:
        """The next serial of the day, with its slot."""
        table = sync_rows.slots
        with self._transaction() as connection:
            lease = _slot(connection, unit, device_id, locks=True)
            if lease is not None and lease.device_gen != device_gen:
                raise SlotFencedError({"unit": unit})
            if lease is None or lease.valid_until <= at:
                raise SlotExhaustedError(unit, day)
            serial = lease.serials.get(day.isoformat(), 0) + 1
            if serial > _LAST_SERIAL:
                raise SlotExhaustedError(unit, day)
            serials = dumps({**lease.serials, day.isoformat(): serial})
            here = sa.and_(table.c.unit == unit, table.c.device_id == device_id)
            connection.execute(sa.update(table).where(here).values(serials=serials))
            return lease.slot, serial

    def add_pool(
        self,
        target: str,
        unit: str,
        codes: Sequence[str],
        *,
        device_id: str = "",
        device_gen: int = 1,
    ) -> None:
        """Keep whole codes fetched in advance."""
        fetched = {
            "target": target,
            "unit": unit,
            "device_id": device_id,
            "device_gen": device_gen,
            "taken": False,
        }
        with self._transaction() as connection:
            put_new(connection, sync_rows.pool, [fetched | {"code": code} for code in codes])

    def take_pool(
        self, target: str, unit: str, *, device_id: str = "", device_gen: int = 1
    ) -> str | None:
        """One whole code, once."""
        table = sync_rows.pool
        free = (
            sa.select(table.c.id)
            .where(_free_codes(target, unit, device_id, device_gen))
            .order_by(table.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        with self._transaction() as connection:
            found: str | None = connection.execute(
                sa.update(table)
                .where(table.c.id.in_(free.scalar_subquery()))
                .values(taken=True)
                .returning(table.c.code)
            ).scalar()
            return found

    def pool_left(self, target: str, unit: str, *, device_id: str, device_gen: int) -> int:
        """Codes of this generation that were not taken."""
        free = _free_codes(target, unit, device_id, device_gen)
        with self._transaction(reads=True) as connection:
            counted = sa.select(sa.func.count()).select_from(sync_rows.pool).where(free)
            return int(connection.execute(counted).scalar_one())

    def arrived(self) -> Sequence[tuple[str, str]]:
        """(dossier id, code) of received dossiers without a code whose target answered one."""
        codes, dossiers = sync_rows.external_codes.c, rows.dossiers.c
        found = (
            sa.select(codes.dossier_id, codes.code)
            .join(rows.dossiers, dossiers.id == codes.dossier_id)
            .where(dossiers.code.is_(None), dossiers.received_at.is_not(None))
            .order_by(codes.dossier_id, codes.code)
        )
        with self._transaction(reads=True) as connection:
            first = {str(one.dossier_id): str(one.code) for one in connection.execute(found)}
        return list(first.items())


def _free_codes(target: str, unit: str, device_id: str, device_gen: int) -> sa.ColumnElement[bool]:
    c = sync_rows.pool.c
    return sa.and_(
        c.target == target,
        c.unit == unit,
        c.device_id == device_id,
        c.device_gen == device_gen,
        c.taken.is_(False),
    )


def _slot(
    connection: sa.Connection, unit: str, device_id: str, *, locks: bool = False
) -> CodeSlot | None:
    table = sync_rows.slots
    wanted = sa.select(table).where(table.c.unit == unit, table.c.device_id == device_id)
    row = connection.execute(wanted.with_for_update() if locks else wanted).first()
    if row is None:
        return None
    return CodeSlot(
        unit=unit,
        slot=row.slot,
        device_gen=row.device_gen,
        valid_until=dt.datetime.fromisoformat(row.valid_until),
        serials=json.loads(row.serials),
        device_id=row.device_id,
    )
