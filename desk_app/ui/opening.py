"""A profile on its way to becoming a desk: the window is there first, the desk opens behind it.

``Opening.desk`` is called on the ``db`` lane. That lane has one worker, so whatever is asked of the
session afterwards waits for the desk without anybody having to say so.
"""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.config import front as config
from desk_app.ui.connect.settings_file import FileSettings
from desk_app.ui.entry import Counter, Officer, Welcome

if TYPE_CHECKING:
    from desk_app.application.desk import Desk as OpenedDesk
    from desk_app.bootstrap.recorder import Recorder
    from desk_app.ui.contract.care import Care
    from desk_app.ui.contract.desk import Desk
    from desk_app.ui.contract.machine import Doctor

EXCHANGE_AFTER_S = 2.0
"""The officer's first page comes before the network."""


class LateSession:
    """Sign-in to a desk that may still be opening."""

    def __init__(self, opening: "Opening") -> None:
        self._opening = opening

    def welcome(self) -> Welcome:
        """What the sign-in page shows; reads two small files."""
        return self._opening.welcome()

    def sign_in(self, user: str, password: str, counter: str) -> Officer:
        """Wait for the desk, then sign in."""
        return self._opening.desk().session.sign_in(user, password, counter)

    def sign_in_with_token(self, pin: bytearray, counter: str) -> Officer:
        """Wait for the desk, then sign in with the signing device."""
        return self._opening.desk().session.sign_in_with_token(pin, counter)

    def sign_out(self) -> None:
        """Forget the officer."""
        self._opening.desk().session.sign_out()


class Opening:
    """An ``Entry`` over a profile folder.

    Attributes:
        session: signs in, after the desk is open.
        settings: choices kept in the profile.
    """

    def __init__(self, profile: Path | None) -> None:
        self.folder = profile or config.default_folder()
        self.settings = FileSettings(self.folder / config.CHOICES_FILE, version())
        self.session = LateSession(self)
        self._desk: Desk | None = None
        self._opened = contextlib.ExitStack()
        self._turn = threading.Lock()
        self._recorder: Recorder | None = None

    def welcome(self) -> Welcome:
        """Office, counter and the last officer; an unreadable profile gives an empty one."""
        try:
            facts = config.read_front(self.folder)
        except (OSError, ValueError):
            return Welcome(office="", version=self.settings.version)
        return Welcome(
            office=facts.office,
            version=self.settings.version,
            counters=(Counter(id=facts.desk, name=facts.desk),),
            last_user=self.settings.get("session.user"),
            last_counter=facts.desk,
            practice=facts.is_practice,
            lock_minutes=facts.lock_minutes,
            people=facts.people,
        )

    @property
    def doctor(self) -> "Doctor":
        """Checks that need no opened desk."""
        from desk_app import bootstrap
        from desk_app.ui.connect.machine import DoctorPart

        return DoctorPart(
            lambda: bootstrap.check_up(self.folder),
            lambda: bootstrap.CHECK_PARTS,
            lambda target, lines: bootstrap.support_bundle(self.folder, target, lines),
        )

    def note(self, kind: str, **facts: object) -> None:
        """Tell the black box of this profile; opened with the first word, after the first paint."""
        if self._recorder is None:
            from desk_app.bootstrap.recorder import Recorder

            self._recorder = Recorder(self.folder / "logs")
        self._recorder.note(kind, **facts)

    @property
    def care(self) -> "Care":
        """Looking after data that nobody has opened yet: bringing a backup back."""
        from desk_app.bootstrap.care import Care as Calls
        from desk_app.ui.connect.care import CarePart

        return CarePart(Calls(self.folder))

    def desk(self) -> "Desk":
        """Open the desk once; every later call gives the same.

        Raises:
            ConflictError: ``profile.in_use``: another window holds this profile.
            UnavailableError: as ``bootstrap.open_desk`` has it; a later call tries again.
        """
        with self._turn:
            if self._desk is None:
                from desk_app import bootstrap

                with contextlib.ExitStack() as held:
                    held.enter_context(bootstrap.single_instance(self.folder))
                    opened = bootstrap.open_desk(self.folder, is_seat=True)
                    held.callback(opened.close)
                    self._opened = held.pop_all()
                later = threading.Timer(EXCHANGE_AFTER_S, _begin_exchange, [opened])
                later.start()
                self._opened.callback(_forgo, later)
                self._desk = self._opened.enter_context(connected(opened, settings=self.settings))
            return self._desk

    def close(self) -> None:
        """Close what was opened; after the last work has ended."""
        self._opened.close()
        if self._recorder is not None:
            self._recorder.flush()


def _begin_exchange(desk: "OpenedDesk") -> None:
    """Only now is the exchange made."""
    desk.exchange.start()


def _forgo(later: threading.Timer) -> None:
    """The desk closes: what has not begun does not begin."""
    later.cancel()
    later.join()


def version() -> str:
    """The version of the program."""
    import desk_app

    return desk_app.__version__


@contextlib.contextmanager
def connected(
    desk: "OpenedDesk", scanner: str = "", *, settings: FileSettings | None = None
) -> "Iterator[Desk]":
    """The desk of the window over the use cases; its workers end with the block.

    Args:
        desk: opened.
        scanner: the one to use; by default the desk's choice.
        settings: choices of the desk, where somebody has them already: they are one.
    """
    from desk_app.bootstrap.window import window_tools
    from desk_app.ui.connect.desk import connect
    from desk_app.ui.connect.parts import WindowParts
    from desk_app.ui.connect.sitting import Sitting
    from desk_app.ui.connect.tools import PdfPagesOf, TokenLookOf

    tools = window_tools(desk)
    parts = WindowParts(
        pdf_pages=PdfPagesOf(tools.pdf_page),
        tokens=TokenLookOf(tools.token, desk.office.clock.now, tools.token_is_here),
        printouts=tools.printouts,
        code_reader=tools.code_reader,
        authenticate=tools.authenticate,
        authenticate_token=tools.authenticate_token,
        check_up=tools.check_up,
        speak=tools.speak,
        check_parts=tools.parts,
        support_bundle=tools.support_bundle,
        tables=tools.tables,
        scanner=scanner or tools.scanner,
        care=tools.care,
        backlog=tools.backlog,
        drafts=tools.drafts,
        retype_sites=tools.retype_sites,
        retype_list=tools.retype_list,
        fixed_settings=tools.settings,
    )
    sitting = Sitting(desk)
    leave = sitting.follow()
    try:
        settings = settings or FileSettings(desk.profile / config.CHOICES_FILE, version())
        yield connect(desk, parts, settings=settings, sitting=sitting)
    finally:
        leave()
        tools.close()


class Ready:
    """An ``Entry`` over a desk that is open already."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.noted: list[tuple[str, dict[str, object]]] = []
        self.session, self.settings, self.doctor = desk.session, desk.settings, desk.doctor
        self.care = desk.care

    def note(self, kind: str, **facts: object) -> None:
        """Keep what the black box would be told."""
        self.noted.append((kind, facts))

    def desk(self) -> "Desk":
        """The desk."""
        return self._desk
