"""Parts only the window needs, as plain calls; the window shapes them for its screens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app import bootstrap
from desk_app.application.desk import Desk
from desk_app.bootstrap.data import identity_tables, load_settings
from desk_app.bootstrap.late import late, when_made
from desk_app.bootstrap.shown_settings import shown_settings
from desk_app.bootstrap.sign_in import check_password, check_token
from desk_app.bootstrap.signatures import pin_habits, pin_tries
from desk_app.config.settings import Settings

if TYPE_CHECKING:
    from desk_app.adapters.code_reader import SerialCodeReader
    from desk_app.adapters.signatures.pin_habits import PinHabits
    from desk_app.adapters.signatures.pin_tries import PinTries
    from desk_app.adapters.window.draft_shelf import DraftShelf
    from desk_app.adapters.window.pdf_pages import PdfRasteriser, RasterPage
    from desk_app.adapters.window.token_look import HeldCertificate, TokenPresence
    from desk_app.application.printouts import Printouts
    from desk_app.application.retyping import CopyLine
    from desk_app.bootstrap.backlog import DeskBacklog
    from desk_app.bootstrap.care import Care
    from desk_app.domain.identity import IdentityTables

WAITING_PRINTS = "printouts.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowTools:
    """Calls beside the use cases; ``close`` ends the worker of the pages.

    Attributes:
        scanner: the scanner the profile names first; empty: ask which ones answer.
        settings: section, name and value of what the administrator set.
    """

    pdf_page: "Callable[[bytes, int, int], RasterPage]"
    token: "Callable[[str, str, str], HeldCertificate]"
    authenticate: Callable[[str, str], None]
    token_is_here: Callable[[str, str], bool]
    authenticate_token: Callable[[bytearray, str], str]
    speak: Callable[[str, str], None]
    check_up: Callable[[], Iterator[dict[str, object]]]
    parts: Callable[[], tuple[str, ...]]
    support_bundle: Callable[[Path, list[dict[str, object]]], Path]
    tables: "IdentityTables"
    close: Callable[[], None]
    care: "Care"
    backlog: "DeskBacklog"
    drafts: "DraftShelf"
    printouts: "Printouts"
    code_reader: "SerialCodeReader"
    retype_sites: Callable[[], tuple[str, ...]]
    retype_list: "Callable[[str, str], tuple[CopyLine, ...]]"
    scanner: str = ""
    settings: tuple[tuple[str, str, str], ...] = ()


def window_tools(desk: Desk) -> WindowTools:
    """Wire the window's own parts for a desk."""
    settings = load_settings(desk.profile)
    pages, presence = late(_rasteriser), late(_presence)
    habits, tries = late(lambda: pin_habits(settings)), late(lambda: pin_tries(settings))

    backlog = late(lambda: _backlog(settings.folder))
    code_reader = late(_code_reader)

    def close() -> None:
        when_made(backlog)()
        when_made(presence)()
        when_made(pages)()

    return WindowTools(
        pdf_page=lambda data, page, width_px: pages.page(data, page, width_px),  # noqa: PLW0108  late
        token=lambda module, token, held: _look(module, token, held, habits, tries),
        token_is_here=lambda module, token: presence.is_here(module, token),  # noqa: PLW0108  late
        authenticate=lambda user, password: check_password(desk, user, lambda: password),
        authenticate_token=lambda pin, last: check_token(desk, pin, last),
        check_up=lambda: bootstrap.check_up(desk.profile, code_reader=code_reader),
        speak=_speak,
        parts=lambda: bootstrap.CHECK_PARTS,
        support_bundle=lambda target, lines: bootstrap.support_bundle(desk.profile, target, lines),
        tables=late(identity_tables),
        close=close,
        care=late(lambda: _care(settings.folder)),
        backlog=backlog,
        drafts=late(lambda: _drafts(settings)),
        printouts=late(lambda: _printouts(desk, settings.folder)),
        code_reader=code_reader,
        retype_sites=lambda: _sites(desk),
        retype_list=lambda key, site: _retype(desk, key, site),
        scanner=next(iter(settings.scanners), ""),
        settings=shown_settings(settings),
    )


def _rasteriser() -> "PdfRasteriser":
    from desk_app.adapters.window.pdf_pages import PdfRasteriser

    return PdfRasteriser()


def _presence() -> "TokenPresence":
    from desk_app.adapters.window.token_look import TokenPresence

    return TokenPresence()


def _look(
    module: str, token: str, held: str, habits: "PinHabits", tries: "PinTries"
) -> "HeldCertificate":
    from desk_app.adapters.window.token_look import look_at_token

    return look_at_token(module, token, held, habits.each_time, tries.left)


def _speak(text: str, language: str) -> None:
    from desk_app.adapters.window.speech import speak

    speak(text, language)


def _drafts(settings: Settings) -> "DraftShelf":
    from desk_app.adapters.acquisition.seal import AgeSeal
    from desk_app.adapters.window.draft_shelf import DraftShelf
    from desk_app.bootstrap.desk import keys_of

    keys = keys_of(settings)
    return DraftShelf(settings.within("drafts"), AgeSeal(keys.papers, keys.recovery))


def _printouts(desk: Desk, folder: Path) -> "Printouts":
    from desk_app.adapters.printing.spool import system_spooler
    from desk_app.adapters.window.print_tray import PrintTrayFile
    from desk_app.application.printouts import Printouts

    return Printouts(
        desk.office.papers.read, system_spooler(), PrintTrayFile(folder / WAITING_PRINTS),
        desk.office.clock.now,
    )  # fmt: skip


def _code_reader() -> "SerialCodeReader":
    from desk_app.adapters.code_reader import SerialCodeReader

    return SerialCodeReader()


def _care(folder: Path) -> "Care":
    from desk_app.bootstrap.care import Care

    return Care(folder)


def _backlog(folder: Path) -> "DeskBacklog":
    from desk_app.bootstrap.backlog import DeskBacklog

    return DeskBacklog(folder)


def _sites(desk: Desk) -> tuple[str, ...]:
    from desk_app.bootstrap.national import sites

    return sites(desk.profile, is_practice=desk.is_practice)


def _retype(desk: Desk, key: str, site: str) -> "tuple[CopyLine, ...]":
    from desk_app.bootstrap.national import retype

    return retype(desk, key, site)
