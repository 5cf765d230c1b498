"""Reports and restructuring as a script meets them: files, refusals, periods, papers."""

import datetime as dt
import itertools
import json
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from desk_app import bootstrap
from desk_app.application.reports.reports import ReportOrder
from desk_app.domain.errors import IntegrityError, RuleError
from desk_app.domain.people import Actor, Role
from desk_app.domain.restructuring.portal_test import RunEvent, RunState
from desk_app.domain.restructuring.project import ProjectKind
from desk_app.domain.restructuring.selection import ListState
from tests.journeys.cli import Cli
from tests.kit.practice_signing import signed_in

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 9, 30)
CODE = "1.001193"


def an_officer(user, *roles):
    return Actor(user=user, full_name=user, unit="H99.01", desk="1", roles=frozenset(roles))


def order(name, **more):
    return ReportOrder(name=name, first=FIRST, last=LAST, **more)


def test_every_report_becomes_a_workbook_and_a_paper(desk, tmp_path):
    leader = an_officer("head", Role.ONE_STOP_HEAD)
    for each in desk.reports.all():
        book, paper = tmp_path / f"{each.key}.xlsx", tmp_path / f"{each.key}.pdf"
        made = bootstrap.write_report(desk, order(each.key, actor=leader), book)
        sheets = openpyxl.load_workbook(book, read_only=True)
        words = [
            str(v) for row in sheets.worksheets[0].iter_rows(values_only=True) for v in row if v
        ]
        assert made.table.title in words
        for column in made.table.columns:
            assert column.name in words or each.kind == "indicators"
        assert made.table.digest in " ".join(words)
        bootstrap.write_report(desk, order(each.key, actor=leader), paper)
        assert paper.read_bytes().startswith(b"%PDF")


def test_the_workbook_says_what_the_table_says(desk, tmp_path):
    file = tmp_path / "r.xlsx"
    table = bootstrap.write_report(desk, order("processing"), file).table
    book = openpyxl.load_workbook(file)
    rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[0]]
    for row in table.rows:
        line = next(r for r in rows if r[0] == row.label)
        assert list(line[1 : len(table.columns) + 1]) == [row.values[c.key] for c in table.columns]
    defined = {r[0]: r[1] for r in book.worksheets[1].iter_rows(values_only=True)}
    assert all(defined[c.name] == c.definition for c in table.columns)
    listed = list(book.worksheets[2].iter_rows(values_only=True))[1:]
    late = table.total.values["late"] + table.total.values["open_late"]
    assert len(listed) == late > 0


def test_reports_by_period(desk, tmp_path):
    assert bootstrap.report_period(desk.profile, "2026-q1") == (
        dt.date(2025, 12, 16),
        dt.date(2026, 3, 15),
    )
    ends = [bootstrap.report_period(desk.profile, f"2026-q{n}") for n in range(1, 5)]
    for before, after in itertools.pairwise(ends):
        assert before[1] + dt.timedelta(days=1) == after[0]
    assert bootstrap.report_period(desk.profile, "2026") == (ends[0][0], ends[3][1])
    with pytest.raises(ValueError, match="2026-q5"):
        bootstrap.report_period(desk.profile, "2026-q5")


def test_a_snapshot_gives_the_same_digest(desk, tmp_path):
    file = tmp_path / "facts.gz"
    live = bootstrap.write_report(desk, order("processing"), None, snapshot=file).table
    kept = bootstrap.write_report(desk, order("processing"), None, from_snapshots=[file]).table
    assert kept.digest == live.digest
    assert [dict(r.values) for r in kept.rows] == [dict(r.values) for r in live.rows]


def test_figures_of_officers_are_for_them_and_their_leaders(desk):
    with pytest.raises(RuleError) as caught:
        desk.reports.make(order("officers"))
    assert caught.value.code == "reports.personal"
    own = desk.reports.make(order("officers", actor=an_officer("hung", Role.APPRAISER)))
    assert own.rows
    assert {row.group.split(" · ")[0] for row in own.rows} == {"hung"}
    every = desk.reports.make(order("officers", actor=an_officer("x", Role.AGENCY_LEADER)))
    assert {row.group.split(" · ")[0] for row in every.rows} >= {"hung", "thao", "binh", "van"}
    assert sum(r.values["visits"] for r in every.rows) == every.total.values["visits"]


def test_indicators_without_inputs_are_not_classified(desk):
    table = desk.reports.make(order("indicators"))
    assert {code for code, _ in table.missing} == {"reports.input_missing"}
    assert table.total.values["definition"] == ""
    given = {f"indicator_{n}": 2.0 for n in (5, 6, 8)} | {"founded_complaints": 0.0}
    full = desk.reports.make(order("indicators", inputs=given))
    assert not full.missing
    assert full.total.values["definition"]
    scores = [row.values["score"] for row in full.rows]
    assert full.total.values["score"] == pytest.approx(sum(scores))
    assert all(0 <= score <= 2 for score in scores)


