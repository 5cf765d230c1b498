"""The settings as a page."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import keys, theme
from desk_app.ui.common.buttons import ChoiceBox
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Text, line
from desk_app.ui.common.page import Chrome, Page
from desk_app.ui.common.panes import pane, scrolled
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.words import Words
from desk_app.ui.contract import DeviceChoice
from desk_app.ui.shell.settings_view_model import CHOICES, SettingsState, SettingsViewModel

_ROWS = (
    ("ui.language", "ui.settings.language", "cbLanguage"),
    ("ui.theme", "ui.settings.theme", "cbTheme"),
    ("ui.text_scale", "ui.settings.text_scale", "cbTextSize"),
)
_BETWEEN = " · "
"""Between name and address of a device in the offered list."""


class SettingsPage(Page):
    """Passive page of ``SettingsViewModel``."""

    scope: Scope = "settings"

    def __init__(
        self, words: Words, model: SettingsViewModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("SettingsPage")
        self._model = model
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(10))
        row.setSpacing(look.px(10))
        left, column = pane("card")
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column = scrolled(column)
        title = Text("h2")
        column.addWidget(title)
        self.tie("ui.settings.general", title.setText)
        self.boxes: dict[str, ChoiceBox] = {}
        for key, label_key, name in _ROWS:
            box = ChoiceBox(name)
            box.setProperty("key", key)
            box.currentIndexChanged.connect(self._chosen)
            self.boxes[key] = box
            self._caption(column, label_key, box)
        column.addWidget(line())
        self.device = ViLineEdit("edScanner")
        self.device.committed.connect(self._device_committed)
        self._caption(column, "ui.settings.device", self.device)
        note = Text("small", wrap=True)
        column.addWidget(note)
        self.tie("ui.settings.device_help", note.setText)
        column.addStretch(1)
        right, keys_column = pane("card")
        keys_column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        keys_title, help_text = Text("h2"), Text("small", wrap=True)
        self.keys = CheckList("lstKeys", quiet=True)
        keys_column.addWidget(keys_title)
        keys_column.addWidget(help_text)
        keys_column.addWidget(self.keys, 1)
        self.tie("ui.settings.shortcuts", keys_title.setText, self.keys.setAccessibleName)
        self.tie("ui.settings.shortcuts_help", help_text.setText)
        row.addWidget(left, 1)
        row.addWidget(right, 1)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def _caption(self, column: QVBoxLayout, key: str, widget: QWidget) -> None:
        label = Text()
        self.tie(key, label.setText, widget.setAccessibleName)
        column.addWidget(label)
        column.addWidget(widget)

    def render_state(self, state: SettingsState) -> None:
        """Show a state."""
        say = self.words.label
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
        self.set_chrome(Chrome(say("ui.page.settings"), hints=("help", "undo")))

    def _chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, ChoiceBox):
            self._model.choose(str(sender.property("key")), str(sender.currentData() or ""))

    @Slot(object)
    def offer_devices(self, found: tuple[DeviceChoice, ...]) -> None:
        """Offer the devices of the list; another address can still be typed."""
        self.device.offer([f"{each.name}{_BETWEEN}{each.uri}" for each in found])

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
        """The choices."""
        return tuple(self.boxes.values())

    def enter(self) -> None:
        """The cursor is on the first choice."""
        self.boxes["ui.language"].setFocus(Qt.FocusReason.OtherFocusReason)
