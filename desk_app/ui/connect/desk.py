"""The desk as the window takes it: people, lists, pages, outbox, and the parts of the steps."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from desk_app.application.desk import Desk
from desk_app.application.sync_values import QueuedCommand, RowState
from desk_app.domain.errors import DeskError, RuleError, UnavailableError
from desk_app.domain.identity import IdentityTables
from desk_app.ui import contract as c
from desk_app.ui.connect.intake import IntakePart
from desk_app.ui.connect.sitting import Sitting
from desk_app.ui.connect.steps import AgencyPart, AppraisePart, ApprovePart, ReturnPart
from desk_app.ui.connect.views import work_row

SIGNING_ROLES = frozenset(
    {"intake_officer", "appraiser", "approver", "records_clerk", "result_officer"}
)
SETTINGS_FILE = "window.json"
EXPIRING_DAYS = 30
MOST_TRIES = 5
LOCK_TIME = dt.timedelta(minutes=15)


class PdfPages(Protocol):
    """Rasterises PDF pages behind a deadline."""

    def page(self, data: bytes, page: int, width_px: int) -> c.PageImage:
        """A page as an encoded picture. Errors: ``papers.*``."""
        ...


class TokenLook(Protocol):
    """Looks at a signing device without its PIN."""

    def certificate(self, module: str, token: str, certificate: str) -> c.TokenCertificate:
        """Errors: ``signing.*``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowParts:
    """What the window needs beside the use cases; wired by bootstrap.

    Attributes:
        authenticate: checks a password; raises ``session.wrong_password``.
        check_up: the doctor's lines as the command line prints them.
        send_to_printer: hands a PDF to a printer; False when there is none.
    """

    pdf_pages: PdfPages
    tokens: TokenLook
    authenticate: Callable[[str, str], None]
    check_up: Callable[[], list[dict[str, object]]]
    tables: IdentityTables | None = None
    send_to_printer: Callable[[bytes, str, int], bool] | None = None
    scanner: str = ""


class SessionPart:
    """Who sits at the desk."""

    def __init__(self, sitting: Sitting, parts: WindowParts, settings: "FileSettings") -> None:
        self._sitting, self._parts, self._settings = sitting, parts, settings
        self._failed: dict[str, int] = {}
        self._locked_until: dict[str, dt.datetime] = {}

    def welcome(self) -> c.Welcome:
        """What the sign-in page shows; reads no database."""
        desk = self._sitting.desk
        facts = desk.office.facts
        return c.Welcome(
            office=facts.agency_name,
            version=self._settings.version,
            counters=(c.Counter(id=facts.desk, name=facts.desk),),
            last_user=self._settings.get("session.user"),
            last_counter=facts.desk,
            is_online=self._sitting.is_online,
            practice=desk.is_practice,
        )

    def sign_in(self, user: str, password: str, counter: str) -> c.Officer:
        """Check the password, then act as that officer."""
        self._check(user, password)
        self._sitting.actor = self._sitting.desk.actor(user)
        self._settings.put("session.user", user)
        return self._officer()

    def _check(self, user: str, password: str) -> None:
        """One attempt; after ``MOST_TRIES`` in a row the name rests for a while."""
        until = self._locked_until.get(user)
        if until is not None and self._sitting.now() < until:
            raise RuleError("session.locked", {"until": f"{until:%H:%M}"})
        try:
            self._parts.authenticate(user, password)
        except DeskError as error:
            if error.code != "session.wrong_password":
                raise
            failed = self._failed[user] = self._failed.get(user, 0) + 1
            if failed >= MOST_TRIES:
                self._failed[user] = 0
                rest = self._locked_until[user] = self._sitting.now() + LOCK_TIME
                raise RuleError("session.locked", {"until": f"{rest:%H:%M}"}) from error
            raise RuleError(error.code, {"tries_left": MOST_TRIES - failed}) from error
        self._failed.pop(user, None)

    def _officer(self) -> c.Officer:
        actor = self._sitting.officer
        roles = frozenset(str(role) for role in actor.roles)
        return c.Officer(
            id=actor.user,
            name=actor.full_name,
            title=actor.position,
            counter=actor.desk,
            roles=roles,
            signs=bool(roles & SIGNING_ROLES),
        )

    def sign_in_with_token(self, pin: str, counter: str) -> c.Officer:
        """Signing in by certificate is offered where the office has registered certificates."""
        raise UnavailableError("session.token_not_set_up")

    def sign_out(self) -> None:
        """Forget the officer."""
        self._sitting.actor = None


