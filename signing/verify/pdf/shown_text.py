"""What the appearance of a filled field says, against the value the field holds.

A reader sees the appearance and a program reads the value; a filler who makes them differ deceives
one of the two. Only what can be read with certainty counts as shown: plain text of a known font, in
a colour that stands out, inside the field's box, with nothing drawn after it.

Source: ISO 32000-2, clauses 8.4, 9.4 and 12.7.4.3.
"""

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from signing.verify.pdf.document import View
from signing.verify.pdf.field_fonts import FieldFont
from signing.verify.pdf.fields import rectangle, text_of
from signing.verify.pdf.filters import decode
from signing.verify.pdf.syntax import Name, PdfDict, Reader, Stream, SyntaxFault, skip_space
from signing.verify.pdf.text_pen import Box, TextPen

_WORD = re.compile(rb"[A-Za-z'\"*]+[01]?\*?")
_VALUE = re.compile(rb"[/<\[(+\-.\d]")
_SHOWING = frozenset({"Tj", "TJ", "'", '"'})


def shows_value(
    view: View,
    widget: PdfDict,
    value: Any,
    *,
    vouched: Callable[[int], bool],
    options: Any = None,
) -> bool:
    """Whether the normal appearance of a widget says its value; spaces do not count.

    Without an appearance the viewer itself draws the value.

    Args:
        view: where the widget stands.
        widget: the widget.
        value: the field's value, any PDF object.
        vouched: whether an object stood in the file, the same, before it was filled.
        options: what a choice offers, [stored, shown] pairs among it; any PDF object.
    """
    look = view.resolve(view.dictionary(widget.get("AP")).get("N"))
    if look is None:
        return True
    if not isinstance(look, Stream):
        return False
    try:
        shown = _shown(view, widget, look, vouched)
    except (SyntaxFault, ValueError, TypeError, IndexError, UnicodeDecodeError):
        return False
    values = view.array(value) or [view.resolve(value)]
    shown_for = _shown_for(view, options)
    stored = [text_of(view.resolve(item)) for item in values]
    meant = "".join(shown_for.get(text, text) for text in stored)
    return _bare(shown) == _bare(meant)


def says_value(rich: object, value: object) -> bool:
    """Whether the rich text of a field says the same as its plain value."""
    if rich is None:
        return True
    text = decode(rich).decode("utf-8", "replace") if isinstance(rich, Stream) else text_of(rich)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return _bare("".join(map(str, root.itertext()))) == _bare(text_of(value))


def _shown_for(view: View, options: Any) -> dict[str, str]:  # any PDF object
    pairs = [view.array(item) for item in view.array(options)]
    return {
        text_of(view.resolve(pair[0])): text_of(view.resolve(pair[1]))
        for pair in pairs
        if len(pair) == 2
    }


def _bare(text: str) -> str:
    return "".join(text.split())


def _shown(view: View, widget: PdfDict, look: Stream, vouched: Callable[[int], bool]) -> str:
    """The text of an appearance in the order it is drawn.

    Raises:
        ValueError: something is drawn that is not plain visible text of a known font.
    """
    fonts = view.dictionary(view.dictionary(look.dictionary.get("Resources")).get("Font"))
    box = rectangle(view, PdfDict(Rect=look.dictionary.get("BBox")))
    place = rectangle(view, widget)
    if box is None or place is None:
        raise ValueError("a field without extent")
    pen = TextPen(box, (_area(place) / _area(box)) ** 0.5)
    parts: list[str] = []
    font: FieldFont | None = None
    for operator, operands in _operations(decode(look)):
        if operator == "Tf":
            font = FieldFont(view, fonts.get(str(operands[0])), vouched)
            pen.size = float(operands[1])
        elif operator in _SHOWING:
            if font is None:
                raise ValueError("text without a font")
            items = operands[-1] if operator == "TJ" else operands[-1:]
            pen.before_showing(operator, operands)
            for item in items:
                if isinstance(item, bytes):
                    parts.append(font.text(item))
                    pen.show(parts[-1])
                else:
                    pen.kern(float(item))
        else:
            pen.do(operator, operands)
    return "".join(parts)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _operations(content: bytes) -> list[tuple[str, list[Any]]]:
    """Operators of a content stream with their operands, read as a viewer reads them."""
    reader, position = Reader(content), skip_space(content, 0)
    found: list[tuple[str, list[Any]]] = []
    operands: list[Any] = []
    while position < len(content):
        if _VALUE.match(content, position):
            item, position = reader.value(position)
            operands.append(item)
        else:
            word = _WORD.match(content, position)
            if word is None:
                raise ValueError("no operator")
            position = word.end()
            operator = word.group().decode("ascii")
            if operator in ("BMC", "BDC") and operands[0] == Name("OC"):
                raise ValueError("text in a layer")
            found.append((operator, operands))
            operands = []
        position = skip_space(content, position)
    return found
