"""The settings in sections: what is chosen here, and what the administrator set."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desk_app.bootstrap.shown_settings import shown_settings
from desk_app.config.settings import Settings
from desk_app.ui.shell.settings_sections import SECTIONS
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui


def said(page):
    """Every word of the section in sight."""
    labels = page.stack.currentWidget().findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible()]


def test_the_arrows_go_through_the_sections_and_f6_into_one(window):
    window.go("settings")
    settle()
    page = window.shell.page
    assert page.sections.hasFocus()
    for name, _ in SECTIONS[1:]:
        QTest.keyClick(page.sections, Qt.Key.Key_Down)
        assert window.settings.state.section == name
        assert window.words.label(f"ui.settings.{name}") in said(page)
    window.settings.choose_section("general")
    QTest.keyClick(window.shell, Qt.Key.Key_F6)
    assert page.boxes["ui.language"].hasFocus()


def test_what_the_administrator_set_is_read_and_not_written(window):
    window.go("settings")
    window.settings.choose_section("sync")
    settle()
    words = said(window.shell.page)
    assert "https://hoso.vi-du.gov.vn" in words
    assert window.words.label("ui.settings.not_set") in words
    assert window.words.label("ui.settings.fixed") in words


def test_servers_are_tried_by_the_doctor(window):
    window.go("settings")
    window.settings.choose_section("signing")
    page = window.shell.page
    page.findChild(object, "btnCheck_signing").click()
    settle()
    assert window.shell.page is window.pages["doctor"]


def test_a_section_stays_when_the_text_grows(window):
    window.go("settings")
    window.settings.choose_section("data")
    window.settings.choose("ui.text_scale", "125")
    settle()
    assert window.settings.state.section == "data"
    assert window.shell.page.sections.current_id() == "data"


def test_no_secret_of_an_address_is_shown(tmp_path):
    word = "hunter2"
    made = Settings(
        folder=tmp_path, agency_code="H02", unit="15", unit_name="x", agency_name="UBND", superior="", place="",
        desk="Quầy 1", device_id="d", database_url=f"postgresql://desk:{word}@db.office:5433/desk?sslmode=require",
        tsa_url=f"https://officer:{word}@tsa.example/stamp?key={word}",
    )  # fmt: skip
    shown = {name: value for _, name, value in shown_settings(made)}
    assert shown["database"] == "postgresql://db.office:5433/desk"
    assert shown["time_stamp"] == "https://tsa.example/stamp"
    assert not any(word in value for value in shown.values())
    assert dict(row[1:] for row in shown_settings(replace(made, tsa_url="")))["time_stamp"] == ""
