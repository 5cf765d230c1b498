"""Step 2 as a page: papers, document, checks."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desk_app.ui.common import announce, theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.columns import pane, scrolled
from desk_app.ui.common.document_view import DocumentView
from desk_app.ui.common.jobs import Bar
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, EmptyState, Icon, Text, line
from desk_app.ui.common.notes_list import NotesList, note_marks
from desk_app.ui.common.page import ButtonState, Chrome, Page, did
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.panes import ThreePanes
from desk_app.ui.common.paper import Mark
from desk_app.ui.common.papers_tray import PapersTray, paper_of
from desk_app.ui.common.text_area import ViTextEdit
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.contract import Check
from desk_app.ui.steps.appraise.state import AppraiseState
from desk_app.ui.steps.appraise.view_model import AppraiseViewModel

_LOOKS = {
    "passed": ("check-filled", "ok"),
    "failed": ("x-filled", "err"),
    "open": ("circle", "muted"),
}
_OPINION_TOKENS = {"answered": "warn", "waiting": "warn", "overdue": "err"}


class AppraisePage(Page):
    """Passive page of ``AppraiseViewModel``."""

    scope: Scope = "appraise"

    def __init__(
        self,
        words: Words,
        model: AppraiseViewModel,
        source: PageSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("AppraisalPage")
        self._model = model
        self._told_turn = 0
        self.tray = PapersTray(words, source)
        self.tray.chosen.connect(model.choose_component)
        self.ask = KeyButton("btnAskOpinion", icon="send", key="Ctrl+I")
        self.ask.clicked.connect(model.ask_opinion)
        self.tray.column.addWidget(self.ask)
        self.document = DocumentView(words, source)
        self.document.area.let_pick()
        self.document.area.picked.connect(model.notes.add)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.panes_row = ThreePanes(
            self.tray, self.document, self._make_checks(), (218, 414), self.tray.chips
        )
        row.addWidget(self.panes_row)
        self.tie("ui.act.ask_opinion", self.ask.set_words)
        self.tie("ui.appraise.checks", self.title.setText, self.checks.setAccessibleName)
        self.tie("ui.appraise.opinion", self.opinion_title.setText, self.opinion.setAccessibleName)
        self.tie("ui.appraise.note", self.note.setPlaceholderText, self.note.setAccessibleName)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def _make_checks(self) -> QFrame:
        look = theme.current()
        frame, column = pane()
        head = QHBoxLayout()
        self.title, self.progress = Text("h2"), Text("small")
        head.addWidget(self.title, 1)
        head.addWidget(self.progress)
        self.bar = Bar()
        self.banner = Banner("appraiseBanner")
        self.notes = NotesList(self.words, self._model.notes)
        self.checks = CheckList("lstChecks")
        self.checks.chosen.connect(self._model.choose_check)
        self.note = ViLineEdit("edNote")
        self.note.committed.connect(self._model.note_check)
        self.note.entered.connect(self._note_entered)
        self.opinions = CheckList("lstOpinions", quiet=True)
        self.opinion_title = Text("section")
        self.opinion = ViTextEdit("edOpinion")
        self.opinion.setFixedHeight(look.px(76))
        self.opinion.committed.connect(self._model.write_opinion)
        history = QHBoxLayout()
        self.history_icon, self.history = Icon("history", "muted", 15), Text("small", wrap=True)
        history.addWidget(self.history_icon, 0, Qt.AlignmentFlag.AlignTop)
        history.addWidget(self.history, 1)
        self.due = Banner("appraiseDue")
        self.done = EmptyState("appraiseDone")
        column.addLayout(head)
        column.addWidget(self.bar)
        self._column, self._inner = column, scrolled(column)
        inner = self._inner
        for widget in (self.banner, self.notes, self.checks, self.note, self.opinions, line()):
            inner.addWidget(widget)
        inner.addWidget(self.opinion_title)
        inner.addWidget(self.opinion)
        inner.addLayout(history)
        inner.addWidget(self.done, 4)
        inner.addStretch(1)
        column.addWidget(self.due)
        return frame

    # -- showing

    def render_state(self, state: AppraiseState) -> None:
        """Show a state."""
        say = self.words.label
        self.tray.show_papers(say("ui.appraise.papers"), state.parts, state.component)
        paper = paper_of(state.part, state.sheet, say("ui.document.none"), self._marks(state))
        marks = note_marks(state.notes, state.component, paper.number, state.note)
        self.document.show_state(replace(paper, notes=marks))
        self.notes.show_notes(state.notes, state.note)
        total = len(state.checks)
        self.progress.setText(
            say("ui.appraise.progress", done=state.done, total=total) if total else ""
        )
        self.bar.show_share(state.done / total if total else 0.0)
        lines = tuple(self._line(place, check) for place, check in enumerate(state.checks, start=1))
        self.checks.show_lines(lines, state.check)
        self.checks.setFixedHeight(max(self.checks.content_height(), 1))
        self._show_note(state)
        self._show_opinions(state)
        self.opinion.show_value(state.opinion)
        self._show_banners(state)
        self._show_history(state)
        self._show_done(state)
        if state.told_turn > self._told_turn:
            announce.politely(self, say(state.told, **dict(state.told_facts)))
        self._told_turn = state.told_turn
        self._show_chrome(state)

    def _line(self, place: int, check: Check) -> CheckLine:
        icon, token = _LOOKS[check.result]
        return CheckLine(
            check.id,
            f"{place}. {check.text}",
            icon,
            token,
            remark=check.note if check.result == "failed" else "",
            spoken_state=self.words.label(f"ui.appraise.result_{check.result}"),
            mark="gear-small" if check.automatic else "",
        )

    def _marks(self, state: AppraiseState) -> tuple[Mark, ...]:
        value = state.dossier.values.get(state.field) if state.dossier and state.field else None
        reading = value.reading if value else None
        if reading is None or reading.box is None or state.part is None:
            return ()
        ids = [document.id for document in state.part.documents]
        if not (state.sheet < len(ids) and ids[state.sheet] == reading.document_id):
            return ()
        return (Mark(reading.box, "picked", reading.page, state.field),)

    def _show_note(self, state: AppraiseState) -> None:
        check = next((item for item in state.checks if item.id == state.asks_note), None)
        was_hidden = self.note.isHidden()
        self.note.setVisible(check is not None)
        if check is not None:
            self.note.show_value(check.note)
            if was_hidden:
                self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_opinions(self, state: AppraiseState) -> None:
        opinions = state.dossier.opinions if state.dossier else ()
        lines = tuple(
            CheckLine(
                item.id,
                self.words.label(f"ui.appraise.opinion_{item.state}", agency=item.agency),
                "check-circle" if item.state == "answered" else "clock",
                "ok" if item.state == "answered" else _OPINION_TOKENS[item.state],
                trailing=f"{item.due_on:%d/%m}" if item.due_on else "",
            )
            for item in opinions
        )
        self.opinions.show_lines(lines)
        self.opinions.setVisible(bool(lines))
        self.opinions.setFixedHeight(max(self.opinions.content_height(), 1))
        self.opinions.setAccessibleName(self.words.label("ui.appraise.opinions"))

    def _show_banners(self, state: AppraiseState) -> None:
        say = self.words.label
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            self.banner.show_failure(message)
        elif state.shows_problems and state.problems:
            sentences = [
                say(
                    f"ui.appraise.{'open' if check.result == 'open' else 'failed'}_check",
                    text=check.text,
                )
                for check in state.problems
            ]
            title = say("ui.appraise.problems", count=len(sentences))
            self.banner.show_message("err", "alert-circle", "\n".join(sentences), title=title)
        else:
            self.banner.clear()
        due = state.dossier.step_due_at or state.dossier.due_at if state.dossier else None
        if due is None or state.issued is not None or state.now is None:
            self.due.clear()
            return
        local = due.astimezone(state.now.tzinfo)
        is_today = local.date() == state.now.date()
        moment = (
            say("ui.appraise.today", time=f"{local:%H:%M}")
            if is_today
            else f"{local:%H:%M %d/%m/%Y}"
        )
        tone = "err" if local < state.now else "warn" if is_today else "info"
        self.due.show_message(tone, "clock-alert", say("ui.appraise.due", due=moment))  # type: ignore[arg-type]  # literals above

    def _show_history(self, state: AppraiseState) -> None:
        events = state.dossier.events[-3:] if state.dossier else ()
        parts = []
        for event in events:
            message = (
                self.words.label(f"ui.event.{event.code}")
                if self.words.has(f"ui.event.{event.code}")
                else event.code
            )
            at = event.at.astimezone(state.now.tzinfo) if state.now else event.at
            parts.append(f"{at:%H:%M} {event.who} {message}")
        self.history.setText(" · ".join(parts))
        self.history_icon.setVisible(bool(parts))

    def _show_done(self, state: AppraiseState) -> None:
        issued = state.issued
        self.done.setVisible(issued is not None)
        if issued is not None:
            self.notes.hide()
        for widget in (self.checks, self.bar, self.opinion, self.opinion_title):
            widget.setVisible(issued is None)
        if issued is not None:
            self.opinions.hide()
            sentence = self.words.label(f"ui.appraise.{state.issued_as}", code=issued.dossier.code)
            self.done.show_done(sentence)

    def _show_chrome(self, state: AppraiseState) -> None:
        say = self.words.label
        dossier = state.dossier
        small = self.layout_class in ("compact", "narrow")
        buttons = (
            ButtonState("refuse", say("ui.act.refuse"), "danger"),
            ButtonState("supplement", say("ui.act.supplement")),
            ButtonState("submit", say("ui.act.submit"), "primary", "send"),
        )
        self.set_chrome(
            Chrome(
                say("ui.appraise.title"),
                code=dossier.code if dossier else "",
                who=" · ".join((dossier.applicant, dossier.procedure)) if dossier else "",
                step=(dossier.step if dossier else None) or "appraise",
                shows_steps=not small,
                hints=("next_check", "check_passed", "check_failed", "add_note"),
                buttons=buttons,
            )
        )

    # -- what the officer does

    def _next_note(self) -> None:
        self._model.notes.go_to_next()
        self.notes.lines.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _note_entered(self) -> None:
        self._model.note_check(self.note.value())
        self.checks.setFocus(Qt.FocusReason.OtherFocusReason)

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        model = self._model
        acts: dict[str, Callable[[], object]] = {
            "check_passed": model.pass_check,
            "check_failed": model.fail_check,
            "next_check": lambda: model.move_check(1),
            "previous_check": lambda: model.move_check(-1),
            "next_doubt": lambda: model.next_attention(1),
            "previous_doubt": lambda: model.next_attention(-1),
            "ask_opinion": model.ask_opinion,
            "add_note": self.document.area.begin_pick,
            "next_note": self._next_note,
            "save_draft": model.keep,
            "supplement": model.ask_to_supplement,
            "refuse": model.refuse,
            "submit": model.submit,
            "undo": model.undo,
            "redo": model.redo,
            "page_down": lambda: model.move_sheet(1),
            "page_up": lambda: model.move_sheet(-1),
            "next_document": lambda: model.move_component(1),
            "previous_document": lambda: model.move_component(-1),
        }
        if action_id == "escape":
            return self.document.area.end_pick()
        if action_id in ("next_pane", "previous_pane"):
            self.panes_row.turn(action_id == "next_pane")
            self.step_pane(action_id == "next_pane")
            return True
        return did(acts, action_id) or self.document.act(action_id)

    def panes(self) -> tuple[QWidget, ...]:
        """Papers, document, checks."""
        return (self.tray.list, self.document.area, self.checks)

    def apply_layout(self, layout: LayoutClass) -> None:
        """Arrange the panes."""
        super().apply_layout(layout)
        self.panes_row.arrange(layout)
        # Where little room is left the opinion comes before the time it is wanted by.
        (self._inner if layout in ("compact", "narrow") else self._column).addWidget(self.due)
        self.show_state(self._model.state)

    def enter(self) -> None:
        """The cursor is on the checks."""
        self.checks.setFocus(Qt.FocusReason.OtherFocusReason)
