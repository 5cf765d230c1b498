"""Step 4, ký số cơ quan: verify every signature, number and date, seal the result.

Seal true copies.
"""

import dataclasses
from dataclasses import dataclass

from desk_app.application import clocks, notices, results, wire
from desk_app.application.commands.agency_sign import (
    Seal,
    SendBack,
    Verify,
)
from desk_app.application.ports import Cancellation, MarkLook, Office, SigningGrant, SignOrder
from desk_app.application.signing_acts import SignedBatch, sign_orders
from desk_app.application.sync_values import CommandKind, Json
from desk_app.application.work import Act, Done, Work, look_at, look_before, working_on
from desk_app.domain.components import PaperRef
from desk_app.domain.custody import refuse_without_custody
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import IntegrityError, RuleError
from desk_app.domain.people import Role
from desk_app.domain.signatures import SignatureRole, Verdict
from desk_app.domain.workflow import State

_HOLDERS = frozenset({Role.RECORDS_CLERK, Role.RESULT_OFFICER})


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencySign:
    """Step 4, ký số cơ quan."""

    office: Office

    def mark(self) -> MarkLook:
        """What the seal of the agency will show, put on now."""
        facts = self.office.facts
        return self.office.signer.mark_of(
            SignatureRole.AGENCY,
            facts.agency_name,
            image=facts.seal_image,
            image_mm=facts.seal_mm,
        )

    def verify(self, command: Verify, *, cancelled: Cancellation | None = None) -> Done:
        """Verdict per file: integrity, certificate, time.

        And that the signer is who signed here.
        """
        office = self.office
        dossier = look_before(office, command)
        _holder(dossier, command)
        found = results.verify_all(office, dossier, cancelled)
        with working_on(office, dataclasses.replace(command, version=None)) as work:
            results.keep_verdicts(work.dossier, found)
            work.note(
                "signatures_verified",
                data={
                    "valid": sum(v.verdict is Verdict.VALID for _, v in found.values()),
                    "invalid": tuple(
                        k for k, (_, v) in found.items() if v.verdict is Verdict.INVALID
                    ),
                    "unknown": tuple(
                        k for k, (_, v) in found.items() if v.verdict is Verdict.UNKNOWN
                    ),
                },
            )
            work.finish()
            return work.done(facts={key: str(v.verdict) for key, (_, v) in found.items()})

    def seal(
        self, command: Seal, grant: SigningGrant, *, cancelled: Cancellation | None = None
    ) -> Done:
        """Sign as the agency what was verified; each signed file is kept as it comes.

        The last one moves the state.
        """
        office = self.office
        look_before(office, command)
        self.verify(Verify(dossier=command.dossier, actor=command.actor))
        dossier = look_at(office, command.dossier)
        arc = "seal_refusal" if dossier.outcome == "refusal" else "seal_result"
        _refuse_early(office, dossier, arc, command)
        _refuse_without_custody(office, command, grant)
        self._number(command)
        dossier = look_at(office, command.dossier)
        batch = sign_orders(
            office, command.actor, grant, self._orders(dossier), cancelled=cancelled
        )
        self._keep(command, batch)
        if batch.stopped_by:
            with office.unit_of_work() as uow:
                now = uow.dossiers.find(command.dossier)
                work = Work(
                    office=office,
                    uow=uow,
                    dossier=now,
                    actor=command.actor,
                    now=office.clock.now(),
                    files=[item.file for item in batch.done],
                )
                return work.done(stopped_by=batch.stopped_by, facts=batch.facts)
        return self._release(command, arc)

    def _number(self, command: Seal) -> None:
        """Give number and date once; a retry after a fault finds them given."""
        with working_on(self.office, dataclasses.replace(command, version=None)) as work:
            result = work.dossier.result
            if result is None or result.number:
                return
            definition = self.office.catalogue.procedure(work.dossier.terms.code, on=None)
            book, pattern = (
                definition.result.book or "results",
                definition.result.number_pattern or "{number}",
            )
            number = work.uow.numbers.next(f"{book}/{work.now:%Y}")
            result.number = pattern.format(number=number, year=work.now.year)
            result.number_on = work.now.date()
            work.note("result_numbered", data={"number": result.number})
            work.finish()

    def _orders(self, dossier: Dossier) -> list[SignOrder]:
        office = self.office
        orders: list[SignOrder] = []
        result = dossier.result
        wants_seal = dossier.terms.needs_agency_signature and result is not None
        if (
            wants_seal
            and result is not None
            and result.file is not None
            and not result.has(SignatureRole.AGENCY)
        ):
            orders.append(
                SignOrder(
                    key="result",
                    dossier=dossier.id,
                    file=result.file,
                    role=SignatureRole.AGENCY,
                    name=office.facts.agency_name,
                    agency=office.facts.agency_name,
                    anchor="ConDau",
                    box=results.place_of(result, "ConDau"),
                    stamps=results.number_and_date(result),
                )
            )
        orders += [
            SignOrder(
                key=c.key,
                dossier=dossier.id,
                file=c.file,
                role=SignatureRole.COPY,
                name=office.facts.agency_name,
                agency=office.facts.agency_name,
                anchor="SaoY",
            )
            for c in dossier.components_to_copy()
            if c.file is not None and not c.is_copy_signed
        ]
        return orders

    def _keep(self, command: Seal, batch: SignedBatch) -> None:
        if not batch.done:
            return
        with working_on(self.office, dataclasses.replace(command, version=None)) as work:
            for item in batch.done:
                target = (
                    work.dossier.result
                    if item.key == "result"
                    else work.dossier.component(item.key)
                )
                if (
                    target is None
                    or target.file is None
                    or target.file.sha256 != item.record.file_before
                ):
                    raise RuleError("agency_sign.changed_while_signing", {"file": item.key})
                target.put_signature(item.file, item.record)
                work.files.append(item.file)
            work.note("agency_signed", data={"files": tuple(item.key for item in batch.done)})
            work.finish()

    def _release(self, command: Seal, arc: str) -> Done:
        self._refuse_broken(command)
        with working_on(self.office, dataclasses.replace(command, version=None)) as work:
            dossier = work.dossier
            work.files.extend(_sealed(dossier))
            work.move(
                arc,
                kind="result_sealed",
                tolerated=command.tolerated,
                data={
                    "number": dossier.result.number if dossier.result else "",
                    "tolerated": tuple(command.tolerated),
                },
            )
            work.pass_on(Role.RESULT_OFFICER, "result_sealed")
            clocks.finish(work)
            notices.tell_applicant(work, notices.result_template(dossier, work.now))
            files: list[Json] = []
            result = dossier.result
            if result is not None and result.file is not None:
                files.append(
                    wire.file(
                        result.file,
                        "result",
                        replaces=result.earlier[-1].sha256 if result.earlier else None,
                    )
                )
            files += [
                wire.file(c.file, "certified_copy", component_key=c.key)
                for c in dossier.components_to_copy()
                if c.file is not None
            ]
            work.tell(
                CommandKind.AGENCY_SIGN,
                {
                    "number": result.number if result else "",
                    "dated_on": result.number_on.isoformat()
                    if result and result.number_on
                    else None,
                    "files": files,
                },
                wire.digests(files),
            )
            work.finish()
            return work.done()

    def _refuse_broken(self, command: Seal) -> None:
        """What leaves the office must hold: every sealed file is verified once more.

        And not by our own parts alone: another implementation must not find a signature broken.
        """
        dossier = look_at(self.office, command.dossier)
        for file in _sealed(dossier):
            broken = self.office.verifier.broken_for_second_reader(file)
            if broken:
                raise IntegrityError(
                    "agency_sign.second_reader_differs", {"file": file.name, "fields": broken}
                )
        found = results.verify_all(self.office, dossier, None)
        for key, (_, said) in found.items():
            if said.verdict in {Verdict.INVALID, Verdict.UNSIGNED}:
                raise IntegrityError(
                    "agency_sign.not_valid_after_sealing", {"file": key, "reasons": said.reasons}
                )

    def send_back(self, command: SendBack) -> Done:
        """Return the failing item to its author (R-5B-51)."""
        look_before(self.office, command)
        arcs = {
            "approve": "return_to_approval",
            "appraise": "return_to_appraisal",
            "intake": "return_to_intake",
        }
        if command.to not in arcs:
            raise RuleError("agency_sign.unknown_target", {"to": command.to})
        with working_on(self.office, command) as work:
            work.move(
                arcs[command.to],
                kind="sent_back",
                reason=command.reason,
                failing_file=command.failing_file,
                data={"to": command.to, "file": command.failing_file},
            )
            results.reopen(work.dossier, command.to, command.failing_file)
            work.pass_on(work.dossier.step, "sent_back")
            clocks.record(work, "sent_back")
            work.tell(
                CommandKind.SEND_BACK, {"reason": command.reason, "to": str(work.dossier.state)}
            )
            work.finish()
            return work.done()


