"""The dossier at intake on a second screen, turned to the citizen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QScreen

from desk_app.ui.common.words import Words

if TYPE_CHECKING:
    from desk_app.ui.shell.citizen_screen import CitizenScreen
    from desk_app.ui.steps.intake.view_model import IntakeViewModel


class CitizenTalk(QObject):
    """Shows the citizen what is written and takes in what they say to it.

    Attributes:
        screen: the window on the second screen while it is there.
    """

    def __init__(
        self, words: Words, intake: "IntakeViewModel", office: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._words, self._intake, self._office = words, intake, office
        self.screen: CitizenScreen | None = None
        intake.state_changed.connect(self.show)

    def turn(self, own: QScreen) -> None:
        """Open the second screen, or take it away again; ``own`` is the officer's."""
        from desk_app.ui.shell.citizen_screen import CitizenScreen, second_screen

        if self.screen is not None:
            self.close()
            return
        other = second_screen(own)
        if other is None:
            self._intake.tell("window.one_screen")
            return
        self.screen = CitizenScreen(self._words)
        self.screen.answered.connect(self.take_answer)
        self.show()
        self.screen.show_on(other)

    @Slot()
    def show(self) -> None:
        """Show the dossier as it stands."""
        from desk_app.ui.shell.citizen_screen import for_citizen

        if self.screen is None:
            return
        state = self._intake.state
        dossier = state.issued.dossier if state.issued else state.dossier
        say = self._words.label
        declared = (say("ui.citizen.declaration_title"), say("ui.citizen.declaration"))
        self.screen.show_state(for_citizen(self._office, dossier, dict(state.values), declared))

    @Slot(str, object, bool)
    def take_answer(self, block: str, shown: dict[str, str], agrees: bool) -> None:  # noqa: FBT001  a signal's payload
        """The citizen said whether a block is right."""
        self._intake.confirm_block(block, shown, agrees=agrees)

    def close(self) -> None:
        """Take the second screen away."""
        if self.screen is not None:
            self.screen.close()
            self.screen = None
