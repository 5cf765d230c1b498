"""What a signer must know of a PDF, read strictly: no repair, no guess."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pikepdf

from signing.errors import SigningError
from signing.pdf.geometry import PageFrame

Rectangle = tuple[float, float, float, float]

_A4: Rectangle = (0.0, 0.0, 595.28, 841.89)
_TAIL_BYTES = 4096
_START_XREF = re.compile(rb"startxref\s+(\d{1,12})\s")
_OBJECT = re.compile(rb"\s*\d{1,10}\s+\d{1,5}\s+obj\b")
_MOST_FIELDS = 5000


@dataclass(frozen=True, slots=True)
class SignatureField:
    """One signature field.

    Attributes:
        name: full name.
        field: the dictionary that carries ``/V``.
        widget: the dictionary that carries ``/Rect`` and ``/AP``; often the same.
        is_filled: whether it is signed.
    """

    name: str
    field: pikepdf.Object
    widget: pikepdf.Object
    is_filled: bool
    page_index: int
    rectangle: Rectangle


class PdfDocument:
    """A PDF opened for reading; a context manager, because Windows locks open files.

    Attributes:
        size: bytes of the file.
        last_xref: where the newest cross-reference section begins.
        uses_xref_stream: whether that section is a stream.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size, self.last_xref, self.uses_xref_stream = _read_frame(path)
        try:
            self.pdf = pikepdf.open(
                path,
                attempt_recovery=False,
                suppress_warnings=True,
                access_mode=pikepdf.AccessMode.stream,
            )
        except pikepdf.PasswordError as error:
            raise SigningError("signing.file_encrypted", file=path.name) from error
        except (pikepdf.PdfError, ValueError, RuntimeError) as error:
            raise _damaged(path, "structure") from error
        if self.pdf.is_encrypted:
            self.close()
            raise SigningError("signing.file_encrypted", file=path.name)
        self._fields: tuple[SignatureField, ...] | None = None

    def __enter__(self) -> "PdfDocument":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.pdf.close()

    @contextlib.contextmanager
    def _strictly(self) -> Iterator[None]:
        """What the parser stumbles over later means the same as at opening."""
        try:
            yield
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise _damaged(self.path, "structure") from error

    @property
    def page_count(self) -> int:
        """Number of pages."""
        with self._strictly():
            return len(self.pdf.pages)

    @property
    def first_free_number(self) -> int:
        """The lowest object number that no section of the file knows."""
        with self._strictly():
            return int(self.pdf.trailer["/Size"])

    def page(self, index: int) -> pikepdf.Object:
        """Dictionary of a page."""
        with self._strictly():
            page = self.pdf.pages[index].obj
            if not 0 < page.objgen[0] < self.first_free_number:
                raise _damaged(self.path, "pages")
            return page

    def frame(self, index: int) -> PageFrame:
        """Visible box and rotation of a page."""
        page = self.page(index)
        with self._strictly():
            media = _box(_inherited(page, "/MediaBox")) or _A4
            crop = _box(_inherited(page, "/CropBox")) or media
            box = (
                max(media[0], crop[0]),
                max(media[1], crop[1]),
                min(media[2], crop[2]),
                min(media[3], crop[3]),
            )
            if box[0] >= box[2] or box[1] >= box[3]:
                box = media
            turned = _inherited(page, "/Rotate")
            rotation = int(turned) % 360 if turned is not None else 0
            unit = float(page.get("/UserUnit", 1))
            return PageFrame(*box, rotation if rotation % 90 == 0 else 0, unit if unit > 0 else 1.0)

    @property
    def signature_fields(self) -> tuple[SignatureField, ...]:
        """Signature fields in the order of the form."""
        if self._fields is None:
            with self._strictly():
                self._fields = tuple(self._walk_fields())
        return self._fields

    def field(self, name: str) -> SignatureField | None:
        """The signature field of that full name."""
        return next((field for field in self.signature_fields if field.name == name), None)

    @property
    def signed_fields(self) -> tuple[SignatureField, ...]:
        """Those that carry a signature or a document time stamp."""
        return tuple(field for field in self.signature_fields if field.is_filled)

    def _walk_fields(self) -> Iterator[SignatureField]:
        form = self.pdf.Root.get("/AcroForm")
        top = form.get("/Fields") if form is not None else None
        if top is None:
            return
        pages: dict[tuple[int, int], int] | None = None
        stack: list[tuple[pikepdf.Object, str, pikepdf.Object | None]]
        stack = [(item, "", None) for item in reversed(list(top))]
        seen = 0
        while stack:
            node, prefix, kind = stack.pop()
            seen += 1
            if seen > _MOST_FIELDS or not isinstance(node, pikepdf.Dictionary):
                raise _damaged(self.path, "form")
            part = str(node["/T"]) if "/T" in node else ""
            name = ".".join(text for text in (prefix, part) if text)
            kind = node.get("/FT", kind)
            kids = list(node.get("/Kids", []))
            if any("/T" in kid for kid in kids):
                stack += [(kid, name, kind) for kid in reversed(kids)]
                continue
            if kind == pikepdf.Name.Sig:
                if pages is None:
                    pages = {page.obj.objgen: at for at, page in enumerate(self.pdf.pages)}
                widget = kids[0] if kids else node
                yield SignatureField(
                    name,
                    node,
                    widget,
                    is_filled=node.get("/V") is not None,
                    page_index=_page_of(widget, pages),
                    rectangle=_box(widget.get("/Rect")) or (0.0, 0.0, 0.0, 0.0),
                )


def _page_of(widget: pikepdf.Object, pages: dict[tuple[int, int], int]) -> int:
    page = widget.get("/P")
    return pages.get(page.objgen, 0) if page is not None else 0


def _read_frame(path: Path) -> tuple[int, int, bool]:
    """Size of the file, offset and kind of its newest cross-reference section."""
    try:
        with path.open("rb") as file:
            head = file.read(1024)
            if not head.startswith(b"%PDF-"):
                if b"%PDF-" in head:
                    raise _damaged(path, "bytes_before_header")
                raise SigningError("signing.file_not_pdf", file=path.name)
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL_BYTES))
            pointers = _START_XREF.findall(file.read() + b"\n")
            if not pointers:
                raise _damaged(path, "end_missing")
            offset = int(pointers[-1])
            if not 0 < offset < size:
                raise _damaged(path, "xref")
            file.seek(offset)
            section = file.read(32)
    except FileNotFoundError as error:
        raise SigningError("signing.file_not_found", file=path.name) from error
    except OSError as error:
        raise SigningError("signing.file_unreadable", file=path.name) from error
    if section.lstrip().startswith(b"xref"):
        return size, offset, False
    if _OBJECT.match(section):
        return size, offset, True
    raise _damaged(path, "xref")


def _damaged(path: Path, reason: str) -> SigningError:
    return SigningError("signing.file_damaged", file=path.name, reason=reason)


def _inherited(page: pikepdf.Object, key: str) -> pikepdf.Object | None:
    node: pikepdf.Object | None = page
    for _ in range(64):
        if node is None:
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _box(value: pikepdf.Object | None) -> Rectangle | None:
    if value is None:
        return None
    numbers = [float(number) for number in list(value)]
    if len(numbers) != 4:
        return None
    x1, y1, x2, y2 = numbers
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
