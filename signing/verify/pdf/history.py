"""What happened after each signature, revision by revision, on paper and in structure."""

import itertools
from dataclasses import dataclass, field

from signing.verify.errors import VerifyError
from signing.verify.pdf.accounting import unaccounted
from signing.verify.pdf.comparison import Comparison, Mark, Step
from signing.verify.pdf.document import PdfFile
from signing.verify.pdf.permissions import Permissions
from signing.verify.pdf.rendering import compare_shown
from signing.verify.pdf.signatures import PdfSignature
from signing.verify.pdf.step import read_step
from signing.verify.verdict import Change


@dataclass(slots=True)
class History:
    """Changes after the first signature.

    Attributes:
        faults: index of a revision → codes that stand against every signature before it.
    """

    changes: list[Change] = field(default_factory=list)
    faults: dict[int, list[str]] = field(default_factory=dict)

    @property
    def unexplained(self) -> bool:
        """Whether anything in the history stays unexplained."""
        return bool(self.faults)

    def faults_after(self, revision: int) -> list[str]:
        """Codes against a signature that ends with ``revision``."""
        found = [
            c for index, codes in sorted(self.faults.items()) if index > revision for c in codes
        ]
        return list(dict.fromkeys(found))

    def blame(
        self, index: int, code: str, *, page: int | None = None, number: int | None = None
    ) -> None:
        """Note something unexplained in revision ``index``."""
        self.faults.setdefault(index, []).append(code)
        self.changes.append(
            Change(
                code=code,
                revision=index + 1,
                explained=False,
                page=page,
                objects=() if number is None else (number,),
            )
        )


def explain_history(file: PdfFile, signatures: list[PdfSignature]) -> History:
    """Explain every revision after the oldest signature."""
    history = History()
    last = len(file.revisions) - 1
    ends = sorted({s.revision for s in signatures if s.revision is not None})
    if not ends:
        return history
    permissions = Permissions()
    marks: dict[int, list[Mark]] = {}
    for index in range(ends[0], last + 1):
        made = [s for s in signatures if s.revision == index]
        if index > ends[0]:
            marks[index] = _step(file, index, permissions, made, history)
        _restrict(file, index, permissions, made, first=index == ends[0], history=history)
    _compare_pictures(file, sorted({*ends, last}), marks, history)
    return history


def _step(
    file: PdfFile,
    index: int,
    permissions: Permissions,
    made: list[PdfSignature],
    history: History,
) -> list[Mark]:
    try:
        for code in unaccounted(file, file.revisions[index]):
            history.blame(index, code)
        step = read_step(Comparison(file.view(index - 1), file.view(index), permissions, made))
    except (VerifyError, RecursionError):
        history.blame(index, "change.unclassified")
        return []
    if len([s for s in made if not s.is_time_stamp]) > 1:
        history.blame(index, "change.unclassified")
    _record(step, index, history)
    return step.marks


def _record(step: Step, index: int, history: History) -> None:
    for code, name in step.allowed:
        history.changes.append(Change(code=code, revision=index + 1, explained=True, field=name))
    seen: dict[str, int | None] = {}
    for code, number in step.faults:
        seen.setdefault(code, number)
    for code, number in seen.items():
        history.blame(index, code, number=number)


def _restrict(
    file: PdfFile,
    index: int,
    permissions: Permissions,
    made: list[PdfSignature],
    *,
    first: bool,
    history: History,
) -> None:
    for signature in made:
        try:
            permissions.add(file.view(index), signature, first=first)
        except VerifyError:
            permissions.ceiling = 1
            history.blame(index, "signature.malformed")


def _compare_pictures(
    file: PdfFile, stops: list[int], marks: dict[int, list[Mark]], history: History
) -> None:
    """Compare what is shown at each signature with what is shown at the next and at the end."""
    if len(stops) < 2:
        return
    ends = [file.revisions[i].end for i in stops[:-1]] + [len(file.data)]
    segments = [
        [m for index in range(one + 1, two + 1) for m in marks.get(index, [])]
        for one, two in itertools.pairwise(stops)
    ]
    for fault in compare_shown(file.data, ends, segments):
        history.blame(stops[fault.segment + 1], fault.code, page=fault.page)
