"""Receivers over HTTP: an SMS gateway and systems that take results.

Both are asked with ``Idempotency-Key``: a receiver that has the item already answers 200 or 409,
and both count as delivered. 4xx is a refusal for good; anything else is tried again.
"""

import asyncio
import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import aiohttp

from desk_app.domain.errors import RuleError, UnavailableError

_PATIENCE_S = 30.0
_PROOF = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsGateway:
    """An SMS gateway that takes ``{"to", "text"}`` as JSON."""

    url: str
    token: str = field(default="", repr=False)

    def send(self, key: str, *, to: str, subject: str, text: str) -> str:
        """Hand one message over; the gateway's answer is the proof.

        Raises:
            RuleError: ``notice.address_refused``.
            UnavailableError: ``notice.sms_gateway``.
        """
        del subject
        answer = asyncio.run(_post(self.url, key, self.token, {"to": to, "text": text}))
        if answer.is_refused:
            raise RuleError("notice.address_refused", {"channel": "sms"})
        if not answer.is_taken:
            raise UnavailableError("notice.sms_gateway", {"detail": answer.said})
        return answer.said


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRelease:
    """A system that takes a result with what is known about it."""

    name: str
    url: str
    token: str = field(default="", repr=False)

    def release(self, key: str, pdf: bytes, facts: Mapping[str, object]) -> str:
        """Hand the file over; the receiver's answer is the proof.

        Raises:
            RuleError: ``release.refused``.
            UnavailableError: ``release.target_away``.
        """
        body = {
            **facts,
            "file": {
                "sha256": hashlib.sha256(pdf).hexdigest(),
                "size": len(pdf),
                "content": base64.b64encode(pdf).decode(),
            },
        }
        answer = asyncio.run(_post(self.url, key, self.token, body))
        if answer.is_refused:
            raise RuleError("release.refused", {"target": self.name, "detail": answer.said})
        if not answer.is_taken:
            raise UnavailableError("release.target_away", {"target": self.name})
        return answer.said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    status: int
    said: str

    @property
    def is_taken(self) -> bool:
        return self.status in range(200, 300) or self.status == 409

    @property
    def is_refused(self) -> bool:
        return self.status in range(400, 500) and self.status not in {408, 409, 425, 429}


async def _post(url: str, key: str, token: str, body: Mapping[str, object]) -> _Answer:
    headers = {"Idempotency-Key": key}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    patience = aiohttp.ClientTimeout(total=_PATIENCE_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=patience) as session,
            session.post(url, json=dict(body), headers=headers) as reply,
        ):
            said = (await reply.text(errors="replace"))[:_PROOF]
            return _Answer(status=reply.status, said=said)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return _Answer(status=0, said=type(error).__name__)
