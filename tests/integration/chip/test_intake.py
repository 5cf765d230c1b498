"""A card read at intake: proven values in front, differences shown, nothing of the person elsewhere."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from desk_app import bootstrap
from desk_app.application.commands import intake as intake_in
from desk_app.domain.errors import DeskError
from desk_app.domain.forms import Origin
from desk_app.practice.chip import CardFaults, PracticeCard, make_card
from desk_app.practice.office import open_practice_office
from desk_app.texts import Texts
from desk_app.ui.common.words import Words
from desk_app.ui.connect.intake import IntakePart
from desk_app.ui.connect.sitting import Sitting
from desk_app.ui.steps.intake.portrait import Portrait

PERSON = ("Nguyễn Thị Thử Nghiệm", "000190000017", "Nốt ruồi C", "Nguyễn Văn Cha Mẫu")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    clock = bootstrap.wall_clock().now
    with open_practice_office(tmp_path_factory.mktemp("cards"), clock=clock) as opened:
        yield opened


@pytest.fixture
def desk(office):
    desk = bootstrap.open_desk(office.profile.folder)
    yield desk
    desk.close()


@pytest.fixture
def draft(desk):
    clerk = desk.actor("canbo1")
    new = intake_in.NewDossier(procedure="birth_registration", actor=clerk)
    return desk.steps.intake.new(new).dossier_id


def read(desk, office, draft, **card):
    content = office.cards.card.content
    return desk.steps.intake.read_card(
        intake_in.ReadCard(
            dossier=draft, actor=desk.actor("canbo1"), **({"zone": content.zone} | card)
        )
    )


def test_a_genuine_card_fills_the_form_and_counts_as_identity(desk, office, draft):
    done = read(desk, office, draft)
    assert done.facts["verdict"] == "genuine"
    dossier = desk.enquiries.dossier(draft)
    assert dossier.applicant.identifier == "000190000017"
    assert dossier.identity.method == "chip"
    value = dossier.form.values["nguoi_yeu_cau"]
    assert (value.value, value.origin, value.sure) == ("Nguyễn Thị Thử Nghiệm", Origin.CHIP, True)
    event = next(e for e in desk.enquiries.events(draft) if e.kind == "card_read")
    assert event.data["verdict"] == "genuine"
    assert any(str(d).startswith("DG13:") for d in event.data["digests"])
    assert not any(word in str(event.data) for word in PERSON)


def test_a_difference_to_the_paper_shows_both_values(desk, office, draft):
    clerk = desk.actor("canbo1")
    step = desk.steps.intake
    step.fill(
        intake_in.FillForm(dossier=draft, actor=clerk, values={"nguoi_yeu_cau": "Nguyễn Thị Khác"})
    )
    done = read(desk, office, draft)
    assert done.facts["differing"] == ("nguoi_yeu_cau",)
    value = desk.enquiries.dossier(draft).form.values["nguoi_yeu_cau"]
    assert value.value == "Nguyễn Thị Khác"
    assert [r.value for r in value.rivals] == ["Nguyễn Thị Thử Nghiệm"]


@pytest.mark.parametrize(
    ("faults", "verdict"),
    [({"corrupt": (13,)}, "not_genuine"), ({"is_copy": True}, "not_genuine")],
)
def test_of_a_card_that_is_not_genuine_nothing_is_taken(desk, office, draft, faults, verdict):
    honest = office.cards.card
    now = bootstrap.wall_clock().now()
    office.cards.card = PracticeCard(make_card(now=now, faults=CardFaults(**faults)))
    try:
        done = read(desk, office, draft)
    finally:
        office.cards.card = honest
    assert done.facts["verdict"] == verdict
    dossier = desk.enquiries.dossier(draft)
    assert dossier.applicant is None
    assert dossier.identity is None
    assert dict(dossier.form.values) == {}


def test_an_unknown_signer_gives_doubtful_values_and_no_identity(desk, office, draft):
    honest = office.cards.card
    now = bootstrap.wall_clock().now()
    office.cards.card = PracticeCard(make_card(now=now))  # another authority of the same name
    try:
        done = read(desk, office, draft)
    finally:
        office.cards.card = honest
    assert done.facts["verdict"] == "cannot_tell"
    dossier = desk.enquiries.dossier(draft)
    assert dossier.identity is None
    assert dossier.form.values["nguoi_yeu_cau"].is_doubtful


def test_every_fault_leaves_the_form_as_it_was(desk, office, draft):
    version = desk.enquiries.dossier(draft).version
    for key in ({"zone": (), "can": "654321"}, {"zone": ()}, {"zone": ("short",)}):
        with pytest.raises(DeskError) as caught:
            read(desk, office, draft, **key)
        assert caught.value.code.startswith("chip.")
    assert desk.enquiries.dossier(draft).version == version


def test_nothing_of_the_person_lies_outside_the_encrypted_stores(desk, office, draft):
    read(desk, office, draft)
    folder = office.profile.folder
    face = office.cards.card.content.files["DG2"][-40:]
    hits = []
    for path in folder.rglob("*"):
        if path.is_file() and folder / "province" not in path.parents:
            data = path.read_bytes()
            words = [
                word for word in PERSON if word.encode() in data or word.encode("utf-16le") in data
            ]
            hits += [(path.name, word) for word in words] + (
                [(path.name, "face")] if face in data else []
            )
    assert hits == []


def test_the_window_reads_the_chip_when_the_zone_or_the_number_is_entered(desk, office, draft):
    from desk_app.domain.identity import opens_a_chip

    content = office.cards.card.content
    assert opens_a_chip(" ".join(content.zone))
    assert opens_a_chip(content.can)
    assert not opens_a_chip("000190000017")
    assert not opens_a_chip("000190000017|012345678|Nguyễn Thị Thử|15021990|Nữ|Mẫu|20062024")
    part = IntakePart(Sitting(desk=desk, actor=desk.actor("canbo1")), bootstrap.identity_tables())
    view = part.identify(draft, content.can)
    assert view.values["nguoi_yeu_cau"].value == "Nguyễn Thị Thử Nghiệm"
    honest = office.cards.card
    now = bootstrap.wall_clock().now()
    office.cards.card = PracticeCard(make_card(now=now, faults=CardFaults(is_copy=True)))
    try:
        with pytest.raises(DeskError) as caught:
            part.identify(draft, content.can)
    finally:
        office.cards.card = honest
    assert caught.value.code == "chip.not_genuine"


class Asking:
    """The catalogue, each of whose procedures asks for the face."""

    def __init__(self, plain):
        self._plain = plain

    def __getattr__(self, name):
        return getattr(self._plain, name)

    def procedure(self, *words, **more):
        return replace(self._plain.procedure(*words, **more), shows_card_picture=True)


def test_the_face_is_shown_where_the_procedure_asks_and_kept_nowhere(desk, office, draft, qtbot):
    key = {"zone": office.cards.card.content.zone}
    clerk, faces = desk.actor("canbo1"), []
    order = intake_in.ReadCard(dossier=draft, actor=clerk, **key)
    step = desk.steps.intake
    step.read_card(order, show=faces.append)
    assert faces == []  # no shipped procedure asks for it
    asking = replace(step, office=replace(step.office, catalogue=Asking(step.office.catalogue)))
    asking.read_card(order, show=faces.append)
    (face,) = faces
    shown = Portrait(Words(Texts))
    qtbot.addWidget(shown)
    shown.show_face(face)
    assert not shown.isHidden()
    shown.show_face(b"")
    assert shown.isHidden()
    kept = [path for path in office.profile.folder.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if face[40:140] in path.read_bytes()]


def back_of_card(content):
    """A picture of the card's two sides with its zone, as a scanner would give it."""
    folder = Path("/usr/share/fonts/truetype")
    (plain, *_) = sorted(folder.glob("liberation*/LiberationSans-Regular.ttf"))
    sheet = Image.new("RGB", (2480, 3508), (250, 249, 245))
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(str(plain), 48)
    words = ("CĂN CƯỚC CÔNG DÂN", "Citizen Identity Card", f"Số / No.: {PERSON[1]}",
             "Họ và tên / Full name:", PERSON[0].upper(), "", *content.zone)  # fmt: skip
    for row, text in enumerate(words):
        draw.text((500, 500 + 80 * row), text, font=font, fill=(30, 30, 30))
    return sheet


