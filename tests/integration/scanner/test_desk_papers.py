"""Step 1 over the real tray, ledger and papers store: what F4 and its neighbours leave behind."""

from __future__ import annotations

import dataclasses
import hashlib
import io

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7
from PIL import Image

from desk_app import bootstrap
from desk_app.application import captures
from desk_app.application.commands import intake as acts
from desk_app.application.ports import no_progress
from desk_app.application.scan_ports import COVERS, ELSEWHERE, CaptureOrder
from desk_app.domain.components import MaterialNeed
from desk_app.domain.errors import IntegrityError, RuleError
from desk_app.ui.connect.intake import IntakePart
from desk_app.ui.connect.lists import PagesPart
from desk_app.ui.connect.papers import with_tray
from desk_app.ui.connect.sitting import Sitting
from desk_app.ui.connect.views import dossier_view
from scanner.devices import PageBytes
from tests.integration.signing_verify.test_containers import signed_xml
from tests.kit.scanner import pages
from tests.kit.scanner.counter import FIRST, SECOND, begin, mark, scan, side
from tests.kit.scanner.documents import pdf_of, signed_pdf
from tests.kit.scanner.escl_sim import EsclSim

pytestmark = [pytest.mark.scanner, pytest.mark.xdist_group("desk_papers")]


def blank(seed=0):
    return pages.jpeg(pages.paper(150, seed=seed), 150)


def cover(desk, dossier, component, *, forged=False):
    text = desk.office.scanner.cover_text(dossier, component)
    if forged:
        text = text[:-1] + ("0" if text[-1] != "0" else "1")
    sheet = pages.paper(150)
    sheet.paste(pages.barcode(text, scale=6).convert("RGB"), (400, 500))
    return pages.jpeg(sheet, 150)


def patch_only():
    """A separator whose code cannot be read: Patch-T alone."""
    from tests.unit.scanner.test_inspection import patch_t

    return pages.jpeg(patch_t(150), 150)


def ids(desk, key, component=FIRST):
    """The printed marks of the pages as the dossier holds them."""
    papers = desk.office.papers
    found = desk.enquiries.dossier(key).component(component).pages
    return [pages.read_id(papers.read(ref.sha256)) for ref in found]


def in_pdf(desk, key, component=FIRST):
    """SHA-256 of every image in the bound file."""
    import pikepdf

    file = desk.enquiries.dossier(key).component(component).file
    with pikepdf.open(io.BytesIO(desk.office.papers.read(file.sha256))) as pdf:
        return [
            hashlib.sha256(image.read_raw_bytes()).hexdigest()
            for page in pdf.pages
            for image in page.images.values()
        ]


def test_pages_are_kept_as_they_came_and_lie_sealed(desk, clerk, key, profile):
    stack = [side("s1", n) for n in (1, 2, 3)]
    with EsclSim(stack) as device:
        done = scan(desk, clerk, key, device.uri)
    digests = [hashlib.sha256(data).hexdigest() for data in stack]
    assert (done.facts["ended"], done.facts["pages"]) == ("done", 3)
    component = desk.enquiries.dossier(key).component(FIRST)
    assert [ref.sha256 for ref in component.pages] == digests == in_pdf(desk, key)


def in_tray(profile):
    """Page files that lie in the tray."""
    return [f for f in (profile / "tray").glob("*") if f.suffix in {".jpg", ".png", ".tif"}]


def test_the_tray_is_cleared_once_a_stack_is_safe_and_never_before(desk, clerk, key, profile):
    """Sealed while it waits; gone when the saved dossier names it and the store gives it back."""
    scanner, papers = desk.office.scanner, desk.office.papers
    before = len(in_tray(profile))
    stack = [side("t", n) for n in (1, 2, 3)]
    waiting = []

    def look(_done, _total, _note):
        files = in_tray(profile)
        assert all(f.read_bytes().startswith(b"age-encryption.org") for f in files)
        waiting.append(len(files) - before)

    with EsclSim(stack) as device:
        desk.steps.intake.scan(
            acts.Scan(dossier=key, actor=clerk, component=FIRST, device=device.uri), progress=look
        )
    assert waiting == [1, 2, 3]
    assert len(in_tray(profile)) == before
    assert scanner.held(key) == frozenset()
    assert [papers.read(ref.sha256) for ref in desk.enquiries.dossier(key).component(FIRST).pages]

    step = desk.steps.intake
    move = acts.ArrangePages(dossier=key, actor=clerk, component=FIRST, move="right", pages=(2,))
    step.arrange(move)
    turned = desk.enquiries.dossier(key).component(FIRST).pages[1]
    assert (turned.recipe, turned.derived_from) == ("turn 90", hashlib.sha256(stack[1]).hexdigest())
    step.undo(acts.UndoPages(dossier=key, actor=clerk))
    step.undo(acts.UndoPages(dossier=key, actor=clerk))
    assert desk.enquiries.dossier(key).component(FIRST).pages == ()
    step.redo(acts.RedoPages(dossier=key, actor=clerk))
    assert ids(desk, key) == [pages.ident("t", n, "A") for n in (1, 2, 3)]
    assert scanner.loose(key) == scanner.interrupted(key) == ()


