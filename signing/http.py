"""Small binary requests (time stamps, OCSP, revocation lists) with one deadline for the whole."""

import http.client
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import SplitResult, urlsplit

from signing.errors import SigningError

_IDLE_PER_HOST = 8


class HttpPool:
    """Kept-open connections, safe to use from several threads."""

    def __init__(self) -> None:
        self._idle: dict[tuple[str, str], list[http.client.HTTPConnection]] = {}
        self._lock = threading.Lock()

    def request(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        content_type: str = "",
        timeout_s: float,
        most_bytes: int = 1 << 20,
    ) -> bytes:
        """Body of the answer to one request.

        Raises:
            SigningError: ``signing.service_unreachable`` with ``url`` and ``reason``.
        """
        headers = {"Content-Type": content_type} if content_type else {}
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SigningError("signing.service_unreachable", url=url, reason="address")
        deadline = time.monotonic() + timeout_s
        try:
            if urllib.request.getproxies().get(parts.scheme) and not urllib.request.proxy_bypass(
                parts.hostname
            ):
                return self._through_proxy(method, url, body, headers, deadline, most_bytes)
            return self._direct(parts, method, body, headers, deadline, most_bytes)
        except TimeoutError as error:
            raise SigningError("signing.service_unreachable", url=url, reason="timeout") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = str(error) if isinstance(error, _StatusError) else type(error).__name__
            raise SigningError("signing.service_unreachable", url=url, reason=reason) from error

    def _direct(
        self,
        parts: SplitResult,
        method: str,
        body: bytes | None,
        headers: dict[str, str],
        deadline: float,
        most_bytes: int,
    ) -> bytes:
        place = (parts.scheme, parts.netloc)
        target = parts.path or "/"
        if parts.query:
            target += f"?{parts.query}"
        while True:
            connection, is_reused = self._take(place, _left(deadline))
            try:
                connection.request(method, target, body=body, headers=headers)
                answer = connection.getresponse()
                data = _read_all(answer, deadline, most_bytes)
            except (ConnectionError, http.client.RemoteDisconnected):
                connection.close()
                if is_reused:  # the server closed a kept-open connection: not a failure
                    continue
                raise
            except BaseException:
                connection.close()
                raise
            if answer.status != http.HTTPStatus.OK:
                connection.close()
                raise _StatusError(f"http {answer.status}")
            self._give_back(place, connection)
            return data

    def _through_proxy(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: dict[str, str],
        deadline: float,
        most_bytes: int,
    ) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked by the caller
            url, data=body, headers=headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=_left(deadline)) as answer:  # noqa: S310
                return _read_all(answer, deadline, most_bytes)
        except urllib.error.HTTPError as error:
            raise _StatusError(f"http {error.code}") from error

    def _take(
        self, place: tuple[str, str], timeout_s: float
    ) -> tuple[http.client.HTTPConnection, bool]:
        with self._lock:
            idle = self._idle.get(place)
            connection = idle.pop() if idle else None
        if connection is not None and connection.sock is not None:
            connection.sock.settimeout(timeout_s)
            return connection, True
        kind = http.client.HTTPSConnection if place[0] == "https" else http.client.HTTPConnection
        return kind(place[1], timeout=timeout_s), False

    def _give_back(self, place: tuple[str, str], connection: http.client.HTTPConnection) -> None:
        with self._lock:
            idle = self._idle.setdefault(place, [])
            if len(idle) < _IDLE_PER_HOST:
                idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close the idle connections."""
        with self._lock:
            idle, self._idle = self._idle, {}
        for row in idle.values():
            for connection in row:
                connection.close()


class _StatusError(OSError):
    """The server answered with a status other than 200."""


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _read_all(answer: http.client.HTTPResponse, deadline: float, most_bytes: int) -> bytes:
    data = bytearray()
    while True:
        _left(deadline)
        part = answer.read1(65536)
        if not part:
            answer.close()  # else the connection would wait for the rest of this answer
            return bytes(data)
        data += part
        if len(data) > most_bytes:
            raise ValueError("answer too long")
