"""Keys on their way to the page in sight."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desk_app.ui.common.keys import Scope


class KeyRouter(QObject):
    """Binds every key of the table once and sends its act to the window.

    Signals:
        pressed: id of an action.
    """

    pressed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._by_key: dict[str, dict[Scope, str]] = {}
        self.scope: Scope = "sign_in"
        self.is_held = False
        self._window = window

    def bind(self) -> None:
        """Listen to the keys: from the first paint on, before it nobody can press one."""
        from PySide6.QtGui import QKeySequence, QShortcut

        from desk_app.ui.common.keys import ACTIONS

        for action in ACTIONS:
            if action.bound != "window":
                continue
            for key in action.keys:
                scopes = self._by_key.setdefault(key, {})
                for scope in action.scopes:
                    scopes[scope] = action.id
        for key in self._by_key:
            shortcut = QShortcut(QKeySequence(key), self._window)
            shortcut.setProperty("bound_key", key)
            shortcut.setAutoRepeat(
                key in ("PgDown", "PgUp", "F7", "Shift+F7", "Alt+Down", "Alt+Up")
            )
            shortcut.activated.connect(self._activated)

    def _activated(self) -> None:
        sender = self.sender()
        if sender is None or self.is_held:
            return
        scopes = self._by_key[str(sender.property("bound_key"))]
        action_id = scopes.get(self.scope) or scopes.get("everywhere")
        if action_id is not None:
            self.pressed.emit(action_id)
