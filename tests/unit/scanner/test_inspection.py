"""What is seen on a page: blank or not, codes, covers, lie, cards, quality."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from scanner import DeviceError, Inspector
from scanner.covers import Cover, CoverKind, read_cover
from scanner.devices import PageBytes
from scanner.inspection.cards import crop_card
from scanner.inspection.decode import TooLarge, Unreadable, decode
from scanner.inspection.likeness import SAME_BELOW, distance, ink_difference
from scanner.inspection.look import look
from scanner.inspection.marks import grey_of
from tests.kit.scanner import pages

KEY = b"an office's own key"


def seen(image, dpi=300, **more):
    data = image if isinstance(image, bytes) else pages.jpeg(image, dpi, 90)
    return look(decode(data, "image/jpeg"), dpi, **more)


def lines(dpi=200, *, rows=30, margin=0.1, seed=0):
    """A page of words with marks above and tails below, as Vietnamese has them."""
    image = pages.paper(dpi, seed=seed)
    draw, random, k = ImageDraw.Draw(image), np.random.default_rng(seed), dpi / 300
    for row in range(rows):
        x, y = image.width * margin, (350 + row * 95) * k
        while x < image.width * (1 - margin):
            word = random.uniform(60, 200) * k
            draw.rectangle((x, y, x + word, y + 22 * k), fill=(30, 30, 40))
            for mark in np.arange(x, x + word, 26 * k):
                if random.random() < 0.5:
                    draw.rectangle((mark, y - 14 * k, mark + 8 * k, y), fill=(30, 30, 40))
                if random.random() < 0.15:
                    draw.rectangle((mark, y + 22 * k, mark + 6 * k, y + 34 * k), fill=(30, 30, 40))
            x += word + 26 * k
    return image


# -- blank


def bleed_through(image):
    behind = lines(300, seed=5).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return Image.blend(image, behind, 0.12)


BLANKS = {"clean": lambda p: p, "bleed": bleed_through, "noisy": lambda p: pages.paper(noise=8)}


@pytest.mark.parametrize("kind", BLANKS)
def test_blank_backs_are_marked(kind):
    assert seen(BLANKS[kind](pages.paper())).blank


def with_page_number(image):
    ImageDraw.Draw(image).text((1200, 3250), "- 12 -", fill=(120, 120, 125), font_size=44)
    return image


def with_signature(image):
    points = [(1300 + 6 * x, 2600 + 60 * np.sin(x / 3)) for x in range(70)]
    ImageDraw.Draw(image).line(points, fill=(60, 60, 140), width=4)
    return image


def with_short_line(image):
    ImageDraw.Draw(image).text((300, 400), "Không có nội dung", fill=(70, 70, 70), font_size=40)
    return image


@pytest.mark.parametrize("write", [with_page_number, with_signature, with_short_line])
def test_faint_writing_is_not_blank(write):
    """Scenario 44."""
    assert not seen(write(pages.paper())).blank


# -- codes and separators


def cover_page(text, dpi=300, angle=0, noise=3.0, *, bleed=False):
    image = pages.paper(dpi, noise=noise)
    if bleed:
        behind = pages.paper(dpi)
        behind.paste(lines(dpi, seed=9).resize(behind.size))
        image = Image.blend(image, behind.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 0.15)
    mark = pages.barcode(text, "QRCode", max(3, round(dpi / 25)))
    image.paste(mark.convert("RGB"), (image.width // 3, image.height // 3))
    return image.rotate(angle, expand=angle % 180 != 0, fillcolor=(250, 249, 244))


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("angle", [0, 90, 180, 270, 3, -5])
@pytest.mark.parametrize(("noise", "bleed"), [(3.0, False), (9.0, True)])
def test_every_printed_cover_is_found(dpi, angle, noise, bleed):
    """Scenario 45: 150-300 dpi, six rotations, noise and bleed-through."""
    cover = Cover(CoverKind.COMPONENT, "H21.14-260124-0007", "GKS")
    found = seen(cover_page(cover.text(KEY), dpi, angle, noise, bleed=bleed), dpi)
    assert found.is_separator
    assert read_cover(found.codes[0].text, KEY) == cover


CITIZEN = (
    "001099012345|012345678|Nguyễn Văn A|01011999|Nam|Thôn Hạ, xã Ninh Sơn|01012021",
    "https://tracuuhoadon.example/1C25TAA/00000123",
    "MC1|C|H21|GKS",
    "MC2|C|H21|GKS|0123456789",
)


@pytest.mark.parametrize("text", CITIZEN)
def test_a_citizens_own_qr_is_data(text):
    """Scenario 46."""
    found = seen(cover_page(text))
    assert not found.is_separator
    assert [c.text for c in found.codes] == [text]
    assert read_cover(text, KEY) is None


def patch_t(dpi, *, turned=0, length_mm=60):
    image = pages.paper(dpi)
    draw, k = ImageDraw.Draw(image), dpi / 25.4
    y = 20 * k
    for bar in (2.03, 5.08, 2.03, 5.08):
        draw.rectangle((30 * k, y, (30 + length_mm) * k, y + bar * k), fill=(15, 15, 15))
        y += (bar + 2.03) * k
    return image.rotate(turned, expand=turned % 180 != 0)


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_patch_t_is_a_separator(dpi, turned):
    assert seen(patch_t(dpi, turned=turned), dpi).is_separator


def test_a_table_of_bars_is_no_patch():
    image = pages.paper()
    draw = ImageDraw.Draw(image)
    for row in range(20):
        draw.rectangle((300, 400 + row * 48, 2100, 424 + row * 48), fill=(20, 20, 20))
    assert not seen(image).is_separator


# -- lie


@pytest.mark.parametrize("skew", [-4.0, -1.3, 0.0, 2.5])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_skew_and_orientation(skew, turn):
    upright = lines().rotate(-skew, fillcolor=(250, 249, 244), resample=Image.Resampling.BICUBIC)
    found = seen(upright.rotate(-turn, expand=True), 200)
    assert found.turn_deg == (360 - turn) % 360
    assert found.skew_deg == pytest.approx(-skew, abs=0.2)


def test_a_page_without_lines_says_nothing():
    image = pages.paper()
    ImageDraw.Draw(image).ellipse((800, 1200, 1600, 2000), outline=(20, 20, 20), width=8)
    found = seen(image)
    assert (found.turn_deg, found.skew_deg) == (0, 0)


# -- cards


def card(colour=(205, 225, 215), seed=1, dpi=300):
    width, height = round(85.6 / 25.4 * dpi), round(54.0 / 25.4 * dpi)
    image = Image.new("RGB", (width, height), colour)
    draw, random = ImageDraw.Draw(image), np.random.default_rng(seed)
    for row in range(7):
        y, end = 100 + row * 65, 600 + random.integers(0, 300)
        draw.rectangle((330, y, end, y + 30), fill=(40, 40, 60))
    draw.rectangle((40, 180, 280, 500), fill=(120, 100, 90))
    return image


def card_sheet(angles=(3, -7)):
    """Both sides of an identity card on one page, turned by these angles."""
    image = pages.paper()
    for side, (angle, top) in enumerate(zip(angles, (400, 1900), strict=True)):
        laid = (
            card(seed=side)
            .convert("RGBA")
            .rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
        )
        image.paste(laid, (600 + 90 * side, top), laid)
    return image


@pytest.mark.parametrize("angles", [(0, 0), (3, -7), (88, 1)])
def test_both_sides_of_a_card_on_one_page(angles):
    """Scenario 49: two crops at true scale."""
    image = card_sheet(angles)
    found = seen(image)
    assert len(found.cards) == 2
    for one in found.cards:
        assert one.width_mm == pytest.approx(85.6, abs=1.5)
        assert one.height_mm == pytest.approx(54.0, abs=1.5)
        cut = crop_card(np.asarray(image)[:, :, ::-1], one, 300)
        assert sorted(cut.shape[:2]) == [638, 1011]
        assert abs(np.median(cut, axis=(0, 1)) - (215, 225, 205)).max() < 8, "the card fills it"


def test_text_is_no_card():
    assert seen(lines(300), 300).cards == ()
    assert seen(pages.page(pages.ident("c", 1))).cards == ()


# -- quality


def codes(findings):
    return {note.code.rpartition(".")[2] for note in findings.notes}


def test_a_good_page_has_no_notes():
    assert codes(seen(pages.page(pages.ident("q", 1)), expects_seal=True)) == set()


def test_what_is_wrong_is_said():
    good = Image.open(io.BytesIO(pages.page(pages.ident("q", 1))))
    assert "blurred" in codes(seen(good.filter(ImageFilter.GaussianBlur(7))))
    assert "resolution_low" in codes(seen(good.resize((1240, 1754)), 150))
    assert "pixels_few" in codes(seen(good.resize((800, 1131)), 0))
    assert "dark" in codes(seen(good.point(lambda v: v * 0.35)))
    assert "pale" in codes(seen(good.point(lambda v: 195 + v * 0.22)))
    assert "no_seal_colour" in codes(seen(good.convert("L"), expects_seal=True))
    assert "no_seal_colour" not in codes(seen(good.convert("L")))
    assert "skewed" in codes(seen(good.rotate(5, fillcolor=(250, 249, 244))))
    assert "cut_at_edge" in codes(seen(good.crop((500, 700, 2480, 3508))))


# -- likeness


def test_the_same_page_again_and_another_persons_form():
    """Scenario 48: another person's form is shown to differ, whatever the fingerprint."""
    first = lines(200, seed=3)
    other = first.copy()
    draw = ImageDraw.Draw(other)
    for row in range(4, 26, 3):
        y = (350 + row * 95) * 2 / 3
        draw.rectangle((600, y - 12, 1400, y + 26), fill=(250, 249, 244))
        draw.rectangle((620, y, 1000 + 13 * row, y + 15), fill=(30, 30, 40))
    again = first.rotate(0.8, fillcolor=(250, 249, 244), resample=Image.Resampling.BICUBIC)
    grey = [grey_of(np.asarray(i)) for i in (first, again, other)]
    assert ink_difference(grey[0], grey[1]) < SAME_BELOW
    assert ink_difference(grey[0], grey[2]) > SAME_BELOW
    marks = [seen(i, 200).likeness for i in (first, again, other)]
    assert distance(marks[0], marks[0]) == 0
    assert distance(marks[0], marks[1]) < 80


