"""Every slip in both form sets, every result: archival, complete, in order, nothing overflows."""

import copy
import dataclasses
import datetime as dt
import os
import subprocess
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from desk_app.adapters.printing.errors import PrintingError
from desk_app.adapters.printing.pdfa import check_pdfa
from desk_app.adapters.printing.printer import Printer
from desk_app.adapters.printing.qr import QrContent, QrSettings, masked, qr_text
from desk_app.adapters.printing.sheets import two_up
from desk_app.adapters.printing.templates import FORM_SETS, Shelf
from desk_app.adapters.printing.values import VIETNAM
from desk_app.domain.procedures import SLIPS
from tests.integration.printing.conftest import MOMENT, OFFICE

RESULTS = tuple(sorted({t.key for t in Shelf().all() if t.form_set is None}))
GOLDEN = Path(__file__).parents[2] / "golden" / "printing"
LONG_NAME = "Công Tằng Tôn Nữ Hoàng Ngọc Thiên Hương Nguyễn Thị Phương Thảo Quỳnh Trưởng Đoàn"
LONG_LINE = (
    "Số 128/45/67 ngõ 1024 đường Nguyễn Hữu Thọ nối dài, tổ dân phố Khu đô thị mới Thượng Cát "
    "Phường Đông Ngạc, phường Thượng Cát, thành phố trực thuộc trung ương Mẫu"
)
UNBROKEN = "Nguyễnthịphươngthảoquỳnhtrưởngđoànkhôngcódấucách" * 3
MARGIN_PT = 12.0


def slips():
    return [(key, form_set) for key in SLIPS for form_set in FORM_SETS]


def make(printer, key, form_set, data, **options):
    if form_set is None:
        return printer.result(key, data, issued_at=MOMENT)
    return printer.slip(key, data, issued_at=MOMENT, form_set=form_set, **options)


def everything():
    return slips() + [(key, None) for key in RESULTS]


def words(pdf, tmp_path, *options):
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    out = subprocess.run(
        ["pdftotext", *options, file, "-"], capture_output=True, check=True
    ).stdout.decode()
    return unicodedata.normalize("NFC", out)


