"""Steps 2 to 5 in the shape of the window."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal

from desk_app.application.commands import agency_sign as seal_acts
from desk_app.application.commands import appraise as judge_acts
from desk_app.application.commands import approve as approve_acts
from desk_app.application.commands import return_result as return_acts
from desk_app.application.ports import MarkLook
from desk_app.application.work import Done
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import DeskError, NotFoundError, UnavailableError
from desk_app.domain.identity import CardVerdict, IdentityTables, read_card_qr
from desk_app.domain.signatures import SignatureRole
from desk_app.ui import contract as c
from desk_app.ui.connect.note_views import page_notes
from desk_app.ui.connect.paper_views import document, file_keys, slip_document
from desk_app.ui.connect.sitting import Sitting

POINTS_PER_MM = 72 / 25.4
MOST_WAITING = 100
_TOKEN = ("signing.pin_", "signing.token_", "signing.key_", "signing.module_", "signing.session_")


class StepPart:
    """What the parts of all steps share."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.steps = sitting.desk.steps

    def slips(self, key: str) -> int:
        """How many slips a dossier has."""
        return len(self.sitting.desk.enquiries.dossier(key).slips)

    def issued(self, key: str, before: int | None = None) -> c.Issued:
        """The dossier now, with the slips made since it had ``before`` of them; None: with none."""
        slips = self.sitting.desk.enquiries.dossier(key).slips
        made = tuple(slip_document(slip) for slip in slips[before:]) if before is not None else ()
        return c.Issued(dossier=self.sitting.view(key), slips=made)


class AppraisePart(StepPart):
    """Step 2, thẩm định."""

    def record(
        self, key: str, version: int, checks: tuple[c.Check, ...], opinion: str
    ) -> c.DossierView:
        """Keep findings and opinion."""
        findings = tuple(
            judge_acts.Finding(check=item.id, state=item.result, remark=item.note)
            for item in checks
        )
        self.sitting.act(
            key,
            lambda seen: self.steps.appraise.record_checks(
                judge_acts.RecordChecks(
                    dossier=key,
                    actor=self.sitting.officer,
                    version=seen,
                    findings=findings,
                    opinion=opinion,
                )
            ),
        )
        return self.sitting.view(key)

    def ask_opinion(
        self, key: str, version: int, agency: str, question: str, due_on: dt.date
    ) -> c.DossierView:
        """T10."""
        days = max((due_on - self.sitting.now().date()).days, 1)
        asked = judge_acts.Question(agency=agency, question=question, amount=days)
        self.sitting.act(
            key,
            lambda seen: self.steps.appraise.request_opinion(
                judge_acts.RequestOpinion(
                    dossier=key, actor=self.sitting.officer, version=seen, questions=(asked,)
                )
            ),
        )
        return self.sitting.view(key)

    def submit(self, key: str, version: int, seen: tuple[str, ...] = ()) -> c.Issued:
        """T13."""
        self.sitting.act(
            key,
            lambda known: self.steps.appraise.submit(
                judge_acts.Submit(dossier=key, actor=self.sitting.officer, version=known, seen=seen)
            ),
        )
        return self.issued(key)

    def ask_to_supplement(self, key: str, version: int, text: str) -> c.Issued:
        """T11: one point a line."""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        points = tuple(judge_acts.Point(component="", what=line) for line in lines)
        before = self.slips(key)
        self.sitting.act(
            key,
            lambda seen: self.steps.appraise.ask_to_supplement(
                judge_acts.AskToSupplement(
                    dossier=key,
                    actor=self.sitting.officer,
                    version=seen,
                    points=points,
                    reason=text,
                )
            ),
        )
        return self.issued(key, before)

    def refuse(self, key: str, version: int, text: str, seen: tuple[str, ...] = ()) -> c.Issued:
        """T18."""
        self.sitting.act(
            key,
            lambda known: self.steps.appraise.submit_refusal(
                judge_acts.SubmitRefusal(
                    dossier=key, actor=self.sitting.officer, version=known, reason=text, seen=seen
                )
            ),
        )
        return self.issued(key)


