"""An office whose devices are stand-ins and whose rules are real: use cases run in milliseconds.

Papers, database and lists live in memory; catalogue, calendar, rule sets and use cases are the
product's own. The stand-in signer writes a line into the file, the stand-in verifier reads it back.
"""

import dataclasses
import datetime as dt
import functools
import hashlib
import itertools
import json
from pathlib import Path

import resources
from desk_app.adapters.catalogue import Catalogue
from desk_app.adapters.catalogue.desk_catalogue import DeskCatalogue
from desk_app.application.acts import Steps, act_named
from desk_app.application.enquiries import Enquiries
from desk_app.application.ports import (
    MarkLook,
    Office,
    OfficeFacts,
    Printed,
    RaisedLevel,
    SigningGrant,
    SignOutcome,
    TokenChoice,
    VerdictOnFile,
    WaitingLevel,
)
from desk_app.application.records_in_force import RecordedStaff, ReviewedCatalogue
from desk_app.application.scan_ports import (
    UNTREATED,
    Arranged,
    FileFacts,
    FileSize,
    MaterialClass,
    Pile,
    TrayPage,
)
from desk_app.bootstrap.data import DatedCalendars, rule_book
from desk_app.cli.step import build
from desk_app.domain.deadlines import WorkCalendar
from desk_app.domain.errors import NotFoundError, RuleError, UnavailableError
from desk_app.domain.held_papers import CONDITIONS, HeldPaper, Store
from desk_app.domain.moments import VIETNAM
from desk_app.domain.people import Actor, Officer, Role
from desk_app.domain.signatures import Verdict
from tests.fakes.memory import FrozenClock, MemoryPapers, MemoryStore

MONDAY = dt.datetime(2026, 11, 9, 9, 0, tzinfo=VIETNAM)
"""A plain week lies behind it; 24 November 2026 is a holiday."""

PLACES = {"LanhDao": (0, 10.0, 10.0, 100.0, 40.0), "ConDau": (0, 10.0, 60.0, 100.0, 100.0)}
SPECIMENS = {
    "date": "2026-01-02",
    "number": "12",
    "money": "12000",
    "person_id": "027090000123",
    "phone": "0912345678",
    "email": "mau@example.test",
}
"""A value that each kind of field accepts."""
ROLES = {
    "canbo": (Role.INTAKE_OFFICER,),
    "thamdinh": (Role.APPRAISER,),
    "lanhdao": (Role.APPROVER, Role.AGENCY_LEADER, Role.ONE_STOP_HEAD),
    "vanthu": (Role.RECORDS_CLERK,),
    "traketqua": (Role.RESULT_OFFICER,),
    "quantri": (Role.ADMIN,),
}


@functools.cache
def shipped_catalogue():
    """Procedures and forms as shipped, read once a run."""
    return Catalogue([])


class Ids:
    """Identifiers in order; the shape of a UUID."""

    def __init__(self):
        self._numbers = itertools.count(1)

    def new(self):
        return f"01a20ad6-93f6-778b-86d8-{next(self._numbers):012x}"


class Staff:
    """Everybody of the office and their tokens."""

    def __init__(self):
        self.people = {
            user: Officer(
                user=user,
                full_name=f"Nguyễn Thị {user.capitalize()}",
                position="Công chức",
                unit="H99.01",
                roles=frozenset(roles),
                certificate_serial=f"{user}-1",
            )
            for user, roles in ROLES.items()
        }
        self.granted = ()

    def officer(self, user):
        if user not in self.people:
            raise NotFoundError("staff.unknown", {"user": user})
        return self.people[user]

    def officers(self):
        return tuple(self.people.values())

    def assignments(self):
        return ()

    def delegations(self):
        return self.granted

    def token_of(self, user, purpose):
        if user not in self.people or (purpose == "agency" and user != "vanthu"):
            raise RuleError("staff.no_certificate", {"user": user, "purpose": purpose})
        return TokenChoice(module="m", token=user, certificate=purpose)

    def password_hash(self, user):
        return ""