class EnquiriesPart:
    """The read side."""

    def __init__(self, sitting: Sitting, tokens: "TokensPart") -> None:
        self._sitting, self._tokens = sitting, tokens

    def work_list(self, query: c.WorkQuery) -> c.WorkList:
        """Rows for a list, a step queue or a search."""
        found = self._sitting.desk.enquiries.work_list(self._sitting.query(query))
        return c.WorkList(rows=tuple(work_row(row) for row in found.rows), total=found.total)

    def counts(self) -> c.Counts:
        """Numbers of dashboard and navigation."""
        enquiries, sitting = self._sitting.desk.enquiries, self._sitting
        mine = enquiries.counts(sitting.query(c.WorkQuery(scope="mine")))
        office = enquiries.counts(sitting.query(c.WorkQuery(scope="office")))
        return c.Counts(
            steps=_by_step(office.steps),
            overdue_steps=frozenset(step for step in c.STEPS if step in office.overdue_steps),
            scopes={
                "mine": mine.active,
                "office": office.active,
                "overdue": office.overdue,
                "supplement": office.supplement,
                "online": office.online,
            },
            overdue=office.overdue,
            due_today=office.due_today,
            active=office.active,
            done_today=office.done_today,
            outbox=_unsent(sitting),
        )

    def dossier(self, key: str) -> c.DossierView:
        """One dossier."""
        return self._sitting.view(key)

    def surroundings(self) -> c.Surroundings:
        """Network, outbox and token as last seen; asks no device."""
        sitting = self._sitting
        summary = sitting.desk.outbox.summary(sitting.desk.office.facts.target)
        state, days = self._tokens.last
        return c.Surroundings(
            is_online=sitting.is_online,
            offline_since=sitting.offline_since,
            waiting=summary.waiting,
            failed=summary.parked,
            token=state,
            token_days_left=days,
        )


def _by_step(numbers: Mapping[str, int]) -> dict[c.Step, int]:
    return {step: numbers.get(step, 0) for step in c.STEPS}


def _unsent(sitting: Sitting) -> int:
    summary = sitting.desk.outbox.summary(sitting.desk.office.facts.target)
    return summary.waiting + summary.parked


TokenState = Literal["ready", "absent", "expiring", "locked", "hidden"]


class TokensPart:
    """The officer's signing device."""

    def __init__(self, sitting: Sitting, look: TokenLook) -> None:
        self._sitting, self._look = sitting, look
        self.last: tuple[TokenState, int | None] = ("hidden", None)

    def certificate(self, purpose: Literal["personal", "agency"]) -> c.TokenCertificate:
        """The certificate a signature will be made with."""
        choice = self._sitting.desk.office.staff.token_of(self._sitting.officer.user, purpose)
        try:
            held = self._look.certificate(choice.module, choice.token, choice.certificate)
        except DeskError:
            self.last = ("absent", None)
            raise
        if held.is_locked:
            self.last = ("locked", None)
        else:
            self.last = ("expiring" if held.days_left < EXPIRING_DAYS else "ready", held.days_left)
        return held


class PagesPart:
    """Pages as pictures out of the papers store."""

    def __init__(self, desk: Desk, pdf_pages: PdfPages) -> None:
        self._papers, self._pdf_pages = desk.office.papers, pdf_pages

    def page(self, document_id: str, page: int, width_px: int) -> c.PageImage:
        """A stored image as it is; a PDF page rasterised."""
        data = self._papers.read(document_id)
        if data[:5] == b"%PDF-":
            return self._pdf_pages.page(data, page, width_px)
        return c.PageImage(data=data, width=0, height=0)


class OutboxPart:
    """What waits for the province."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._store = sitting.desk.outbox
        self._target = sitting.desk.office.facts.target

    def items(self) -> tuple[c.OutboxItem, ...]:
        """All that is not confirmed, oldest first."""
        states = (RowState.READY, RowState.SENDING, RowState.PARKED)
        rows = self._store.items(self._target, states=states)
        codes: dict[str, str] = {}
        return tuple(self._item(row, codes) for row in rows)

    def _item(self, row: QueuedCommand, codes: dict[str, str]) -> c.OutboxItem:
        dossier_id = row.entry.dossier_id
        if dossier_id not in codes:
            dossier = self._sitting.desk.enquiries.dossier(dossier_id)
            codes[dossier_id] = str(dossier.code or "")
        problem = row.last_problem
        state = "sending" if row.state is RowState.SENDING else "waiting"
        if row.state is RowState.PARKED:
            state = "conflict" if problem is not None and "conflict" in problem.code else "parked"
        return c.OutboxItem(
            id=row.entry.command_id,
            dossier_key=codes[dossier_id] or dossier_id,
            code=codes[dossier_id],
            kind=str(row.entry.kind),
            created_at=row.created_at or row.entry.occurred_at,
            attempts=row.attempts,
            state=state,  # type: ignore[arg-type]  # literals above
            answer=problem.code if problem else "",
            answer_facts={"code": codes[dossier_id], **(dict(problem.facts) if problem else {})},
            next_try_at=row.next_at,
        )

    def send_now(self, ids: tuple[str, ...], cancelled: c.Cancellation) -> tuple[c.OutboxItem, ...]:
        """Try these, or everything, at once."""
        for item in ids:
            self._store.resume(item)
        if not ids:
            self._store.hasten(self._target)
        self.exchange()
        return self.items()

    def exchange(self) -> None:
        """One pass of the sync engine; offline is a state, not an error."""
        sitting = self._sitting
        try:
            report = sitting.desk.synchronise()
            reached = not report.stopped
        except UnavailableError:
            reached = False
        if reached != sitting.is_online:
            sitting.is_online = reached
            sitting.offline_since = None if reached else sitting.now()

    def keep_local(self, item_id: str) -> tuple[c.OutboxItem, ...]:
        """Give a parked command up, on record."""
        user = self._sitting.officer.user
        self._store.discard(item_id, by=user, reason="kept_local", at=dt.datetime.now(tz=dt.UTC))  # noqa: TID251  a technical time stamp
        return self.items()

    def differences(self, item_id: str) -> tuple[c.Difference, ...]:
        """Fields in which our command and the province's copy differ."""
        row = self._store.get(item_id)
        shadow = self._store.shadow(self._target, row.entry.dossier_id) if row else None
        if row is None or shadow is None:
            return ()
        ours, theirs = row.entry.body.get("form"), getattr(shadow, "document", {}).get("form")
        if not isinstance(ours, dict) or not isinstance(theirs, dict):
            return ()
        return tuple(
            c.Difference(
                field_id=name,
                label=name,
                ours=str(ours[name]),
                ours_by=row.entry.actor.user,
                theirs=str(theirs.get(name, "")),
                theirs_by=self._target,
            )
            for name in ours
            if ours[name] != theirs.get(name)
        )

    def settle(self, item_id: str, choice: Mapping[str, Literal["ours", "theirs"]]) -> None:
        """Ours everywhere: send again; theirs everywhere: give ours up."""
        if set(choice.values()) == {"theirs"}:
            self.keep_local(item_id)
        else:
            self._store.resume(item_id)

    def fetch_online(self) -> int:
        """Take in what came; how many online submissions there are now."""
        before = len(self._store.shadows(self._target, state="SUBMITTED"))
        report = self._sitting.desk.synchronise()
        if report.stopped:
            raise UnavailableError(str(report.stopped))
        return max(len(self._store.shadows(self._target, state="SUBMITTED")) - before, 0)


