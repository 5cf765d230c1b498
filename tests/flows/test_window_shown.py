"""What the approver sees is what is signed: the digest beside the page, the same bytes, no other file (F07-05)."""

import dataclasses
import hashlib

import pytest

from tests.kit.ui.typing import type_vi
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui


def replaced(office, key):
    """Somebody puts another draft in the place of the one that waits."""
    draft = office.papers.put(b"%PDF other", name="khac.pdf", media_type="application/pdf", pages=1)
    with office.store.unit_of_work() as work:
        dossier = work.dossiers.find(key)
        dossier.result.file = dataclasses.replace(dossier.result.file, sha256=draft.sha256)
        work.dossiers.save(dossier)
        work.commit()
    return draft


def sign(window):
    window.shell.press("sign_selected")
    sheet = window.shell.work.pin_sheet
    assert sheet.isVisible()
    type_vi(sheet.pin, "123456", "keys")
    sheet.confirm()
    settle()


@pytest.fixture
def window(at, monkeypatch):
    from desk_app.application.ports import SigningGrant

    opened = at("lanhdao")
    grant = SigningGrant(module="m", token="lanhdao", certificate="personal", pin=bytearray(b"1"))
    monkeypatch.setattr(opened.desk.approve.sitting, "grant", lambda role, pin: grant)
    return opened


def test_the_page_is_drawn_from_the_bytes_that_are_signed_and_their_digest_stands_beside_it(
    office, window
):
    key = office.submitted()
    window.open(key, "approve")
    settle()
    before = office.see(key).result.file.sha256
    page = window.pages["approve_page"]
    assert page.digest.text().replace(" ", "") == before
    drawn = window.desk.pages.page(window.approve.state.item.document.id, 0, 600)
    assert hashlib.sha256(drawn.data).hexdigest() == before, "asked for by its digest alone"
    sign(window)
    (signature,) = office.see(key).result.signatures
    assert signature.file_before == before


def test_a_draft_replaced_after_it_was_shown_is_not_signed(office, window):
    key = office.submitted()
    other = office.submitted(applicant={"identifier": "027090000456"})
    window.open(key, "approve")
    settle()
    for item in window.approve.state.items:
        window.approve.choose(item.key)
    for item in window.approve.state.items:
        if item.key not in window.approve.state.ticked:
            window.approve.tick(item.key)
    draft = replaced(office, key)
    ended = []
    window.approve.finished.connect(ended.append)
    sign(window)
    (end,) = ended
    outcomes = {item.key: (item.outcome, item.code) for item in end.items}
    assert outcomes[key] == ("failed", "approve.not_what_was_shown")
    assert outcomes[other][0] == "signed"
    assert str(office.see(key).state) == "IN_APPROVAL"
    assert office.see(key).result.signatures == ()
    assert window.pages["approve_page"].digest.text().replace(" ", "") == draft.sha256


def test_the_mark_stands_where_the_approver_moved_it(office, window, monkeypatch):
    key = office.submitted()
    other = office.submitted(applicant={"identifier": "027090000456"})
    orders = {}
    real = office.signer.sign
    monkeypatch.setattr(
        office.signer,
        "sign",
        lambda wanted, grant, **more: (
            orders.update({order.key: order for order in wanted}),
            real(wanted, grant, **more),
        )[1],
    )
    window.open(key, "approve")
    settle()
    template = window.approve.state.placement
    window.approve.nudge(10.0, 5.0, False)
    window.approve.choose(other)
    window.approve.tick(other)
    sign(window)
    page, x, y, width, height = orders[key].box
    points = 72 / 25.4
    assert page == template.page - 1
    assert (x / points, y / points) == pytest.approx((template.x_mm + 10, template.y_mm + 5))
    assert (width / points, height / points) == pytest.approx(
        (template.width_mm, template.height_mm)
    )
    assert orders[other].box == office.see(other).result.places["LanhDao"], "the other stays put"


@pytest.mark.parametrize("look", ["details", "invisible"])
def test_the_look_the_approver_chose_reaches_the_signer(office, window, monkeypatch, look):
    key = office.submitted()
    orders = []
    real = office.signer.sign
    monkeypatch.setattr(
        office.signer,
        "sign",
        lambda wanted, grant, **more: (orders.extend(wanted), real(wanted, grant, **more))[1],
    )
    window.open(key, "approve")
    settle()
    box = window.pages["approve_page"].look_box
    box.setCurrentIndex(box.findData(look))
    sign(window)
    assert [order.look for order in orders] == [look]
