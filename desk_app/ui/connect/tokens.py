"""The officer's signing device."""

from typing import Literal

from desk_app.domain.errors import DeskError
from desk_app.ui import contract as c
from desk_app.ui.connect.parts import TokenLook
from desk_app.ui.connect.sitting import Sitting

EXPIRING_DAYS = 30
TokenState = Literal["ready", "absent", "expiring", "locked", "hidden"]


class TokensPart:
    """The officer's signing device."""

    def __init__(self, sitting: Sitting, look: TokenLook) -> None:
        self._sitting, self._look = sitting, look
        self.last: tuple[TokenState, int | None] = ("hidden", None)

    def certificate(self, purpose: Literal["personal", "agency"]) -> c.TokenCertificate:
        """The certificate a signature will be made with."""
        choice = self._sitting.desk.office.staff.token_of(self._sitting.officer.user, purpose)
        try:
            held = self._look.certificate(choice.module, choice.token, choice.certificate)
        except DeskError:
            self.last = ("absent", None)
            raise
        if held.is_locked:
            self.last = ("locked", None)
        else:
            self.last = ("expiring" if held.days_left < EXPIRING_DAYS else "ready", held.days_left)
        return held

    def is_here(self, purpose: Literal["personal", "agency"]) -> bool:
        """Whether the officer's device is plugged in."""
        choice = self._sitting.desk.office.staff.token_of(self._sitting.officer.user, purpose)
        return self._look.is_here(choice.module, choice.token)
