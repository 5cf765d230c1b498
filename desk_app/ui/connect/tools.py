"""Plain calls of bootstrap in the shape of the window's ports."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk_app.ui import contract as c

if TYPE_CHECKING:
    from desk_app.adapters.window.pdf_pages import RasterPage
    from desk_app.adapters.window.token_look import HeldCertificate


class PdfPagesOf:
    """Pages of PDF files; their boxes are in points."""

    def __init__(self, draw: "Callable[[bytes, int, int], RasterPage]") -> None:
        self._draw = draw

    def page(self, data: bytes, page: int, width_px: int) -> c.PageImage:
        """A page as a picture."""
        drawn = self._draw(data, page, width_px)
        return c.PageImage(data=drawn.data, width=drawn.width_pt, height=drawn.height_pt, unit="pt")


class TokenLookOf:
    """Certificates on signing devices, with the days they still hold."""

    def __init__(
        self,
        look: "Callable[[str, str, str], HeldCertificate]",
        now: Callable[[], dt.datetime],
        is_here: Callable[[str, str], bool],
    ) -> None:
        self._look, self._now, self._is_here = look, now, is_here

    def is_here(self, module: str, token: str) -> bool:
        """Whether the device is plugged in."""
        return self._is_here(module, token)

    def certificate(self, module: str, token: str, certificate: str) -> c.TokenCertificate:
        """What the PIN dialog shows."""
        held = self._look(module, token, certificate)
        return c.TokenCertificate(
            holder=held.holder,
            issuer_group=held.issuer,
            serial_tail=held.serial_tail,
            expires_on=held.expires_on,
            days_left=(held.expires_on - self._now().date()).days,
            tries_left=held.tries_left,
            has_pin_pad=held.has_pin_pad,
            is_locked=held.is_locked,
            pin_state=held.pin_state,
            asks_each_time=held.asks_each_time,
        )
