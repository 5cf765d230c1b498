#!/usr/bin/env python3
"""Checks an evidence package of a dossier, with nothing but Python 3.9 or newer.

    python verify_package.py PACKAGE.zip

The package is a ZIP file whose every byte follows from its first entry, the manifest: names, sizes,
checksums and order. So a byte that changed anywhere, also in the parts of a ZIP file that programs
pass over, is found and named. The history inside is a chain of hashes; each event, and the files it
names, must be as they were written.

What this cannot show: that nobody wrote a whole new package. The signature on statement.pdf, which
names every item, and those inside the papers do; check them with any PDF reader that knows the
certificates.

This very file lies in every package and is the one the program itself uses.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FORMAT = "evidence-package/1"
MANIFEST = "manifest.json"
EVENTS = "events.jsonl"
DOSSIER = "dossier.json"
STATEMENT, SIGNED = "statement.json", "statement.pdf"
"""What an officer signed: the list of all other items, and the PDF that carries its SHA-256."""
DIRECTORY = "(directory)"
"""Name of the list at the end of the ZIP file, which is no item."""

_GENESIS = "0" * 64
_CHUNK = 1 << 20
_LARGEST = (1 << 32) - 1
_LONGEST_NAME, _MOST_ENTRIES = 1000, (1 << 16) - 1
_LONGEST_MANIFEST = 64 << 20
_UTF8, _MIDNIGHT, _FIRST_DAY = 0x0800, 0, 0x0021


@dataclass
class Entry:
    """One entry of the ZIP file, stored without compression."""

    name: str
    size: int
    crc32: int
    sha256: str = ""

    def header(self) -> bytes:
        """The bytes before the data: fixed time, no extra fields."""
        name = self.name.encode()
        fixed = struct.pack(
            "<4s5H3I2H", b"PK\x03\x04", 20, _UTF8, 0, _MIDNIGHT, _FIRST_DAY,
            self.crc32, self.size, self.size, len(name), 0,
        )  # fmt: skip
        return fixed + name

    def listing(self, offset: int) -> bytes:
        """Its line in the directory at the end."""
        name = self.name.encode()
        fixed = struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, _UTF8, 0, _MIDNIGHT, _FIRST_DAY,
            self.crc32, self.size, self.size, len(name), 0, 0, 0, 0, 0, offset,
        )  # fmt: skip
        return fixed + name


def directory(entries: list[Entry]) -> bytes:
    """The end of the file: one line an entry and the closing record."""
    lines, offset = b"", 0
    for entry in entries:
        lines += entry.listing(offset)
        offset += len(entry.header()) + entry.size
    count = len(entries)
    return lines + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(lines), offset, 0)


def manifest_bytes(manifest: dict[str, Any]) -> bytes:
    """The manifest as it is written: UTF-8, sorted keys, one form only."""
    return (json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def write_package(out: BinaryIO, manifest: dict[str, Any], data_of: Callable[[str], bytes]) -> None:
    """Write a package; ``manifest["items"]`` names what follows it, in order.

    Raises:
        ValueError: an item is larger than a ZIP entry may be, or is not what the manifest says.
    """
    first = manifest_bytes(manifest)
    entries = [Entry(MANIFEST, len(first), zlib.crc32(first)), *_entries(manifest)]
    out.write(entries[0].header() + first)
    for entry in entries[1:]:
        data = data_of(entry.name)
        if len(data) != entry.size or zlib.crc32(data) != entry.crc32 or entry.size > _LARGEST:
            raise ValueError(entry.name)
        out.write(entry.header())
        out.write(data)
    out.write(directory(entries))


def item(name: str, data: bytes, **more: object) -> dict[str, Any]:
    """What the manifest says about an item."""
    return {
        "name": name,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "crc32": zlib.crc32(data),
        **more,
    }


@dataclass
class Finding:
    """One fault: which item, and what is wrong with it."""

    name: str
    code: str


@dataclass
class Report:
    """What checking a package found; nothing found means every byte is as it was written."""

    damaged: list[Finding] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)
    is_package: bool = True

    doubts: list[Finding] = field(default_factory=list)
    """What cannot be told, though every byte is as it was written."""

    @property
    def verdict(self) -> str:
        """``valid``, ``invalid``, or ``unknown`` for what is no package or cannot be told."""
        if self.damaged:
            return "invalid"
        return "valid" if self.is_package and not self.doubts else "unknown"

    def as_json(self) -> dict[str, Any]:
        """The report as plain facts."""
        chain = self.manifest.get("chain") or {}
        return {
            "verdict": self.verdict,
            "first_damaged": self.damaged[0].name if self.damaged else None,
            "damaged": [{"name": each.name, "code": each.code} for each in self.damaged],
            "reasons": list(dict.fromkeys(each.code for each in self.damaged + self.doubts)),
            "dossier_code": self.manifest.get("dossier_code"),
            "made_at": self.manifest.get("made_at"),
            "items": len(self.manifest.get("items") or []),
            "events": chain.get("events"),
        }


def check_package(path: Path) -> Report:
    """Check every byte of a package, then what it tells.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as package:
        size = package.seek(0, 2)
        report = Report()
        entries = _read_manifest(package, size, report)
        if entries is None:
            return report
        held = _check_bytes(package, size, entries, report)
        if not report.damaged:
            report.damaged += _told(EVENTS, _check_history, held, report.manifest)
            report.damaged += _told(STATEMENT, _check_statement, held, report.manifest)
        return report


