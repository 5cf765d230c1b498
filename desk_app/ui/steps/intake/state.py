"""What the intake page shows, and the rules for doubtful fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desk_app.ui.common.failures import Failure
from desk_app.ui.common.jobs import JobState
from desk_app.ui.common.undo import NO_UNDO, Undo
from desk_app.ui.contract import (
    ComponentView,
    DocumentRef,
    DossierView,
    FieldDefinition,
    FieldValue,
    Issued,
    PaperNote,
    ProcedureChoice,
)

SURE = 0.9
"""From here on a value read by the machine is quiet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a component: a document and the page in it."""

    document: DocumentRef
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeState:
    """All the intake page shows.

    Attributes:
        values: the form as it stands on the screen, ahead of the stored draft by at most a second.
        touched: fields that were left after an edit; only these show what is wrong with them.
        shows_problems: F12 was pressed; every problem is shown.
        portrait: the face of the card just read, until it is put away.
        turns_pile: the officer is told how to lay the pile for its backs; the next press scans.
        card: text of a citizen's card that was read before a procedure is chosen.
        saved_turn: counts how often the officer asked to keep the draft and it was kept.
        focus_turn: counts requests to move the focus to ``focus``.
    """

    procedures: tuple[ProcedureChoice, ...] = ()
    dossier: DossierView | None = None
    component: str = ""
    sheet: int = 0
    values: Mapping[str, FieldValue] = field(default_factory=dict)
    touched: frozenset[str] = frozenset()
    shows_problems: bool = False
    focus: str = ""
    focus_turn: int = 0
    job: JobState | None = None
    failure: Failure | None = None
    is_busy: bool = False
    turns_pile: bool = False
    saved_at: str = ""
    saved_turn: int = 0
    undo: Undo = NO_UNDO
    issued: Issued | None = None
    portrait: bytes = field(default=b"", repr=False)
    card: str = field(default="", repr=False)

    @property
    def parts(self) -> tuple[ComponentView, ...]:
        """The check-list."""
        return self.dossier.components if self.dossier else ()

    @property
    def part(self) -> ComponentView | None:
        """The chosen component."""
        return next((part for part in self.parts if part.id == self.component), None)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Pages of the chosen component."""
        return sheets_of(self.part)

    @property
    def to_compare(self) -> PaperNote | None:
        """The note of the page in sight that names a page to lay beside it."""
        notes = self.part.notes if self.part else ()
        return next((n for n in notes if n.other is not None and n.page == self.sheet), None)

    @property
    def fields(self) -> tuple[FieldDefinition, ...]:
        """Fields of the form in reading order."""
        form = self.dossier.form if self.dossier else None
        return tuple(item for section in form.sections for item in section.fields) if form else ()

    @property
    def field(self) -> FieldDefinition | None:
        """The field the officer is at."""
        return next((item for item in self.fields if item.id == self.focus), None)

    @property
    def attention(self) -> tuple[str, ...]:
        """Fields a person must look at, in reading order."""
        return tuple(item.id for item in self.fields if self.mood(item.id) != "quiet")

    @property
    def doubts(self) -> tuple[str, ...]:
        """Fields the reader is unsure of, in reading order."""
        return tuple(item.id for item in self.fields if is_doubtful(self.values.get(item.id)))

    @property
    def missing(self) -> tuple[ComponentView, ...]:
        """Components that must still be filed."""
        return tuple(
            part
            for part in self.parts
            if part.requirement == "mandatory" and part.status in ("missing", "in_store", "rescan")
        )

    def problem(self, field_id: str) -> str:
        """The code of what is wrong with a field, where it is time to say so."""
        value = self.values.get(field_id)
        if value is None or not (self.shows_problems or field_id in self.touched):
            return ""
        return value.problem

    def mood(self, field_id: str) -> str:
        """``quiet``, ``doubt`` or ``error``."""
        if is_doubtful(self.values.get(field_id)):
            return "doubt"
        return "error" if self.problem(field_id) else "quiet"


def is_doubtful(value: FieldValue | None) -> bool:
    """Whether the officer must look at a value before it counts."""
    if value is None or value.confirmed or value.reading is None:
        return False
    return not value.sure


def sheets_of(part: ComponentView | None) -> tuple[Sheet, ...]:
    """Every page of a component, in order."""
    if part is None:
        return ()
    return tuple(
        Sheet(document, page)
        for document in part.documents
        for page in range(max(document.pages, 1))
    )
