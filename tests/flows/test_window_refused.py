"""A refused value explains itself: the rule and its article, at the field and in the list of problems."""

import pytest

from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui
ARTICLE = "Căn cứ: Luật Căn cước số 26/2023/QH15, Điều 12."


def at_the_desk(office, at):
    key = office.draft()
    window = at("canbo")
    window.open(key, "intake")
    settle()
    return window


def message(window, field):
    return window.pages["intake_page"].form.field(field).message.text()


def test_the_article_stands_at_the_field_and_in_the_list(office, at):
    window = at_the_desk(office, at)
    window.intake.form.edit("so_cccd", "0241900012")
    window.intake.form.save()
    settle()
    assert message(window, "so_cccd") == (f"Số định danh cá nhân: phải đủ 12 chữ số. {ARTICLE}")
    window.shell.press("receive")
    settle()
    form = window.pages["intake_page"].form
    said = [link.text() for link in form.summary._links]
    assert any("phải đủ 12 chữ số" in line and ARTICLE in line for line in said)
    empty = [line for line in said if "chưa nhập" in line]
    assert len(empty) > 1
    assert empty[0].endswith("chưa nhập. Căn cứ: Nghị định số 45/2020/NĐ-CP, Điều 9 khoản 1.")
    assert [line for line in empty[1:] if "Căn cứ" in line] == []
    spoken = form.field("so_cccd").input.accessibleDescription()
    assert ARTICLE in spoken
    window.intake.form.edit("so_cccd", "024190001234")
    window.intake.form.save()
    settle()
    assert message(window, "so_cccd") == ""


def test_a_rule_without_article_says_that_it_is_to_be_confirmed(office, at):
    window = at_the_desk(office, at)
    window.intake.form.edit("dien_thoai", "12")
    window.intake.form.save()
    settle()
    assert message(window, "dien_thoai").endswith(
        "bắt đầu bằng 0 hoặc +84, sau đó là 8 đến 10 chữ số. Căn cứ: cần xác nhận."
    )
