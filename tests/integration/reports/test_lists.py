"""Printable lists of restructuring: what stands in them, in which order, on paper and in a workbook."""

import datetime as dt
import subprocess
from itertools import groupby

import openpyxl
import pytest

from desk_app import bootstrap
from desk_app.domain.definitions import DefinitionError
from desk_app.domain.errors import RuleError
from desk_app.domain.restructuring.selection import ListState
from desk_app.practice.office import open_practice_office
from tests.integration.reports.conftest import after_a_year
from tests.journeys.cli import Cli

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
PERIOD = (FIRST, LAST)
# letter 74/VP-HCC of 13 June 2020 (Quảng Ngãi), headings of its table
LETTER = (
    "TT", "Tên dịch vụ hành chính công", "Mức độ 3", "Mức độ 4",
    "Lộ trình cung cấp trên Cổng Dịch vụ công – Hệ thống thông tin một cửa điện tử tỉnh",
    "Lộ trình cung cấp trên Cổng Dịch vụ công Quốc gia", "Ghi chú",
)  # fmt: skip
ALL = {str(n): {"met": True} for n in range(1, 9)}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office whose restructuring files are these alone."""
    folder = tmp_path_factory.mktemp("lists-office")
    with open_practice_office(folder, clock=bootstrap.wall_clock().now) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(office):
    """Its desk."""
    yield from after_a_year(office)


@pytest.fixture(scope="module")
def planned(desk):
    """Three files of two fields: one full by its ticks, one by its roadmap, one blocked by law."""
    r = desk.restructuring
    for code in ("1.004194", "1.001193", "1.013225"):
        r.create(code)
    r.change("1.001193", {"criteria": ALL, "roadmap": {"province": "Đã cung cấp"}})
    r.change(
        "1.004194",
        {
            "roadmap": {"level_3": True, "province": "Từ 9/2026", "national": "Năm 2027"},
            "tasks": [
                {"what": "Biểu mẫu", "owner": "VP", "due": "2026-01-05"},
                {"what": "Thanh toán", "owner": "Sở", "due": "2026-01-05", "done_on": "2026-01-04"},
            ],
        },
    )
    r.change(
        "1.013225",
        {
            "blockers": [{"kind": "legal", "what": "Kiểm tra thực địa"}],
            "amendments": [{"provision": "Điều 54", "change": "Bỏ", "owner": "Bộ Xây dựng"}],
        },
    )
    return desk


def of(made, code_or_name):
    """The row of one procedure."""
    rows = (row.cells for row in made.rows if not row.is_heading)
    return next(cells for cells in rows if any(code_or_name in cell for cell in cells))


def test_the_roadmap_has_the_layout_of_the_letter(planned, tmp_path):
    """R-RS-38: columns letter by letter, rows by field, marks from ticks or as entered."""
    made = bootstrap.make_list(planned, "roadmap", letter="74/VP-HCC")
    assert tuple(c.name for c in made.columns) == LETTER
    assert {c.over for c in made.columns if c.name.startswith("Mức độ")} == {"Mức độ DVCTT"}
    assert made.attached == "(Kèm theo Công văn số 74/VP-HCC)"
    heads = [row.cells for row in made.rows if row.is_heading]
    assert [cells[0] for cells in heads] == ["I", "II", "III"][: len(heads)]
    assert all(cells[1].startswith("Lĩnh vực ") for cells in heads)
    assert of(made, "khai sinh")[2:5] == ("X", "X", "Đã cung cấp")
    assert of(made, "tạm trú")[2:6] == ("X", "", "Từ 9/2026", "Năm 2027")
    assert of(made, "xây dựng")[2:7] == ("", "", "", "", "Nhóm 3")
    book, paper = tmp_path / "r.xlsx", tmp_path / "r.pdf"
    bootstrap.write_list(planned, made, book)
    sheet = openpyxl.load_workbook(book).active
    words = [[str(v) for v in row if v is not None] for row in sheet.iter_rows(values_only=True)]
    at = next(place for place, row in enumerate(words) if "Mức độ DVCTT" in row)
    assert words[at] == ["TT", LETTER[1], "Mức độ DVCTT", *LETTER[4:]]
    assert words[at + 1] == ["Mức độ 3", "Mức độ 4"]
    bootstrap.write_list(planned, made, paper)
    text = " ".join(read(paper).split())
    assert "Mức độ DVCTT" in text
    assert "Lĩnh vực Hộ tịch" in text


def read(paper):
    return subprocess.run(
        ["pdftotext", "-layout", paper, "-"], check=True, capture_output=True, text=True
    ).stdout


def test_the_selection_is_counted_from_the_desks_dossiers(planned):
    """R-RS-06, R-RS-07, R-PR-12: figures equal the report's, most priorities first."""
    made = bootstrap.make_list(planned, "selection", period=PERIOD)
    report = planned.reports.make(bootstrap_order("digitisation"))
    received = {row.group: row.values["received"] for row in report.rows}
    assert sum(received.values()) > 100
    counted = {row.cells[1]: int(row.cells[3]) for row in made.rows}
    assert {code: n for code, n in counted.items() if n} == {
        code: n for code, n in received.items() if n and code in counted
    }
    in_force = {p.code or p.key for p in planned.office.catalogue.procedures(LAST)}
    assert set(counted) == in_force
    weights = [len([w for w in row.cells[-1].split("; ") if w]) for row in made.rows]
    assert weights == sorted(weights, reverse=True)
    for _, same in groupby(made.rows, lambda row: len(row.cells[-1].split("; "))):
        numbers = [int(row.cells[3]) for row in same if row.cells[-1]]
        assert numbers == sorted(numbers, reverse=True)


