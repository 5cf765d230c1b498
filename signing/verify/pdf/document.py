"""Objects of a file as a given revision shows them."""

import re
from collections.abc import Iterator
from typing import Any

from signing.verify.pdf.filters import decode
from signing.verify.pdf.revisions import Revision, enumerate_revisions
from signing.verify.pdf.syntax import IndirectObject, PdfDict, Reader, Ref, Stream, SyntaxFault
from signing.verify.pdf.xref import FREE, PACKED, PLAIN, Entry, read_object

MAX_HOPS = 32
_PAIR = re.compile(rb"[\x00\t\n\x0c\r ]*(\d{1,10})[\x00\t\n\x0c\r ]+(\d{1,10})")


class PdfFile:
    """A whole file: its revisions and one view for each."""

    def __init__(self, data: bytes) -> None:
        """Enumerate the revisions of ``data``.

        Raises:
            SyntaxFault: the structure cannot be followed.
        """
        self.data = data
        self.revisions: list[Revision] = enumerate_revisions(data)
        self._objects: dict[int, IndirectObject] = {}
        self._containers: dict[tuple[int, int], dict[int, Any]] = {}
        self._views: dict[int, View] = {}

    @property
    def trailing(self) -> int:
        """Bytes after the newest revision."""
        return len(self.data) - self.revisions[-1].end

    @property
    def encrypted(self) -> bool:
        """Whether any revision names an encryption dictionary."""
        return any("Encrypt" in s.trailer for r in self.revisions for s in r.sections)

    @property
    def newest(self) -> "View":
        """The file as a viewer shows it."""
        return self.view(len(self.revisions) - 1)

    def view(self, index: int) -> "View":
        """The file as it was after revision ``index``."""
        found = self._views.get(index)
        if found is None:
            found = self._views[index] = View(self, index)
        return found

    def plain_object(self, offset: int, view: "View", *, strict: bool) -> IndirectObject:
        """The object at ``offset``; read once."""
        found = self._objects.get(offset)
        if found is None:
            found = read_object(self.data, offset, view.resolve, strict=strict)
            self._objects[offset] = found
        return found

    def container(self, number: int, view: "View") -> dict[int, Any]:
        """The objects packed in object stream ``number`` as ``view`` finds it."""
        entry = view.entry(number)
        if entry is None or entry.kind != PLAIN:
            raise SyntaxFault("pdf.no_object_stream", number=number)
        key = (entry.place, number)
        found = self._containers.get(key)
        if found is None:
            stream = view.object_at(number, entry).value
            if not isinstance(stream, Stream) or stream.dictionary.get("Type") != "ObjStm":
                raise SyntaxFault("pdf.no_object_stream", number=number)
            found = self._containers[key] = _unpack(stream, view)
        return found


def _unpack(stream: Stream, view: "View") -> dict[int, Any]:
    body = decode(stream)
    count = view.resolve(stream.dictionary.get("N"))
    first = view.resolve(stream.dictionary.get("First"))
    if not (isinstance(count, int) and isinstance(first, int) and 0 <= first <= len(body)):
        raise SyntaxFault("pdf.bad_object_stream")
    reader = Reader(body)
    result: dict[int, Any] = {}
    position = 0
    for _ in range(count):
        pair = _PAIR.match(body, position)
        if pair is None or pair.end() > first:
            raise SyntaxFault("pdf.bad_object_stream")
        position = pair.end()
        number = int(pair.group(1))
        if number in result:
            raise SyntaxFault("pdf.object_twice_in_stream", number=number)
        result[number] = reader.value(first + int(pair.group(2)))[0]
    return result


class View:
    """Objects as they are after one revision; references resolve to the newest entry up to it."""

    def __init__(self, file: PdfFile, index: int) -> None:
        """A view of ``file`` after revision ``index``."""
        self.file = file
        self.index = index
        self._revisions = file.revisions[: index + 1]
        self._open: set[int] = set()

    @property
    def trailer(self) -> PdfDict:
        """The trailer of the view's own revision."""
        return self._revisions[-1].trailer

    @property
    def catalog(self) -> PdfDict:
        """The document catalogue.

        Raises:
            SyntaxFault: there is none.
        """
        root = self.resolve(self.trailer.get("Root"))
        if not isinstance(root, PdfDict):
            raise SyntaxFault("pdf.no_catalog")
        return root

    def entry(self, number: int) -> Entry | None:
        """The newest cross-reference entry of ``number``, free ones included."""
        for revision in reversed(self._revisions):
            found = revision.entries.get(number)
            if found is not None:
                return found
        return None

    def defined_in(self, number: int) -> int | None:
        """Index of the revision whose entry for ``number`` counts in this view."""
        for revision in reversed(self._revisions):
            if number in revision.entries:
                return revision.index
        return None

    def in_use(self, number: int) -> bool:
        """Whether the object exists in this view."""
        entry = self.entry(number)
        return entry is not None and entry.kind != FREE

    def numbers(self) -> Iterator[int]:
        """Numbers of all objects in use."""
        seen: set[int] = set()
        for revision in reversed(self._revisions):
            for number, entry in revision.entries.items():
                if number not in seen:
                    seen.add(number)
                    if entry.kind != FREE:
                        yield number

    def containers(self) -> set[int]:
        """Numbers of the object streams that objects of this view are packed in."""
        entries = (self.entry(number) for number in self.numbers())
        return {e.place for e in entries if e is not None and e.kind == PACKED}

    def object_at(self, number: int, entry: Entry) -> IndirectObject:
        """The plain object an entry points to, number and generation checked."""
        strict = (self.defined_in(number) or 0) > 0
        found = self.file.plain_object(entry.place, self, strict=strict)
        if found.number != number or found.generation != entry.extra:
            raise SyntaxFault("pdf.other_object_at_offset", number=number)
        return found

    def get(self, number: int) -> Any:  # any PDF object
        """The value of object ``number``; ``None`` when free or absent."""
        entry = self.entry(number)
        if entry is None or entry.kind == FREE:
            return None
        if number in self._open:
            raise SyntaxFault("pdf.object_loop", number=number)
        self._open.add(number)
        try:
            if entry.kind == PLAIN:
                return self.object_at(number, entry).value
            if entry.kind == PACKED:
                packed = self.file.container(entry.place, self)
                if number not in packed:
                    raise SyntaxFault("pdf.object_not_in_stream", number=number)
                return packed[number]
        finally:
            self._open.discard(number)
        raise SyntaxFault("pdf.unknown_entry_kind", number=number)

    def resolve(self, value: Any) -> Any:  # any PDF object
        """``value`` with references followed to the object itself."""
        hops = 0
        while isinstance(value, Ref):
            hops += 1
            if hops > MAX_HOPS:
                raise SyntaxFault("pdf.reference_loop")
            entry = self.entry(value.number)
            if entry is not None and entry.kind == PLAIN and entry.extra != value.generation:
                return None
            value = self.get(value.number)
        return value

    def dictionary(self, value: Any) -> PdfDict:  # any PDF object
        """``value`` resolved to a dictionary (a stream gives its own); empty when it is none."""
        found = self.resolve(value)
        if isinstance(found, Stream):
            return found.dictionary
        return found if isinstance(found, PdfDict) else PdfDict()

    def array(self, value: Any) -> list[Any]:  # any PDF object
        """``value`` resolved to an array; empty when it is none."""
        found = self.resolve(value)
        return found if isinstance(found, list) else []
