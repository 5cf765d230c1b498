"""Packages on a stick: a signed ZIP of commands and files one way, of answers the other way.

A package is whole or refused: a manifest in canonical JSON names every file with its SHA-256, an
Ed25519 signature covers the manifest, and the file appears under its name only when it is complete.
"""

import base64
import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from desk_app.application.sync_errors import BlobDamagedError, PackageError
from desk_app.application.sync_ports import BlobSource
from desk_app.application.sync_values import Json, JsonObject, canonical_json

MANIFEST = "manifest.json"
SIGNATURE = "signature.json"
PIECE = 1024 * 1024
MAX_MANIFEST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PackageKeys:
    """The key this side signs with, and the public keys (hex) it believes."""

    own: Ed25519PrivateKey
    trusted: frozenset[str]

    @property
    def public_hex(self) -> str:
        """Give this side's public key."""
        raw = self.own.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        return raw.hex()


class FolderCarrier:
    """Writes and reads packages in a folder, for instance of a stick."""

    def __init__(self, folder: Path, keys: PackageKeys) -> None:
        self._folder = folder
        self._keys = keys

    def write(
        self, name: str, manifest: JsonObject, digests: Iterable[str], blobs: BlobSource
    ) -> str:
        """Write one package and give its file name.

        Raises:
            BlobDamagedError: a file of the desk is missing or damaged; nothing is left behind.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        place = self._folder / name
        draft = place.with_name(place.name + ".part")
        wanted = sorted(set(digests))
        files: list[Json] = list(wanted)
        whole: JsonObject = {**manifest, "files": files, "signed_by": self._keys.public_hex}
        text = canonical_json(whole)
        signature = {"ed25519": base64.b64encode(self._keys.own.sign(text)).decode()}
        try:
            with draft.open("wb") as raw:
                with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as package:
                    package.writestr(MANIFEST, text)
                    package.writestr(SIGNATURE, json.dumps(signature))
                    for digest in wanted:
                        _add(package, digest, blobs)
                raw.flush()
                os.fsync(raw.fileno())
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)
        return place.name

    def names(self, suffix: str) -> list[str]:
        """List complete packages with a suffix, oldest name first."""
        if not self._folder.exists():
            return []
        return sorted(path.name for path in self._folder.iterdir() if path.name.endswith(suffix))

    @contextmanager
    def read(self, name: str) -> Iterator["OpenPackage"]:
        """Open a package after checking its signature and every file in it.

        Raises:
            PackageError: ``sync.folder_foreign`` or ``sync.folder_damaged``, naming the item.
        """
        try:
            package = zipfile.ZipFile(self._folder / name)
        except (zipfile.BadZipFile, OSError) as error:
            raise PackageError("sync.folder_damaged", item=name) from error
        with package:
            manifest = self._checked(package)
            yield OpenPackage(package, manifest)

    def _checked(self, package: zipfile.ZipFile) -> JsonObject:
        text = _member(package, MANIFEST)
        try:
            manifest = json.loads(text)
            signer = str(manifest["signed_by"])
            signature = base64.b64decode(json.loads(_member(package, SIGNATURE))["ed25519"])
        except (ValueError, KeyError, TypeError) as error:
            raise PackageError("sync.folder_foreign", item=MANIFEST) from error
        if signer not in self._keys.trusted:
            raise PackageError("sync.folder_foreign", item=signer[:16])
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(signer)).verify(signature, text)
        except (InvalidSignature, ValueError) as error:
            raise PackageError("sync.folder_damaged", item=MANIFEST) from error
        for digest in manifest.get("files", ()):
            _check_file(package, str(digest))
        return cast("JsonObject", manifest)


class OpenPackage:
    """A checked package: its manifest, and its files as a source of papers."""

    def __init__(self, package: zipfile.ZipFile, manifest: Mapping[str, Json]) -> None:
        self._package = package
        self.manifest = manifest

    def open(self, digest: str) -> BinaryIO:
        """Open a file of the package."""
        try:
            return cast("BinaryIO", self._package.open(f"files/{digest}"))
        except KeyError as error:
            raise BlobDamagedError(digest) from error

    def size(self, digest: str) -> int:
        """Give its size."""
        try:
            return self._package.getinfo(f"files/{digest}").file_size
        except KeyError as error:
            raise BlobDamagedError(digest) from error


def _add(package: zipfile.ZipFile, digest: str, blobs: BlobSource) -> None:
    seen = hashlib.sha256()
    entry = zipfile.ZipInfo(f"files/{digest}")
    entry.file_size = blobs.size(digest)
    with closing(blobs.open(digest)) as source, package.open(entry, "w") as out:
        while piece := source.read(PIECE):
            seen.update(piece)
            out.write(piece)
    if seen.hexdigest() != digest:
        raise BlobDamagedError(digest)


def _member(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        if package.getinfo(name).file_size > MAX_MANIFEST:
            raise PackageError("sync.folder_foreign", item=name)
        return package.read(name)
    except KeyError as error:
        raise PackageError("sync.folder_foreign", item=name) from error
    except zipfile.BadZipFile as error:
        raise PackageError("sync.folder_damaged", item=name) from error


def _check_file(package: zipfile.ZipFile, digest: str) -> None:
    seen = hashlib.sha256()
    try:
        with package.open(f"files/{digest}") as file:
            while piece := file.read(PIECE):
                seen.update(piece)
    except (KeyError, zipfile.BadZipFile, OSError, EOFError) as error:
        raise PackageError("sync.folder_damaged", item=digest) from error
    if seen.hexdigest() != digest:
        raise PackageError("sync.folder_damaged", item=digest)
