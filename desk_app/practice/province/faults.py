"""Fault switches: the ways a server and its line fail, on request. Test mode only.

A rule says which calls it strikes and what happens. Rules come from a JSON file at start, from
``POST /v1/test/faults``, or from the header ``X-Fault: {...}`` of one call.
"""

import asyncio
import dataclasses
import datetime as dt
import email.utils
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ACTIONS = frozenset(
    {"drop_before", "drop_after", "delay", "status", "truncate", "stall_body", "html", "hang"}
)


@dataclass(frozen=True, slots=True)
class FaultRule:
    """One switch.

    Attributes:
        action: one of ``ACTIONS``.
        method, path: regular expressions; both must match.
        body: regular expression searched in the first 64 KiB of the request body, if given.
        times: how many calls it strikes; None = until cleared.
        skip: how many matching calls pass first.
        status, retry_after, problem: for ``status``.
        seconds: for ``delay`` and ``stall_body``.
    """

    action: str
    method: str = ".*"
    path: str = ".*"
    body: str | None = None
    times: int | None = 1
    skip: int = 0
    status: int = 503
    retry_after: str | None = None
    problem: str = "fault"
    seconds: float = 1.0

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "FaultRule":
        """Read a rule; unknown members or actions are refused."""
        names = {field.name for field in dataclasses.fields(cls)}
        unknown = set(data) - names
        if unknown or data.get("action") not in ACTIONS:
            raise ValueError(f"not a fault rule: {dict(data)}")
        return cls(**data)


class FaultPlan:
    """The switches in force, counted down as they strike."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[list[Any]] = []
        self.struck: dict[str, int] = {}
        self.clock_offset = dt.timedelta(0)

    def add(self, rule: FaultRule) -> None:
        """Put a switch on."""
        with self._lock:
            self._rules.append([rule, rule.skip, rule.times])

    def clear(self) -> None:
        """Put all switches off."""
        with self._lock:
            self._rules.clear()
            self.clock_offset = dt.timedelta(0)

    @property
    def wants_body(self) -> bool:
        """Tell whether a switch looks into request bodies."""
        return any(rule.body is not None for rule, _, _ in self._rules)

    def strike(self, method: str, path: str, body: bytes) -> FaultRule | None:
        """Give the first switch that strikes this call, counting it."""
        with self._lock:
            for entry in self._rules:
                rule, skip, times = entry
                if times == 0 or not _hits(rule, method, path, body):
                    continue
                if skip:
                    entry[1] -= 1
                    continue
                if times is not None:
                    entry[2] -= 1
                self.struck[rule.action] = self.struck.get(rule.action, 0) + 1
                return rule  # type: ignore[no-any-return]  # the list holds mixed entries
        return None


def _hits(rule: FaultRule, method: str, path: str, body: bytes) -> bool:
    return (
        re.fullmatch(rule.method, method) is not None
        and re.search(rule.path, path) is not None
        and (rule.body is None or re.search(rule.body.encode(), body) is not None)
    )


class FaultGate:
    """ASGI wrapper that lets the switches strike. Admin calls under ``/v1/test`` pass."""

    def __init__(self, app: ASGIApp, plan: FaultPlan) -> None:
        self._app = app
        self._plan = plan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the call through, or let a switch strike it."""
        if scope["type"] != "http" or scope["path"].startswith("/v1/test"):
            await self._app(scope, receive, send)
            return
        body = b""
        if self._plan.wants_body and scope["method"] == "POST":
            body, receive = await _peek(receive)
        rule = _header_rule(scope) or self._plan.strike(scope["method"], scope["path"], body)
        if rule is None:
            await self._app(scope, receive, send)
        else:
            await self._strike(rule, scope, receive, send)

    async def _strike(self, rule: FaultRule, scope: Scope, receive: Receive, send: Send) -> None:
        match rule.action:
            case "drop_before":
                _abort(send)
            case "drop_after":
                await self._app(scope, receive, _swallow)
                _abort(send)
            case "delay":
                await asyncio.sleep(rule.seconds)
                await self._app(scope, receive, send)
            case "hang":
                await asyncio.sleep(rule.seconds)
                _abort(send)
            case "truncate":
                await self._app(scope, receive, _Truncated(send))
            case "stall_body":
                await self._app(scope, receive, _Stalled(send, rule.seconds))
            case "html":
                page = b"<!doctype html><html><body>Dang nhap mang</body></html>"
                await _answer(send, 200, page, [(b"content-type", b"text/html")])
            case _:
                await self._refuse(rule, send)

    async def _refuse(self, rule: FaultRule, send: Send) -> None:
        headers = [(b"content-type", b"application/problem+json")]
        if rule.retry_after is not None:
            headers.append((b"retry-after", rule.retry_after.encode()))
        page = json.dumps(
            {
                "type": f"urn:province:problem:{rule.problem}",
                "title": rule.problem,
                "status": rule.status,
            }
        )
        await _answer(send, rule.status, page.encode(), headers)


def _header_rule(scope: Scope) -> FaultRule | None:
    for name, value in scope["headers"]:
        if name == b"x-fault":
            return FaultRule.from_json(json.loads(value))
    return None


async def _peek(receive: Receive) -> tuple[bytes, Receive]:
    """Read the whole request body and give it back as if unread."""
    parts = []
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    body = b"".join(parts)
    is_given = False

    async def again() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return body[: 64 * 1024], again


async def _swallow(_message: Message) -> None:
    return


def _abort(send: Send) -> None:
    """Cut the connection without an answer, as a dying server does.

    ASGI has no word for it: the transport is taken from uvicorn's own cycle object.
    """
    cycle = getattr(send, "__self__", None)
    transport = getattr(cycle, "transport", None)
    if transport is None:
        raise ConnectionAbortedError("no transport to cut")
    transport.abort()


async def _answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    frame = [
        (b"content-length", str(len(body)).encode()),
        (b"date", email.utils.formatdate(usegmt=True).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *frame]})
    await send({"type": "http.response.body", "body": body})


class _Truncated:
    """Sends half of the announced body and cuts the line."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            body = message.get("body", b"")
            await self._send(
                {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
            )
            await asyncio.sleep(0.05)
            _abort(self._send)
            return
        await self._send(message)


class _Stalled:
    """Sends the headers, then nothing for a while."""

    def __init__(self, send: Send, seconds: float) -> None:
        self._send = send
        self._seconds = seconds

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            await asyncio.sleep(self._seconds)
        await self._send(message)