def read_item(path: Path, report: Report, name: str) -> bytes | None:
    """The bytes of an item of a package that was found whole; None when it holds no such item.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as package:
        entries = _read_manifest(package, package.seek(0, 2), Report())
        package.seek(0)
        for entry in entries or [] if report.verdict == "valid" else []:
            package.seek(len(entry.header()), 1)
            if entry.name == name:
                return package.read(entry.size)
            package.seek(entry.size, 1)
    return None


def _told(
    name: str,
    check: Callable[[dict[str, bytes], dict[str, Any]], Iterator[Finding]],
    held: dict[str, bytes],
    manifest: dict[str, Any],
) -> list[Finding]:
    """What a check finds; contents that are not what the layout promises are a finding too."""
    try:
        return list(check(held, manifest))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError):
        return [Finding(name, "evidence.item_unreadable")]


def _read_manifest(package: BinaryIO, size: int, report: Report) -> list[Entry] | None:
    """The entries the manifest promises; None when the manifest itself cannot be trusted.

    The manifest is found by its own shape and not by the sizes in its header, which may be what
    was damaged. Its checksum stands twice in the file: two of three must agree.
    """
    start = len(Entry(MANIFEST, 0, 0).header())
    package.seek(0)
    head = package.read(start)
    if head[:4] != b"PK\x03\x04" and head[30:] != MANIFEST.encode():
        report.is_package = False
        return None
    data = _json_at(package, start)
    if data is None:
        report.damaged.append(Finding(MANIFEST, "evidence.manifest_unreadable"))
        return None
    crc = zlib.crc32(data)
    claims = (head[14:18], _listed_crc(package, size))
    if struct.pack("<I", crc) not in claims:
        report.damaged.append(Finding(MANIFEST, "evidence.item_changed"))
        return None
    try:
        report.manifest = json.loads(data)
        rest = _entries(report.manifest)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        report.manifest = {}
        report.damaged.append(Finding(MANIFEST, "evidence.manifest_unreadable"))
        return None
    return [Entry(MANIFEST, len(data), crc, hashlib.sha256(data).hexdigest()), *rest]


def _json_at(package: BinaryIO, start: int) -> bytes | None:
    """The JSON object that begins there, up to the header of the next entry."""
    package.seek(start)
    data = bytearray()
    while len(data) < _LONGEST_MANIFEST:
        searched = max(0, len(data) - 2)
        part = package.read(_CHUNK)
        data += part
        end = data.find(b"\n}\n", searched)
        if end >= 0:
            return bytes(data[: end + 3]) if data[:1] == b"{" else None
        if not part:
            break
    return None


def _listed_crc(package: BinaryIO, size: int) -> bytes:
    """The manifest's checksum as the directory at the end has it; empty when it is not found."""
    tail = min(size, _CHUNK)
    package.seek(size - tail)
    data = package.read(tail)
    at = data.rfind(MANIFEST.encode())
    while at >= 46 and data[at - 46 : at - 42] != b"PK\x01\x02":
        at = data.rfind(MANIFEST.encode(), 0, at)
    return data[at - 30 : at - 26] if at >= 46 else b""


