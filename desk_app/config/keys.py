"""Where the keys of a profile live: the system's key ring, or a file of the practice office.

A practice profile holds no real data; its keys lie in a file so that it starts on any machine.
A real profile refuses to start without a key ring rather than fall back to a file.
"""

import hashlib
import json
import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

ESCROW = "keys.age"
_BINARY = getattr(os, "O_BINARY", 0)


class KeyStoreError(Exception):
    """Keys cannot be read or kept.

    Attributes:
        code: ``keys.no_key_ring``, ``keys.no_recovery_key`` and the like.
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
        write_private(self._path, json.dumps(data).encode())

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


def _kept(store: KeyStore, name: str, make: Callable[[], str]) -> str:
    known = store.get(name)
    if known is not None:
        return known
    fresh = make()
    store.put(name, fresh)
    return fresh


@dataclass(frozen=True, slots=True)
class DeskKeys:
    """The secrets of one desk and the office's public recovery key.

    Attributes:
        database: raw key of the database file, 64 hex digits.
        papers: secret age identity of this desk.
        recovery: public age key of the office; whoever holds its secret part opens everything.
    """

    database: str = field(repr=False)
    papers: str = field(repr=False)
    recovery: str


def desk_keys(
    store: KeyStore, recovery: str, *, is_practice: bool, is_new: bool = True
) -> DeskKeys:
    """The keys of a desk; those of a new desk are made.

    Args:
        store: where this desk keeps secrets.
        recovery: public recovery key of the office, from the settings.
        is_new: no data was written yet; else missing keys are lost keys, and none is made up.
        is_practice: a practice office makes its recovery pair itself and keeps both parts.

    Raises:
        KeyStoreError: ``keys.no_key_ring``; ``keys.lost``; ``keys.no_recovery_key``: a desk whose
            papers nobody could open after a broken disk does not start.
    """
    if not is_new and (store.get("papers") is None or store.get("database") is None):
        raise KeyStoreError("keys.lost")
    if not recovery and is_practice:
        recovery = _practice_recovery(store)
    if not recovery:
        raise KeyStoreError("keys.no_recovery_key")
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(recovery)
    except pyrage.RecipientError as error:
        raise KeyStoreError("keys.no_recovery_key") from error
    papers = _kept(store, "papers", lambda: str(pyrage.x25519.Identity.generate()))
    return DeskKeys(database=database_key(store), papers=papers, recovery=recovery)


def _practice_recovery(store: KeyStore) -> str:
    known = store.get("recovery_public")
    if known is None:
        secret, known = recovery_pair()
        store.put("recovery_secret", secret)
        store.put("recovery_public", known)
    return known


def recovery_pair() -> tuple[str, str]:
    """A new recovery key of an office: (secret part, public part)."""
    import pyrage

    pair = pyrage.x25519.Identity.generate()
    return str(pair), str(pair.to_public())


def public_part(secret: str) -> str:
    """The public part of a recovery key; KeyStoreError ``keys.not_a_recovery_key``."""
    import pyrage

    try:
        return str(pyrage.x25519.Identity.from_str(secret.strip()).to_public())
    except pyrage.IdentityError as error:
        raise KeyStoreError("keys.not_a_recovery_key") from error


def escrow(folder: Path, keys: DeskKeys, device_id: str) -> None:
    """Keep the desk's secrets beside its data, readable with the recovery key alone.

    A lost key ring (new password of the account, new installation of the system) is mended by
    ``recovered``. Written anew only when something in it changed.
    """
    import pyrage

    place = folder / ESCROW
    mark = hashlib.sha256(
        "\n".join((keys.database, keys.papers, keys.recovery, device_id)).encode()
    ).hexdigest()[:16]
    marked = folder / f"{ESCROW}.mark"
    if place.exists() and marked.exists() and marked.read_text("ascii") == mark:
        return
    body = json.dumps(
        {"database": keys.database, "papers": keys.papers, "device_id": device_id}
    ).encode()
    recipient = pyrage.x25519.Recipient.from_str(keys.recovery)
    write_private(place, bytes(pyrage.encrypt(body, [recipient])))
    write_private(marked, mark.encode())


def recovered(folder: Path, secret: str) -> dict[str, str]:
    """The secrets out of the escrow: ``database``, ``papers``, ``device_id``.

    Raises:
        KeyStoreError: ``keys.no_escrow``, ``keys.not_a_recovery_key``, ``keys.other_recovery_key``.
    """
    import pyrage

    public_part(secret)
    try:
        sealed = (folder / ESCROW).read_bytes()
        opened = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(secret.strip())])
        data = json.loads(opened)
    except OSError as error:
        raise KeyStoreError("keys.no_escrow") from error
    except (pyrage.DecryptError, ValueError) as error:
        raise KeyStoreError("keys.other_recovery_key") from error
    return {str(k): str(v) for k, v in data.items()}


def write_private(path: Path, data: bytes) -> None:
    """Replace a file whole, durable, readable by its owner only."""
    fresh = path.with_name(f"{path.name}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)


def cover_key(recovery: str) -> bytes:
    """The key of the check value on cover sheets, the same on every desk of an office.

    It tells the office's covers from codes that citizens bring along; it guards no secret.

    Args:
        recovery: public recovery key of the office.
    """
    return hashlib.sha256(b"cover sheets of " + recovery.encode()).digest()


def tighten(folder: Path) -> None:
    """Make a profile folder its owner's only; on Windows the user's own folder already is."""
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform != "win32":
        folder.chmod(0o700)
