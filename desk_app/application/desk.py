"""The desk: every use case a shell may call, wired by bootstrap."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.enquiries import Enquiries
from desk_app.application.office_work import Claims, Follow
from desk_app.application.ports import Office, SigningGrant
from desk_app.application.scan_ports import FileLimit
from desk_app.application.sync_ports import SyncStore
from desk_app.application.sync_values import SyncReport
from desk_app.domain.people import Actor
from desk_app.domain.signatures import SignatureRole

if TYPE_CHECKING:
    from desk_app.application.acts import Steps
    from desk_app.application.custody import SealCustody
    from desk_app.application.deliveries import Deliveries
    from desk_app.application.evidence import Evidence
    from desk_app.application.exchange import Exchange
    from desk_app.application.learning import Learning
    from desk_app.application.procedures import Procedures
    from desk_app.application.reports.reports import Reports
    from desk_app.application.restructuring.projects import Restructuring
    from desk_app.application.restructuring.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One opened profile.

    Attributes:
        profile: folder of the profile.
        synchronise: send what waits and take in what came, once.
        exchange: the same in the background, from ``start`` to ``stop``.
        claims: who works on which dossier, told to the other desks of the office.
        follow: news of what other desks changed.
        close: give back database, workers and locks; idempotent.
    """

    profile: Path
    is_practice: bool
    office: Office
    steps: "Steps"
    enquiries: Enquiries
    custody: "SealCustody"
    learning: "Learning"
    evidence: "Evidence"
    deliveries: "Deliveries"
    outbox: SyncStore
    procedures: "Procedures"
    reports: "Reports"
    restructuring: "Restructuring"
    study: "Study"
    synchronise: Callable[[], SyncReport]
    exchange: "Exchange"
    claims: Claims
    follow: Follow
    close: Callable[[], None]

    def actor(self, user: str) -> Actor:
        """The officer of that sign-in name at this desk; NotFoundError ``staff.unknown``."""
        officer = self.office.staff.officer(user)
        return Actor(
            user=officer.user,
            full_name=officer.full_name,
            position=officer.position,
            unit=officer.unit or self.office.facts.unit,
            desk=self.office.facts.desk,
            roles=officer.roles,
            holds_agency_token=officer.holds_agency_token,
            units=officer.units,
            procedures=officer.procedures,
        )

    def file_limit(self) -> FileLimit:
        """How large a filed document may become: as the target said, else as the settings say."""
        heard = self.exchange.most_bytes
        if heard is not None:
            return FileLimit(most_bytes=heard, is_from_province=True)
        return FileLimit(most_bytes=self.office.facts.file_limit_mb * 1_000_000)

    def grant(
        self,
        user: str,
        role: SignatureRole,
        pin: bytearray | None,
        *,
        final_try_confirmed: bool = False,
        ask_pin: Callable[[], bytearray | None] | None = None,
    ) -> SigningGrant:
        """Permission to sign with the officer's own token, or with the agency's."""
        purpose = "agency" if role in {SignatureRole.AGENCY, SignatureRole.COPY} else "personal"
        choice = self.office.staff.token_of(user, purpose)
        return SigningGrant(
            module=choice.module,
            token=choice.token,
            certificate=choice.certificate,
            pin=pin,
            final_try_confirmed=final_try_confirmed,
            ask_pin=ask_pin,
        )
