"""What the clerk sees first of a paper that was changed after it was signed (F09-05)."""

import dataclasses

import pytest

from desk_app.domain.signatures import Verdict
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui
CHANGED = "Chữ ký không hợp lệ: nội dung đã bị sửa sau khi ký."


def test_a_change_after_signing_stands_on_the_first_line_in_words(office, at, monkeypatch):
    key = office.approved()
    said = office.verifier.verify

    def changed(file, **more):
        return dataclasses.replace(
            said(file, **more), verdict=Verdict.INVALID, sentence=CHANGED,
            reasons=("signature.digest_mismatch",),
        )  # fmt: skip

    window = at("vanthu")
    window.open(key, "agency_sign")
    settle()
    page = window.pages["agency_page"]
    assert not page.banner.isVisible()
    monkeypatch.setattr(office.verifier, "verify", changed)
    window.shell.press("verify_again")
    settle()
    row = window.agency_sign.state.blocking[0]
    assert page.banner.isVisible()
    words = page.banner.accessibleName()
    assert row.title in words
    assert CHANGED in words
    assert (
        page.banner.mapTo(page, page.banner.rect().topLeft()).y()
        < page.table.mapTo(page, page.table.rect().topLeft()).y()
    ), "it stands above the list"
    window.shell.press("seal")
    settle()
    assert str(office.see(key).state) == "AWAITING_AGENCY_SIGNATURE"
