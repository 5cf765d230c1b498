"""Marks as a reader sees them: place, size, uprightness, letters, colours, reuse."""

import datetime as dt
import io
import subprocess
import unicodedata
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from signing.errors import SigningError
from signing.marks.font import VIETNAMESE, load_font, mark_font
from signing.marks.image import MarkImage, image_problems
from signing.pdf.document import PdfDocument
from signing.pdf.geometry import Place
from signing.request import Level, Role, SignRequest
from signing.sign import sign_file
from tests.kit.signing import papers
from tests.kit.signing.foreign import pyhanko_verdicts, qpdf_accepts

pytestmark = pytest.mark.token

DPI = 100
AT = dt.datetime(2026, 11, 24, 23, 5, 9, tzinfo=dt.UTC)
BLUE = MarkImage(png=papers.signature_png(), width_mm=50)
SEAL = MarkImage(png=papers.seal_png(), width_mm=36)

SHAPES = {
    "a4": {},
    "rotated-90": {"rotate": 90},
    "rotated-180": {"rotate": 180},
    "rotated-270": {"rotate": 270},
    "negative-rotation": {"rotate": -90},
    "a3-landscape": {"size": papers.A3_LANDSCAPE},
    "a3-landscape-rotated": {"size": papers.A3_LANDSCAPE, "rotate": 90},
    "cropped": {"crop": (40, 60, 540, 800)},
    "cropped-rotated": {"crop": (40, 60, 540, 800), "rotate": 270},
    "shifted-origin": {"media_origin": (-100, 300)},
    "user-unit": {"size": (297.5, 421), "user_unit": 2},
    "user-unit-rotated": {"size": (297.5, 421), "user_unit": 2, "rotate": 90},
}


def picture(path: Path, page: int = 1) -> np.ndarray:
    """The page as poppler shows it, RGB."""
    command = ["pdftoppm", "-r", str(DPI), "-f", str(page), "-l", str(page), "-cropbox", "-png"]
    done = subprocess.run([*command, str(path)], capture_output=True, check=True)
    return np.asarray(Image.open(io.BytesIO(done.stdout)).convert("RGB")).astype(int)


def ink_box(
    before: np.ndarray, after: np.ndarray, unit: float = 1
) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what the mark added, in millimetres as seen.

    poppler draws pages of another user unit too small; ``unit`` makes up for it.
    """
    assert before.shape == after.shape
    changed = np.abs(before - after).sum(axis=2) > 120
    rows, columns = np.where(changed.any(axis=1))[0], np.where(changed.any(axis=0))[0]
    mm = 25.4 / DPI * unit
    return columns[0] * mm, rows[0] * mm, (columns[-1] + 1) * mm, (rows[-1] + 1) * mm


def sign(key, source: Path, target: Path, role: Role, **options: object) -> object:
    request = SignRequest(
        source=source, target=target, role=role, level=Level.B_B, at=AT, **options
    )
    return sign_file(request, key)


@pytest.mark.scenario(56)
@pytest.mark.parametrize("shape", SHAPES)
def test_officer_top_left_and_copy_top_right_as_seen(shape, tmp_path, login) -> None:
    """TT 01/2023 Art. 8(1), NĐ 30/2020 Appendix I: the corner is the reader's corner."""
    file = papers.plain(tmp_path / "a.pdf", **SHAPES[shape])
    unit = SHAPES[shape].get("user_unit", 1)
    before = picture(file)
    with login("canbo1") as key:
        sign(key, file, tmp_path / "b.pdf", Role.OFFICER)
    marked = picture(tmp_path / "b.pdf")
    left, top, right, bottom = ink_box(before, marked, unit)
    assert 4.5 <= left <= 6.5
    assert 4.5 <= top <= 7.5
    assert 50 <= right - left <= 60
    assert 6 <= bottom - top <= 9
    with login("condau") as key:
        sign(key, tmp_path / "b.pdf", tmp_path / "c.pdf", Role.COPY)
    twice = picture(tmp_path / "c.pdf")
    left, top, right, bottom = ink_box(marked, twice, unit)
    wide = before.shape[1] * 25.4 / DPI * unit
    assert wide - 66 <= left
    assert right <= wide - 4.5
    assert 4.5 <= top <= 7.5
    assert 10 <= bottom - top <= 13.5
    assert qpdf_accepts(tmp_path / "c.pdf")


