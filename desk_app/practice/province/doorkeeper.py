"""Who may come in: desks with an enrolled key get tokens; off on loopback unless asked for."""

import base64
import json
import secrets
import threading
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk_app.practice.province import rows
from desk_app.practice.province.acts import RefusedError
from desk_app.practice.province.database import Database

TOKEN_LIFE_S = 900
SKEW_S = 300
OPEN_PATHS = ("/v1/token", "/v1/devices", "/v1/info", "/v1/test", "/board", "/openapi.json")


class Doorkeeper:
    """Enrols desks, gives tokens for signed assertions, and looks at tokens."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._tokens: dict[str, float] = {}
        self._used: dict[str, float] = {}
        self.is_strict = False

    def enrol(self, device_id: str, public_key: str) -> None:
        """Take a desk's public key (hex); a known desk keeps the key it has."""
        with self._database.write() as tx:
            known = tx.scalar(
                sa.select(rows.device.c.public_key).where(rows.device.c.id == device_id)
            )
            if known is not None and known != public_key:
                raise RefusedError(409, "device-known", device_id=device_id)
            if known is None:
                tx.execute(
                    sa.insert(rows.device).values(
                        id=device_id, public_key=public_key, is_locked=False
                    )
                )

    def lock(self, device_id: str, *, is_locked: bool) -> None:
        """Lock a desk out, or let it in again."""
        with self._database.write() as tx:
            tx.execute(
                sa.update(rows.device)
                .where(rows.device.c.id == device_id)
                .values(is_locked=is_locked)
            )

    def token(self, assertion: str, *, now_s: float) -> str:
        """Give a token for a desk's signed assertion, each assertion once.

        Raises:
            RefusedError: 403 with what is wrong.
        """
        self._check(assertion, now_s)
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._tokens = {known: end for known, end in self._tokens.items() if end > now_s}
            self._tokens[token] = now_s + TOKEN_LIFE_S
        return token

    def admits(self, path: str, header: str | None, *, now_s: float) -> bool:
        """Tell whether a call may pass."""
        if not self.is_strict or path.startswith(OPEN_PATHS):
            return True
        token = (header or "").removeprefix("Bearer ")
        with self._lock:
            return self._tokens.get(token, 0.0) > now_s

    def expire_all(self) -> None:
        """Make every token given so far useless."""
        with self._lock:
            self._tokens.clear()

    def _check(self, assertion: str, now_s: float) -> None:
        try:
            said, _, signature = assertion.rpartition(".")
            claims = json.loads(_raw(said.partition(".")[2]))
            device_id, jti, until = str(claims["sub"]), str(claims["jti"]), float(claims["exp"])
            with self._database.read() as tx:
                row: Any = (
                    tx.execute(sa.select(rows.device).where(rows.device.c.id == device_id))
                    .mappings()
                    .first()
                )
            if row is None or row["is_locked"]:
                raise RefusedError(403, "device-unknown" if row is None else "device-locked")
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(row["public_key"]))
            key.verify(_raw(signature), said.encode())
        except (ValueError, KeyError, TypeError, InvalidSignature) as error:
            raise RefusedError(403, "assertion-bad") from error
        if not now_s - SKEW_S < until < now_s + SKEW_S + TOKEN_LIFE_S:
            raise RefusedError(403, "assertion-over")
        with self._lock:
            self._used = {known: end for known, end in self._used.items() if end > now_s - SKEW_S}
            if jti in self._used:
                raise RefusedError(403, "assertion-used")
            self._used[jti] = until


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
