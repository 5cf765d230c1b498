"""What a snapshot says it holds; it lies inside the sealed snapshot, checked on the way out."""

import json
from dataclasses import asdict, dataclass

from desk_app.domain.errors import IntegrityError, UnavailableError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of the profile inside the snapshot; SHA-256 of its plain bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper beside the snapshots.

    Attributes:
        sha256: of the plain bytes; the name of the paper.
        sealed: SHA-256 of the encrypted file as it was copied.
        size: bytes of the encrypted file.
    """

    sha256: str
    sealed: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One backup.

    Attributes:
        made_at: ISO time.
        folder: the profile's folder when the backup was made.
        device_gen: generation of the desk then; whoever restores becomes a later one.
        damaged: digests of papers that could not be copied because they were damaged already.
    """

    made_at: str
    program: str
    folder: str
    device_id: str
    device_gen: int
    is_practice: bool
    dossiers: int
    events: int
    files: tuple[FileLine, ...]
    papers: tuple[PaperLine, ...]
    damaged: tuple[str, ...] = ()

    def to_json(self) -> bytes:
        """UTF-8 JSON."""
        return json.dumps({"format": FORMAT} | asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """The manifest of a snapshot.

        Raises:
            IntegrityError: ``backup.damaged``.
            UnavailableError: ``backup.newer_format``: a newer program made it.
        """
        try:
            raw = json.loads(data)
            made_by = int(raw.pop("format"))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IntegrityError("backup.damaged", {"item": "manifest.json"}) from error
        if made_by > FORMAT:
            raise UnavailableError("backup.newer_format", {"format": made_by})
        try:
            files = tuple(FileLine(**line) for line in raw.pop("files"))
            papers = tuple(PaperLine(**line) for line in raw.pop("papers"))
            return cls(files=files, papers=papers, damaged=tuple(raw.pop("damaged")), **raw)
        except (TypeError, KeyError) as error:
            raise IntegrityError("backup.damaged", {"item": "manifest.json"}) from error