class ApprovePart(StepPart):
    """Step 3, phê duyệt."""

    def waiting(self) -> tuple[c.SigningItem, ...]:
        """Results waiting for the approver, by due time."""
        query = self.sitting.query(c.WorkQuery(scope="office", step="approve", limit=MOST_WAITING))
        rows = self.sitting.desk.enquiries.work_list(query).rows
        marks = cache(self._mark)
        items = (
            self._item(row.code or row.id, marks) for row in rows if row.state == "IN_APPROVAL"
        )
        return tuple(item for item in items if item is not None)

    def _mark(self, procedure: str) -> c.MarkShown:
        return _shown(self.steps.approve.mark_of(self.sitting.officer, procedure))

    def _item(self, key: str, marks: Callable[[str], c.MarkShown]) -> c.SigningItem | None:
        dossier = self.sitting.desk.enquiries.dossier(key)
        result = dossier.result
        if result is None or result.file is None:
            return None
        place = result.places.get("LanhDao")
        placement = c.Placement(mode="last_page", page=max(result.file.pages, 1), x_mm=120, y_mm=40)
        if place is not None:
            placement = _placed(place)
        return c.SigningItem(
            key=key,
            code=dossier.shown_code,
            title=dossier.terms.name,
            applicant=dossier.applicant.full_name if dossier.applicant else "",
            procedure=dossier.terms.name,
            due_at=dossier.due_at,
            document=document(result.file),
            placement=placement,
            sha256=result.file.sha256,
            mark=marks(dossier.terms.code),
            notes=page_notes(dossier, self.sitting.names(), self.sitting.officer.user),
            remarks=_remarks(dossier, has_place=place is not None),
        )

    def sign(
        self,
        items: tuple[tuple[c.SigningItem, c.Placement], ...],
        pin: c.PinEntry,
        progress: Callable[[c.SignedItem], None],
        cancelled: c.Cancellation,
    ) -> c.BatchEnd:
        """T15 for all items under one login; the first fault of the token ends the batch."""
        ended: dict[str, c.SignedItem] = {}
        stopped: tuple[str, Mapping[str, object]] = ("", {})
        last = self.sitting.now()

        def tell(command: approve_acts.Approve, outcome: Done | DeskError) -> None:
            nonlocal last, stopped
            key, now = command.dossier, self.sitting.now()
            if isinstance(outcome, DeskError):
                if outcome.code.startswith(_TOKEN):
                    stopped = (outcome.code, outcome.facts)
                    return
                item = c.SignedItem(
                    key=key, name=key, outcome="failed", code=outcome.code, facts=outcome.facts
                )
            else:
                name = outcome.files[-1].name if outcome.files else key
                seconds = (now - last).total_seconds()
                item = c.SignedItem(key=key, name=name, outcome="signed", seconds=seconds)
            last = now
            ended[key] = item
            progress(item)

        self.steps.approve.approve_many(
            [
                approve_acts.Approve(
                    dossier=item.key,
                    actor=self.sitting.officer,
                    shown=item.sha256,
                    box=_box_of(placed),
                    look=placed.look,
                )
                for item, placed in items
            ],
            self.sitting.grant(SignatureRole.APPROVER, pin),
            on_end=tell,
            cancelled=cancelled,
        )
        items_left = [
            c.SignedItem(key=item.key, name=item.key, outcome="left")
            for item, _ in items
            if item.key not in ended
        ]
        return c.BatchEnd(
            items=(*ended.values(), *items_left), stopped_by=stopped[0], facts=stopped[1]
        )

    def send_back(self, key: str, version: int, reason: str) -> c.Issued:
        """T14."""
        self.steps.approve.send_back(
            approve_acts.SendBack(
                dossier=key, actor=self.sitting.officer, version=version, reason=reason
            )
        )
        return self.issued(key)


def _remarks(
    dossier: Dossier, *, has_place: bool
) -> tuple[tuple[str, str, Mapping[str, object]], ...]:
    """What is known before signing, each with its tone."""
    passed = sum(1 for check in dossier.checks if str(check.state) == "passed")
    total = len(dossier.checks)
    found: list[tuple[str, str, Mapping[str, object]]] = [
        (
            "ok" if passed == total else "warn",
            "ui.remark.appraisal_passed",
            {"passed": passed, "total": total},
        )
    ]
    if any(part.file is not None and not part.is_signed_personally for part in dossier.components):
        found.append(("warn", "ui.remark.unsigned_components", {}))
    if not has_place:
        found.append(("warn", "ui.remark.no_signature_field", {"code": dossier.shown_code}))
    left = sum(1 for note in dossier.page_notes if not note.is_done)
    if left:
        found.append(("warn", "ui.remark.notes_open", {"count": left}))
    return tuple(found)


def _shown(look: MarkLook) -> c.MarkShown:
    return c.MarkShown(lines=look.lines, picture=look.picture, picture_mm=look.picture_mm)


def _placed(place: tuple[int, float, float, float, float]) -> c.Placement:
    """A place of the template, in points, as the screens give it."""
    page, *sides = place
    x, y, width, height = (round(side / POINTS_PER_MM, 1) for side in sides)
    return c.Placement(page=page + 1, x_mm=x, y_mm=y, width_mm=width, height_mm=height)


def _box_of(placed: c.Placement) -> tuple[int, float, float, float, float] | None:
    """Where the approver moved the mark, in points; None keeps the template's place."""
    if placed.mode == "template":
        return None
    x, y, width, height = (
        side * POINTS_PER_MM
        for side in (placed.x_mm, placed.y_mm, placed.width_mm, placed.height_mm)
    )
    return placed.page - 1, x, y, width, height