def _entries(manifest: dict[str, Any]) -> list[Entry]:
    if manifest["format"] != FORMAT:
        raise ValueError(manifest["format"])
    found = [
        Entry(str(row["name"]), int(row["size"]), int(row["crc32"]), str(row["sha256"]))
        for row in manifest["items"]
    ]
    for entry in found:
        if not (0 <= entry.size <= _LARGEST and 0 <= entry.crc32 <= _LARGEST):
            raise ValueError(entry.name)
        if len(entry.name.encode()) > _LONGEST_NAME:
            raise ValueError(entry.name)
    if len({entry.name for entry in found} | {MANIFEST}) <= len(found):
        raise ValueError(MANIFEST)
    whole = sum(2 * len(entry.header()) + 46 + entry.size for entry in found)
    if len(found) >= _MOST_ENTRIES or whole > _LARGEST:
        raise ValueError(MANIFEST)
    if not isinstance(manifest["chain"], dict):
        raise TypeError(MANIFEST)
    return found


def _check_bytes(
    package: BinaryIO, size: int, entries: list[Entry], report: Report
) -> dict[str, bytes]:
    """Walk through the file as the manifest lays it out; keeps the texts the history needs."""
    package.seek(0)
    held: dict[str, bytes] = {}
    for entry in entries:
        header = entry.header()
        if package.read(len(header)) != header:
            report.damaged.append(Finding(entry.name, "evidence.header_changed"))
        digest, kept = hashlib.sha256(), b""
        for part in _parts(package, entry.size):
            digest.update(part)
            if entry.name in (EVENTS, DOSSIER, STATEMENT, SIGNED):
                kept += part
        held[entry.name] = kept
        if digest.hexdigest() != entry.sha256:
            report.damaged.append(Finding(entry.name, "evidence.item_changed"))
    end = directory(entries)
    if package.read(len(end)) != end:
        report.damaged.append(Finding(DIRECTORY, "evidence.directory_changed"))
    if package.tell() < size:
        report.damaged.append(Finding(DIRECTORY, "evidence.bytes_added"))
    return held


def _parts(package: BinaryIO, left: int) -> Iterator[bytes]:
    while left > 0:
        part = package.read(min(_CHUNK, left))
        if not part:
            return
        left -= len(part)
        yield part


def _check_history(held: dict[str, bytes], manifest: dict[str, Any]) -> Iterator[Finding]:
    """The chain of events, and that every file it names is in the package."""
    chain = manifest["chain"]
    head, count, state = _GENESIS, 0, ""
    digests = {row["sha256"] for row in manifest["items"]}
    for line in held[EVENTS].splitlines():
        count += 1
        head = hashlib.sha256(bytes.fromhex(head) + count.to_bytes(8, "big") + line).hexdigest()
        event = json.loads(line)
        state = event["to_state"]
        if any(digest not in digests for _, digest in event["files"]):
            yield Finding(EVENTS, "evidence.file_of_event_missing")
            return
    if head != chain["head"] or count != chain["events"]:
        yield Finding(EVENTS, "evidence.chain_broken")
    if json.loads(held[DOSSIER])["state"] != state:
        yield Finding(DOSSIER, "evidence.state_differs")


def _check_statement(held: dict[str, bytes], manifest: dict[str, Any]) -> Iterator[Finding]:
    """That what was signed is what lies here; a package may also come without a statement."""
    names = {STATEMENT, SIGNED}
    if not names & set(held):
        return
    if not names <= set(held):
        yield Finding(STATEMENT, "evidence.statement_missing")
        return
    signed = {row["name"]: row["sha256"] for row in json.loads(held[STATEMENT])["items"]}
    here = {row["name"]: row["sha256"] for row in manifest["items"] if row["name"] not in names}
    if signed != here:
        yield Finding(STATEMENT, "evidence.statement_differs")
    if hashlib.sha256(held[STATEMENT]).hexdigest().encode() not in held[SIGNED]:
        yield Finding(SIGNED, "evidence.statement_not_signed")


def main(arguments: list[str]) -> int:
    """Check one package: 0 whole, 1 damaged, 2 cannot tell, 64 wrong call."""
    if len(arguments) != 1:
        sys.stderr.write("usage: verify_package.py PACKAGE.zip\n")
        return 64
    try:
        report = check_package(Path(arguments[0]))
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n")
    return {"valid": 0, "invalid": 1}.get(report.verdict, 2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
