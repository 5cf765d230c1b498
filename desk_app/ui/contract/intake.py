"""Step 1, tiếp nhận."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from desk_app.ui.contract.codes import Cancellation, ProgressCall
from desk_app.ui.contract.dossier import DossierView, Issued
from desk_app.ui.contract.forms import FieldValue
from desk_app.ui.contract.papers import DocumentRef
from desk_app.ui.contract.signing import PinEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureChoice:
    """A procedure one can begin a dossier of."""

    code: str
    name: str
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanEnd:
    """How a scan ended: pages kept, and the device's ending (``done``, ``jam``, ``empty``, …).

    Attributes:
        problem: message to show; empty when all is well.
    """

    pages: int
    ending: str = "done"
    problem: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceChoice:
    """A scanner, folder or camera that can be chosen."""

    uri: str
    name: str


PageMove = Literal["remove", "up", "down", "split", "left", "right", "cards", "whole"]


class Intake(Protocol):
    """Step 1, tiếp nhận."""

    def procedures(self) -> tuple[ProcedureChoice, ...]:
        """Procedures this counter may receive."""
        ...

    def begin(self, procedure_code: str) -> DossierView:
        """A new draft, stored at once."""
        ...

    def identify(self, key: str, text: str) -> DossierView:
        """ID number or the text of an ID card's QR; no text reads the chip by the scanned card.

        Fills the applicant, offers papers in the store.
        """
        ...

    def ask_stores(self, key: str) -> DossierView:
        """Ask the data stores what they hold of the applicant; without a line the copy counts."""
        ...

    def confirm_block(
        self, key: str, block: str, shown: Mapping[str, str], *, agrees: bool
    ) -> DossierView:
        """The citizen said yes or no to one block on their screen; kept with its digest."""
        ...

    def reuse(self, key: str, component_id: str) -> DossierView:
        """Link the stored paper; the officer confirmed it."""
        ...

    def devices(self, *, is_fresh: bool) -> tuple[DeviceChoice, ...]:
        """Devices as remembered, at once; or as they answer now, within seconds. Lane ``io``."""
        ...

    def scan(
        self, key: str, component_id: str, progress: ProgressCall, cancelled: Cancellation
    ) -> ScanEnd:
        """Scan into a component; each page is stored before it is told. Lane ``device``."""
        ...

    def scan_backs(
        self, key: str, component_id: str, progress: ProgressCall, cancelled: Cancellation
    ) -> ScanEnd:
        """Scan the backs of the pile scanned last, turned over as a whole. Lane ``device``.

        Undone in two steps: the laying of the backs, then the pass.
        """
        ...

    def add_file(self, key: str, component_id: str, path: Path) -> DossierView:
        """Take over a file as pages of a component. Errors: ``papers.not_a_page``."""
        ...

    def arrange(self, key: str, component_id: str, page: int, move: PageMove) -> DossierView:
        """Remove, move, turn or split at a page; undone by ``undo``.

        Split: this page and those behind it go to the next component that has none.
        """
        ...

    def resume(self, key: str) -> DossierView:
        """Go on with a dossier: pages that a crash left without a place get one."""
        ...

    def covers(self, key: str) -> DocumentRef:
        """Cover sheets of the dossier's components, ready to print."""
        ...

    def claim(self, key: str, component_id: str) -> DossierView:
        """Pages that nobody could place belong to this component; undone by ``undo``."""
        ...

    def materials(self) -> tuple[str, ...]:
        """Names of the classes of material, the plain one first."""
        ...

    def set_material(
        self, key: str, component_id: str, material: str, note: str = ""
    ) -> DossierView:
        """Mark what a component is made of; ``note`` is what the class asks to be written down."""
        ...

    def ask_original(self, key: str, component_id: str) -> DossierView:
        """The applicant was asked for the signed electronic file of this component."""
        ...

    def confirm_blank(self, key: str, component_id: str) -> DossierView:
        """The officer has seen the blank sides."""
        ...

    def mark(self, key: str, component_id: str, *, is_there: bool) -> DossierView:
        """Tick a component that stays on paper as filed, or take the tick away."""
        ...

    def undo(self, key: str) -> DossierView:
        """Take back the last act on papers of this draft."""
        ...

    def redo(self, key: str) -> DossierView:
        """Do it again."""
        ...

    def read(
        self, key: str, component_id: str, progress: ProgressCall, cancelled: Cancellation
    ) -> DossierView:
        """Recognise the component and bring its values into the form as readings. Lane ``io``."""
        ...

    def save_draft(self, key: str, version: int, values: Mapping[str, FieldValue]) -> DossierView:
        """Keep the form as it stands; checks every value (``problem``). Errors: conflict."""
        ...

    def receive(
        self,
        key: str,
        version: int,
        values: Mapping[str, FieldValue],
        pin: PinEntry | None,
        unsigned_reason: str = "",
    ) -> Issued:
        """Sign components, accept (T01), issue the receipt. ``pin=None`` with a reason.

        Sign later.
        """
        ...

    def ask_to_supplement(self, key: str, version: int, text: str) -> Issued:
        """T02: form 02 with what is missing."""
        ...

    def refuse(self, key: str, version: int, text: str) -> Issued:
        """T03: form 03 with the reason."""
        ...
