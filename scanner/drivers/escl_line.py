"""The way to one eSCL device: HTTP without redirects, proxies or silent repeats."""

from __future__ import annotations

import re
from dataclasses import dataclass

import aiohttp
from yarl import URL

from scanner.devices import Capabilities, DeviceUri, Ended
from scanner.drivers.escl_protocol import MAX_XML, NotXml, Status, read_capabilities, read_status
from scanner.drivers.escl_quirks import Quirks, quirks_of
from scanner.errors import DeviceError, RequestError
from scanner.integrity import not_whole
from scanner.options import DriverOptions


class LineLost(Exception):
    """The connection ended before an answer. Never retried: the page may already be on its way."""


async def _only_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from asking again by itself.

    It repeats a GET whose connection was lost, but NextDocument moves paper: the repeated request
    would answer with the next page and the lost one would go unnoticed.
    """
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise LineLost(str(error)) from error


#: What an exchange with a device can raise; anything else is our own bug.
EXCHANGE_ERRORS = (aiohttp.ClientError, TimeoutError, LineLost, NotXml, DeviceError)


@dataclass(frozen=True, slots=True)
class Explained:
    """An end of a stack and its words."""

    ended: Ended
    problem: DeviceError


class Line:
    """HTTP to one device. Every method runs inside the loop that made the session.

    Attributes:
        uri: as the caller wrote it.
        base: root of the device's eSCL resources; the only host and port ever contacted.
        quirks: known once the capabilities were read.
    """

    def __init__(self, uri: DeviceUri, options: DriverOptions) -> None:
        scheme = "https" if uri.scheme == "escls" else "http"
        # The zone of a link-local address is written %25 in an address and % for the resolver.
        place = re.sub(r"(?<=%)25(?=[^]]*\])", "", uri.rest.rstrip("/"))
        try:
            base = URL(f"{scheme}:{place}")
        except ValueError as error:
            raise RequestError("scanner.uri_invalid", uri=str(uri)) from error
        self.base = base if base.path not in {"", "/"} else base.with_path("/eSCL")
        self.uri = str(uri)
        self.options = options
        self.quirks = Quirks()
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The HTTP session, made inside the loop that uses it."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(force_close=True, ssl=self._trust()),
                trust_env=False,
                middlewares=(_only_once,),
                timeout=aiohttp.ClientTimeout(
                    total=None,
                    sock_connect=self.options.connect_s,
                    sock_read=self.options.silence_s,
                ),
            )
        return self._session

    def _trust(self) -> aiohttp.Fingerprint | bool:
        pinned = self.options.certificates.get(f"{self.base.host}:{self.base.port}")
        if self.base.scheme != "https" or pinned is None:
            return True
        return aiohttp.Fingerprint(bytes.fromhex(pinned.replace(":", "")))

    @property
    def headers(self) -> dict[str, str]:
        """What this maker wants said beside the usual."""
        return {"Host": "localhost"} if self.quirks.host_header == "localhost" else {}

    async def close(self) -> None:
        """End the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def capabilities(self) -> Capabilities:
        """What the device offers."""
        offered = read_capabilities(await self._small("ScannerCapabilities"))
        self.quirks = quirks_of(offered.model, self.options.escl_quirks)
        return offered

    async def status(self, job_key: str = "") -> Status:
        """The state of the device and of one job."""
        return read_status(await self._small("ScannerStatus"), job_key)

    async def _small(self, path: str) -> bytes:
        """The body of a small answer, unpacked, with a limit on its size and time."""
        patience = aiohttp.ClientTimeout(total=10, sock_connect=self.options.connect_s)
        async with self.session.get(
            self.base / path, allow_redirects=False, timeout=patience, headers=self.headers
        ) as answer:
            if answer.status != 200:
                raise NotXml(f"{path} answers {answer.status}")
            data = bytearray()
            async for part in answer.content.iter_chunked(65536):
                data += part
                if len(data) > MAX_XML:
                    raise NotXml("too long")
            return bytes(data)

    def explain(self, error: BaseException, *, sheet: int) -> Explained:
        """What an exchange's error means to an officer."""
        match error:
            case DeviceError():
                ended = Ended.COVER if error.code == "scanner.cover_open" else Ended.BROKEN
                return Explained(ended, error)
            case aiohttp.ServerFingerprintMismatch():
                got = error.got.hex()
                problem = DeviceError(
                    "scanner.certificate_unknown", device=self.uri, fingerprint=got
                )
                return Explained(Ended.OFFLINE, problem)
            case aiohttp.ConnectionTimeoutError() | aiohttp.ClientConnectorError() | LineLost():
                problem = DeviceError("scanner.offline", device=self.uri, sheet=sheet)
                return Explained(Ended.OFFLINE, problem)
            case TimeoutError():
                problem = DeviceError(
                    "scanner.timeout", sheet=sheet, seconds=round(self.options.silence_s)
                )
                return Explained(Ended.TIMEOUT, problem)
            case NotXml():
                problem = DeviceError(
                    "scanner.answer_unreadable", device=self.uri, reason=str(error)
                )
                return Explained(Ended.BROKEN, problem)
            case _:
                return Explained(
                    Ended.BROKEN, not_whole(f"{type(error).__name__}: {error!s:.80}", sheet=sheet)
                )
