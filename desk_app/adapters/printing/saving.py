"""How the PDF/A files of this program are written down."""

import io
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _InTurns(io.BytesIO):
    """Is written to in Python, so that other threads get their turn between two parts of a file.

    pikepdf (10) holds the interpreter as long as it writes: into ``BytesIO`` itself the window
    stood still for the whole of a file, 35 ms for fifty pages.
    """

    def write(self, part: "ReadableBuffer") -> int:
        return super().write(part)


def archival_bytes(pdf: pikepdf.Pdf) -> bytes:
    """The same bytes for the same content: pictures as they came, no object streams, no dates."""
    target = _InTurns()
    pdf.save(
        target,
        deterministic_id=True,
        linearize=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        min_version="1.7",
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return target.getvalue()
