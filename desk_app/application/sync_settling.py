"""What a person decides about work that met another desk's: both sides named, nothing overwritten.

The command that lost stays on record as it was; a mixed decision is a new command.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from desk_app.application.ports import Office
from desk_app.application.sync_ports import SyncStore
from desk_app.application.sync_values import Conflict, Json, QueuedCommand

Side = Literal["ours", "theirs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """One value both sides changed, with who and when on either side.

    Attributes:
        name: field of the form, key of a component, or ``act`` for two decisions.
    """

    name: str
    mine: str
    my_user: str
    my_time: dt.datetime
    theirs: str
    their_user: str
    their_time: str


def disputes(row: QueuedCommand, conflict: Conflict | None) -> tuple[Dispute, ...]:
    """What the conflict screen shows for a parked command; empty when it is no conflict."""
    if conflict is None:
        return ()
    clash = conflict.theirs.get("clash")
    facts = clash if isinstance(clash, dict) else {}
    listed = facts.get("fields") or facts.get("components") or []
    found = [
        _dispute(row, one) for one in (listed if isinstance(listed, list) else []) if _is_map(one)
    ]
    return tuple(found) or (_decisions(row, conflict),)


def _dispute(row: QueuedCommand, one: Json) -> Dispute:
    said = one if isinstance(one, dict) else {}
    mark = said.get("mark")
    who = mark if isinstance(mark, dict) else {}
    return Dispute(
        name=str(said.get("field") or said.get("component") or ""),
        mine=_text(said.get("mine")),
        my_user=row.entry.actor.user,
        my_time=row.entry.occurred_at,
        theirs=_text(said.get("theirs")),
        their_user=_text(who.get("user")),
        their_time=_text(who.get("received_at")),
    )


def _decisions(row: QueuedCommand, conflict: Conflict) -> Dispute:
    event = conflict.theirs.get("event")
    theirs = event if isinstance(event, dict) else {}
    return Dispute(
        name="act",
        mine=row.entry.kind.value,
        my_user=row.entry.actor.user,
        my_time=row.entry.occurred_at,
        theirs=_text(theirs.get("kind")),
        their_user=_text(theirs.get("user")),
        their_time=_text(theirs.get("received_at")),
    )


def _is_map(value: object) -> bool:
    return isinstance(value, dict)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def settle(
    office: Office, store: SyncStore, command_id: str, choice: Mapping[str, Side], *, by: str
) -> None:
    """Do what the person chose for each disputed value.

    All ours: the same command goes again, against the version the person has seen. All theirs: ours
    is given up, on record. Mixed: ours is given up and the chosen fields go as a new command.

    Raises:
        LookupError: there is no such row.
    """
    row = store.get(command_id)
    if row is None:
        raise LookupError(command_id)
    conflict = conflict_of(store, command_id)
    version = conflict.theirs.get("version") if conflict is not None else None
    ours = {name for name, side in choice.items() if side == "ours"}
    if ours and len(ours) == len(choice):
        if isinstance(version, int):
            store.rebase(command_id, version=version)
        store.resume(command_id)
        return
    form = row.entry.body.get("form")
    now = office.clock.now()
    store.discard(command_id, by=by, reason="merged" if ours else "theirs_chosen", at=now)
    if not ours or not isinstance(form, dict):
        return
    kept = {name: value for name, value in form.items() if name in ours or name not in choice}
    entry = row.entry
    with office.unit_of_work() as work:
        work.outbox.add(
            replace(
                entry,
                command_id=office.ids.new(),
                dossier_seq=work.outbox.next_seq(entry.target, entry.dossier_id),
                occurred_at=now,
                body={**entry.body, "form": kept},
                expected_version=version if isinstance(version, int) else entry.expected_version,
            )
        )
        work.commit()


def conflict_of(store: SyncStore, command_id: str) -> Conflict | None:
    """The open conflict of a command."""
    return next((one for one in store.conflicts() if one.command_id == command_id), None)
