"""Stream filters needed to read structure: Flate, the two ASCII ones, LZW, run lengths.

Images are never decoded here. Output is bounded, so that a small file cannot unfold into memory.

Source: ISO 32000-2, clause 7.4.
"""

import base64
import zlib
from typing import Any

from signing.verify.pdf.syntax import PdfDict, Stream, SyntaxFault

MAX_DECODED = 64 * 1024 * 1024


def decode(stream: Stream) -> bytes:
    """The stream's bytes with all filters undone.

    Raises:
        SyntaxFault: an unknown filter, damaged data or more than ``MAX_DECODED`` bytes.
    """
    data = stream.raw
    filters = _as_list(stream.dictionary.get("Filter", stream.dictionary.get("F")))
    parameters = _as_list(stream.dictionary.get("DecodeParms", stream.dictionary.get("DP")))
    for index, name in enumerate(filters):
        parms = parameters[index] if index < len(parameters) else None
        data = _undo(str(name), data, parms if isinstance(parms, PdfDict) else PdfDict())
        if len(data) > MAX_DECODED:
            raise SyntaxFault("pdf.stream_too_large")
    return data


def _as_list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _undo(name: str, data: bytes, parms: PdfDict) -> bytes:
    if name in ("FlateDecode", "Fl"):
        return _predict(_inflate(data), parms)
    if name in ("LZWDecode", "LZW"):
        return _predict(_lzw(data, early=_integer(parms, "EarlyChange", 1)), parms)
    if name in ("ASCIIHexDecode", "AHx"):
        return _ascii_hex(data)
    if name in ("ASCII85Decode", "A85"):
        return _ascii85(data)
    if name in ("RunLengthDecode", "RL"):
        return _run_length(data)
    raise SyntaxFault("pdf.unsupported_filter", filter=name)


def _integer(parms: PdfDict, key: str, default: int) -> int:
    value = parms.get(key, default)
    return value if isinstance(value, int) else default


def _inflate(data: bytes) -> bytes:
    machine = zlib.decompressobj()
    try:
        out = machine.decompress(data, MAX_DECODED)
    except zlib.error as error:
        raise SyntaxFault("pdf.bad_flate") from error
    if machine.unconsumed_tail:
        raise SyntaxFault("pdf.stream_too_large")
    if not machine.eof:
        raise SyntaxFault("pdf.bad_flate")
    return out


def _predict(data: bytes, parms: PdfDict) -> bytes:
    predictor = _integer(parms, "Predictor", 1)
    if predictor == 1:
        return data
    colours = _integer(parms, "Colors", 1)
    bits = _integer(parms, "BitsPerComponent", 8)
    columns = _integer(parms, "Columns", 1)
    row = (colours * bits * columns + 7) // 8
    step = max(1, colours * bits // 8)
    if row <= 0 or row > 1 << 20:
        raise SyntaxFault("pdf.bad_predictor")
    if predictor >= 10:
        return _png(data, row, step)
    raise SyntaxFault("pdf.unsupported_filter", filter=f"predictor {predictor}")


def _png(data: bytes, row: int, step: int) -> bytes:
    out = bytearray()
    above = bytearray(row)
    for start in range(0, len(data), row + 1):
        line = bytearray(data[start + 1 : start + 1 + row])
        line.extend(bytes(row - len(line)))
        _png_line(data[start], line, above, step)
        out += line
        above = line
    return bytes(out)


def _png_line(kind: int, line: bytearray, above: bytearray, step: int) -> None:
    if kind == 2:
        for i, upper in enumerate(above):
            line[i] = (line[i] + upper) & 0xFF
    elif kind in (1, 3, 4):
        for i in range(len(line)):
            left = line[i - step] if i >= step else 0
            if kind == 1:
                guess = left
            elif kind == 3:
                guess = (left + above[i]) // 2
            else:
                guess = _paeth(left, above[i], above[i - step] if i >= step else 0)
            line[i] = (line[i] + guess) & 0xFF
    elif kind != 0:
        raise SyntaxFault("pdf.bad_predictor")


def _paeth(left: int, above: int, corner: int) -> int:
    estimate = left + above - corner
    nearest = min(
        (abs(estimate - left), 0), (abs(estimate - above), 1), (abs(estimate - corner), 2)
    )
    return (left, above, corner)[nearest[1]]


def _ascii_hex(data: bytes) -> bytes:
    digits = b"".join(data.split(b">", 1)[0].split())
    try:
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    except ValueError as error:
        raise SyntaxFault("pdf.bad_ascii_hex") from error


def _ascii85(data: bytes) -> bytes:
    body = data.strip().removeprefix(b"<~").split(b"~", 1)[0]
    try:
        return base64.a85decode(body)
    except ValueError as error:
        raise SyntaxFault("pdf.bad_ascii85") from error


def _run_length(data: bytes) -> bytes:
    out = bytearray()
    position = 0
    while position < len(data) and data[position] != 128:
        length = data[position]
        if length < 128:
            out += data[position + 1 : position + 2 + length]
            position += length + 2
        else:
            out += data[position + 1 : position + 2] * (257 - length)
            position += 2
    return bytes(out)


def _lzw(data: bytes, early: int) -> bytes:
    table = [bytes([i]) for i in range(256)] + [b"", b""]
    out = bytearray()
    bits, width, held = 0, 9, 0
    previous = b""
    for byte in data:
        bits = (bits << 8) | byte
        held += 8
        if held < width:
            continue
        held -= width
        code = (bits >> held) & ((1 << width) - 1)
        bits &= (1 << held) - 1
        if code == 257:
            break
        if code == 256:
            table, width, previous = table[:258], 9, b""
            continue
        if code > len(table) or (code == len(table) and not previous):
            raise SyntaxFault("pdf.bad_lzw")
        entry = table[code] if code < len(table) else previous + previous[:1]
        out += entry
        if len(out) > MAX_DECODED:
            raise SyntaxFault("pdf.stream_too_large")
        if previous and len(table) < 4096:
            table.append(previous + entry[:1])
        previous = entry
        width = min(12, max(9, (len(table) + early).bit_length()))
    return bytes(out)
