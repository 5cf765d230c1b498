"""Procedures as data: the shipped ones are sound, and every fault is named."""

import copy
import datetime as dt

import pytest

import resources
from desk_app.adapters.catalogue import Catalogue
from desk_app.adapters.catalogue.catalogue import read
from desk_app.domain.definitions import DefinitionError
from desk_app.domain.procedure_checks import check_procedure, errors
from desk_app.domain.procedure_reading import procedure_from_data
from desk_app.domain.procedures import Step, TermUnit, is_national_code

DOCUMENT_TYPES = frozenset(
    [
        "giay_khai_sinh",
        "to_khai_khai_sinh",
        "don_xay_dung",
        "gcn_hkd",
        "gcn_qsdd",
        "xn_honnhan",
        "tk_lltp",
        "quyet_dinh",
        "cccd",
        "khac",
        "trang_trang",
    ]
)


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue()


@pytest.fixture
def birth():
    return copy.deepcopy(read(resources.path("procedures/birth_registration.toml")))


def test_shipped_procedures_have_no_fault(catalogue):
    found = catalogue.check_all(document_types=DOCUMENT_TYPES)
    assert len(found) >= 5
    assert {name: errors(problems) for name, problems in found.items() if errors(problems)} == {}


def test_what_has_no_source_says_so(catalogue):
    birth = catalogue.procedure("birth_registration")
    assert "publication" in birth.to_confirm()
    assert "code" not in birth.to_confirm()
    assert birth.origin("code").source == "catalogue"


def test_found_by_national_code(catalogue):
    assert catalogue.procedure("1.001193").key == "birth_registration"
    with pytest.raises(KeyError):
        catalogue.procedure("9.999999")


def test_the_version_in_force_on_the_day(catalogue):
    before = catalogue.procedure("construction_permit_house", on=dt.date(2026, 6, 30))
    after = catalogue.procedure("construction_permit_house", on=dt.date(2026, 7, 1))
    assert (before.version, before.term.unit, before.term.amount) == (
        1,
        TermUnit.CALENDAR_DAYS,
        15,
    )
    assert (after.version, after.term.unit, after.term.amount) == (2, TermUnit.WORKING_DAYS, 7)
    assert catalogue.procedure("construction_permit_house", version=1) == before


def test_conditional_components_follow_the_form(catalogue):
    marriage = catalogue.procedure("marriage_status")
    keys = {c.key for c in marriage.needed_components({})}
    assert keys == {"declaration", "identity"}
    keys = {c.key for c in marriage.needed_components({"da_tung_ket_hon": "Đã ly hôn"})}
    assert keys == {"declaration", "identity", "divorce"}


def test_five_steps_in_order(catalogue):
    for procedure in catalogue.procedures(dt.date(2026, 11, 1)):
        assert [step.step for step in procedure.steps] == list(Step)


def test_every_fault_is_named_at_once(birth):
    birth["version"] = "two"
    birth["term"]["unit"] = "weeks"
    birth["components"][0]["digitisation"] = "perhaps"
    birth["colour"] = "red"
    with pytest.raises(DefinitionError) as caught:
        procedure_from_data(birth)
    assert {(p.path, p.code) for p in caught.value.problems} == {
        ("version", "definition.not_a_whole_number"),
        ("term.unit", "definition.not_a_choice"),
        ("components.0.digitisation", "definition.not_a_choice"),
        ("colour", "definition.unknown_key"),
    }


def _drop_provenance(data):
    del data["provenance"]["term"]


def _unknown_source(data):
    data["provenance"]["code"]["source"] = "hearsay"


def _undated(data):
    del data["sources"]["law"]["dated"]


def _dead_end(data):
    data["steps"][2]["following"] = []


def _circle(data):
    data["steps"][3]["following"] = ["approve"]


def _unreachable(data):
    data["steps"][0]["following"] = ["approve"]


def _skips_approval(data):
    data["steps"][1]["following"] = ["agency_sign"]


def _no_such_role(data):
    data["steps"][0]["role"] = "wizard"


def _no_role_at_all(data):
    data["roles"]["approve"] = []


