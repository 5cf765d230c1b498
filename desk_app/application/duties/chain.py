"""A dossier on its way through agencies A → B … → N → A, each hand-over on paper and on record."""

import dataclasses
import datetime as dt
from dataclasses import dataclass

from desk_app.application import clocks, slips, wire
from desk_app.application.commands.appraise import PassToAgency, ReceiveFromAgency
from desk_app.application.ports import Office
from desk_app.application.sync_values import CommandKind, Json
from desk_app.application.work import Done, Work, working_on
from desk_app.domain.agencies import AgencyLeg
from desk_app.domain.errors import RuleError
from desk_app.domain.records import HandOver


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Facet ``position``: the business state stays, the holder changes (R-5B-74)."""

    office: Office

    def pass_to_agency(self, command: PassToAgency) -> Done:
        """Hand over with list, term and hand-over record; one agency has the dossier at a time."""
        with working_on(self.office, command) as work:
            dossier = work.dossier
            if any(leg.is_open for leg in dossier.agencies):
                raise RuleError("appraise.still_at_agency", {"agency": dossier.position})
            keys = command.components or tuple(c.key for c in dossier.components if c.is_there)
            leg = AgencyLeg(
                agency=command.agency,
                duty=command.duty,
                unit=command.unit,
                amount=command.amount,
                components=tuple(dossier.component(key).key for key in keys),
                handed_at=work.now,
                handed_by=command.actor.full_name,
                due_at=clocks.due_after(work.office, command.unit, command.amount, work.now),
            )
            _hand(work, command.agency, "passed_to_agency")
            dossier.agencies = (*dossier.agencies, leg)
            dossier.position = command.agency
            slip = slips.issue(work, "handover")
            work.note("passed_to_agency", data={"agency": command.agency, "items": len(keys)})
            files: list[Json] = [wire.file(slip.file, "slip")]
            work.tell(
                CommandKind.PASS_TO_AGENCY,
                {
                    "agency": command.agency,
                    "duty": command.duty,
                    "due_on": _day(leg.due_at),
                    "files": files,
                },
                wire.digests(files),
            )
            work.finish()
            return work.done(facts={"due_at": leg.due_at.isoformat() if leg.due_at else None})

    def receive_from_agency(self, command: ReceiveFromAgency) -> Done:
        """The agency took the dossier, or answered and gave it back."""
        with working_on(self.office, command) as work:
            dossier = work.dossier
            if not dossier.agencies or not dossier.agencies[-1].is_open:
                raise RuleError("appraise.not_at_agency", {"position": dossier.position})
            leg = dossier.agencies[-1]
            if not command.outcome:
                leg = dataclasses.replace(leg, received_at=work.now, received_by=command.receiver)
                work.note("agency_took", data={"agency": leg.agency})
            else:
                leg = dataclasses.replace(
                    leg,
                    received_at=leg.received_at or work.now,
                    received_by=leg.received_by or command.receiver,
                    done_at=work.now,
                    outcome=command.outcome,
                )
                _hand(work, work.office.facts.agency_name, "back_from_agency", giver=leg.agency)
                dossier.position = dossier.unit
                work.note("back_from_agency", data={"agency": leg.agency, "late": leg.is_late})
                work.tell(
                    CommandKind.PASS_TO_AGENCY,
                    {"agency": work.office.facts.agency_name, "outcome": command.outcome},
                )
            dossier.agencies = (*dossier.agencies[:-1], leg)
            work.finish()
            return work.done(facts={"late": leg.is_late})


def _hand(work: Work, receiver: str, remark: str, *, giver: str = "") -> None:
    step = HandOver(
        giver=giver or work.actor.full_name, receiver=receiver, at=work.now, remark=remark
    )
    work.dossier.hand_overs = (*work.dossier.hand_overs, step)


def _day(at: dt.datetime | None) -> str | None:
    return at.date().isoformat() if at else None
