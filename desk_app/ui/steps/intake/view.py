"""Step 1 as a page: tray, document, form."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import announce
from desk_app.ui.common.chip_row import ChipRow
from desk_app.ui.common.chip_widgets import Chip
from desk_app.ui.common.columns import pane
from desk_app.ui.common.document_view import DocumentView
from desk_app.ui.common.form_view import FormView
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, EmptyState, Text
from desk_app.ui.common.page import ButtonState, Chrome, Page, did
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.panes import ThreePanes
from desk_app.ui.common.paper import Paper
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.steps.intake.compare_sheet import CompareSheet, marked
from desk_app.ui.steps.intake.earlier_sheet import EarlierSheet
from desk_app.ui.steps.intake.form_state import form_state
from desk_app.ui.steps.intake.messages import banner_text
from desk_app.ui.steps.intake.paper_state import paper_state
from desk_app.ui.steps.intake.portrait import Portrait
from desk_app.ui.steps.intake.start_fields import StartFields
from desk_app.ui.steps.intake.state import IntakeState
from desk_app.ui.steps.intake.tray_pane import TrayFoot, TrayPane
from desk_app.ui.steps.intake.view_model import IntakeViewModel

IN_A_ROW: dict[LayoutClass, int] = {"narrow": 1, "compact": 2}
"""How many fields of the form share a row; three where there is room."""


class IntakePage(Page):
    """Passive page of ``IntakeViewModel``."""

    scope: Scope = "intake"

    def __init__(
        self,
        words: Words,
        model: IntakeViewModel,
        source: PageSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("IntakePage")
        self._model, self._source = model, source
        self._key = ""
        self._compare_sheet: CompareSheet | None = None
        self._earlier_sheet: EarlierSheet | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.document = DocumentView(words, source)
        self.document.area.clicked.connect(self._go_where_clicked)
        self.chips = ChipRow()
        self.chips.chosen.connect(model.papers.choose_component)
        self.tray = TrayPane(words, model.papers, source)
        self.foot = TrayFoot(words, model.papers)
        for tray in (self.tray, self.foot):
            tray.file_asked.connect(self._choose_file)
        self.panes_row = ThreePanes(
            self.tray, self.document, self._make_form(), (218, 424), self.chips, self.foot
        )
        column.addWidget(self.panes_row)
        tray, foot = self.tray, self.foot
        self.tie("ui.intake.components", tray.title.setText, tray.list.setAccessibleName)
        self.tie("ui.intake.form", self.form_title.setText)
        self.tie("ui.act.add_file", tray.file_button.set_words, foot.file_button.set_words)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    # -- building

    def _make_form(self) -> QFrame:
        frame, column = pane()
        head = QHBoxLayout()
        self.form_title, self.doubts = Text("h2"), Chip()
        self.saved = Text("small")
        self._saved_turn = 0
        head.addWidget(self.form_title)
        head.addStretch(1)
        head.addWidget(self.saved)
        head.addWidget(self.doubts)
        self.banner = Banner("intakeBanner")
        self.banner.acted.connect(self._model.papers.scan)
        self.start = StartFields(self.words, self._model)
        self.portrait = Portrait(self.words)
        self.portrait.put_away.connect(self._model.put_portrait_away)
        self.form = FormView(self.words, self._source)
        self.form.committed.connect(self._model.form.edit)
        self.form.typing.connect(self._model.form.keep)
        self.form.focused.connect(self._model.form.focus_field)
        self.form.summary.asked.connect(self._show_part)
        self.done = EmptyState("intakeDone")
        self.done.acted.connect(self._model.start)
        column.addLayout(head)
        for widget in (self.banner, self.start, self.portrait):
            column.addWidget(widget)
        column.addWidget(self.form, 1)
        column.addWidget(self.done, 1)
        return frame

    def _go_where_clicked(self, x: float, y: float) -> None:
        """From a place on the paper to the field that was read there."""
        area = self.document.area
        field_id = "" if area.turn else area.paper.mark_at(x, y)
        if field_id:
            self._model.form.jump(field_id)

    # -- showing

    def render_state(self, state: IntakeState) -> None:
        """Show a state."""
        say = self.words.label
        key = state.dossier.key if state.dossier else ""
        self._show_papers(state)
        columns = IN_A_ROW.get(self.layout_class, 3)
        self.form.show_state(form_state(state, self.words, columns))
        self._show_start(state)
        self.portrait.show_face(state.portrait)
        doubts = len(state.attention)
        self.doubts.show_chip(
            ChipText(say("ui.intake.doubts", count=doubts), "warn", "warning") if doubts else None
        )
        small = self.layout_class in ("compact", "narrow")
        self.saved.say(
            ""
            if small or doubts or not state.saved_at
            else say("ui.intake.saved", time=state.saved_at)
        )
        if state.saved_turn > self._saved_turn:
            announce.politely(self, say("ui.intake.saved", time=state.saved_at))
        self._saved_turn = state.saved_turn
        self._show_banner(state)
        self._show_done(state)
        self.undo_offered.emit(state.undo)
        self._show_chrome(state)
        if key != self._key:
            self._key = key
            if self.isVisible():
                self.enter()

    def _show_start(self, state: IntakeState) -> None:
        """Procedure and identity; when they go, the focus goes on to the papers."""
        here = self.window().focusWidget()
        had_focus = here is not None and self.start.isAncestorOf(here)
        self.start.show_fields(state)
        if had_focus and self.start.isHidden():
            self.tray.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_papers(self, state: IntakeState) -> None:
        say = self.words.label
        cards = self.tray.cards(state)
        self.tray.show_tray(state, cards)
        self.foot.show_tray(state)
        scan = say("ui.act.scan" if state.sheets else "ui.intake.scan_first")
        for button in (self.tray.scan_button, self.foot.scan_button):
            button.set_words(scan)
        self.chips.show_chips(tuple((card.id, card.title) for card in cards), state.component)
        self.document.show_state(paper_state(state, self.words))

    def _show_banner(self, state: IntakeState) -> None:
        found = banner_text(state, self.words)
        if found is None:
            self.banner.clear()
        else:
            self.banner.show_message(
                found.tone, found.icon, found.text, title=found.title, act=found.act, key=found.key
            )

    def _show_done(self, state: IntakeState) -> None:
        say = self.words.label
        issued = state.issued
        self.form.setVisible(issued is None and state.dossier is not None)
        self.done.setVisible(issued is not None or state.dossier is None)
        if issued is not None:
            due = issued.dossier.due_at
            text = say("ui.intake.received_due", due=f"{due:%H:%M %d/%m/%Y}") if due else ""
            self.done.show_done(
                say("ui.intake.received", code=issued.dossier.code),
                f"{text}\n{say('ui.intake.received_help')}".strip(),
                act=say("ui.intake.next_dossier"),
                key="F2",
            )
            self.done.button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif state.dossier is None:
            self.done.show_state("intake", say("ui.intake.start"), say("ui.intake.start_help"))

    def _show_chrome(self, state: IntakeState) -> None:
        say = self.words.label
        dossier = state.dossier
        who = (
            " · ".join(part for part in (dossier.applicant, dossier.procedure) if part)
            if dossier
            else ""
        )
        self.set_chrome(
            Chrome(
                say("ui.intake.title"),
                code=(dossier.code if dossier else "") or say("ui.dossier.draft"),
                who=who,
                step="intake",
                shows_steps=self.layout_class in ("wide", "normal"),
                hints=("next_doubt", "accept_value", "next_pane", "undo"),
                buttons=self._buttons(state),
            )
        )

    def _buttons(self, state: IntakeState) -> tuple[ButtonState, ...]:
        say = self.words.label
        if state.issued is not None:
            return (
                ButtonState("reprint", say("ui.act.reprint"), icon="print"),
                ButtonState("new_dossier", say("ui.act.new_dossier"), "primary", "plus"),
            )
        buttons = (
            ButtonState("supplement", say("ui.act.supplement")),
            ButtonState("save_draft", say("ui.act.save_draft")),
            ButtonState("receive", say("ui.act.receive"), "primary", "print"),
        )
        return buttons if self.layout_class in ("wide", "normal") else (buttons[0], buttons[2])

    # -- what the officer does

    def _show_part(self, target: str) -> None:
        if target.startswith("part:"):
            self._model.papers.choose_component(target.removeprefix("part:"))
            self.tray.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _compare(self) -> None:
        """Lay the page in sight and the one it looks like side by side."""
        state = self._model.state
        note, sheets = state.to_compare, state.sheets
        if note is None or note.other is None:
            return
        message = self.words.message(note.code, note.facts)
        sheet = sheets[state.sheet]
        here = Paper(
            document=sheet.document.id,
            title=self.words.label("ui.intake.compare_here", page=state.sheet + 1),
            page=sheet.page,
        )
        place = note.facts.get("other")
        title = (
            self.words.label("ui.intake.compare_other", page=place) if place else note.other.name
        )
        if self._compare_sheet is None:
            self._compare_sheet = CompareSheet(self.words, self._source, self.window())
            self._compare_sheet.closed.connect(self._let_go)
        self.held.emit(True)  # noqa: FBT003  a signal's payload
        self._compare_sheet.compare(
            message.title,
            message.body,
            marked(note.boxes, here, Paper(document=note.other.id, title=title)),
            self._compared,
            may_remove=note.boxes is None,
        )

    def _show_earlier(self) -> None:
        """What the field in focus said before; one of it can be taken back."""
        state = self._model.state
        field = state.field
        if field is None or state.dossier is None:
            return
        if self._earlier_sheet is None:
            self._earlier_sheet = EarlierSheet(self.words, self.window())
            self._earlier_sheet.closed.connect(self._let_go)
        value = state.values.get(field.id)
        self.held.emit(True)  # noqa: FBT003  a signal's payload
        self._earlier_sheet.offer(
            field,
            value.earlier if value else (),
            lambda said: None if said is None else self._model.form.take_back(field.id, said),
            may_take=not state.dossier.read_only_for,
        )

    def _let_go(self) -> None:
        self.held.emit(False)  # noqa: FBT003  a signal's payload

    def _compared(self, answer: str | None) -> None:
        if answer is not None:
            self._model.papers.arrange("remove")

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.words.label("ui.act.add_file"))
        dialog.setObjectName("fileDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.words.label("ui.intake.file_kinds")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()

    def _file_chosen(self, path: str) -> None:
        self._model.papers.add_file(Path(path))

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        model = self._model
        acts: dict[str, Callable[[], object]] = {
            "next_doubt": lambda: model.form.go_to_attention(1),
            "previous_doubt": lambda: model.form.go_to_attention(-1),
            "accept_value": model.form.accept,
            "next_suggestion": lambda: model.form.suggest(1),
            "previous_suggestion": lambda: model.form.suggest(-1),
            "earlier_values": self._show_earlier,
            "read_aloud": lambda: model.form.read_aloud(self.words.language),
            "scan": model.papers.scan,
            "scan_backs": model.papers.scan_backs,
            "crop_cards": lambda: model.papers.arrange("cards"),
            "compare_pages": self._compare,
            "add_file": self._choose_file,
            "save_draft": model.form.keep_draft,
            "supplement": model.acceptance.ask_to_supplement,
            "refuse": model.acceptance.refuse,
            "receive": model.acceptance.receive,
            "undo": model.undo,
            "redo": model.redo,
            "reprint": model.acceptance.reprint,
            "confirm_blank": model.papers.confirm_blank,
            "claim_pages": model.papers.claim,
            "print_covers": model.papers.print_covers,
            "material": self.tray.material.open_menu,
            "split_component": lambda: model.papers.arrange("split"),
            "page_down": lambda: model.papers.move_sheet(1),
            "page_up": lambda: model.papers.move_sheet(-1),
            "next_document": lambda: model.papers.move_component(1),
            "previous_document": lambda: model.papers.move_component(-1),
            "next_pane": lambda: self._turn(forward=True),
            "previous_pane": lambda: self._turn(forward=False),
        }
        if action_id == "escape":
            return model.papers.stop_job()
        return did(acts, action_id) or self.document.act(action_id)

    def _turn(self, *, forward: bool) -> None:
        self.panes_row.turn(forward)
        self.step_pane(forward)

    def panes(self) -> tuple[QWidget, ...]:
        """Tray, document, form."""
        return (
            self.tray.list,
            self.document.area,
            self.start if self.start.isVisible() else self.form,
        )

    def apply_layout(self, layout: LayoutClass) -> None:
        """Arrange the panes."""
        super().apply_layout(layout)
        self.panes_row.arrange(layout)
        self.show_state(self._model.state)

    def enter(self) -> None:
        """The cursor goes where the dossier goes on."""
        state = self._model.state
        if state.dossier is None:
            self.start.procedure.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.start.isVisible():
            self.start.identity.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.tray.list.setFocus(Qt.FocusReason.OtherFocusReason)
