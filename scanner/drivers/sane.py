"""Scanners with a SANE backend, through the program scanimage. Linux only; Windows has `wia`.

The backend is vendor code that may hang for ever, so it never runs in this process, and silence is
answered with an interrupt, two seconds later with a kill. Its exit code is not believed: it has
ended 0 on a full disk and on a refused device. A page counts when the tray has proved it whole.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO

from scanner.devices import (
    Arriving,
    Cancel,
    Capabilities,
    DeviceUri,
    DriverEvent,
    Ended,
    PageBytes,
    Source,
    StackEnded,
    Ticket,
)
from scanner.drivers.sane_words import Run, SaneOptions
from scanner.errors import DeviceError, RequestError
from scanner.integrity import not_whole
from scanner.options import DriverOptions

assert sys.platform != "win32"  # noqa: S101  (`open_driver` never imports this there)

_log = logging.getLogger(__name__)

_LOOK_S = 0.03
#: After an error message a run is over; in 7 of 160 such runs scanimage never left by itself.
_AFTER_COMPLAINT_S = 1.0
_AFTER_INTERRUPT_S = 2.0
#: With less room than this the page that was written last cannot be believed.
_FULL_BELOW = 65_536
_PROGRESS = re.compile(rb"Progress: ([\d.]+)%")
_COMPLAINT = re.compile(rb"scanimage: (sane_|open of|.*[Ww]rite)")


class SaneDriver:
    """One SANE device.

    Args:
        uri: ``sane:NAME`` with the name as ``scanimage -L`` lists it.
        options: program, configuration and patience.
    """

    def __init__(self, uri: DeviceUri, options: DriverOptions) -> None:
        self._name = uri.rest
        self._options = options
        self._known: SaneOptions | None = None
        self._on_close = contextlib.ExitStack()
        self._environment: dict[str, str] | None = None

    def capabilities(self) -> Capabilities:
        """See `scanner.devices.Driver`."""
        return self._offered().capabilities(self._name)

    def scan(self, ticket: Ticket, cancel: Cancel) -> Generator[DriverEvent, None, None]:
        """See `scanner.devices.Driver`."""
        try:
            offered = self._offered()
        except DeviceError as error:
            ended = Ended.BUSY if error.code == "scanner.busy" else Ended.OFFLINE
            yield StackEnded(ended, error)
            return
        source = self._source(ticket, offered)
        ticket = ticket.fitted(offered.capabilities(self._name).sources[source])
        with tempfile.TemporaryDirectory(prefix="scan-", dir=self._options.spool) as spool:
            command = self._command(ticket, source, offered, Path(spool))
            run = _Scanimage(self._name, command, self._env(), self._options, source)
            try:
                yield from run.events(cancel)
            finally:
                run.end()

    def close(self) -> None:
        """See `scanner.devices.Driver`."""
        self._on_close.close()
        self._environment = None

    def _source(self, ticket: Ticket, offered: SaneOptions) -> Source:
        words = offered.source_words()
        source = ticket.source or next(iter(words))
        if ticket.settles and source not in words:
            source = next(iter(words))
        if source not in words:
            raise RequestError(
                "scanner.setting_not_offered",
                setting="source",
                asked=source.value,
                offered=tuple(s.value for s in words),
            )
        return source

    def _command(
        self, ticket: Ticket, source: Source, offered: SaneOptions, spool: Path
    ) -> list[str]:
        colours = offered.colour_words()
        command = [self._options.scanimage, "--device-name", self._name]
        command += offered.source_words()[source]
        command += colours.get(ticket.colour, next(iter(colours.values())))
        if offered.resolutions():
            command += ["--resolution", str(ticket.dpi)]
        for option, wanted in (("x", ticket.width_mm), ("y", ticket.height_mm)):
            if option in offered.ranges:
                command += [f"-{option}", f"{min(wanted, offered.ranges[option][1]):g}"]
        # TIFF carries the resolution that was really used; PNG aborts where others explain.
        command += ["--format=tiff", f"--batch={spool}/p%04d.tif", "--batch-print", "--progress"]
        if not source.is_feeder:
            command.append("--batch-count=1")
        return command

    def _offered(self) -> SaneOptions:
        if self._known is None:
            answer = self._ask("--device-name", self._name, "--all-options")
            if answer.returncode != 0:
                run = Run(device=self._name, code=answer.returncode, said=answer.stderr)
                _ended, problem = run.verdict()
                raise problem or DeviceError("scanner.offline", device=self._name, sheet=1)
            self._known = SaneOptions.parse(answer.stdout)
        return self._known

    def _ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return _ask_scanimage(self._options, self._env(), *arguments, within_s=20)

    def _env(self) -> dict[str, str]:
        if self._environment is None:
            self._environment = self._on_close.enter_context(_sane_environment(self._options))
        return self._environment


class _Scanimage:
    """One supervised run of the program."""

    def __init__(
        self,
        device: str,
        command: list[str],
        environment: dict[str, str],
        options: DriverOptions,
        source: Source,
    ) -> None:
        self._device, self._options, self._source = device, options, source
        self._pages = 0
        self._is_in_page = False
        self._said = bytearray()
        self._heard = time.monotonic()
        self._patience = options.warm_up_s
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )

    @property
    def _sheet(self) -> int:
        return self._pages // self._source.sides + 1

    def events(self, cancel: Cancel) -> Iterator[DriverEvent]:
        """Pages as they are finished, then the end."""
        with selectors.DefaultSelector() as selector:
            names = _Lines(selector, self._process.stdout)
            words = _Lines(selector, self._process.stderr)
            while names.is_open or words.is_open:
                if cancel.is_cancelled():
                    self.end()
                    yield StackEnded(Ended.CANCELLED)
                    return
                selector.select(_LOOK_S)
                fraction = self._listen(words)
                if fraction is not None:
                    yield Arriving(fraction)
                for name in names.take():
                    page = self._page(Path(os.fsdecode(name)))
                    if isinstance(page, StackEnded):
                        yield page
                        return
                    yield page
                    self._pages += 1
                if time.monotonic() - self._heard > self._patience:
                    yield self._hung()
                    return
        yield self._verdict(self._process.wait())

    def _listen(self, words: _Lines) -> float | None:
        """Take in what the program says; the newest progress, if any."""
        fraction = None
        for line in words.take():
            self._heard = time.monotonic()
            progress = _PROGRESS.match(line)
            if progress:
                fraction = float(progress[1]) / 100
                self._is_in_page = fraction > 0
                self._patience = self._options.driver_silence_s
                continue
            self._said += line + b"\n"
            if line.startswith(b"Scanning page"):
                self._is_in_page = False
                self._patience = self._options.warm_up_s
            if _COMPLAINT.match(line):
                self._patience = _AFTER_COMPLAINT_S
        return fraction

    def _page(self, file: Path) -> PageBytes | StackEnded:
        self._heard = time.monotonic()
        self._is_in_page = False
        self._patience = max(self._patience, self._options.driver_silence_s)
        try:
            data = file.read_bytes()
            free = shutil.disk_usage(file.parent).free  # before the room of this file is given back
            file.unlink()
        except OSError as error:
            return StackEnded(Ended.BROKEN, not_whole(str(error), sheet=self._sheet))
        if free < _FULL_BELOW:
            # scanimage goes on over a full disk with cut and empty files and ends with 0.
            return StackEnded(Ended.NO_SPACE, DeviceError("scanner.no_space", sheet=self._sheet))
        if not data:
            return StackEnded(Ended.BROKEN, not_whole("no bytes", sheet=self._sheet))
        return PageBytes(data, "image/tiff", is_exact=False)

    def _hung(self) -> StackEnded:
        seconds = round(self._patience)
        was_error = bool(_COMPLAINT.search(self._said))
        self.end()
        _log.warning("%s: no sign of life for %d s, ended", self._device, seconds)
        if was_error:
            return self._verdict(-signal.SIGKILL)
        return StackEnded(
            Ended.TIMEOUT, DeviceError("scanner.timeout", sheet=self._sheet, seconds=seconds)
        )

    def _verdict(self, code: int) -> StackEnded:
        said = self._said.decode("utf-8", "replace")
        run = Run(
            device=self._device,
            code=code,
            said=said,
            pages=self._pages,
            is_feeder=self._source.is_feeder,
            is_in_page=self._is_in_page,
            sheet=self._sheet,
        )
        ended, problem = run.verdict()
        if problem is not None:
            _log.warning("%s: exit %d: %s", self._device, code, said.strip())
        return StackEnded(ended, problem)

    def end(self) -> None:
        """Interrupt, then kill. A terminate signal would leave half files behind."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(_AFTER_INTERRUPT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()


