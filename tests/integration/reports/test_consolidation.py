"""Units' kept facts become one report for the provincial office, with those that did not report."""

import datetime as dt
from dataclasses import replace

import pytest

from desk_app import bootstrap
from desk_app.adapters.documents.snapshot import write_snapshot
from desk_app.application.reports.reports import ReportOrder
from desk_app.domain.errors import RuleError
from desk_app.domain.people import Actor, Role
from tests.integration.reports.conftest import PERIODS, asked
from tests.journeys.cli import Cli

FIRST, LAST = PERIODS[1]
UNITS = ("H99.01", "H99.02")
LEADER = Actor(
    user="head", full_name="x", unit="H99.01", desk="1", roles=frozenset({Role.ONE_STOP_HEAD})
)


@pytest.fixture(scope="module")
def files(desk, tmp_path_factory):
    """The facts of each unit, kept in a file of its own."""
    folder = tmp_path_factory.mktemp("facts")
    desk.reports.facts.catch_up()
    made = []
    for unit in UNITS:
        made.append(folder / f"{unit}.gz")
        write_snapshot(desk.reports.facts, asked(FIRST, LAST, unit=unit), made[-1])
    return made


def order(name, **more):
    return ReportOrder(name=name, first=FIRST, last=LAST, actor=LEADER, **more)


def test_every_report_of_the_units_together_is_the_report_of_all(desk, files):
    """R-PR-61: what two units counted apart adds up to what is counted at once."""
    now = desk.office.clock.now()
    for each in desk.reports.all():
        one = bootstrap.write_report(desk, order(each.key), None).table
        both = bootstrap.write_report(desk, order(each.key), None, from_snapshots=files).table
        if each.kind == "lines":  # what was written down about an incident stays with its unit
            rows = [replace(r, values={**r.values, "mark": ""}) for r in one.rows]
            one = replace(one, rows=tuple(rows))
            assert sorted(map(str, both.rows)) == sorted(map(str, one.rows)), each.key
            assert both.total == one.total
            continue
        assert both.rows == one.rows, each.key
        assert both.total == one.total, each.key
        assert not {code for code, _ in both.missing} - {"reports.input_missing"}
    assert now <= desk.office.clock.now()


def test_who_did_not_report_is_named(desk, files):
    made = bootstrap.write_report(
        desk, order("units"), None, from_snapshots=files[:1], expected=(*UNITS, "H99.03")
    )
    assert [row.group for row in made.table.rows] == ["H99.01"]
    assert made.table.missing == (
        ("reports.unit_missing", {"unit": "H99.02"}),
        ("reports.unit_missing", {"unit": "H99.03"}),
    )


def test_a_unit_is_never_counted_twice(desk, files):
    with pytest.raises(RuleError) as caught:
        bootstrap.write_report(desk, order("units"), None, from_snapshots=[*files, files[0]])
    assert (caught.value.code, caught.value.facts) == ("reports.unit_twice", {"unit": "H99.01"})


def test_facts_of_another_period_are_refused(desk, files):
    other = ReportOrder(name="units", first=FIRST, last=LAST - dt.timedelta(days=1))
    with pytest.raises(RuleError) as caught:
        bootstrap.write_report(desk, other, None, from_snapshots=files)
    assert caught.value.code == "reports.snapshot_period"


def test_the_command_line(office, files):
    cli = Cli(office.profile.folder)
    made = cli(
        "report", "units", "--from", FIRST, "--to", LAST, "--from-snapshot", files[0],
        "--from-snapshot", files[1], "--expect", "H99.01", "--expect", "H99.07",
    )  # fmt: skip
    assert [row["group"] for row in made["rows"]] == list(UNITS)
    assert made["missing"] == [{"code": "reports.unit_missing", "facts": {"unit": "H99.07"}}]
