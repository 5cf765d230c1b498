"""Which desks of an office may read its papers: the office's paper key, sealed to each of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from desk_app.adapters.persistence.mapping import moment
from desk_app.adapters.persistence.office_rows import office_desks
from desk_app.adapters.persistence.transactions import Transactions, put_new

_T = office_desks.c


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDesk:
    """One desk of the office; ``sealed_key`` is empty until somebody admits it."""

    device_id: str
    name: str
    public_key: str
    sealed_key: str
    admitted_by: str


class OfficeDesks:
    """The list of desks, in the office's own database."""

    def __init__(self, transactions: Transactions) -> None:
        self._transaction = transactions

    def ask(self, desk: OfficeDesk, *, at: dt.datetime) -> OfficeDesk:
        """Put a desk on the list when it is new; gives its line.

        The very first desk is admitted with the key it brings: it founds the office.
        """
        with self._transaction() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE office_desk IN EXCLUSIVE MODE"))
            known = connection.execute(
                sa.select(sa.func.count()).select_from(office_desks)
            ).scalar_one()
            line = {
                "device_id": desk.device_id,
                "name": desk.name,
                "public_key": desk.public_key,
                "sealed_key": desk.sealed_key if not known else None,
                "admitted_by": desk.admitted_by if not known else None,
                "asked_at": moment(at),
            }
            put_new(connection, office_desks, [line])
        return next(one for one in self.all() if one.device_id == desk.device_id)

    def all(self) -> Sequence[OfficeDesk]:
        """Every desk, by the time it asked."""
        with self._transaction(reads=True) as connection:
            found = connection.execute(sa.select(office_desks).order_by(_T.asked_at, _T.device_id))
            return [
                OfficeDesk(
                    device_id=row.device_id,
                    name=row.name,
                    public_key=row.public_key,
                    sealed_key=row.sealed_key or "",
                    admitted_by=row.admitted_by or "",
                )
                for row in found
            ]

    def admit(self, device_id: str, sealed_key: str, *, by: str) -> bool:
        """Give a waiting desk the key sealed to it; False when none of that name waits."""
        with self._transaction() as connection:
            return (
                connection.execute(
                    sa.update(office_desks)
                    .where(_T.device_id == device_id, _T.sealed_key.is_(None))
                    .values(sealed_key=sealed_key, admitted_by=by)
                ).rowcount
                > 0
            )