class Printer:
    """Prints the data itself, so that a test reads what a slip would say."""

    form_set = "2025"

    def slip(self, key, data, *, issued_at, procedure=""):
        return self._page({"slip": key, **data, "issued_at": issued_at.isoformat()})

    def result(self, template, data, *, issued_at):
        return self._page({"result": template, **data, "issued_at": issued_at.isoformat()})

    def sheet(self, layout, data, *, issued_at):
        return self._page({"sheet": layout, **data})

    def bind(self, pages, *, title, created_at, dpi=None):
        return b"%bound " + b"".join(Path(p).read_bytes() for p in pages)

    def with_text(self, pdf, pages):
        return pdf + b"%text"

    def _page(self, data):
        body = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str).encode()
        return Printed(pdf=body, pages=1, places=PLACES, form_set=self.form_set)


class Scanner:
    """A tray in memory: files become pages, which lie where they are put."""

    def __init__(self):
        self._pages = {}
        self._bytes = {}
        self._numbers = itertools.count(1)

    def devices(self, *, fresh=False):
        return ()

    def materials(self):
        return (MaterialClass(name="plain", rule=""),)

    def material(self, name):
        return MaterialClass(name=name, rule="")

    def examine(self, path):
        data = Path(path).read_bytes()
        signed = b"%sig " in data
        return FileFacts(media_type="application/pdf", pages=1, is_signed=signed)

    def import_file(self, path, scope, home, capture=""):
        data = Path(path).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        page = TrayPage(
            id=str(next(self._numbers)), sha256=digest, media_type="image/jpeg",
            size=len(data), width=10, height=10, dpi=300, home=home, capture=capture,
        )  # fmt: skip
        self._bytes[digest] = data
        self._pages.setdefault(scope, {})[page.id] = (page, home, True)
        return 1

    def loose(self, scope, *, is_running=False):
        kept = self._pages.get(scope, {}).values()
        piles = {}
        for page, home, is_loose in kept:
            if is_loose:
                piles.setdefault((home, page.capture), []).append(page)
        return tuple(
            Pile(home=home, capture=capture, pages=tuple(pages))
            for (home, capture), pages in piles.items()
        )

    def put(self, scope, places, capture="", *, treatments=UNTREATED):
        for page, home in places:
            moved = dataclasses.replace(page, home=home)
            self._pages[scope][page.id] = (moved, home, False)

    def arranged(self, scope):
        pages = tuple(p for p, _, is_loose in self._pages.get(scope, {}).values() if not is_loose)
        return Arranged(pages=pages, known=frozenset(p.sha256 for p in pages))

    def captured(self, scope, page):
        return self._bytes[page.sha256]

    def given_before(self, scope, filed):
        return ()

    def held(self, scope):
        return frozenset(page.sha256 for page, _, _ in self._pages.get(scope, {}).values())

    def release(self, scope, digests):
        self.released = (*getattr(self, "released", ()), *digests)

    def size_of(self, page_sizes, limit):
        return FileSize(used_bytes=sum(page_sizes), limit=limit)

    def by_digest(self, digest):
        return self._bytes.get(digest)

    def interrupted(self, scope):
        return ()

    def alike(self, scope):
        return ()