def test_a_store_that_does_not_give_back_a_page_leaves_it_in_the_tray(
    desk, clerk, key, profile, monkeypatch
):
    papers, bind = desk.office.papers, captures._bind
    lost, read, bound = hashlib.sha256(side("v", 2)).hexdigest(), type(papers).read, []

    def binds(*given):
        bound.append(bind(*given))
        return bound[-1]

    def damaged(self, digest):
        if bound and digest == lost:
            raise IntegrityError("papers.damaged", {"sha256": digest})
        return read(self, digest)

    monkeypatch.setattr(captures, "_bind", binds)
    monkeypatch.setattr(type(papers), "read", damaged)
    with EsclSim([side("v", n) for n in (1, 2, 3)]) as device:
        scan(desk, clerk, key, device.uri)
    assert desk.office.scanner.held(key) == frozenset({lost})
    monkeypatch.undo()
    desk.steps.intake.take_in(acts.TakeInPages(dossier=key, actor=clerk))
    assert desk.office.scanner.held(key) == frozenset()


@pytest.mark.parametrize("from_province", [False, True])
def test_the_size_so_far_is_the_size_of_the_file(desk, clerk, key, from_province, monkeypatch):
    """Against the limit the target told, or the setting's while it was not heard."""
    with EsclSim([side("w", n) for n in (1, 2, 3)]) as device:
        scan(desk, clerk, key, device.uri)
    most = 2_000_000 if from_province else None
    monkeypatch.setattr(desk.exchange, "most_bytes", most)
    dossier = desk.enquiries.dossier(key)
    part = with_tray(
        dossier_view(dossier, None, ()), dossier, desk.office.scanner, desk.file_limit()
    ).components[0]
    real = dossier.component(FIRST).file.size
    assert real <= part.size.used_bytes <= real + 60_000
    assert (part.size.most_bytes, part.size.is_from_province) == (most or 50_000_000, from_province)
    assert part.size.pages_left > 0
    monkeypatch.setattr(desk.exchange, "most_bytes", real // 2)
    small = with_tray(
        dossier_view(dossier, None, ()), dossier, desk.office.scanner, desk.file_limit()
    ).components[0]
    assert small.size.is_over
    assert small.notes[0].code == "intake.note_too_large"


def test_a_second_scan_goes_behind_the_first(desk, clerk, key):
    for number in (1, 2):
        with EsclSim([side("more", number)]) as device:
            scan(desk, clerk, key, device.uri)
    assert ids(desk, key) == [pages.ident("more", n, "A") for n in (1, 2)]


def test_cover_sheets_send_pages_to_their_papers(desk, clerk, key):
    """Scenario 45 at the counter, and two citizens in one feed."""
    other = begin(desk, clerk)
    stack = [
        side("a", 1),
        cover(desk, key, SECOND), side("b", 1), side("b", 2),
        cover(desk, other, FIRST), side("c", 1),
        cover(desk, key, FIRST), side("a", 2),
    ]  # fmt: skip
    with EsclSim(stack) as device:
        scan(desk, clerk, key, device.uri)
    assert ids(desk, key) == [pages.ident("a", n, "A") for n in (1, 2)]
    assert ids(desk, key, SECOND) == [pages.ident("b", n, "A") for n in (1, 2)]
    assert ids(desk, other) == [pages.ident("c", 1, "A")]
    arranged = desk.office.scanner.arranged(key)
    assert (len(arranged.at(COVERS)), len(arranged.at(ELSEWHERE))) == (3, 1)
    assert desk.office.scanner.loose(key) == ()


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_printed_covers_are_found_at_every_resolution(dpi, desk, clerk, key, inspector):
    """What the printer gives, as the scanner would see it: the code, and the bars beside it."""
    import pypdfium2

    done = desk.steps.intake.print_covers(acts.PrintCovers(dossier=key, actor=clerk))
    names = [component.key for component in desk.enquiries.dossier(key).components]
    assert done.files[-1].pages == len(names)
    pdf = pypdfium2.PdfDocument(desk.office.papers.read(done.files[-1].sha256))
    for name, sheet in zip(names, pdf, strict=True):
        data = pages.jpeg(sheet.render(scale=dpi / 72).to_pil().convert("RGB"), dpi)
        inspector.check(PageBytes(data, "image/jpeg"), dpi=dpi)
        found = inspector.seen(wait_s=30).findings
        assert [code.text for code in found.codes] == [desk.office.scanner.cover_text(key, name)]
        assert found.is_separator
        assert not found.blank


def test_a_forged_cover_splits_nothing_and_is_said(desk, clerk, key):
    """Scenario 47."""
    with EsclSim([side("f", 1), cover(desk, key, SECOND, forged=True), side("f", 2)]) as device:
        scan(desk, clerk, key, device.uri)
    dossier = desk.enquiries.dossier(key)
    assert len(dossier.component(FIRST).pages) == 3
    assert dossier.component(SECOND).pages == ()
    view = with_tray(
        dossier_view(dossier, None, ()), dossier, desk.office.scanner, desk.file_limit()
    )
    said = [n for n in view.components[0].notes if n.code == "scanner.note.cover_forged"]
    assert [(note.page, note.is_serious) for note in said] == [(1, True)]


def test_pages_nobody_can_place_wait_for_the_officer(desk, clerk, key):
    """An unreadable cover, a cover of a dossier nobody knows, one of a component it lacks."""
    stack = [
        side("u", 1), patch_only(), side("u", 2),
        cover(desk, "H99.01-000000-9999", FIRST), side("u", 3),
        cover(desk, key, "no_such"), side("u", 4),
    ]  # fmt: skip
    with EsclSim(stack) as device:
        scan(desk, clerk, key, device.uri)
    assert ids(desk, key) == [pages.ident("u", 1, "A")]
    dossier = desk.enquiries.dossier(key)
    view = with_tray(
        dossier_view(dossier, None, ()), dossier, desk.office.scanner, desk.file_limit()
    )
    card = view.components[-1]
    assert (card.id, card.status, card.pages) == ("~unclear", "unclear", 3)
    order = acts.ArrangePages(
        dossier=key, actor=clerk, component="", move="rehome", pages=(1, 2, 3), to=SECOND
    )
    desk.steps.intake.arrange(order)
    assert ids(desk, key, SECOND) == [pages.ident("u", n, "A") for n in (2, 3, 4)]


def test_a_jam_keeps_what_came_and_f4_goes_on(desk, clerk, key):
    """Scenario 11 at the counter: duplex, half a sheet in; nothing doubled, nothing lost."""
    sides = [side("j", n, m) for n in (1, 2, 3) for m in "AB"]
    with EsclSim(sides, ["jam@4"]) as device:
        done = scan(desk, clerk, key, device.uri, source="adf-duplex")
        assert (done.facts["ended"], done.facts["problem"], done.facts["next_sheet"]) == (
            "jam", "scanner.jam", 2,
        )  # fmt: skip
        dossier = desk.enquiries.dossier(key)
        view = with_tray(
            dossier_view(dossier, None, ()), dossier, desk.office.scanner, desk.file_limit()
        )
        assert view.components[0].notes[0].code == "intake.note_interrupted"
        assert view.components[0].notes[0].facts == {"sheet": 2}
        device.reload(sides[2:])
        done = scan(desk, clerk, key, device.uri, source="adf-duplex")
    assert done.facts["ended"] == "done"
    assert ids(desk, key) == [pages.ident("j", n, m) for n in (1, 2, 3) for m in "AB"]
    assert desk.office.scanner.interrupted(key) == ()


def test_an_empty_feeder_is_said_in_its_own_words(desk, clerk, key):
    with EsclSim([], ["empty"]) as device, pytest.raises(RuleError) as refused:
        scan(desk, clerk, key, device.uri, source="adf")
    assert refused.value.code == "scanner.no_paper"
    assert desk.enquiries.dossier(key).component(FIRST).file is None


def test_pages_of_a_crash_find_their_place(desk, clerk, key):
    """Safe in the tray, and the program gone before the dossier knew: opening it is enough."""
    order = CaptureOrder(device="", scope=key, home=FIRST)
    with EsclSim([side("x", 1), cover(desk, key, SECOND), side("x", 2)]) as device:
        desk.office.scanner.capture(
            dataclasses.replace(order, device=device.uri), progress=no_progress
        )
    assert ids(desk, key) == []
    for _ in range(2):
        desk.steps.intake.take_in(acts.TakeInPages(dossier=key, actor=clerk))
        assert ids(desk, key) == [pages.ident("x", 1, "A")]
        assert ids(desk, key, SECOND) == [pages.ident("x", 2, "A")]


def test_every_act_can_be_undone_also_after_a_new_start(desk, clerk, profile):
    """Removing, turning, moving and the scan itself; the captures never change."""
    key = begin(desk, clerk)
    step = desk.steps.intake
    with EsclSim([side("z", n) for n in (1, 2, 3)]) as device:
        scan(desk, clerk, key, device.uri)
    whole = ids(desk, key)

    def do(move, *numbers, **more):
        step.arrange(
            acts.ArrangePages(
                dossier=key, actor=clerk, component=FIRST, move=move, pages=numbers, **more
            )
        )

    do("remove", 2)
    assert ids(desk, key) == [whole[0], whole[2]]
    do("down", 1)
    assert ids(desk, key) == [whole[2], whole[0]]
    do("right", 1)
    turned = desk.enquiries.dossier(key).component(FIRST).pages[0]
    assert turned.recipe == "turn 90"
    data = desk.office.papers.read(turned.sha256)
    with Image.open(io.BytesIO(data)) as image:
        assert image.width > image.height
    with Image.open(io.BytesIO(desk.office.papers.read(turned.derived_from))) as image:
        assert image.width < image.height

    second = bootstrap.open_desk(profile)
    try:
        again = acts.UndoPages(dossier=key, actor=clerk)
        for expected in ([whole[2], whole[0]], [whole[0], whole[2]], whole, []):
            second.steps.intake.undo(again)
            assert ids(second, key) == expected
        with pytest.raises(RuleError, match="nothing_to_undo"):
            second.steps.intake.undo(again)
        second.steps.intake.redo(acts.RedoPages(dossier=key, actor=clerk))
        assert ids(second, key) == whole
    finally:
        second.close()


def test_blank_sides_are_confirmed_before_anything_is_left_out(desk, clerk, key):
    """R-5B-60: both sides are filed, unless every sheet is blank on the same side."""
    step = desk.steps.intake
    with EsclSim([side("d", 1), blank(1), side("d", 2), side("d", 2, "B")]) as device:
        scan(desk, clerk, key, device.uri, source="adf-duplex")
    mixed = desk.enquiries.dossier(key).component(FIRST)
    assert (len(mixed.pages), mixed.has_unseen_blanks) == (4, True)
    refusal = refused_with(desk, clerk, key)
    assert refusal == "blank_sides_seen"
    step.confirm_blank(acts.ConfirmBlank(dossier=key, actor=clerk, component=FIRST))
    seen = desk.enquiries.dossier(key).component(FIRST)
    assert (len(seen.pages), seen.has_unseen_blanks, seen.blank.confirmed_by) == (
        4, False, clerk.user,
    )  # fmt: skip

    with EsclSim([side("e", 1), blank(2), side("e", 2), blank(3)]) as device:
        scan(desk, clerk, key, device.uri, SECOND, source="adf-duplex")
    step.confirm_blank(acts.ConfirmBlank(dossier=key, actor=clerk, component=SECOND))
    assert ids(desk, key, SECOND) == [pages.ident("e", n, "A") for n in (1, 2)]
    assert len(desk.office.scanner.arranged(key).bin) == 2
    step.undo(acts.UndoPages(dossier=key, actor=clerk))
    assert len(desk.enquiries.dossier(key).component(SECOND).pages) == 4


def refused_with(desk, clerk, key):
    """The rule that stops the dossier from being received, once nothing simpler does."""
    from desk_app.domain.rules import RULES
    from desk_app.domain.workflow import TRANSITIONS

    dossier = desk.enquiries.dossier(key)
    names = TRANSITIONS["receive"].rules
    return next(
        n
        for n in names
        if n in {"blank_sides_seen", "materials_settled"} and RULES[n](dossier, None)
    )


def test_likely_duplicates_are_shown_side_by_side_and_kept(desk, clerk, key):
    page = side("dup", 1)
    with EsclSim([page, page]) as device:
        scan(desk, clerk, key, device.uri)
    dossier = desk.enquiries.dossier(key)
    assert len(dossier.component(FIRST).pages) == 2
    view = with_tray(
        dossier_view(dossier, None, ()), dossier, desk.office.scanner, desk.file_limit()
    )
    found = [n for n in view.components[0].notes if n.code == "intake.note_duplicate"]
    assert [(n.facts, n.page) for n in found] == [({"page": 2, "other": 1}, 1)]


# -- two passes of a one-sided feeder


def test_backs_find_their_fronts_before_anybody_looks_for_blanks(desk, clerk, key):
    """Scenario 43 at the counter: the pile is turned over as a whole, blank backs are in it."""
    step, window = desk.steps.intake, IntakePart(Sitting(desk, clerk), None)
    with EsclSim([side("d", n) for n in (1, 2, 3)]) as device:
        scan(desk, clerk, key, device.uri, source="adf")
    backs = [blank(3), side("d", 2, "B"), blank(1)]
    with EsclSim(backs) as device:
        done = step.scan_backs(
            acts.ScanBacks(dossier=key, actor=clerk, component=FIRST, device=device.uri)
        )
    assert "problem" not in done.facts
    a1, a2, a3 = (pages.ident("d", n, "A") for n in (1, 2, 3))
    assert ids(desk, key) == [a1, None, a2, pages.ident("d", 2, "B"), a3, None]
    assert [p.side for p in desk.office.scanner.arranged(key).at(FIRST)] == list("ababab")
    component = desk.enquiries.dossier(key).component(FIRST)
    assert len(component.blank.pages) == 2
    window.confirm_blank(key, FIRST)
    assert len(ids(desk, key)) == 6, "one back is written on: both sides of every sheet are filed"
    step.undo(acts.UndoPages(dossier=key, actor=clerk))
    assert ids(desk, key)[:3] == [a1, a2, a3]
    step.redo(acts.RedoPages(dossier=key, actor=clerk))
    assert ids(desk, key)[0::2] == [a1, a2, a3]


def test_an_odd_count_of_backs_is_said_and_drops_nothing(desk, clerk, key):
    step = desk.steps.intake
    order = acts.ScanBacks(dossier=key, actor=clerk, component=FIRST, device="")
    with EsclSim([side("e", n) for n in (1, 2, 3)]) as device:
        scan(desk, clerk, key, device.uri, source="adf")
    with EsclSim([side("e", 3, "B"), side("e", 2, "B")]) as device:
        done = step.scan_backs(dataclasses.replace(order, device=device.uri))
    assert done.facts["problem"] == "scanner.duplex_uneven"
    assert (done.facts["fronts"], done.facts["backs"]) == (3, 2)
    assert len(ids(desk, key)) == 5
    other = begin(desk, clerk)
    with EsclSim([side("e", 9)]) as device, pytest.raises(RuleError) as refused:
        step.scan_backs(dataclasses.replace(order, dossier=other, device=device.uri))
    assert refused.value.code == "intake.no_fronts"
    assert ids(desk, other) == [pages.ident("e", 9, "A")], "what was fed is kept"


# -- cards on a page, and what the applicant gave before


def two_cards():
    """Both sides of an identity card on one platen, one of them a little crooked."""
    from tests.unit.scanner.test_inspection import card_sheet

    return pages.jpeg(card_sheet(), 300)


def test_a_page_with_two_cards_is_filed_as_its_cards_at_true_size(desk, clerk, key):
    """Scenario 49 at the counter: one page, two crops; the capture stays."""
    data = two_cards()
    with EsclSim([data]) as device:
        scan(desk, clerk, key, device.uri)
    window = IntakePart(Sitting(desk, clerk), None)
    view = Sitting(desk, clerk).view(key)
    hint = [n for n in view.components[0].notes if n.code == "intake.note_cards"]
    assert [(n.facts, n.page) for n in hint] == [({"count": 2}, 0)]
    view = window.arrange(key, FIRST, 0, "cards")
    assert not [n for n in view.components[0].notes if n.code == "intake.note_cards"]
    (page,) = desk.enquiries.dossier(key).component(FIRST).pages
    assert page.derived_from == hashlib.sha256(data).hexdigest()
    with Image.open(io.BytesIO(desk.office.papers.read(page.sha256))) as cut:
        dpi = round(cut.info["dpi"][0])
        width, height = (side / dpi * 25.4 for side in cut.size)
    assert (dpi, round(width), round(height)) == (300, 102, 132)
    desk.steps.intake.undo(acts.UndoPages(dossier=key, actor=clerk))
    (page,) = desk.enquiries.dossier(key).component(FIRST).pages
    assert page.sha256 == hashlib.sha256(data).hexdigest()


def test_a_page_without_cards_says_so(desk, clerk, key):
    with EsclSim([side("y", 1)]) as device:
        scan(desk, clerk, key, device.uri)
    with pytest.raises(RuleError) as refused:
        IntakePart(Sitting(desk, clerk), None).arrange(key, FIRST, 0, "cards")
    assert refused.value.code == "intake.no_cards"


def identified(desk, clerk, key, number):
    desk.steps.intake.identify(
        acts.Identify(dossier=key, actor=clerk, full_name="Nguyễn Thị Mẫu", identifier=number)
    )


def test_what_the_applicant_gave_before_is_proposed_and_never_decided(desk, clerk, key):
    """The same birth notice seven dossiers ago; another person's is not told."""
    data, number = side("given", 1), "001199000017"
    identified(desk, clerk, key, number)
    with EsclSim([data]) as device:
        scan(desk, clerk, key, device.uri, SECOND)
    for _ in range(6):
        identified(desk, clerk, begin(desk, clerk), number)
    for who, is_told in ((number, True), ("001199000025", False)):
        later = begin(desk, clerk)
        identified(desk, clerk, later, who)
        with EsclSim([data, side("given", 2)]) as device:
            scan(desk, clerk, later, device.uri)
        view = Sitting(desk, clerk).view(later)
        told = [n for n in view.components[0].notes if n.code == "intake.note_given_before"]
        assert [n.page for n in told if n.page == 0] == [0] * is_told
        if is_told:
            part = desk.enquiries.dossier(key).component(SECOND)
            assert told[0].other.id == hashlib.sha256(data).hexdigest()
            assert part.name in told[0].facts["dossier"]
            assert PagesPart(Sitting(desk), None).page(told[0].other.id, 0, 128).data == data
        assert len(ids(desk, later)) == 2, "nothing is dropped by the program"


# -- files


def test_files_become_pages_and_pages_of_one_image_keep_its_bytes(desk, clerk, key, tmp_path):
    images = [side("p", n) for n in (1, 2)]
    file = tmp_path / "Đơn của bà Đỗ.pdf"
    file.write_bytes(pdf_of(images))
    desk.steps.intake.digitise(
        acts.Digitise(dossier=key, actor=clerk, component=FIRST, files=(file,))
    )
    component = desk.enquiries.dossier(key).component(FIRST)
    wanted = [hashlib.sha256(data).hexdigest() for data in images]
    assert [ref.sha256 for ref in component.pages] == wanted == in_pdf(desk, key)


def test_a_damaged_file_leaves_no_page_behind(desk, clerk, key, tmp_path):
    file = tmp_path / "half.jpg"
    file.write_bytes(side("h", 1)[:20_000])
    with pytest.raises(RuleError) as refused:
        desk.steps.intake.digitise(
            acts.Digitise(dossier=key, actor=clerk, component=FIRST, files=(file,))
        )
    assert refused.value.code == "scanner.file_damaged"
    assert desk.office.scanner.loose(key) == ()
    assert desk.enquiries.dossier(key).component(FIRST).file is None


def test_a_signed_original_stays_byte_for_byte_and_alone(desk, clerk, key, signed, tmp_path):
    """R-5B-64: brought along on a stick instead of the paper."""
    step = desk.steps.intake
    file = tmp_path / "Bản điện tử đã ký.pdf"
    file.write_bytes(signed)
    order = acts.TakeSignedOriginal(dossier=key, actor=clerk, component=FIRST, file=file)
    step.take_signed_original(order)
    component = desk.enquiries.dossier(key).component(FIRST)
    assert component.file.sha256 == hashlib.sha256(signed).hexdigest()
    assert component.is_signed_original
    assert str(component.verdict.verdict) != "invalid"
    assert component.is_signed_personally == (str(component.verdict.verdict) == "valid")

    with EsclSim([side("q", 2)]) as device:
        scan(desk, clerk, key, device.uri, SECOND)
    with pytest.raises(RuleError) as alone:
        step.take_signed_original(dataclasses.replace(order, component=SECOND))
    assert alone.value.code == "intake.signed_file_alone"


def test_importing_a_signed_file_takes_it_whole_too(desk, clerk, key, signed, tmp_path):
    """Scenario of the stick with the ordinary "add file": nothing is rendered or rewritten."""
    file = tmp_path / "ký.pdf"
    file.write_bytes(signed)
    desk.steps.intake.digitise(
        acts.Digitise(dossier=key, actor=clerk, component=FIRST, files=(file,))
    )
    component = desk.enquiries.dossier(key).component(FIRST)
    assert [ref.sha256 for ref in component.pages] == [hashlib.sha256(signed).hexdigest()]


def test_signatures_that_do_not_hold_are_not_taken(desk, clerk, key, signed, tmp_path):
    """A byte of the paper changed, a signature field with rubbish in it, no signature at all."""
    at = signed.index(b"/Im0") if b"/Im0" in signed else 400
    files = {
        "sửa.pdf": (signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :], "original_invalid"),
        "giả.pdf": (signed_pdf(), "original_invalid"),
        "trơn.pdf": (pdf_of([side("q", 3)]), "original_unsigned"),
    }
    for name, (data, code) in files.items():
        file = tmp_path / name
        file.write_bytes(data)
        with pytest.raises(RuleError) as refused:
            desk.steps.intake.take_signed_original(
                acts.TakeSignedOriginal(dossier=key, actor=clerk, component=FIRST, file=file)
            )
        assert refused.value.code == f"intake.{code}", name
    assert desk.enquiries.dossier(key).component(FIRST).file is None


