"""Years of an invented counter: dossiers with papers, fees, hand-overs and events, from one seed.

Nothing here calls the code that reports use: a history is written down as it happened, so that a
test can count it again by itself.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from desk_app.domain.accounts import Mismatch
from desk_app.domain.components import Component, PaperRef, Presence, ReuseRecord
from desk_app.domain.deadlines import Term, Unit
from desk_app.domain.dossier import Dossier, ProcedureTerms
from desk_app.domain.forms import FilledForm, FilledValue, Origin
from desk_app.domain.identifiers import DossierCode, DossierId
from desk_app.domain.moments import VIETNAM
from desk_app.domain.money import FeeDue, FeeWhen
from desk_app.domain.people import Actor, IdentityCheck, Person, Role
from desk_app.domain.procedures import Digitisation
from desk_app.domain.records import (
    Check,
    CheckState,
    Delivery,
    DeliveryState,
    Extension,
    Opinion,
    Result,
    Slip,
    Supplement,
    SupplementPoint,
)
from desk_app.domain.signatures import FileVerdict, SignatureRecord, SignatureRole, Verdict
from desk_app.domain.voices import Evaluation, Feedback
from desk_app.domain.workflow import State

DIGEST = "b" * 64


@dataclass(frozen=True)
class Paper:
    """A component as an invented procedure knows it.

    Attributes:
        dead: never opened, never asked for again.
    """

    key: str
    name: str
    digitisation: Digitisation = Digitisation.MANDATORY
    dead: bool = False
    reusable: bool = False


@dataclass(frozen=True)
class Kind:
    """An invented procedure; codes and names are those of shipped ones."""

    code: str
    version: str
    name: str
    days: int
    papers: tuple[Paper, ...]
    fee: int = 0
    weight: int = 1
    idle_step: str = ""
    dead_fields: tuple[str, ...] = ()
    fields: tuple[str, ...] = ("ho_ten", "ngay_sinh", "noi_cu_tru")


KINDS = (
    Kind(
        "1.001193", "1", "Đăng ký khai sinh", 2,
        (Paper("declaration", "Tờ khai"), Paper("birth_notice", "Giấy chứng sinh"),
         Paper("identity", "Giấy tờ tùy thân", Digitisation.NEVER)),
        weight=5,
    ),
    Kind(
        "1.013225", "2", "Cấp giấy phép xây dựng nhà ở riêng lẻ", 7,
        (Paper("application", "Đơn"), Paper("land_paper", "Giấy tờ về đất đai", reusable=True),
         Paper("drawings", "Bản vẽ"), Paper("design_check", "Báo cáo thẩm tra", dead=True)),
        fee=150_000, weight=2, idle_step="", dead_fields=("ghi_chu",),
        fields=("ho_ten", "thua_dat", "ghi_chu"),
    ),
    Kind(
        "1.001612", "1", "Đăng ký thành lập hộ kinh doanh", 3,
        (Paper("application", "Giấy đề nghị"), Paper("identity", "Căn cước", Digitisation.ON_DEMAND)),
        fee=100_000, weight=3, idle_step="approve",
    ),
)  # fmt: skip


@dataclass
class Year:
    """What to invent.

    Attributes:
        now: the desk's present; what would happen later has not happened.
    """

    first: dt.date = dt.date(2026, 1, 5)
    days: int = 300
    now: dt.datetime = dt.datetime(2026, 11, 2, 10, 0, tzinfo=VIETNAM)
    kinds: tuple[Kind, ...] = KINDS
    units: tuple[str, ...] = ("H99.01", "H99.02")
    officers: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "intake": ("lan", "mai"),
            "appraise": ("hung", "thao"),
            "approve": ("binh",),
            "clerk": ("van",),
        }
    )


def histories(count: int, *, seed: int = 1, year: Year | None = None) -> Iterator[Dossier]:
    """So many dossiers, each with every event it has had."""
    draw = random.Random(seed)
    when = year or Year()
    weights = [kind.weight for kind in when.kinds]
    for number in range(1, count + 1):
        kind = draw.choices(when.kinds, weights)[0]
        yield _Life(draw, when, kind, number).run()


class _Life:
    """One dossier, lived to the end or to the present."""

    def __init__(self, draw: random.Random, year: Year, kind: Kind, number: int) -> None:
        self.draw, self.year, self.kind, self.number = draw, year, kind, number
        self.at = _work_moment(draw, year.first + dt.timedelta(days=draw.randrange(year.days)))
        self.unit = draw.choice(year.units)
        self.online = draw.random() < 0.4
        self.who = {role: draw.choice(names) for role, names in year.officers.items()}
        self.refusal = draw.random() < 0.08
        self.aside = random.Random(f"voices {number}")  # what is said back moves nothing else

    def run(self) -> Dossier:
        self.dossier = d = self._draft()
        self._note("draft_opened", "intake")
        if self.draw.random() < 0.03:
            return d  # a draft nobody received
        self._receive()
        for act in (self._pass_on, self._appraise, self._approve, self._seal, self._hand_over):
            if not act():
                break
        return d

    def _draft(self) -> Dossier:
        draw, kind = self.draw, self.kind
        return Dossier(
            id=DossierId(f"{self.number:08x}-0000-7000-8000-{draw.randrange(16**12):012x}"),
            terms=ProcedureTerms(
                code=kind.code,
                version=kind.version,
                name=kind.name,
                term=Term(unit=Unit.WORKING_DAYS, amount=Fraction(kind.days)),
                retention="permanent",
            ),
            unit=self.unit,
            desk="Quầy 1",
            channel="online" if self.online else ("post" if draw.random() < 0.1 else "counter"),
            created_at=self.at,
            applicant=Person(
                full_name=f"Nguyễn Văn Mẫu {self.number}", identifier=f"027{self.number:09d}"
            ),
            identity=IdentityCheck(
                method=draw.choice(("card_seen", "qr", "chip", "account")),
                outcome="agrees", at=self.at, by=self.who["intake"],
            ),
            components=[self._component(paper) for paper in kind.papers],
            form=FilledForm(
                definition_key="x",
                definition_version=1,
                values={
                    name: self._value(name)
                    for name in kind.fields
                    if name not in kind.dead_fields
                },
            ),
            fees=(
                (FeeDue(name="Lệ phí", amount=kind.fee, when=FeeWhen.BEFORE_RETURN),)
                if kind.fee
                else ()
            ),
            checks=(Check(key="c1", name="Đúng thẩm quyền"), Check(key="c2", name="Đủ điều kiện")),
        )  # fmt: skip

    def _component(self, paper: Paper) -> Component:
        draw = self.draw
        made = Component(
            key=paper.key, name=paper.name, document_type="khac", digitisation=paper.digitisation,
            presence=Presence.PRESENT if draw.random() < 0.95 else Presence.NOT_NEEDED,
        )  # fmt: skip
        if paper.reusable and draw.random() < 0.3:
            made.reuse = ReuseRecord(
                source="store", source_id="x", dated="2024", confirmed_by="x",
                confirmed_at=self.at, channel="counter",
            )  # fmt: skip
        elif made.is_there and paper.digitisation is not Digitisation.NEVER and draw.random() < 0.9:
            made.file = _paper(paper.key)
            if draw.random() < 0.95:
                made.signatures = (self._signature(SignatureRole.OFFICER, "intake"),)
            if draw.random() < 0.02:
                made.verdict = FileVerdict(
                    file=paper.key, verdict=Verdict.INVALID, reasons=(), sentence="",
                    checked_at=self.at,
                )  # fmt: skip
        return made

    def _value(self, name: str) -> FilledValue:
        read = FilledValue(value=f"đọc {name}", origin=Origin.OCR, confidence=0.7)
        if self.draw.random() < 0.1:
            return FilledValue(
                value=f"sửa {name}", origin=Origin.TYPED, rivals=(read,),
                verified_by=self.who["intake"], verified_at=self.at,
            )  # fmt: skip
        return read

    def _receive(self) -> None:
        d = self.dossier
        d.code = DossierCode(self.unit, self.at.date(), f"{self.number % 10**6:06d}")
        d.received_at = self.at
        d.due_at = _due(self.at, self.kind.days)
        if self.draw.random() < 0.2:
            d.legal_due_at = _due(self.at, self.kind.days + 2)
        d.slips = (
            Slip(key="receipt", form_set="2025", number="1", issued_at=self.at,
                 issued_by=self.who["intake"], file=_paper("receipt")),
        )  # fmt: skip
        if self.draw.random() < 0.02:
            d.unsigned_reason = "Hỏng thiết bị"
        if self.draw.random() < 0.3:
            d.account = "vneid"
        self._speak(0.05)
        self._go("dossier_received", "T01", State.ACCEPTED, "intake")

    def _pass_on(self) -> bool:
        if not self._wait(0, 1):
            return False
        self._go("passed_to_appraisal", "T08", State.IN_APPRAISAL, "intake")
        return True

    def _appraise(self) -> bool:
        d, draw, kind = self.dossier, self.draw, self.kind
        asked = [p for p in kind.papers if not p.dead]
        for _ in range(draw.choices((0, 1, 2), (80, 16, 4))[0]):
            if not self._wait(0, kind.days):
                return False
            point = SupplementPoint(component=draw.choice(asked).key, what="Mờ", to_do="Nộp lại")
            d.supplements = (
                *d.supplements,
                Supplement(origin="appraisal", points=(point,), reason="Mờ",
                           asked_by=self.who["appraise"], asked_at=self.at),
            )  # fmt: skip
            d.due_at = None
            self._go("supplement_requested", "T11", State.SUPPLEMENT_REQUESTED, "appraise")
            if not self._wait(1, 6):
                return False
            if draw.random() < 0.1:
                d.finished_at = self.at
                d.due_at = _due(self.at, 1)
                self._go("supplement_given_up", "T07", State.STOPPED, "intake")
                return False
            d.due_at = _due(self.at, kind.days)
            self._go("supplement_taken", "T12", State.IN_APPRAISAL, "intake")
        if draw.random() < 0.1:
            d.opinions = (
                Opinion(key="o1", agency="Phòng Kinh tế", question="?", unit="working_days", amount=1,
                        asked_by=self.who["appraise"], asked_at=self.at),
            )  # fmt: skip
            self._go("opinion_requested", "T10", State.OPINION_PENDING, "appraise")
            if not self._wait(0, 2):
                return False
            self._go("appraisal_resumed", "T10", State.IN_APPRAISAL, "appraise")
        if not self._wait(0, kind.days):
            return False
        self._submit()
        return True

    def _submit(self) -> None:
        d, draw = self.dossier, self.draw
        d.outcome = "refusal" if self.refusal else "grant"
        d.checks = tuple(
            Check(key=c.key, name=c.name, at=self.at, by=self.who["appraise"],
                  state=CheckState.FAILED if self.refusal and c.key == "c2" else CheckState.PASSED)
            for c in d.checks
        )  # fmt: skip
        seen = tuple(p.key for p in self.kind.papers if not p.dead and draw.random() < 0.85)
        self._go(
            "submitted_for_approval", "T13", State.IN_APPROVAL, "appraise",
            outcome=d.outcome, seen=seen,
        )  # fmt: skip

    def _approve(self) -> bool:
        d, draw = self.dossier, self.draw
        if not self._wait(0, 1):
            return False
        if self.kind.idle_step != "approve" and draw.random() < 0.06:
            self._go("sent_back", "T14", State.IN_APPRAISAL, "approve")
            if not self._wait(0, 2):
                return False
            self._submit()
            if not self._wait(0, 1):
                return False
        if draw.random() < 0.03 and d.due_at is not None:
            new = _due(self.at, 3)
            d.extension = Extension(old_due_at=d.due_at, new_due_on=new.date(), reason="x",
                                    by="binh", at=self.at)  # fmt: skip
            d.due_at = new
        d.result = Result(
            template="x", name="Kết quả", file=_paper("result"),
            signatures=(self._signature(SignatureRole.APPROVER, "approve"),),
        )  # fmt: skip
        self._go("result_approved", "T15", State.AWAITING_AGENCY_SIGNATURE, "approve")
        return True

    def _seal(self) -> bool:
        d = self.dossier
        if not self._wait(0, 1):
            return False
        if d.result is not None and self.draw.random() < 0.97:
            d.result.put_signature(_paper("result"), self._signature(SignatureRole.AGENCY, "clerk"))
        for component in d.components:
            if component.file is not None and self.draw.random() < 0.5:
                component.put_signature(
                    component.file, self._signature(SignatureRole.COPY, "clerk")
                )
        d.finished_at = self.at
        self._go("result_sealed", "T17", State.REFUSED if self.refusal else State.RESULT_READY,
                 "clerk")  # fmt: skip
        return True

    def _hand_over(self) -> bool:
        d, draw = self.dossier, self.draw
        if not self._wait(0, 4):
            return False
        if d.fees:
            fee = d.fees[0]
            d.fees = (
                FeeDue(name=fee.name, amount=fee.amount, when=fee.when, paid_at=self.at,
                       receipt=f"BL{self.number}", method="online" if draw.random() < 0.5 else "cash",
                       refunded=10_000 if draw.random() < 0.02 else 0),
            )  # fmt: skip
        self._speak(0.4)
        ways = ("electronic", "paper") if draw.random() < 0.5 else ("paper",)
        d.deliveries = tuple(
            Delivery(channel=way, state=DeliveryState.CONFIRMED, at=self.at, by="mai")
            for way in ways
        )
        self._go("result_returned", "T24", State.RETURNED, "intake")
        return True

    def _speak(self, share: float) -> None:
        """An evaluation slip, sometimes feedback, a difference found, a paper left as it is."""
        d, draw = self.dossier, self.aside
        if draw.random() < share:
            answers = {str(n): draw.choice("123") for n in range(1, 10) if draw.random() < 0.9}
            slip = Evaluation(answers=answers, channel=draw.choice(("paper", "device")),
                              at=self.at, by=self.who["intake"])  # fmt: skip
            d.evaluations = (*d.evaluations, slip)
        if draw.random() < 0.02:
            told = Feedback(key=f"feedback-{len(d.feedback) + 1}", text="Chờ lâu",
                            about=draw.choice(("regulation", "execution")),
                            received_at=self.at, by=self.who["intake"])  # fmt: skip
            d.feedback = (*d.feedback, told)
        if draw.random() < 0.01:
            differs = Mismatch(component=d.components[0].key, field="ho_ten", stored="A", paper="B",
                               source="store", at=self.at, by=self.who["intake"])  # fmt: skip
            d.mismatches = (*d.mismatches, differs)

    # -- plumbing

    def _wait(self, least: int, most: int) -> bool:
        """Some working days and hours pass; False when that lies after the present."""
        day = self.at.date()
        for _ in range(self.draw.randint(least, most)):
            day = _next_working(day)
        later = _work_moment(self.draw, day)
        if later <= self.at:
            later = self.at + dt.timedelta(minutes=self.draw.randint(1, 30))
        if later > self.year.now:
            return False
        self.at = later
        return True

    def _go(self, kind: str, row: str, to: State, role: str, **data: object) -> None:
        before = self.dossier.state
        self.dossier.state = to
        self.dossier.note_event(
            kind, by=self._actor(role), at=self.at, transition=row, before=before, data=data
        )

    def _note(self, kind: str, role: str) -> None:
        self.dossier.note_event(kind, by=self._actor(role), at=self.at)

    def _actor(self, role: str) -> Actor:
        user = self.who[role]
        return Actor(
            user=user, full_name=user, unit=self.unit, desk="Quầy 1", roles=frozenset(Role)
        )

    def _signature(self, role: SignatureRole, by: str) -> SignatureRecord:
        return SignatureRecord(
            role=role, signer="x", user=self.who[by], certificate_serial="1f", level="b-t",
            signed_at=self.at, file_before=DIGEST, file_after=DIGEST,
        )  # fmt: skip


def _paper(name: str) -> PaperRef:
    return PaperRef(sha256=DIGEST, name=f"{name}.pdf", media_type="application/pdf", size=1000)


def _next_working(day: dt.date) -> dt.date:
    day += dt.timedelta(days=1)
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    return day


def _work_moment(draw: random.Random, day: dt.date) -> dt.datetime:
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    time = dt.time(draw.choice((8, 9, 10, 14, 15, 16)), draw.randrange(60))
    return dt.datetime.combine(day, time, VIETNAM)


def _due(at: dt.datetime, days: int) -> dt.datetime:
    day = at.date()
    for _ in range(days):
        day = _next_working(day)
    return dt.datetime.combine(day, dt.time(17), VIETNAM)
