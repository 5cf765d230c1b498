"""Step 4: verdicts on personal signatures, the agency's seal on the result, true copies."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desk_app.ui.common.asking import Model, PinTalk
from desk_app.ui.common.failures import Failure, failure_of, was_cancelled
from desk_app.ui.common.jobs import JobState
from desk_app.ui.common.prompts import Prompts, TextPrompt
from desk_app.ui.common.signing_run import Batch, SigningRun
from desk_app.ui.contract import (
    BatchEnd,
    Desk,
    DossierView,
    Issued,
    PinEntry,
    SealShown,
    SignatureRow,
    SignedItem,
)
from desk_app.ui.task_runner import Task, TaskRunner

NEEDS_REASON = ("no_time_stamp", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyState:
    """All the page of step 4 shows.

    Attributes:
        reasons: why a signature that could not be verified is taken, by document.
        ended: how items of the running or last batch ended, in order.
        seal: as it will stand on the result; None where no place waits for it.
        sheet: page of the paper under the cursor, from 0.
    """

    dossier: DossierView | None = None
    chosen: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    is_verifying: bool = False
    is_signing: bool = False
    is_stopping: bool = False
    ended: tuple[SignedItem, ...] = ()
    seconds_each: float = 0.0
    failure: Failure | None = None
    issued: DossierView | None = None
    seal: SealShown | None = None
    sheet: int = 0

    @property
    def job(self) -> JobState | None:
        """The batch that is being signed."""
        if not self.is_signing:
            return None
        total = len(self.to_seal)
        facts = (("done", len(self.ended)), ("total", total))
        return JobState(
            "ui.approve.signing", facts, len(self.ended), total, icon="seal",
            is_stopping=self.is_stopping,
        )  # fmt: skip

    @property
    def rows(self) -> tuple[SignatureRow, ...]:
        """Papers with verdicts."""
        return self.dossier.signatures if self.dossier else ()

    @property
    def row(self) -> SignatureRow | None:
        """The paper under the cursor."""
        return next((row for row in self.rows if row.document.id == self.chosen), None)

    @property
    def to_seal(self) -> tuple[SignatureRow, ...]:
        """Papers the agency signs."""
        return tuple(row for row in self.rows if row.duty != "none")

    @property
    def blocking(self) -> tuple[SignatureRow, ...]:
        """Papers whose signature is not valid."""
        return tuple(row for row in self.rows if row.verdict == "invalid")

    @property
    def unexplained(self) -> tuple[SignatureRow, ...]:
        """Papers that need a reason and have none."""
        given = dict(self.reasons)
        return tuple(
            row
            for row in self.to_seal
            if row.verdict in NEEDS_REASON and not (row.reason or given.get(row.document.id))
        )

    @property
    def counts(self) -> tuple[int, int]:
        """Papers with a valid signature, and papers to look at."""
        valid = sum(1 for row in self.rows if row.verdict == "valid")
        look = sum(1 for row in self.rows if row.verdict in ("invalid", *NEEDS_REASON))
        return valid, look


class AgencySignViewModel(Model[AgencyState]):
    """Holds one dossier at the agency's signature.

    Signals:
        finished: something was sealed or sent back.
    """

    finished = Signal(object)

    def __init__(
        self, desk: Desk, runner: TaskRunner, prompts: Prompts, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self._desk, self._agency, self._prompts = desk, desk.agency_sign, prompts
        self._run = SigningRun(self, PinTalk(runner, desk.tokens, prompts, self), self._show)
        self.state = AgencyState()

    def open(self, key: str) -> None:
        """Take a dossier in hand; verification starts by itself."""
        enquiries = self._desk.enquiries
        agency = self._agency
        self.ask(
            "db",
            lambda task: (enquiries.dossier(key), agency.seal_shown(key)),
            self._opened,
            self._refuse,
        )

    def _opened(self, opened: tuple[DossierView, SealShown | None]) -> None:
        dossier, seal = opened
        first = dossier.signatures[0].document.id if dossier.signatures else ""
        self.state = AgencyState(
            dossier=dossier, chosen=first, seal=seal, sheet=_first_sheet(first, seal)
        )
        self.state_changed.emit(self.state)
        self.verify()

    def verify(self) -> None:
        """F9: verify every signature again."""
        dossier = self.state.dossier
        if dossier is None or self.state.is_verifying or self.state.is_signing:
            return
        self._show(is_verifying=True, failure=None)
        agency, key = self._agency, dossier.key
        self.ask("io", lambda task: agency.verify(key, task), self._verified, self._refuse)

    def _verified(self, dossier: DossierView) -> None:
        if self.state.dossier is None or dossier.key != self.state.dossier.key:
            return
        ids = [row.document.id for row in dossier.signatures]
        chosen = self.state.chosen if self.state.chosen in ids else (ids[0] if ids else "")
        self._show(dossier=dossier, is_verifying=False)
        self.choose(chosen)

    def choose(self, document_id: str) -> None:
        """The cursor is on a paper; it is shown on the right."""
        if document_id != self.state.chosen:
            self._show(chosen=document_id, sheet=_first_sheet(document_id, self.state.seal))

    def move_sheet(self, by: int) -> None:
        """Another page, over the edge into the next paper."""
        row = self.state.row
        pages = row.document.pages if row else 0
        if 0 <= self.state.sheet + by < pages:
            self._show(sheet=self.state.sheet + by)
        else:
            self.move(by)

    def move(self, by: int) -> None:
        """The next or previous paper."""
        ids = [row.document.id for row in self.state.rows]
        if self.state.chosen in ids and 0 <= ids.index(self.state.chosen) + by < len(ids):
            self.choose(ids[ids.index(self.state.chosen) + by])

    def explain(self) -> None:
        """Give the reason for taking the signature under the cursor.

        Or the first unexplained one.
        """
        wanted = self.state.unexplained
        if not wanted:
            return
        row = next((item for item in wanted if item.document.id == self.state.chosen), wanted[0])

        def go_on(reason: str | None) -> None:
            if reason is not None:
                self._show(reasons=(*self.state.reasons, (row.document.id, reason)))

        prompt = TextPrompt(act="unknown_signature", facts={"names": row.title})
        self._prompts.ask_text(prompt, go_on)

    # -- sealing

    def seal(self) -> None:
        """F12: sign for the agency.

        An invalid signature stops it, an unknown one needs a reason.
        """
        state = self.state
        if state.dossier is None or state.is_signing or not state.to_seal:
            return
        if state.blocking:
            self.choose(state.blocking[0].document.id)
        elif state.unexplained:
            self.explain()
        else:
            self._begin(state.dossier)

    def _begin(self, dossier: DossierView) -> None:
        def sign(pin: PinEntry) -> Callable[[Task], BatchEnd]:
            seen = self.state.dossier or dossier
            agency, reasons = self._agency, dict(self.state.reasons)
            return lambda task: agency.seal(
                seen.key, seen.version, reasons, pin.during(task), task.announce, task
            )

        count = len(self.state.to_seal)
        self._run.begin(
            Batch(act="seal", count=count, purpose="agency", sign=sign, ended=self._sealed)
        )

    def _sealed(self, end: BatchEnd, failure: Failure | None) -> None:
        is_done = failure is None and all(item.outcome == "signed" for item in end.items)
        self._show(issued=self.state.dossier if is_done else None)
        self.finished.emit(end)

    def stop(self) -> bool:
        """Stop after the paper being signed; whether anything ran."""
        return self._run.stop()

    def send_back(self) -> None:
        """F11: back with the paper whose signature failed."""
        dossier = self.state.dossier
        if dossier is None or self.state.is_signing:
            return
        bad = self.state.blocking
        document = bad[0].document.id if bad else self.state.chosen
        agency = self._agency

        def go_on(reason: str | None) -> None:
            if reason is None or self.state.dossier is None:
                return
            key, version = self.state.dossier.key, self.state.dossier.version
            self.ask(
                "db",
                lambda task: agency.send_back(key, version, document, reason),
                self._sent_back,
                self._refuse,
            )

        self._prompts.ask_text(TextPrompt(act="send_back"), go_on)

    def _sent_back(self, issued: Issued) -> None:
        self._show(dossier=issued.dossier)
        self.finished.emit(issued)

    def _refuse(self, error: Exception) -> None:
        failure = None if was_cancelled(error) else failure_of(error)
        self._show(is_verifying=False, failure=failure)


def _first_sheet(document: str, seal: SealShown | None) -> int:
    """A paper opens at its first page, the result where the seal will stand."""
    return seal.placement.page - 1 if seal is not None and seal.document == document else 0
