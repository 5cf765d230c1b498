"""The window with the copy list of a dossier, beside another system's page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk_app.ui.common.words import Words
from desk_app.ui.task_runner import TaskRunner

if TYPE_CHECKING:
    from desk_app.ui.contract.retyping import Retyping
    from desk_app.ui.shell.retype_window import RetypeWindow


class RetypeBridge(QObject):
    """Opens it when it is first wanted and takes it away with the officer.

    Attributes:
        window: the window while it is there.
    """

    def __init__(
        self, words: Words, retyping: "Retyping", runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._words, self._retyping, self._runner = words, retyping, runner
        self.window: RetypeWindow | None = None

    def open_on(self, key: str) -> None:
        """Show the copy list of a dossier."""
        from desk_app.ui.shell.retype_view_model import RetypeViewModel
        from desk_app.ui.shell.retype_window import RetypeWindow

        if self.window is None:
            model = RetypeViewModel(self._retyping, self._runner, self)
            self.window = RetypeWindow(self._words, model)
        self.window.open_on(key)

    def close(self) -> None:
        """Take the window away."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
