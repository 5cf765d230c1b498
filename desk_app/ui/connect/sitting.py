"""Who sits at the desk, and what every part needs to act in their name."""

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from desk_app.application.desk import Desk
from desk_app.application.enquiries import WorkQuery
from desk_app.application.form_drifts import form_drifts
from desk_app.application.ports import SigningGrant
from desk_app.application.reminders import Reminder, reminders
from desk_app.application.scan_ports import GivenBefore
from desk_app.application.sensitive_papers import closed_papers
from desk_app.application.step_times import step_clock
from desk_app.application.sync_errors import LocalStorageError
from desk_app.application.sync_values import MaintenanceNotice, QueuedCommand, RowState
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import ConflictError, RuleError
from desk_app.domain.forms import FormDefinition
from desk_app.domain.held_papers import HeldPaper
from desk_app.domain.moments import VIETNAM
from desk_app.domain.people import Actor
from desk_app.domain.signatures import SignatureRole
from desk_app.ui import contract as c
from desk_app.ui.connect import views
from desk_app.ui.connect.field_views import earlier_values, with_earlier
from desk_app.ui.connect.kept_drafts import KeptDrafts, NoShelf
from desk_app.ui.connect.note_views import page_notes
from desk_app.ui.connect.paper_views import component
from desk_app.ui.connect.papers import with_tray

T = TypeVar("T")
TASKS_EVERY_S = 60.0
WAITING = frozenset({RowState.READY, RowState.SENDING})


