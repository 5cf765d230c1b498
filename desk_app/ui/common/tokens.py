"""The design tokens: colours of both themes, sizes, and contrast by the WCAG formula."""

from typing import Literal, NamedTuple

Scheme = Literal["light", "dark"]
Tone = Literal["ok", "warn", "err", "info", "plain"]
LayoutClass = Literal["wide", "normal", "compact", "narrow"]
TEXT_SCALES = (100, 110, 125, 150, 175)

SIZES = {"big": 24, "h1": 20, "h2": 16, "body": 14, "small": 12, "key": 11, "pin": 22}
CONTROL, ROW, HEADER, CHIP = 36, 34, 36, 20


class Colours(NamedTuple):
    """One theme. Names are those of the style sheet and of painting code."""

    bg: str
    surface: str
    sunken: str
    text: str
    muted: str
    border: str
    control: str
    primary: str
    on_primary: str
    primary_text: str
    primary_soft: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    warn_line: str
    err: str
    err_soft: str
    focus: str
    sel: str
    nav: str
    nav_text: str
    nav_muted: str
    nav_badge: str
    nav_alert: str
    nav_chosen: str
    strip: str
    strip_link: str
    paper: str = "#FDFCF8"

    def named(self) -> dict[str, str]:
        """Token name to colour."""
        return self._asdict()


LIGHT = Colours(
    bg="#F3F5F8", surface="#FFFFFF", sunken="#E9EDF2", text="#1A2129", muted="#4B5763",
    border="#C9D1DA", control="#7B8794", primary="#0B57A4", on_primary="#FFFFFF",
    primary_text="#0B4F94", primary_soft="#E3EEF9", ok="#1B6B3A", ok_soft="#E1F3E7",
    warn="#7A4B00", warn_soft="#FFF1D0", warn_line="#B97A00", err="#A4221B", err_soft="#FCE6E4",
    focus="#0B57A4", sel="#D6E7F8", nav="#12304F", nav_text="#E8EFF7", nav_muted="#A9BDD2",
    nav_badge="#2C4C70", nav_alert="#FF8A80", nav_chosen="#0B57A4",
    strip="#1F2731", strip_link="#8CC2F7",
)  # fmt: skip
DARK = Colours(
    bg="#15191E", surface="#1E242B", sunken="#262E37", text="#E9EEF3", muted="#AEB9C4",
    border="#3A4551", control="#8795A3", primary="#4C9BEA", on_primary="#0B1826",
    primary_text="#8CC2F7", primary_soft="#1D3550", ok="#7FD39B", ok_soft="#173323",
    warn="#F4C669", warn_soft="#3A2D10", warn_line="#C58E1E", err="#F79A92", err_soft="#43201E",
    focus="#8CC2F7", sel="#20415F", nav="#0E1A27", nav_text="#E8EFF7", nav_muted="#9DB1C6",
    nav_badge="#284768", nav_alert="#FF8A80", nav_chosen="#1D4E80",
    strip="#E9EEF3", strip_link="#0B4F94",
)  # fmt: skip


def colours(scheme: Scheme) -> Colours:
    """The colours of a theme."""
    return DARK if scheme == "dark" else LIGHT


def _luminance(colour: str) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#RRGGBB`` colours, 1 to 21. Source: WCAG 2.1, 1.4.3."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def layout_class(width_px: float, scale: float) -> LayoutClass:
    """The layout for a client width at a text scale (1.0 = 100 %)."""
    effective = width_px / scale
    if effective >= 1600:
        return "wide"
    if effective >= 1280:
        return "normal"
    return "compact" if effective >= 900 else "narrow"
