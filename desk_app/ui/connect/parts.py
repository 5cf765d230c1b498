"""What the window needs beside the use cases; wired by bootstrap."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from desk_app.application.code_reader import CodeReader, NoCodeReader
from desk_app.application.printouts import Printouts
from desk_app.application.retyping import CopyLine
from desk_app.domain.errors import RuleError
from desk_app.domain.identity import IdentityTables
from desk_app.ui import contract as c
from desk_app.ui.connect.backlog import BacklogCalls, NoBacklog
from desk_app.ui.connect.care import CareCalls
from desk_app.ui.connect.kept_drafts import NoShelf, Shelf


class PdfPages(Protocol):
    """Rasterises PDF pages behind a deadline."""

    def page(self, data: bytes, page: int, width_px: int) -> c.PageImage:
        """A page as an encoded picture. Errors: ``papers.*``."""
        ...


class TokenLook(Protocol):
    """Looks at a signing device without its PIN."""

    def certificate(self, module: str, token: str, certificate: str) -> c.TokenCertificate:
        """Errors: ``signing.*``."""
        ...

    def is_here(self, module: str, token: str) -> bool:
        """Whether it is plugged in; cheap. Errors: ``signing.*``."""
        ...


def _no_list(key: str, site: str) -> tuple[CopyLine, ...]:
    """A desk whose office has listed no site."""
    raise RuleError("retype.site_unknown", {"site": site, "known": ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowParts:
    """What the window needs beside the use cases; wired by bootstrap.

    Attributes:
        authenticate: checks a password; raises ``session.wrong_password`` or ``session.locked``.
        authenticate_token: (PIN, last user) → user of the token that answered a challenge.
        speak: says a text in a language with the system's voice; raises ``speech.*``.
        check_up: the doctor's lines as the command line prints them, as they come.
        check_parts: ids of those lines in order.
        support_bundle: writes a file for support into a folder.
        care: errands that look after the data; None where there is no profile on a disk.
        backlog: long work of the office.
        drafts: keeps drafts on this machine while the office's database is away.
        retype_sites: names of the sites without an interface that the office has listed.
        retype_list: (dossier, site) → what to copy into it.
        fixed_settings: section, name and value of what the administrator set for this desk.
        printouts: papers on their way to the printers of this machine.
        code_reader: readers on the serial ports of this machine.
    """

    pdf_pages: PdfPages
    tokens: TokenLook
    printouts: Printouts
    authenticate: Callable[[str, str], None]
    authenticate_token: Callable[[bytearray, str], str] | None = None
    speak: Callable[[str, str], None]
    check_up: Callable[[], Iterable[dict[str, object]]]
    check_parts: Callable[[], tuple[str, ...]] = tuple
    support_bundle: Callable[[Path, list[dict[str, object]]], Path] | None = None
    tables: IdentityTables | None = None
    scanner: str = ""
    fixed_settings: tuple[tuple[str, str, str], ...] = ()
    backlog: BacklogCalls = field(default_factory=NoBacklog)
    drafts: Shelf = field(default_factory=NoShelf)
    code_reader: CodeReader = field(default_factory=NoCodeReader)
    retype_sites: Callable[[], tuple[str, ...]] = tuple
    retype_list: Callable[[str, str], tuple[CopyLine, ...]] = _no_list
    care: CareCalls | None = None
