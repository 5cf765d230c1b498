"""Snapshots: a tar sealed with age to the desk and to the office's recovery key.

A snapshot has its final name only after it was opened again and checked; whatever else lies there
is the rest of a machine that died, and is swept.
"""

import contextlib
import hashlib
import io
import os
import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pyrage

from desk_app.adapters.backup.manifest import FileLine, Manifest
from desk_app.domain.errors import IntegrityError, UnavailableError

SUFFIX = ".desk"
_NAME = re.compile(r"\d{8}-\d{6}\.desk")
_MANIFEST = "manifest.json"
_ERRNO = re.compile(r"\[Errno (\d+)\]")
_PIECE = 1 << 20
MOST_FILES = 20_000
LARGEST_MANIFEST = 512 << 20


def snapshots(backup: Path) -> list[Path]:
    """Finished snapshots of a backup folder, oldest first."""
    folder = backup / "snapshots"
    return sorted(p for p in folder.glob(f"*{SUFFIX}") if _NAME.fullmatch(p.name))


def newest_snapshot(place: Path) -> Path:
    """The snapshot itself, or the newest of a backup folder; UnavailableError ``backup.none``."""
    if place.is_file():
        return place
    found = snapshots(place)
    if not found:
        raise UnavailableError("backup.none", {"folder": place.name})
    return found[-1]


def sweep(backup: Path) -> int:
    """Remove what an interrupted backup left; how many files there were."""
    left = [*backup.glob("snapshots/.*.part"), *backup.glob("papers/??/??/.*.part")]
    for file in left:
        with contextlib.suppress(OSError):
            file.unlink()
    return len(left)


def lines_of(files: Mapping[str, Path]) -> tuple[FileLine, ...]:
    """Lines of the manifest for files by their names in the snapshot."""
    lines = []
    for name, path in sorted(files.items()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        lines.append(FileLine(name=name, size=path.stat().st_size, sha256=digest))
    return tuple(lines)


def seal_snapshot(
    target: Path,
    manifest: Manifest,
    files: Mapping[str, Path],
    recipients: Iterable[str],
    scratch: Path,
) -> None:
    """Write a sealed snapshot, durable.

    Args:
        target: the file; must not exist.
        manifest: what the snapshot says it holds.
        files: by the names the manifest gives them.
        recipients: public age keys.
        scratch: private folder of this machine; nothing unsealed touches the backup's disk.
    """
    keys = [pyrage.x25519.Recipient.from_str(key) for key in recipients]
    plain = scratch / "sealing.tar"
    try:
        with tarfile.open(plain, "x", format=tarfile.PAX_FORMAT) as tar:
            body = manifest.to_json()
            tar.addfile(_entry(_MANIFEST, len(body)), io.BytesIO(body))
            for line in manifest.files:
                with files[line.name].open("rb") as file:
                    tar.addfile(_entry(line.name, line.size), file)
        with plain.open("rb") as source, target.open("xb") as sealed:
            pyrage.encrypt_io(source, sealed, keys)
            sealed.flush()
            os.fsync(sealed.fileno())
    except pyrage.EncryptError as error:
        with contextlib.suppress(OSError):
            target.unlink()
        raise (_disk_fault(error) or error) from error
    except BaseException:
        with contextlib.suppress(OSError):
            target.unlink()
        raise
    finally:
        with contextlib.suppress(OSError):
            plain.unlink()


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


@contextmanager
def _unsealed(snapshot: Path, secret: str, scratch: Path) -> Iterator[Path]:
    plain = scratch / "snapshot.tar"
    try:
        with snapshot.open("rb") as source, plain.open("xb") as out:
            pyrage.decrypt_io(source, out, [pyrage.x25519.Identity.from_str(secret)])
    except pyrage.DecryptError as error:
        code = "backup.other_key" if "No matching keys" in str(error) else "backup.damaged"
        raise IntegrityError(code, {"item": snapshot.name}) from error
    except FileNotFoundError as error:
        raise UnavailableError("backup.none", {"folder": snapshot.name}) from error
    except OSError as error:
        if error.errno is not None:
            raise
        if (fault := _disk_fault(error)) is not None:
            raise fault from error
        # The library reports a broken body as an input error without a number.
        raise IntegrityError("backup.damaged", {"item": snapshot.name}) from error
    try:
        yield plain
    finally:
        with contextlib.suppress(OSError):
            plain.unlink()


def _disk_fault(error: Exception) -> OSError | None:
    """The disk's own fault inside one of the library, which keeps only its words."""
    found = _ERRNO.search(str(error))
    return OSError(int(found[1]), os.strerror(int(found[1]))) if found else None


def open_snapshot(snapshot: Path, secret: str, scratch: Path, into: Path) -> Manifest:
    """Unseal a snapshot and lay its files below ``into``, each compared with the manifest.

    Args:
        snapshot: the sealed file.
        secret: age identity of the desk or of the office.
        scratch: private folder for the unsealed archive.
        into: new folder for the files.

    Raises:
        IntegrityError: ``backup.damaged`` naming the item, or ``backup.other_key``.
        UnavailableError: ``backup.newer_format`` or ``backup.none``.
    """
    with _unsealed(snapshot, secret, scratch) as plain:
        try:
            with tarfile.open(plain) as tar:
                return _unpack(tar, into)
        except tarfile.TarError as error:
            raise IntegrityError("backup.damaged", {"item": snapshot.name}) from error


def _unpack(tar: tarfile.TarFile, into: Path) -> Manifest:
    first = tar.next()
    if first is None or first.name != _MANIFEST or first.size > LARGEST_MANIFEST:
        raise IntegrityError("backup.damaged", {"item": _MANIFEST})
    body = tar.extractfile(first)
    manifest = Manifest.from_json(body.read() if body is not None else b"")
    expected = {line.name: line for line in manifest.files}
    if len(expected) > MOST_FILES:
        raise IntegrityError("backup.damaged", {"item": _MANIFEST})
    while (entry := tar.next()) is not None:
        line = expected.pop(entry.name, None)
        if line is None or not entry.isreg() or entry.size != line.size:
            raise IntegrityError("backup.damaged", {"item": entry.name[:200]})
        file = tar.extractfile(entry)
        digest = hashlib.sha256()
        place = _inside(into, entry.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as out:
            while file is not None and (piece := file.read(_PIECE)):
                out.write(piece)
                digest.update(piece)
        if digest.hexdigest() != line.sha256:
            raise IntegrityError("backup.damaged", {"item": entry.name[:200]})
    if expected:
        raise IntegrityError("backup.damaged", {"item": min(expected)})
    return manifest


def _inside(folder: Path, name: str) -> Path:
    """A place below a folder; a name that leads elsewhere is damage."""
    parts = PurePosixPath(name).parts
    bad = not parts or name.startswith("/") or any(p in {"..", "."} or ":" in p for p in parts)
    if bad or "\\" in name:
        raise IntegrityError("backup.damaged", {"item": name[:200]})
    return folder.joinpath(*parts)
