"""What waits for the province, in the shape of the window."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from desk_app.application.sync_values import QueuedCommand, RowState
from desk_app.domain.errors import UnavailableError
from desk_app.ui import contract as c
from desk_app.ui.connect.sitting import Sitting


class OutboxPart:
    """What waits for the province."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._store = sitting.desk.outbox
        self._target = sitting.desk.office.facts.target

    def items(self) -> tuple[c.OutboxItem, ...]:
        """All that is not confirmed, oldest first."""
        states = (RowState.READY, RowState.SENDING, RowState.PARKED)
        rows = self._store.items(self._target, states=states)
        codes: dict[str, str] = {}
        return tuple(self._item(row, codes) for row in rows)

    def _item(self, row: QueuedCommand, codes: dict[str, str]) -> c.OutboxItem:
        dossier_id = row.entry.dossier_id
        if dossier_id not in codes:
            dossier = self._sitting.desk.enquiries.dossier(dossier_id)
            codes[dossier_id] = str(dossier.code or "")
        problem = row.last_problem
        state = "sending" if row.state is RowState.SENDING else "waiting"
        if row.state is RowState.PARKED:
            state = "conflict" if problem is not None and "conflict" in problem.code else "parked"
        return c.OutboxItem(
            id=row.entry.command_id,
            dossier_key=codes[dossier_id] or dossier_id,
            code=codes[dossier_id],
            kind=str(row.entry.kind),
            created_at=row.created_at or row.entry.occurred_at,
            attempts=row.attempts,
            state=state,  # type: ignore[arg-type]  # literals above
            answer=problem.code if problem else "",
            answer_facts={"code": codes[dossier_id], **(dict(problem.facts) if problem else {})},
            next_try_at=row.next_at,
        )

    def send_now(self, ids: tuple[str, ...], cancelled: c.Cancellation) -> tuple[c.OutboxItem, ...]:
        """Try these, or everything, at once."""
        for item in ids:
            self._store.resume(item)
        if not ids:
            self._store.hasten(self._target)
        self.exchange()
        return self.items()

    def exchange(self) -> None:
        """One pass of the sync engine; offline is a state, not an error."""
        sitting = self._sitting
        try:
            report = sitting.desk.synchronise()
            reached = not report.stopped
        except UnavailableError:
            reached = False
        if reached != sitting.is_online:
            sitting.is_online = reached
            sitting.offline_since = None if reached else sitting.now()

    def keep_local(self, item_id: str) -> tuple[c.OutboxItem, ...]:
        """Give a parked command up, on record."""
        user = self._sitting.officer.user
        self._store.discard(item_id, by=user, reason="kept_local", at=dt.datetime.now(tz=dt.UTC))  # noqa: TID251  a technical time stamp
        return self.items()

    def differences(self, item_id: str) -> tuple[c.Difference, ...]:
        """Fields in which our command and the province's copy differ."""
        row = self._store.get(item_id)
        shadow = self._store.shadow(self._target, row.entry.dossier_id) if row else None
        if row is None or shadow is None:
            return ()
        ours, theirs = row.entry.body.get("form"), getattr(shadow, "document", {}).get("form")
        if not isinstance(ours, dict) or not isinstance(theirs, dict):
            return ()
        return tuple(
            c.Difference(
                field_id=name,
                label=name,
                ours=str(ours[name]),
                ours_by=row.entry.actor.user,
                theirs=str(theirs.get(name, "")),
                theirs_by=self._target,
            )
            for name in ours
            if ours[name] != theirs.get(name)
        )

    def settle(self, item_id: str, choice: Mapping[str, Literal["ours", "theirs"]]) -> None:
        """Ours everywhere: send again; theirs everywhere: give ours up."""
        if set(choice.values()) == {"theirs"}:
            self.keep_local(item_id)
        else:
            self._store.resume(item_id)

    def fetch_online(self) -> int:
        """Take in what came; how many online submissions there are now."""
        before = len(self._store.shadows(self._target, state="SUBMITTED"))
        report = self._sitting.desk.synchronise()
        if report.stopped:
            raise UnavailableError(str(report.stopped))
        return max(len(self._store.shadows(self._target, state="SUBMITTED")) - before, 0)
