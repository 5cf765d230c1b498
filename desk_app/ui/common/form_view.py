"""The e-form: sections of fields, each with its label, where its value came from.

And what is wrong.
"""

import html
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import ChoiceBox, TickBox
from desk_app.ui.common.labels import Chip, Icon, LinkText, Text
from desk_app.ui.common.pages import PagePicture, PageSource
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.text_entry import ViLineEdit, ViTextEdit
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import Box

Mood = Literal["quiet", "doubt", "error"]
CROP_WIDTH_PX = 1400
COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Crop:
    """The region of a page a value was read from."""

    document: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class FieldState:
    """All that one field shows."""

    id: str
    label: str
    kind: str = "text"
    required: bool = False
    width: float = 1.0
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    mood: Mood = "quiet"
    chip: ChipText | None = None
    crop: Crop | None = None
    message: str = ""
    hint: str = ""
    offers: tuple[str, ...] = ()
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class SectionState:
    """A titled group of fields."""

    title: str
    fields: tuple[FieldState, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormState:
    """The whole form; ``focus`` names the field that should have the focus.

    Once per ``focus_turn``.
    """

    sections: tuple[SectionState, ...] = ()
    focus: str = ""
    focus_turn: int = 0
    summary_title: str = ""
    summary: tuple[tuple[str, str], ...] = ()
    columns: int = 2


class CropStrip(QWidget):
    """The strip of the paper a doubtful value was read from."""

    def __init__(self, source: PageSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._crop: Crop | None = None
        source.arrived.connect(self._arrived)

    def show_crop(self, crop: Crop | None) -> None:
        """Show a region, or nothing."""
        self._crop = crop
        self.setVisible(crop is not None)
        self.update()

    def _arrived(self, key: tuple[str, int, int], picture: PagePicture) -> None:
        if self._crop is not None and key == (self._crop.document, self._crop.page, CROP_WIDTH_PX):
            self.update()

    def sizeHint(self) -> QSize:
        """One line of the paper."""
        return QSize(60, theme.current().px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the region with a little of its surroundings."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("paper"))
        crop = self._crop
        if crop is not None:
            found = self._source.page(crop.document, crop.page, CROP_WIDTH_PX)
            if found is not None and not found.image.isNull():
                self._draw(painter, found, crop.box)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw(self, painter: QPainter, picture: PagePicture, box: Box) -> None:
        x, y, _, height = box
        margin = height * 0.3
        scale = picture.image.width() / picture.width
        ratio = self.height() / (height + 2 * margin)
        shown = self.width() / ratio
        source = QRectF(
            (x - margin) * scale, (y - margin) * scale, shown * scale, (height + 2 * margin) * scale
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), picture.image, source)


class FieldBox(QWidget):
    """One field, top to bottom: label and chip, strip of the paper, input, message.

    Signals:
        committed: (field id, value).
        focused: field id.
        entered: field id, Enter was pressed.
        typing: (field id, value) while it is typed.
    """

    committed = Signal(str, str)
    focused = Signal(str)
    entered = Signal(str)
    typing = Signal(str, str)

    def __init__(
        self, field: FieldState, source: PageSource, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field_id = field.id
        self._caption = field.label
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        head = QHBoxLayout()
        head.setSpacing(look.px(4))
        self.label = Text(wrap=True)
        self.label.setMinimumWidth(1)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.chip = Chip()
        head.addWidget(self.label, 1)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignBottom)
        self.strip = CropStrip(source)
        self.input = self._make_input(field)
        self.label.setBuddy(self.input)  # AT-SPI names a combo box by its label alone
        self.message = Text("warn", wrap=True)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addWidget(self.input)
        column.addWidget(self.message)
        column.addStretch(1)

    def _make_input(self, field: FieldState) -> QWidget:
        name = f"fld_{field.id}"
        if field.kind == "choice":
            choice = ChoiceBox(name)
            choice.setMinimumContentsLength(4)
            choice.currentIndexChanged.connect(self._chosen)
            choice.installEventFilter(self)
            return choice
        if field.kind == "check":
            tick = TickBox(name)
            tick.toggled.connect(self._ticked)
            return tick
        if field.kind == "multiline":
            text = ViTextEdit(name)
            text.setFixedHeight(theme.current().px(64))
            text.committed.connect(self._committed)
            text.focused.connect(self._focused)
            text.typing.connect(self._typing)
            return text
        edit = ViLineEdit(name)
        if field.kind in ("number", "money", "phone", "date"):
            edit.digits_only()
        edit.committed.connect(self._committed)
        edit.focused.connect(self._focused)
        edit.entered.connect(self._entered)
        edit.typing.connect(self._typing)
        return edit

    def eventFilter(self, watched: object, event: object) -> bool:
        """A choice box tells its focus too."""
        if getattr(event, "type")() == event.Type.FocusIn:  # type: ignore[attr-defined]  # noqa: B009  QEvent
            self.focused.emit(self.field_id)
        return False

    def _committed(self, value: str) -> None:
        self.committed.emit(self.field_id, value)

    def _typing(self, value: str) -> None:
        self.typing.emit(self.field_id, value)

    def _focused(self) -> None:
        self.focused.emit(self.field_id)

    def _entered(self) -> None:
        self.entered.emit(self.field_id)

    def _chosen(self) -> None:
        if isinstance(self.input, ChoiceBox):
            self.committed.emit(self.field_id, str(self.input.currentData() or ""))

    def _ticked(self, on: bool) -> None:  # noqa: FBT001  a Qt signal's argument
        self.committed.emit(self.field_id, "true" if on else "false")

    def render_field(self, field: FieldState) -> None:
        """Show a field's state."""
        star = (
            f'&nbsp;<span style="color:{theme.current().colours.err}">*</span>'
            if field.required
            else ""
        )
        self._caption = field.label
        self.label.setText(html.escape(field.label) + star)
        self.chip.show_chip(field.chip)
        self.strip.show_crop(field.crop)
        self.input.setAccessibleName(field.label)
        self.input.setAccessibleDescription(field.message)
        self.input.setToolTip(field.hint)
        self._show_value(field)
        self._fit_label()
        theme.set_property(self.input, "mood", field.mood)
        role = {"error": "err", "doubt": "warn"}.get(field.mood, "small")
        theme.set_property(self.message, "role", role)
        self.message.say(field.message or ("" if field.value else field.hint))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the label to the new width."""
        super().resizeEvent(event)
        self._fit_label()

    def _fit_label(self) -> None:
        """Wrap the label only where it has to be: fields of a row stay level."""
        chip = self.chip.sizeHint().width() if not self.chip.isHidden() else 0
        room = self.width() - chip - theme.current().px(4)
        wanted = QFontMetricsF(self.label.font()).horizontalAdvance(f"{self._caption}  *")
        self.label.setWordWrap(wanted > room)

    def _show_value(self, field: FieldState) -> None:
        widget = self.input
        if isinstance(widget, ViLineEdit):
            widget.show_value(field.value)
            widget.setReadOnly(field.read_only)
            if field.offers:
                widget.offer(list(field.offers))
        elif isinstance(widget, ViTextEdit):
            widget.show_value(field.value)
            widget.setReadOnly(field.read_only)
        elif isinstance(widget, ChoiceBox):
            widget.set_choices((("", ""), *field.choices))
            widget.choose(field.value)
            widget.setEnabled(not field.read_only)
        elif isinstance(widget, TickBox):
            blocked = widget.blockSignals(True)  # noqa: FBT003  Qt takes it by position
            widget.setChecked(field.value == "true")
            widget.set_words(field.label)
            widget.blockSignals(blocked)
            self.label.hide()


class ErrorSummary(QFrame):
    """What is still to mend, as links, at the top of the form.

    Signals:
        asked: field id of a link.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorSummary")
        self.setProperty("role", "banner")
        self.setProperty("tone", "err")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(10), look.px(6), look.px(8), look.px(6))
        row.addWidget(Icon("alert-circle", "err", 20), 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._title = Text("bold", wrap=True)
        self._column.addWidget(self._title)
        row.addLayout(self._column, 1)
        self._links: list[LinkText] = []
        self._shown: tuple[tuple[str, str], ...] = ()

    def show_problems(self, title: str, problems: tuple[tuple[str, str], ...]) -> None:
        """Show (field id, sentence) pairs; none hides the summary."""
        self.setVisible(bool(problems))
        self._title.setText(title)
        self.setAccessibleName(title)
        if problems == self._shown:
            return
        is_new = not self._shown and bool(problems)
        self._shown = problems
        for link in self._links:
            self._column.removeWidget(link)
            link.hide()
            link.deleteLater()
        self._links = []
        for number, (field_id, sentence) in enumerate(problems, start=1):
            link = LinkText(f"problem_{field_id}", field_id)
            self._column.addWidget(link)
            link.say(f"{number}. {sentence}")
            link.followed.connect(self.asked)
            self._links.append(link)
        if is_new:
            self.setFocus(Qt.FocusReason.OtherFocusReason)


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
        self.summary.show_problems(state.summary_title, state.summary)
        if state.focus and state.focus_turn != self._turn:
            self._turn = state.focus_turn
            self.focus_field(state.focus)

    def _build(self, state: FormState) -> None:
        look = theme.current()
        self._boxes, self._notes = {}, []
        body = QWidget()
        body.setProperty("role", "plain")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, look.px(8), look.px(6))
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
        at = 0
        for field in section.fields:
            share = 1.0 if columns == 1 else max(field.width, 1 / 3)
            span = min(COLUMNS, max(1, round(share * COLUMNS)))
            if at + span > COLUMNS:
                row, at = row + 1, 0
            box = FieldBox(field, self._source)
            box.committed.connect(self.committed)
            box.focused.connect(self.focused)
            box.entered.connect(self._next_field)
            box.typing.connect(self.typing)
            self._boxes[field.id] = box
            grid.addWidget(box, row, at, 1, span)
            at += span
        return row + 1

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
