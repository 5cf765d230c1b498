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
    """Lease a slot to a desk. A newer generation of a desk takes the slot over.

    Raises:
        RefusedError: 409 ``slot-fenced`` when a newer generation holds it, ``slots-exhausted``.
    """
    table = rows.code_slot
    with database.write() as tx:
        taken = [
            dict(row) for row in tx.execute(sa.select(table).where(table.c.unit == unit)).mappings()
        ]
        mine = next((row for row in taken if row["device_id"] == device_id), None)
        if mine is not None and mine["device_gen"] > device_gen:
            raise RefusedError(409, "slot-fenced", unit=unit, device_gen=mine["device_gen"])
        slot = mine["slot"] if mine else _free_slot(taken, at)
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
