"""Two scanned papers that tell of one person, read by the real reader: the view has one finding."""

import io

import pytest
from PIL import Image, ImageDraw

from desk_app.application.commands import intake as acts
from desk_app.ui.connect.intake import IntakePart
from desk_app.ui.connect.sitting import Sitting
from tests.kit.papers.canvas import font
from tests.kit.scanner.counter import FIRST, SECOND, scan
from tests.kit.scanner.escl_sim import EsclSim

pytestmark = [
    pytest.mark.scanner,
    pytest.mark.tesseract,
    pytest.mark.xdist_group("desk_papers"),
]
CARD = (
    "CĂN CƯỚC CÔNG DÂN",
    "Số / No.: 024094001234",
    "Họ và tên / Full name: LÊ VĂN AN",
    "Ngày sinh / Date of birth: 04/05/1994",
    "Giới tính / Sex: Nam",
)
REQUEST = (
    "TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP",
    "Họ và tên: LÊ VĂN AN",
    "Ngày sinh: 14/05/1994",
    "Giới tính: Nam",
    "Số CCCD: 024094001234",
)


def sheet(lines):
    picture = Image.new("RGB", (1240, 1754), "white")
    for number, line in enumerate(lines):
        face = font("DejaVu Sans", 30)
        ImageDraw.Draw(picture).text((120, 160 + 70 * number), line, font=face, fill=(15, 15, 20))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=92, dpi=(150, 150))
    return data.getvalue()


def test_a_birth_that_differs_is_told_at_both_papers_with_both_places(desk, clerk, key):
    for component, lines in ((FIRST, CARD), (SECOND, REQUEST)):
        with EsclSim([sheet(lines)]) as device:
            scan(desk, clerk, key, device.uri, component)
        desk.steps.intake.read(acts.ReadComponent(dossier=key, actor=clerk, component=component))
    view = Sitting(desk, clerk).view(key)
    told = {
        part.id: [n for n in part.notes if n.code.startswith("intake.note_differs_")]
        for part in view.components
    }
    (here,), (there,) = told[FIRST], told[SECOND]
    assert here.code == there.code == "intake.note_differs_birth"
    assert (here.facts["here"], here.facts["there"]) == ("04/05/1994", "14/05/1994")
    assert here.boxes == there.boxes[::-1]
    parts = {part.key: part for part in desk.enquiries.dossier(key).components}
    assert here.other.id == parts[SECOND].pages[0].sha256
    assert there.other.id == parts[FIRST].pages[0].sha256

    IntakePart(Sitting(desk, clerk), None).arrange(key, SECOND, 0, "remove")
    later = Sitting(desk, clerk).view(key)
    assert not [n for part in later.components for n in part.notes if "note_differs" in n.code]
