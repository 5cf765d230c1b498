"""Two neighbouring views of a file side by side, and what of the newer one is explained so far.

Source: signing design section 7.
"""

import contextlib
import functools
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from signing.verify.pdf.compare import reachable, references, same
from signing.verify.pdf.document import View
from signing.verify.pdf.permissions import Permissions
from signing.verify.pdf.signatures import PdfSignature
from signing.verify.pdf.syntax import Ref, SyntaxFault
from signing.verify.pdf.xref import FREE

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place where a revision may have changed what is shown.

    Attributes:
        page: index of the page from 0.
        kind: ``new`` for a field made by this revision, ``prepared`` for one signed in, ``filled``.
    """

    page: int
    box: Box
    kind: str
    field: str


@dataclass(slots=True)
class Step:
    """What one revision did.

    Attributes:
        allowed: (code, field) of what is explained.
        faults: (code, object number or None) of what is not.
    """

    allowed: list[tuple[str, str | None]] = field(default_factory=list)
    faults: list[tuple[str, int | None]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


class Comparison:
    """What a revision touched, and how much of it has been explained.

    Attributes:
        changed: numbers of the objects the revision touched.
        explained: those of them that an allowed change accounts for.
        widgets: widgets of the signatures the revision made.
    """

    def __init__(
        self, old: View, new: View, permissions: Permissions, signatures: list[PdfSignature]
    ) -> None:
        """Compare ``old`` with ``new``; ``signatures`` are those made by the new revision."""
        self.old = old
        self.new = new
        self.permissions = permissions
        self.signatures = {s.field.number: s for s in signatures if s.field.number is not None}
        self.step = Step()
        self.changed = self._find_changed()
        self.explained: set[int] = set()
        self.widgets: set[int] = set()

    def _find_changed(self) -> set[int]:
        revision = self.new.file.revisions[self.new.index]
        found: set[int] = set()
        for number, entry in revision.entries.items():
            before = self.old.entry(number)
            if entry == before or (entry.kind == FREE and (before is None or before.kind == FREE)):
                continue
            found.add(number)
        return found

    def is_new(self, number: int) -> bool:
        """Whether the revision made this object, and nothing older was waiting for it."""
        return (
            number in self.changed
            and not self.old.in_use(number)
            and number not in self._waited_for
        )

    @functools.cached_property
    def _waited_for(self) -> frozenset[int]:
        """Objects that the older view names but does not hold.

        Whoever makes one changes everything that names it: a page, an action, an annotation.
        """
        return frozenset(n for n in self._named if not self.old.in_use(n))

    @functools.cached_property
    def _named(self) -> Counter[int]:
        """How often the older view names each object that anything leads to."""
        named = Counter(r.number for r in references(self.old.trailer))
        for number in reachable(self.old, self.old.trailer):
            with contextlib.suppress(SyntaxFault):
                named.update(r.number for r in references(self.old.get(number)))
        return named

    def has_one_role(self, number: int) -> bool:
        """Whether an older object is named once, and so means nothing anywhere else."""
        return self._named[number] <= 1

    def stood(self, number: int) -> bool:
        """Whether an object stood in the file, the same, before the revision."""
        return number not in self.changed and self.old.in_use(number)

    def fault(self, code: str, number: int | None) -> None:
        """Note a change that nothing explains."""
        if (code, number) not in self.step.faults:
            self.step.faults.append((code, number))

    def absorb(self, value: Any) -> None:  # any PDF object
        """Explain objects of this revision that hang from ``value``; older ones stay."""
        stack = [r.number for r in references(value)]
        seen: set[int] = set()
        while stack:
            number = stack.pop()
            if number in seen or not self.is_new(number):
                continue
            seen.add(number)
            self.explained.add(number)
            stack.extend(r.number for r in references(self.new.get(number)))

    def same(self, before: Any, after: Any) -> bool:  # PDF objects
        """Whether two values mean the same; what hangs from them is explained then."""
        if not same(self.old, self.new, before, after):
            return False
        self.absorb(after)
        return True

    def take(self, before: Any, after: Any) -> None:  # PDF objects
        """Explain the object a reference names, once its contents were looked at in this role.

        It must be new, or have had this very role before and no other: an older object that is
        named elsewhere would be changed there too.
        """
        if not isinstance(after, Ref):
            return
        if self.is_new(after.number) or (after == before and self.has_one_role(after.number)):
            self.explained.add(after.number)