class _Keys:
    """Keys and certificates of the practice office, as the makers of forgeries want them."""

    def __init__(self, folder):
        self.folder = folder
        self.keys = {
            "canbo1": serialization.load_pem_private_key(
                (folder / "keys" / "canbo1.pem").read_bytes(), None
            )
        }
        self.certs = {n: x509.load_der_x509_certificate(self.der(n)) for n in ("canbo1", "sub")}

    def der(self, name):
        return (self.folder / "certs" / f"{name}.der").read_bytes()


def test_signed_data_is_taken_once_its_signature_is_proved(desk, clerk, practice, tmp_path):
    """R-5B-64 with data that is no paper, through "add file" of the window: XML and CMS."""
    pki, window = _Keys(practice.folder / "pki"), IntakePart(Sitting(desk, clerk), None)
    xml = signed_xml(pki)
    message = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(b"Don xin cap phep")
        .add_signer(pki.certs["canbo1"], pki.keys["canbo1"], hashes.SHA256())
        .add_certificate(pki.certs["sub"])
    )
    whole = message.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    apart = message.sign(
        serialization.Encoding.DER,
        [pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.DetachedSignature],
    )
    for name, data in (("đơn.xml", xml), ("đơn.p7m", whole)):
        key = begin(desk, clerk)
        file = tmp_path / name
        file.write_bytes(data)
        view = window.add_file(key, FIRST, file)
        component = desk.enquiries.dossier(key).component(FIRST)
        assert desk.office.papers.read(component.file.sha256) == data
        assert (component.is_signed_original, str(component.verdict.verdict)) == (True, "valid")
        assert view.components[0].verdict == "valid"
        assert window.read(key, FIRST, lambda _progress: None, None) == view
    for name, data, code in (
        ("sửa.xml", xml.replace(b"1000000", b"9000000"), "original_invalid"),
        ("trơn.xml", b"<HoSo>1</HoSo>", "original_unsigned"),
        ("rời.p7s", apart, "original_apart"),
    ):
        key = begin(desk, clerk)
        file = tmp_path / name
        file.write_bytes(data)
        with pytest.raises(RuleError) as refused:
            window.add_file(key, FIRST, file)
        assert refused.value.code == f"intake.{code}", name
        assert desk.enquiries.dossier(key).component(FIRST).file is None


