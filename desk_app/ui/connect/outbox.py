"""What waits for the province, in the shape of the window."""

import contextlib
import datetime as dt
from collections.abc import Mapping
from typing import Literal

from desk_app.application.sync_settling import conflict_of, disputes, settle
from desk_app.application.sync_values import Problem, QueuedCommand, RowState, SyncReport
from desk_app.domain.errors import UnavailableError
from desk_app.domain.moments import VIETNAM
from desk_app.ui import contract as c
from desk_app.ui.connect.sitting import Sitting


def _signed(who: str, when: str) -> str:
    """Who and when, as the two sides of a conflict are labelled."""
    try:
        moment = dt.datetime.fromisoformat(when).astimezone(VIETNAM)
    except ValueError:
        return who
    return f"{who} · {moment:%H:%M %d/%m}"


FORM_POINTER = "/body/form/"


class OutboxPart:
    """What waits for the province."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._store = sitting.desk.outbox
        facts = sitting.desk.office.facts
        self._target = facts.target
        self._targets = (facts.target, *sorted(facts.targets))

    def items(self) -> tuple[c.OutboxItem, ...]:
        """All that is not confirmed, oldest first."""
        states = (RowState.READY, RowState.SENDING, RowState.PARKED)
        rows = [row for name in self._targets for row in self._store.items(name, states=states)]
        codes: dict[str, str] = {}
        return tuple(self._item(row, codes) for row in rows)

    def _item(self, row: QueuedCommand, codes: dict[str, str]) -> c.OutboxItem:
        dossier_id = row.entry.dossier_id
        if dossier_id not in codes:
            dossier = self._sitting.desk.enquiries.dossier(dossier_id)
            codes[dossier_id] = dossier.shown_code
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
            next_try_at=self._next_try(row),
            field_id=refused_field(problem),
        )

    def _next_try(self, row: QueuedCommand) -> dt.datetime | None:
        """When a row is tried next: its own pause, or that of a province that does not answer."""
        if row.state is RowState.PARKED:
            return None
        rests = self._sitting.desk.exchange.rests_until
        waits = [row.next_at, rests if row.entry.target == self._target else None]
        return max((until for until in waits if until is not None), default=None)

    def send_now(self, ids: tuple[str, ...], cancelled: c.Cancellation) -> tuple[c.OutboxItem, ...]:
        """Try these, or everything, at once."""
        for item in ids:
            self._store.resume(item)
        if not ids:
            for name in self._targets:
                self._store.hasten(name)
        with contextlib.suppress(UnavailableError):
            self._stand(self._sitting.desk.exchange.once())
        return self.items()

    def exchange(self) -> None:
        """See how the exchange stands; offline is a state, not an error.

        The worker in the background has a pace of its own; without it, one pass is made here.
        """
        try:
            report = self._sitting.desk.synchronise()
        except UnavailableError:
            report = None
        self._stand(report)

    def _stand(self, report: SyncReport | None) -> None:
        sitting = self._sitting
        if report is not None and report.notices is not None:
            sitting.notices = report.notices
        stopped = report.stopped.code if report is not None and report.stopped else ""
        reached = report is not None and stopped in ("", "sync.other_desk_sends")
        if reached != sitting.is_online:
            sitting.is_online = reached
            sitting.offline_since = None if reached else sitting.now()

    def keep_local(self, item_id: str) -> tuple[c.OutboxItem, ...]:
        """Give a parked command up, on record."""
        user = self._sitting.officer.user
        self._store.discard(item_id, by=user, reason="kept_local", at=dt.datetime.now(tz=dt.UTC))  # noqa: TID251  a technical time stamp
        return self.items()

    def differences(self, item_id: str) -> tuple[c.Difference, ...]:
        """What both sides decided about one thing, with people and times."""
        row = self._store.get(item_id)
        if row is None:
            return ()
        names, labels = self._sitting.names(), self._labels(row.entry.dossier_id)
        return tuple(
            c.Difference(
                field_id=one.name,
                label=labels.get(one.name, one.name),
                ours=one.mine,
                ours_by=_signed(names.get(one.my_user, one.my_user), one.my_time.isoformat()),
                theirs=one.theirs,
                theirs_by=_signed(names.get(one.their_user, one.their_user), one.their_time),
            )
            for one in disputes(row, conflict_of(self._store, item_id))
        )

    def _labels(self, dossier_id: str) -> dict[str, str]:
        """What fields and components of a dossier are called on the screens."""
        dossier = self._sitting.desk.enquiries.dossier(dossier_id)
        form = self._sitting.form_of(dossier)
        fields = {each.name: each.label for each in form.fields} if form else {}
        return {each.key: each.name for each in dossier.components} | fields

    def settle(self, item_id: str, choice: Mapping[str, Literal["ours", "theirs"]]) -> None:
        """Do what the officer chose for each value."""
        user = self._sitting.officer.user
        settle(self._sitting.desk.office, self._store, item_id, choice, by=user)
        self._sitting.desk.exchange.wake()

    def fetch_online(self) -> int:
        """Take in what came; how many online submissions there are now."""
        before = len(self._store.shadows(self._target, state="SUBMITTED"))
        report = self._sitting.desk.exchange.once()
        if report.stopped:
            raise UnavailableError(report.stopped.code)
        return max(len(self._store.shadows(self._target, state="SUBMITTED")) - before, 0)


def refused_field(problem: Problem | None) -> str:
    """The box of the e-form a refusal names by a pointer (RFC 6901), if it names one."""
    listed = problem.facts.get("problems") if problem is not None else None
    for one in listed if isinstance(listed, list) else []:
        pointer = str(one.get("pointer", "")) if isinstance(one, dict) else ""
        if pointer.startswith(FORM_POINTER):
            name = pointer.removeprefix(FORM_POINTER).split("/")[0]
            return name.replace("~1", "/").replace("~0", "~")
    return ""
