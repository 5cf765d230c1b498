"""A dossier begins with one key: the search for a procedure has the cursor, the draft is stored."""

import pytest
from PySide6.QtCore import Qt

from tests.kit.ui.typing import press, type_vi
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui


def drafts(office):
    from desk_app.application.enquiries import WorkQuery

    return [row for row in office.enquiries.work_list(WorkQuery()).rows if row.state == "DRAFT"]


def test_one_key_opens_intake_and_a_draft_lies_there_before_the_first_value(office, at):
    """F01-01."""
    window = at("canbo")
    window.shell.press("new_dossier")
    settle()
    start = window.pages["intake_page"].start
    assert window.shell.focusWidget() is start.procedure
    assert drafts(office) == []
    type_vi(start.procedure, "giấy phép xây dựng", "keys")
    press(start.procedure, Qt.Key.Key_Return)
    settle()
    (draft,) = drafts(office)
    assert window.intake.state.dossier.key == draft.id
    assert window.shell.focusWidget() is start.identity, "the person is next, without a mouse"
    assert start.identity.value() == ""
