"""Why a field is not sure, in slugs that every language of the window has a text for."""

import pytest

from desk_app.texts import Texts
from scanner.recognition.confidence import weights
from scanner.recognition.doubts import _SAID, doubts


def test_the_heaviest_reason_comes_first_and_no_more_than_two_are_said() -> None:
    assert weights()["unbacked"] < 0
    assert doubts({"constant": 1.0, "same": 1.0}) == ()
    assert doubts({"unbacked": 1.0})[0] == "readers_differ"
    everything = doubts(dict.fromkeys(_SAID, 1.0))
    assert len(everything) == 2
    assert len(set(everything)) == 2


def test_what_weighs_next_to_nothing_is_no_reason() -> None:
    assert doubts({"unbacked": 0.001, "unclear": 0.001}) == ()


@pytest.mark.parametrize("slug", sorted(set(_SAID.values())))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_has_its_words(slug: str, language: str) -> None:
    key = f"ui.doubt.{slug}"
    assert Texts(language).label(key) not in {"", key}
