"""One field of a form: label and chip, strip of the paper, input, message."""

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import ChoiceBox
from desk_app.ui.common.chip_widgets import Chip
from desk_app.ui.common.crop_strip import CropStrip
from desk_app.ui.common.fields import FieldState
from desk_app.ui.common.labels import Text
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.text_area import ViTextEdit
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.tick_box import TickBox


class FieldBox(QWidget):
    """One field, top to bottom: label and chip, strip of the paper, input, message.

    Signals:
        committed: (field id, value).
        focused: field id.
        entered: field id, Enter was pressed.
        typing: (field id, value) while it is typed.
        resized: its head may need another height.
    """

    committed = Signal(str, str)
    focused = Signal(str)
    entered = Signal(str)
    typing = Signal(str, str)
    resized = Signal()

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
        self._lead = QSpacerItem(0, 0)
        column.addItem(self._lead)
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
        self._column = column

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
        self.resized.emit()

    @property
    def head_height(self) -> int:
        """What stands above the input, in pixels."""
        label = max(self.label.sizeHint().height(), self.label.minimumHeight())
        chip = 0 if self.chip.isHidden() else self.chip.sizeHint().height()
        strip = 0 if self.strip.isHidden() else self.strip.sizeHint().height()
        return max(label, chip) + strip

    def stand_under(self, lead: int) -> None:
        """Begin ``lead`` pixels lower, so that the inputs of a row are level."""
        if lead != self._lead.sizeHint().height():
            self._lead.changeSize(0, lead)
            self._column.invalidate()

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