@dataclass
class Sitting:
    """One desk with the officer at it; shared by all parts, used from every lane.

    Attributes:
        seen: version of each dossier as this desk last saw or made it.
        moved: how often the office told of a change.
        closed: sensitive papers of dossiers looked at: digest → (dossier, component).
        kept: drafts that wait on this machine until the office's database is back.
        opened: those of them this officer gave a reason for.
        counting: held while tasks of the day are counted; who comes meanwhile takes that answer.
        notices: maintenance the province announced when it was last reached.
    """

    desk: Desk
    actor: Actor | None = None
    is_online: bool = True
    offline_since: dt.datetime | None = None
    seen: dict[str, int] = field(default_factory=dict)
    moved: int = 0
    notices: tuple[MaintenanceNotice, ...] = ()
    closed: dict[str, tuple[str, str]] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    kept: KeptDrafts = field(default_factory=lambda: KeptDrafts(NoShelf()))
    lock: threading.Lock = field(default_factory=threading.Lock)
    counting: threading.Lock = field(default_factory=threading.Lock)
    _tasks: tuple[dt.datetime | None, tuple[Reminder, ...]] = (None, ())

    @property
    def officer(self) -> Actor:
        """Who acts; nobody acts before sign-in."""
        if self.actor is None:
            raise RuleError("session.signed_out")
        return self.actor

    def grant(self, role: SignatureRole, pin: c.PinEntry) -> SigningGrant:
        """Permission to sign for one act of the officer."""
        return self.desk.grant(
            self.officer.user,
            role,
            pin.typed,
            final_try_confirmed=pin.last_try_accepted,
            ask_pin=pin.again,
        )

    def now(self) -> dt.datetime:
        """The moment in Vietnamese time."""
        return self.desk.office.clock.now().astimezone(VIETNAM)

    def act(self, key: str, call: Callable[[int | None], T]) -> T:
        """Do an act against the version this desk knows.

        Two lanes of one desk may act on one dossier (a draft is saved while a component is being
        read); the later one is tried once more against what the earlier one made. What another desk
        changed is a conflict and stays one.
        """
        known = self.seen.get(key)
        try:
            done = call(known)
        except ConflictError:
            if self.seen.get(key) == known:
                raise
            done = call(self.seen.get(key))
        version = getattr(done, "version", None)
        if isinstance(version, int):
            self.seen[key] = version
        self._claim(str(getattr(done, "dossier_id", "")))
        return done

    def form_of(self, dossier: Dossier) -> FormDefinition | None:
        """The e-form of a dossier."""
        return self.desk.office.catalogue.form(dossier.terms.form) if dossier.terms.form else None

    def names(self) -> dict[str, str]:
        """Full names of the office's people by sign-in name."""
        return {officer.user: officer.full_name for officer in self.desk.office.staff.officers()}

    def view(
        self, key: str, problems: Mapping[str, tuple[str, Mapping[str, object]]] | None = None
    ) -> c.DossierView:
        """One dossier as the screens show it; from now on its version is the one seen."""
        dossier = self.desk.enquiries.dossier(key)
        with self.lock:
            for name in (key, dossier.id, dossier.shown_code):
                if name:
                    self.seen[name] = dossier.version
            for digest, part in closed_papers(dossier).items():
                self.closed[digest] = (dossier.id, part)
        names = self.names()
        events = tuple(views.event_line(e, names) for e in self.desk.enquiries.events(dossier.id))
        target = self.desk.office.facts.target_of(dossier.terms.target_system)
        rows = self.desk.outbox.items(target, dossier_id=dossier.id)
        sync, next_try = sync_of(rows)
        holder, since = self._held(dossier.id, events)
        form = self.form_of(dossier)
        view = views.dossier_view(
            dossier,
            form,
            events,
            holder=holder,
            held_since=since,
            sync=sync,
            problems=problems,
            next_try_at=next_try,
        )
        before = earlier_values(form, dossier.form, names)
        view = replace(
            view,
            values=with_earlier(view.values, before),
            notes=page_notes(dossier, names, self.actor.user if self.actor else ""),
        )
        view = replace(view, step_due_at=self._step_due(dossier))
        self.kept.saw(view)
        view = self.kept.over(view)
        view = replace(view, twins=self._twins(dossier))
        held = held_of(self, dossier)
        if held:
            parts = tuple(component(part, held) for part in dossier.components)
            view = replace(view, components=parts)
        return with_tray(
            view,
            dossier,
            self.desk.office.scanner,
            self.desk.file_limit(),
            lambda: self._given_before(dossier),
            form_drifts(dossier, self.desk.office.clock.now()),
        )

    def _step_due(self, dossier: Dossier) -> dt.datetime | None:
        """When the step in hand should be done by the process of the procedure."""
        found = step_clock(self.desk.office, dossier, self.desk.office.clock.now())
        due = found.due_at if found is not None else None
        return due.replace(tzinfo=VIETNAM) if due is not None else None

    def _twins(self, dossier: Dossier) -> tuple[c.Twin, ...]:
        """Open dossiers of the same person and procedure, for one that is not received yet."""
        if dossier.is_received or not dossier.is_open or dossier.applicant is None:
            return ()
        found = self.desk.enquiries.same_person_open(
            dossier.applicant.identifier, dossier.terms.code
        )
        return tuple(views.twin(row) for row in found if row.id != dossier.id)

    def _given_before(self, dossier: Dossier) -> list[tuple[GivenBefore, str]]:
        """Pages that look like some given with another dossier, with how that one is called."""
        found = []
        for again in self.desk.enquiries.given_before(dossier):
            other = self.desk.enquiries.dossier(again.scope)
            part = next((p.name for p in other.components if p.key == again.home), "")
            name = " · ".join(text for text in (str(other.code or other.terms.name), part) if text)
            found.append((again, name))
        return found

    def _held(
        self, dossier_id: str, events: Sequence[c.EventLine]
    ) -> tuple[str, dt.datetime | None]:
        """Who works on a dossier now by a claim, else who had it last; and since when."""
        claim = self.desk.claims.of([dossier_id], at=self.now()).get(dossier_id)
        if claim is not None:
            return f"{claim.full_name} · {claim.desk}", claim.since.astimezone(VIETNAM)
        last = events[-1] if events else None
        return (last.who, last.at.astimezone(VIETNAM)) if last is not None else ("", None)

    def _claim(self, dossier_id: str) -> None:
        """Tell colleagues who works on this; a claim that cannot be made keeps nobody from work."""
        if dossier_id and self.actor is not None:
            with contextlib.suppress(LocalStorageError):
                self.desk.claims.take(dossier_id, self.actor, at=self.now())

    def follow(self) -> Callable[[], None]:
        """Count what other desks change; the window looks at the number and asks again."""

        def heard(_ids: frozenset[str]) -> None:
            with self.lock:
                self.moved += 1

        return self.desk.follow(heard, lambda _standing: None)

    @property
    def known_tasks(self) -> int:
        """How many tasks of the day there were when they were last counted."""
        return len(self._tasks[1])

    def tasks(self, *, fresh: bool = False) -> tuple[Reminder, ...]:
        """What must be done today; counted anew once a minute unless asked afresh."""
        with self.counting:
            now = self.now()
            at, known = self._tasks
            if fresh or at is None or (now - at).total_seconds() >= TASKS_EVERY_S:
                known = reminders(self.desk.enquiries)
                self._tasks = (now, known)
            return known

    def query(self, asked: c.WorkQuery) -> WorkQuery:
        """A list asked for by the signed-in officer."""
        return WorkQuery(
            scope="office" if asked.scope == "tasks" else asked.scope,
            step=asked.step or "",
            text=asked.text,
            limit=asked.limit,
            roles=frozenset(str(role) for role in self.officer.roles),
            user=self.officer.user,
        )


def held_of(sitting: Sitting, dossier: Dossier) -> tuple[HeldPaper, ...]:
    """What stores hold of the applicant, as last told."""
    who = dossier.applicant
    return sitting.desk.enquiries.held_of(who.identifier) if who and who.identifier else ()


def sync_of(rows: Sequence[QueuedCommand]) -> tuple[c.SyncState, dt.datetime | None]:
    """Where a dossier stands with the province, and when the next try is."""
    items = list(rows)
    if not items:
        return "none", None
    if any(row.state is RowState.PARKED for row in items):
        return "failed", None
    waiting = [row for row in items if row.state in WAITING]
    if waiting:
        return "waiting", waiting[0].next_at
    return "sent", None
