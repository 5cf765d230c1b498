"""What is asked of the signer and what it gives back."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from signing.marks.image import MarkImage
from signing.pdf.geometry import Place


class Role(StrEnum):
    """Which of the legal signatures this is; decides mark, place and field."""

    OFFICER = "officer"
    APPROVER = "approver"
    AGENCY = "agency"
    COPY = "copy"
    ATTACHMENT = "attachment"
    NUMBER = "number"


class Level(StrEnum):
    """PAdES baseline level (ETSI EN 319 142-1)."""

    B_B = "b-b"
    B_T = "b-t"
    B_LT = "b-lt"
    B_LTA = "b-lta"

    @property
    def wants_time_stamp(self) -> bool:
        """Whether a trusted time is part of the level."""
        return self is not Level.B_B

    @property
    def wants_revocation(self) -> bool:
        """Whether revocation data is part of the level."""
        return self in {Level.B_LT, Level.B_LTA}


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedField:
    """An empty field made with the first signature, so that a later signer may fill it."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SignRequest:
    """One signature on one file.

    Attributes:
        target: may be the source itself; it is replaced in one step at the very end.
        signer_name: as it stands on the mark; the certificate's common name by default.
        agency_name: on agency and copy marks; the certificate's common name by default.
        copy_form: "SAO Y", "SAO LỤC" or "TRÍCH SAO".
        document_number: number and sign, for an attachment's mark.
        image: handwritten signature or seal, for the roles that take one.
        place: where the mark stands; by default as the rules of the role say.
        is_visible: ``False`` makes a field without extent.
        field_name: a field of that name is filled or made; by default the role's own.
        at: the claimed time; the clock by default.
        expected_sha256: what was shown to the signer; another file is refused.
        accepts_lower: sign at the level that can be reached now rather than not at all; what is
            missing is named in ``SignedFile.shortfall`` and can be added later.
        avoids_content: a text mark in a corner moves down to empty paper (only there).
        prepares: roles whose empty fields are made together with the first signature.
        prepared_fields: further empty fields at places of their own, made at the same time.
    """

    source: Path
    target: Path
    role: Role
    level: Level = Level.B_T
    signer_name: str = ""
    agency_name: str = ""
    copy_form: str = "SAO Y"
    document_number: str = ""
    image: MarkImage | None = None
    place: Place | None = None
    is_visible: bool = True
    field_name: str = ""
    reason: str = ""
    location: str = ""
    at: dt.datetime | None = None
    expected_sha256: str = ""
    accepts_lower: bool = False
    avoids_content: bool = True
    prepares: tuple[Role, ...] | None = None
    prepared_fields: tuple[PreparedField, ...] = ()
    font: Path | None = None


@dataclass(slots=True, kw_only=True)
class Seconds:
    """Where the time went."""

    token: float = 0.0
    hash: float = 0.0
    write: float = 0.0
    tsa: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile:
    """A file that was signed, checked and put in place.

    Attributes:
        sha256: of the whole new file.
        source_sha256: of the bytes that were there before.
        level: what was reached.
        signer: common name of the certificate.
        certificate_sha256: fingerprint, for the audit row.
        field: name of the signature field.
        place: where the mark stands; ``None`` when it is invisible.
        shifted_mm: how far the mark was moved down because of content.
        is_crowded: the mark stands over content, for want of empty paper.
        shortfall: code of what kept the file from the level asked for; empty when it has it.
        signed_at: claimed time; ``stamped_at`` the trusted one.
    """

    file: Path
    sha256: str
    source_sha256: str
    level: Level
    signer: str
    certificate_sha256: str
    field: str
    place: Place | None
    signed_at: dt.datetime
    stamped_at: dt.datetime | None
    time_stamp_serial: int | None
    bytes_added: int
    seconds: Seconds
    shifted_mm: float = 0.0
    is_crowded: bool = False
    shortfall: str = ""

    def as_json(self) -> dict[str, object]:
        """The result of ``desk-app sign``."""
        parts = ("token", "hash", "write", "tsa", "total")
        return {
            "file": str(self.file),
            "sha256": self.sha256,
            "level": self.level.value,
            "signer": self.signer,
            "seconds": {name: round(getattr(self.seconds, name), 6) for name in parts},
        }
