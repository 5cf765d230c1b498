"""Acts of the window itself: beside the page in sight, about the dossier in hand."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desk_app.domain.identity import number_of_card
from desk_app.ui.common.asking import PinTalk, print_slips
from desk_app.ui.common.failures import Failure, failure_of
from desk_app.ui.contract import ActOffer, Issued
from desk_app.ui.shell.citizen_talk import CitizenTalk
from desk_app.ui.shell.insights import question
from desk_app.ui.shell.other_acts import Answer, OtherActsTalk
from desk_app.ui.shell.retype_bridge import RetypeBridge

if TYPE_CHECKING:
    from desk_app.ui.shell.conductor import Conductor


class WindowActs(QObject):
    """Does what no page in sight took.

    Attributes:
        citizen: the second screen.
        bridge: the copy list.
    """

    def __init__(self, window: "Conductor") -> None:
        super().__init__(window)
        self._window = window
        desk, runner = window.desk, window.runner
        pin = PinTalk(runner, desk.tokens, window, self)
        self._other = OtherActsTalk(desk.other, pin, runner, self._ask, self)
        self._other.done.connect(self._issued)
        self._other.refused.connect(self._refuse)
        self.citizen = CitizenTalk(window.words, window.intake, window.welcome.office, self)
        self.bridge = RetypeBridge(window.words, desk.retyping, runner, self)

    def do(self, name: str) -> None:
        """Do an act by its id; one the window does not know does nothing."""
        window = self._window
        if name == "lock":
            window.lock()
        elif name == "search":
            window.shell.work.top.search.setFocus()
        elif name == "new_dossier":
            window.start_dossier()
        elif name == "escape":
            window.clear_search()
            window.go("dashboard")
        elif name == "printing":
            window.settings.choose_section("printing")
            window.go("settings")
        elif name == "code_reader":
            window.settings.choose_section("code_reader")
            window.go("settings")
        elif name == "citizen_screen":
            self.citizen.turn(window.shell.screen())
        else:
            self._do_with(name, window.in_hand(window.pages.name_of(window.shell.page)))

    def use_of_code(self, text: str) -> Callable[[], None] | None:
        """What the page in sight does with a code that was read; None where it does nothing.

        At intake a citizen's card says who files, at the return who collects, in the work queue
        card and code find their dossiers, in the settings a reader that is tried shows it.
        """
        window, number = self._window, number_of_card(text)
        page = window.pages.name_of(window.shell.page)
        if page == "intake_page" and number:
            return partial(window.intake.take_card, text)
        if page == "return_page":
            return partial(window.return_result.pick_up, text)
        if page == "dashboard":
            return partial(window.look_up, number or text)
        if page == "settings" and window.code_reader.state.is_trying:
            return partial(window.code_reader.show_tried, text)
        return None

    def refuse_code(self, failure: Failure) -> None:
        """What a reader sent was no reading: pages that would have used it say so."""
        window = self._window
        page = window.pages.name_of(window.shell.page)
        if page == "intake_page":
            window.intake.show(failure=failure)
        elif page == "return_page":
            window.return_result.refuse_code(failure)
        elif page == "dashboard":
            window.dashboard.refuse_code(failure)

    def _do_with(self, name: str, key: str) -> None:
        """An act about a dossier; ``key`` is empty when none is in hand."""
        if name == "other_acts" and key:
            self._other.offer(key)
        elif name == "retype" and key:
            self.bridge.open_on(key)
        else:
            self._look_into(name, key)

    def _look_into(self, name: str, key: str) -> None:
        """Answer a question beside the page: why this date, what is missing, what is left."""
        window = self._window
        asked = question(window.desk.insight, name, key)
        if asked is not None:
            window.runner.submit(
                lane="db",
                owner=self,
                work=lambda task: asked.ask(),
                done=lambda found: window.shell.work.show_insight(asked.state(window.words, found)),
                failed=self._failed,
            )

    @Slot(object)
    def _issued(self, issued: Issued) -> None:
        """Print what was issued and show the dossier where it now belongs."""
        window = self._window
        print_slips(window.intake, window.desk, issued, self._failed)
        window.refresh()
        if issued.dossier.step is not None:
            window.open(issued.dossier.key, issued.dossier.step)
        else:
            window.go("dashboard")

    @Slot(object)
    def _refuse(self, failure: Failure) -> None:
        self._window.shell.work.show_refusal(failure)

    def _failed(self, error: Exception) -> None:
        self._refuse(failure_of(error))

    def _ask(self, offers: tuple[ActOffer, ...], answer: Answer) -> None:
        self._window.shell.work.ask_act(offers, answer)

    def close(self) -> None:
        """Take away what stands beside the window."""
        self.citizen.close()
        self.bridge.close()
