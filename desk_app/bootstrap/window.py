"""Parts only the window needs, as plain calls; the window shapes them for its screens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.desk import Desk
from desk_app.bootstrap.bundle import support_bundle
from desk_app.bootstrap.care import Care
from desk_app.bootstrap.checks import PARTS, check_up
from desk_app.bootstrap.data import identity_tables, load_settings
from desk_app.bootstrap.sign_in import check_password, check_token
from desk_app.bootstrap.signatures import pin_habits

if TYPE_CHECKING:
    from desk_app.adapters.window import HeldCertificate, RasterPage
    from desk_app.domain.identity import IdentityTables


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowTools:
    """Calls beside the use cases; ``close`` ends the worker of the pages.

    Attributes:
        scanner: the scanner the profile names first; empty: ask which ones answer.
    """

    pdf_page: "Callable[[bytes, int, int], RasterPage]"
    token: "Callable[[str, str, str], HeldCertificate]"
    authenticate: Callable[[str, str], None]
    token_is_here: Callable[[str, str], bool]
    authenticate_token: Callable[[bytearray, str], str]
    speak: Callable[[str, str], None]
    check_up: Callable[[], Iterator[dict[str, object]]]
    parts: tuple[str, ...]
    support_bundle: Callable[[Path, list[dict[str, object]]], Path]
    tables: "IdentityTables"
    close: Callable[[], None]
    care: Care
    scanner: str = ""


def window_tools(desk: Desk) -> WindowTools:
    """Wire the window's own parts for a desk."""
    from desk_app.adapters.window import PdfRasteriser, TokenPresence, look_at_token, speak

    pages, presence = PdfRasteriser(), TokenPresence()

    def close() -> None:
        presence.close()
        pages.close()

    settings = load_settings(desk.profile)
    habits = pin_habits(settings)
    return WindowTools(
        pdf_page=pages.page,
        token=lambda module, token, held: look_at_token(module, token, held, habits.each_time),
        token_is_here=presence.is_here,
        authenticate=lambda user, password: check_password(desk, user, lambda: password),
        authenticate_token=lambda pin, last: check_token(desk, pin, last),
        check_up=lambda: check_up(desk.profile),
        speak=speak,
        parts=PARTS,
        support_bundle=lambda target, lines: support_bundle(desk.profile, target, lines),
        tables=identity_tables(),
        close=close,
        care=Care(settings.folder),
        scanner=next(iter(settings.scanners), ""),
    )
