"""The read side: work lists, search, one dossier, its history; lists never load aggregates."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from desk_app.application.clocks import facts_of
from desk_app.application.commands.papers import OpenSensitive
from desk_app.application.ports import Office
from desk_app.application.scan_ports import FiledPage, GivenBefore
from desk_app.application.sensitive_papers import open_sensitive
from desk_app.application.work import Done, look_at
from desk_app.domain.deadlines import ClockFacts
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import Fact
from desk_app.domain.held_papers import HeldPaper
from desk_app.domain.moments import VIETNAM
from desk_app.domain.staffing import STEP_OF, Coverage, Duty, coverage

_OTHERS = 20
"""Dossiers of the same person that are looked through for the same paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkQuery:
    """A work list asked for.

    Attributes:
        scope: ``office``, ``mine`` (roles decide), ``overdue``, ``today``, ``active``, ``done``
            (finished today),
            ``supplement``, ``online`` or ``soon`` (due within a week, not yet late).
        step: only dossiers of this step.
        text: search over code, name, number, phone, procedure and address, without accents or case,
            đ folded to d.
        roles: roles of the officer who asks, for ``mine``.
        unit: only this unit; empty means every unit of the office.
        procedure: only this procedure code.
        waiting_for: ``applicant``, ``payment``, ``opinion``, ``agency`` or ``decision``.
        claimed_by: only what that officer took from the shared lists.
        procedures: for ``mine``: only these; empty means all.
        closed: for ``mine``: (step, procedure) pairs whose work goes to others (R-5B-78).
    """

    scope: str = "office"
    step: str = ""
    text: str = ""
    limit: int = 200
    roles: frozenset[str] = frozenset()
    user: str = ""
    unit: str = ""
    procedure: str = ""
    waiting_for: str = ""
    claimed_by: str = ""
    procedures: frozenset[str] = frozenset()
    closed: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One line of a list.

    Attributes:
        sync: ``sent``, ``waiting``, ``failed`` or ``none``.
    """

    id: str
    code: str
    applicant: str
    identifier: str
    procedure: str
    state: str
    step: str
    due_at: dt.datetime | None
    updated_at: dt.datetime
    sync: str = "none"
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """At most ``limit`` rows in default order (due time).

    Attributes:
        total: how many there are in all; None where the page is full and nobody has counted.
    """

    rows: tuple[WorkRow, ...]
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers of dashboard and navigation; ``steps`` and ``overdue_steps`` by step name."""

    steps: Mapping[str, int] = field(default_factory=dict)
    overdue_steps: frozenset[str] = frozenset()
    overdue: int = 0
    due_today: int = 0
    active: int = 0
    done_today: int = 0
    supplement: int = 0
    online: int = 0
    outbox: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """One event as it lies in the chain.

    Attributes:
        canonical: the text the hash chain covers.
    """

    seq: int
    head: str
    kind: str
    at: dt.datetime
    user: str
    desk: str
    transition: str
    from_state: str
    to_state: str
    reason: str
    files: tuple[tuple[str, str], ...]
    data: Mapping[str, Fact]
    canonical: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What checking the audit chains found.

    Attributes:
        problems: (code, facts) of each fault, for example ``audit.event_changed`` with its sequence
            number.
    """

    dossiers: int
    events: int
    anchors: int
    problems: tuple[tuple[str, Mapping[str, Fact]], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


class DossierIndex(Protocol):
    """Plain selects over stored dossiers, filled by persistence."""

    def work_list(self, query: WorkQuery, *, now: dt.datetime) -> WorkList:
        """Rows for a list, a step queue or a search."""
        ...

    def count(self, query: WorkQuery, *, now: dt.datetime) -> int:
        """How many dossiers ``work_list`` has in all; see ``Enquiries.count``."""
        ...

    def counts(self, query: WorkQuery, *, now: dt.datetime) -> Counts:
        """Numbers for the officer who asks."""
        ...

    def events(self, dossier_id: str) -> tuple[StoredEvent, ...]:
        """History of a dossier, oldest first."""
        ...

    def check_chain(self, dossier_id: str | None = None) -> ChainReport:
        """Recompute the chain of one dossier, or all chains and the office's anchors."""
        ...

    def with_deliveries(self, now: dt.datetime, *, limit: int) -> tuple[str, ...]:
        """Ids of dossiers with a notice or release to try now, the longest waiting first."""
        ...

    def of_person(self, identifier: str, *, limit: int) -> tuple[str, ...]:
        """Ids of the newest dossiers of one person, whatever became of them."""
        ...

    def open_with(self, identifier: str, procedure_code: str) -> tuple[WorkRow, ...]:
        """Open dossiers of the same person and procedure: a warning, never a block (F01-09)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiries:
    """Questions of screens and command line."""

    office: Office
    index: DossierIndex

    def work_list(self, query: WorkQuery) -> WorkList:
        """Rows for a list, a step queue or a search; ``mine`` holds what goes to the officer."""
        return self.index.work_list(
            self._routed(query), now=self.office.clock.now().astimezone(VIETNAM)
        )

    def count(self, query: WorkQuery) -> int:
        """How many dossiers ``work_list`` has in all, whatever its limit.

        Those found by words are counted to 10,000; one more stands for all that are more.
        """
        return self.index.count(
            self._routed(query), now=self.office.clock.now().astimezone(VIETNAM)
        )

    def _routed(self, query: WorkQuery) -> WorkQuery:
        if query.scope != "mine" or not query.user:
            return query
        staff = self.office.staff
        closed = {
            (STEP_OF[duty], each.procedure)
            for each in staff.assignments()
            for duty in (Duty.DIGITISE, Duty.APPRAISE)
            if not each.lets(query.user, duty)
        }
        limits = staff.officer(query.user).procedures
        return replace(query, procedures=limits, closed=frozenset(closed))

    def counts(self, query: WorkQuery) -> Counts:
        """Numbers of dashboard and navigation."""
        return self.index.counts(query, now=self.office.clock.now().astimezone(VIETNAM))

    def dossier(self, text: str) -> Dossier:
        """One dossier by code or id; raises NotFoundError ``dossier.not_found``."""
        return look_at(self.office, text)

    def open_sensitive(self, command: OpenSensitive) -> Done:
        """Look at sensitive papers with a reason; the look is an event of the chain."""
        return open_sensitive(self.office, command)

    def clock(self, text: str) -> ClockFacts:
        """The clock of a dossier with every day explained."""
        return facts_of(self.office, look_at(self.office, text), self.office.clock.now())

    def events(self, text: str) -> tuple[StoredEvent, ...]:
        """History of a dossier."""
        return self.index.events(look_at(self.office, text).id)

    def check_chain(self, text: str | None = None) -> ChainReport:
        """Audit check of one dossier, or of the whole office."""
        return self.index.check_chain(look_at(self.office, text).id if text else None)

    def held_of(self, owner: str) -> tuple[HeldPaper, ...]:
        """What stores hold of a person, as last told; asks no line."""
        with self.office.unit_of_work() as uow:
            return uow.held.of(owner)

    def find_held(self, text: str, *, limit: int = 50) -> tuple[HeldPaper, ...]:
        """Held papers by identifier and by content (R-5B-22)."""
        with self.office.unit_of_work() as uow:
            return uow.held.find(text, limit=limit)

    def staffing(self) -> tuple[Coverage, ...]:
        """Who can do each duty of each procedure in force, and where nobody can (R-5B-78)."""
        office = self.office
        today = office.clock.now().astimezone(VIETNAM).date()
        staff, delegations = office.staff.officers(), office.staff.delegations()
        assigned = {a.procedure: a for a in office.staff.assignments()}
        found = []
        for definition in office.catalogue.procedures(today):
            code = definition.code or definition.key
            stands_in = (d.delegate for d in delegations if d.covers(d.delegate, code, today))
            delegates = frozenset(stands_in)
            found += [
                coverage(
                    code,
                    definition.name,
                    duty,
                    staff,
                    assignment=assigned.get(code),
                    delegates=delegates,
                )
                for duty in Duty
            ]
        return tuple(found)

    def given_before(self, dossier: Dossier) -> tuple[GivenBefore, ...]:
        """Pages that look like some the same person gave with another dossier; a proposal only."""
        person = dossier.applicant
        if person is None or not person.identifier or not any(c.pages for c in dossier.components):
            return ()
        others = self.index.of_person(person.identifier, limit=_OTHERS)
        filed = [
            FiledPage(scope=other, home=part.key, sha256=page.derived_from or page.sha256)
            for other in others
            if other != dossier.id
            for part in look_at(self.office, other).components
            for page in part.pages
        ]
        return self.office.scanner.given_before(dossier.id, filed) if filed else ()

    def same_person_open(self, identifier: str, procedure_code: str) -> tuple[WorkRow, ...]:
        """Likely duplicates at intake."""
        return self.index.open_with(identifier, procedure_code) if identifier else ()