def bootstrap_order(name):
    from desk_app.application.reports.reports import ReportOrder

    return ReportOrder(name=name, first=FIRST, last=LAST)


def test_an_office_sets_what_counts_as_many_and_what_is_listed(planned):
    own = planned.profile / "restructuring" / "selection.toml"
    own.parent.mkdir(exist_ok=True)
    before = bootstrap.make_list(planned, "selection", period=PERIOD)
    own.write_text('components = 1\nlisted = ["1.004194"]\n', encoding="utf-8")
    try:
        made = bootstrap.make_list(planned, "selection", period=PERIOD)
    finally:
        own.unlink()
    assert "thuộc danh mục ưu tiên" in of(made, "1.004194")[-1]
    assert "thuộc danh mục ưu tiên" not in of(before, "1.004194")[-1]
    assert all("nhiều thành phần hồ sơ" in row.cells[-1] for row in made.rows)


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("selection.toml", "components = [", "selection.toml"),
        ("selection.toml", 'components = "many"\n', "components"),
        ("selection.toml", "component = 1\n", "component"),
        ("questions.toml", "x = [", "questions.toml"),
    ],
)
def test_a_table_of_the_office_that_cannot_be_used_is_named(planned, name, text, place):
    own = planned.profile / "restructuring" / name
    own.parent.mkdir(exist_ok=True)
    own.write_text(text, encoding="utf-8")
    try:
        with pytest.raises(DefinitionError) as caught:
            bootstrap.make_list(planned, "selection", period=PERIOD)
    finally:
        own.unlink()
    assert [problem.path for problem in caught.value.problems] == [place]


def test_services_with_and_without_an_online_dossier_by_unit(planned):
    """R-RS-40, R-RS-41, against the register of the desk."""
    made = bootstrap.make_list(planned, "services", period=PERIOD)
    lines = list(planned.reports.behind(bootstrap_order("processing"), "received"))
    code_of = {name: code for code, name in planned.reports.facts.names().items()}
    online = {
        p.code or p.key
        for p in planned.office.catalogue.procedures(LAST)
        if "online" in {str(c) for c in p.channels_in}
    }
    for row in made.rows:
        _, unit, services, used, _, dossiers, sent, _, unused = row.cells
        mine = [line for line in lines if line.unit == unit and code_of[line.procedure] in online]
        by_net = {code_of[line.procedure] for line in mine if line.channel == "online"}
        assert (int(services), int(used), int(dossiers)) == (len(online), len(by_net), len(mine))
        assert int(sent) == sum(line.channel == "online" for line in mine)
        assert set(filter(None, unused.split(", "))) == online - by_net
    assert {row.cells[1] for row in made.rows} >= {line.unit for line in lines}


