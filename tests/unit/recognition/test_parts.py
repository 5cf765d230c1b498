"""The part of the generator that only figures are taken from stays apart from those tuned on."""

import pytest

from tests.kit.papers import unseen
from tests.kit.papers.canvas import _BODY, _HAND
from tests.kit.papers.draw import PARTS, typed_paper
from tests.kit.papers.people import _PLACES, _STREETS
from tests.kit.papers.shapes_more import manners
from tests.kit.papers.wording import LABELS, labels

OTHERS = [part for part in PARTS if part != "unseen"]


def test_layouts_fonts_and_places_are_its_own() -> None:
    for part in OTHERS:
        assert not {name for name, *_ in manners("unseen")} & {name for name, *_ in manners(part)}
        assert not {*_BODY["unseen"], *_HAND["unseen"]} & {*_BODY[part], *_HAND[part]}
        assert not set(_PLACES["unseen"]) & set(_PLACES[part])
        assert not set(_STREETS["unseen"]) & set(_STREETS[part])


def test_two_thirds_of_its_labels_are_asked_in_no_other_part() -> None:
    asked = [(key, text) for key in LABELS for text in labels(key, "unseen")]
    known = {
        (key, text.casefold()) for part in OTHERS for key in LABELS for text in labels(key, part)
    }
    own = sum((key, text.casefold()) not in known for key, text in asked)
    assert own >= 0.66 * len(asked)
    assert set(unseen.LABELS) == set(LABELS)


@pytest.mark.parametrize("part", PARTS)
def test_a_paper_is_the_same_for_the_same_seed(part: str) -> None:
    _, first = typed_paper(7, part)
    _, again = typed_paper(7, part)
    assert first == again
    assert first["doc_type"] == "trang_trang" or first["fields"] or first["doc_type"] == "khac"
