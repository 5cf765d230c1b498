"""The administrator's side: keys, and a signed bundle of files.

The format is TUF 1.0 (python-tuf), so any of its clients can check a bundle. Two keys: the root key
lies in a safe and signs nothing but the list of keys; the publishing key signs bundles.
"""

import datetime as dt
import json
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

CONTENTS = "contents.json"
ROOT, ROOT_KEY, PUBLISHING_KEY = "update-root.json", "root.key", "publish.key"
ROOT_YEARS, BUNDLE_DAYS = 10, 400
KINDS = ("program", "policy", "procedure", "trust")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file of a bundle.

    Attributes:
        kind: one of ``KINDS``.
        platform: for programs: ``windows``, ``debian12``, ``debian13`` or ``linux``.
        version: for programs, as the program tells it.
    """

    file: Path
    kind: str
    platform: str = ""
    version: str = ""


def new_publisher(folder: Path, *, now: dt.datetime) -> Path:
    """Make both keys and the root that desks are given; gives the root's place.

    Raises:
        FileExistsError: keys are there already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    signers = {name: _new_key(folder / name) for name in (ROOT_KEY, PUBLISHING_KEY)}
    root = Root(
        expires=now.astimezone(dt.UTC) + dt.timedelta(days=365 * ROOT_YEARS),
        consistent_snapshot=True,
    )
    root.add_key(signers[ROOT_KEY].public_key, Root.type)
    for role in (Targets.type, Snapshot.type, Timestamp.type):
        root.add_key(signers[PUBLISHING_KEY].public_key, role)
    place = folder / ROOT
    place.write_bytes(_signed(root, signers[ROOT_KEY]))
    return place


def write_bundle(target: Path, keys: Path, items: Sequence[Item], *, now: dt.datetime) -> None:
    """Write a bundle; later ones have a higher number, which desks insist on.

    Args:
        target: the file.
        keys: folder with ``publish.key`` and ``update-root.json``.
        items: what goes in; names must differ.
        now: aware; the number of the bundle is its second.
    """
    signer = _load(keys / PUBLISHING_KEY)
    number, expires = int(now.timestamp()), now.astimezone(dt.UTC) + dt.timedelta(days=BUNDLE_DAYS)
    files = {item.file.name: item.file.read_bytes() for item in items}
    if len(files) != len(items) or CONTENTS in files:
        raise ValueError("names")
    files[CONTENTS] = json.dumps(
        [
            {"name": i.file.name, "kind": i.kind, "platform": i.platform, "version": i.version}
            for i in items
        ]
    ).encode()
    held = {name: TargetFile.from_data(name, data, ["sha256"]) for name, data in files.items()}
    targets = _signed(Targets(version=number, expires=expires, targets=held), signer)
    snapshot = _signed(
        Snapshot(version=number, expires=expires, meta={"targets.json": _meta(number, targets)}),
        signer,
    )
    stamp = Timestamp(version=number, expires=expires, snapshot_meta=_meta(number, snapshot))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("metadata/1.root.json", (keys / ROOT).read_bytes())
        bundle.writestr("metadata/timestamp.json", _signed(stamp, signer))
        bundle.writestr(f"metadata/{number}.snapshot.json", snapshot)
        bundle.writestr(f"metadata/{number}.targets.json", targets)
        for name, data in files.items():
            bundle.writestr(f"targets/{held[name].hashes['sha256']}.{name}", data)


def _meta(number: int, data: bytes) -> MetaFile:
    return MetaFile.from_data(number, data, ["sha256"])


def _signed(role: Any, signer: CryptoSigner) -> bytes:  # any of the four roles
    metadata: Metadata[Any] = Metadata(role)
    metadata.sign(signer)
    return metadata.to_bytes(JSONSerializer(compact=True))


def _new_key(place: Path) -> CryptoSigner:
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(text)
    return CryptoSigner(key)


def _load(place: Path) -> CryptoSigner:
    key = serialization.load_pem_private_key(place.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(place.name)
    return CryptoSigner(key)
