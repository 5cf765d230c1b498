"""Codes of dossiers: the province records the desk's own, or gives the next of a unit and day."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from desk_app.application.sync_values import CommandKind
from desk_app.practice.province import rows
from desk_app.practice.province.acts import Act, Document, RefusedError

SERVER_SLOTS = (0, *range(80, 100))


def give_codes(tx: sa.Connection, after: Document, act: Act, *, lives: int) -> dict[str, Any]:
    """Record the code of an acceptance: the desk's own, or the next of the unit and day.

    Args:
        tx: of the command.
        after: the dossier; gets its code.
        act: the command.
        lives: how often the server began a new life.

    Raises:
        RefusedError: ``code-taken``, ``serials-exhausted``.
    """
    if act.kind is not CommandKind.ACCEPT:
        return {}
    before = act.assigned.get("codes")
    given_before = before[0] if isinstance(before, list) and before else None
    code = act.body.get("code") or given_before
    by = "device" if act.body.get("code") else "server"
    if code:
        holder = tx.scalar(
            sa.select(rows.given_code.c.dossier_id).where(rows.given_code.c.code == code)
        )
        if holder not in (None, act.dossier_id):
            errors = [{"pointer": "/body/code", "code": "taken"}]
            raise RefusedError(422, "code-taken", errors=errors, holder=holder)
        if holder is None:
            _give(tx, str(code), act.dossier_id, by)
            tx.execute(sa.delete(rows.reserved_code).where(rows.reserved_code.c.code == str(code)))
        _note_serial(tx, str(code))
    else:
        code = _next_code(tx, after["unit"], act.received_at.date(), lives)
        _give(tx, code, act.dossier_id, by)
    after["code"] = after["code"] or code
    if code not in after["codes"]:
        after["codes"].append(code)
    return {"codes": [code], "assigned_by": by}


def _next_code(tx: sa.Connection, unit: str, day: dt.date, lives: int) -> str:
    """Give the next serial of the slots no device may lease: 00, then 80 to 99.

    Each life of the server begins with another slot: a server restored from a backup does not
    know the codes it gave after the backup, and must not give them again (I5).
    """
    table = rows.slot_serial
    for step in range(len(SERVER_SLOTS)):
        slot = SERVER_SLOTS[(lives + step) % len(SERVER_SLOTS)]
        here = sa.and_(table.c.unit == unit, table.c.slot == slot, table.c.day == day.isoformat())
        serial = (tx.scalar(sa.select(table.c.top).where(here)) or 0) + 1
        if serial <= 999:
            _raise_serial(tx, unit, slot, day.isoformat(), serial)
            return f"{unit}-{day:%y%m%d}-{slot:02d}{serial:03d}"
    raise RefusedError(503, "serials-exhausted", unit=unit)


def _note_serial(tx: sa.Connection, code: str) -> None:
    """Remember the highest serial seen of a slot, for a restored desk."""
    parts = code.rsplit("-", 2)
    if len(parts) != 3 or len(parts[2]) != 5 or not parts[2].isdigit():
        return
    try:
        day = dt.datetime.strptime(parts[1], "%y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return
    _raise_serial(tx, parts[0], int(parts[2][:2]), day.isoformat(), int(parts[2][2:]))


def _give(tx: sa.Connection, code: str, dossier_id: str, assigned_by: str) -> None:
    tx.execute(
        sa.insert(rows.given_code).values(code=code, dossier_id=dossier_id, assigned_by=assigned_by)
    )


def _raise_serial(tx: sa.Connection, unit: str, slot: int, day: str, serial: int) -> None:
    table = rows.slot_serial
    here = sa.and_(table.c.unit == unit, table.c.slot == slot, table.c.day == day)
    top = tx.scalar(sa.select(table.c.top).where(here))
    if top is None:
        tx.execute(sa.insert(table).values(unit=unit, slot=slot, day=day, top=serial))
    elif top < serial:
        tx.execute(sa.update(table).where(here).values(top=serial))
