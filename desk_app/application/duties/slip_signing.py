"""Digital signatures on slips (TT 01/2018/TT-VPCP Art. 10(1)(d))."""

import dataclasses
from dataclasses import dataclass

from desk_app.application import wire
from desk_app.application.commands.intake import SignSlips
from desk_app.application.ports import Cancellation, Office, SigningGrant
from desk_app.application.signing_acts import sign_files
from desk_app.application.sync_values import CommandKind, Json
from desk_app.application.work import Done, look_before, working_on
from desk_app.domain.errors import RuleError
from desk_app.domain.signatures import SignatureRole


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipSigning:
    """Signs slips; the signed file takes the place of the printed one, which is kept."""

    office: Office

    def sign_slips(
        self, command: SignSlips, grant: SigningGrant, *, cancelled: Cancellation | None = None
    ) -> Done:
        """Sign what carries no signature yet; what was signed before a fault stays."""
        office = self.office
        dossier = look_before(office, command)
        targets = [
            (str(place), slip.file)
            for place, slip in enumerate(dossier.slips)
            if not slip.signatures and (not command.slips or slip.key in command.slips)
        ]
        if not targets:
            raise RuleError("intake.no_slip_to_sign", {"dossier": dossier.shown_code})
        signed = sign_files(
            office, command.actor, grant, targets, SignatureRole.OFFICER, cancelled=cancelled
        )
        with working_on(office, dataclasses.replace(command, version=None)) as work:
            files: list[Json] = []
            made = list(work.dossier.slips)
            for item in signed.done:
                old = made[int(item.key)]
                made[int(item.key)] = dataclasses.replace(
                    old,
                    file=item.file,
                    earlier=(*old.earlier, old.file),
                    signatures=(*old.signatures, item.record),
                )
                work.files.append(item.file)
                files.append(wire.file(item.file, "slip", replaces=old.file.sha256))
            work.dossier.slips = tuple(made)
            work.note("slips_signed", data={"count": len(signed.done)})
            if work.dossier.is_received:
                work.tell(CommandKind.ADD_FILE, {"files": files}, wire.digests(files))
            work.finish()
            return work.done(stopped_by=signed.stopped_by, facts=signed.facts)
