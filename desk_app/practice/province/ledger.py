"""Takes commands into the province's database: effect, version, event, answer in one commit."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desk_app.application.sync_rules import ActRules
from desk_app.application.sync_values import CommandKind
from desk_app.practice.province import acts, people, rows
from desk_app.practice.province.acts import Act, Document, RefusedError
from desk_app.practice.province.codes import give_codes
from desk_app.practice.province.database import Database


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command brought: the stored outcome, and whether it had been stored before."""

    outcome: dict[str, Any]
    is_replay: bool
    is_new_dossier: bool = False


class Ledger:
    """Dossiers, commands and the feed."""

    def __init__(self, database: Database, rules: ActRules) -> None:
        self._database = database
        self._rules = rules

    def submit(
        self, act: Act, *, fingerprint: str, wire: Mapping[str, Any], if_match: str | None
    ) -> Answer:
        """Apply a command once.

        Raises:
            RefusedError: with the HTTP status; the refusal is on record when it was about content.
        """
        try:
            with self._database.write() as tx:
                return self._apply(tx, act, fingerprint=fingerprint, if_match=if_match)
        except RefusedError as refusal:
            if refusal.status in (403, 412, 422):
                self._record_refusal(act, wire, refusal)
            raise

    def _apply(
        self, tx: sa.Connection, act: Act, *, fingerprint: str, if_match: str | None
    ) -> Answer:
        known = _row(tx, rows.command, rows.command.c.id == act.id)
        if known is not None:
            if known["fingerprint"] != fingerprint:
                raise RefusedError(422, "key-reused")
            return Answer(known["outcome"], is_replay=True)
        self._check_person(tx, act)
        missing = self._missing_blobs(tx, act.blobs)
        if missing:
            raise RefusedError(424, "missing-blobs", digests=missing)
        before = self._document(tx, act.dossier_id)
        document = before or acts.blank(act.dossier_id)
        self._check_version(document, act, if_match)
        try:
            after = acts.perform(document, act, self._rules)
        except RefusedError as refusal:
            if refusal.status != 200:
                raise
            after = document  # the same receipt again: nothing changes, the answer says where it is
        facts = give_codes(tx, after, act, lives=self._database.lives)
        outcome = {
            "result": "applied",
            "command_id": act.id,
            "dossier_id": act.dossier_id,
            "version": after["version"],
            "state": after["state"],
            "facts": facts,
        }
        if after is not document:
            self._store(tx, after, is_new=before is None)
            self._announce(tx, after, event_id=act.id, kind=act.kind.value, at=act.received_at)
            if act.kind is CommandKind.RETURN_RESULT:
                people.store_result(tx, after, at=act.received_at)
        tx.execute(
            sa.insert(rows.command).values(
                id=act.id,
                dossier_id=act.dossier_id,
                kind=act.kind.value,
                fingerprint=fingerprint,
                version=after["version"],
                received_at=act.received_at.isoformat(),
                outcome=outcome,
            )
        )
        return Answer(outcome, is_replay=False, is_new_dossier=before is None)

    def receive_online(self, document: Document, *, at: dt.datetime) -> Document:
        """Take in a submission made on the portal: state SUBMITTED, announced on the feed."""
        after = {**acts.blank(document["id"]), **document, "state": "SUBMITTED", "version": 1}
        after["events"] = [
            {
                "id": str(uuid.uuid4()),
                "kind": "online_submission",
                "version": 1,
                "from": "",
                "to": "SUBMITTED",
                "received_at": at.isoformat(),
            }
        ]
        with self._database.write() as tx:
            self._store(tx, after, is_new=True)
            self._announce(
                tx, after, event_id=after["events"][0]["id"], kind="online_submission", at=at
            )
        return after

    def pay_online(
        self, dossier_id: str, *, amount: int, receipt: str, at: dt.datetime
    ) -> Document:
        """Record a payment the citizen made on the gateway; announced like any change."""
        act = Act(
            id=str(uuid.uuid4()),
            kind=CommandKind.RECORD_PAYMENT,
            dossier_id=dossier_id,
            procedure_code="",
            user="payment-gateway",
            unit="gateway",
            role="system",
            device_id="gateway",
            device_gen=0,
            occurred_at=at,
            received_at=at,
            body={"amount": amount, "receipt": receipt, "method": "online"},
        )
        with self._database.write() as tx:
            document = self._document(tx, dossier_id)
            if document is None:
                raise RefusedError(404, "dossier-unknown")
            after = acts.perform(document, act, self._rules)
            self._store(tx, after, is_new=False)
            self._announce(tx, after, event_id=act.id, kind=act.kind.value, at=at)
            return after

    def mutate(self, dossier_id: str, state: str, *, kind: str, at: dt.datetime) -> Document:
        """Put a dossier into any state, as another system might; for tests of readers."""
        with self._database.write() as tx:
            document = self._document(tx, dossier_id)
            if document is None:
                raise RefusedError(404, "dossier-unknown")
            after = {**document, "state": state, "version": document["version"] + 1}
            self._store(tx, after, is_new=False)
            self._announce(tx, after, event_id=str(uuid.uuid4()), kind=kind, at=at)
            return after

    def outcome(self, command_id: str) -> dict[str, Any] | None:
        """Give the stored answer to a command, for ever."""
        with self._database.read() as tx:
            known = _row(tx, rows.command, rows.command.c.id == command_id)
            return known["outcome"] if known else None

    def dossier(self, dossier_id: str) -> Document | None:
        """Give the province's copy."""
        with self._database.read() as tx:
            return self._document(tx, dossier_id)

    def search(
        self, filters: Mapping[str, str], *, after: str | None, limit: int
    ) -> Sequence[Document]:
        """Give dossiers by exact column values, ordered by id, after an id."""
        query = sa.select(rows.dossier.c.document).order_by(rows.dossier.c.id).limit(limit)
        for name, value in filters.items():
            query = query.where(rows.dossier.c[name] == value)
        if after is not None:
            query = query.where(rows.dossier.c.id > after)
        with self._database.read() as tx:
            return list(tx.scalars(query))

    def feed(
        self, *, after: int, limit: int, unit: str | None
    ) -> tuple[list[dict[str, Any]], int, int]:
        """Give events after a sequence number: (events, head, oldest kept)."""
        query = (
            sa.select(rows.event)
            .where(rows.event.c.seq > after)
            .order_by(rows.event.c.seq)
            .limit(limit)
        )
        if unit is not None:
            query = query.where(rows.event.c.unit == unit)
        with self._database.read() as tx:
            found = [dict(row) for row in tx.execute(query).mappings()]
            head = tx.scalar(sa.select(sa.func.max(rows.event.c.seq))) or 0
            oldest = tx.scalar(sa.select(sa.func.min(rows.event.c.seq))) or 0
            return found, head, oldest

    def forget_events(self, before: int) -> None:
        """Drop old feed entries, as a server that keeps them for some time does."""
        with self._database.write() as tx:
            tx.execute(sa.delete(rows.event).where(rows.event.c.seq < before))

    def compare(self, heads: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Say for each head whether the province has what the desk had confirmed."""
        lines = []
        with self._database.read() as tx:
            for head in heads:
                asked = list(head["command_ids"])
                found = set(
                    tx.scalars(
                        sa.select(rows.command.c.id).where(
                            rows.command.c.dossier_id == head["dossier_id"]
                        )
                    )
                )
                version = (
                    tx.scalar(
                        sa.select(rows.dossier.c.version).where(
                            rows.dossier.c.id == head["dossier_id"]
                        )
                    )
                    or 0
                )
                missing = [command_id for command_id in asked if command_id not in found]
                if missing:
                    verdict = "unknown" if version == 0 else "missing_commands"
                else:
                    verdict = "same" if version == head["version"] else "behind"
                lines.append(
                    {
                        "dossier_id": head["dossier_id"],
                        "verdict": verdict,
                        "version": version,
                        "missing": missing,
                    }
                )
        return lines

    def refusals(self, dossier_id: str) -> list[dict[str, Any]]:
        """List refused commands of a dossier: the evidence of the losing side."""
        query = (
            sa.select(rows.rejected_command)
            .where(rows.rejected_command.c.dossier_id == dossier_id)
            .order_by(rows.rejected_command.c.seq)
        )
        with self._database.read() as tx:
            return [dict(row) for row in tx.execute(query).mappings()]

    # -- inside one transaction

    def _check_person(self, tx: sa.Connection, act: Act) -> None:
        right = _row(tx, rows.person_right, rows.person_right.c.user == act.user)
        if right is not None and right["is_disabled"]:
            raise RefusedError(403, "person-disabled", user=act.user)

    def _missing_blobs(self, tx: sa.Connection, digests: Sequence[str]) -> list[str]:
        if not digests:
            return []
        have = set(
            tx.scalars(
                sa.select(rows.blob.c.digest).where(
                    rows.blob.c.digest.in_(digests), rows.blob.c.state == "verified"
                )
            )
        )
        return [digest for digest in digests if digest not in have]

    def _document(self, tx: sa.Connection, dossier_id: str) -> Document | None:
        document: Document | None = tx.scalar(
            sa.select(rows.dossier.c.document).where(rows.dossier.c.id == dossier_id)
        )
        return document

    def _check_version(self, document: Document, act: Act, if_match: str | None) -> None:
        if act.kind is CommandKind.CREATE_DOSSIER:
            if document["version"]:
                raise RefusedError(412, "version-conflict", current=document)
            return
        if document["version"] == 0:
            raise RefusedError(404, "dossier-unknown", dossier_id=act.dossier_id)
        if if_match is None:
            raise RefusedError(428, "if-match-required")
        if if_match not in ("*", f'"v{document["version"]}"'):
            raise RefusedError(412, "version-conflict", current=document)

    def _store(self, tx: sa.Connection, after: Document, *, is_new: bool) -> None:
        values = {
            "version": after["version"],
            "state": after["state"],
            "unit": after["unit"],
            "code": after["code"],
            "person_number": str(after["applicant"].get("number") or "") or None,
            "updated_seq": self._next_seq(tx),
            "document": after,
        }
        if is_new:
            tx.execute(sa.insert(rows.dossier).values(id=after["id"], **values))
        else:
            tx.execute(
                sa.update(rows.dossier).where(rows.dossier.c.id == after["id"]).values(**values)
            )

    def _announce(
        self, tx: sa.Connection, after: Document, *, event_id: str, kind: str, at: dt.datetime
    ) -> None:
        tx.execute(
            sa.insert(rows.event).values(
                seq=self._next_seq(tx),
                id=event_id,
                type=f"dossier.{kind}",
                dossier_id=after["id"],
                unit=after["unit"],
                version=after["version"],
                time=at.isoformat(),
                data=after,
            )
        )

    def _next_seq(self, tx: sa.Connection) -> int:
        return (tx.scalar(sa.select(sa.func.max(rows.event.c.seq))) or 0) + 1

    def _record_refusal(self, act: Act, wire: Mapping[str, Any], refusal: RefusedError) -> None:
        facts = {key: value for key, value in refusal.facts.items() if key != "current"}
        with self._database.write() as tx:
            tx.execute(
                sa.insert(rows.rejected_command).values(
                    command_id=act.id,
                    dossier_id=act.dossier_id,
                    received_at=act.received_at.isoformat(),
                    problem={"status": refusal.status, "code": refusal.code, **facts},
                    wire=dict(wire),
                )
            )


def _row(tx: sa.Connection, table: sa.Table, where: Any) -> dict[str, Any] | None:
    found = tx.execute(sa.select(table).where(where)).mappings().first()
    return dict(found) if found else None
