"""A second reader for what leaves the office: pyHanko, which shares no line with our own parts.

Our writer, self-check and verdict could share one mistake about PDF or CMS. Another implementation
that finds every signature intact rules that out; one that finds a signature broken stops the paper.
Its word never makes a paper valid: its view of appended revisions can be fooled (decision 0350),
and it raises on one honest file in ten, which counts as no opinion.
"""

import io
import logging
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

log = logging.getLogger(__name__)


class Opinion(StrEnum):
    """What the second reader says about all signatures of a file."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReading:
    """The second reader's opinion.

    Attributes:
        fields: signatures it finds broken.
        count: signatures it saw.
    """

    opinion: Opinion
    fields: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondRequest:
    """A file for the second reader."""

    path: Path


def read_again(request: SecondRequest) -> SecondReading:
    """Digest and signature value of every signature, by pyHanko; never raises for the file."""
    # Loaded late: it costs the worker most of a second, and only sealing asks for it.
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    broken, count = [], 0
    try:
        reader = PdfFileReader(io.BytesIO(request.path.read_bytes()))
        for signature in reader.embedded_regular_signatures:
            count += 1
            intact, valid = validate_sig_integrity(
                signature.signer_info,
                signature.signer_cert,
                expected_content_type="data",
                actual_digest=signature.compute_digest(),
            )
            if not (intact and valid):
                broken.append(str(signature.field_name))
    except Exception:
        log.warning("the second reader has no opinion", exc_info=True)
        return SecondReading(opinion=Opinion.NONE)
    if not count:
        return SecondReading(opinion=Opinion.NONE)
    opinion = Opinion.DIFFERS if broken else Opinion.AGREES
    return SecondReading(opinion=opinion, fields=tuple(broken), count=count)
