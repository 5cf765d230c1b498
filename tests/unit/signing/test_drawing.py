"""The process that draws pages may die or refuse; the caller gets a code and a fresh process."""

import pytest

from signing.errors import SigningError
from signing.marks import drawing
from tests.kit.signing import papers
from tests.kit.signing.crash import die


def test_a_crash_while_drawing_is_survived(tmp_path) -> None:
    file = papers.plain(tmp_path / "a.pdf")
    with pytest.raises(SigningError) as caught:
        drawing._isolated(die, file, 0)
    assert caught.value.code == "signing.file_does_not_render"
    assert caught.value.facts == {"file": "a.pdf", "page": 1}
    assert drawing.draw_grey(file, 0, 20).shape == (234, 166)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nnothing here\n%%EOF\n"])
def test_what_cannot_be_drawn_has_a_code(content, tmp_path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    with pytest.raises(SigningError) as caught:
        drawing.draw_grey(file, 0, 20)
    assert caught.value.code == "signing.file_does_not_render"
