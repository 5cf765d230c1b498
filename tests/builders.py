"""Test data in the words of the field."""

import datetime as dt
from fractions import Fraction

from desk_app.domain.components import Component, PaperRef, Presence
from desk_app.domain.deadlines import Term, Unit
from desk_app.domain.dossier import Dossier, ProcedureTerms
from desk_app.domain.forms import EarlierValue, FilledForm, FilledValue, Origin
from desk_app.domain.identifiers import DossierCode, DossierId
from desk_app.domain.moments import VIETNAM
from desk_app.domain.page_notes import PageNote
from desk_app.domain.people import Actor, IdentityCheck, Person, Role
from desk_app.domain.procedures import Digitisation
from desk_app.domain.records import Check, CheckState, Result
from desk_app.domain.signatures import FileVerdict, SignatureRecord, SignatureRole, Verdict

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
DIGEST = "a" * 64


def an_actor(*roles: Role, holds_token: bool = False) -> Actor:
    """Somebody who holds these roles."""
    return Actor(
        user="someone",
        full_name="Nguyễn Thị Mẫu",
        unit="H99.01",
        desk="Quầy 1",
        roles=frozenset(roles),
        holds_agency_token=holds_token,
    )


EVERYBODY = an_actor(*Role, holds_token=True)
"""Holds every role: for tests of rules other than the role."""


def a_paper(name: str = "giấy.pdf", digest: str = DIGEST) -> PaperRef:
    """A stored file."""
    return PaperRef(sha256=digest, name=name, media_type="application/pdf", size=1000, pages=1)


def a_signature(role: SignatureRole) -> SignatureRecord:
    """A signature in that role."""
    return SignatureRecord(
        role=role,
        signer="Nguyễn Thị Mẫu",
        user="someone",
        certificate_serial="1f",
        level="b-t",
        signed_at=NOW,
        file_before=DIGEST,
        file_after=DIGEST,
    )


def a_verdict(verdict: Verdict = Verdict.VALID) -> FileVerdict:
    """What verification said."""
    return FileVerdict(file="x", verdict=verdict, reasons=(), sentence="", checked_at=NOW)


def terms(**changes) -> ProcedureTerms:
    """A plain five-step procedure of five working days."""
    values = {
        "code": "1.001193",
        "version": "1",
        "name": "Đăng ký khai sinh",
        "form": "birth_registration",
        "required_fields": ("ho_ten",),
        "term": Term(unit=Unit.WORKING_DAYS, amount=Fraction(5)),
        "retention": "permanent",
    }
    return ProcedureTerms(**(values | changes))


def a_dossier(**changes) -> Dossier:
    """A draft with everything receipt asks for: one signed component, identity, a verified form."""
    component = Component(
        key="declaration",
        name="Tờ khai",
        document_type="to_khai_khai_sinh",
        digitisation=Digitisation.MANDATORY,
        presence=Presence.PRESENT,
        file=a_paper(),
        signatures=(a_signature(SignatureRole.OFFICER),),
    )
    value = FilledValue(
        value="Lê Mẫu An", origin=Origin.TYPED, sure=True, verified_by="someone", verified_at=NOW
    )
    values = {
        "id": DossierId("01a20ad6-93f6-778b-86d8-45be2ebcf7ad"),
        "terms": terms(),
        "unit": "H99.01",
        "desk": "Quầy 1",
        "channel": "counter",
        "created_at": NOW,
        "applicant": Person(full_name="Lê Văn Mẫu", identifier="027090000123"),
        "identity": IdentityCheck(method="card_seen", outcome="agrees", at=NOW, by="someone"),
        "components": [component],
        "form": FilledForm(
            definition_key="birth_registration",
            definition_version=1,
            values={"ho_ten": value},
            earlier=(
                EarlierValue(
                    field="ho_ten",
                    value="Lê Mẫu Ân",
                    origin=Origin.OCR,
                    by=None,
                    at=NOW,
                    replaced_by="someone",
                    replaced_at=NOW,
                ),
            ),
        ),
        "page_notes": (
            PageNote(
                key="n1",
                paper="declaration",
                sha256=a_paper().sha256,
                page=0,
                place=(0.1, 0.25, 0.5, 0.05),
                text="Ngày sinh chưa khớp",
                by="someone",
                at=NOW,
                sent_at=NOW,
            ),
        ),
        "checks": (Check(key="c1", name="Đúng thẩm quyền", state=CheckState.PASSED),),
    }
    return Dossier(**(values | changes))


def a_received_dossier(**changes) -> Dossier:
    """A dossier with its code."""
    code = DossierCode.parse("H99.01-261123-0001")
    return a_dossier(**({"code": code, "received_at": NOW} | changes))


def a_result(*roles: SignatureRole, number: str = "1/2026") -> Result:
    """A result paper with signatures in these roles."""
    return Result(
        template="giay_khai_sinh",
        name="Giấy khai sinh",
        file=a_paper("kq.pdf"),
        signatures=tuple(a_signature(role) for role in roles),
        number=number,
        number_on=NOW.date(),
        verdict=a_verdict(),
    )
