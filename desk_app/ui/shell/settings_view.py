"""The settings as a page: sections on the left, the chosen one beside them."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk_app.ui.common import keys, theme
from desk_app.ui.common.buttons import ChoiceBox
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.columns import pane, scrolled
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Text
from desk_app.ui.common.page import Chrome, Page
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.contract import DeviceChoice, FixedSetting
from desk_app.ui.shell import settings_sections as parts
from desk_app.ui.shell.code_reader_section import CodeReaderSection
from desk_app.ui.shell.code_reader_view_model import CodeReaderViewModel
from desk_app.ui.shell.printing_section import PrintingSection
from desk_app.ui.shell.printing_view_model import PrintingViewModel
from desk_app.ui.shell.settings_view_model import CHOICES, SettingsState, SettingsViewModel

_ROWS = (
    ("ui.language", "ui.settings.language", "cbLanguage"),
    ("ui.theme", "ui.settings.theme", "cbTheme"),
    ("ui.text_scale", "ui.settings.text_scale", "cbTextSize"),
)
_BETWEEN = " · "
"""Between name and address of a device in the offered list."""
LIST_WIDTH = 230


class SettingsPage(Page):
    """Passive page of ``SettingsViewModel``."""

    scope: Scope = "settings"

    def __init__(
        self,
        words: Words,
        model: SettingsViewModel,
        fixed: tuple[FixedSetting, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("SettingsPage")
        self._model, self._fixed = model, fixed
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(10))
        row.setSpacing(look.px(10))
        self._side, column = pane("card")
        self.sections = CheckList("lstSections")
        self.sections.chosen.connect(model.choose_section)
        self.tie("ui.settings.sections", self.sections.setAccessibleName)
        column.addWidget(self.sections, 1)
        row.addWidget(self._side)
        self.printing = PrintingSection(words, self._chosen)
        self.code_reader = CodeReaderSection(words, self._chosen)
        self.stack = QStackedWidget()
        for name, _ in parts.SECTIONS:
            self.stack.addWidget(self._make_section(name))
        row.addWidget(self.stack, 1)
        self.apply_layout("normal")
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    # -- sections

    def _make_section(self, name: str) -> QFrame:
        look = theme.current()
        frame, column = pane("card")
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        title = Text("h2")
        self.tie(f"ui.settings.{name}", title.setText)
        column.addWidget(title)
        if name == "shortcuts":
            self._add_keys(column)
            return frame
        column = scrolled(column)
        if name == "general":
            self._add_choices(column)
        elif name == "scanner":
            self._add_device(column)
        elif name == "code_reader":
            self._add_help(column, "ui.settings.code_reader_help")
            column.addWidget(self.code_reader)
        elif name == "reading":
            self._add_help(column, "ui.settings.reading_help")
        elif name == "printing":
            self._add_help(column, "ui.settings.printing_help")
            column.addWidget(self.printing)
        parts.add_fixed(self, column, [one for one in self._fixed if one.section == name])
        if name in parts.CHECKED:
            parts.add_check(self, column, name, self._check)
        column.addStretch(1)
        return frame

    def _add_choices(self, column: QVBoxLayout) -> None:
        self.boxes: dict[str, ChoiceBox] = {}
        for key, label_key, name in _ROWS:
            self.boxes[key] = parts.choice(name, key, self._chosen)
            parts.caption(self, column, label_key, self.boxes[key])

    def _add_device(self, column: QVBoxLayout) -> None:
        self.device = ViLineEdit("edScanner")
        self.device.committed.connect(self._device_committed)
        parts.caption(self, column, "ui.settings.device", self.device)
        self._add_help(column, "ui.settings.device_help")

    def _add_help(self, column: QVBoxLayout, key: str) -> None:
        note = Text("small", wrap=True)
        column.addWidget(note)
        self.tie(key, note.setText)

    def _add_keys(self, column: QVBoxLayout) -> None:
        self._add_help(column, "ui.settings.shortcuts_help")
        self.keys = CheckList("lstKeys", quiet=True)
        self.tie("ui.settings.shortcuts", self.keys.setAccessibleName)
        column.addWidget(self.keys, 1)

    # -- states and acts

    def render_state(self, state: SettingsState) -> None:
        """Show a state."""
        say = self.words.label
        self.sections.show_lines(parts.section_lines(self.words), state.section)
        names = [name for name, _ in parts.SECTIONS]
        self.stack.setCurrentIndex(names.index(state.section))
        for key, box in self.boxes.items():
            if key == "ui.text_scale":
                choices = tuple((v, say("ui.settings.percent", value=v)) for v in CHOICES[key])
            elif key == "ui.theme":
                choices = tuple((v, say(f"ui.settings.theme_{v}")) for v in CHOICES[key])
            else:
                choices = tuple((v, say(f"ui.language.{v}")) for v in CHOICES[key])
            box.set_choices(choices)
            box.choose(state.value(key))
        self.device.show_value(state.value("scanner.device"))
        self.printing.show_choices(state)
        self.code_reader.show_choices(state)
        lines = tuple(
            CheckLine(
                action.id,
                say(action.label_key, count="N"),
                "keyboard",
                "muted",
                trailing=keys.shown(action.key),
            )
            for action in keys.ACTIONS
        )
        self.keys.show_lines(lines)
        self.undo_offered.emit(state.undo)
        self.set_chrome(
            Chrome(say("ui.page.settings"), hints=("choose_row", "next_pane", "help", "undo"))
        )

    def _chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, ChoiceBox):
            self._model.choose(str(sender.property("key")), str(sender.currentData() or ""))

    def _check(self) -> None:
        self.navigated.emit("doctor")

    @Slot(object)
    def offer_devices(self, found: tuple[DeviceChoice, ...]) -> None:
        """Offer the devices of the list; another address can still be typed."""
        self.device.offer([f"{each.name}{_BETWEEN}{each.uri}" for each in found])

    def follow_printing(self, model: PrintingViewModel) -> None:
        """The section on printers shows this model, and asks it."""
        section = self.printing
        section.opened.connect(model.look)
        section.chose.connect(model.choose)
        section.send_asked.connect(model.send)
        section.withdraw_asked.connect(model.withdraw)
        model.state_changed.connect(section.show_state)
        section.show_state(model.state)

    def follow_code_reader(self, model: CodeReaderViewModel) -> None:
        """The section on the reader of codes shows this model, and asks it."""
        section = self.code_reader
        section.opened.connect(model.look)
        section.left.connect(model.stop_trying)
        section.try_asked.connect(model.try_reading)
        model.state_changed.connect(section.show_state)
        section.show_state(model.state)

    def _device_committed(self, value: str) -> None:
        self._model.choose("scanner.device", value.rpartition(_BETWEEN)[2])
        self.device.show_value(self._model.state.value("scanner.device"))

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        if action_id == "undo":
            self._model.undo()
            return True
        return False

    def panes(self) -> tuple[QWidget, ...]:
        """The list, and the section beside it."""
        return (self.sections, self.stack)

    def apply_layout(self, layout: LayoutClass) -> None:
        """The list takes what its words need."""
        super().apply_layout(layout)
        self._side.setFixedWidth(theme.current().px(LIST_WIDTH))

    def enter(self) -> None:
        """The cursor is on the list of sections."""
        self.sections.setFocus(Qt.FocusReason.OtherFocusReason)
