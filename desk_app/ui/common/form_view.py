"""The e-form: sections of fields, each with its label, where its value came from.

And what is wrong.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.error_summary import ErrorSummary
from desk_app.ui.common.field_box import FieldBox
from desk_app.ui.common.fields import FormState, SectionState
from desk_app.ui.common.labels import Text
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.words import View, Words

COLUMNS = 12


class FormView(View):
    """The form's pane body.

    Signals:
        committed: (field id, value).
        focused: field id.
        typing: (field id, value) while it is typed.
    """

    committed = Signal(str, str)
    focused = Signal(str)
    typing = Signal(str, str)

    def __init__(self, words: Words, source: PageSource, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("form")
        self._source = source
        self._boxes: dict[str, FieldBox] = {}
        self._rows: list[list[FieldBox]] = []
        self._levelling = QTimer(self)
        self._levelling.setSingleShot(True)
        self._levelling.timeout.connect(self._level)
        self._notes: list[tuple[Text, Text]] = []
        self._built: object = None
        self._turn = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.summary = ErrorSummary()
        self.summary.hide()
        self.summary.asked.connect(self.focus_field)
        column.addWidget(self.summary)
        self.scroller = QScrollArea()
        self.scroller.setProperty("role", "plain")
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.scroller, 1)

    def render_state(self, state: FormState) -> None:
        """Show the form; it is built anew only when its fields are others."""
        plan = tuple(
            (tuple((field.id, field.kind, field.width) for field in section.fields))
            for section in state.sections
        )
        if self._built != (plan, state.columns):
            self._built = (plan, state.columns)
            self._build(state)
        for (title, note), section in zip(self._notes, state.sections, strict=True):
            title.setText(section.title)
            note.say(section.note)
            for field in section.fields:
                self._boxes[field.id].render_field(field)
        self._levelling.start()
        self.summary.show_problems(state.summary_title, state.summary)
        if state.focus and state.focus_turn != self._turn:
            self._turn = state.focus_turn
            self.focus_field(state.focus)

    def _build(self, state: FormState) -> None:
        look = theme.current()
        self._boxes, self._notes, self._rows = {}, [], []
        body = QWidget()
        body.setProperty("role", "plain")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, look.px(2), look.px(6))
        grid.setHorizontalSpacing(look.px(8))
        grid.setVerticalSpacing(look.px(5))
        for place in range(COLUMNS):
            grid.setColumnStretch(place, 1)
            grid.setColumnMinimumWidth(place, 1)
        row = 0
        for section in state.sections:
            head = QHBoxLayout()
            title, note = Text("section"), Text("small")
            head.addWidget(title, 1)
            head.addWidget(note)
            self._notes.append((title, note))
            grid.addLayout(head, row, 0, 1, COLUMNS)
            row = self._place_fields(grid, section, row + 1, state.columns)
        grid.setRowStretch(row, 1)
        old = self.scroller.takeWidget()
        if old is not None:
            old.deleteLater()
        self.scroller.setWidget(body)

    def _place_fields(
        self, grid: QGridLayout, section: SectionState, row: int, columns: int
    ) -> int:
        at = COLUMNS
        row -= 1
        for field in section.fields:
            share = 1.0 if columns == 1 else max(field.width, 1 / columns)
            span = min(COLUMNS, max(1, round(share * COLUMNS)))
            if at + span > COLUMNS:
                row, at = row + 1, 0
                self._rows.append([])
            box = FieldBox(field, self._source)
            box.committed.connect(self.committed)
            box.focused.connect(self.focused)
            box.entered.connect(self._next_field)
            box.typing.connect(self.typing)
            box.resized.connect(self._levelling.start)
            self._boxes[field.id] = box
            self._rows[-1].append(box)
            grid.addWidget(box, row, at, 1, span)
            at += span
        return row + 1

    def _level(self) -> None:
        """Inputs of one row begin at one height, whatever stands above them."""
        for row in self._rows:
            highest = max(box.head_height for box in row)
            for box in row:
                box.stand_under(highest - box.head_height)

    def _next_field(self, field_id: str) -> None:
        order = list(self._boxes)
        place = order.index(field_id) + 1
        if place < len(order):
            self.focus_field(order[place])

    def focus_field(self, field_id: str) -> None:
        """Put the focus into a field and bring it into sight."""
        box = self._boxes.get(field_id)
        if box is None:
            return
        box.input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(box.input, ViLineEdit):
            box.input.selectAll()
        QTimer.singleShot(0, self._show_focused)
        self._wanted = field_id

    def _show_focused(self) -> None:
        box = self._boxes.get(self._wanted)
        if box is not None:
            self.scroller.ensureWidgetVisible(box, 0, theme.current().px(24))

    def field(self, field_id: str) -> FieldBox:
        """The box of a field, for tests."""
        return self._boxes[field_id]
