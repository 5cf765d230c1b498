"""Where sealed papers lie: a folder (of this desk or shared), or an S3-compatible store.

A shelf knows nothing of keys: it takes and gives sealed bytes under the digest of the plain ones.
"""

import contextlib
import datetime as dt
import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from desk_app.adapters.papers.durable import sync_folder
from desk_app.domain.errors import UnavailableError

_BINARY = getattr(os, "O_BINARY", 0)
_END = ".age"
_MARK = ".purged"


class Shelf(Protocol):
    """Sealed papers by name."""

    def put_new(self, digest: str, sealed: bytes) -> None:
        """Store durably; a name that is there already keeps its bytes. Raises ``papers.*``."""
        ...

    def get(self, digest: str) -> bytes:
        """Sealed bytes; FileNotFoundError when there are none, UnavailableError when away."""
        ...

    def has(self, digest: str) -> bool:
        """Whether there is a paper of that name."""
        ...

    def digests(self) -> Iterator[str]:
        """Names of all papers."""
        ...

    def remove(self, digest: str) -> bool:
        """Take a paper away for good and leave a mark of it; whether it was there."""
        ...

    def removed(self) -> frozenset[str]:
        """Names with a mark."""
        ...

    def is_removed(self, digest: str) -> bool:
        """Whether a paper was taken away on purpose."""
        ...

    def sweep(self) -> int:
        """Remove what a crash left unfinished; how many."""
        ...


class FolderShelf:
    """A folder; a shared one is used by many desks at once.

    Args:
        folder: root of the shelf.
        is_shared: the folder must be there already: made here, it would hide that the share is away
            and papers would lie on this desk alone.
    """

    def __init__(self, folder: Path, *, is_shared: bool = False) -> None:
        self._folder = folder
        self._is_shared = is_shared

    def _must_be_there(self) -> None:
        if self._is_shared and not self._folder.is_dir():
            raise UnavailableError("papers.shelf_away", {"detail": "folder"})

    def place(self, digest: str) -> Path:
        """Where a paper lies."""
        return self._folder / digest[:2] / digest[2:4] / f"{digest}{_END}"

    def put_new(self, digest: str, sealed: bytes) -> None:
        """Temporary file, fsync, rename, fsync of the folder."""
        self._must_be_there()
        place = self.place(digest)
        if not place.exists():
            with disk_faults():
                self._write(place, sealed)
                place.with_suffix(_MARK).unlink(missing_ok=True)

    def _write(self, place: Path, sealed: bytes) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f".{secrets.token_hex(8)}.part")
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(sealed)
                out.flush()
                os.fsync(out.fileno())
            _settle(fresh, place)
        except BaseException:
            with contextlib.suppress(OSError):
                fresh.unlink()
            raise
        sync_folder(place.parent)

    def get(self, digest: str) -> bytes:
        """The file's bytes."""
        self._must_be_there()
        return self.place(digest).read_bytes()

    def has(self, digest: str) -> bool:
        """Whether the file is there."""
        self._must_be_there()
        return self.place(digest).exists()

    def digests(self) -> Iterator[str]:
        """Names of all files."""
        for path in self._folder.glob(f"??/??/*{_END}"):
            yield path.stem

    def remove(self, digest: str) -> bool:
        """The mark is there before the file is gone."""
        self._must_be_there()
        place = self.place(digest)
        mark = place.with_suffix(_MARK)
        was_there = place.exists()
        if was_there or not mark.exists():
            with disk_faults():
                place.parent.mkdir(parents=True, exist_ok=True)
                mark.touch()
                place.unlink(missing_ok=True)
        return was_there

    def removed(self) -> frozenset[str]:
        """Names of all marks."""
        return frozenset(mark.stem for mark in self._folder.glob(f"??/??/*{_MARK}"))

    def is_removed(self, digest: str) -> bool:
        """Whether the mark is there."""
        return self.place(digest).with_suffix(_MARK).exists()

    def sweep(self) -> int:
        """Remove unfinished files."""
        unfinished = list(self._folder.glob("*/*/.*.part"))
        for file in unfinished:
            with contextlib.suppress(OSError):
                file.unlink()
        return len(unfinished)


def _settle(fresh: Path, place: Path) -> None:
    """Give the file its name; another desk may have stored and opened the same paper meanwhile."""
    try:
        fresh.replace(place)
    except PermissionError:
        if not place.exists():
            raise
        fresh.unlink()


