"""Definitions of reports: every name exists, every number says what it is, rounding is exact."""

import copy
from fractions import Fraction

import pytest

import resources
from desk_app.application.reports.indicators import in_force, indicator_sets
from desk_app.domain.definitions import DefinitionError
from desk_app.domain.reports.measures import report_from_data, rounded

MEASURES = resources.toml("reports/measures.toml")
REPORTS = resources.toml("reports/reports.toml")


@pytest.fixture(scope="module")
def shelf():
    return report_from_data(MEASURES, REPORTS)


def test_every_number_has_a_definition_and_a_source(shelf):
    for each in (*shelf.measures.values(), *shelf.rates.values()):
        assert each.definition.endswith(".")
        assert each.source


def test_every_measure_is_used(shelf):
    used = {m.key for report in shelf.reports.values() for m in shelf.measures_of(report)}
    sets = indicator_sets(resources.toml("reports/indicators.toml"))
    used |= {name for each in sets for i in each.indicators for name in i.measures}
    used |= {"received", "online_late_finished", "online_late_open"}
    assert set(shelf.measures) - used == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m, r: m["measures"]["received"]["all_of"].append("guessed"), "report.flag_unknown"),
        (lambda m, r: m["measures"]["received"].update(adds="salary"), "report.column_unknown"),
        (lambda m, r: m["rates"]["online_rate"].update(part="nobody"), "procedure.name_unknown"),
        (lambda m, r: r["reports"]["timing"].update(kind="magic"), "definition.not_a_choice"),
        (lambda m, r: r["reports"]["timing"]["columns"].append("x"), "procedure.name_unknown"),
        (lambda m, r: m["measures"]["received"].pop("definition"), "definition.missing"),
        (lambda m, r: m["measures"]["received"].update(colour="red"), "definition.unknown_key"),
    ],
)
def test_a_broken_definition_is_refused(change, code):
    measures, reports = copy.deepcopy(MEASURES), copy.deepcopy(REPORTS)
    change(measures, reports)
    with pytest.raises(DefinitionError) as caught:
        report_from_data(measures, reports)
    assert code in {p.code for p in caught.value.problems}


def test_rounding_is_half_up_and_exact():
    for whole in range(1, 400):
        for part in range(whole + 1):
            exact = Fraction(100 * part, whole)
            wanted = Fraction(int(exact * 100 + Fraction(1, 2)), 100)
            assert rounded(100 * part, whole) == float(wanted)


def test_indicators_by_the_day():
    import datetime as dt

    sets = indicator_sets(resources.toml("reports/indicators.toml"))
    chosen = in_force(sets, dt.date(2026, 3, 31))
    assert [i.number for i in chosen.indicators] == list(range(1, 10))
    assert [chosen.band(x) for x in (15, 14.9, 12, 9, 6, 5.9)] == [
        "Xuất sắc",
        "Tốt",
        "Tốt",
        "Khá",
        "Trung bình",
        "Yếu",
    ]


def test_columns_stand_under_their_headings(shelf):
    """R-PR-47: three groups of criteria, each number in one of them."""
    criteria = shelf.reports["criteria"]
    headings = [criteria.sections[column] for column in criteria.columns]
    assert list(dict.fromkeys(headings)) == ["Minh bạch", "Hiệu lực", "Hiệu quả"]
    assert headings == sorted(headings, key=["Minh bạch", "Hiệu lực", "Hiệu quả"].index)
    assert len(set(criteria.columns)) == len(criteria.columns)
    assert not shelf.reports["processing"].sections
