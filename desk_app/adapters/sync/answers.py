"""Turns what came over the line into one of the few errors of the port.

The order of trust: a transport fault is no answer; an answer that is not the contract's JSON is not
the province; then the status decides, never the words.
"""

import contextlib
import datetime as dt
import email.utils
import json
import ssl
from collections.abc import Iterator
from typing import Any

import aiohttp
import aiotus.common

from desk_app.application.sync_errors import (
    AuthNeededError,
    BusyError,
    EpochChangedError,
    ForbiddenError,
    GoneError,
    InvalidError,
    KeyReusedError,
    MissingBlobsError,
    ProtocolError,
    ServerFaultError,
    SlotFencedError,
    SyncError,
    TooLargeError,
    UnreachableError,
    UntrustedError,
    VersionConflictError,
)
from desk_app.application.sync_values import DossierSnapshot

LONGEST_WAIT_S = 86_400.0
MOST_BYTES = 64 * 1024 * 1024
"""No answer of the contract is larger: files come by another way, in pieces."""
TRANSIENT = frozenset({408, 425, 429, 502, 503, 504, 507})


@contextlib.contextmanager
def line_faults() -> Iterator[None]:
    """Translate line errors of aiohttp and the system into the errors of the port."""
    try:
        yield
    except (aiohttp.ClientConnectorCertificateError, aiohttp.ServerFingerprintMismatch) as error:
        raise UntrustedError({"detail": str(error)}) from error
    except aiohttp.ClientSSLError as error:
        raise UntrustedError({"detail": str(error)}) from error
    except ssl.SSLCertVerificationError as error:
        raise UntrustedError({"detail": error.verify_message}) from error
    except aiotus.common.ProtocolError as error:
        raise ProtocolError({"detail": str(error)}) from error
    except aiohttp.ClientResponseError as error:
        raise of_status(error.status, {}, {}) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise UnreachableError({"detail": type(error).__name__}) from error


async def read_json(answer: aiohttp.ClientResponse) -> Any:
    """Give the JSON of a good answer, else raise what it means."""
    raw = await _whole(answer)
    media = answer.content_type
    if media not in ("application/json", "application/problem+json"):
        raise _foreign(answer, raw)
    try:
        data = json.loads(raw)
    except ValueError as error:
        raise UnreachableError({"detail": "cut short"}) from error
    except RecursionError as error:
        raise ProtocolError({"detail": "nested too deeply", "length": len(raw)}) from error
    if answer.status >= 400:
        raise of_status(answer.status, data if isinstance(data, dict) else {}, answer.headers)
    return data


async def _whole(answer: aiohttp.ClientResponse) -> bytes:
    """The unpacked body; one that unfolds past ``MOST_BYTES`` is not the province's."""
    raw = bytearray()
    async for piece in answer.content.iter_any():
        raw += piece
        if len(raw) > MOST_BYTES:
            raise ProtocolError({"status": answer.status, "length": len(raw)})
    return bytes(raw)


def _foreign(answer: aiohttp.ClientResponse, raw: bytes) -> SyncError:
    """Judge an answer that is not the contract's: a gateway's, a portal's, or nobody's."""
    if answer.status in TRANSIENT:
        return of_status(answer.status, {}, answer.headers)
    if answer.status in (401, 407):
        return AuthNeededError()
    return ProtocolError(
        {"status": answer.status, "media_type": answer.content_type, "length": len(raw)}
    )


def of_status(status: int, data: dict[str, Any], headers: Any) -> SyncError:
    """Give the error for a status and problem document."""
    slug = str(data.get("type", "")).rpartition(":")[2]
    by_slug = _by_slug(slug, data)
    if by_slug is not None:
        return by_slug
    if status in TRANSIENT or (status == 409 and slug == "still-running"):
        return BusyError(
            retry_after_s=retry_after_s(headers),
            whole_target=status != 409,
            facts={"status": status},
            code="sync.server_full" if status == 507 else None,
        )
    return _by_status(status, slug, data)


def _by_status(status: int, slug: str, data: dict[str, Any]) -> SyncError:
    match status:
        case 401:
            return AuthNeededError()
        case 403:
            return ForbiddenError({"reason": slug, **_plain(data)})
        case 404 | 410:
            return GoneError({"reason": slug})
        case 412:
            return VersionConflictError(_snapshot(data.get("current")))
        case 413:
            return TooLargeError({"limit": data.get("limit")})
        case 422 | 400 | 409 | 428:
            return InvalidError(_errors(data), facts={"reason": slug, **_plain(data)})
        case 500:
            return ServerFaultError()
        case _:
            return ProtocolError({"status": status})


def _by_slug(slug: str, data: dict[str, Any]) -> SyncError | None:
    match slug:
        case "missing-blobs":
            return MissingBlobsError(tuple(str(one) for one in data.get("digests", ())))
        case "key-reused":
            return KeyReusedError()
        case "epoch-changed":
            return EpochChangedError(str(data.get("epoch", "")))
        case "slot-fenced":
            return SlotFencedError({"unit": data.get("unit")})
        case _:
            return None


def _errors(data: dict[str, Any]) -> list[Any]:
    found = data.get("errors")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Keep the small facts of a problem; not its frame, not its documents."""
    frame = {"type", "title", "status", "errors", "current", "instance"}
    return {
        key: value
        for key, value in data.items()
        if key not in frame and isinstance(value, str | int | float | bool)
    }


def _snapshot(current: object) -> DossierSnapshot | None:
    try:
        return snapshot_of(current) if isinstance(current, dict) else None
    except (KeyError, TypeError, ValueError, OverflowError):
        return None  # the conflict stands; what the other side has is asked for again


def snapshot_of(document: dict[str, Any]) -> DossierSnapshot:
    """Give a province document as the port's snapshot."""
    return DossierSnapshot(
        dossier_id=str(document["id"]),
        version=int(document["version"]),
        state=str(document["state"]),
        document=document,
    )


def retry_after_s(headers: Any) -> float | None:
    """Read ``Retry-After`` in seconds or as a date, against the answer's own ``Date``.

    A day at most: a wrong header must not silence a desk for a year.
    """
    text = headers.get("Retry-After") if headers else None
    if text is None:
        return None
    if text.strip().isdecimal():
        return min(float(text), LONGEST_WAIT_S)
    try:
        until = email.utils.parsedate_to_datetime(text)
        spoken = headers.get("Date")
        since = email.utils.parsedate_to_datetime(spoken) if spoken else None
    except ValueError:
        return None
    if since is None:
        return None
    return min(max(0.0, (_aware(until) - _aware(since)).total_seconds()), LONGEST_WAIT_S)


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
