"""Slots of dossier serials and numbers of register books."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from desk_app.practice.province import rows
from desk_app.practice.province.acts import RefusedError
from desk_app.practice.province.database import Database

LEASE = dt.timedelta(days=30)
DEVICE_SLOTS = range(1, 80)


def lease(
    database: Database, *, unit: str, device_id: str, device_gen: int, at: dt.datetime
) -> dict[str, Any]:
    """Lease a slot to a desk, or renew it.

    A newer generation of a desk gets another slot: what the older one gave on paper and never sent
    is known to nobody, and must not be given again.

    Raises:
        RefusedError: 409 ``slot-fenced`` when a newer generation holds it, ``slots-exhausted``.
    """
    table = rows.code_slot
    with database.write() as tx:
        taken = [
            dict(row) for row in tx.execute(sa.select(table).where(table.c.unit == unit)).mappings()
        ]
        own = [row for row in taken if row["device_id"] == device_id]
        mine = max(own, key=lambda row: row["device_gen"], default=None)
        if mine is not None and mine["device_gen"] > device_gen:
            raise RefusedError(409, "slot-fenced", unit=unit, device_gen=mine["device_gen"])
        is_same = mine is not None and mine["device_gen"] == device_gen
        slot = mine["slot"] if mine and is_same else _free_slot(taken, at)
        until = at + LEASE
        tx.execute(sa.delete(table).where(table.c.unit == unit, table.c.slot == slot))
        tx.execute(
            sa.insert(table).values(
                unit=unit,
                slot=slot,
                device_id=device_id,
                device_gen=device_gen,
                valid_until=until.isoformat(),
            )
        )
        serials = {
            row["day"]: row["top"]
            for row in tx.execute(
                sa.select(rows.slot_serial).where(
                    rows.slot_serial.c.unit == unit, rows.slot_serial.c.slot == slot
                )
            ).mappings()
        }
        return {
            "unit": unit,
            "slot": slot,
            "device_gen": device_gen,
            "valid_until": until.isoformat(),
            "last_serial_by_day": serials,
        }


def _free_slot(taken: list[dict[str, Any]], at: dt.datetime) -> int:
    """Give a slot nobody ever had; then the one whose lease ended longest ago."""
    used = {row["slot"] for row in taken}
    for slot in DEVICE_SLOTS:
        if slot not in used:
            return slot
    over = sorted(
        (row["valid_until"], row["slot"])
        for row in taken
        if dt.datetime.fromisoformat(row["valid_until"]) <= at
    )
    if not over:
        raise RefusedError(409, "slots-exhausted")
    return int(over[0][1])


def reserve(
    database: Database, *, unit: str, device_id: str, device_gen: int, wanted: int, day: dt.date
) -> list[str]:
    """Reserve whole codes for a desk until it holds so many; gives all it holds.

    Codes an older generation held are not handed out again: it may have printed them.

    Raises:
        RefusedError: 409 ``slot-fenced`` when a newer generation holds codes.
    """
    table = rows.reserved_code
    with database.write() as tx:
        newest = tx.scalar(
            sa.select(sa.func.max(table.c.device_gen)).where(table.c.device_id == device_id)
        )
        if newest is not None and newest > device_gen:
            raise RefusedError(409, "slot-fenced", unit=unit, device_gen=newest)
        tx.execute(
            sa.delete(table).where(table.c.device_id == device_id, table.c.device_gen < device_gen)
        )
        mine = sa.and_(
            table.c.device_id == device_id,
            table.c.device_gen == device_gen,
            table.c.unit == unit,
        )
        held = tx.scalars(sa.select(table.c.code).where(mine).order_by(table.c.code)).all()
        fresh = [
            _reserve_one(tx, unit, device_id, device_gen, day, database.lives)
            for _ in range(wanted - len(held))
        ]
        return [*held, *fresh]


def _reserve_one(
    tx: sa.Connection, unit: str, device_id: str, device_gen: int, day: dt.date, life: int
) -> str:
    """The next of seven digits, which no slot gives.

    The first digit is the life of the server: one restored from a backup does not know what it
    reserved after it (I5).
    """
    table = rows.pool_serial
    here = sa.and_(table.c.unit == unit, table.c.life == life)
    top = tx.scalar(sa.select(table.c.top).where(here))
    if top is None:
        tx.execute(sa.insert(table).values(unit=unit, life=life, top=1))
    else:
        tx.execute(sa.update(table).where(here).values(top=top + 1))
    code = f"{unit}-{day:%Y%m%d}-{life % 10}{(top or 0) + 1:06d}"
    tx.execute(
        sa.insert(rows.reserved_code).values(
            code=code, unit=unit, device_id=device_id, device_gen=device_gen
        )
    )
    return code


def next_number(database: Database, *, book: str, year: int, key: str) -> int:
    """Give the next number of a book and year; the same key gets the same number."""
    table = rows.book_number
    with database.write() as tx:
        known: int | None = tx.scalar(sa.select(table.c.number).where(table.c.key == key))
        if known is not None:
            return known
        top = tx.scalar(
            sa.select(sa.func.max(table.c.number)).where(table.c.book == book, table.c.year == year)
        )
        number = (top or 0) + 1
        tx.execute(sa.insert(table).values(key=key, book=book, year=year, number=number))
        return number
