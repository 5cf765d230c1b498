"""People: applicants, officers, and the roles that decide who may do what."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.capacity import SigningAs


class Role(StrEnum):
    """Roles of Decision 1264/QĐ-UBND (Bắc Giang), appendix; names as in the glossary."""

    APPLICANT = "applicant"
    INTAKE_OFFICER = "intake_officer"
    APPRAISER = "appraiser"
    COORDINATING_AGENCY = "coordinating_agency"
    APPROVER = "approver"
    RECORDS_CLERK = "records_clerk"
    RESULT_OFFICER = "result_officer"
    ONE_STOP_HEAD = "one_stop_head"
    AGENCY_LEADER = "agency_leader"
    ADMIN = "admin"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A person of the staff list.

    Attributes:
        user: sign-in name, unique in the office.
        full_name: as on documents.
        position: position title printed under a signature.
        unit: code of the unit the person works for.
        roles: what the person may act as.
        holds_agency_token: may use the agency token by written order (NĐ 30/2020/NĐ-CP Art. 32(2)).
        certificate_serial: serial number (hex) of the registered personal certificate, if any
            (R-5B-08).
        signing_as: office, capacity and basis the block is composed from; where it is set,
            ``signature_block`` does not count.
        signature_image: name of the picture of the handwritten signature in the profile, if any;
            drawn ``signature_mm`` wide (NĐ 30/2020/NĐ-CP Appendix I: blue, transparent).
        signature_block: capacity lines above the name, top first (NĐ 30/2020/NĐ-CP Art. 13).
        units: other units whose dossiers the person works on; the own unit always belongs to it.
        procedures: national codes of the procedures the person is limited to; empty means all.
    """

    user: str
    full_name: str
    position: str
    unit: str
    roles: frozenset[Role]
    holds_agency_token: bool = False
    certificate_serial: str | None = None
    signature_block: tuple[str, ...] = ()
    signing_as: SigningAs | None = None
    signature_image: str = ""
    signature_mm: float = 40.0
    units: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts now: an officer in the roles they hold, at a desk.

    Attributes:
        delegated_by: user name of the approver whose delegation makes the actor an approver, if so
            (R-5B-09).
        units: other units whose dossiers the officer may work on.
        procedures: procedures the officer is limited to; empty means all.
    """

    user: str
    full_name: str
    unit: str
    desk: str
    roles: frozenset[Role]
    position: str = ""
    holds_agency_token: bool = False
    delegated_by: str | None = None
    units: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()

    def may_act_as(self, roles: frozenset[Role]) -> bool:
        """Whether one of ``roles`` is held."""
        return bool(self.roles & roles)

    def may_reach(self, unit: str, procedure: str) -> bool:
        """Whether dossiers of that unit and procedure are in the officer's scope."""
        if Role.SYSTEM in self.roles:
            return True
        in_unit = unit == self.unit or unit in self.units
        return in_unit and (not self.procedures or procedure in self.procedures)


class ApplicantKind(StrEnum):
    """Individual or organisation."""

    INDIVIDUAL = "individual"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person or organisation as entered at intake.

    Attributes:
        identifier: personal identification number, passport, tax or agency code.
        identifier_kind: ``personal_id``, ``passport``, ``tax_code``, ``enterprise_code`` or
            ``agency_code``.
        birth: ISO date, year-month or year as printed; empty when not known.
    """

    full_name: str
    kind: ApplicantKind = ApplicantKind.INDIVIDUAL
    identifier: str = ""
    identifier_kind: str = "personal_id"
    birth: str = ""
    sex: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCheck:
    """How the identity of a person was checked (R-5B-17, R-5B-58).

    Attributes:
        method: ``card_seen``, ``qr``, ``chip``, ``account`` or ``known_document``.
        outcome: ``agrees``, ``differs`` or ``not_possible``.
    """

    method: str
    outcome: str
    at: dt.datetime
    by: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """Delegation of approval to an officer at the counter (R-5B-09.

    NĐ 30/2020/NĐ-CP Art. 13(3)).
    """

    delegator: str
    delegate: str
    procedures: frozenset[str]
    valid_from: dt.date
    valid_to: dt.date
    document_number: str

    def covers(self, user: str, procedure_code: str, on: dt.date) -> bool:
        """Whether ``user`` may approve ``procedure_code`` on that day under this delegation."""
        return (
            self.delegate == user
            and (not self.procedures or procedure_code in self.procedures)
            and self.valid_from <= on <= self.valid_to
        )
