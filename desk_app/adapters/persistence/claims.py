"""Soft claims of an office: who works on which dossier now, told to the other desks."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence.mapping import from_moment, moment
from desk_app.adapters.persistence.news import tell
from desk_app.adapters.persistence.office_rows import claims
from desk_app.adapters.persistence.transactions import Transactions, insert_into
from desk_app.application.office_work import Claim
from desk_app.domain.people import Actor

CLAIM_TIME = dt.timedelta(minutes=15)
_TAKEN_OVER = ("user", "full_name", "desk", "device_id", "until")


class SqlClaims:
    """``Claims`` over the office's database."""

    def __init__(self, transactions: Transactions, device_id: str) -> None:
        self._transaction = transactions
        self._device_id = device_id

    def take(self, dossier_id: str, actor: Actor, *, at: dt.datetime) -> Claim:
        """Claim or renew; somebody else's claim that still runs is given back unchanged."""
        mine = Claim(
            dossier_id=dossier_id,
            user=actor.user,
            full_name=actor.full_name,
            desk=actor.desk,
            device_id=self._device_id,
            since=at,
            until=at + CLAIM_TIME,
        )
        c = claims.c
        is_own = sa.and_(c.user == actor.user, c.device_id == self._device_id)
        is_over = c.until <= moment(at)
        with self._transaction() as connection:
            fresh = insert_into(connection, claims).values(**_values(mine))
            statement = fresh.on_conflict_do_update(
                index_elements=[c.dossier_id],
                set_={
                    **{name: fresh.excluded[name] for name in _TAKEN_OVER},
                    "since": sa.case((sa.and_(is_own, ~is_over), c.since), else_=moment(at)),
                },
                where=sa.or_(is_own, is_over),
            ).returning(c.since)
            since = connection.execute(statement).scalar()
            if since is None:
                return _held(connection, dossier_id)
            if since == moment(at):
                tell(connection, [dossier_id])
        return replace(mine, since=from_moment(since) or at)

    def release(self, dossier_id: str, actor: Actor) -> None:
        """Give a claim of this officer at this desk back."""
        c = claims.c
        with self._transaction() as connection:
            gone = connection.execute(
                sa.delete(claims).where(
                    c.dossier_id == dossier_id,
                    c.user == actor.user,
                    c.device_id == self._device_id,
                )
            ).rowcount
            if gone:
                tell(connection, [dossier_id])

    def release_all(self) -> None:
        """Give back whatever this desk holds: it closes, or it was killed before."""
        with self._transaction() as connection:
            gone = connection.execute(
                sa.delete(claims)
                .where(claims.c.device_id == self._device_id)
                .returning(claims.c.dossier_id)
            ).scalars()
            tell(connection, list(gone))

    def of(self, dossier_ids: Iterable[str], *, at: dt.datetime) -> Mapping[str, Claim]:
        """Running claims of these dossiers."""
        wanted = sa.select(claims).where(
            claims.c.dossier_id.in_(list(dossier_ids)), claims.c.until > moment(at)
        )
        with self._transaction(reads=True) as connection:
            return {row.dossier_id: _claim(row) for row in connection.execute(wanted)}


def _held(connection: sa.Connection, dossier_id: str) -> Claim:
    return _claim(
        connection.execute(sa.select(claims).where(claims.c.dossier_id == dossier_id)).one()
    )


def _claim(row: Any) -> Claim:
    since, until = from_moment(row.since), from_moment(row.until)
    if since is None or until is None:
        raise TypeError("a claim without its times")
    return Claim(
        dossier_id=row.dossier_id,
        user=row.user,
        full_name=row.full_name,
        desk=row.desk,
        device_id=row.device_id,
        since=since,
        until=until,
    )


def _values(claim: Claim) -> dict[str, Any]:
    return {
        "dossier_id": claim.dossier_id,
        "user": claim.user,
        "full_name": claim.full_name,
        "desk": claim.desk,
        "device_id": claim.device_id,
        "since": moment(claim.since),
        "until": moment(claim.until),
    }