def _too_long(data):
    data["term"] |= {"same_day": False}
    data["steps"][1]["amount"] = 2.5


def _backwards(data):
    data["steps"][1]["step"] = "agency_sign"


def _key_twice(data):
    data["components"][1]["key"] = "declaration"


def _never_without_reason(data):
    del data["components"][2]["digitisation_reason"]


def _condition_missing(data):
    del data["components"][3]["condition"]


def _unknown_type(data):
    data["components"][0]["document_type"] = "thu_tinh"


def _form_cannot_read(data):
    data["components"][1]["feeds_form"] = True


def _no_template(data):
    del data["result"]["template"]


def _pattern(data):
    data["result"]["number_pattern"] = "GKS"


def _code(data):
    data["code"] = "11.193"


def _fee(data):
    data["fees"][0]["amount"] = 8000


def _check_of_nothing(data):
    data["checks"][0]["fields"] = ["mau_mat"]


def _slip(data):
    data["slips"].append("mau_05")


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (_drop_provenance, "procedure.unsourced"),
        (_unknown_source, "procedure.source_unknown"),
        (_undated, "procedure.source_undated"),
        (_dead_end, "procedure.dead_end"),
        (_circle, "procedure.circle"),
        (_unreachable, "procedure.unreachable"),
        (_skips_approval, "procedure.step_missing"),
        (_no_such_role, "procedure.name_unknown"),
        (_no_role_at_all, "procedure.step_without_role"),
        (_too_long, "procedure.steps_longer_than_term"),
        (_backwards, "procedure.steps_out_of_order"),
        (_key_twice, "procedure.key_twice"),
        (_never_without_reason, "procedure.never_digitised_without_reason"),
        (_condition_missing, "procedure.condition_and_need_disagree"),
        (_unknown_type, "procedure.document_type_unknown"),
        (_form_cannot_read, "procedure.form_does_not_read"),
        (_no_template, "procedure.result_without_template"),
        (_pattern, "procedure.pattern_without_number"),
        (_code, "procedure.code_form"),
        (_fee, "procedure.fee_sum_or_formula"),
        (_check_of_nothing, "procedure.name_unknown"),
        (_slip, "procedure.name_unknown"),
    ],
)
def test_each_fault_is_found(birth, catalogue, harm, code):
    harm(birth)
    found = errors(check_procedure(birth, forms=catalogue.forms(), document_types=DOCUMENT_TYPES))
    assert code in {problem.code for problem in found}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1.008895", True),
        ("2.000635", True),
        ("2.000815.000.00.00.H55", True),
        ("1.8895", False),
        ("1.008895 ", False),
        ("", False),
    ],
)
def test_form_of_national_codes(code, expected):
    assert is_national_code(code) is expected


# -- nothing invented


def test_at_least_twenty_procedures_with_code_and_source(catalogue):
    shipped = catalogue.procedures(dt.date(2026, 11, 1))
    assert len({p.code for p in shipped if p.code}) >= 20
    for procedure in shipped:
        origin = procedure.origin("code")
        source = procedure.sources[origin.source]
        assert source.dated is not None
        assert procedure.code in source.citation
        published = procedure.origin("publication")
        dated = procedure.publication is not None and procedure.publication.dated is not None
        assert published.to_confirm or dated, procedure.key


def _other_code(data):
    data["code"] = "1.999999"


def _no_citation(data):
    del data["sources"]["catalogue"]["citation"]


def _sourced_without_article(data):
    data["provenance"]["term"] = {"source": "law"}


def _publication_taken_for_certain(data):
    data["provenance"]["publication"] = {"source": "catalogue"}


@pytest.mark.parametrize(
    ("invent", "path", "code"),
    [
        (_other_code, "code", "procedure.code_not_cited"),
        (_no_citation, "code", "procedure.source_without_place"),
        (_sourced_without_article, "term", "procedure.source_without_place"),
        (_publication_taken_for_certain, "publication", "procedure.publication_undated"),
    ],
)
def test_an_invented_value_fails_its_check(birth, invent, path, code):
    invent(birth)
    assert (path, code) in {(p.path, p.code) for p in errors(check_procedure(birth))}
