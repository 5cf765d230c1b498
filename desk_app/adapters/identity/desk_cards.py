"""The identity-card port over the chip libraries: one worker, ended when it hangs or is stopped."""

import contextlib
import multiprocessing
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Protocol

from desk_app.adapters.identity.worker import (
    Failed,
    ListOrder,
    Progress,
    Read,
    ReadOrder,
    Ready,
    serve,
)
from desk_app.application.ports import (
    Cancellation,
    CardSlot,
    Clock,
    ProgressCall,
    no_progress,
)
from desk_app.domain.errors import Cancelled, RuleError, UnavailableError
from desk_app.domain.identity import ChipKey, ChipReport
from scanner.chip import (
    AccessKey,
    CardNumberKey,
    CardWay,
    ChipError,
    ReadRequest,
    ZoneKey,
    zone_key,
)


class _Pipe(Protocol):
    """One end of a pipe; the class differs between systems."""

    def send(self, obj: object, /) -> None: ...
    def recv(self) -> object: ...
    def poll(self, timeout: float, /) -> bool: ...
    def close(self) -> None: ...


_LOOK_SECONDS = 0.05
#: A worker that is not there by then will not come; the card's own time begins when it is.
_START_SECONDS = 90.0
_ZONE_WIDTHS = {90: 30, 72: 36, 88: 44}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSettings:
    """What the administrator sets.

    Attributes:
        countries: folder or package with the certificates of countries; None gives «cannot tell».
        publisher: public key a package must be signed with.
        practice_port: loopback port of a practice card; the practice office has one.
        deadline: seconds after which a reading is cut, the worker's start not counted.
        patience: seconds in which a card that was lifted may come back.
    """

    countries: Path | None = None
    publisher: bytes | None = None
    practice_port: int | None = None
    deadline: float = 40.0
    patience: float = 2.5


class DeskCards:
    """Reads cards; calls from several lanes wait for one another."""

    def __init__(self, settings: CardSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._turn = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: _Pipe | None = None
        self._extended: dict[str, bool] = {}

    def slots(self) -> Sequence[CardSlot]:
        """See `IdentityCards`."""
        with self._turn:
            answer = self._ask(ListOrder(), no_progress, None)
        if not isinstance(answer, list):
            raise UnavailableError("chip.reader_failed", {"reason": "answer"})
        return tuple(CardSlot(*each) for each in answer)

    def read(
        self,
        key: ChipKey,
        *,
        reader: str = "",
        wants_picture: bool = False,
        progress: ProgressCall = no_progress,
        cancelled: Cancellation | None = None,
    ) -> ChipReport:
        """See `IdentityCards`."""
        order = ReadOrder(
            way=CardWay(reader=reader, practice_port=self._settings.practice_port),
            request=ReadRequest(
                key=access_key(key),
                wants_picture=wants_picture,
                extended=self._extended.get(reader),
                patience=self._settings.patience,
            ),
            countries=self._settings.countries,
            publisher=self._settings.publisher,
            at=self._clock.now(),
        )
        with self._turn:
            answer = self._ask(order, progress, cancelled)
        if not isinstance(answer, Read):
            raise UnavailableError("chip.reader_failed", {"reason": "answer"})
        self._extended[reader] = answer.extended
        return answer.report

    def close(self) -> None:
        """End the worker."""
        with self._turn:
            self._end()

    def _ask(
        self,
        order: object,
        progress: ProgressCall,
        cancelled: Cancellation | None,
    ) -> object:
        is_warm = self._process is not None and self._process.is_alive()
        pipe = self._started()
        seconds = self._settings.deadline if is_warm else _START_SECONDS
        ends = time.monotonic() + seconds
        try:
            pipe.send(order)
            while True:
                if cancelled is not None and cancelled.is_cancelled():
                    self._end()
                    raise Cancelled
                if time.monotonic() > ends:
                    self._end()
                    raise UnavailableError("chip.too_long", {"seconds": seconds})
                if not pipe.poll(_LOOK_SECONDS):
                    continue
                answer = pipe.recv()
                if isinstance(answer, Ready):
                    seconds = self._settings.deadline
                    ends = time.monotonic() + seconds
                    continue
                if isinstance(answer, Progress):
                    progress(answer.done, answer.whole, answer.file)
                    continue
                if isinstance(answer, Failed):
                    raise UnavailableError(answer.code, answer.facts)
                return answer
        except (EOFError, OSError) as error:
            self._end()
            raise UnavailableError("chip.reader_failed", {"reason": "crash"}) from error

    def _started(self) -> _Pipe:
        if self._process is not None and self._process.is_alive() and self._pipe is not None:
            return self._pipe
        self._end()
        context = multiprocessing.get_context("spawn")
        mine, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True, name="cards")
        self._process.start()
        theirs.close()
        self._pipe = mine
        return mine

    def _end(self) -> None:
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
        if process is not None:
            process.kill()  # the card service resets the card of a process that is gone
            process.join(5)


def access_key(key: ChipKey) -> AccessKey:
    """The key the library wants.

    Raises:
        RuleError: ``chip.key_missing`` or ``chip.key_invalid``.
    """
    try:
        if key.can:
            return CardNumberKey(key.can.strip())
        if key.zone:
            return zone_key(_lines(key.zone))
        if key.cells:
            return ZoneKey(*key.cells)
    except ChipError as error:
        raise RuleError(error.code, dict(error.facts)) from error
    raise RuleError("chip.key_missing")


def _lines(zone: Sequence[str]) -> list[str]:
    """Lines of a zone, also when it was handed over as one text."""
    rows = [row for text in zone for row in text.split()]
    whole = "".join(rows)
    width = _ZONE_WIDTHS.get(len(whole))
    if len(rows) != 1 or width is None:
        return rows
    return [whole[at : at + width] for at in range(0, len(whole), width)]
