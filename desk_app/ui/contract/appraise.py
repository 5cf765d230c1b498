"""Step 2, thẩm định."""

import datetime as dt
from typing import Protocol

from desk_app.ui.contract.dossier import Check, DossierView, Issued


class Appraise(Protocol):
    """Step 2, thẩm định."""

    def record(
        self, key: str, version: int, checks: tuple[Check, ...], opinion: str
    ) -> DossierView:
        """Keep checks and the opinion text as they stand."""
        ...

    def ask_opinion(
        self, key: str, version: int, agency: str, question: str, due_on: dt.date
    ) -> DossierView:
        """Ask another agency."""
        ...

    def submit(self, key: str, version: int, seen: tuple[str, ...] = ()) -> Issued:
        """T13: submit for approval with the draft result; `seen` are papers that were shown."""
        ...

    def ask_to_supplement(self, key: str, version: int, text: str) -> Issued:
        """Ask the applicant to complete the dossier (T11)."""
        ...

    def refuse(self, key: str, version: int, text: str, seen: tuple[str, ...] = ()) -> Issued:
        """T18: submit with the outcome refusal; `seen` as in `submit`."""
        ...
