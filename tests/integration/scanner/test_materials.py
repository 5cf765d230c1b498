"""Each class of difficult paper through the whole of step 1: what changes, and what is filed."""

from __future__ import annotations

import hashlib
import io

import cv2
import numpy as np
import pytest
from PIL import Image

from desk_app.application.commands import intake as acts
from desk_app.domain.errors import RuleError
from desk_app.ui.connect.intake import IntakePart
from desk_app.ui.connect.sitting import Sitting
from tests.kit.scanner import pages
from tests.kit.scanner.counter import FIRST, SECOND, mark, scan, side
from tests.kit.scanner.documents import pdf_of
from tests.kit.scanner.escl_sim import EsclSim

pytestmark = [pytest.mark.scanner, pytest.mark.xdist_group("desk_papers")]

#: Class: its prompt, resolution, and treatments besides levelling (R-5B-61, then R-5B-62).
ORDINARY_WAY = {
    "large": ("large_device", "200", ()),
    "small": ("glass", "300", ()),
    "mixed": ("one_by_one", "300", ("even",)),
    "coated": ("black_backing", "300", ("even",)),
    "reflective": ("side_light", "300", ("even",)),
    "embossed": ("side_light", "600", ("relief",)),
}


def shaded(name):
    """A page that lies crooked, with the light falling off to one corner."""
    with Image.open(io.BytesIO(side(name, 1))) as upright:
        crooked = upright.rotate(1.5, fillcolor=(250, 249, 244), resample=Image.Resampling.BICUBIC)
    pixels = np.asarray(crooked.convert("RGB"), np.float32)
    across = np.linspace(1.0, 0.6, pixels.shape[1])[None, :, None]
    return pages.jpeg(Image.fromarray((pixels * across).astype(np.uint8)), 150)


def paper_white(data):
    """Median brightness of the left and of the right edge of a page."""
    with Image.open(io.BytesIO(data)) as image:
        grey = np.asarray(image.convert("L"))
    height, width = grey.shape
    inner = grey[height // 10 : -height // 10]
    return (
        float(np.median(inner[:, width // 20 : width // 10])),
        float(np.median(inner[:, -width // 10 : -width // 20])),
    )


@pytest.mark.parametrize("material", ORDINARY_WAY)
def test_a_class_changes_prompt_capture_and_the_filed_copy(desk, clerk, key, material):
    prompt, dpi, treatments = ORDINARY_WAY[material]
    done = mark(desk, clerk, key, material)
    assert done.facts["prepare"] == (f"scanner.prepare.{prompt}",)
    data = shaded(material)
    with EsclSim([data]) as device:
        scan(desk, clerk, key, device.uri)
        ticket = device.tickets[-1]
    assert (ticket["XResolution"], ticket["ColorMode"]) == (dpi, "RGB24")
    if material != "reflective":  # its device is the camera; a scanner takes the paper as it can
        assert ticket["InputSource"] == "Platen"
    component = desk.enquiries.dossier(key).component(FIRST)
    (page,) = component.pages
    level, *rest = page.recipe.split(", ")
    assert 1.0 < float(level.removeprefix("level ")) < 2.0
    assert tuple(rest) == treatments
    assert page.derived_from == hashlib.sha256(data).hexdigest()
    assert desk.office.papers.read(page.derived_from) == data, "the capture is as it came"
    filed = desk.office.papers.read(page.sha256)
    left, right = paper_white(filed)
    was_left, was_right = paper_white(data)
    if "even" in treatments:
        assert abs(left - right) < 15 < was_left - was_right
    assert component.is_in_scope, "it counts in the rates like any other paper"


@pytest.mark.parametrize("material", ORDINARY_WAY)
def test_of_a_class_the_signed_original_is_asked_and_verified(
    desk, clerk, key, material, signed, tmp_path
):
    """R-5B-64: at any time, not only after a failed capture; what does not hold is not taken."""
    window = IntakePart(Sitting(desk, clerk), None)
    view = window.set_material(key, FIRST, material)
    assert view.components[0].may_ask_original
    view = window.ask_original(key, FIRST)
    assert view.components[0].original_asked
    at = desk.enquiries.dossier(key).component(FIRST).material.original_asked_at
    assert at is not None
    order = acts.TakeSignedOriginal(
        dossier=key, actor=clerk, component=FIRST, file=tmp_path / "gốc.pdf"
    )
    order.file.write_bytes(pdf_of([side("n", 1)]))
    with pytest.raises(RuleError) as refused:
        desk.steps.intake.take_signed_original(order)
    assert refused.value.code == "intake.original_unsigned"
    order.file.write_bytes(signed)
    desk.steps.intake.take_signed_original(order)
    component = desk.enquiries.dossier(key).component(FIRST)
    assert component.file.sha256 == hashlib.sha256(signed).hexdigest()
    assert component.is_signed_original
    assert component.verdict is not None
    assert component.material.original_asked_at == at


def test_a_class_that_can_not_be_taken_leaves_the_rates_by_a_decision(desk, clerk, key):
    """R-5B-66 with the decider; the other component still counts."""
    window = IntakePart(Sitting(desk, clerk), None)
    before = [c.key for c in desk.enquiries.dossier(key).components if c.is_in_scope]
    window.set_material(key, FIRST, "fragile", "Giấy mủn")
    window.set_material(key, SECOND, "large")
    after = desk.enquiries.dossier(key)
    assert [c.key for c in after.components if c.is_in_scope] == [k for k in before if k != FIRST]
    assert after.component(FIRST).not_digitised.decided_by == clerk.user


def seal_red(data):
    """Share of pixels that are red as a seal is."""
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    hsv = cv2.cvtColor(pixels, cv2.COLOR_BGR2HSV)
    return float(np.mean(cv2.inRange(hsv, (0, 90, 90), (10, 255, 255)) > 0))


def test_treatment_keeps_a_red_seal_red(desk, clerk, key):
    mark(desk, clerk, key, "coated")
    with Image.open(io.BytesIO(side("r", 1))) as plain:
        page = plain.convert("RGB")
    from PIL import ImageDraw

    ImageDraw.Draw(page).ellipse((600, 1200, 820, 1420), outline=(200, 30, 35), width=14)
    data = pages.jpeg(page, 150)
    with EsclSim([data]) as device:
        scan(desk, clerk, key, device.uri)
    (filed,) = desk.enquiries.dossier(key).component(FIRST).pages
    assert filed.recipe == "even"
    assert seal_red(desk.office.papers.read(filed.sha256)) > 0.8 * seal_red(data) > 0