class ObjectShelf:
    """A bucket of an S3-compatible store; an object is whole or not there."""

    def __init__(self, url: str) -> None:
        from obstore.store import S3Store

        parts = urlsplit(url)
        scheme = parts.scheme.removeprefix("s3+")
        bucket, _, prefix = parts.path.strip("/").partition("/")
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            endpoint=f"{scheme}://{parts.hostname}:{parts.port or _PORTS[scheme]}",
            region="us-east-1",
            access_key_id=unquote(parts.username or ""),
            secret_access_key=unquote(parts.password or ""),
            virtual_hosted_style_request=False,
            client_options={
                "allow_http": scheme == "http",
                "connect_timeout": dt.timedelta(seconds=5),
                "timeout": dt.timedelta(seconds=60),
            },
            retry_config={"max_retries": 2, "retry_timeout": dt.timedelta(seconds=20)},
        )

    def put_new(self, digest: str, sealed: bytes) -> None:
        """One conditional PUT; the store keeps the first."""
        self._put(_name(digest), sealed)
        if self.is_removed(digest):
            import obstore

            with _store_faults():
                obstore.delete(self._store, _name(digest, _MARK))

    def _put(self, name: str, data: bytes) -> None:
        import obstore
        from obstore.exceptions import AlreadyExistsError

        with _store_faults(), contextlib.suppress(AlreadyExistsError):
            obstore.put(self._store, name, data, mode="create", use_multipart=False)

    def get(self, digest: str) -> bytes:
        """The object's bytes."""
        import obstore

        with _store_faults():
            return bytes(obstore.get(self._store, _name(digest)).bytes())

    def has(self, digest: str) -> bool:
        """Whether the object is there."""
        return self._is_there(_name(digest))

    def _is_there(self, name: str) -> bool:
        import obstore

        try:
            with _store_faults():
                obstore.head(self._store, name)
        except FileNotFoundError:
            return False
        return True

    def digests(self) -> Iterator[str]:
        """Names of all papers."""
        return self._names(_END)

    def _names(self, end: str) -> Iterator[str]:
        import obstore

        with _store_faults():
            for page in obstore.list(self._store):
                for one in page:
                    name = str(one["path"]).rpartition("/")[2]
                    if name.endswith(end):
                        yield name.removesuffix(end)

    def remove(self, digest: str) -> bool:
        """The mark is there before the object is gone."""
        import obstore

        was_there = self.has(digest)
        self._put(_name(digest, _MARK), b"")
        with _store_faults(), contextlib.suppress(FileNotFoundError):
            obstore.delete(self._store, _name(digest))
        return was_there

    def removed(self) -> frozenset[str]:
        """Names of all marks."""
        return frozenset(self._names(_MARK))

    def is_removed(self, digest: str) -> bool:
        """Whether the mark is there."""
        return self._is_there(_name(digest, _MARK))

    def sweep(self) -> int:
        """Nothing is ever half there."""
        return 0


_PORTS = {"http": 80, "https": 443}


def _name(digest: str, end: str = _END) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}{end}"


@contextmanager
def _store_faults() -> Iterator[None]:
    from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError

    try:
        yield
    except (FileNotFoundError, NotFoundError) as error:
        raise FileNotFoundError(str(error)) from error
    except AlreadyExistsError:
        raise
    except (BaseError, OSError) as error:
        raise UnavailableError("papers.shelf_away", {"detail": type(error).__name__}) from error


@contextmanager
def disk_faults() -> Iterator[None]:
    """A full or read-only disk as words of the desk."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else -1}:
            raise UnavailableError("papers.disk_full") from error
        raise UnavailableError("papers.unwritable", {"detail": error.strerror or ""}) from error


def shelf_at(url: str, own: Path) -> Shelf:
    """The shelf of a profile: its own folder, a shared folder, or ``s3+https://…/bucket/prefix``.

    Raises:
        UnavailableError: ``papers.shelf_unknown`` for another kind of address.
    """
    if not url:
        return FolderShelf(own)
    scheme = urlsplit(url).scheme
    if scheme in ("s3+http", "s3+https"):
        return ObjectShelf(url)
    if scheme == "file":
        return FolderShelf(Path(_path_of(url)), is_shared=True)
    if "://" not in url:
        return FolderShelf(Path(url), is_shared=True)
    raise UnavailableError("papers.shelf_unknown", {"scheme": scheme})


def _path_of(url: str) -> str:
    from urllib.request import url2pathname

    parts = urlsplit(url)
    host = f"//{parts.netloc}" if parts.netloc not in ("", "localhost") else ""
    return url2pathname(host + parts.path)
