"""Sign-in: user name and password, or the signing device."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desk_app.ui.common.failures import Failure, failure_of
from desk_app.ui.entry import Counter, Officer, Session, Welcome
from desk_app.ui.task_runner import TaskRunner


class SignInState(NamedTuple):
    """All the sign-in page shows.

    Attributes:
        is_shut: the desk cannot be opened; only the doctor is of use.
        people: names to sign in with, in the practice office.
    """

    office: str = ""
    version: str = ""
    user: str = ""
    counters: tuple[Counter, ...] = ()
    counter: str = ""
    is_online: bool = True
    is_practice: bool = False
    people: tuple[str, ...] = ()
    is_shut: bool = False
    is_busy: bool = False
    asks_pin: bool = False
    failure: Failure | None = None
    focus: str = "user"


class SignInViewModel(QObject):
    """Knows who may sit at the desk.

    Signals:
        state_changed: a ``SignInState``.
        signed_in: the ``Officer``.
    """

    state_changed = Signal(object)
    signed_in = Signal(object)

    def __init__(
        self, session: Session, runner: TaskRunner, welcome: Welcome, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._runner = session, runner
        self.state = SignInState(
            office=welcome.office,
            version=welcome.version,
            user=welcome.last_user,
            counters=welcome.counters,
            counter=welcome.last_counter or (welcome.counters[0].id if welcome.counters else ""),
            is_online=welcome.is_online,
            is_practice=welcome.practice,
            people=welcome.people,
            focus="password" if welcome.last_user else "user",
        )

    def _show(self, **changes: object) -> None:
        self.state = self.state._replace(**changes)  # type: ignore[arg-type]  # names are the state's own
        self.state_changed.emit(self.state)

    def choose_counter(self, counter: str) -> None:
        """Sit at another counter."""
        self._show(counter=counter)

    def sign_in(self, user: str, password: str) -> None:
        """Check name and password."""
        if self.state.is_busy:
            return
        if not user or not password:
            self._show(user=user, failure=None, focus="password" if user else "user")
            return
        self._show(user=user, is_busy=True, failure=None)
        session, counter = self._session, self.state.counter
        self._runner.submit(
            lane="db",
            owner=self,
            work=lambda task: session.sign_in(user, password, counter),
            done=self._welcome,
            failed=self._refuse,
        )

    def ask_token(self) -> None:
        """Sign in with the signing device: ask for its PIN in the password's place."""
        self._show(asks_pin=not self.state.asks_pin, failure=None, focus="password")

    def sign_in_with_token(self, pin: bytearray) -> None:
        """Check the PIN and the certificate."""
        if self.state.is_busy or not pin:
            return
        self._show(is_busy=True, failure=None)
        session, counter = self._session, self.state.counter
        self._runner.submit(
            lane="token",
            owner=self,
            work=lambda task: session.sign_in_with_token(pin, counter),
            done=self._welcome,
            failed=self._refuse,
        )

    def cannot_open(self, error: Exception) -> None:
        """The desk behind this page cannot be opened: say so before anybody types a password."""
        self._show(is_busy=False, is_shut=True, failure=failure_of(error))

    def _welcome(self, officer: Officer) -> None:
        self._show(is_busy=False, asks_pin=False)
        self.signed_in.emit(officer)

    def _refuse(self, error: Exception) -> None:
        self._show(is_busy=False, failure=failure_of(error), focus="password")