class _Lines:
    """Lines from a pipe that is read only when it has something to say."""

    def __init__(self, selector: selectors.BaseSelector, pipe: IO[bytes] | None) -> None:
        assert pipe is not None  # noqa: S101  (both pipes were asked for)
        self._selector, self._pipe = selector, pipe
        self._rest = b""
        self.is_open = True
        os.set_blocking(pipe.fileno(), False)
        selector.register(pipe, selectors.EVENT_READ)

    def take(self) -> list[bytes]:
        """Every whole line so far; the rest too once the pipe is closed."""
        while self.is_open:
            try:
                part = os.read(self._pipe.fileno(), 65536)
            except BlockingIOError:
                break
            if not part:
                self.is_open = False
                self._selector.unregister(self._pipe)
                self._rest += b"\n"
            self._rest += part
        *lines, self._rest = re.split(rb"[\r\n]+", self._rest)
        return [line for line in lines if line]


def list_names(options: DriverOptions, *, within_s: float) -> list[tuple[str, str]]:
    """Name and model of each device that SANE sees.

    Raises:
        DeviceError: no program, or no answer in time.
    """
    with _sane_environment(options) as environment:
        answer = _ask_scanimage(
            options, environment, "--formatted-device-list=%d|%v %m%n", within_s=within_s
        )
    lines = (line.partition("|") for line in answer.stdout.splitlines())
    return [(name, model) for name, bar, model in lines if bar]


