"""Choices of the officer at this desk.

Language, theme, text size. They hold at once and can be undone.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desk_app.application.code_reader import PORT_SETTING, SPEED_SETTING, SPEEDS
from desk_app.ui.common.tokens import TEXT_SCALES
from desk_app.ui.common.undo import NO_UNDO, Undo
from desk_app.ui.entry import PRINTER, Settings, printer_setting

PRINTED = (
    "receipt", "supplement_request", "refusal", "apology", "stop_notice", "control_slip",
    "evaluation", "fee_receipt", "returned_originals", "handover", "cover_sheets",
)  # fmt: skip
"""Forms that may have a printer of their own."""
DEFAULTS = {
    "ui.language": "vi",
    "ui.theme": "system",
    "ui.text_scale": "100",
    "scanner.device": "",
    PORT_SETTING: "",
    SPEED_SETTING: str(SPEEDS[0]),
    PRINTER: "",
    **{printer_setting(form): "" for form in PRINTED},
}
CHOICES = {
    "ui.language": ("vi", "en"),
    "ui.theme": ("light", "dark", "system"),
    "ui.text_scale": tuple(str(scale) for scale in TEXT_SCALES),
    SPEED_SETTING: tuple(str(speed) for speed in SPEEDS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsState:
    """All the settings page shows."""

    values: tuple[tuple[str, str], ...] = ()
    section: str = "general"
    undo: Undo = NO_UNDO

    def value(self, key: str) -> str:
        """A chosen value."""
        return dict(self.values).get(key, DEFAULTS[key])


class SettingsViewModel(QObject):
    """Keeps choices.

    Signals:
        state_changed: a ``SettingsState``.
        chosen: (key, value) that holds from now on.
    """

    state_changed = Signal(object)
    chosen = Signal(str, str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._before: list[tuple[str, str]] = []
        values = tuple((key, settings.get(key, default)) for key, default in DEFAULTS.items())
        self.state = SettingsState(values=values)

    def choose(self, key: str, value: str) -> None:
        """Choose a value; what no list offers is not taken."""
        before = self.state.value(key)
        if value == before or (key in CHOICES and value not in CHOICES[key]):
            return
        self._before.append((key, before))
        name = "printing" if key.startswith("printing.") else key.rsplit(".", maxsplit=1)[-1]
        undo = Undo("ui.undo.setting", self.state.undo.turn + 1, (("name", f"ui.settings.{name}"),))
        self._put(key, value, undo)

    def choose_section(self, section: str) -> None:
        """The cursor is on a section."""
        if section != self.state.section:
            self.state = replace(self.state, section=section)
            self.state_changed.emit(self.state)

    def _put(self, key: str, value: str, undo: Undo) -> None:
        self._settings.put(key, value)
        values = tuple((name, value if name == key else old) for name, old in self.state.values)
        self.state = replace(self.state, values=values, undo=undo)
        self.state_changed.emit(self.state)
        self.chosen.emit(key, value)

    def undo(self) -> None:
        """Back to what was chosen before."""
        if self._before:
            key, value = self._before.pop()
            self._put(key, value, Undo("", self.state.undo.turn + 1))
