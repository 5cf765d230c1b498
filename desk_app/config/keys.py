"""Where the keys of a profile live: the system's key ring, or a file of the practice office.

A practice profile holds no real data; its keys lie in a file so that it starts on any machine.
A real profile refuses to start without a key ring rather than fall back to a file.
"""

import json
import os
import secrets
import sys
from pathlib import Path
from typing import Protocol


class KeyStoreError(Exception):
    """Keys cannot be read or kept.

    Attributes:
        code: ``keys.no_key_ring`` or ``keys.missing``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class KeyStore(Protocol):
    """Named secrets of one profile."""

    def get(self, name: str) -> str | None:
        """The secret, or None when it was never kept."""
        ...

    def put(self, name: str, secret: str) -> None:
        """Keep a secret."""
        ...


class FileKeys:
    """Secrets of a practice profile in a file only its owner reads."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str) -> str | None:
        """The secret, or None."""
        return self._all().get(name)

    def put(self, name: str, secret: str) -> None:
        """Keep a secret; the file is replaced whole."""
        data = self._all() | {name: secret}
        fresh = self._path.with_suffix(".new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(data, out)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self._path)

    def _all(self) -> dict[str, str]:
        if not self._path.exists():
            return {}
        data = json.loads(self._path.read_text(encoding="utf-8"))
        return {str(k): str(v) for k, v in data.items()}


class RingKeys:
    """Secrets in the operating system's key ring, under the profile's device id."""

    def __init__(self, device_id: str) -> None:
        self._service = f"desk-app/{device_id}"

    def get(self, name: str) -> str | None:
        """The secret, or None; raises KeyStoreError without a key ring."""
        import keyring
        import keyring.errors

        try:
            found = keyring.get_password(self._service, name)
        except keyring.errors.KeyringError as error:
            raise KeyStoreError("keys.no_key_ring") from error
        return str(found) if found is not None else None

    def put(self, name: str, secret: str) -> None:
        """Keep a secret; raises KeyStoreError without a key ring."""
        import keyring
        import keyring.errors

        try:
            keyring.set_password(self._service, name, secret)
        except keyring.errors.KeyringError as error:
            raise KeyStoreError("keys.no_key_ring") from error


def database_key(store: KeyStore) -> str:
    """The raw database key, 64 hex digits; made on first use."""
    return _kept(store, "database", lambda: secrets.token_hex(32))


def _kept(store: KeyStore, name: str, make: "type[str] | object") -> str:
    known = store.get(name)
    if known is not None:
        return known
    fresh = make() if callable(make) else str(make)
    store.put(name, str(fresh))
    return str(fresh)


def papers_identity(store: KeyStore) -> tuple[str, str]:
    """(secret identity of this desk, public recovery key of the office) for the papers store.

    A practice office makes its recovery pair itself; a real office hands the public key in.
    """
    import pyrage

    secret = store.get("papers")
    if secret is None:
        secret = str(pyrage.x25519.Identity.generate())
        store.put("papers", secret)
    recovery = store.get("recovery_public")
    if recovery is None:
        pair = pyrage.x25519.Identity.generate()
        recovery = str(pair.to_public())
        store.put("recovery_public", recovery)
        store.put("recovery_secret", str(pair))
    return secret, recovery


def tighten(folder: Path) -> None:
    """Make a profile folder its owner's only; on Windows the user's own folder already is."""
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform != "win32":
        folder.chmod(0o700)