class Signer:
    """Writes who signed in which role; ``fault`` ends the next batch at that file.

    ``faults_at`` names the order, from 0, at which ``fault`` happens; ``shortfall`` is what keeps
    signatures at B-B, ``away`` what keeps them from being raised later.
    """

    def __init__(self, papers, clock):
        self._papers, self._clock = papers, clock
        self.fault = self.shortfall = self.away = ""
        self.faults_at = 0
        self.signed = []
        self.logins = 0

    def sign(self, orders, grant, *, on_outcome=lambda outcome: None, cancelled=None):
        made = []
        self.logins += 1
        for at, order in enumerate(orders):
            if self.fault and at >= self.faults_at:
                made.append(SignOutcome(key=order.key, code=self.fault, ends_batch=True))
                on_outcome(made[-1])
                break
            serial = f"{grant.token}-1" if grant.certificate == "personal" else "agency-1"
            data = self._papers.read(order.file.sha256) + f"\n%sig {order.role} {serial}".encode()
            file = self._papers.put(
                data, name=order.file.name, media_type="application/pdf", pages=1,
                derived_from=order.file.sha256,
            )  # fmt: skip
            self.signed.append((order.key, order.role))
            made.append(
                SignOutcome(
                    key=order.key, file=file, signer=order.name, certificate_serial=serial,
                    level="b-b" if self.shortfall else "b-t", signed_at=self._clock.now(),
                    shortfall=self.shortfall,
                )
            )  # fmt: skip
            on_outcome(made[-1])
        return tuple(made)

    def mark_of(self, role, name, *, image="", image_mm=0.0):
        return MarkLook(lines=(name, f"{self._clock.now():%d-%m-%Y %H:%M:%S}"))

    def raise_level(self, file, level):
        if self.away:
            raise UnavailableError(self.away, {"url": "http://tsa"})
        data = self._papers.read(file.sha256) + f"\n%raised {level}".encode()
        if self._papers.read(file.sha256).endswith(f"%raised {level}".encode()):
            return RaisedLevel(file=file, level=level)
        raised = self._papers.put(
            data, name=file.name, media_type="application/pdf", pages=1, derived_from=file.sha256
        )
        return RaisedLevel(file=raised, level=level)


class Levels:
    """Papers that wait for a higher level."""

    def __init__(self):
        self.entries = {}
        self.reasons = {}

    def add(self, *, dossier, sha256, level, reason):
        key = f"{len(self.entries):03}"
        self.entries[key] = WaitingLevel(
            key=key, dossier=dossier, sha256=sha256, level=level, reason=reason
        )

    def waiting(self):
        return tuple(self.entries[key] for key in sorted(self.entries))

    def refused(self, key, code, facts):
        self.reasons[key] = code

    def done(self, key):
        self.entries.pop(key, None)


class Verifier:
    """Reads the signer's lines back; a test may set a verdict for all."""

    def __init__(self, papers):
        self._papers = papers
        self.says = None

    def broken_for_second_reader(self, file):
        return ()

    def verify(self, file, *, at=None, offline=True):
        lines = self._papers.read(file.sha256).split(b"\n%sig ")[1:]
        serials = tuple(line.split()[1].decode() for line in lines)
        verdict = self.says or (Verdict.VALID if serials else Verdict.UNSIGNED)
        return VerdictOnFile(
            verdict=verdict, reasons=(), sentence=str(verdict), signers=serials, serials=serials,
            roles=(), report={},
        )  # fmt: skip


class Reader:
    """Reads nothing."""

    def read(self, path, *, document_type=None, cancelled=None):
        return iter(())