# -- materials, R-5B-61 to R-5B-69


def test_an_unknown_material_is_an_error_in_words(desk, clerk, key):
    with pytest.raises(RuleError) as refused:
        mark(desk, clerk, key, "giấy")
    assert refused.value.code == "scanner.material_unknown"


def test_a_historical_paper_needs_its_preservation_note(desk, clerk, key):
    done = mark(desk, clerk, key, "heritage")
    assert done.facts["prepare"] == ("scanner.prepare.gloves",)
    with EsclSim([side("m", 1)]) as device:
        scan(desk, clerk, key, device.uri)
    ticket = device.tickets[-1]
    assert (ticket["XResolution"], ticket["InputSource"]) == ("600", "Platen")
    assert desk.enquiries.dossier(key).component(FIRST).open_needs == (MaterialNeed.NOTE,)
    assert refused_with(desk, clerk, key) == "materials_settled"
    mark(desk, clerk, key, "heritage", preservation_note="Hộp giấy không axit, tủ 3")
    assert desk.enquiries.dossier(key).component(FIRST).open_needs == ()


def test_creased_paper_is_filed_level_and_kept_as_it_came(desk, clerk, key):
    """The treatment is a recipe over the capture; undo takes it away with the scan."""
    mark(desk, clerk, key, "creased")
    with Image.open(io.BytesIO(side("k", 1))) as upright:
        crooked = upright.rotate(2.0, fillcolor=(250, 249, 244), resample=Image.Resampling.BICUBIC)
    data = pages.jpeg(crooked, 150)
    with EsclSim([data]) as device:
        scan(desk, clerk, key, device.uri)
    (page,) = desk.enquiries.dossier(key).component(FIRST).pages
    assert page.derived_from == hashlib.sha256(data).hexdigest()
    assert 1.5 < float(page.recipe.removeprefix("level ")) < 2.5
    assert desk.office.papers.read(page.derived_from) == data