# -- damage


def test_damage_is_told_from_wholeness():
    whole = pages.page(pages.ident("d", 1), dpi=100)
    assert decode(whole, "image/jpeg").pixels.shape == (1169, 827, 3)
    with pytest.raises(Unreadable):
        decode(whole[: len(whole) // 2], "image/jpeg")
    with pytest.raises(Unreadable):
        decode(b"\xff\xd8\xff" + bytes(100), "image/jpeg")
    out = io.BytesIO()
    Image.new("1", (20000, 20000)).save(out, "PNG")
    with pytest.raises(TooLarge):
        decode(out.getvalue(), "image/png")


@pytest.fixture(scope="module")
def inspector():
    with Inspector() as inspector:
        yield inspector


@pytest.mark.parametrize("dpi", [150, 300, 600, 1200])
@pytest.mark.parametrize("share", [0.3, 0.9, 0.995])
def test_a_smaller_copy_is_made_of_a_whole_stream_only(inspector, dpi, share):
    """The copy that is looked at is an eighth of a page of 1200 dpi, yet a cut is seen in it."""
    image = pages.paper(100, noise=6).convert("RGB")
    whole = pages.jpeg(image, dpi)
    page = inspector.check(PageBytes(whole, "image/jpeg"), dpi=dpi)
    assert (page.width, page.height, page.dpi) == (*image.size, dpi)
    assert page.data == whole
    cut = whole[: int(len(whole) * share)] + b"\xff\xd9"
    with pytest.raises(DeviceError):
        inspector.check(PageBytes(cut, "image/jpeg"), dpi=dpi)


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_copy_is_no_smaller_than_the_look_needs(mode):
    for dpi, sides in ((75, 800), (150, 800), (300, 400), (600, 200)):
        data = pages.jpeg(Image.new(mode, (800, 1000), "white"), dpi)
        picture = decode(data, "image/jpeg", look_dpi=150)
        assert picture.pixels.shape[:2] == (sides * 5 // 4, sides)
        assert picture.pixels.ndim == {"RGB": 3, "L": 2}[mode]
        assert (picture.width, picture.height) == (800, 1000)
    plain = pages.jpeg(Image.new(mode, (800, 1000), "white"), 600)
    assert decode(plain, "image/jpeg").pixels.shape[:2] == (1000, 800)


def test_a_page_in_a_log_has_no_bytes_of_paper():
    """An event loop or a log may print what it holds: a page is a megabyte of somebody's data."""
    told = repr(PageBytes(b"of a citizen", "image/jpeg"))
    assert "citizen" not in told
    assert "image/jpeg" in told


def test_colour_order_and_size_are_kept():
    out = io.BytesIO()
    Image.new("RGB", (64, 32), (200, 10, 20)).save(out, "PNG")
    picture = decode(out.getvalue(), "image/png")
    assert (picture.width, picture.height) == (64, 32)
    assert tuple(picture.pixels[0, 0]) == (20, 10, 200)
    assert cv2.__version__.startswith("5."), "what pages show was compared with this major version"