class AgencyPart(StepPart):
    """Step 4, ký số cơ quan."""

    def seal_shown(self, key: str) -> c.SealShown | None:
        """The place the template left for the seal, with the mark it will get there."""
        dossier = self.sitting.desk.enquiries.dossier(key)
        result = dossier.result
        place = result.places.get("ConDau") if result is not None else None
        if (
            result is None
            or result.file is None
            or place is None
            or not dossier.terms.needs_agency_signature
            or result.has(SignatureRole.AGENCY)
        ):
            return None
        return c.SealShown(
            document=result.file.sha256,
            placement=_placed(place),
            mark=_shown(self.steps.agency_sign.mark()),
        )

    def verify(self, key: str, cancelled: c.Cancellation) -> c.DossierView:
        """Verify every signature again."""
        self.sitting.act(
            key,
            lambda seen: self.steps.agency_sign.verify(
                seal_acts.Verify(dossier=key, actor=self.sitting.officer), cancelled=cancelled
            ),
        )
        return self.sitting.view(key)

    def seal(
        self,
        key: str,
        version: int,
        reasons: Mapping[str, str],
        pin: c.PinEntry,
        progress: Callable[[c.SignedItem], None],
        cancelled: c.Cancellation,
    ) -> c.BatchEnd:
        """T17 under one login; what was signed before a fault stays."""
        before = self.sitting.desk.enquiries.dossier(key)
        names = file_keys(before)
        tolerated = {names[paper]: reason for paper, reason in reasons.items() if paper in names}
        rows = [row for row in self.sitting.view(key).signatures if row.duty != "none"]
        done = self.steps.agency_sign.seal(
            seal_acts.Seal(dossier=key, actor=self.sitting.officer, tolerated=tolerated),
            self.sitting.grant(SignatureRole.AGENCY, pin),
            cancelled=cancelled,
        )
        self.sitting.seen[key] = done.version
        made = {ref.derived_from for ref in done.files} | {ref.name for ref in done.files}
        items = []
        for row in rows:
            is_signed = not done.stopped_by or row.document.id in made
            item = c.SignedItem(
                key=row.document.id, name=row.title, outcome="signed" if is_signed else "left"
            )
            items.append(item)
            progress(item)
        return c.BatchEnd(items=tuple(items), stopped_by=done.stopped_by, facts=done.facts)

    def send_back(self, key: str, version: int, document_id: str, reason: str) -> c.Issued:
        """T16: back to who made the failing file."""
        names = file_keys(self.sitting.desk.enquiries.dossier(key))
        failing = names.get(document_id, "result")
        target = "approve" if failing == "result" else "intake"
        self.sitting.act(
            key,
            lambda seen: self.steps.agency_sign.send_back(
                seal_acts.SendBack(
                    dossier=key,
                    actor=self.sitting.officer,
                    version=seen,
                    to=target,
                    failing_file=failing,
                    reason=reason,
                )
            ),
        )
        return self.issued(key)


class ReturnPart(StepPart):
    """Step 5, trả kết quả."""

    def __init__(self, sitting: Sitting, tables: IdentityTables | None) -> None:
        super().__init__(sitting)
        self._tables = tables

    def identify(self, key: str, text: str) -> c.Recipient:
        """A number or card against the dossier; another dossier's code leads there."""
        number = self._number(text)
        by: Literal["card_seen", "qr"] = "qr" if "|" in text else "card_seen"
        dossier = self.sitting.desk.enquiries.dossier(key) if key else None
        if dossier is not None:
            applicant, other = dossier.applicant, dossier.representative
            if applicant is not None and number == applicant.identifier:
                name = applicant.full_name
                return c.Recipient(match="applicant", name=name, key=key, method=by)
            if other is not None and number == other.identifier:
                name = other.full_name
                return c.Recipient(match="authorised", name=name, key=key, method=by)
            if text == dossier.shown_code and applicant is not None:
                name = applicant.full_name
                return c.Recipient(match="applicant", name=name, key=key, method="slip_code")
        try:
            found = self.sitting.desk.enquiries.dossier(text)
        except NotFoundError:
            return c.Recipient(match="mismatch", key=key)
        return c.Recipient(match="mismatch", key=str(found.code or found.id))

    def _number(self, text: str) -> str:
        if "|" in text and self._tables is not None:
            card = read_card_qr(text, self._tables)
            return card.number or "" if card.verdict is not CardVerdict.REFUSED else ""
        return "".join(text.split())

    def preview(self, key: str) -> c.DocumentRef:
        """The sealed result as it will be handed over."""
        dossier = self.sitting.desk.enquiries.dossier(key)
        if dossier.result is None or dossier.result.file is None:
            raise UnavailableError("return_result.no_result")
        return document(dossier.result.file)

    def hand_over(
        self, key: str, version: int, recipient: c.Recipient, ways: frozenset[str], copies: int
    ) -> c.Issued:
        """T24."""
        dossier = self.sitting.desk.enquiries.dossier(key)
        person = dossier.representative if recipient.match == "authorised" else dossier.applicant
        before = len(dossier.slips)
        self.sitting.act(
            key,
            lambda seen: self.steps.return_result.hand_over(
                return_acts.HandOver(
                    dossier=key,
                    actor=self.sitting.officer,
                    version=seen,
                    recipient=recipient.name,
                    recipient_identifier=person.identifier if person else "",
                    identity_method=recipient.method,
                    relation="authorised" if recipient.match == "authorised" else "principal",
                    authorisation_paper=dossier.authorisation_paper,
                    ways=tuple(sorted(ways)),
                )
            ),
        )
        return self.issued(key, before)