class Counter:
    """The office at work: acts by name, as the command line names them, and a clock to move."""

    def __init__(self, folder, at=MONDAY):
        self.folder = Path(folder)
        self.clock = FrozenClock(at)
        self.store = MemoryStore(self.clock.now)
        self.papers = MemoryPapers()
        self.staff = Staff()
        self.signer = Signer(self.papers, self.clock)
        self.verifier = Verifier(self.papers)
        self.printer = Printer()
        self.levels = Levels()
        self.stores = Stores()
        self.calendars = DatedCalendars(
            rule_book(), WorkCalendar.from_data(resources.toml("rules/calendar-example.toml"))
        )
        self.office = Office(
            facts=OfficeFacts(
                agency_code="H99.01", unit="H99.01", unit_name="Bộ phận Một cửa xã Mẫu",
                agency_name="Ủy ban nhân dân xã Mẫu", superior="Ủy ban nhân dân tỉnh Mẫu",
                place="xã Mẫu", desk="Quầy 1", device_id="d",
            ),
            unit_of_work=self.store.unit_of_work,
            clock=self.clock,
            ids=Ids(),
            papers=self.papers,
            catalogue=ReviewedCatalogue(
                DeskCatalogue(shipped_catalogue()), self.store.newest_records
            ),
            calendars=self.calendars,
            staff=RecordedStaff(self.staff, self.store.newest_records),
            reader=Reader(),
            scanner=Scanner(),
            signer=self.signer,
            verifier=self.verifier,
            printer=self.printer,
            levels=self.levels,
            stores=self.stores,
        )  # fmt: skip
        self.steps = Steps.of(self.office)
        self.enquiries = Enquiries(office=self.office, index=self.store.index)
        self._files = itertools.count(1)

    def use(self, office):
        """Work on with other parts or facts."""
        self.office = office
        self.steps = Steps.of(office)
        self.enquiries = Enquiries(office=office, index=self.store.index)

    def actor(self, user):
        officer = self.staff.officer(user)
        return Actor(
            user=user, full_name=officer.full_name, unit="H99.01", desk="Quầy 1",
            roles=officer.roles, position=officer.position,
            holds_agency_token=officer.holds_agency_token,
        )  # fmt: skip

    def do(self, step, act, key, user, **values):
        """One act with the input a script would give; the grant is there when the act signs."""
        spec = act_named(step, act)
        assert spec is not None, (step, act)
        given = json.loads(json.dumps(values, default=str))
        command = build(spec, given, key, self.actor(user))
        grant = None
        if spec.signs != "no":
            purpose = "agency" if step == "agency_sign" else "personal"
            choice = self.staff.token_of(user, purpose)
            grant = SigningGrant(
                module="m", token=choice.token, certificate=purpose, pin=bytearray(b"1")
            )
        return self.steps.call(spec, command, grant)

    def see(self, key):
        return self.enquiries.dossier(key)

    def kinds(self, key):
        """Kinds of the commands queued for the target system, in order."""
        dossier = self.see(key)
        return [str(e.kind) for e in self.store.outbox if e.dossier_id == dossier.id]

    def rows(self, key):
        """Transitions of the legal table the dossier took, in order."""
        return [e.transition for e in self.enquiries.events(key) if e.transition]

    def printed(self, key, slip):
        """What the newest slip of that key says."""
        found = [s for s in self.see(key).slips if s.key == slip]
        assert found, (slip, [s.key for s in self.see(key).slips])
        return json.loads(self.papers.read(found[-1].file.sha256).split(b"\n%sig")[0])

    def paper(self, name="giay.pdf"):
        path = self.folder / f"{next(self._files)}-{name}"
        path.write_bytes(f"%PDF {path.name}".encode())
        return path

    # -- roads that many tests take

    def draft(self, procedure="construction_permit_house", channel="counter", applicant=None):
        key = self.do("intake", "new", "", "canbo", procedure=procedure, channel=channel).dossier_id
        who = {
            "full_name": "Lê Văn Mẫu", "identifier": "027090000123", "address": "Thôn Đông, xã Mẫu",
            "phone": "0912345678", "email": "mau@example.test",
        }  # fmt: skip
        self.do("intake", "identify", key, "canbo", **(who | (applicant or {})))
        return key

    def complete(self, key):
        """Every required component there, digitised and signed; the form filled and confirmed."""
        for part in self.see(key).components:
            if part.required and part.file is None:
                self.do(
                    "intake", "digitise", key, "canbo", component=part.key,
                    files=[str(self.paper())],
                )  # fmt: skip
        self.do("intake", "sign_components", key, "canbo")
        self.fill(key)
        return key

    def fill(self, key):
        dossier = self.see(key)
        form = self.office.catalogue.form(dossier.terms.form)
        values = {
            f.name: f.choices[0] if f.choices else SPECIMENS.get(str(f.widget), "Nội dung mẫu")
            for f in form.fields
            if f.required
        }
        if values:
            self.do("intake", "fill", key, "canbo", values=values)

    def received(self, procedure="construction_permit_house", **more):
        key = self.complete(self.draft(procedure, **more))
        return self.do("intake", "receive", key, "canbo").dossier_code

    def appraised(self, procedure="construction_permit_house", **more):
        """A dossier with the appraiser."""
        key = self.received(procedure, **more)
        self.do("intake", "pass_to_appraisal", key, "canbo")
        return key

    def checked(self, key):
        findings = [{"check": c.key, "state": "passed"} for c in self.see(key).checks]
        self.do("appraise", "record_checks", key, "thamdinh", findings=findings, opinion="Đủ")

    def submitted(self, procedure="construction_permit_house", **more):
        key = self.appraised(procedure, **more)
        self.checked(key)
        self.do("appraise", "submit", key, "thamdinh")
        return key

    def approved(self, procedure="construction_permit_house", **more):
        key = self.submitted(procedure, **more)
        self.do("approve", "approve", key, "lanhdao")
        return key

    def sealed(self, procedure="construction_permit_house", **more):
        key = self.approved(procedure, **more)
        self.do("agency_sign", "seal", key, "vanthu")
        return key

    def returned(self, procedure="construction_permit_house", **more):
        key = self.sealed(procedure, **more)
        self.hand_over(key)
        return key

    def hand_over(self, key, **more):
        values = {
            "recipient": "Lê Văn Mẫu", "recipient_identifier": "027090000123",
            "identity_method": "card_seen",
        }  # fmt: skip
        return self.do("return_result", "hand_over", key, "traketqua", **(values | more))

    def at(self, day, hour=9, minute=0):
        """Move to that day of November 2026, or to an ISO date."""
        date = dt.date(2026, 11, day) if isinstance(day, int) else dt.date.fromisoformat(day)
        self.clock.at = dt.datetime.combine(date, dt.time(hour, minute), tzinfo=VIETNAM)


