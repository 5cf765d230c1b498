"""Drawing the signature's frame changes no type of the window: fonts of a look are shared."""

import pytest

from desk_app.ui.common import theme
from tests.kit.ui.window import STEP_DOSSIERS, settle

pytestmark = pytest.mark.ui


def test_the_frame_of_a_signature_leaves_the_types_as_they_are(window):
    before = {
        (size, bold): theme.current().font(size, bold=bold).pixelSize()
        for size in ("small", "body")
        for bold in (False, True)
    }
    for step in ("approve", "agency_sign"):
        window.open(STEP_DOSSIERS[step], step)
        settle()
        window.shell.grab()
    assert {key: theme.current().font(key[0], bold=key[1]).pixelSize() for key in before} == before