def outside(pdf):
    """Letters that leave the printable part of their page."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            width, height = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(index)
                letter = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
                if letter.strip() and not (
                    left >= MARGIN_PT
                    and right <= width - MARGIN_PT
                    and bottom >= MARGIN_PT
                    and top <= height - MARGIN_PT
                ):
                    found.append((number, letter, left, bottom, right, top))
    return found


def stretched(value, key=""):
    """The same data with long names, long addresses and forty rows in every list."""
    if isinstance(value, dict):
        return {name: stretched(child, name) for name, child in value.items()}
    if isinstance(value, list):
        if key in {"capacity", "answers", "questions"}:
            return value
        rows = [stretched(child) for child in value]
        return [copy.deepcopy(rows[n % len(rows)]) for n in range(40)]
    if isinstance(value, str) and not value[:4].isdigit() and len(value) > 3:
        if key in {"full_name", "name", "ho_ten", "chu_ho", "giver", "receiver", "fault"}:
            return LONG_NAME
        if key in {"address", "request_summary", "reason", "noi_cu_tru", "paper", "agency", "duty"}:
            return f"{value} {LONG_LINE}"
    return value


def emptied(data, required):
    """Only what the template requires."""
    kept = {}
    for path in required:
        source, target = data, kept
        parts = path.split(".")
        for part in parts[:-1]:
            source, target = source[part], target.setdefault(part, {})
        target[parts[-1]] = source[parts[-1]]
    return kept


def template_of(key, form_set):
    shelf = Shelf()
    if form_set is None:
        return shelf.result(key, MOMENT.date())
    return shelf.slip(key, MOMENT.date(), form_set=form_set)


@pytest.mark.parametrize(("key", "form_set"), everything())
def test_the_specimen_reads_in_order(printer, key, form_set, tmp_path):
    rendered = make(printer, key, form_set, printer.sample(key))
    assert check_pdfa(rendered.pdf) == []
    got = words(rendered.pdf, tmp_path)
    checked = subprocess.run(["qpdf", "--check", tmp_path / "paper.pdf"], capture_output=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    golden = GOLDEN / f"{form_set or 'results'}-{key}.txt"
    if os.environ.get("DESK_REMAKE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(got, encoding="utf-8")
    assert got == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(("key", "form_set"), everything())
def test_long_names_and_forty_rows_stay_on_the_page(printer, key, form_set, tmp_path):
    rendered = make(printer, key, form_set, stretched(printer.sample(key)))
    assert check_pdfa(rendered.pdf) == []
    assert outside(rendered.pdf) == []
    if key in {"receipt", "handover", "returned_originals"}:
        assert "\n40\n" in words(rendered.pdf, tmp_path)
        assert rendered.pages > 1
    for box in rendered.fields.values():
        assert 0 <= box.page < rendered.pages


@pytest.mark.parametrize("key", [key for key in SLIPS if key != "dossier_register"])
def test_slips_can_be_set_on_a4(printer, key):
    rendered = make(printer, key, "2025", printer.sample(key), paper="a4")
    assert check_pdfa(rendered.pdf) == []
    assert outside(rendered.pdf) == []
    with pypdfium2.PdfDocument(rendered.pdf) as document:
        assert document[0].get_size() == pytest.approx((595.28, 841.89), abs=0.1)


@pytest.mark.parametrize("key", RESULTS)
def test_results_keep_the_margins_of_documents(printer, key):
    """NĐ 30/2020/NĐ-CP, Appendix I: 20 mm above and below, 30 mm left, 15 mm right; size 13-14."""
    rendered = make(printer, key, None, stretched(printer.sample(key)))
    mm = 72 / 25.4
    with pypdfium2.PdfDocument(rendered.pdf) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [
                text.get_charbox(n)
                for n in range(text.count_chars())
                if chr(pypdfium2.raw.FPDFText_GetUnicode(text, n)).strip()
            ]
            body = [box for box in boxes if box[1] > 19 * mm]  # the page number stands below
            assert min(box[0] for box in body) >= 29.5 * mm
            assert max(box[2] for box in body) <= (210 - 14) * mm
            assert max(box[3] for box in body) <= (297 - 18.5) * mm  # marks above capitals


def test_an_office_with_long_names(tmp_path):
    office = dataclasses.replace(
        OFFICE,
        name="Ủy ban nhân dân phường Thượng Cát Nam thành phố trực thuộc trung ương Mẫu",
        unit="Bộ phận Tiếp nhận và Trả kết quả thủ tục hành chính phường Thượng Cát Nam",
        superior="Ủy ban nhân dân thành phố trực thuộc trung ương Mẫu Đông Bắc",
        place="Phường Thượng Cát Nam",
        hotline="0200 000 0000 hoặc 1022, giờ hành chính các ngày làm việc trong tuần",
    )
    with Printer(office) as printer:
        for key, form_set in (("receipt", "2025"), ("apology", "2018"), (RESULTS[0], None)):
            rendered = make(printer, key, form_set, printer.sample(key))
            assert outside(rendered.pdf) == []
            assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words(rendered.pdf, tmp_path)


@pytest.mark.parametrize(("key", "form_set"), everything())
def test_empty_optional_values_leave_dotted_lines(printer, key, form_set, tmp_path):
    data = emptied(printer.sample(key), template_of(key, form_set).required)
    rendered = make(printer, key, form_set, data)
    assert check_pdfa(rendered.pdf) == []
    assert outside(rendered.pdf) == []
    got = words(rendered.pdf, tmp_path)
    assert "none" not in got
    assert "None" not in got


@pytest.mark.parametrize(("key", "form_set"), everything())
def test_what_is_required_is_asked_for(printer, key, form_set):
    for path in template_of(key, form_set).required:
        data = copy.deepcopy(printer.sample(key))
        place = data
        *parents, last = path.split(".")
        for part in parents:
            place = place[part]
        del place[last]
        with pytest.raises(PrintingError) as caught:
            make(printer, key, form_set, data)
        assert (caught.value.code, caught.value.facts["fields"]) == (
            "printing.data_missing",
            path,
        )


def test_an_unbroken_word_wider_than_the_line_stays_on_the_page(printer, tmp_path):
    data = printer.sample("receipt")
    data["applicant"]["full_name"] = UNBROKEN
    data["components"][0]["name"] = UNBROKEN
    data["applicant"]["email"] = "mot-dia-chi-thu-dien-tu-rat-dai@mot-ten-mien-rat-dai.example.vn"
    rendered = make(printer, "receipt", "2025", data)
    assert outside(rendered.pdf) == []
    assert data["applicant"]["email"] in words(rendered.pdf, tmp_path).replace("\n", "")


def test_data_of_another_shape_than_expected_still_print(printer, tmp_path):
    """A caller hands every slip the same data; a list where a text may stand is joined."""
    data = printer.sample("receipt") | {
        "fees": [{"name": "Lệ phí", "amount": 8000}, {"name": "Phí", "amount": 2.5}],
        "delivery": {"channel": "counter"},
        "register_no": 7,
        "temporary_code_note": True,
    }
    got = words(make(printer, "receipt", "2025", data).pdf, tmp_path)
    assert "Phí, lệ phí (nếu có): Lệ phí; Phí" in got
    assert "Số thứ tự 7" in got


def test_markup_in_data_stays_text(printer, tmp_path):
    data = printer.sample("receipt")
    data["applicant"]["full_name"] = '#panic("x") *đậm* $x$ \\ <b> "'
    got = words(make(printer, "receipt", "2025", data).pdf, tmp_path)
    assert '#panic("x") *đậm* $x$ \\ <b> "' in got


def test_decomposed_letters_are_composed(printer, tmp_path):
    data = printer.sample("receipt")
    data["applicant"]["full_name"] = unicodedata.normalize("NFD", "Đặng Thị Huyền Trang")
    file = tmp_path / "a.pdf"
    file.write_bytes(make(printer, "receipt", "2025", data).pdf)
    raw = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout.decode()
    assert "Đặng Thị Huyền Trang" in raw


@pytest.mark.parametrize(
    ("day", "form_set"), [(dt.date(2025, 9, 14), "2018"), (dt.date(2025, 9, 15), "2025")]
)
def test_the_form_set_in_force_on_the_day_of_issue(printer, day, form_set):
    at = dt.datetime.combine(day, dt.time(16), tzinfo=VIETNAM)
    rendered = printer.slip("apology", printer.sample("apology"), issued_at=at)
    assert rendered.form_set == form_set


def test_the_day_is_the_vietnamese_one(printer):
    """17:30 UTC on the 14th is already the 15th here."""
    at = dt.datetime(2025, 9, 14, 17, 30, tzinfo=dt.UTC)
    rendered = printer.slip("receipt", printer.sample("receipt"), issued_at=at)
    assert rendered.form_set == "2025"


def test_numbers_five_and_six_changed_meaning():
    """forms are found by name; the numbers of TT 01/2018 and TT 03/2025 differ."""
    shelf = Shelf()
    numbers = {
        (t.form_set, t.number): t.key for t in shelf.all() if t.form_set is not None and t.number
    }
    assert numbers[("2018", "05")] == "control_slip"
    assert numbers[("2025", "05")] == "stop_notice"
    assert numbers[("2018", "06")] == "dossier_register"
    assert numbers[("2025", "06")] == "control_slip"
    assert numbers[("2025", "07")] == "dossier_register"


def test_every_slip_has_both_sets_and_the_right_sheet():
    shelf = Shelf()
    for key, form_set in slips():
        paper = shelf.slip(key, MOMENT.date(), form_set=form_set).paper
        if key == "dossier_register":
            assert paper == "a4"
        elif (key, form_set) != ("apology", "2025"):
            assert paper == "a5"


def test_equal_input_gives_equal_bytes(printer):
    one = make(printer, "receipt", "2025", printer.sample("receipt"))
    other = make(printer, "receipt", "2025", printer.sample("receipt"))
    assert one.sha256 == other.sha256


@pytest.mark.parametrize(("key", "form_set"), [*slips(), ("giay_phep_xay_dung", None)])
def test_the_code_in_the_corner_can_be_read(printer, key, form_set):
    rendered = make(printer, key, form_set, printer.sample(key))
    if key == "dossier_register":
        assert rendered.qr is None
        return
    with pypdfium2.PdfDocument(rendered.pdf) as document:
        page = document[0]
        image = page.render(scale=200 / 72).to_pil().convert("L")
    codes = zxingcpp.read_barcodes(image)
    assert [code.text for code in codes] == [rendered.qr]
    corner = codes[0].position.bottom_right
    assert corner.x < 40 / 25.4 * 200
    assert corner.y < 40 / 25.4 * 200
    fields = rendered.qr.split("|")
    assert fields[0] == printer.sample(key)["dossier_code"]
    assert fields[4] == OFFICE.system_name


def test_the_receipt_code_tells_the_appointment(printer):
    """TT 01/2023/TT-VPCP Art. 26: the appointment is in the code of the receipt."""
    rendered = make(printer, "receipt", "2025", printer.sample("receipt"))
    assert rendered.qr.endswith("|20260315170000")


CONTENT = QrContent(
    dossier_code="H99.01-260315-0001",
    procedure_code="1.001193",
    identifier="001190000001",
    paper="Giấy | khai sinh",
    system="Hệ thống",
    issued_at=MOMENT,
    extra={"due_at": "20260315170000"},
)


def test_codes_are_written_as_the_office_chose():
    assert (
        qr_text(CONTENT, QrSettings())
        == "H99.01-260315-0001|1.001193|001190000001|Giấy   khai sinh|Hệ thống|"
        "20260916090500|20260315170000"
    )
    assert "*********001" in qr_text(CONTENT, QrSettings(is_identifier_masked=True))
    assert qr_text(CONTENT, QrSettings(style="json")).startswith('{"dossier_code":"H99.01')
    address = QrSettings(style="address", address="tra-cuu?ma={dossier_code}&ten={paper}")
    assert (
        qr_text(CONTENT, address)
        == "tra-cuu?ma=H99.01-260315-0001&ten=Gi%E1%BA%A5y%20%7C%20khai%20sinh"
    )
    with pytest.raises(PrintingError, match="qr_address_broken"):
        qr_text(CONTENT, QrSettings(style="address", address="{nothing}"))
    assert masked("12") == "12"


@pytest.mark.parametrize("key", RESULTS)
def test_results_keep_places_for_signer_and_seal(printer, key):
    rendered = make(printer, key, None, printer.sample(key))
    signature, seal = rendered.fields["LanhDao"], rendered.fields["ConDau"]
    overlap = seal.x_pt + seal.w_pt - signature.x_pt
    assert overlap == pytest.approx(signature.w_pt / 3, abs=1)
    assert signature.y_pt < seal.y_pt + seal.h_pt / 2 < signature.y_pt + signature.h_pt
    copy_mark = rendered.fields["SaoY"]
    assert copy_mark.x_pt + copy_mark.w_pt > 560
    assert copy_mark.y_pt > 700


@pytest.mark.parametrize("key", RESULTS)
def test_signing_places_hold_no_letters(printer, key):
    """Nothing is printed where the signature image will stand."""
    rendered = make(printer, key, None, printer.sample(key))
    for name in ("LanhDao", "SaoY"):
        box = rendered.fields[name]
        with pypdfium2.PdfDocument(rendered.pdf) as document:
            text = document[box.page].get_textpage()
            inside = text.get_text_bounded(
                box.x_pt, box.y_pt, box.x_pt + box.w_pt, box.y_pt + box.h_pt
            )
        assert inside.strip() == ""


def test_a_result_is_approved_before_it_is_numbered(printer):
    """NĐ 30/2020/NĐ-CP Art. 15: the number is given at issue; its place is kept free."""
    data = printer.sample("giay_phep_xay_dung")
    del data["number"], data["issued_on"]
    rendered = make(printer, "giay_phep_xay_dung", None, data)
    assert {"SoVanBan", "NgayVanBan"} <= set(rendered.fields)
    assert rendered.fields["SoVanBan"].y_pt > 600


def test_practice_papers_say_so(moment, tmp_path):
    """TT 01/2018/TT-VPCP Art. 5: MẪU, bold, size 16, top right of each page."""
    with Printer(dataclasses.replace(OFFICE, is_practice=True)) as printer:
        data = stretched(printer.sample("receipt"))
        rendered = printer.slip("receipt", data, issued_at=moment)
    with pypdfium2.PdfDocument(rendered.pdf) as document:
        assert len(document) > 1
        for page in document:
            width, height = page.get_size()
            corner = page.get_textpage().get_text_bounded(width - 90, height - 50, width, height)
            assert "MẪU" in corner


@pytest.mark.parametrize("form_set", FORM_SETS)
def test_the_receipt_reminds_of_account_and_declaration(printer, form_set, tmp_path):
    """R-PR-16, R-PR-57: the duty to guard the account, and to answer for what was declared."""
    text = words(make(printer, "receipt", form_set, printer.sample("receipt")).pdf, tmp_path)
    said = " ".join(text.split())
    assert "tự giữ tài khoản của mình; khi mất hoặc bị người khác dùng, báo ngay" in said
    assert "chịu trách nhiệm trước pháp luật về nội dung kê khai" in said


def test_two_copies_on_one_sheet(printer, tmp_path):
    slip = make(printer, "receipt", "2025", stretched(printer.sample("receipt")))
    sheet = two_up(slip.pdf)
    with pypdfium2.PdfDocument(sheet) as document:
        assert len(document) == slip.pages
        assert document[0].get_size() == pytest.approx((841.89, 595.28), abs=0.1)
    assert words(sheet, tmp_path).count("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ") == 2
    assert outside(sheet) == []
    file = tmp_path / "sheet.pdf"
    file.write_bytes(sheet)
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_only_slips_go_twice_on_a_sheet(printer):
    result = make(printer, "giay_khai_sinh", None, printer.sample("giay_khai_sinh"))
    with pytest.raises(PrintingError, match="not_a_slip"):
        two_up(result.pdf)
    with pytest.raises(PrintingError, match="page_unreadable"):
        two_up(b"no PDF")


def test_the_statement_of_a_package_carries_its_digest_in_the_clear(printer, tmp_path):
    """The small program finds it without reading PDF; forty items stay on the page."""
    items = [{"name": f"papers/{n:03d}-component.pdf", "sha256": f"{n:064x}"} for n in range(90)]
    data = {
        "title": "Xác nhận nội dung gói bằng chứng", "sentence": "Danh sách:", "digest": "ab" * 32,
        "items": items, "made": LONG_NAME,
    }  # fmt: skip
    rendered = printer.sheet("statement", data, issued_at=MOMENT)
    assert ("ab" * 32).encode() in rendered.pdf
    assert check_pdfa(rendered.pdf) == []
    assert outside(rendered.pdf) == []
    assert f"{89:064x}" in "".join(words(rendered.pdf, tmp_path).split())


@pytest.mark.parametrize("form_set", FORM_SETS)
@pytest.mark.parametrize("key", ["evaluation", "refusal", "supplement_request"])
@pytest.mark.parametrize("code", [{}, {"dossier_code": ""}], ids=["without", "empty"])
def test_what_is_handed_out_at_intake_needs_no_code(printer, key, form_set, code, tmp_path):
    """Refused or sent back before it was received, a dossier has no code yet."""
    data = copy.deepcopy(dict(printer.sample(key)))
    data.pop("dossier_code", None)
    made = make(printer, key, form_set, data | code)
    assert check_pdfa(made.pdf) == []
    assert "None" not in words(made.pdf, tmp_path)
