"""Step 1 as a page: tray, document, form."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.chips import component_chip
from desk_app.ui.common.document_view import DocumentView, Mark, Paper
from desk_app.ui.common.form_view import FormView
from desk_app.ui.common.jobs import JobCard
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, Chip, EmptyState, Text
from desk_app.ui.common.lists import Card, CardList
from desk_app.ui.common.page import ButtonState, Chrome, Page
from desk_app.ui.common.pages import PagePicture, PageSource
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.panes import ChipRow, ThreePanes, pane
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ComponentView
from desk_app.ui.steps.intake.compare_sheet import CompareSheet
from desk_app.ui.steps.intake.form_state import form_state
from desk_app.ui.steps.intake.material_menu import MaterialButton
from desk_app.ui.steps.intake.portrait import Portrait
from desk_app.ui.steps.intake.size_line import SizeLine
from desk_app.ui.steps.intake.state import SURE, IntakeState, is_doubtful
from desk_app.ui.steps.intake.view_model import IntakeViewModel

THUMBNAIL_PX = 128
SUCCESS_MS = 3000


class StartFields(QWidget):
    """Procedure and identity: where a dossier begins."""

    def __init__(self, words: Words, model: IntakeViewModel) -> None:
        super().__init__()
        self._words, self._model = words, model
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.px(6))
        column.setSpacing(look.px(2))
        self.procedure_label, self.identity_label = Text(), Text()
        self.procedure, self.identity = ViLineEdit("edProcedure"), ViLineEdit("edIdentity")
        for label, field in (
            (self.procedure_label, self.procedure),
            (self.identity_label, self.identity),
        ):
            column.addWidget(label)
            column.addWidget(field)
        self.procedure.entered.connect(self._begin)
        self.identity.entered.connect(self._identify)
        self._by_words: dict[str, str] = {}

    def show_fields(self, state: IntakeState) -> None:
        """Show what still has to be chosen."""
        say = self._words.label
        for label, field, key in (
            (self.procedure_label, self.procedure, "ui.intake.choose_procedure"),
            (self.identity_label, self.identity, "ui.intake.identity"),
        ):
            label.setText(say(key))
            field.setAccessibleName(say(key))
        self.procedure.setPlaceholderText(say("ui.intake.procedure_hint"))
        self.identity.setPlaceholderText(say("ui.intake.identity_hint"))
        self._by_words = {f"{item.name} · {item.code}": item.code for item in state.procedures}
        self.procedure.offer(list(self._by_words))
        dossier = state.dossier
        for widget in (self.procedure_label, self.procedure):
            widget.setVisible(dossier is None)
        for widget in (self.identity_label, self.identity):
            widget.setVisible(dossier is not None)
        is_new = dossier is None or (dossier.state == "DRAFT" and not dossier.id_number)
        self.setVisible(is_new and state.issued is None)

    def _begin(self) -> None:
        wanted = self.procedure.value().casefold()
        exact = self._by_words.get(self.procedure.value())
        found = exact or next(
            (
                code
                for words, code in self._by_words.items()
                if wanted and wanted in words.casefold()
            ),
            None,
        )
        if found is not None:
            self.procedure.clear()
            self._model.begin(found)
            self.identity.setFocus(Qt.FocusReason.OtherFocusReason)

    def _identify(self) -> None:
        text = self.identity.value()
        self.identity.clear()
        self._model.identify(text)


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
        self._thumbnails: dict[str, str] = {}
        self._key = ""
        self._compare_sheet: CompareSheet | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.document = DocumentView(words, source)
        self.chips = ChipRow()
        self.chips.chosen.connect(model.choose_component)
        self._foot = QWidget()
        self.panes_row = ThreePanes(
            self._make_tray(),
            self.document,
            self._make_form(),
            (218, 414),
            self.chips,
            self._make_foot(),
        )
        column.addWidget(self.panes_row)
        self._success = QTimer(self)
        self._success.setSingleShot(True)
        self._success.setInterval(SUCCESS_MS)
        source.arrived.connect(self._thumbnail_came)
        self.tie("ui.intake.components", self.tray_title.setText, self.tray.setAccessibleName)
        self.tie("ui.intake.form", self.form_title.setText)
        self.tie("ui.act.add_file", self.file_button.set_words, self.file_small.set_words)
        self.tie("ui.act.scan", self.scan_button.set_words, self.scan_small.set_words)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    # -- building

    def _make_tray(self) -> QFrame:
        look = theme.current()
        frame, column = pane()
        head = QHBoxLayout()
        self.tray_title, self.tray_count = Text("h2"), Text("small")
        head.addWidget(self.tray_title, 1)
        head.addWidget(self.tray_count)
        self.tray = CardList("lstComponents", 84)
        self.tray.chosen.connect(self._model.choose_component)
        self.tray.ticked.connect(self._reuse)
        self.tray.key.connect(self._paper_key)
        self.blank = KeyButton("btnBlank", "link")
        self.blank.clicked.connect(self._model.confirm_blank)
        self.job = JobCard(self.words)
        self.job.stopped.connect(self._model.stop_job)
        self.scan_button = KeyButton("btnScan", icon="scan", key="F4")
        self.file_button = KeyButton("btnFile", icon="file-add", key="Ctrl+O")
        self.scan_button.clicked.connect(self._model.scan)
        self.file_button.clicked.connect(self._choose_file)
        self.material = MaterialButton(
            self.words, self._model.materials, self._model.set_material, self._model.ask_original
        )
        column.addLayout(head)
        column.addWidget(self.tray, 1)
        self.size_line = SizeLine(self.words)
        column.addWidget(self.size_line)
        for widget in (self.material, self.blank, self.job, self.scan_button, self.file_button):
            column.addWidget(widget)
        column.setSpacing(look.px(6))
        return frame

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        self.scan_small = KeyButton("btnScanSmall", icon="scan", key="F4")
        self.file_small = KeyButton("btnFileSmall", key="Ctrl+O")
        self.scan_small.clicked.connect(self._model.scan)
        self.file_small.clicked.connect(self._choose_file)
        self.job_small = JobCard(self.words, "jobCardSmall")
        self.job_small.stopped.connect(self._model.stop_job)
        row.addWidget(self.scan_small)
        row.addWidget(self.file_small)
        self.size_small = SizeLine(self.words, is_short=True)
        row.addWidget(self.size_small)
        row.addWidget(self.job_small, 1)
        row.addStretch(1)
        return foot

    def _make_form(self) -> QFrame:
        frame, column = pane()
        head = QHBoxLayout()
        self.form_title, self.doubts = Text("h2"), Chip()
        self.saved = Text("small")
        head.addWidget(self.form_title)
        head.addStretch(1)
        head.addWidget(self.saved)
        head.addWidget(self.doubts)
        self.banner = Banner("intakeBanner")
        self.banner.acted.connect(self._model.scan)
        self.start = StartFields(self.words, self._model)
        self.portrait = Portrait(self.words)
        self.portrait.put_away.connect(self._model.put_portrait_away)
        self.form = FormView(self.words, self._source)
        self.form.committed.connect(self._model.edit)
        self.form.typing.connect(self._model.keep)
        self.form.focused.connect(self._model.focus_field)
        self.form.summary.asked.connect(self._show_part)
        self.done = EmptyState("intakeDone")
        self.done.acted.connect(self._model.start)
        column.addLayout(head)
        for widget in (self.banner, self.start, self.portrait):
            column.addWidget(widget)
        column.addWidget(self.form, 1)
        column.addWidget(self.done, 1)
        return frame

    # -- showing

    def render_state(self, state: IntakeState) -> None:
        """Show a state."""
        say = self.words.label
        key = state.dossier.key if state.dossier else ""
        self._show_tray(state)
        self.document.show_state(self._paper(state))
        columns = 1 if self.layout_class == "narrow" else 2
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
            self.tray.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_tray(self, state: IntakeState) -> None:
        say = self.words.label
        parts = state.parts
        there = sum(1 for part in parts if part.status not in ("missing", "rescan"))
        self.tray_count.setText(f"{there}/{len(parts)}" if parts else "")
        cards = tuple(
            Card(
                part.id,
                say("ui.intake.unclear") if part.status == "unclear" else f"{place}. {part.name}",
                chip=component_chip(self.words, part),
                thumbnail=self._thumbnail(part),
            )
            for place, part in enumerate(parts, start=1)
        )
        self.tray.show_cards(cards, state.component)
        self.chips.show_chips(tuple((card.id, card.title) for card in cards), state.component)
        for job in (self.job, self.job_small):
            job.show_job(state.job)
        part = state.part
        self.material.show_part(part)
        for line in (self.size_line, self.size_small):
            line.show_part(part)
        blanks = part.blank_pages if part else 0
        self.blank.set_words(say("ui.intake.blank", count=blanks))
        self.blank.setVisible(blanks > 0)
        for button in (self.scan_button, self.file_button, self.scan_small, self.file_small):
            button.setEnabled(
                state.dossier is not None and state.job is None and state.issued is None
            )

    def _thumbnail(self, part: ComponentView) -> str:
        if not part.documents:
            return "-"
        document = part.documents[0].id
        self._thumbnails[document] = document
        found = self._source.page(document, 0, THUMBNAIL_PX)
        if found is not None and document not in self.tray.cards.thumbnails:
            self.tray.cards.thumbnails[document] = found.image
        return document

    def _thumbnail_came(self, key: tuple[str, int, int], picture: PagePicture) -> None:
        document, _, width = key
        if (
            width == THUMBNAIL_PX
            and document in self._thumbnails
            and isinstance(picture.image, QImage)
        ):
            self.tray.show_thumbnail(document, picture.image)

    def _paper(self, state: IntakeState) -> Paper:
        sheets, part = state.sheets, state.part
        empty = self.words.label("ui.document.none")
        name = part.name if part else ""
        if part is not None and part.status == "unclear":
            name = self.words.label("ui.intake.unclear")
        if not sheets:
            return Paper(title=name, empty=empty)
        sheet = sheets[min(state.sheet, len(sheets) - 1)]
        marks = []
        focus = None
        for field_id, value in state.values.items():
            reading = value.reading
            if reading is None or reading.box is None or reading.document_id != sheet.document.id:
                continue
            tone = "doubt" if is_doubtful(value) else "read"
            if field_id == state.focus:
                tone = "chosen" if is_doubtful(value) else "picked"
                focus = reading.box
            elif reading.confidence >= SURE and value.confirmed and value.origin == "typed":
                continue
            marks.append(Mark(reading.box, tone, reading.page, field_id))  # type: ignore[arg-type]  # literals above
        return Paper(
            document=sheet.document.id,
            title=name,
            page=sheet.page,
            pages=len(sheets),
            number=state.sheet,
            marks=tuple(mark for mark in marks if mark.page == sheet.page),
            focus=focus,
            empty=self.words.label("ui.document.loading"),
        )

    def _show_banner(self, state: IntakeState) -> None:
        say = self.words.label
        dossier = state.dossier
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            is_scan = state.failure.code.startswith("scanner.")
            self.banner.show_message(
                "err",
                "scan-off" if is_scan else "alert-circle",
                f"{message.body} {message.action}".strip(),
                title=message.title,
                act=say("ui.act.scan") if is_scan else "",
                key="F4" if is_scan else "",
            )
        elif dossier is not None and dossier.read_only_for:
            self.banner.show_message(
                "info", "eye", say("ui.intake.read_only", name=dossier.read_only_for)
            )
        elif state.turns_pile:
            message = self.words.message("intake.turn_the_pile", {"count": len(state.sheets)})
            self.banner.show_message(
                "info",
                "scan",
                f"{message.body} {message.action}",
                title=message.title,
            )
        elif state.issued is None:
            self._show_note(state.part, state.sheet)
        else:
            self.banner.clear()

    def _show_note(self, part: ComponentView | None, sheet: int) -> None:
        """What is worth a look at the page in sight, in its component, or before the scan."""
        notes = part.notes if part else ()
        here = next((note for note in notes if note.page == sheet), None)
        note = here or next((note for note in notes if note.is_serious), None)
        if note is not None:
            message = self.words.message(note.code, note.facts)
            title, text = message.title, f"{message.body} {message.action}".strip()
            if note.page is not None:
                title = self.words.label("ui.intake.note_at", page=note.page + 1, title=title)
        elif part is not None and part.prepare:
            messages = [self.words.message(code, {}) for code in part.prepare]
            title = messages[0].title
            text = " ".join(message.body for message in messages)
        else:
            self.banner.clear()
            return
        is_warning = note is not None and note.is_serious
        self.banner.show_message(
            "warn" if is_warning else "info",
            "warning" if is_warning else "eye",
            text,
            title=title,
        )

    def _show_done(self, state: IntakeState) -> None:
        say = self.words.label
        issued = state.issued
        self.form.setVisible(issued is None and state.dossier is not None)
        self.done.setVisible(issued is not None or state.dossier is None)
        if issued is not None:
            due = issued.dossier.due_at
            text = say("ui.intake.received_due", due=f"{due:%H:%M %d/%m/%Y}") if due else ""
            self.done.show_state(
                "check-circle",
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
            self._model.choose_component(target.removeprefix("part:"))
            self.tray.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _reuse(self) -> None:
        self._model.reuse()

    def _paper_key(self, key: str) -> None:
        moves = {
            "Del": "remove", "Ctrl+Up": "up", "Ctrl+Down": "down",
            "Ctrl+Left": "left", "Ctrl+Right": "right",
        }  # fmt: skip
        self._model.arrange(moves[key])  # type: ignore[arg-type]  # literals above

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
            here,
            Paper(document=note.other.id, title=title),
            self._compared,
        )

    def _let_go(self) -> None:
        self.held.emit(False)  # noqa: FBT003  a signal's payload

    def _compared(self, answer: str | None) -> None:
        if answer is not None:
            self._model.arrange("remove")

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.words.label("ui.act.add_file"))
        dialog.setObjectName("fileDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.words.label("ui.intake.file_kinds")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()

    def _file_chosen(self, path: str) -> None:
        self._model.add_file(Path(path))

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        model = self._model
        acts: dict[str, Callable[[], object]] = {
            "next_doubt": lambda: model.go_to_attention(1),
            "previous_doubt": lambda: model.go_to_attention(-1),
            "accept_value": model.accept,
            "next_suggestion": lambda: model.suggest(1),
            "previous_suggestion": lambda: model.suggest(-1),
            "read_aloud": lambda: model.read_aloud(self.words.language),
            "scan": model.scan,
            "scan_backs": model.scan_backs,
            "crop_cards": lambda: model.arrange("cards"),
            "compare_pages": self._compare,
            "add_file": self._choose_file,
            "save_draft": model.save,
            "supplement": model.ask_to_supplement,
            "refuse": model.refuse,
            "receive": model.receive,
            "undo": model.undo,
            "redo": model.redo,
            "reprint": model.reprint,
            "confirm_blank": model.confirm_blank,
            "claim_pages": model.claim,
            "print_covers": model.print_covers,
            "material": self.material.open_menu,
            "split_component": lambda: model.arrange("split"),
            "page_down": lambda: model.move_sheet(1),
            "page_up": lambda: model.move_sheet(-1),
            "next_document": lambda: model.move_component(1),
            "previous_document": lambda: model.move_component(-1),
            "next_pane": lambda: self._turn(forward=True),
            "previous_pane": lambda: self._turn(forward=False),
        }
        if action_id == "escape":
            return model.stop_job()
        if action_id in acts:
            acts[action_id]()
            return True
        return self.document.act(action_id)

    def _turn(self, *, forward: bool) -> None:
        self.panes_row.turn(forward)
        self.step_pane(forward)

    def panes(self) -> tuple[QWidget, ...]:
        """Tray, document, form."""
        return (self.tray, self.document.area, self.start if self.start.isVisible() else self.form)

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
            self.tray.setFocus(Qt.FocusReason.OtherFocusReason)
