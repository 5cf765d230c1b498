"""The desk's side: a bundle is believed only as far as the pinned root and its own past reach.

python-tuf checks signatures, order of versions, expiry, sizes and digests; here the bundle is only
made to look like a server to it. Nothing of a bundle is used before all of it was checked.
"""

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    ExpiredMetadataError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from desk_app.adapters.updates.publishing import CONTENTS, KINDS
from desk_app.domain.errors import IntegrityError

_PIECE = 64 * 1024
_MOST_CONTENTS = 1 << 20
_BASE = "bundle://stick/"
_DAMAGE = (
    EOFError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, ArithmeticError,
    struct.error, zlib.error, zipfile.BadZipFile, MemoryError, FileNotFoundError,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleItem:
    """One checked file; the fields are those of ``Item``."""

    file: Path
    kind: str
    platform: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A checked bundle."""

    items: tuple[BundleItem, ...]


def take(bundle: Path, root: bytes, state: Path, into: Path) -> Taken:
    """Check a bundle to its last byte and lay its files out.

    Args:
        bundle: the file.
        root: the pinned root, as the administrator gave it to this machine.
        state: folder that remembers what was taken before: an older bundle is refused.
        into: empty folder.

    Raises:
        IntegrityError: ``update.damaged``, ``update.not_by_publisher``, ``update.older``,
            ``update.expired``.
        OSError: no room for its files.
    """
    facts = {"file": bundle.name}
    try:
        with zipfile.ZipFile(bundle) as packed:
            return _take(packed, root, state, into)
    except ExpiredMetadataError as error:
        raise IntegrityError("update.expired", facts) from error
    except UnsignedMetadataError as error:
        raise IntegrityError("update.not_by_publisher", facts) from error
    except BadVersionNumberError as error:
        raise IntegrityError("update.older", facts) from error
    except (RepositoryError, DownloadError, *_DAMAGE) as error:
        raise IntegrityError("update.damaged", facts) from error


def _take(packed: zipfile.ZipFile, root: bytes, state: Path, into: Path) -> Taken:
    state.mkdir(parents=True, exist_ok=True)
    updater = Updater(
        str(state),
        f"{_BASE}metadata/",
        str(into),
        f"{_BASE}targets/",
        fetcher=_Stick(packed),
        config=UpdaterConfig(max_root_rotations=8),
        bootstrap=root,
    )
    updater.refresh()
    lines = json.loads(_file(updater, CONTENTS, into).read_bytes()[:_MOST_CONTENTS])
    items = tuple(_item(updater, line, into) for line in lines)
    return Taken(items=items)


def _item(updater: Updater, line: dict[str, str], into: Path) -> BundleItem:
    name, kind = str(line["name"]), str(line["kind"])
    if kind not in KINDS or PurePosixPath(name).name != name or "\\" in name or name == CONTENTS:
        raise ValueError(name)
    return BundleItem(
        file=_file(updater, name, into),
        kind=kind,
        platform=str(line.get("platform", "")),
        version=str(line.get("version", "")),
    )


def _file(updater: Updater, name: str, into: Path) -> Path:
    info = updater.get_targetinfo(name)
    if info is None:
        raise KeyError(name)
    place = into / name
    updater.download_target(info, str(place))
    return place


class _Stick(FetcherInterface):
    """Answers python-tuf's questions out of the bundle; never a network."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed

    def _fetch(self, url: str) -> Iterator[bytes]:
        if not url.startswith(_BASE):
            raise DownloadHTTPError(url, 403)
        name = unquote(urlsplit(url).path).lstrip("/")
        try:
            entry = self._packed.open(name)
        except KeyError as error:
            raise DownloadHTTPError(name, 404) from error
        return self._pieces(entry)

    def _pieces(self, entry: object) -> Iterator[bytes]:
        read = entry.read  # type: ignore[attr-defined]  # IO[bytes] of the archive
        while piece := read(_PIECE):
            yield piece