class Stores:
    """Two data stores; ``holds`` is what they would say, ``away`` the ones that do not answer."""

    def __init__(self):
        self.holds, self.away, self.files = [], set(), {}

    def ask(self, store, owner):
        if store in self.away:
            raise UnavailableError("stores.unreachable", {"store": str(store)})
        return tuple(p for p in self.holds if p.store == store and p.owner == owner)

    def fetch(self, paper):
        if paper.sha256 not in self.files:
            raise UnavailableError("stores.unreachable", {"store": str(paper.store)})
        return self.files[paper.sha256]


def a_held_paper(**changes):
    """A paper of Lê Văn Mẫu that a store holds and that may be used again."""
    values = {
        "store": Store.PROVINCIAL, "paper_id": "1", "owner": "027090000123",
        "name": "Giấy chứng nhận quyền sử dụng đất", "document_type": "gcn_qsdd", "sha256": "ab" * 32,
        "seen_at": MONDAY, "number": "CH 01234", "dated_on": "2025-01-01",
        "issued_by": "Văn phòng Đăng ký đất đai", "conditions": dict.fromkeys(CONDITIONS, True),
    }  # fmt: skip
    return HeldPaper(**(values | changes))


def hold(counter, **changes):
    """Keep the copy of a paper that a store once told of."""
    paper = a_held_paper(**(changes | {"store": Store(changes.get("store", "provincial"))}))
    with counter.store.unit_of_work() as work:
        work.held.keep([paper])
        work.commit()
    return paper


def terms(counter, key, **changes):
    """Change what a stored dossier keeps of its procedure, as another procedure would have it."""
    with counter.store.unit_of_work() as work:
        dossier = work.dossiers.find(key)
        dossier.terms = dataclasses.replace(dossier.terms, **changes)
        work.dossiers.save(dossier)
        work.commit()
