"""Bearer tokens for a desk: asked with the desk's own key (RFC 7523, EdDSA), kept until refused.

The queue so drains in the background when the officer has gone home. The key itself lives in the
credential store of the system; this module gets a signing function and never sees it.
"""

import base64
import json
import secrets
from collections.abc import Callable

import aiohttp

from desk_app.adapters.sync.answers import line_faults, read_json
from desk_app.application.sync_errors import AuthNeededError, ForbiddenError, InvalidError
from desk_app.application.sync_ports import SyncClock

LIFE_S = 60
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

Sign = Callable[[bytes], bytes]
"""Signs with the desk's Ed25519 key."""


class DeviceTokens:
    """Gives the token of one desk at one target."""

    def __init__(self, url: str, *, device_id: str, sign: Sign, clock: SyncClock) -> None:
        self._address = url.rstrip("/") + "/v1/token"
        self._device_id = device_id
        self._sign = sign
        self._clock = clock
        self._token: str | None = None

    async def __call__(self, *, fresh: bool) -> str | None:
        """Give the token at hand, or a new one when there is none or the last was refused.

        Raises:
            AuthNeededError: the target does not know this desk, or has locked it.
        """
        if fresh or self._token is None:
            self._token = await self._ask()
        return self._token

    async def _ask(self) -> str:
        body = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": self.assertion(),
        }
        timeout = aiohttp.ClientTimeout(total=30, sock_connect=5)
        try:
            with line_faults():
                async with (
                    aiohttp.ClientSession(timeout=timeout) as session,
                    session.post(self._address, json=body) as answer,
                ):
                    data = await read_json(answer)
            return str(data["access_token"])
        except (ForbiddenError, InvalidError) as error:
            raise AuthNeededError(error.problem.facts) from error
        except (KeyError, TypeError) as error:
            raise AuthNeededError({"reason": "no token in the answer"}) from error

    def assertion(self) -> str:
        """Make a signed statement of who asks, valid for a minute."""
        now = int(self._clock.now().timestamp())
        claims = {
            "iss": self._device_id,
            "sub": self._device_id,
            "aud": self._address,
            "iat": now,
            "exp": now + LIFE_S,
            "jti": secrets.token_urlsafe(16),
        }
        said = f"{_part({'alg': 'EdDSA', 'typ': 'JWT'})}.{_part(claims)}"
        return f"{said}.{_base64(self._sign(said.encode()))}"


def _part(value: dict[str, object]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