@pytest.mark.slow
@pytest.mark.tesseract
def test_the_zone_on_the_scanned_card_opens_the_chip(desk, office, draft, tmp_path):
    """The officer scans the card and presses Enter: nothing is typed."""
    part = IntakePart(Sitting(desk=desk, actor=desk.actor("canbo1")), bootstrap.identity_tables())
    with pytest.raises(DeskError) as caught:
        part.identify(draft, "")
    assert caught.value.code == "chip.key_missing"
    component = next(
        each.key
        for each in desk.enquiries.dossier(draft).components
        if each.document_type == "cccd"
    )
    file = tmp_path / "thẻ.jpg"
    back_of_card(office.cards.card.content).save(file, dpi=(300, 300), quality=90)
    part.add_file(draft, component, file)
    view = part.identify(draft, "")
    assert view.values["nguoi_yeu_cau"].value == PERSON[0]
    assert desk.enquiries.dossier(draft).identity.method == "chip"
    event = next(e for e in desk.enquiries.events(draft) if e.kind == "card_read")
    assert (event.data["verdict"], event.data["access"]) == ("genuine", "pace-mrz")


def test_the_cards_code_and_its_day_of_expiry_open_the_chip(desk, office, draft):
    """The code states number and birth; the officer types one date and no lines of a zone."""
    part = IntakePart(Sitting(desk=desk, actor=desk.actor("canbo1")), bootstrap.identity_tables())
    with pytest.raises(DeskError) as caught:
        part.identify(draft, "15/02/2030")
    assert caught.value.code == "chip.code_not_scanned"
    seen = part.identify(
        draft,
        f"{PERSON[1]}|000000017|{PERSON[0]}|15021990|Nữ|Phường Mẫu, Thành phố Kiểm Thử|20062024",
    )
    assert (seen.identified_by, seen.id_number) == ("qr", PERSON[1])
    assert desk.enquiries.dossier(draft).applicant.birth == "1990-02-15"
    with pytest.raises(DeskError) as caught:
        part.identify(draft, "16/02/2030")
    assert caught.value.code == "chip.wrong_key"
    assert desk.enquiries.dossier(draft).identity.method == "qr"
    view = part.identify(draft, "15/02/2030")
    assert view.identified_by == "chip"
    event = next(e for e in desk.enquiries.events(draft) if e.kind == "card_read")
    assert (event.data["verdict"], event.data["access"]) == ("genuine", "pace-mrz")
