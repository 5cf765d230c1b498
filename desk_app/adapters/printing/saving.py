"""How the PDF/A files of this program are written down."""

import io

import pikepdf


def archival_bytes(pdf: pikepdf.Pdf) -> bytes:
    """The same bytes for the same content: pictures as they came, no object streams, no dates."""
    target = io.BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        linearize=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        min_version="1.7",
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return target.getvalue()
