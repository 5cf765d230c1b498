"""The tray: the only writer of pages, and the order of acts that makes a page safe.

A page counts only after: bytes whole, decoded whole, SHA-256, temporary file, sync, rename, sync of
the folder, committed row. Whoever is killed at any point leaves either a page or nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import re
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from scanner.devices import Ended, Source
from scanner.durable import is_disk_full, rename_into_place, sync_folder, write_whole
from scanner.errors import TrayError
from scanner.folder_lock import PRIVATE_FOLDER, locked
from scanner.integrity import WholePage
from scanner.ledger import PageLedger, SqliteLedger
from scanner.records import PageRecord, StackRecord
from scanner.seal import NoSeal, Seal

_log = logging.getLogger(__name__)

_PART = ".part"
_PAGE_FILE = re.compile(r"(?P<stack>.+)-(?P<number>\d{4,})\.(?:jpg|png|tif)")
_SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif"}


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a start found in the tray.

    Attributes:
        swept: unfinished temporary files removed; they were never acknowledged.
        unlisted: whole files without a row; adopt or discard them after asking.
        missing: rows whose file is gone or has another size.
        interrupted: stacks that were running; the next sheet of each must be fed again.
    """

    swept: tuple[Path, ...] = ()
    unlisted: tuple[Path, ...] = ()
    missing: tuple[PageRecord, ...] = ()
    interrupted: tuple[StackRecord, ...] = ()


@dataclass(slots=True)
class Feed:
    """One run of the feeder into a stack, and where its next page belongs.

    Attributes:
        stack: the stack it fills.
        number: number of the next page.
        sheet: sheet of the next page.
        side: 0 for the front of that sheet, 1 for the back.
    """

    stack: StackRecord
    number: int = 1
    sheet: int = 1
    side: int = 0

    def advance(self) -> None:
        """The page has come; look to the next one."""
        self.number += 1
        self.side += 1
        if self.side == self.stack.source.sides:
            self.sheet, self.side = self.sheet + 1, 0


