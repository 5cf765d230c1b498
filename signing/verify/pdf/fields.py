"""The form fields of one view, walked by hand, each terminal field once.

Source: ISO 32000-2, clause 12.7.
"""

from dataclasses import dataclass
from typing import Any

from signing.verify.pdf.document import View
from signing.verify.pdf.syntax import Name, PdfDict, Ref, SyntaxFault

MAX_FIELDS = 20_000
READ_ONLY = 1
PUSH_BUTTON = 1 << 16
NOT_ON_SCREEN = 1 << 5 | 1 << 8  # NoView, ToggleNoView


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A terminal field: one that holds a value and its widgets.

    Attributes:
        name: full name, parts joined with dots.
        kind: ``Sig``, ``Tx``, ``Btn``, ``Ch`` or empty.
        number: object number of the field dictionary; ``None`` when it is a direct object.
        value: the entry ``V`` as it stands, own or inherited.
        widgets: object numbers of its widgets, its own included when merged.
    """

    name: str
    kind: str
    flags: int
    number: int | None
    dictionary: PdfDict
    value: Any  # any PDF object
    widgets: tuple[int, ...]
    parents: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inherited:
    name: str = ""
    kind: str = ""
    flags: int = 0
    value: Any = None
    parents: tuple[int, ...] = ()


def text_of(value: object) -> str:
    """A PDF text string as text."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    if value.startswith(b"\xff\xfe"):
        return value[2:].decode("utf-16-le", "replace")
    if value.startswith(b"\xef\xbb\xbf"):
        return value[3:].decode("utf-8", "replace")
    return value.decode("latin-1")


def form_of(view: View) -> PdfDict:
    """The interactive form dictionary; empty when the file has none."""
    return view.dictionary(view.catalog.get("AcroForm"))


def walk_fields(view: View) -> list[Field]:
    """All terminal fields.

    Raises:
        SyntaxFault: the tree has a loop, a field that is no dictionary, or too many fields.
    """
    fields: list[Field] = []
    seen: set[int] = set()
    top = view.resolve(form_of(view).get("Fields"))
    if top is None:
        return fields
    if not isinstance(top, list):
        raise SyntaxFault("form.bad_fields")
    stack: list[tuple[Any, _Inherited]] = [(item, _Inherited()) for item in reversed(top)]
    while stack:
        item, inherited = stack.pop()
        number = item.number if isinstance(item, Ref) else None
        if number is not None:
            if number in seen:
                raise SyntaxFault("form.field_twice", number=number)
            seen.add(number)
        node = view.resolve(item)
        if node is None:
            continue
        if not isinstance(node, PdfDict):
            raise SyntaxFault("form.bad_field")
        own = _inherit(view, node, inherited, number)
        kids = view.array(node.get("Kids"))
        children = [k for k in kids if "T" in view.dictionary(k)]
        if children:
            stack.extend((kid, own) for kid in reversed(children))
            continue
        fields.append(_field(view, node, number, own, kids))
        if len(fields) > MAX_FIELDS:
            raise SyntaxFault("form.too_many_fields")
    return fields


def _inherit(view: View, node: PdfDict, above: _Inherited, number: int | None) -> _Inherited:
    part = text_of(view.resolve(node.get("T")))
    kind = view.resolve(node.get("FT"))
    flags = view.resolve(node.get("Ff"))
    return _Inherited(
        name=f"{above.name}.{part}" if above.name and part else part or above.name,
        kind=str(kind) if isinstance(kind, Name) else above.kind,
        flags=flags if isinstance(flags, int) else above.flags,
        value=node.get("V", above.value),
        parents=above.parents if number is None else (*above.parents, number),
    )


def _field(
    view: View, node: PdfDict, number: int | None, own: _Inherited, kids: list[Any]
) -> Field:
    widgets = [kid.number for kid in kids if isinstance(kid, Ref)]
    if number is not None and (node.get("Subtype") == "Widget" or "Rect" in node):
        widgets.insert(0, number)
    return Field(
        name=own.name,
        kind=own.kind,
        flags=own.flags,
        number=number,
        dictionary=node,
        value=own.value,
        widgets=tuple(widgets),
        parents=tuple(n for n in own.parents if n != number),
    )


def rectangle(view: View, widget: PdfDict) -> tuple[float, float, float, float] | None:
    """``Rect`` of a widget as (left, bottom, right, top); ``None`` when absent or empty."""
    numbers = [view.resolve(n) for n in view.array(widget.get("Rect"))]
    if len(numbers) != 4 or not all(
        isinstance(n, int | float) and not isinstance(n, bool) for n in numbers
    ):
        return None
    left, right = sorted((float(numbers[0]), float(numbers[2])))
    bottom, top = sorted((float(numbers[1]), float(numbers[3])))
    if right - left <= 0 or top - bottom <= 0:
        return None
    return left, bottom, right, top


def pages_of(view: View, limit: int = 20_000) -> list[int]:
    """Object numbers of the pages in reading order.

    Raises:
        SyntaxFault: the tree has a loop, a direct page, or more than ``limit`` pages.
    """
    root = view.catalog.get("Pages")
    pages: list[int] = []
    seen: set[int] = set()
    stack: list[Any] = [root]
    while stack:
        item = stack.pop()
        if not isinstance(item, Ref):
            raise SyntaxFault("pdf.bad_page_tree")
        if item.number in seen:
            raise SyntaxFault("pdf.page_twice", number=item.number)
        seen.add(item.number)
        node = view.dictionary(item)
        if "Kids" in node:
            stack.extend(reversed(view.array(node.get("Kids"))))
        else:
            pages.append(item.number)
        if len(seen) > limit * 2:
            raise SyntaxFault("pdf.too_many_pages")
    return pages
