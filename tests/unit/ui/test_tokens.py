"""Contrast by computation (UI-06) and the layout classes."""

import pytest

from desk_app.ui.common.tokens import DARK, LIGHT, contrast, layout_class

TEXT_PAIRS = [
    ("text", "surface"),
    ("text", "bg"),
    ("text", "sunken"),
    ("text", "sel"),
    ("muted", "surface"),
    ("muted", "sunken"),
    ("muted", "bg"),
    ("primary_text", "surface"),
    ("primary_text", "primary_soft"),
    ("on_primary", "primary"),
    ("ok", "ok_soft"),
    ("warn", "warn_soft"),
    ("err", "err_soft"),
    ("err", "surface"),
    ("warn", "surface"),
    ("nav_text", "nav"),
    ("nav_muted", "nav"),
    ("nav_text", "nav_badge"),
    ("nav_text", "nav_chosen"),
    ("surface", "strip"),
    ("strip_link", "strip"),
    ("text", "warn_soft"),
    ("text", "err_soft"),
    ("text", "primary_soft"),
]
LINE_PAIRS = [
    ("control", "surface"),
    ("focus", "surface"),
    ("warn_line", "surface"),
    ("err", "surface"),
    ("nav_alert", "nav"),
]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_is_readable(colours, ink, ground):
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), LINE_PAIRS)
def test_controls_and_focus_are_seen(colours, ink, ground):
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 3


@pytest.mark.parametrize(
    ("width", "scale", "expected"),
    [
        (1366, 1.0, "normal"),
        (1366, 1.25, "compact"),
        (1366, 1.5, "compact"),
        (1366, 1.75, "narrow"),
        (1920, 1.0, "wide"),
        (1920, 1.5, "normal"),
        (1600, 1.0, "wide"),
        (899, 1.0, "narrow"),
    ],
)
def test_the_layout_follows_the_effective_width(width, scale, expected):
    assert layout_class(width, scale) == expected
