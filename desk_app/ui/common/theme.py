"""The look of the whole window.

One palette, one font, one style sheet made from the token table.
"""

import re
import sys
from collections.abc import Callable

from PySide6 import QtCore
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import resources
from desk_app.ui.common.tokens import SIZES, Scheme, colours

HALF = 127
FAMILIES = ("Segoe UI", "Noto Sans") if sys.platform == "win32" else ("Noto Sans", "Segoe UI")


class Theme:
    """What painting code asks: colours by token, and pixels at the officer's text size."""

    def __init__(self, scheme: Scheme, scale: float) -> None:
        self.scheme, self.scale, self.colours = scheme, scale, colours(scheme)
        self._types: dict[tuple[str, bool], tuple[QFont, QFontMetricsF]] = {}

    def px(self, size: float) -> int:
        """``size`` pixels of the 100 % design at this text size."""
        return round(size * self.scale)

    def colour(self, token: str) -> QColor:
        """The colour of a token."""
        return QColor(getattr(self.colours, token))

    def font(self, size: str = "body", *, bold: bool = False) -> QFont:
        """The font of a type token; the same object each time, nobody changes it."""
        return self._type(size, bold)[0]

    def metrics(self, size: str = "body", *, bold: bool = False) -> QFontMetricsF:
        """What texts in a type token measure."""
        return self._type(size, bold)[1]

    def _type(self, size: str, bold: bool) -> tuple[QFont, QFontMetricsF]:  # noqa: FBT001  a key
        made = self._types.get((size, bold))
        if made is None:
            font = QFont(list(FAMILIES))
            font.setPixelSize(self.px(SIZES[size]))
            font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            made = self._types[(size, bold)] = (font, QFontMetricsF(font))
        return made


class _Look:
    """The theme in force; the GUI thread alone reads and changes it."""

    is_dressed = False
    theme = Theme("light", 1.0)


def current() -> Theme:
    """The theme in force."""
    return _Look.theme


def system_scheme() -> Scheme:
    """What the desktop prefers.

    A desktop in light colours is known by its palette while that is not ours yet. Qt's own word is
    asked only where this does not tell: it is a name of ``Qt``, and the first of them costs 14 ms.
    """
    if not _Look.is_dressed and QGuiApplication.palette().window().color().lightness() > HALF:
        return "light"
    hints = QGuiApplication.styleHints()
    return "dark" if hints.colorScheme() == QtCore.Qt.ColorScheme.Dark else "light"


def dress(app: QApplication, chosen: Callable[[str], str]) -> None:
    """Dress the application as a desk has chosen: ``ui.theme`` and ``ui.text_scale`` in percent."""
    name = chosen("ui.theme")
    scheme: Scheme = "dark" if name == "dark" else "light"
    if name == "system":
        scheme = system_scheme()
    apply(app, scheme, int(chosen("ui.text_scale")) / 100)


def apply(app: QApplication, scheme: Scheme, scale: float) -> Theme:
    """Dress the application; called at start, and when theme or text size is changed."""
    theme = Theme(scheme, scale)
    _Look.theme, _Look.is_dressed = theme, True
    app.setFont(theme.font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))
    return theme


def style_sheet(theme: Theme) -> str:
    """The style sheet template with ``$token`` colours and ``px(N)`` sizes filled in."""
    text = resources.text("styles/desk.qss")
    text = re.sub(r"px\(([\d.]+)\)", lambda found: f"{theme.px(float(found[1]))}px", text)
    named = theme.colours.named()
    return re.sub(r"\$(\w+)", lambda found: named[found[1]], text)


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for place, token in (
        (role.Window, "bg"), (role.WindowText, "text"), (role.Base, "surface"),
        (role.AlternateBase, "sunken"), (role.Text, "text"), (role.Button, "surface"),
        (role.ButtonText, "text"), (role.Highlight, "sel"), (role.HighlightedText, "text"),
        (role.ToolTipBase, "surface"), (role.ToolTipText, "text"), (role.Link, "primary_text"),
        (role.PlaceholderText, "muted"), (role.Accent, "primary"),
    ):  # fmt: skip
        palette.setColor(place, theme.colour(token))
    return palette


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a dynamic property the style sheet looks at, and re-polish that one widget.

    One that was never polished will be, with what it has then.
    """
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(QtCore.Qt.WidgetAttribute.WA_WState_Polished):
        return
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
