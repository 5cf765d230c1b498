"""The desk's signer over a key that wants its PIN with every signature."""

import io

import pikepdf
import pypdfium2 as pdfium
import pyrage
import pytest
from PIL import Image

from desk_app.adapters.papers.store import PapersStore
from desk_app.adapters.signatures.desk_signer import DeskSigner
from desk_app.adapters.signatures.services import SigningServices
from desk_app.application.ports import SigningGrant, SignOrder
from desk_app.domain.signatures import SignatureRole
from desk_app.practice.pki.people import USER_PIN
from signing.clock import utc_now
from tests.kit.signing import papers as specimens

pytestmark = pytest.mark.token


@pytest.fixture
def desk(pki, tmp_path):
    own, recovery = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    papers = PapersStore(tmp_path / "papers", str(own), str(recovery.to_public()))
    services = SigningServices(
        trust_folder=pki.trust_folder, cache_folder=tmp_path / "cache", clock=utc_now
    )
    signer = DeskSigner(papers, services)
    yield papers, services, signer
    signer.close()


def orders(papers, folder, count):
    for at in range(count):
        paper = specimens.plain(folder / f"{at}.pdf")
        ref = papers.put_file(paper, name=paper.name, media_type="application/pdf", pages=1)
        yield SignOrder(key=str(at), file=ref, role=SignatureRole.OFFICER, name="Đặng Văn Từng Lần")


def grant(pki, **more):
    row = pki.token("tunglan")
    return SigningGrant(
        module=str(pki.module),
        token=row.token,
        certificate="tunglan",
        pin=bytearray(USER_PIN.encode()),
        **more,
    )


def test_it_is_asked_for_each_signature_and_remembered(pki, desk, tmp_path):
    papers, services, signer = desk
    given: list[bytearray] = []

    def ask() -> bytearray:
        given.append(bytearray(USER_PIN.encode()))
        return given[-1]

    certificate = pki.certificate("tunglan")
    assert services.pin_habits.each_time(certificate) is None
    ended = signer.sign(list(orders(papers, tmp_path, 2)), grant(pki, ask_pin=ask))
    assert [outcome.code for outcome in ended] == ["", ""]
    assert len(given) == 2
    assert all(not any(pin) for pin in given), "each is overwritten after use"
    assert services.pin_habits.each_time(certificate) is True


def test_without_an_answer_nothing_is_signed(pki, desk, tmp_path):
    papers, _, signer = desk
    ended = signer.sign(list(orders(papers, tmp_path, 2)), grant(pki))
    assert [outcome.code for outcome in ended] == ["signing.pin_cancelled"]
    assert all(outcome.file is None for outcome in ended)


def words_with_marks(pdf):
    """The first page's words, those in the marks of signatures among them."""
    with pdfium.PdfDocument(pdf) as document:
        document.init_forms()
        page = document[0]
        page.flatten()
        return document[0].get_textpage().get_text_range()


def test_a_mark_whose_picture_is_missing_shows_its_words(desk):
    _, _, signer = desk
    shown = signer.mark_of(SignatureRole.APPROVER, "Lê Thu Hà", image="none.png", image_mm=30.0)
    assert shown.lines[0] == "Lê Thu Hà"
    assert shown.picture == b""


def test_the_seal_looks_as_it_was_shown(pki, tmp_path, desk):
    """Words of the office and the time without a picture, the picture alone with one."""
    papers, services, _ = desk
    now = utc_now()
    services.clock = lambda: now
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    Image.new("RGBA", (300, 300), (200, 0, 0, 255)).save(pictures / "dau.png")
    signer = DeskSigner(papers, services, pictures=pictures)
    office = "UBND phường Thử Nghiệm"
    row = pki.token("condau")
    for name in ("", "dau.png"):
        paper = specimens.plain(tmp_path / "paper.pdf")
        ref = papers.put_file(paper, name=paper.name, media_type="application/pdf", pages=1)
        order = SignOrder(
            key="one", file=ref, role=SignatureRole.AGENCY, name=office, agency=office,
            anchor="ConDau", box=(0, 260.0, 200.0, 110.0, 110.0), image=name, image_mm=36.0,
        )  # fmt: skip
        shown = signer.mark_of(order.role, office, image=name, image_mm=36.0)
        asked = SigningGrant(
            module=str(pki.module), token=row.token, certificate="condau",
            pin=bytearray(USER_PIN.encode()),
        )  # fmt: skip
        (ended,) = signer.sign([order], asked)
        assert ended.code == ""
        words = " ".join(words_with_marks(papers.read(ended.file.sha256)).split())
        assert shown.lines[0] == office
        assert all((line in words) is not bool(name) for line in shown.lines), words
        assert bool(shown.picture) is bool(name)
    signer.close()


@pytest.mark.parametrize("look", ["picture", "details", "invisible"])
def test_the_mark_looks_as_it_was_chosen(pki, tmp_path, look):
    """Three looks of one signature: a picture among its words, words alone, nothing on the page."""
    own, recovery = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    papers = PapersStore(tmp_path / "papers", str(own), str(recovery.to_public()))
    now = utc_now()
    services = SigningServices(
        trust_folder=pki.trust_folder, cache_folder=tmp_path / "cache", clock=lambda: now
    )
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    Image.new("RGBA", (300, 120), (0, 0, 160, 255)).save(pictures / "ky.png")
    signer = DeskSigner(papers, services, pictures=pictures)
    paper = specimens.plain(tmp_path / "paper.pdf")
    ref = papers.put_file(paper, name=paper.name, media_type="application/pdf", pages=1)
    order = SignOrder(
        key="one", file=ref, role=SignatureRole.APPROVER, name="Đặng Văn Từng Lần", look=look,
        anchor="LanhDao", box=(0, 300.0, 200.0, 160.0, 60.0), image="ky.png", image_mm=30.0,
        prepares={"ConDau": (0, 260.0, 200.0, 90.0, 90.0)},
    )  # fmt: skip
    shown = signer.mark_of(order.role, order.name, image=order.image, image_mm=order.image_mm)
    (ended,) = signer.sign([order], grant(pki, ask_pin=lambda: bytearray(USER_PIN.encode())))
    signer.close()
    assert ended.code == ""
    assert shown.picture == (pictures / "ky.png").read_bytes()
    words = words_with_marks(papers.read(ended.file.sha256))
    assert all((line in words) is (look == "details") for line in shown.lines), words
    with pikepdf.open(io.BytesIO(papers.read(ended.file.sha256))) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        assert set(fields) == {"LanhDao", "ConDau"}, "the seal keeps its place whatever the look"
        left, bottom, right, top = (float(side) for side in fields["LanhDao"].Rect)
        shows = right - left > 1 and top - bottom > 1
        images = any(
            isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
            for each in pdf.objects
        )
    assert shows is (look != "invisible")
    assert images is (look == "picture")
