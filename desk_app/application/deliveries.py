"""Takes notices and releases out to their receivers, one try each, in their own transactions.

No dossier waits for a mail server: the act is done and stored before this runs. A fault is kept
with the item, which is tried again later; a crash between the sending and the keeping repeats the
sending with the same key, which receivers use to tell a double.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from desk_app.application import wire
from desk_app.application.enquiries import DossierIndex
from desk_app.application.ports import NoticeChannel, Office, ReleaseTarget
from desk_app.application.work import look_at
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import ConflictError, DeskError, RuleError
from desk_app.domain.notices import Notice, Outgoing, Release, delivered, failed
from desk_app.domain.people import Actor, Role

AT_ONCE = 100
_SYSTEM = "system"
Item = TypeVar("Item", bound=Outgoing)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What one round did."""

    delivered: int = 0
    waiting: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """Delivers what waits.

    Attributes:
        channels: by name, ``email`` and ``sms``.
        targets: by name, as the settings list them.
    """

    office: Office
    index: DossierIndex
    channels: Mapping[str, NoticeChannel] = field(default_factory=dict)
    targets: Mapping[str, ReleaseTarget] = field(default_factory=dict)

    def run_once(self) -> DeliveryReport:
        """One try of every item whose time has come."""
        now = self.office.clock.now()
        done = wait = lost = 0
        for dossier_id in self.index.with_deliveries(now, limit=AT_ONCE):
            for item in self._ready(look_at(self.office, dossier_id), now):
                kept = self._try(dossier_id, item)
                done += kept.done_at is not None
                wait += kept.is_waiting
                lost += not kept.is_waiting and kept.done_at is None
        return DeliveryReport(delivered=done, waiting=wait, failed=lost)

    def _ready(self, dossier: Dossier, now: dt.datetime) -> list[Notice | Release]:
        items: list[Notice | Release] = [*dossier.notices, *dossier.releases]
        return [i for i in items if i.next_try_at is not None and i.next_try_at <= now]

    def _try(self, dossier_id: str, item: Notice | Release) -> Notice | Release:
        dossier = look_at(self.office, dossier_id)
        try:
            proof = self._send(dossier, item)
        except DeskError as error:
            for_good = isinstance(error, RuleError)
            now = self.office.clock.now()
            kept = failed(item, at=now, fault=error.code, for_good=for_good)
        else:
            kept = delivered(item, at=self.office.clock.now(), proof=proof)
        self._keep(dossier_id, kept)
        return kept

    def _send(self, dossier: Dossier, item: Notice | Release) -> str:
        key = f"{dossier.id}/{item.key}"
        if isinstance(item, Notice):
            channel = self.channels.get(item.channel)
            if channel is None:
                raise RuleError("notice.no_channel", {"channel": item.channel})
            return channel.send(key, to=item.to, subject=item.subject, text=item.text)
        target = self.targets.get(item.target)
        if target is None:
            raise RuleError("release.no_target", {"target": item.target})
        return target.release(key, self.office.papers.read(item.sha256), release_facts(dossier))

    def _keep(self, dossier_id: str, item: Notice | Release) -> None:
        """Keep the outcome; an officer who saves at the same moment is not in the way."""
        for _ in range(5):
            try:
                self._keep_once(dossier_id, item)
            except ConflictError:
                continue
            return
        self._keep_once(dossier_id, item)

    def _keep_once(self, dossier_id: str, item: Notice | Release) -> None:
        facts = self.office.facts
        actor = Actor(
            user=_SYSTEM,
            full_name=_SYSTEM,
            unit=facts.unit,
            desk=facts.desk,
            roles=frozenset({Role.SYSTEM}),
        )
        with self.office.unit_of_work() as uow:
            dossier = uow.dossiers.find(dossier_id)
            if isinstance(item, Notice):
                dossier.notices = _with(dossier.notices, item)
            else:
                dossier.releases = _with(dossier.releases, item)
            dossier.note_event(
                "delivery_tried",
                by=actor,
                at=self.office.clock.now(),
                data={"item": item.key, "state": str(item.state), "fault": item.fault},
            )
            uow.dossiers.save(dossier)
            uow.commit()


def release_facts(dossier: Dossier) -> dict[str, object]:
    """What a receiver is told about a result (TT 01/2023/TT-VPCP Art. 9(2), Art. 24)."""
    result = dossier.result
    return {
        "dossier_code": dossier.shown_code,
        "result_code": f"{dossier.shown_code}-KQ1",
        "procedure": {"code": dossier.terms.code, "name": dossier.terms.name},
        "owner": wire.person(dossier.applicant),
        "doc_name": result.name if result else dossier.terms.name,
        "doc_number": result.number if result else "",
        "issued_on": result.number_on.isoformat() if result and result.number_on else None,
        "outcome": dossier.outcome,
    }


def _with(items: tuple[Item, ...], changed: Item) -> tuple[Item, ...]:
    return tuple(changed if item.key == changed.key else item for item in items)


def tried_again(item: Item, now: dt.datetime) -> Item:
    """The item as a person sends it off once more."""
    fresh: Item = dataclasses.replace(
        item, state=type(item.state)("pending"), attempts=0, next_try_at=now, fault=""
    )
    return fresh
