"""The frame of every act: load one dossier, let it decide, save, tell the target system.

Commit once.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from desk_app.application import wire
from desk_app.application.ports import Office, UnitOfWork
from desk_app.application.rights import Right
from desk_app.application.sync_values import Actor as SyncActor
from desk_app.application.sync_values import CommandKind, Device, Json, OutboxEntry
from desk_app.domain.components import PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import ConflictError, Fact, RuleError
from desk_app.domain.late_codes import knows_all
from desk_app.domain.people import Actor, Role
from desk_app.domain.records import HandOver
from desk_app.domain.rules import Move
from desk_app.domain.staffing import ROLE_OF, STEP_OF, Duty
from desk_app.domain.workflow import TRANSITIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Base of every command.

    Attributes:
        dossier: code or id.
        version: version the officer saw; None takes the present one.
    """

    dossier: str
    actor: Actor
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act brought about.

    Attributes:
        files: papers the act made, newest last.
        stopped_by: code of the error that ended a batch early; what was done before it stays.
    """

    dossier_id: str
    dossier_code: str
    state: str
    step: str
    version: int
    files: tuple[PaperRef, ...] = ()
    stopped_by: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Work:
    """One dossier inside one unit of work.

    Attributes:
        files: papers made by this act.
        messages: commands for the target system, in order.
        notice_text: what the target system is to tell the applicant with the last command.
    """

    office: Office
    uow: UnitOfWork
    dossier: Dossier
    actor: Actor
    now: dt.datetime
    files: list[PaperRef] = field(default_factory=list)
    state_before: str = ""
    is_new: bool = False
    notice_text: str = ""
    messages: list[tuple[CommandKind, dict[str, Json], tuple[str, ...]]] = field(
        default_factory=list
    )

    def move(
        self, arc: str, *, kind: str, data: Mapping[str, Fact] | None = None, **known: object
    ) -> None:
        """Take an arc of the state machine; raises its refusal."""
        move = Move(arc=TRANSITIONS[arc], by=self.actor, at=self.now, **known)  # type: ignore[arg-type]
        self.move_known(move, kind=kind, data=data)

    def move_known(self, move: Move, *, kind: str, data: Mapping[str, Fact] | None = None) -> None:
        """Take a prepared move; raises its refusal."""
        self.dossier.take(move, kind=kind, files=tuple(self.files), data=data)

    def note(self, kind: str, *, reason: str = "", data: Mapping[str, Fact] | None = None) -> None:
        """Record an act that leaves the state alone."""
        self.dossier.note_event(
            kind, by=self.actor, at=self.now, reason=reason, files=tuple(self.files), data=data
        )

    def pass_on(self, receiver: str, kind: str, *, paper_on: dt.date | None = None) -> None:
        """Record who gave the dossier to whom; the control slip is a report over these."""
        step = HandOver(
            giver=self.actor.full_name,
            receiver=receiver,
            at=self.now,
            paper_on=paper_on,
            remark=kind,
        )
        self.dossier.hand_overs = (*self.dossier.hand_overs, step)

    def require(self, *roles: Role) -> None:
        """Refuse anybody who holds none of the roles; deny by default."""
        if not self.actor.may_act_as(frozenset(roles)):
            raise RuleError(
                "workflow.role", {"roles": tuple(sorted(roles)), "user": self.actor.user}
            )

    def tell(
        self, kind: CommandKind, body: Mapping[str, Json], blobs: tuple[str, ...] = ()
    ) -> None:
        """Queue a command for the target system in the same transaction."""
        self.messages.append((kind, dict(body), blobs))

    @property
    def target(self) -> str:
        """The system this dossier's commands go to; its procedure names it."""
        return self.office.facts.target_of(self.dossier.terms.target_system)

    def finish(self) -> None:
        """Save, queue, commit: one commit for everything."""
        target = self.target
        if self.messages:
            if self.notice_text:
                self.messages[-1][1]["notice"] = self.notice_text
            seq = self.uow.outbox.next_seq(target, self.dossier.id)
            if seq == 1:
                body = wire.snapshot(self.dossier)
                blobs = wire.digests(wire.component_files(self.dossier))
                self.messages.insert(0, (CommandKind.CREATE_DOSSIER, body, blobs))
            for offset, (kind, body, blobs) in enumerate(self.messages):
                self.uow.outbox.add(self._entry(target, seq + offset, kind, body, blobs))
        if self.is_new:
            self.uow.dossiers.add(self.dossier)
        else:
            self.uow.dossiers.save(self.dossier)
        self.uow.commit()

    def _entry(
        self,
        target: str,
        seq: int,
        kind: CommandKind,
        body: dict[str, Json],
        blobs: tuple[str, ...],
    ) -> OutboxEntry:
        facts = self.office.facts
        return OutboxEntry(
            command_id=self.office.ids.new(),
            target=target,
            dossier_id=self.dossier.id,
            dossier_seq=seq,
            kind=kind,
            actor=SyncActor(
                user=self.actor.user, unit=self.actor.unit, role=_main_role(self.actor)
            ),
            device=Device(id=facts.device_id, gen=facts.device_gen),
            occurred_at=self.now,
            body=body,
            blobs=blobs,
            procedure_code=self.dossier.terms.code,
            expected_state=self.state_before,
        )

    def done(self, *, stopped_by: str = "", facts: Mapping[str, Fact] | None = None) -> Done:
        """The result of the act."""
        dossier = self.dossier
        return Done(
            dossier_id=dossier.id,
            dossier_code=dossier.shown_code,
            state=str(dossier.state),
            step=str(dossier.step),
            version=dossier.version,
            files=tuple(self.files),
            stopped_by=stopped_by,
            facts=dict(facts or {}),
        )