def test_an_overlay_is_captured_twice(desk, clerk, key):
    mark(desk, clerk, key, "overlay")
    for wanted, number in (("with_note", 1), ("without_note", 2)):
        with EsclSim([side("o", number)]) as device:
            scan(desk, clerk, key, device.uri)
        component = desk.enquiries.dossier(key).component(FIRST)
        assert component.pages[-1].capture == wanted
        assert component.open_needs == ((MaterialNeed.PAIR,) if number == 1 else ())


def test_a_fragile_paper_waits_for_a_decision_and_leaves_the_rate(desk, clerk, key):
    mark(desk, clerk, key, "fragile")
    step = desk.steps.intake
    step.mark(acts.MarkComponent(dossier=key, actor=clerk, component=FIRST, presence="present"))
    assert desk.enquiries.dossier(key).component(FIRST).open_needs == (MaterialNeed.DECISION,)
    step.decide_not_to_digitise(
        acts.DecideNotToDigitise(
            dossier=key, actor=clerk, component=FIRST, reason="Giấy dó mủn, quét sẽ rách"
        )
    )
    component = desk.enquiries.dossier(key).component(FIRST)
    assert (component.open_needs, component.is_in_scope) == ((), False)


def test_the_window_records_who_decided_and_who_was_asked(desk, clerk, key):
    """R-5B-66 names the decider; R-5B-64 keeps when the applicant was asked for the signed file."""
    window = IntakePart(Sitting(desk, clerk), None)
    view = window.set_material(key, FIRST, "fragile", "Giấy dó mủn, quét sẽ rách")
    component = desk.enquiries.dossier(key).component(FIRST)
    decision = component.not_digitised
    assert (decision.reason, decision.decided_by) == ("Giấy dó mủn, quét sẽ rách", clerk.user)
    assert (component.open_needs, component.is_in_scope) == ((), False)
    assert view.components[0].prepare == ("scanner.prepare.do_not_feed",)
    view = window.set_material(key, SECOND, "large")
    assert view.components[1].may_ask_original
    assert not view.components[1].original_asked
    view = window.ask_original(key, SECOND)
    assert view.components[1].original_asked
    assert desk.enquiries.dossier(key).component(SECOND).material.name == "large"


def test_a_tape_is_recorded_as_a_medium(desk, clerk, key):
    mark(desk, clerk, key, "audiovisual")
    desk.steps.intake.mark(
        acts.MarkComponent(dossier=key, actor=clerk, component=FIRST, presence="present")
    )
    assert desk.enquiries.dossier(key).component(FIRST).open_needs == (MaterialNeed.MEDIUM,)
    mark(desk, clerk, key, "audiovisual", medium="Băng cassette 01, niêm phong", asks_original=True)
    component = desk.enquiries.dossier(key).component(FIRST)
    assert component.open_needs == ()
    assert component.material.original_asked_at is not None