def test_the_mark_is_the_same_upright_picture_on_every_page(tmp_path, login) -> None:
    crops = {}
    with login("canbo1") as key:
        for shape in ("a4", "rotated-90", "rotated-180", "rotated-270", "shifted-origin"):
            file = papers.plain(tmp_path / f"{shape}.pdf", **SHAPES[shape])
            target = tmp_path / f"{shape}-signed.pdf"
            sign(key, file, target, Role.OFFICER)
            crops[shape] = picture(target)[: int(20 / 25.4 * DPI), : int(70 / 25.4 * DPI)]
    reference = crops.pop("a4")
    for shape, crop in crops.items():
        assert np.abs(crop - reference).mean() < 8, shape


def appearance_text(path: Path, field: str, folder: Path) -> str:
    """Text of one mark as poppler reads it back, the mark drawn on a page of its own."""
    with pikepdf.open(path) as pdf, pikepdf.new() as page:
        found = next(item for item in pdf.Root.AcroForm.Fields if field == item.T)
        page.add_blank_page(page_size=(400, 200))
        form = page.copy_foreign(found.AP.N)
        page.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(M=form))
        page.pages[0].obj.Contents = page.make_stream(b"q 1 0 0 1 20 20 cm /M Do Q")
        page.save(folder / "mark.pdf")
    command = ["pdftotext", "-layout", str(folder / "mark.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_words_and_time_of_each_text_mark(tmp_path, login) -> None:
    """The time stands in the zone of Việt Nam whatever the computer's zone."""
    file = papers.plain(tmp_path / "a.pdf")
    with login("canbo1") as key:
        sign(key, file, file, Role.OFFICER)
    with login("condau") as key:
        sign(key, file, file, Role.COPY, agency_name="Ủy ban nhân dân xã Mẫu", copy_form="SAO LỤC")
        sign(key, file, file, Role.ATTACHMENT, document_number="12/QĐ-UBND")
    officer = appearance_text(file, "CanBo", tmp_path).split("\n")
    assert [row.strip() for row in officer[:2]] == [
        "Người ký: Nguyễn Thị Mẫu Một",
        "Thời gian: 25-11-2026 06:05:09 +07:00",
    ]
    copy = [row.strip() for row in appearance_text(file, "SaoY", tmp_path).split("\n")]
    assert copy[:3] == ["SAO LỤC", "Ủy ban nhân dân xã Mẫu", "25-11-2026 06:05:09 +07:00"]
    attached = [row.strip() for row in appearance_text(file, "KemTheo", tmp_path).split("\n")]
    assert attached[:2] == ["12/QĐ-UBND", "25-11-2026 06:05:09 +07:00"]


@pytest.mark.scenario(61)
def test_every_vietnamese_letter_comes_back_and_is_drawn(tmp_path, login) -> None:
    """Both cases of every letter: read back as itself, and no two drawn alike."""
    font = mark_font()
    letters = VIETNAMESE + VIETNAMESE.upper()
    assert len({font.glyphs[letter] for letter in letters}) == len(letters)
    file = papers.plain(tmp_path / "a.pdf")
    with login("canbo1") as key:
        for at in range(0, len(letters), 20):
            row = letters[at : at + 20]
            name = f"f{at}"
            place = Place(page_index=0, left_mm=10, top_mm=30 + at, width_mm=150, height_mm=10)
            sign(key, file, file, Role.OFFICER, signer_name=row, field_name=name, place=place)
            assert row in appearance_text(file, name, tmp_path)
    shown = picture(file)
    assert (shown[120:, :300].sum(axis=2) < 300).sum() > 2000
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True).stdout
    assert "LiberationSerif" in fonts or fonts.count("\n") >= 2


def test_a_decomposed_name_is_drawn_as_the_composed_one(tmp_path, login) -> None:
    """Names typed on another system come as letters and marks apart (NFD)."""
    name = "Đặng Thị Huyền Trang"
    file = papers.plain(tmp_path / "a.pdf")
    with login("canbo1") as key:
        for field, shape in (("composed", "NFC"), ("apart", "NFD")):
            signer = unicodedata.normalize(shape, name)
            sign(key, file, file, Role.OFFICER, signer_name=signer, field_name=field)
    texts = [appearance_text(file, field, tmp_path) for field in ("composed", "apart")]
    assert all(name in text for text in texts)


@pytest.mark.scenario(61)
def test_text_is_not_letter_spaced_and_ten_points_high(tmp_path, login) -> None:
    """A face of 2048 units must not come out at double width."""
    file = papers.plain(tmp_path / "a.pdf")
    before = picture(file)
    place = Place(page_index=0, left_mm=20, top_mm=20, width_mm=100, height_mm=10)
    with login("canbo1") as key:
        sign(key, file, file, Role.ATTACHMENT, document_number="SAO Y 0123456789", place=place)
    left, _, right, _ = ink_box(before, picture(file))
    wanted = mark_font().width("25-11-2026 06:05:09 +07:00", 10) * 25.4 / 72
    assert right - left == pytest.approx(wanted, rel=0.03)
    with pikepdf.open(file) as pdf:
        field = next(item for item in pdf.Root.AcroForm.Fields if item.T == "KemTheo")
        assert b"/F0 10 Tf" in field.AP.N.read_bytes()


def test_old_face_without_vietnamese_is_refused(tmp_path: Path) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    from desk_app.adapters.printing.fonts import find_fonts

    old = tmp_path / "LiberationSerif-Regular.ttf"
    with TTFont(find_fonts().files[0]) as font:
        cutter = subset.Subsetter()
        cutter.populate(text="abcdefghijklmnopqrstuvwxyz 0123456789")
        cutter.subset(font)
        font.save(old)
    with pytest.raises(SigningError) as caught:
        load_font(old)
    assert caught.value.code == "signing.font_incomplete"


def test_blue_signature_red_seal_over_a_third_at_real_size(tmp_path, login) -> None:
    """NĐ 30/2020 Art. 33(1)(b): the seal covers about a third of the signature, on its left."""
    file = papers.plain(tmp_path / "a.pdf")
    before = picture(file)
    place = Place(page_index=0, left_mm=110, top_mm=180, width_mm=50, height_mm=20)
    with login("lanhdao") as key:
        sign(key, file, file, Role.APPROVER, image=BLUE, place=place)
    signed = picture(file)
    blue = ink_box(before, signed)
    with login("condau") as key:
        result = sign(key, file, file, Role.AGENCY, image=SEAL)
    assert result.field == "ConDau"
    sealed = picture(file)
    changed = np.abs(sealed - signed).sum(axis=2) > 120
    rows, columns = np.where(changed.any(axis=1))[0], np.where(changed.any(axis=0))[0]
    mm = 25.4 / DPI
    left, right = columns[0] * mm, (columns[-1] + 1) * mm
    assert right - left == pytest.approx(36 * 480 / 500, abs=1)
    assert (rows[-1] + 1 - rows[0]) * mm == pytest.approx(36 * 480 / 500, abs=1)
    overlap = (right - blue[0]) / (blue[2] - blue[0])
    assert 0.2 <= overlap <= 0.42
    ring = sealed[rows[0] : rows[-1], columns[0] : columns[-1]][
        changed[rows[0] : rows[-1], columns[0] : columns[-1]]
    ]
    assert ring[:, 0].mean() > ring[:, 2].mean() + 80


def test_an_image_is_stored_once_and_later_signatures_are_small(tmp_path, login) -> None:
    file = papers.plain(tmp_path / "a.pdf")
    added = []
    with login("lanhdao") as key:
        for at in range(3):
            place = Place(page_index=0, left_mm=20, top_mm=40 + 30 * at, width_mm=50, height_mm=20)
            size = file.stat().st_size
            sign(key, file, file, Role.APPROVER, image=BLUE, place=place)
            added.append(file.stat().st_size - size)
    assert max(added[1:]) <= 10_000, added
    with pikepdf.open(file) as pdf:
        images = {
            field.AP.N.Resources.XObject.I0.objgen
            for field in pdf.Root.AcroForm.Fields
            if "/V" in field
        }
    assert len(images) == 1


def test_a_look_alike_image_is_not_reused(tmp_path, login) -> None:
    """An image of the same size planted in the file must not become the seal."""
    file = papers.plain(tmp_path / "a.pdf")
    place = Place(page_index=0, left_mm=20, top_mm=40, width_mm=50, height_mm=20)
    other = MarkImage(png=papers.signature_png((20, 160, 200)), width_mm=50)
    with login("lanhdao") as key:
        sign(key, file, file, Role.APPROVER, image=other, place=place)
        lower = Place(page_index=0, left_mm=20, top_mm=90, width_mm=50, height_mm=20)
        sign(key, file, file, Role.APPROVER, image=BLUE, place=lower)
    with pikepdf.open(file) as pdf:
        images = {
            field.AP.N.Resources.XObject.I0.objgen
            for field in pdf.Root.AcroForm.Fields
            if "/V" in field
        }
    assert len(images) == 2


def test_images_of_the_wrong_kind_are_told(tmp_path) -> None:
    assert image_problems(BLUE, "blue") == ()
    assert image_problems(SEAL, "red") == ()
    assert image_problems(SEAL, "blue") == ("colour",)
    flat = io.BytesIO()
    Image.new("RGB", (50, 50), (200, 10, 10)).save(flat, "PNG")
    assert image_problems(MarkImage(png=flat.getvalue(), width_mm=30), "red") == ("opaque",)
    for png in (b"", b"no picture", flat.getvalue()[:60]):
        with pytest.raises(SigningError) as caught:
            image_problems(MarkImage(png=png, width_mm=30), "red")
        assert caught.value.code == "signing.image_unusable"


def test_content_in_the_corner_moves_the_mark_straight_down(tmp_path, login) -> None:
    file = tmp_path / "a.pdf"
    papers.plain(file)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"0 g 0 760 300 82 re f")  # 29 mm of ink from the top
        pdf.save(file)
    with login("canbo1") as key:
        signed = sign(key, file, tmp_path / "b.pdf", Role.OFFICER)
    assert signed.place.left_mm == pytest.approx(5)
    assert signed.place.top_mm == pytest.approx(29, abs=1.5)
    assert signed.shifted_mm == pytest.approx(24, abs=1.5)
    assert not signed.is_crowded


