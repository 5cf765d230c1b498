"""A stack of two papers: the officer splits it where it was proposed, and takes it back."""

from __future__ import annotations

import pytest

from desk_app.application.commands import intake as acts
from desk_app.ui.connect.intake import IntakePart
from desk_app.ui.connect.sitting import Sitting
from tests.kit.papers.at_desk import picture
from tests.kit.scanner.counter import FIRST, SECOND

pytestmark = [
    pytest.mark.scanner,
    pytest.mark.tesseract,
    pytest.mark.xdist_group("desk_papers"),
]

PAPER = """\
TỜ KHAI ĐĂNG KÝ KHAI SINH
Kính gửi: Ủy ban nhân dân xã Phú Lâm
Họ, chữ đệm, tên: Nguyễn Thị Hường
Quê quán: xã Đại Đồng, huyện Tiên Du, tỉnh Bắc Ninh"""

CARD = """\
CĂN CƯỚC CÔNG DÂN
Số / No.: 024196001234
Họ và tên / Full name: TRẦN THỊ HOA
Ngày sinh / Date of birth: 04/05/1996
Giới tính / Sex: Nữ   Quốc tịch / Nationality: Việt Nam
Nơi thường trú / Place of residence: thôn 3, xã Phú Lâm, tỉnh Bắc Ninh"""


def test_the_pages_go_to_the_paper_of_their_kind_and_come_back(desk, clerk, key, tmp_path):
    texts = enumerate((PAPER, CARD))
    files = [picture(text, tmp_path / f"{n}.jpg", "clean", n) for n, text in texts]
    desk.steps.intake.digitise(
        acts.Digitise(dossier=key, actor=clerk, component=FIRST, files=tuple(files))
    )
    read = acts.ReadComponent(dossier=key, actor=clerk, component=FIRST)
    done = desk.steps.intake.read(read)
    assert done.facts["starts"] == ("2",)
    assert len(desk.enquiries.dossier(key).component(FIRST).pages) == 2  # nothing moved by itself

    intake = IntakePart(Sitting(desk, clerk), None)
    view = intake.arrange(key, FIRST, 1, "split")
    card = next(p for p in desk.enquiries.dossier(key).components if p.document_type == "cccd")
    assert card.key != SECOND  # the next one without a file is not where it belongs
    assert len(card.pages) == 1
    assert len(desk.enquiries.dossier(key).component(FIRST).pages) == 1
    assert desk.enquiries.dossier(key).component(FIRST).starts == ()
    assert not [n for p in view.components for n in p.notes if "note_start" in n.code]

    intake.undo(key)
    assert len(desk.enquiries.dossier(key).component(FIRST).pages) == 2
    assert desk.enquiries.dossier(key).component(card.key).file is None
