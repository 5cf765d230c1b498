"""Papers that are already files: one chosen by hand, or a folder that a copier scans into."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import shutil
import tempfile
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from scanner.devices import (
    Cancel,
    Capabilities,
    Colour,
    DeviceUri,
    DriverEvent,
    Ended,
    Source,
    SourceCapabilities,
    StackEnded,
    Ticket,
    Waiting,
)
from scanner.errors import DeviceError, FileError
from scanner.importer import Importer
from scanner.options import DriverOptions

_log = logging.getLogger(__name__)

_LOOK_S = 0.05
#: Names under which copiers and shares write before they rename.
_UNFINISHED_NAMES = (".tmp", ".part", ".partial", ".filepart", ".crdownload")
_SETTLED_KINDS = {"scanner.file_encrypted", "scanner.file_too_large"}


class FileDriver:
    """One file as a device: ``file:PATH``."""

    def __init__(self, uri: DeviceUri, options: DriverOptions) -> None:
        del options
        self._path = Path(uri.rest)
        self._importer = Importer()

    def capabilities(self) -> Capabilities:
        """See `scanner.devices.Driver`."""
        return _any_paper(self._path.name)

    def scan(self, ticket: Ticket, cancel: Cancel) -> Generator[DriverEvent, None, None]:
        """See `scanner.devices.Driver`. An import is not told apart by origin: twice is twice."""
        del ticket
        if not self._path.is_file():
            problem = FileError("scanner.file_missing", file=self._path.name)
            yield StackEnded(Ended.OFFLINE, problem)
            return
        try:
            for page in self._importer.pages(self._path):
                if cancel.is_cancelled():
                    yield StackEnded(Ended.CANCELLED)
                    return
                yield page
        except FileError as error:
            yield StackEnded(Ended.BROKEN, error)
            return
        yield StackEnded(Ended.DONE)

    def close(self) -> None:
        """See `scanner.devices.Driver`."""
        self._importer.close()


@dataclass(slots=True)
class _Candidate:
    """A file that may be whole.

    Attributes:
        mark: size and time of change when it was last seen to differ.
        since: when that was, on the clock that never goes back.
        refused: why it was no page at this mark; None when not tried.
        is_taken: its pages are safe, but it could not be moved aside.
    """

    mark: tuple[int, int]
    since: float
    refused: FileError | None = None
    is_taken: bool = False

    def is_ready(self, now: float, quiet_s: float) -> bool:
        """Whether it is worth reading."""
        untried = self.refused is None and not self.is_taken
        return untried and self.mark[0] > 0 and now - self.since >= quiet_s


class FolderDriver:
    """A folder that a copier scans into: ``folder:PATH``.

    A file counts when it was quiet for a while and reads to its end; a closed file proves nothing,
    copiers reopen. It is copied, the copy made into pages, and only then the original moved
    aside; nothing is ever deleted. Events of the system are not used: they are silent for what
    another machine writes to a share.
    """

    def __init__(self, uri: DeviceUri, options: DriverOptions) -> None:
        self._folder = Path(uri.rest)
        self._options = options
        self._importer = Importer()
        self._seen: dict[str, _Candidate] = {}

    def capabilities(self) -> Capabilities:
        """See `scanner.devices.Driver`."""
        if not self._folder.is_dir():
            raise DeviceError("scanner.offline", device=f"folder:{self._folder}", sheet=1)
        return _any_paper(self._folder.name, Source.FOLDER)

    def scan(self, ticket: Ticket, cancel: Cancel) -> Generator[DriverEvent, None, None]:
        """See `scanner.devices.Driver`.

        Without `DriverOptions.keeps_watching` the stack ends when no file is on its way.
        """
        del ticket
        pages, end = 0, None
        while end is None:
            try:
                ready = self._look()
            except OSError as error:
                _log.warning("folder %s: %s", self._folder, error)
                problem = DeviceError(
                    "scanner.offline", device=f"folder:{self._folder}", sheet=pages + 1
                )
                end = None if self._options.keeps_watching else StackEnded(Ended.OFFLINE, problem)
                ready = []
            for path in ready:
                for event in self._take(path):
                    yield event
                    pages += 1
            end = end or self._end(pages, cancel)
            if end is None and not ready:
                yield Waiting("files")
                self._rest(cancel)
        yield end

    def close(self) -> None:
        """See `scanner.devices.Driver`."""
        self._importer.close()

    def _rest(self, cancel: Cancel) -> None:
        until = time.monotonic() + self._options.poll_s
        while time.monotonic() < until and not cancel.is_cancelled():
            time.sleep(_LOOK_S)

    def _look(self) -> list[Path]:
        """Files that were quiet long enough and were not refused as they are, oldest first."""
        now, ready, here = time.monotonic(), [], set()
        for path in self._folder.iterdir():
            if path.name.startswith((".", "~")) or path.suffix.lower() in _UNFINISHED_NAMES:
                continue
            try:
                stat = path.stat()
                if not path.is_file():
                    continue
            except OSError:
                continue  # renamed or locked at this moment; it is seen at the next look
            here.add(path.name)
            mark = (stat.st_size, stat.st_mtime_ns)
            known = self._seen.get(path.name)
            if known is None or known.mark != mark:
                self._seen[path.name] = _Candidate(mark, now)
            elif known.is_ready(now, self._options.quiet_s):
                ready.append((mark[1], path.name, path))
        for name in self._seen.keys() - here:
            del self._seen[name]
        return [path for _changed, _name, path in sorted(ready)]

    def _end(self, pages: int, cancel: Cancel) -> StackEnded | None:
        if cancel.is_cancelled():
            done = self._options.keeps_watching and pages
            return StackEnded(Ended.DONE if done else Ended.CANCELLED)
        if self._options.keeps_watching:
            return None
        now = time.monotonic()
        open_ones = {name: c for name, c in self._seen.items() if not c.is_taken}
        if any(
            now - c.since < self._options.unfinished_s
            and (c.refused is None or c.refused.code not in _SETTLED_KINDS)
            for c in open_ones.values()
        ):
            return None
        for name, candidate in sorted(open_ones.items()):
            problem = candidate.refused or FileError("scanner.file_unfinished", file=name)
            if problem.code in {"scanner.file_damaged", "scanner.file_not_a_page"}:
                problem = FileError("scanner.file_unfinished", file=name)
            return StackEnded(Ended.BROKEN, problem)
        if pages:
            return StackEnded(Ended.DONE)
        return StackEnded(Ended.EMPTY, DeviceError("scanner.no_paper"))

    def _take(self, path: Path) -> Iterator[DriverEvent]:
        """Copy, make pages, move aside."""
        candidate = self._seen[path.name]
        with tempfile.TemporaryDirectory(prefix="scan-", dir=self._options.spool) as spool:
            copy = Path(spool, "file")
            try:
                shutil.copyfile(path, copy)
            except OSError as error:
                _log.info("%s is held by another program: %s", path.name, error)
                candidate.since = time.monotonic()  # tried again after another quiet time
                return
            if _mark_of(path) != candidate.mark:
                return  # it grew while it was copied
            digest = hashlib.sha256(copy.read_bytes()).hexdigest()
            origin = f"{path.name}|{candidate.mark[1]}|{digest}"
            try:
                yield from self._importer.pages(copy, origin=origin)
            except FileError as error:
                _log.info("%s is no whole file yet: %s", path.name, error)
                candidate.refused = type(error)(error.code, **{**error.facts, "file": path.name})
                return
        # Resumed after the last page was made safe: now, and only now, the file may go.
        if _mark_of(path) == candidate.mark:
            candidate.is_taken = True
            self._set_aside(path)

    def _set_aside(self, path: Path) -> None:
        folder = self._folder / self._options.taken_folder
        with contextlib.suppress(OSError):
            folder.mkdir(exist_ok=True)
            target, number = folder / path.name, 1
            while target.exists():
                number += 1
                target = folder / f"{path.stem}-{number}{path.suffix}"
            path.rename(target)
            del self._seen[path.name]


def _mark_of(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


def _any_paper(name: str, source: Source = Source.FOLDER) -> Capabilities:
    """A file has the resolution and colours it has."""
    offered = SourceCapabilities(source=source, dpi=(), colours=tuple(Colour))
    return Capabilities(model=name, sources={source: offered})