def test_a_full_page_keeps_the_position_and_says_so(tmp_path, login) -> None:
    file = tmp_path / "a.pdf"
    papers.plain(file)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        stripes = b" ".join(b"0 %d 600 3 re" % y for y in range(0, 842, 6))
        pdf.pages[0].contents_add(b"0 g " + stripes + b" f")
        pdf.save(file)
    with login("canbo1") as key:
        signed = sign(key, file, tmp_path / "b.pdf", Role.OFFICER)
    assert signed.is_crowded
    assert signed.place.top_mm == pytest.approx(5)


def test_the_approver_signs_between_position_and_name(tmp_path, login) -> None:
    import typst

    source = (
        '#set page(paper: "a4")\n#set text(font: "Liberation Serif", size: 13pt)\n'
        "#v(60mm)\n#align(right, box(width: 70mm, align(center)[*CHỦ TỊCH*\n"
        "#v(25mm)\n*Phạm Văn Mẫu Bốn*]))"
    )
    file = tmp_path / "a.pdf"
    typst.compile(source.encode(), output=str(file), pdf_standards="a-2b")
    before = picture(file)
    with login("lanhdao") as key:
        sign(key, file, file, Role.APPROVER, image=BLUE)
    left, top, right, bottom = ink_box(before, picture(file))
    rows = np.where((before.sum(axis=2) < 400).any(axis=1))[0] * 25.4 / DPI
    gap = np.diff(rows).argmax()
    assert rows[gap] - 1 <= top
    assert bottom <= rows[gap + 1] + 1
    words = np.where((before.sum(axis=2) < 400).any(axis=0))[0] * 25.4 / DPI
    assert (left + right) / 2 == pytest.approx((words[0] + words[-1]) / 2, abs=2)


