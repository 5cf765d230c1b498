"""A sensitive paper stays closed until a reason is given, has no thumbnail, and closes when the desk is locked."""

from dataclasses import replace

import pytest

from tests.kit.ui.office_window import answer_reason
from tests.kit.ui.window import STEP_DOSSIERS, settle

pytestmark = pytest.mark.ui


@pytest.fixture
def appraised(window, sample):
    """A dossier at appraisal whose first paper is sensitive."""
    key = STEP_DOSSIERS["appraise"]
    dossier = sample.dossiers[key]
    first, *rest = dossier.components
    sample.dossiers[key] = replace(dossier, components=(replace(first, is_sensitive=True), *rest))
    sample.closed_papers = {"form", "birth_paper"}
    window.open(key, "appraise")
    settle()
    return window


def test_it_is_shown_after_a_reason_only(appraised, sample):
    page = appraised.pages["appraise_page"]
    area = page.document.area
    assert area.is_closed
    assert not area.is_loaded
    assert page.document.reveal.isVisible()
    appraised.shell.press("open_sensitive")
    settle()
    assert sample.reasons == []
    answer_reason(appraised, "đối chiếu tên cha mẹ")
    assert sample.reasons == [("form", "đối chiếu tên cha mẹ")]
    assert area.is_loaded
    assert not page.document.reveal.isVisible()


def test_a_refusal_asks_again_and_shows_nothing(appraised, sample):
    sample.fails_to_open = True
    appraised.shell.press("open_sensitive")
    settle()
    answer_reason(appraised, "xem")
    assert appraised.shell.work.reason_sheet.isVisible()
    assert not appraised.pages["appraise_page"].document.area.is_loaded
    appraised.shell.work.close_prompts()


def test_no_thumbnail_is_asked_for(appraised):
    tray = appraised.pages["appraise_page"].tray
    thumbnails = {card.id: card.thumbnail for card in tray.list.model().items}
    assert thumbnails["application"] == "-"
    assert "form" not in tray.list.cards.thumbnails


def test_locking_the_desk_closes_it_again(appraised, sample):
    appraised.shell.press("open_sensitive")
    settle()
    answer_reason(appraised, "đối chiếu")
    sample.closed_papers = {"form"}
    appraised.lock()
    area = appraised.pages["appraise_page"].document.area
    assert not area.is_loaded
