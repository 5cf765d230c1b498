"""Step 4 as a page: table of verdicts, running batch, preview with the seal."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.chip_widgets import Chip
from desk_app.ui.common.chips import verdict_chip
from desk_app.ui.common.columns import pane_column
from desk_app.ui.common.document_view import DocumentView
from desk_app.ui.common.jobs import Bar
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, EmptyState, Text
from desk_app.ui.common.page import ButtonState, Chrome, Page, did
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.paper import Frame, Paper
from desk_app.ui.common.tables import Cell, Column, Row, Table
from desk_app.ui.common.tokens import LayoutClass, Tone
from desk_app.ui.common.words import Words
from desk_app.ui.contract import SignatureRow, SignedItem
from desk_app.ui.steps.agency_sign.view_model import AgencySignViewModel, AgencyState

_DUTIES: dict[str, tuple[Tone, str]] = {
    "seal": ("info", "seal"), "copy": ("info", "copy"), "none": ("ok", "minus-circle"),
}  # fmt: skip
_ENDED = {
    "signed": ("check-filled", "ok"),
    "failed": ("x-filled", "err"),
    "skipped": ("minus-circle", "muted"),
}
ROUND_TO_S = 5
COLUMNS = (("paper", 0), ("signer", 126), ("signature", 176), ("duty", 152))


class AgencySignPage(Page):
    """Passive page of ``AgencySignViewModel``."""

    scope: Scope = "agency_sign"

    def __init__(
        self,
        words: Words,
        model: AgencySignViewModel,
        source: PageSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("AgencySignPage")
        self._model = model
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), 0, look.px(12), look.px(8))
        row.setSpacing(look.px(8))
        self.document = DocumentView(words, source)
        row.addWidget(self._make_left(), 1)
        row.addWidget(self.document)
        self._row = row
        self.tie("ui.agency.table", self.title.setText, self.table.setAccessibleName)
        self.tie("ui.agency.can_leave", self.leave.setText)
        self.tie("ui.agency.stop_after", self.stop.set_words)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def _make_left(self) -> QFrame:
        look = theme.current()
        frame = QFrame()
        frame.setProperty("role", "card")
        column = pane_column(frame)
        column.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        head = QHBoxLayout()
        self.title = Text("h2")
        self.valid, self.look_at = Chip(), Chip()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.valid)
        head.addWidget(self.look_at)
        self.table = Table("tblVerify")
        self.table.chosen.connect(self._model.choose)
        self.table.opened.connect(self._explain)
        self.banner = Banner("agencyBanner")
        self.banner.acted.connect(self._model.explain)
        self.batch = QWidget()
        inner = QVBoxLayout(self.batch)
        inner.setContentsMargins(0, look.px(4), 0, 0)
        inner.setSpacing(look.px(5))
        top = QHBoxLayout()
        self.batch_title, self.batch_note = Text("h2"), Text("small")
        top.addWidget(self.batch_title, 1)
        top.addWidget(self.batch_note)
        self.bar = Bar()
        self.lines = CheckList("lstBatch", quiet=True)
        foot = QHBoxLayout()
        self.leave = Text("small", wrap=True)
        self.stop = KeyButton("btnStopAfter", key="Esc")
        self.stop.clicked.connect(self._model.stop)
        foot.addWidget(self.leave, 1)
        foot.addWidget(self.stop)
        inner.addLayout(top)
        inner.addWidget(self.bar)
        inner.addWidget(self.lines, 1)
        inner.addLayout(foot)
        self.done = EmptyState("agencyDone")
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.table, 3)
        column.addWidget(self.batch, 2)
        column.addWidget(self.done, 1)
        column.addStretch(0)
        return frame

    # -- showing

    def render_state(self, state: AgencyState) -> None:
        """Show a state."""
        say = self.words.label
        valid, look_at = state.counts
        self.valid.show_chip(
            ChipText(say("ui.agency.valid", count=valid), "ok", "check-circle") if valid else None
        )
        self.look_at.show_chip(
            ChipText(say("ui.agency.look", count=look_at), "warn", "warning") if look_at else None
        )
        is_small = self.layout_class in ("compact", "narrow")
        columns = tuple(
            Column(say(f"ui.column.{key}"), width)
            for key, width in COLUMNS
            if not (is_small and key == "signer")
        )
        rows = tuple(self._row_of(row, state, is_small=is_small) for row in state.rows)
        self.table.show_rows(columns, rows, state.chosen)
        self.table.setMaximumHeight(max(self.table.content_height(), theme.current().px(110)))
        self._show_banner(state)
        self._show_batch(state)
        self.done.setVisible(state.issued is not None)
        if state.issued is not None:
            self.done.show_done(say("ui.agency.sealed", code=state.issued.code))
        row = state.row
        self.document.show_state(
            Paper(
                document=row.document.id if row else "",
                title=row.document.name if row else "",
                page=state.sheet,
                pages=row.document.pages if row else 1,
                number=state.sheet,
                frame=_seal_on(state),
                empty=say("ui.document.loading") if row else say("ui.document.none"),
            )
        )
        self._show_chrome(state)

    def _row_of(self, row: SignatureRow, state: AgencyState, *, is_small: bool) -> Row:
        say = self.words.label
        tone, icon = _DUTIES[row.duty]
        verdict = "pending" if state.is_verifying and row.verdict != "from_store" else row.verdict
        cells = (
            Cell(row.title),
            Cell(row.signer or say("ui.agency.nobody")),
            Cell(chip=verdict_chip(self.words, verdict), tooltip=row.sentence),
            Cell(chip=ChipText(say(f"ui.agency.duty_{row.duty}"), tone, icon)),
        )
        return Row(row.document.id, (cells[0], *cells[2:]) if is_small else cells)

    def _show_banner(self, state: AgencyState) -> None:
        say = self.words.label
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            self.banner.show_failure(message, tone="warn", icon="usb")
        elif state.blocking:
            row = state.blocking[0]
            why = row.sentence or say("ui.agency.invalid_why")
            text = say("ui.agency.invalid_blocks", name=row.title, why=why)
            self.banner.show_message("err", "x-circle", text)
        elif state.unexplained and state.issued is None:
            row = state.unexplained[0]
            text = say(f"ui.agency.{row.verdict}", name=row.title)
            act = say("ui.agency.give_reason")
            self.banner.show_message("warn", "warning", text, act=act, key="Enter")
        else:
            self.banner.clear()

    def _show_batch(self, state: AgencyState) -> None:
        say = self.words.label
        is_shown = state.is_signing or bool(state.ended)
        self.batch.setVisible(is_shown and state.issued is None)
        if not is_shown:
            return
        self.batch_title.setText(
            say("ui.agency.batch" if state.is_signing else "ui.agency.batch_done")
        )
        done, total = sum(1 for item in state.ended if item.outcome == "signed"), len(state.to_seal)
        left = round((total - len(state.ended)) * state.seconds_each / ROUND_TO_S) * ROUND_TO_S
        key = (
            "ui.agency.progress_left"
            if state.is_signing and len(state.ended) >= 3 and left
            else "ui.agency.progress"
        )
        self.batch_note.setText(say(key, done=done, total=total, seconds=left))
        self.bar.show_share(done / total if total else 0.0)
        self.lines.show_lines(
            tuple(self._line(row, place, state) for place, row in enumerate(state.to_seal))
        )
        self.stop.setVisible(state.is_signing and not state.is_stopping)
        self.leave.setVisible(state.is_signing)

    def _line(self, row: SignatureRow, place: int, state: AgencyState) -> CheckLine:
        say = self.words.label
        name = row.title if row.duty == "seal" else say("ui.agency.copy_name", name=row.title)
        item = next((item for item in state.ended if item.key == row.document.id), None)
        if item is None:
            now = state.is_signing and place == len(state.ended)
            words = say("ui.agency.signing" if now else "ui.agency.waiting")
            icon, token = ("progress", "primary_text") if now else ("circle", "muted")
            return CheckLine(row.document.id, name, icon, token, trailing=words)
        icon, token = _ENDED.get(item.outcome, ("circle", "muted"))
        return CheckLine(row.document.id, name, icon, token, trailing=self._outcome(item))

    def _outcome(self, item: SignedItem) -> str:
        say = self.words.label
        if item.outcome == "signed":
            seconds = f"{item.seconds or 0:.1f}".replace(".", ",")
            return say("ui.agency.signed_in", seconds=seconds)
        return say(f"ui.agency.{item.outcome}")

    def _show_chrome(self, state: AgencyState) -> None:
        say = self.words.label
        dossier = state.dossier
        self.set_chrome(
            Chrome(
                say("ui.agency.title"),
                code=dossier.code if dossier else "",
                who=" · ".join((dossier.applicant, dossier.procedure)) if dossier else "",
                step="agency_sign",
                shows_steps=dossier is not None and self.layout_class in ("wide", "normal"),
                hints=("verify_again", "next_pane"),
                buttons=(
                    ButtonState("send_back_approve", say("ui.act.send_back_approve"), "danger"),
                    ButtonState(
                        "seal", say("ui.act.seal", count=len(state.to_seal)), "primary", "seal"
                    ),
                ),
            )
        )

    # -- what the officer does

    def _explain(self) -> None:
        self._model.explain()

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        model = self._model
        if action_id == "escape":
            return model.stop()
        acts: dict[str, Callable[[], object]] = {
            "verify_again": model.verify,
            "seal": model.seal,
            "send_back_approve": model.send_back,
            "next_document": lambda: model.move(1),
            "previous_document": lambda: model.move(-1),
            "page_down": lambda: model.move_sheet(1),
            "page_up": lambda: model.move_sheet(-1),
        }
        return did(acts, action_id) or self.document.act(action_id)

    def panes(self) -> tuple[QWidget, ...]:
        """Table and document."""
        return (self.table, self.document.area)

    def apply_layout(self, layout: LayoutClass) -> None:
        """The preview gives way first."""
        super().apply_layout(layout)
        look = theme.current()
        self.document.setFixedWidth(
            look.px({"wide": 560, "normal": 440, "compact": 286, "narrow": 300}[layout])
        )
        self.document.setVisible(layout != "narrow")
        top = look.px(12) if layout in ("compact", "narrow") else 0
        self._row.setContentsMargins(look.px(12), top, look.px(12), look.px(8))
        self.show_state(self._model.state)

    def enter(self) -> None:
        """The cursor is on the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _seal_on(state: AgencyState) -> Frame | None:
    """The seal on the page in sight, as it will stand there once the office has signed."""
    seal = state.seal
    if seal is None or state.issued is not None:
        return None
    at, mark = seal.placement, seal.mark
    if (seal.document, at.page) != (state.chosen, state.sheet + 1):
        return None
    return Frame(
        at.x_mm, at.y_mm, at.width_mm, at.height_mm, seal.page_width_mm, seal.page_height_mm,
        lines=mark.lines, picture=mark.picture, picture_mm=mark.picture_mm, is_fixed=True,
    )  # fmt: skip
