"""Step 3: documents waiting for a personal signature, looked at one by one.

Signed under one PIN.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desk_app.ui.common.asking import Model, PinTalk
from desk_app.ui.common.failures import Failure, failure_of, was_cancelled
from desk_app.ui.common.jobs import JobState
from desk_app.ui.common.notes import InSight, NotesOnPages
from desk_app.ui.common.prompts import Prompts, TextPrompt
from desk_app.ui.common.signing_run import Batch, SigningRun
from desk_app.ui.common.undo import NO_UNDO, Undo
from desk_app.ui.contract import (
    DRAFT,
    BatchEnd,
    Desk,
    DossierView,
    Issued,
    PageNote,
    PinEntry,
    Placement,
    SignedItem,
    SigningItem,
    TokenCertificate,
)
from desk_app.ui.task_runner import Task, TaskRunner

LOOKS = ("picture", "details", "invisible")
PLACES = ("template", "last_page", "custom")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveState:
    """All the approval page shows.

    Attributes:
        seen: documents that were opened; only these can be signed.
        placements: where the mark goes, by document; moved ones are ``custom``.
        note: the note under the cursor.
        ended: how items of the running or last batch ended, in order.
    """

    items: tuple[SigningItem, ...] = ()
    chosen: str = ""
    ticked: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    sheet: int = 0
    placements: tuple[tuple[str, Placement], ...] = ()
    look: Literal["picture", "details", "invisible"] = "picture"
    certificate: TokenCertificate | None = None
    now: dt.datetime | None = None
    is_signing: bool = False
    is_stopping: bool = False
    ended: tuple[SignedItem, ...] = ()
    total: int = 0
    seconds_each: float = 0.0
    failure: Failure | None = None
    notice: str = ""
    notice_facts: tuple[tuple[str, object], ...] = ()
    undo: Undo = NO_UNDO
    is_loading: bool = False
    note: str = ""

    @property
    def notes(self) -> tuple[PageNote, ...]:
        """Notes on the pages of the dossier in sight."""
        return self.item.notes if self.item else ()

    @property
    def job(self) -> JobState | None:
        """The batch that is being signed."""
        if not self.is_signing:
            return None
        facts = (("done", len(self.ended)), ("total", self.total))
        return JobState(
            "ui.approve.signing", facts, len(self.ended), self.total, icon="approve",
            is_stopping=self.is_stopping,
        )  # fmt: skip

    @property
    def item(self) -> SigningItem | None:
        """The document in sight."""
        return next((item for item in self.items if item.key == self.chosen), None)

    @property
    def placement(self) -> Placement | None:
        """Where the mark of the document in sight goes."""
        return dict(self.placements).get(self.chosen) or (
            self.item.placement if self.item else None
        )

    @property
    def to_sign(self) -> tuple[SigningItem, ...]:
        """Ticked documents in list order."""
        return tuple(item for item in self.items if item.key in self.ticked)

    @property
    def unseen(self) -> tuple[SigningItem, ...]:
        """Ticked documents nobody has opened yet."""
        return tuple(item for item in self.to_sign if item.key not in self.seen)


class ApproveViewModel(Model[ApproveState]):
    """Holds the list of one approver.

    Attributes:
        notes: on pages of the draft in sight.

    Signals:
        finished: something was signed or sent back; lists elsewhere should be asked again.
    """

    finished = Signal(object)

    def __init__(
        self, desk: Desk, runner: TaskRunner, prompts: Prompts, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self._desk, self._approve, self._prompts = desk, desk.approve, prompts
        self._run = SigningRun(self, PinTalk(runner, desk.tokens, prompts, self), self._show)
        self.notes = NotesOnPages(self, desk, prompts)
        self._wanted = ""
        self.state = ApproveState()

    def load(self, key: str = "") -> None:
        """Ask for what waits; ``key`` is the one to show first."""
        self._wanted = key
        approve, tokens = self._approve, self._desk.tokens
        self._show(is_loading=True)
        self.ask("db", lambda task: approve.waiting(), self._took, self._refuse)
        self.ask(
            "token", lambda task: tokens.certificate("personal"), self._holds, self._holds_none
        )

    def _holds(self, held: TokenCertificate) -> None:
        self._show(certificate=held)

    def _holds_none(self, error: Exception) -> None:
        self._show(certificate=None)

    def _took(self, items: tuple[SigningItem, ...]) -> None:
        keys = {item.key for item in items}
        first = items[0].key if items else ""
        chosen = self._wanted if self._wanted in keys else self.state.chosen
        chosen = chosen if chosen in keys else first
        is_first = not self.state.items
        ticked = self.state.ticked & keys
        if is_first and not ticked and chosen:
            ticked = frozenset({chosen})
        self._show(
            items=items,
            chosen=chosen,
            ticked=ticked,
            seen=(self.state.seen & keys) | ({chosen} if chosen else set()),
            now=self._desk.now(),
            is_loading=False,
        )

    # -- list and document

    def choose(self, key: str) -> None:
        """Open a document: from now on it has been seen."""
        if key != self.state.chosen:
            self._show(chosen=key, seen=self.state.seen | {key}, sheet=0, note="")

    def tick(self, key: str) -> None:
        """Space: tick or untick, and go to the next document."""
        self._show(ticked=self.state.ticked ^ {key})
        if key in self.state.ticked:
            self.move(1)

    def move(self, by: int) -> None:
        """The next or previous document."""
        keys = [item.key for item in self.state.items]
        if self.state.chosen in keys and 0 <= keys.index(self.state.chosen) + by < len(keys):
            self.choose(keys[keys.index(self.state.chosen) + by])

    def move_sheet(self, by: int) -> None:
        """Another page, over the edge into the next document."""
        item = self.state.item
        pages = item.document.pages if item else 0
        if 0 <= self.state.sheet + by < pages:
            self._show(sheet=self.state.sheet + by)
        else:
            self.move(by)

    # -- notes on pages

    @property
    def in_sight(self) -> InSight | None:
        """The page of the draft in sight; none is written on while a signature is being made."""
        item = self.state.item
        if item is None:
            return None
        document = "" if self.state.is_signing else item.document.id
        return InSight(key=item.key, paper=DRAFT, document=document, page=self.state.sheet)

    @property
    def noted(self) -> tuple[tuple[PageNote, ...], str]:
        """The notes of the dossier in sight, and which is under the cursor."""
        return self.state.notes, self.state.note

    def show_note(self, note: PageNote) -> None:
        """Show the place a note on the draft speaks of."""
        is_here = note.paper == DRAFT
        self._show(note=note.id, sheet=note.page if is_here else self.state.sheet)

    def change_notes(self, call: Callable[[], DossierView]) -> None:
        """Change the notes."""
        self.ask("db", lambda task: call(), self._noted, self._refuse)

    def _noted(self, dossier: DossierView) -> None:
        items = tuple(
            replace(item, notes=dossier.notes) if item.key == dossier.key else item
            for item in self.state.items
        )
        self._show(items=items, failure=None)

    # -- place of the mark

    def place(self, mode: str) -> None:
        """As the template says, on the last page, or where it was moved to."""
        item = self.state.item
        if item is None or mode not in PLACES:
            return
        base = item.placement
        if mode == "last_page":
            base = replace(base, mode="last_page", page=item.document.pages, y_mm=20.0)
        elif mode == "custom":
            base = replace(self.state.placement or base, mode="custom")
        self._place(base)

    def nudge(self, dx_mm: float, dy_mm: float, resize: bool) -> None:  # noqa: FBT001  from the view's signal
        """Move or resize the frame; it stays on the page."""
        item, at = self.state.item, self.state.placement
        if item is None or at is None:
            return
        if resize:
            width = min(max(at.width_mm + dx_mm, 20.0), item.page_width_mm - at.x_mm)
            height = min(max(at.height_mm + dy_mm, 8.0), item.page_height_mm - at.y_mm)
            self._place(replace(at, mode="custom", width_mm=width, height_mm=height))
            return
        x = min(max(at.x_mm + dx_mm, 0.0), item.page_width_mm - at.width_mm)
        y = min(max(at.y_mm + dy_mm, 0.0), item.page_height_mm - at.height_mm)
        self._place(replace(at, mode="custom", x_mm=x, y_mm=y))

    def put_number(self, name: str, text: str) -> None:
        """A number typed into page, X or Y; what is no number changes nothing."""
        item, at = self.state.item, self.state.placement
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            self._show()
            return
        if item is None or at is None:
            return
        if name == "page":
            page = min(max(round(value), 1), max(item.document.pages, 1))
            self._place(replace(at, mode="custom", page=page))
            self._show(sheet=page - 1)
        else:
            here = at.x_mm if name == "x_mm" else at.y_mm
            dx, dy = (value - here, 0.0) if name == "x_mm" else (0.0, value - here)
            self.nudge(dx, dy, False)  # noqa: FBT003  not a resize

    def _place(self, placement: Placement) -> None:
        self._show(
            placements=(
                *(p for p in self.state.placements if p[0] != self.state.chosen),
                (self.state.chosen, placement),
            )
        )

    def choose_look(self, look: str) -> None:
        """What the mark shows."""
        self._show(look=look)

    # -- signing

    def sign(self) -> None:
        """F12: sign what is ticked; nothing unseen is signed."""
        state = self.state
        if state.is_signing:
            return
        if not state.to_sign:
            self._show(notice="ui.approve.none_chosen", notice_facts=())
        elif state.unseen:
            names = ", ".join(item.title for item in state.unseen)
            self._show(
                notice="ui.approve.not_seen",
                notice_facts=(("names", names),),
                chosen=state.unseen[0].key,
            )
            self._show(seen=self.state.seen | {self.state.chosen})
        else:
            self._begin()

    def _begin(self) -> None:
        count = len(self.state.to_sign)
        self._show(notice="", failure=None, total=count)
        self._run.begin(
            Batch(
                act="approve", count=count, purpose="personal", sign=self._sign, ended=self._signed
            )
        )

    def _sign(self, pin: PinEntry) -> Callable[[Task], BatchEnd]:
        placed, approve = dict(self.state.placements), self._approve
        look = self.state.look
        items = tuple(
            (item, replace(placed.get(item.key, item.placement), look=look))
            for item in self.state.to_sign
        )
        self._show(total=len(items))
        return lambda task: approve.sign(items, pin.during(task), task.announce, task)

    def _signed(self, end: BatchEnd, failure: Failure | None) -> None:
        del failure
        signed = frozenset(item.key for item in end.items if item.outcome == "signed")
        self._show(
            ticked=self.state.ticked - signed,
            notice="ui.approve.summary",
            notice_facts=(("signed", len(signed)), ("total", len(end.items))),
        )
        self.finished.emit(end)
        self.load()

    def stop(self) -> bool:
        """Stop after the document being signed; whether anything ran."""
        return self._run.stop()

    def send_back(self) -> None:
        """F11: back to appraisal with a reason."""
        item = self.state.item
        if item is None or self.state.is_signing:
            return
        approve, enquiries = self._approve, self._desk.enquiries

        def go_on(reason: str | None) -> None:
            if reason is None:
                return

            def work(task: Task) -> Issued:
                return approve.send_back(item.key, enquiries.dossier(item.key).version, reason)

            self.ask("db", work, self._sent_back, self._refuse)

        going = sum(1 for note in item.notes if not note.is_sent)
        act = "send_back_notes" if going else "send_back"
        self._prompts.ask_text(TextPrompt(act=act, facts={"count": going}), go_on)

    def _sent_back(self, issued: Issued) -> None:
        self._show(notice="ui.approve.sent_back", notice_facts=(("code", issued.dossier.code),))
        self.finished.emit(issued)
        self.load()

    def _refuse(self, error: Exception) -> None:
        if not was_cancelled(error):
            self._show(is_loading=False, failure=failure_of(error))
