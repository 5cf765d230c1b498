"""Files on their way to a target."""

import enum
from dataclasses import dataclass


class BlobStanding(enum.StrEnum):
    """What a target says about a file."""

    ABSENT = "absent"
    HASHING = "hashing"
    VERIFIED = "verified"
    CORRUPT = "corrupt"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRecord:
    """How far the upload of one file to one target has come.

    ``upload_path`` is relative to the target's base address: a stored absolute address is never
    trusted. ``corrupt_count`` counts read-backs that differed.
    """

    target: str
    digest: str
    upload_path: str | None = None
    offset: int = 0
    verified: bool = False
    corrupt_count: int = 0