def _holder(dossier: Dossier, command: Act) -> None:
    if dossier.state is not State.AWAITING_AGENCY_SIGNATURE:
        raise RuleError(
            "workflow.state",
            {"transition": "T17", "arc": "seal_result", "state": str(dossier.state)},
        )
    if not command.actor.may_act_as(_HOLDERS):
        raise RuleError(
            "workflow.role",
            {"transition": "T17", "roles": tuple(sorted(_HOLDERS)), "user": command.actor.user},
        )


def _refuse_without_custody(office: Office, command: Act, grant: SigningGrant) -> None:
    """Only who holds the seal by the register may use it (NĐ 30/2020/NĐ-CP Art. 32(2)(c))."""
    with office.unit_of_work() as uow:
        entries = uow.custody.entries(grant.token)
    refuse_without_custody(
        entries, token=grant.token, user=command.actor.user, at=office.clock.now()
    )


def _refuse_early(office: Office, dossier: Dossier, arc: str, command: Seal) -> None:
    """Everything T17 asks for except what this act itself brings about.

    Asked before the PIN is used.
    """
    move = clocks.plain_move(office, arc, command.actor, tolerated=dict(command.tolerated))
    brought = {"result_numbered", "result_sealed", "copies_sealed"}
    waiting = dataclasses.replace(
        move.arc, rules=tuple(r for r in move.arc.rules if r not in brought)
    )
    refusal = dossier.refusal_of(dataclasses.replace(move, arc=waiting))
    if refusal is not None:
        raise refusal


def _sealed(dossier: Dossier) -> list[PaperRef]:
    files = (
        [dossier.result.file]
        if dossier.result is not None and dossier.result.file is not None
        else []
    )
    return files + [c.file for c in dossier.components_to_copy() if c.file is not None]