def _ask_scanimage(
    options: DriverOptions, environment: dict[str, str], *arguments: str, within_s: float
) -> subprocess.CompletedProcess[str]:
    """One question to the program.

    Raises:
        DeviceError: ``scanner.driver_missing`` or ``scanner.timeout``.
    """
    try:
        return subprocess.run(
            [options.scanimage, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=within_s,
            check=False,
        )
    except FileNotFoundError as error:
        raise DeviceError("scanner.driver_missing", driver="sane") from error
    except subprocess.TimeoutExpired as error:
        raise DeviceError("scanner.timeout", sheet=1, seconds=round(within_s)) from error


@contextlib.contextmanager
def _sane_environment(options: DriverOptions) -> Iterator[dict[str, str]]:
    """The environment scanimage runs in: English words, and only the backends an office uses.

    The stock configuration loads every backend, takes 3.5 s and writes into the home folder.
    """
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    if options.sane_config is not None:
        environment["SANE_CONFIG_DIR"] = str(options.sane_config)
    if options.sane_backends is None:
        yield environment
        return
    system = Path(environment.get("SANE_CONFIG_DIR") or "/etc/sane.d")
    with tempfile.TemporaryDirectory(prefix="sane-") as folder:
        for file in system.glob("*.conf") if system.is_dir() else ():
            shutil.copy(file, folder)
        Path(folder, "dll.conf").write_text("\n".join((*options.sane_backends, "")), "utf-8")
        environment["SANE_CONFIG_DIR"] = folder
        yield environment
