"""Screens against the pictures that are kept; ``./desk screens --keep`` makes them again (UI-23)."""

import pytest
from PIL import Image, ImageChops

from desk_app.ui.guide import as_markdown, load, write_html
from tests.kit.ui.pictures import BOOK, DARK, GOLDEN, GUIDE, OF_GUIDE, draw

pytestmark = pytest.mark.ui
TOLERANCE = 32
MOST_CHANGED = 0.005


def _changed(kept, now):
    """Share of pixels that differ by more than the kept pictures' colours allow."""
    assert kept.size == now.size
    off = ImageChops.difference(kept, now)
    worst = off.split()[0]
    for band in off.split()[1:]:
        worst = ImageChops.lighter(worst, band)
    return sum(worst.histogram()[TOLERANCE:]) / (now.width * now.height)


@pytest.mark.parametrize(
    ("name", "scheme", "file"),
    [(name, "light", GUIDE / f"{name}.png") for name in OF_GUIDE]
    + [(name, "dark", GOLDEN / f"{name}-toi.png") for name in DARK],
)
def test_a_screen_looks_as_it_did(qapp, name, scheme, file):
    kept = Image.open(file).convert("RGB")
    assert _changed(kept, draw(name, scheme=scheme)) <= MOST_CHANGED


def test_a_changed_screen_is_seen(qapp):
    kept = Image.open(GUIDE / "tiep-nhan.png").convert("RGB")
    assert _changed(kept, draw("tham-dinh")) > MOST_CHANGED


def test_the_book_is_what_the_guide_says():
    for name, text in as_markdown("../../resources/guide"):
        assert (BOOK / name).read_text(encoding="utf-8") == text, f"./desk screens --keep: {name}"


def test_the_browser_gets_every_page_with_its_pictures(tmp_path):
    files = write_html(tmp_path)
    for page in load().pages:
        text = files[page.scope].read_text(encoding="utf-8")
        assert page.title in text
        assert all(f"{name}.png" in text for name in page.pictures)
        assert "{" not in text.split("</style>")[1]
