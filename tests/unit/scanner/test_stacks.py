"""Splitting, interleaving, duplicates, recipes, profiles, sizes, bursts of keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner import Findings, PageRecord, RequestError, TrayError
from scanner.arrangement import (
    Add,
    Arranger,
    Crop,
    Cut,
    CutCards,
    LayBacks,
    Order,
    Remove,
    Restore,
    Turn,
)
from scanner.covers import Cover, CoverKind, ForgedCover, read_cover
from scanner.devices import Colour, Source, SourceCapabilities, Ticket
from scanner.profiles import Profiles, SizeLimit, materials, size_so_far
from scanner.records import Code
from scanner.stacks import given_again, interleave, likely_duplicates, split_stack
from tests.kit.scanner.memory_ledger import MemoryLedger

KEY = b"key"


def a_page(number, *texts, side="a", sheet=None, sha="", **findings):
    seen = Findings(
        codes=tuple(Code("QRCode", t, (0, 0, 1, 1)) for t in texts),
        **findings,
    )
    return PageRecord(
        id=f"p{number}", stack="1", number=number, sheet=sheet or number, side=side,
        file=Path("x"), mime="image/jpeg", sha256=sha or f"{number:064x}", size=1, width=1,
        height=1, dpi=300, findings=seen,
    )  # fmt: skip


def cover(component, dossier="H1", key=KEY):
    return Cover(CoverKind.COMPONENT, dossier, component).text(key)


def shape(split):
    return [
        (p.cover and (p.cover.dossier, p.cover.component), [x.id for x in p.pages], p.is_unclear)
        for p in split.piles
    ]


# -- splitting


def test_three_components_and_the_covers_out_of_the_way():
    """Scenario 45."""
    stack = [
        a_page(1, cover("GKS"), is_separator=True), a_page(2), a_page(3),
        a_page(4, cover("CCCD"), is_separator=True), a_page(5),
        a_page(6, cover("TK"), is_separator=True), a_page(7),
    ]  # fmt: skip
    split = split_stack(stack, KEY)
    assert shape(split) == [
        (("H1", "GKS"), ["p2", "p3"], False),
        (("H1", "CCCD"), ["p5"], False),
        (("H1", "TK"), ["p7"], False),
    ]
    assert [p.id for p in split.separators] == ["p1", "p4", "p6"]


def test_two_citizens_in_one_feed():
    stack = [a_page(1, cover("A", "H1")), a_page(2), a_page(3, cover("A", "H2")), a_page(4)]
    assert shape(split_stack(stack, KEY)) == [
        (("H1", "A"), ["p2"], False),
        (("H2", "A"), ["p4"], False),
    ]


def test_pages_before_the_first_cover_are_kept():
    assert shape(split_stack([a_page(1), a_page(2, cover("A")), a_page(3)], KEY)) == [
        (None, ["p1"], False),
        (("H1", "A"), ["p3"], False),
    ]


def test_a_forged_cover_splits_nothing_and_is_shown():
    """Scenario 47."""
    forged = cover("A", key=b"another key")
    split = split_stack([a_page(1), a_page(2, forged, is_separator=True), a_page(3)], KEY)
    assert shape(split) == [(None, ["p1", "p2", "p3"], False)]
    assert [p.id for p in split.forged] == ["p2"]
    assert isinstance(read_cover(forged, KEY), ForgedCover)


def test_an_unreadable_cover_makes_an_unclear_pile():
    split = split_stack([a_page(1), a_page(2, is_separator=True), a_page(3)], KEY)
    assert shape(split) == [(None, ["p1"], False), (None, ["p3"], True)]


def test_two_different_covers_on_one_page_are_unclear():
    split = split_stack([a_page(1, cover("A"), cover("B"), is_separator=True), a_page(2)], KEY)
    assert shape(split) == [(None, ["p2"], True)]


def test_the_blank_back_of_a_cover_goes_with_it():
    stack = [
        a_page(1, cover("A"), sheet=1), a_page(2, sheet=1, side="b", blank=True),
        a_page(3, sheet=2), a_page(4, sheet=2, side="b", blank=True),
    ]  # fmt: skip
    split = split_stack(stack, KEY)
    assert shape(split) == [(("H1", "A"), ["p3", "p4"], False)]
    assert [p.id for p in split.separators] == ["p1", "p2"]


@given(st.lists(st.sampled_from(["page", "cover", "forged", "patch", "blank"]), max_size=20))
def test_every_page_is_somewhere_exactly_once(kinds):
    makers = {
        "page": a_page,
        "cover": lambda n: a_page(n, cover("A"), is_separator=True),
        "forged": lambda n: a_page(n, cover("A", key=b"x"), is_separator=True),
        "patch": lambda n: a_page(n, is_separator=True),
        "blank": lambda n: a_page(n, blank=True, side="b", sheet=max(1, n - 1)),
    }
    stack = [makers[k](n) for n, k in enumerate(kinds, 1)]
    split = split_stack(stack, KEY)
    placed = [p.id for pile in split.piles for p in pile.pages] + [p.id for p in split.separators]
    assert sorted(placed) == sorted(p.id for p in stack)


@given(st.text(max_size=20), st.text(max_size=20))
def test_covers_read_back(dossier, component):
    made = Cover(CoverKind.COMPONENT, dossier, component)
    try:
        text = made.text(KEY)
    except ValueError:
        return
    read = read_cover(text, KEY)
    assert read in (made, None)  # None: too long for a cover, never someone else's
    assert read_cover(text[:-1] + ("0" if text[-1] != "0" else "1"), KEY) != made


# -- duplex by hand


def test_fronts_then_backs_turned_over():
    """Scenario 43."""
    laid = interleave(["1a", "2a", "3a"], ["3b", "2b", "1b"])
    assert (laid.order, laid.problem) == (("1a", "1b", "2a", "2b", "3a", "3b"), None)
    laid = interleave(["1a", "2a"], ["1b", "2b"], is_reversed=False)
    assert laid.order == ("1a", "1b", "2a", "2b")


@given(st.integers(0, 8), st.integers(0, 8))
def test_an_odd_count_warns_and_drops_nothing(fronts, backs):
    """Scenario 43."""
    first, second = [f"f{n}" for n in range(fronts)], [f"b{n}" for n in range(backs)]
    laid = interleave(first, second)
    assert sorted(laid.order) == sorted(first + second)
    assert (laid.problem is None) == (fronts == backs)
    if laid.problem is not None:
        assert laid.problem.facts == {"fronts": fronts, "backs": backs}


# -- duplicates


def test_likely_duplicates_are_pairs_to_look_at():
    """Scenario 48: the same form of two citizens is never merged, only proposed at most."""
    alike, unlike = "0" * 63 + "1", "f" * 64
    stack = [
        a_page(1, sha="s", likeness=alike), a_page(2, sha="s", likeness=alike),
        a_page(3, likeness=alike), a_page(4, likeness=unlike), a_page(5, sha="s", blank=True),
    ]  # fmt: skip
    found = [(a.earlier, a.later, a.is_identical) for a in likely_duplicates(stack)]
    assert found == [("p1", "p2", True), ("p1", "p3", False), ("p2", "p3", False)]


# -- recipes


@pytest.fixture
def ledger():
    return MemoryLedger()


def order(arranger):
    return [p.page for p in arranger.now.pages]


def test_everything_can_be_undone_even_after_a_new_start(ledger):
    desk = Arranger(ledger, "H1/GKS")
    desk.do(Add(("p1", "p2", "p3")))
    before = desk.now
    for act in (
        Remove(("p2",)), Restore(("p2",), after="p1"), Turn(("p1", "p3"), 90), Order(("p3", "p1")),
        Crop("p1", (1, 2, 3, 4)), Cut("p1"),
    ):  # fmt: skip
        desk.do(act)
    after = desk.now
    again = Arranger(ledger, "H1/GKS")
    assert again.now == after
    for _ in range(6):
        again.undo()
    assert again.now == before
    for _ in range(6):
        again.redo()
    assert Arranger(ledger, "H1/GKS").now == after


def test_deleting_is_putting_aside(ledger):
    desk = Arranger(ledger, "s")
    desk.do(Add(("p1", "p2")))
    desk.do(Remove(("p1",)))
    assert (order(desk), [p.page for p in desk.now.bin]) == (["p2"], ["p1"])
    desk.undo()
    assert order(desk) == ["p1", "p2"]
    desk.do(Turn(("p1",), 180))
    assert not desk.can_redo
    with pytest.raises(TrayError):
        desk.redo()


def test_a_crop_while_pages_arrive_keeps_the_order(ledger):
    """Scenario 51."""
    desk = Arranger(ledger, "s")
    for number in range(1, 6):
        desk.do(Add((f"p{number}",)))
        desk.do(Crop("p1", (0, 0, number, number)))
    assert order(desk) == [f"p{n}" for n in range(1, 6)]
    assert desk.now.pages[0].crop == (0, 0, 5, 5)


def test_documents_are_cut_before_their_first_page(ledger):
    desk = Arranger(ledger, "s")
    desk.do(Add(("p1", "p2", "p3")))
    desk.do(Cut("p3"))
    assert [[p.page for p in d] for d in desk.now.documents()] == [["p1", "p2"], ["p3"]]


_IDS = st.sampled_from(["p1", "p2", "p3", "p4"])
_ACTS = st.one_of(
    st.builds(Add, st.tuples(_IDS)), st.builds(Remove, st.tuples(_IDS)),
    st.builds(Restore, st.tuples(_IDS), st.one_of(st.none(), _IDS)),
    st.builds(Order, st.lists(_IDS, unique=True).map(tuple)),
    st.builds(Turn, st.tuples(_IDS), st.sampled_from([90, 180, 270])), st.builds(Cut, _IDS),
)  # fmt: skip


@given(st.lists(_ACTS, max_size=15))
def test_no_history_loses_or_doubles_a_page(acts):
    desk = Arranger(MemoryLedger(), "s")
    added = set()
    for act in acts:
        added |= set(act.pages) if isinstance(act, Add) else set()
        desk.do(act)
        now = desk.now
        assert sorted(p.page for p in (*now.pages, *now.bin)) == sorted(added)


# -- profiles, materials, sizes

OFFICE = b"""
[default]
dpi = 300
locked = ["colour"]
[component.GKS]
expects_seal = true
[component.BAN_VE]
dpi = 200
source = "platen"
width_mm = 420.0
"""


def test_profiles_inherit_and_lock():
    office = Profiles.from_toml(OFFICE)
    certificate = office.for_component("GKS")
    assert (certificate.dpi, certificate.expects_seal) == (300, True)
    assert office.for_component("BAN_VE").source is Source.PLATEN
    assert office.for_component("khác") == office.default
    assert certificate.with_changes(dpi=600).dpi == 600
    with pytest.raises(RequestError) as refused:
        certificate.with_changes(colour=Colour.BW)
    assert refused.value.code == "scanner.profile_locked"


@pytest.mark.parametrize("wrong", [b"[default]\ndip = 3", b"[default]\nlocked = ['x']"])
def test_a_wrong_profile_names_its_mistake(wrong):
    with pytest.raises(ValueError, match=r"dip|x"):
        Profiles.from_toml(wrong)


def test_a_ticket_takes_the_next_resolution_the_device_has():
    offered = SourceCapabilities(source=Source.ADF, dpi=(150, 400), colours=(Colour.GREY,))
    fitted = Ticket(dpi=300, settles=True).fitted(offered)
    assert (fitted.dpi, fitted.colour) == (400, Colour.GREY)
    assert Ticket(dpi=600, settles=True).fitted(offered).dpi == 400
    with pytest.raises(RequestError, match="setting_not_offered"):
        Ticket(dpi=300).fitted(offered)


def test_each_material_changes_what_is_done():
    """R-5B-61 to R-5B-67 and R-5B-69."""
    known = materials()
    rules = {m.rule for m in known.values() if m.rule}
    assert rules == {f"R-5B-{n}" for n in (61, 62, 63, 65, 66, 67, 69)}
    plain = known["plain"]
    default = Profiles.from_toml(b"").default
    for material in known.values():
        differs = [
            material.adapt(default) != default, bool(material.prepare), bool(material.optimise),
            material.captures != plain.captures, material.asks_signed_original,
            material.needs_decision, not material.counts_in_rates, material.needs_note,
        ]  # fmt: skip
        assert any(differs) or material is plain, material.name
    assert known["overlay"].captures == ["with_note", "without_note"]
    assert (known["fragile"].needs_decision, known["fragile"].counts_in_rates) == (True, False)
    assert all(known[n].asks_signed_original for n in ("large", "coated", "audiovisual"))


def test_the_live_size_counts_down():
    limit = SizeLimit(3_000_000, is_from_province=True)
    assert size_so_far([], limit).pages_left is None
    one = size_so_far([900_000], limit)
    assert (one.pages_left, one.is_over) == (2, False)
    assert size_so_far([900_000] * 4, limit).is_over


# -- two passes, cards, and what came before


def test_backs_are_laid_behind_their_fronts_and_undone_in_one_step():
    """Scenario 43 as an act of the history: whatever lies between stays where it was."""
    arranger = Arranger(MemoryLedger(), "H1")
    arranger.do(Add(("before",), homes=("k",)))
    arranger.do(Add(("f1", "f2", "f3"), homes=("k",) * 3))
    arranger.do(Add(("b3", "b2", "b1"), homes=("k",) * 3))
    laid = interleave(("f1", "f2", "f3"), ("b3", "b2", "b1"))
    now = arranger.do(LayBacks(laid.order, ("b3", "b2", "b1")))
    assert [p.page for p in now.pages] == ["before", "f1", "b1", "f2", "b2", "f3", "b3"]
    assert [p.page for p in now.pages if p.is_back] == ["b1", "b2", "b3"]
    again = Arranger(arranger._ledger, "H1")
    assert again.now == now
    assert [p.page for p in again.undo().pages] == ["before", "f1", "f2", "f3", "b3", "b2", "b1"]


def test_a_page_is_cut_to_its_cards_and_whole_again():
    arranger = Arranger(MemoryLedger(), "H1")
    arranger.do(Add(("p",)))
    corners = ((10, 20), (110, 20), (110, 80), (10, 80))
    now = arranger.do(CutCards("p", (corners, corners)))
    assert now.pages[0].cards == (corners, corners)
    assert Arranger(arranger._ledger, "H1").now == now
    assert arranger.do(Crop("p", None)).pages[0].cards == ()


def test_what_was_given_before_is_one_proposal_a_page():
    def page(number, likeness, **more):
        return a_page(number, likeness=likeness, **more)

    zero, near, far = "00" * 32, "00" * 31 + "0f", "ff" * 32
    here = [page(1, zero), page(2, far), page(3, "", blank=True), page(4, far, sha="same")]
    earlier = [
        page(11, near), page(12, zero), page(13, "", sha="same"), page(14, zero, is_separator=True)
    ]  # fmt: skip
    found = {
        again.page: (again.earlier, again.is_identical) for again in given_again(here, earlier)
    }
    assert found == {"p1": ("p12", False), "p4": ("p13", True)}
