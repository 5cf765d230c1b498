"""Answers of coordinating agencies that did not come in time: the head of the unit is told, once.

Source: NĐ 61/2018/NĐ-CP Art. 19(5)(b); R-5B-41.
"""

import dataclasses
import datetime as dt
from dataclasses import dataclass

from desk_app.application import notices
from desk_app.application.enquiries import DossierIndex, WorkQuery
from desk_app.application.ports import Office
from desk_app.application.work import Work
from desk_app.domain.errors import ConflictError
from desk_app.domain.moments import VIETNAM
from desk_app.domain.people import Actor, Role
from desk_app.domain.records import Opinion

AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LateOpinions:
    """Looks for late answers; run beside the deliveries."""

    office: Office
    index: DossierIndex

    def run_once(self) -> int:
        """Tell the heads of every answer that became late; how many there were."""
        now = self.office.clock.now()
        asked = WorkQuery(scope="active", waiting_for="opinion", limit=AT_ONCE)
        waiting = self.index.work_list(asked, now=now.astimezone(VIETNAM))
        return sum(self._look(row.id, now) for row in waiting.rows)

    def _look(self, dossier_id: str, now: dt.datetime) -> int:
        """An officer who saves at the same moment goes first; the next round looks again."""
        with self.office.unit_of_work() as uow:
            dossier = uow.dossiers.find(dossier_id)
            late = [o for o in dossier.opinions if _is_late(o, now)]
            if not late:
                return 0
            work = Work(office=self.office, uow=uow, dossier=dossier, actor=self._system(), now=now)
            for opinion in late:
                self._tell(work, opinion)
            try:
                work.finish()
            except ConflictError:
                return 0
        return len(late)

    def _tell(self, work: Work, opinion: Opinion) -> None:
        heads = [o.user for o in self.office.staff.officers() if Role.ONE_STOP_HEAD in o.roles]
        for user in heads:
            notices.tell_officer(work, "opinion_late", user=user, reason=opinion.agency)
        told = dataclasses.replace(opinion, late_told_at=work.now)
        work.dossier.opinions = tuple(
            told if o.key == opinion.key else o for o in work.dossier.opinions
        )
        work.note(
            "opinion_late",
            data={"agency": opinion.agency, "opinion": opinion.key, "told": tuple(heads)},
        )

    def _system(self) -> Actor:
        facts = self.office.facts
        return Actor(
            user=str(Role.SYSTEM),
            full_name=str(Role.SYSTEM),
            unit=facts.unit,
            desk=facts.desk,
            roles=frozenset({Role.SYSTEM}),
        )


def _is_late(opinion: Opinion, now: dt.datetime) -> bool:
    return (
        opinion.answered_at is None
        and opinion.late_told_at is None
        and opinion.due_at is not None
        and now > opinion.due_at
    )
