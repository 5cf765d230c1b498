"""What earlier signatures allow later revisions to do: certification and field locks.

Source: ISO 32000-2, clauses 12.8.2.2 (DocMDP) and 12.8.2.4 (FieldMDP).
"""

from dataclasses import dataclass, field

from signing.verify.pdf.document import View
from signing.verify.pdf.fields import text_of
from signing.verify.pdf.signatures import PdfSignature
from signing.verify.pdf.syntax import PdfDict

NOTHING, FILLING, ANNOTATING = 1, 2, 3


@dataclass(slots=True)
class Permissions:
    """What may still be done to a file.

    Attributes:
        certified: the level of a certification; ``None`` without one.
        ceiling: the lowest level any signature leaves.
        locks: (action, names) of each field lock.
    """

    certified: int | None = None
    ceiling: int = ANNOTATING
    locks: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    def may_sign(self) -> bool:
        """Whether a prepared field may be signed."""
        return self.ceiling > NOTHING

    def may_fill(self) -> bool:
        """Whether form fields may be filled: only a certification allows it."""
        return self.certified in (FILLING, ANNOTATING) and self.ceiling > NOTHING

    def locked(self, name: str) -> bool:
        """Whether a field is locked by an earlier signature."""
        for action, names in self.locks:
            inside = any(name == n or name.startswith(f"{n}.") for n in names)
            if action == "All" or (action == "Include") == inside:
                return True
        return False

    def add(self, view: View, signature: PdfSignature, *, first: bool) -> None:
        """Take in what one signature forbids, read as it was signed."""
        for item in view.array(signature.dictionary.get("Reference")):
            reference = view.dictionary(item)
            method = view.resolve(reference.get("TransformMethod"))
            params = view.dictionary(reference.get("TransformParams"))
            if method == "DocMDP" and first:
                level = view.resolve(params.get("P", FILLING))
                self.certified = level if level in (1, 2, 3) else NOTHING
                self.ceiling = min(self.ceiling, self.certified)
            elif method == "DocMDP":
                self.ceiling = NOTHING
            elif method == "FieldMDP":
                self._lock(view, params)
        lock = view.dictionary(_field_in(view, signature).get("Lock"))
        if lock:
            self._lock(view, lock)
            level = view.resolve(lock.get("P"))
            if level in (1, 2, 3):
                self.ceiling = min(self.ceiling, level)

    def _lock(self, view: View, table: PdfDict) -> None:
        action = view.resolve(table.get("Action"))
        names = frozenset(text_of(view.resolve(n)) for n in view.array(table.get("Fields")))
        self.locks.append(
            (str(action) if action in ("All", "Include", "Exclude") else "All", names)
        )


def _field_in(view: View, signature: PdfSignature) -> PdfDict:
    number = signature.field.number
    return view.dictionary(view.get(number)) if number is not None else PdfDict()
