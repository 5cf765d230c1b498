"""Pages that lie on their side are filed upright; what the officer turned stays turned (F03-02)."""

import io

import pytest
from PIL import Image

from desk_app import bootstrap
from desk_app.application.commands import intake as acts
from tests.kit.scanner import pages
from tests.kit.scanner.counter import FIRST, begin, scan, side
from tests.kit.scanner.escl_sim import EsclSim
from tests.unit.scanner.test_inspection import lines

pytestmark = [pytest.mark.scanner, pytest.mark.xdist_group("desk_papers")]


def text_page(turned=0):
    return pages.jpeg(lines().rotate(-turned, expand=True), 200)


def filed(desk, key):
    return desk.enquiries.dossier(key).component(FIRST).pages


def is_upright(desk, page):
    with Image.open(io.BytesIO(desk.office.papers.read(page.sha256))) as image:
        return image.height > image.width


def test_a_page_on_its_side_is_filed_upright_and_the_officers_turn_is_remembered(
    desk, clerk, profile
):
    key = begin(desk, clerk)
    with EsclSim([text_page(90), text_page(0)]) as device:
        scan(desk, clerk, key, device.uri)
    first, second = filed(desk, key)
    assert (first.recipe, second.recipe) == ("turn 270", "")
    assert is_upright(desk, first)
    assert is_upright(desk, second)
    desk.steps.intake.arrange(
        acts.ArrangePages(dossier=key, actor=clerk, component=FIRST, move="right", pages=(1,))
    )
    assert filed(desk, key)[0].recipe == "", "turned back as the officer wants it"
    with EsclSim([side("l", 3)]) as device:
        scan(desk, clerk, key, device.uri)
    again = bootstrap.open_desk(profile)
    try:
        first, second, third = filed(again, key)
        assert not is_upright(again, first), "the machine does not turn it a second time"
        assert is_upright(again, second)
        assert is_upright(again, third)
    finally:
        again.close()