def test_tasks_amendments_and_the_six_steps(planned):
    """R-RS-26, R-RS-18, R-RS-02."""
    tasks = bootstrap.make_list(planned, "tasks")
    assert [row.cells[2:] for row in tasks.rows] == [
        ("Biểu mẫu", "VP", "05/01/2026", "Quá hạn"),
        ("Thanh toán", "Sở", "05/01/2026", "Xong ngày 04/01/2026"),
    ]
    (row,) = bootstrap.make_list(planned, "amendments").rows
    assert row.cells == ("1", "1.013225", "Điều 54", "Bỏ", "Bộ Xây dựng", "proposed")
    steps = bootstrap.make_list(planned, "progress")
    assert of(steps, "1.001193")[3:] == ("", "", "", "", "", "")
    planned.restructuring.submit_list("1.001193", ListState.SUBMITTED)
    planned.restructuring.submit_list("1.001193", ListState.APPROVED, "QĐ 9")
    again = bootstrap.make_list(planned, "progress")
    assert of(again, "1.001193")[3:] == ("X", "", "", "", "", "")


def test_a_list_sent_to_the_province_is_consulted_on_before_it_is_submitted(planned):
    """R-RS-39."""
    r = planned.restructuring
    r.submit_list("1.004194", ListState.SENT)
    with pytest.raises(RuleError) as refused:
        r.submit_list("1.004194", ListState.SUBMITTED)
    assert refused.value.code == "restructuring.list_order"
    with pytest.raises(RuleError) as refused:
        r.submit_list("1.004194", ListState.CONSULTED)
    assert refused.value.code == "restructuring.list_consulted"
    asked = r.submit_list("1.004194", ListState.CONSULTED, "Sở Tư pháp; người dân xã Mẫu")
    assert asked.list_consulted == "Sở Tư pháp; người dân xã Mẫu"
    r.submit_list("1.004194", ListState.SUBMITTED)
    assert r.submit_list("1.004194", ListState.APPROVED, "QĐ 10").list_state is ListState.APPROVED


def test_the_board_of_tests_warns_and_the_summary_names_service_and_dossier(planned):
    """R-RS-28 to R-RS-33, R-RS-31."""
    r = planned.restructuring
    with pytest.raises(RuleError) as refused:
        bootstrap.make_list(planned, "summary", code="1.013225")
    assert refused.value.code == "restructuring.test_unfinished"
    data = r.store.load("1.013225")
    start = dt.datetime.fromisoformat("2026-11-09T09:00:00+07:00")
    events = [
        {"event": "requested", "at": start.isoformat()},
        {"event": "published", "at": (start + dt.timedelta(days=1)).isoformat()},
    ]
    cases = {
        str(n): {"passed": True, "dossier_code": "H99.01-261110-0001", "evidence": "ảnh"}
        for n in (1, 2, 3, 4)
    }
    run = {"system_in_use": "QĐ 1", "events": events, "cases": cases}
    r.store.save("1.013225", {**data, "test_run": run})
    when = {"10": "", "12": "", "13": "warns", "16": "warns"}
    for day, warns in when.items():
        moment = dt.datetime.fromisoformat(f"2026-11-{day}T10:00:00+07:00")
        row = of(bootstrap_lists(planned).tests(moment), "1.013225")
        assert row[3] == "Đang công khai để kiểm thử"
        assert row[4:6] == ("11/11/2026", "17/11/2026")
        assert ("dừng công khai" in row[7]) == bool(warns)
    late = dt.datetime.fromisoformat("2026-11-18T08:00:00+07:00")
    assert of(bootstrap_lists(planned).tests(late), "1.013225")[3] == "Đã tự động dừng công khai"
    made = bootstrap.make_list(planned, "summary", code="1.013225")
    assert "1.013225" in made.title[1]
    assert "xây dựng" in made.title[1]
    assert {row.cells[3] for row in made.rows} == {"H99.01-261110-0001"}
    assert len(made.rows) == 4


def bootstrap_lists(desk):
    from desk_app.bootstrap.restructuring import _lists

    return _lists(desk)


def test_the_command_line(planned, office, tmp_path):
    cli = Cli(office.profile.folder)
    out = tmp_path / "lộ trình.xlsx"
    made = cli("restructure", "sheet", "roadmap", "--letter", "5/VP", "--out", out)
    assert made["file"] == str(out)
    assert out.stat().st_size > 1000
    refused = cli("restructure", "sheet", "selection", exit_code=1)
    assert refused["error"]["code"] == "restructuring.list_needs"
    refused = cli("restructure", "sheet", "nothing", exit_code=64)
    assert refused["error"]["code"] == "usage.restructure_list"