def test_the_command_line(desk, office, tmp_path):
    cli = Cli(office.profile.folder)
    names = {line["name"] for line in cli("report", "--list")}
    assert {"processing", "register", "fees", "indicators", "national"} <= names
    out = tmp_path / "báo cáo.xlsx"
    made = cli("report", "timing", "--from", FIRST, "--to", LAST, "--out", out)
    assert made["files"] == [str(out)]
    assert made["total"]["finished"] == sum(row["finished"] for row in made["rows"])
    assert (
        cli("report", "nothing", "--from", FIRST, "--to", LAST, exit_code=1)["error"]["code"]
        == "reports.unknown"
    )
    assert (
        cli("report", "timing", "--from", "x", "--to", LAST, exit_code=64)["error"]["code"]
        == "usage.report_days"
    )
    assert (
        cli("restructure", "level", "9.999999", exit_code=1)["error"]["code"]
        == "restructuring.unknown"
    )


def test_a_review_starts_from_an_approved_list(desk):
    r = desk.restructuring
    r.create("2.000635")
    change = {"components": {"identity": {"choice": "drop", "reason": "x"}}}
    with pytest.raises(RuleError) as caught:
        r.change("2.000635", change)
    assert caught.value.code == "restructuring.list_not_approved"
    with pytest.raises(RuleError) as caught:
        r.submit_list("2.000635", ListState.APPROVED, "QĐ 1")
    assert caught.value.code == "restructuring.list_order"
    r.submit_list("2.000635", ListState.SUBMITTED)
    with pytest.raises(RuleError) as caught:
        r.submit_list("2.000635", ListState.APPROVED)
    assert caught.value.code == "restructuring.list_decision"
    r.submit_list("2.000635", ListState.APPROVED, "QĐ 1")
    with pytest.raises(RuleError) as caught:
        r.create("2.000635")
    assert caught.value.code == "restructuring.exists"


def test_a_file_from_new_to_part_one(desk, office, tmp_path):
    r = desk.restructuring
    r.create(CODE)
    r.submit_list(CODE, ListState.SUBMITTED)
    r.submit_list(CODE, ListState.APPROVED, "12/QĐ-UBND")
    r.change(
        CODE,
        {
            "components": {
                "marriage_certificate": {"choice": "drop", "reason": "Có trong dữ liệu hộ tịch"}
            },
            "criteria": {str(n): {"met": n != 6} for n in range(1, 9)},
            "costs": {
                "hourly_income": 30_000,
                "subjects": 100,
                "before": [{"name": "x", "hours": 2}],
                "after": [{"name": "x", "hours": "0.5"}],
            },
        },
    )
    assert str(r.level(CODE).level) == "partial_online"
    assert r.cost(CODE).year == 4_500_000
    papers = [tmp_path / name for name in ("p1.docx", "p1.pdf", "d.svg", "d.pdf", "d.docx")]
    for paper in papers[:2]:
        assert bootstrap.write_part_one(desk, CODE, paper).has_changes
    for paper in papers[2:]:
        bootstrap.write_diagram(desk, CODE, paper)
    for paper in papers:
        assert paper.stat().st_size > 1000
        if paper.suffix == ".docx":
            assert "word/document.xml" in zipfile.ZipFile(paper).namelist()
    with pytest.raises(RuleError) as caught:
        r.happen(CODE, RunEvent.REQUESTED)
    assert caught.value.code == "restructuring.not_approved"
    with pytest.raises(RuleError) as caught:
        r.approve(CODE, "34/QĐ-UBND", dt.date(2026, 10, 1), papers[1])
    assert caught.value.code == "restructuring.not_signed"
    signed = signed_in(office, papers[1], tmp_path)
    assert r.approve(CODE, "34/QĐ-UBND", dt.date(2026, 10, 1), signed).approval.verdict == "valid"
    with pytest.raises(RuleError) as caught:
        r.change(CODE, {"purpose": "khác"})
    assert caught.value.code == "restructuring.approved"
    r.change(CODE, {"test_run": {"system_in_use": "QĐ 56"}})
    assert r.happen(CODE, RunEvent.REQUESTED).state is RunState.REQUESTED
    assert r.stand(CODE).clock_a is not None


def test_a_linked_group_has_a_diagram(desk):
    r = desk.restructuring
    with pytest.raises(RuleError) as caught:
        r.create("LT.00", kind=ProjectKind.LINKED_GROUP, linked=[CODE])
    assert caught.value.code == "restructuring.group_of_one"
    r.create("LT.01", kind=ProjectKind.LINKED_GROUP, linked=[CODE, "1.004222"])
    svg = r.diagram("LT.01", which="before")
    assert svg.count("<g transform") == 2
    assert r.part_one("LT.01").front


def test_a_damaged_file_is_named(desk):
    folder = desk.profile / "restructuring"
    folder.mkdir(exist_ok=True)
    (folder / "hong.json").write_text("{", encoding="utf-8")
    with pytest.raises(IntegrityError) as caught:
        desk.restructuring.get("hong")
    assert caught.value.code == "restructuring.damaged"
    (folder / "hong.json").unlink()
    with pytest.raises(RuleError) as caught:
        desk.restructuring.store.save("../x", {})
    assert caught.value.code == "restructuring.code_form"


def test_evidence_and_replay_of_the_desk(desk):
    from desk_app.domain.reports.measures import Period

    period = Period(first=FIRST, last=LAST, asked_at=desk.office.clock.now())
    desk.reports.facts.catch_up()
    found = desk.study.evidence("1.001612", period)
    assert found.dossiers > 0
    assert found.recorded > 0
    r = desk.restructuring
    r.create("1.001612")
    same = desk.study.replay("1.001612", period).together
    assert same.days[0] == same.days[1]
    assert same.dossiers == found.dossiers
    json.dumps(replace(same).queues)
