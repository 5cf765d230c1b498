"""PDF/A in, PDF/A out: every role, level and several signatures; and a checker that can say no."""

from pathlib import Path

import pikepdf
import pytest

from signing.marks.image import MarkImage
from signing.request import Level, Role, SignRequest
from signing.sign import sign_file
from tests.kit.signing import papers, preflight
from tests.kit.signing.archival import archival_problems, claimed_conformance

pytestmark = pytest.mark.token


@pytest.mark.scenario(60)
def test_every_mark_and_level_keeps_pdf_a(tmp_path, login, tsa, trust, long_term) -> None:
    file = papers.pdf_a(tmp_path / "a.pdf", pages=2)
    assert (claimed_conformance(file), archival_problems(file)) == ("2b", ())
    blue = MarkImage(png=papers.signature_png(), width_mm=50)
    red = MarkImage(png=papers.seal_png(), width_mm=36)
    row = [
        ("canbo1", Role.OFFICER, Level.B_B, None),
        ("lanhdao", Role.APPROVER, Level.B_T, blue),
        ("condau", Role.AGENCY, Level.B_LT, red),
        ("condau", Role.COPY, Level.B_LTA, None),
        ("condau", Role.ATTACHMENT, Level.B_B, None),
    ]
    for cert, role, level, image in row:
        with login(cert) as key:
            sign_file(
                SignRequest(
                    source=file,
                    target=file,
                    role=role,
                    level=level,
                    image=image,
                    document_number="1/QĐ-UBND",
                ),
                key,
                tsa=tsa,
                trust=trust,
                long_term=long_term,
            )
        assert (claimed_conformance(file), archival_problems(file)) == ("2b", ()), role


@pytest.fixture
def row_of_signatures(tmp_path, login, tsa, trust, long_term) -> list[Path]:
    """An archival paper before anybody signed it, and after each of four."""
    files = [papers.pdf_a(tmp_path / "0.pdf", pages=2)]
    blue = MarkImage(png=papers.signature_png(), width_mm=50)
    red = MarkImage(png=papers.seal_png(), width_mm=36)
    for cert, role, level, image in [
        ("canbo1", Role.OFFICER, Level.B_B, None),
        ("lanhdao", Role.APPROVER, Level.B_T, blue),
        ("condau", Role.AGENCY, Level.B_LT, red),
        ("condau", Role.COPY, Level.B_LTA, None),
    ]:
        target = tmp_path / f"{len(files)}.pdf"
        wish = SignRequest(
            source=files[-1], target=target, role=role, level=level, image=image,
            document_number="1/QĐ-UBND",
        )  # fmt: skip
        with login(cert) as key:
            sign_file(wish, key, tsa=tsa, trust=trust, long_term=long_term)
        files.append(target)
    return files


@pytest.mark.long
@pytest.mark.scenario(60)
def test_another_programs_judge_finds_nothing_that_signing_broke(row_of_signatures) -> None:
    """Apache Preflight over every role and level: only what part 2 allows and part 1 does not."""
    if not preflight.is_installed():
        pytest.skip("Apache PDFBox Preflight is not installed")
    before, *after = row_of_signatures
    had = preflight.findings(before)
    for file in after:
        assert preflight.broken(preflight.findings(file) - had) == set()
    for spoil in (spoil_flags, spoil_colour, spoil_script):
        spoilt = before.with_name("spoilt.pdf")
        with pikepdf.open(after[0]) as pdf:
            spoil(pdf)
            pdf.save(spoilt, compress_streams=False)
        assert preflight.broken(preflight.findings(spoilt) - had), spoil


def spoil_appearance(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[0].AP


def spoil_flags(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].F = 2


def spoil_font(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].AP.N.Resources.Font.F9 = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier
    )


def spoil_colour(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].AP.N.write(b"0 0 0 1 k 0 0 9 9 re f")


def spoil_script(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].A = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")


def spoil_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def spoil_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


@pytest.mark.parametrize(
    ("spoil", "clause"),
    [
        (spoil_appearance, "6.3.3"),
        (spoil_flags, "6.3.2"),
        (spoil_font, "6.2.11.4"),
        (spoil_colour, "6.2.4.3"),
        (spoil_script, "6.5.1"),
        (spoil_metadata, "6.6.4"),
        (spoil_form, "6.4.1"),
    ],
)
def test_the_checker_notices(spoil, clause, tmp_path: Path, login) -> None:
    file = papers.pdf_a(tmp_path / "a.pdf")
    with login("canbo1") as key:
        sign_file(SignRequest(source=file, target=file, role=Role.OFFICER, level=Level.B_B), key)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        spoil(pdf)
        pdf.save(file)
    assert any(problem.startswith(clause) for problem in archival_problems(file))


def test_an_ordinary_pdf_claims_nothing(tmp_path) -> None:
    assert claimed_conformance(papers.plain(tmp_path / "a.pdf")) is None
