"""The part of the generator that only figures are taken from stays apart from those tuned on."""

import pytest

from tests.kit.papers import blind, distant, kept_back, sealed, unseen, veiled
from tests.kit.papers.canvas import _BODY, _HAND
from tests.kit.papers.draw import PARTS, typed_paper
from tests.kit.papers.people import _PLACES, _STREETS
from tests.kit.papers.shapes_more import manners
from tests.kit.papers.wording import LABELS, labels

# each part that figures were taken from before anybody looked at it, the older parts, which it stands
# apart from, and how much of its labels none of them asks in the same words: usual words are usual
# everywhere
APART = [
    ("unseen", unseen, PARTS[: PARTS.index("unseen")], 0.66),
    ("sealed", sealed, PARTS[: PARTS.index("sealed")], 0.6),
    ("blind", blind, PARTS[: PARTS.index("blind")], 0.6),
    ("veiled", veiled, PARTS[: PARTS.index("veiled")], 0.6),
    ("kept_back", kept_back, PARTS[: PARTS.index("kept_back")], 0.6),
    ("distant", distant, PARTS[: PARTS.index("distant")], 0.6),
]


@pytest.mark.parametrize(("mine", "words", "others", "share"), APART)
def test_layouts_fonts_and_places_are_its_own(mine, words, others, share) -> None:
    for part in others:
        assert not {name for name, *_ in manners(mine)} & {name for name, *_ in manners(part)}
        assert not {*_BODY[mine], *_HAND[mine]} & {*_BODY[part], *_HAND[part]}
        assert not set(_PLACES[mine]) & set(_PLACES[part])
        assert not set(_STREETS[mine]) & set(_STREETS[part])


@pytest.mark.parametrize(("mine", "words", "others", "share"), APART)
def test_most_of_its_labels_are_asked_in_no_other_part(mine, words, others, share) -> None:
    asked = [(key, text) for key in LABELS for text in labels(key, mine)]
    known = {
        (key, text.casefold()) for part in others for key in LABELS for text in labels(key, part)
    }
    own = sum((key, text.casefold()) not in known for key, text in asked)
    assert own >= share * len(asked)
    assert set(words.LABELS) == set(LABELS)


@pytest.mark.parametrize("part", PARTS)
def test_a_paper_is_the_same_for_the_same_seed(part: str) -> None:
    _, first = typed_paper(7, part)
    _, again = typed_paper(7, part)
    assert first == again
    assert first["doc_type"] == "trang_trang" or first["fields"] or first["doc_type"] == "khac"
