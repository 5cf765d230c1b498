"""A citizen card held under a camera: its code fills the form before any letter is read (F01-02, F04-10)."""

import io

import pytest
from PIL import Image, ImageDraw

from desk_app.application.commands import intake as acts
from desk_app.ui.connect.sitting import Sitting
from tests.kit.papers.canvas import font
from tests.kit.scanner import pages
from tests.kit.scanner.counter import scan
from tests.kit.scanner.escl_sim import EsclSim

pytestmark = [pytest.mark.scanner, pytest.mark.tesseract, pytest.mark.xdist_group("desk_papers")]
CARD = "identity"
NUMBER, NAME = "024190001234", "Nguyễn Thị Phương Đông"
CODE = f"{NUMBER}|123456789|{NAME}|15021990|Nữ|Xã Mẫu, Tỉnh Bắc Ninh|20062024"
PRINTED = (
    "CĂN CƯỚC CÔNG DÂN",
    "Số / No.: 024190001239",
    "Họ và tên / Full name: NGUYỄN THỊ PHƯƠNG ĐANG",
    "Ngày sinh / Date of birth: 15/02/1990",
    "Giới tính / Sex: Nữ",
)


def card(code=CODE):
    """The card's face with other letters than its code says, as a bad print is read."""
    picture = Image.new("RGB", (1240, 1754), "white")
    for number, line in enumerate(PRINTED):
        face = font("DejaVu Sans", 30)
        ImageDraw.Draw(picture).text((120, 160 + 70 * number), line, font=face, fill=(15, 15, 20))
    if code:
        picture.paste(pages.barcode(code, scale=5).convert("RGB"), (760, 700))
    return picture


def read(desk, clerk, key):
    desk.steps.intake.read(acts.ReadComponent(dossier=key, actor=clerk, component=CARD))
    return Sitting(desk, clerk).view(key).values


def test_the_code_under_a_camera_fills_the_form_and_beats_the_letters(desk, clerk, key, tmp_path):
    frames = tmp_path / "frames"
    frames.mkdir()
    for number in range(3):
        card().save(frames / f"{number}.png", dpi=(150, 150))
    scan(desk, clerk, key, f"camera:{frames}", CARD)
    values = read(desk, clerk, key)
    assert values["so_cccd"].value == NUMBER
    assert values["nguoi_yeu_cau"].value.casefold() == NAME.casefold()
    for name in ("so_cccd", "nguoi_yeu_cau"):
        value = values[name]
        assert value.origin == "id_card"
        assert value.reading.document_id, "where it stands on the paper is shown"
        assert value.reading.box is not None
    stored = desk.enquiries.dossier(key).form.values["so_cccd"]
    assert str(stored.origin) == "qr"


def test_without_a_code_nothing_waits_and_the_letters_are_read(desk, clerk, key):
    out = io.BytesIO()
    card(code="").save(out, "JPEG", quality=92, dpi=(150, 150))
    with EsclSim([out.getvalue()]) as device:
        scan(desk, clerk, key, device.uri, CARD)
    values = read(desk, clerk, key)
    assert values["so_cccd"].value == "024190001239"
    assert str(desk.enquiries.dossier(key).form.values["so_cccd"].origin) == "ocr"