class DoctorPart:
    """The doctor over the checks of the command line."""

    PARTS = ("profile", "database", "disk", "scanner", "ocr", "fonts", "token", "province")

    def __init__(self, check_up: Callable[[], list[dict[str, object]]]) -> None:
        self._check_up = check_up

    def parts(self) -> tuple[str, ...]:
        """Ids in order."""
        return self.PARTS

    def check(self, found: Callable[[c.CheckUp], None], cancelled: c.Cancellation) -> None:
        """Check all parts."""
        for line in self._check_up():
            state = str(line["state"])
            found(
                c.CheckUp(
                    id=str(line["id"]),
                    state=state if state in ("ok", "warn", "fail") else "warn",  # type: ignore[arg-type]  # narrowed
                    detail=str(line.get("detail", "")),
                    fix=str(line.get("fix", "")),
                )
            )


class PrintingPart:
    """Slips to the printer; without one they wait."""

    def __init__(self, desk: Desk, send: Callable[[bytes, str, int], bool] | None) -> None:
        self._papers, self._send = desk.office.papers, send
        self._waiting: list[tuple[str, int]] = []

    def print_document(self, document: c.DocumentRef, copies: int) -> None:
        """Print a stored PDF; the step is complete even when no printer answers."""
        data = self._papers.read(document.id)
        if self._send is None or not self._send(data, document.name, copies):
            self._waiting.append((document.id, copies))

    def waiting(self) -> int:
        """Forms that wait for a printer."""
        return len(self._waiting)


class FileSettings:
    """Choices of the officers at this desk, in a small file of the profile."""

    def __init__(self, folder: Path, version: str) -> None:
        self._path = folder / SETTINGS_FILE
        self.version = version
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = {}
        self._values: dict[str, str] = (
            {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
        )

    def get(self, key: str, default: str = "") -> str:
        """A value."""
        return self._values.get(key, default)

    def put(self, key: str, value: str) -> None:
        """Keep a value; the file is replaced whole."""
        if self._values.get(key) == value:
            return
        self._values[key] = value
        text = json.dumps(self._values, ensure_ascii=False, indent=1)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self._path)


def connect(desk: Desk, parts: WindowParts, *, version: str = "") -> c.Desk:
    """The desk of the window over the use cases of the application."""
    sitting = Sitting(desk)
    settings = FileSettings(desk.profile, version)
    tokens = TokensPart(sitting, parts.tokens)
    device = parts.scanner or settings.get("scanner.device")
    return c.Desk(
        session=SessionPart(sitting, parts, settings),
        enquiries=EnquiriesPart(sitting, tokens),
        pages=PagesPart(desk, parts.pdf_pages),
        intake=IntakePart(sitting, parts.tables, device),
        appraise=AppraisePart(sitting),
        approve=ApprovePart(sitting),
        agency_sign=AgencyPart(sitting),
        return_result=ReturnPart(sitting, parts.tables),
        tokens=tokens,
        outbox=OutboxPart(sitting),
        doctor=DoctorPart(parts.check_up),
        printing=PrintingPart(desk, parts.send_to_printer),
        settings=settings,
        now=sitting.now,
    )
