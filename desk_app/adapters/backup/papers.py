"""Papers of a backup: encrypted as they lie in the desk's store, each copied once.

A paper's name is the digest of its plain bytes, so a paper never changes and a backup of tomorrow
needs only the new ones.
"""

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from desk_app.adapters.backup.manifest import PaperLine

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PIECE = 1 << 20


def paper_place(root: Path, digest: str) -> Path:
    """Where a paper lies below a folder of papers; the same in a store and in a backup."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError(digest)
    return root / digest[:2] / digest[2:4] / f"{digest}.age"


def stored(root: Path) -> Iterator[str]:
    """Digests of all papers below a folder."""
    for file in sorted(root.glob("??/??/*.age")):
        if _DIGEST.fullmatch(file.stem):
            yield file.stem


def copy_papers(
    source: Path,
    target: Path,
    wanted: Iterable[str],
    *,
    known: Mapping[str, PaperLine],
    is_sound: Callable[[str], bool],
) -> tuple[list[PaperLine], list[str], int]:
    """Bring papers over that the target does not hold yet; damage is listed, and work goes on.

    Args:
        source: folder of the desk's store.
        target: folder of the backup's papers.
        wanted: digests.
        known: lines of the last backup, by digest.
        is_sound: opens a paper of the desk's store and compares it with its name.

    Returns:
        Lines of what the target holds now, digests of what is damaged or missing everywhere, and
        how many papers were copied.
    """
    lines, damaged, copied = [], [], 0
    for digest in wanted:
        place = paper_place(target, digest)
        line = known.get(digest)
        if line is not None and _has_size(place, line.size):
            lines.append(line)
            continue
        if is_sound(digest):
            lines.append(_copy(paper_place(source, digest), place, digest))
            copied += 1
        else:
            damaged.append(digest)
    return lines, damaged, copied


def seal_papers(
    target: Path,
    wanted: Iterable[str],
    *,
    known: Mapping[str, PaperLine],
    seal: Callable[[str], bool],
) -> tuple[list[PaperLine], list[str], int]:
    """The same for papers on an office's shelf: each is sealed anew to the desk that backs up.

    Args:
        target: folder of the backup's papers.
        wanted: digests.
        known: lines of the last backup, by digest.
        seal: brings one paper into the target; False where it is damaged or missing.
    """
    lines, damaged, sealed = [], [], 0
    for digest in wanted:
        place = paper_place(target, digest)
        line = known.get(digest)
        if line is not None and _has_size(place, line.size):
            lines.append(line)
        elif seal(digest):
            size = place.stat().st_size
            lines.append(PaperLine(sha256=digest, sealed=sealed_digest(place), size=size))
            sealed += 1
        else:
            damaged.append(digest)
    return lines, damaged, sealed


def sealed_digest(path: Path) -> str:
    """SHA-256 of an encrypted file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _copy(source: Path, place: Path, digest: str) -> PaperLine:
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f".{secrets.token_hex(8)}.part")
    sealed, size = hashlib.sha256(), 0
    try:
        with source.open("rb") as taken, fresh.open("xb") as out:
            while piece := taken.read(_PIECE):
                out.write(piece)
                sealed.update(piece)
                size += len(piece)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
    return PaperLine(sha256=digest, sealed=sealed.hexdigest(), size=size)