class Tray:
    """Makes pages safe in one folder. One process at a time, one thread at a time.

    Args:
        folder: made when missing.
        ledger: where the rows are.
        seal: encryption at rest; plain files by default.

    Raises:
        TrayError: ``scanner.tray_unwritable`` or ``scanner.tray_busy``.
    """

    def __init__(self, folder: Path, ledger: PageLedger, *, seal: Seal | None = None) -> None:
        self.folder = folder
        self.ledger = ledger
        self._seal = seal or NoSeal()
        self._waiting: list[PageRecord] = []
        self._on_close = contextlib.ExitStack()
        self._on_close.enter_context(locked(folder))

    @classmethod
    def at(cls, folder: Path) -> Tray:
        """A tray with a small ledger of its own inside its folder."""
        with locked(folder):
            ledger = SqliteLedger(folder / PRIVATE_FOLDER / "ledger.sqlite3", folder)
        tray = cls(folder, ledger)
        tray._on_close.callback(ledger.close)
        return tray

    def close(self) -> None:
        """Let another process have the folder."""
        self._on_close.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # -- stacks

    def open_stack(self, *, device: str, source: Source, label: str = "") -> Feed:
        """Begin a stack: a row from the moment the button is pressed.

        Raises:
            TrayError: the folder cannot take pages; nothing was fed.
        """
        self.check_writable()
        with self._space_counts(sheet=1):
            return Feed(self.ledger.open_stack(device=device, source=source, label=label))

    def continue_stack(self, stack_id: str) -> Feed:
        """Go on with a stack that a fault stopped, at the sheet that must be fed again.

        Sides of that sheet which had arrived are superseded, so that feeding it whole doubles
        nothing.

        Raises:
            TrayError: ``scanner.stack_unknown``, or the folder cannot take pages.
        """
        self.check_writable()
        stack = self.stack(stack_id)
        sheet = self.next_sheet(stack)
        fed_again = [p.id for p in self._listed(stack.id) if p.sheet >= sheet]
        if fed_again:
            self.ledger.supersede(fed_again)
        number = max((p.number for p in self.ledger.pages(stack.id)), default=0) + 1
        running = replace(stack, ended=None, expected_next_sheet=sheet)
        return Feed(running, number=number, sheet=sheet)

    def stack(self, stack_id: str) -> StackRecord:
        """The row of a stack.

        Raises:
            TrayError: ``scanner.stack_unknown``.
        """
        for stack in self.ledger.stacks():
            if stack.id == stack_id:
                return stack
        raise TrayError("scanner.stack_unknown", stack=stack_id)

    def next_sheet(self, stack: StackRecord) -> int:
        """The first sheet of which not every side is safe."""
        return first_missing_sheet(self.ledger.pages(stack.id), stack.source.sides)

    def close_stack(self, feed: Feed, ended: Ended) -> StackRecord:
        """Write down how the stack ended and which sheet is missing, if one is."""
        expected = None if ended is Ended.DONE else feed.sheet
        self.ledger.close_stack(feed.stack.id, ended, expected)
        return replace(feed.stack, ended=ended, expected_next_sheet=expected)

    def pages(self, stack_id: str) -> list[PageRecord]:
        """The pages of a stack in the order of its sheets."""
        return sorted(self._listed(stack_id), key=lambda p: (p.sheet, p.side, p.number))

    def _listed(self, stack_id: str) -> list[PageRecord]:
        return [p for p in self.ledger.pages(stack_id) if not p.superseded]

    # -- birth of a page

    def check_writable(self) -> None:
        """Refuse before a sheet is fed, not after.

        Raises:
            TrayError: ``scanner.tray_unwritable`` or ``scanner.no_space``.
        """
        probe = self.folder / f".probe-{uuid.uuid4().hex}{_PART}"
        with self._space_counts(sheet=1):
            write_whole(probe, bytes(4096))
            probe.unlink()
        if shutil.disk_usage(self.folder).free < 1_000_000:
            raise TrayError("scanner.no_space", sheet=1)

    def take(self, feed: Feed, page: WholePage) -> PageRecord:
        """Make one page safe. When this returns, the page can only be lost with the disk.

        The one exception is named: while the ledger is busy (a backup holds it) the page lies safe
        as a file and its row follows with `settle`; `is_settled` tells the two apart.

        Args:
            feed: where it belongs; moved on by one page.
            page: checked whole; there is no other way to make one than the check.

        Raises:
            TrayError: the page is not safe and is not listed; its sheet must be fed again.
        """
        final = self._free_name(feed, _SUFFIX[page.mime])
        digest = hashlib.sha256(page.data).hexdigest()
        with self._space_counts(sheet=feed.sheet):
            part = self.folder / f".{final.stem}{_PART}"
            write_whole(part, self._seal.seal(page.data))
            try:
                rename_into_place(part, final)
            except OSError:
                part.unlink(missing_ok=True)
                raise
            record = PageRecord(
                id=final.stem,
                stack=feed.stack.id,
                number=feed.number,
                sheet=feed.sheet,
                side="ab"[feed.side],
                file=final,
                mime=page.mime,
                sha256=digest,
                size=len(page.data),
                width=page.width,
                height=page.height,
                dpi=page.dpi,
                origin=page.origin,
                warnings=page.warnings,
            )
            self._commit(record)
        feed.advance()
        return record

    def _free_name(self, feed: Feed, suffix: str) -> Path:
        """A name no file has. A file without a row waits for the officer's word."""
        while True:
            stem = f"{feed.stack.id}-{feed.number:04d}"
            if not any((self.folder / (stem + other)).exists() for other in _SUFFIX.values()):
                return self.folder / (stem + suffix)
            feed.number += 1

    def _commit(self, record: PageRecord) -> None:
        self._waiting.append(record)
        try:
            self.settle(wait_s=0)
        except TrayError as error:
            if error.code == "scanner.ledger_busy":
                _log.warning("page %s waits for a busy ledger", record.id)
                return
            # Not acknowledged, so the sheet is fed again: the file would come back as a double.
            self._waiting.remove(record)
            record.file.unlink(missing_ok=True)
            raise

    def settle(self, *, wait_s: float) -> None:
        """Commit the rows of pages that waited for a busy ledger.

        Raises:
            TrayError: still busy after `wait_s`; the files stay and are found at the next start.
        """
        end = time.monotonic() + wait_s
        while self._waiting:
            try:
                self.ledger.add_page(self._waiting[0])
            except TrayError as error:
                if error.code != "scanner.ledger_busy" or time.monotonic() >= end:
                    raise
                continue
            self._waiting.pop(0)

    def is_settled(self, page: PageRecord) -> bool:
        """Whether the row of this page is committed."""
        return all(waiting.id != page.id for waiting in self._waiting)

    @contextlib.contextmanager
    def _space_counts(self, *, sheet: int) -> Iterator[None]:
        """Say "no space" when it is, and "unwritable" for the rest."""
        try:
            yield
        except OSError as error:
            if is_disk_full(error):
                raise TrayError("scanner.no_space", sheet=sheet) from error
            raise TrayError("scanner.tray_unwritable", folder=str(self.folder)) from error
        except TrayError as error:
            if error.code == "scanner.no_space":
                raise TrayError("scanner.no_space", sheet=sheet) from error
            raise

    # -- later

    def read(self, page: PageRecord) -> bytes:
        """The bytes of a page, proved to be those that arrived.

        Raises:
            TrayError: ``scanner.page_missing`` or ``scanner.page_tampered``.
        """
        try:
            data = self._seal.open(page.file.read_bytes())
        except OSError as error:
            raise TrayError("scanner.page_missing", page=page.id) from error
        if hashlib.sha256(data).hexdigest() != page.sha256:
            raise TrayError("scanner.page_tampered", page=page.id)
        return data

    def release(self, pages: Iterable[PageRecord]) -> None:
        """Let go of files whose bytes are proved to be safe elsewhere; their rows stay.

        The row changes first: whoever is killed in between leaves a file too many, which the next
        start removes, and never a row without its bytes.
        """
        held = [page for page in pages if not page.is_released]
        if held:
            self.ledger.release([page.id for page in held])
            self._drop(page.file for page in held)

    def _drop(self, files: Iterable[Path]) -> None:
        for file in files:
            file.unlink(missing_ok=True)
        sync_folder(self.folder)

    def sweep(self) -> tuple[Path, ...]:
        """Remove unfinished temporary files of the last run; they were never acknowledged."""
        swept = tuple(self.folder.glob(f".*{_PART}"))
        for part in swept:
            part.unlink(missing_ok=True)
        if swept:
            sync_folder(self.folder)
        return swept

    def recover(self) -> Recovery:
        """Look at what the last run left.

        Removes nothing but unfinished temporary files and files of pages that were taken over.
        """
        swept = self.sweep()
        listed = self.ledger.pages()
        rows = {p.file.name: p for p in listed if not p.is_released}
        released = {p.id for p in listed if p.is_released}
        files = {
            p.name: p for p in self.folder.iterdir() if p.is_file() and _PAGE_FILE.fullmatch(p.name)
        }
        left = [files.pop(name) for name in list(files) if Path(name).stem in released]
        if left:
            self._drop(left)
        return Recovery(
            swept=swept,
            unlisted=tuple(files[n] for n in sorted(files.keys() - rows.keys())),
            missing=tuple(rows[n] for n in sorted(rows.keys() - files.keys())),
            interrupted=tuple(
                replace(s, expected_next_sheet=self.next_sheet(s))
                for s in self.ledger.stacks()
                if s.ended is None
            ),
        )

    def adopt(self, file: Path, page: WholePage) -> PageRecord:
        """List a file that `recover` found without a row, after the officer said so.

        Args:
            file: one of `Recovery.unlisted`.
            page: the file's content, checked whole again.
        """
        match = _PAGE_FILE.fullmatch(file.name)
        if match is None:
            raise TrayError("scanner.page_missing", page=file.name)
        stack = self.stack(match["stack"])
        sides = stack.source.sides
        listed = len(self._listed(stack.id))
        record = PageRecord(
            id=file.stem,
            stack=stack.id,
            number=int(match["number"]),
            sheet=listed // sides + 1,
            side="ab"[listed % sides],
            file=file,
            mime=page.mime,
            sha256=hashlib.sha256(page.data).hexdigest(),
            size=len(page.data),
            width=page.width,
            height=page.height,
            dpi=page.dpi,
            warnings=(*page.warnings, "scanner.note.adopted"),
        )
        self.ledger.add_page(record)
        return record

    def unlisted_bytes(self, file: Path) -> bytes:
        """The plain bytes of a file that has no row yet."""
        return self._seal.open(file.read_bytes())


def first_missing_sheet(pages: Iterable[PageRecord], sides: int) -> int:
    """The first sheet of a stack of which not every side is listed.

    Args:
        pages: of one stack; superseded ones do not count.
        sides: pages that one sheet gives.
    """
    have = Counter(page.sheet for page in pages if not page.superseded)
    sheet = 1
    while have[sheet] >= sides:
        sheet += 1
    return sheet
