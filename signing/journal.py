"""What a batch did so far, line by line, so that the rest can be done after a fall.

States of a file: planned, signed to a temporary file (``prepared``), checked (``verified``), in
place. Whether a file is signed is decided by its bytes, never by a line alone: the last line may
be missing although the file was replaced.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from signing.errors import SigningError
from signing.files import TEMPORARY_SUFFIX, discard

_CHUNK_BYTES = 1 << 20


@dataclass(slots=True)
class JournalItem:
    """One file of a batch as the journal knows it."""

    source: str
    target: str
    role: str
    state: str = "planned"
    source_sha256: str = ""
    sha256: str = ""
    field: str = ""
    code: str = ""


class BatchJournal:
    """Append-only lines of JSON; opening an existing file continues that batch.

    Attributes:
        batch: marks the temporary files of this batch.
        items: by target and role: the same file may be signed again in another role.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.batch = secrets.token_hex(6)
        self.items: dict[tuple[str, str], JournalItem] = {}
        for line in _lines(path):
            self._replay(line)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab", buffering=0)
        self._end_torn_line()

    def __enter__(self) -> "BatchJournal":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def plan(self, rows: list[tuple[Path, Path, str]]) -> None:
        """Note the files of the batch, on disk before the first of them is touched."""
        fresh = [row for row in rows if (str(row[1]), row[2]) not in self.items]
        if not fresh:
            return
        items = [
            {"source": str(source), "target": str(target), "role": role}
            for source, target, role in fresh
        ]
        self._write({"event": "planned", "batch": self.batch, "items": items})
        os.fsync(self._file.fileno())

    def note(self, target: Path, role: str, state: str, **facts: str) -> None:
        """Note the state one file reached."""
        self._write({"event": state, "target": str(target), "role": role, **facts})

    def settle(self) -> None:
        """Clear up after a fall: remove temporary files, find out which targets are in place."""
        folders = {Path(item.target).parent for item in self.items.values()}
        for folder in folders:
            for path in folder.glob(f".{self.batch}-*{TEMPORARY_SUFFIX}"):
                discard(path)
        for item in self.items.values():
            if item.state == "verified" and _sha256(Path(item.target)) == item.sha256:
                self.note(Path(item.target), item.role, "in_place", sha256=item.sha256)

    def is_done(self, target: Path, role: str) -> bool:
        """Whether the file was signed in that role and put in place."""
        item = self.items.get((str(target), role))
        return item is not None and item.state == "in_place"

    def _write(self, record: dict[str, object]) -> None:
        self._replay(record)
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"
        try:
            self._file.write(line.encode("utf-8"))
        except OSError as error:
            raise SigningError("signing.disk_full", file=self._path.name) from error

    def _replay(self, record: dict[str, object]) -> None:
        if record.get("event") == "planned":
            self.batch = str(record["batch"])
            rows = record["items"]
            for row in rows if isinstance(rows, list) else []:
                item = JournalItem(row["source"], row["target"], row["role"])
                self.items[item.target, item.role] = item
            return
        known = self.items.get((str(record.get("target")), str(record.get("role"))))
        if known is not None:
            known.state = str(record["event"])
            for name in ("source_sha256", "sha256", "field", "code"):
                if name in record:
                    setattr(known, name, str(record[name]))

    def _end_torn_line(self) -> None:
        """A line cut by the fall must not swallow the next one."""
        if self._path.stat().st_size and not self._path.read_bytes().endswith(b"\n"):
            self._file.write(b"\n")


def _lines(path: Path) -> Iterator[dict[str, object]]:
    if not path.exists():
        return
    for line in path.read_bytes().splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            yield record


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()