def test_a_mark_outside_the_page_is_refused(tmp_path, login) -> None:
    file = papers.plain(tmp_path / "a.pdf")
    with login("canbo1") as key:
        for place in (
            Place(page_index=0, left_mm=200, top_mm=10, width_mm=50, height_mm=10),
            Place(page_index=0, left_mm=-20, top_mm=10, width_mm=50, height_mm=10),
            Place(page_index=3, left_mm=10, top_mm=10, width_mm=50, height_mm=10),
        ):
            with pytest.raises(SigningError) as caught:
                sign(key, file, tmp_path / "b.pdf", Role.OFFICER, place=place)
            assert caught.value.code == "signing.place_outside"
        with pytest.raises(SigningError) as caught:
            sign(key, file, tmp_path / "b.pdf", Role.OFFICER, signer_name="漢字")
        assert caught.value.code == "signing.glyph_missing"
    assert not (tmp_path / "b.pdf").exists()


def test_invisible_signature_leaves_the_page_as_it_was(tmp_path, login, pki) -> None:
    file = papers.plain(tmp_path / "a.pdf")
    before = picture(file)
    with login("canbo1") as key:
        sign(key, file, file, Role.OFFICER, is_visible=False)
    assert (picture(file) == before).all()
    with PdfDocument(file) as document:
        assert [field.name for field in document.signature_fields] == ["CanBo"]
    assert all(good for good, _ in pyhanko_verdicts(file, pki.folder).values())
