"""Listens to one port: opens it, hears readings, opens it again when it was pulled."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from desk_app.adapters.code_reader.lines import Lines, Repeats
from desk_app.adapters.code_reader.port import PORT_ERRORS, opened, ports
from desk_app.application.code_reader import ReaderNews, SerialPort
from desk_app.application.ports import Cancellation
from desk_app.domain.errors import UnavailableError

Tell = Callable[[ReaderNews], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long things take, in seconds.

    Attributes:
        look: one look at the port; so long does an end of listening wait.
        silence: after this long a reader that ends its lines with nothing has ended one. At 9600
            bits a second a card of 200 bytes takes as long, without a pause.
        pause: the same of a reader that ends its lines itself.
        again: a reading that comes again within this is the same.
        retries: from one try to open the port to the next; the last is kept.
        steady: a port that was open so long is tried again after the shortest.
    """

    look: float = 0.1
    silence: float = 0.2
    pause: float = 1.0
    again: float = 1.0
    retries: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)
    steady: float = 5.0


class SerialCodeReader:
    """The port ``CodeReader`` over pyserial.

    Attributes:
        standing: how the port stands that is listened to; None while none is.
    """

    def __init__(self, pace: Pace | None = None) -> None:
        self._pace = pace or Pace()
        self.standing: ReaderNews | None = None

    def ports(self) -> Sequence[SerialPort]:
        """See `CodeReader`."""
        return ports()

    def try_port(self, port: str, speed: int) -> None:
        """Open the port and close it; UnavailableError ``code_reader.*`` when it cannot be."""
        with opened(port, speed, self._pace.look):
            pass

    def listen(self, port: str, speed: int, tell: Tell, cancelled: Cancellation) -> None:
        """See `CodeReader`."""
        tries, repeats = 0, Repeats(self._pace.again)
        try:
            while not cancelled.is_cancelled():
                began = time.monotonic()
                try:
                    with opened(port, speed, self._pace.look) as line:
                        self._stand(ReaderNews(kind="listening", facts={"port": port}), tell)
                        self._hear(line, port, _once(repeats, tell), cancelled)
                except UnavailableError as error:
                    away = ReaderNews(kind="away", code=error.code, facts=error.facts)
                    self._stand(away, tell)
                    tries = 0 if time.monotonic() - began >= self._pace.steady else tries
                    self._wait(
                        self._pace.retries[min(tries, len(self._pace.retries) - 1)], cancelled
                    )
                    tries += 1
        finally:
            self.standing = None

    def _stand(self, news: ReaderNews, tell: Tell) -> None:
        """Tell how the port stands, once."""
        if news != self.standing:
            self.standing = news
            tell(news)

    def _hear(self, line: Any, port: str, tell: Tell, cancelled: Cancellation) -> None:
        """Pass readings on until ``cancelled``; UnavailableError ``code_reader.gone``."""
        lines, came = Lines(), time.monotonic()
        while not cancelled.is_cancelled():
            patience = self._pace.pause if lines.ends_itself else self._pace.silence
            try:
                data = line.read(line.in_waiting or 1)
                is_late = not data and time.monotonic() - came >= patience
                is_over = is_late and not line.in_waiting  # this thread may have slept itself
            except PORT_ERRORS as error:
                raise UnavailableError("code_reader.gone", {"port": port}) from error
            if data:
                came = time.monotonic()
                found = lines.feed(data)
            elif is_over:
                found = lines.silence()
            else:
                continue
            for news in found:
                tell(news)

    def _wait(self, seconds: float, cancelled: Cancellation) -> None:
        ends = time.monotonic() + seconds
        while not cancelled.is_cancelled() and (left := ends - time.monotonic()) > 0:
            time.sleep(min(left, self._pace.look))


def _once(repeats: Repeats, tell: Tell) -> Tell:
    """Tell everything but readings that come again."""

    def told(news: ReaderNews) -> None:
        if news.kind != "read" or not repeats.has(news.text, time.monotonic()):
            tell(news)

    return told