_RANK = (
    Role.INTAKE_OFFICER,
    Role.APPRAISER,
    Role.APPROVER,
    Role.RECORDS_CLERK,
    Role.RESULT_OFFICER,
    Role.ONE_STOP_HEAD,
    Role.AGENCY_LEADER,
)


def _main_role(actor: Actor) -> str:
    for role in _RANK:
        if role in actor.roles:
            return str(role)
    return str(next(iter(sorted(actor.roles)), Role.SYSTEM))


@contextmanager
def working_on(office: Office, act: Act) -> Iterator[Work]:
    """Open the dossier of an act; the caller ends with ``work.finish()``.

    Raises:
        ConflictError: ``dossier.changed`` when somebody saved it since the officer looked.
        RuleError: ``workflow.role``, ``workflow.scope`` or ``workflow.four_eyes``.
    """
    with office.unit_of_work() as uow:
        dossier = uow.dossiers.find(act.dossier)
        if act.version is not None and not knows_all(dossier, act.version):
            raise ConflictError(
                "dossier.changed",
                {
                    "dossier": dossier.shown_code or dossier.id,
                    "seen": act.version,
                    "now": dossier.version,
                },
            )
        actor = acting(office, act.actor, dossier)
        _permit(office, act, actor, dossier)
        yield Work(
            office=office,
            uow=uow,
            dossier=dossier,
            actor=actor,
            now=office.clock.now(),
            state_before=str(dossier.state),
        )


def acting(office: Office, actor: Actor, dossier: Dossier) -> Actor:
    """The actor with the approver's role when a delegation in force gives it (R-5B-09)."""
    return acting_for(office, actor, dossier.terms.code)


def acting_for(office: Office, actor: Actor, procedure: str) -> Actor:
    """As ``acting``, for all dossiers of a procedure."""
    if Role.APPROVER in actor.roles:
        return actor
    today = office.clock.now().date()
    for delegation in office.staff.delegations():
        if delegation.covers(actor.user, procedure, today):
            return dataclasses.replace(
                actor, roles=actor.roles | {Role.APPROVER}, delegated_by=delegation.delegator
            )
    return actor


def _permit(office: Office, act: Act, actor: Actor, dossier: Dossier) -> None:
    """Roles, scope and four eyes; then whether the procedure's work goes to this officer."""
    office.rights.permit(act, actor, dossier)
    line = office.rights.line(act)
    for assignment in office.staff.assignments():
        if assignment.procedure != dossier.terms.code or line is None:
            continue
        for duty, step in STEP_OF.items():
            by_role = ROLE_OF[duty] in actor.roles and line.step == step
            if by_role and not assignment.lets(actor.user, duty) and _is_duty(line, duty):
                raise RuleError(
                    "workflow.not_assigned", {"user": actor.user, "procedure": dossier.terms.code}
                )


def _is_duty(line: Right, duty: Duty) -> bool:
    """Acts of the duty itself: those that only its role does; approval is the act of that name."""
    if duty is Duty.APPROVE:
        return line.name == "approve"
    return line.roles == frozenset({ROLE_OF[duty]})


def look_before(office: Office, act: Act) -> Dossier:
    """The dossier an act is about, once its actor may do it; before any paper, token or device.

    Raises:
        RuleError: ``workflow.role``, ``workflow.scope`` or ``workflow.four_eyes``.
    """
    dossier = look_at(office, act.dossier)
    _permit(office, act, acting(office, act.actor, dossier), dossier)
    return dossier


def look_at(office: Office, text: str) -> Dossier:
    """The dossier as stored now, for work that must not hold a transaction (scanning, reading.

    Signing).
    """
    with office.unit_of_work() as uow:
        return uow.dossiers.find(text)
