"""Secrets of the lines out of a desk: passwords of addresses and keys live in the key ring."""

import json
import logging
import os
import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.config.front import SETTINGS_FILE
from desk_app.config.keys import FileKeys, KeyStore, KeyStoreError, RingKeys
from desk_app.config.settings import Settings
from desk_app.domain.errors import UnavailableError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

logger = logging.getLogger(__name__)

DEVICE_KEY = "device"


def key_store(settings: Settings) -> KeyStore:
    """Where the keys of a profile live."""
    if settings.is_practice:
        return FileKeys(settings.within("practice-keys.json"))
    return RingKeys(settings.device_id)


def own_key(settings: Settings, name: str) -> "Ed25519PrivateKey":
    """A signing key of this desk, made at first use.

    Raises:
        UnavailableError: ``keys.no_key_ring``.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    store = key_store(settings)
    try:
        secret = store.get(name)
        if secret is None:
            secret = Ed25519PrivateKey.generate().private_bytes_raw().hex()
            store.put(name, secret)
    except KeyStoreError as error:
        raise UnavailableError(error.code) from error
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))


def with_passwords(settings: Settings) -> Settings:
    """The settings with the passwords of their addresses.

    One that stands in the file is moved to the key ring and taken out of the file; without a key
    ring it is used where it stands.

    Raises:
        UnavailableError: ``keys.no_key_ring``: the password cannot be read.
    """
    found = {"database": settings.database_url, "papers": settings.papers_url}
    for section, address in found.items():
        parts = urllib.parse.urlsplit(address)
        if not parts.username:
            continue
        store = key_store(settings)
        if parts.password is not None:
            _move(settings, store, section, address)
            continue
        try:
            secret = store.get(f"address/{section}")
        except KeyStoreError as error:
            raise UnavailableError(error.code) from error
        if secret is not None:
            found[section] = _with(address, secret)
    return replace(settings, database_url=found["database"], papers_url=found["papers"])


def _move(settings: Settings, store: KeyStore, section: str, address: str) -> None:
    password = urllib.parse.urlsplit(address).password or ""
    try:
        store.put(f"address/{section}", urllib.parse.unquote(password))
        write_address(settings, {section: _with(address, None)})
    except (KeyStoreError, OSError) as error:
        logger.warning("a password stays in the settings: %s", type(error).__name__)


def _with(address: str, password: str | None) -> str:
    """The address with that password, or with none."""
    parts = urllib.parse.urlsplit(address)
    who, _, where = parts.netloc.rpartition("@")
    user = who.partition(":")[0]
    if password is not None:
        user = f"{user}:{urllib.parse.quote(password, safe='')}"
    return parts._replace(netloc=f"{user}@{where}").geturl()


def write_address(settings: Settings, addresses: dict[str, str]) -> None:
    """Write ``url`` of sections into the settings file, whole or not at all."""
    write_settings(settings, {(section, "url"): url for section, url in addresses.items()})


def write_settings(settings: Settings, values: Mapping[tuple[str, str], str | int]) -> None:
    """Write values of (section, key) into the settings file, whole or not at all."""
    place: Path = settings.within(SETTINGS_FILE)
    text = place.read_text(encoding="utf-8")
    for (section, key), value in values.items():
        text = _with_value(text, section, key, json.dumps(value, ensure_ascii=False))
    fresh = place.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(place)


def _with_value(text: str, section: str, key: str, value: str) -> str:
    line = f"{key} = {value}"
    found = re.compile(rf"(?ms)^\[{section}\]$(?P<body>.*?)(?=^\[|\Z)").search(text)
    if found is None:
        return f"{text.rstrip()}\n\n[{section}]\n{line}\n"
    body, count = re.subn(rf"(?m)^{key}\s*=.*$", lambda _m: line, found["body"], count=1)
    if not count:
        body = f"\n{line}{body}"
    return text[: found.start("body")] + body + text[found.end("body") :]
