"""Results on paper: digitised forms, cards and central papers; printing and the second seal."""

import dataclasses
from dataclasses import dataclass

from desk_app.application import captures, wire
from desk_app.application.commands.agency_sign import UseSeal
from desk_app.application.commands.return_result import DigitiseResult, PrintResult, SealResultCopy
from desk_app.application.ports import Cancellation, Office, SigningGrant, SignOrder
from desk_app.application.records_in_force import holder_of
from desk_app.application.signing_acts import sign_files, sign_orders
from desk_app.application.sync_values import CommandKind, Json
from desk_app.application.work import Done, Work, look_before, working_on
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import RuleError
from desk_app.domain.records import Result
from desk_app.domain.signatures import SignatureRole
from desk_app.domain.workflow import State

_AFTER = frozenset({State.RESULT_READY, State.REFUSED, State.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperResults:
    """Paper results and what happens to them at the counter."""

    office: Office

    def digitise_result(
        self,
        command: DigitiseResult,
        grant: SigningGrant,
        *,
        cancelled: Cancellation | None = None,
    ) -> Done:
        """Digitise the paper and sign the copy personally, in one act (R-5B-75)."""
        office = self.office
        dossier = look_before(office, command)
        _physical(dossier)
        stored = captures.one_file(office, dossier.id, "result", command.files)
        signed = sign_files(
            office,
            command.actor,
            grant,
            [("result", stored)],
            SignatureRole.OFFICER,
            cancelled=cancelled,
        ).of("result")
        with working_on(office, command) as work:
            result = _physical(work.dossier)
            result.put_draft_copy(signed.file, stored, signed.record)
            work.files.append(signed.file)
            work.note("result_digitised", data={"number": result.number})
            _tell(work, result)
            work.finish()
            return work.done()

    def seal_result_copy(
        self,
        command: SealResultCopy,
        grant: SigningGrant,
        *,
        cancelled: Cancellation | None = None,
    ) -> Done:
        """Agency signature on the copy as a true copy; only on one that was signed personally."""
        office = self.office
        result = _physical(look_before(office, command))
        if result.file is None or not result.has(SignatureRole.OFFICER):
            raise RuleError("return_result.copy_not_signed", {"number": result.number})
        name = office.facts.agency_name
        order = SignOrder(
            key="result",
            file=result.file,
            role=SignatureRole.COPY,
            name=name,
            agency=name,
            anchor="SaoY",
        )
        signed = sign_orders(office, command.actor, grant, [order], cancelled=cancelled)
        item = signed.of("result")
        with working_on(office, dataclasses.replace(command, version=None)) as work:
            kept = _physical(work.dossier)
            if kept.file is None or kept.file.sha256 != item.record.file_before:
                raise RuleError("agency_sign.changed_while_signing", {"file": "result"})
            kept.put_signature(item.file, item.record)
            work.files.append(item.file)
            work.note("result_copy_sealed", data={"number": kept.number})
            _tell(work, kept)
            work.finish()
            return work.done()

    def print_result(self, command: PrintResult) -> Done:
        """Log that the signed result was printed and released here (NĐ 45/2020 Art. 18(2))."""
        with working_on(self.office, command) as work:
            result = work.dossier.result
            if work.dossier.state not in _AFTER or result is None or result.file is None:
                raise RuleError("return_result.no_result", {"state": str(work.dossier.state)})
            if command.copies < 1:
                raise RuleError("intake.bad_choice", {"field": "copies", "value": command.copies})
            result.printed += command.copies
            work.files.append(result.file)
            work.note("result_printed", data={"copies": command.copies})
            work.finish()
            return work.done(facts={"printed": result.printed})

    def use_seal(self, command: UseSeal) -> Done:
        """Log one use of the second seal by the person who holds it (R-5B-10, R-5B-76)."""
        with working_on(self.office, command) as work:
            holder = holder_of(work.uow.records, command.seal)
            if holder != command.actor.user:
                raise RuleError("agency_sign.seal_not_held", {"seal": command.seal})
            result = work.dossier.result
            if work.dossier.state not in _AFTER or result is None or not result.printed:
                raise RuleError("agency_sign.nothing_printed", {"seal": command.seal})
            work.note("seal_used", data={"seal": command.seal, "copies": command.copies})
            work.finish()
            return work.done()


def _physical(dossier: Dossier) -> Result:
    result = dossier.result
    on_paper = result is not None and (result.physical is not None or result.central)
    if result is None or not on_paper or dossier.state not in _AFTER:
        raise RuleError("return_result.not_on_paper", {"state": str(dossier.state)})
    return result


def _tell(work: Work, result: Result) -> None:
    if result.file is None:
        return
    files: list[Json] = [wire.file(result.file, "result")]
    work.tell(CommandKind.ADD_FILE, {"files": files}, wire.digests(files))
