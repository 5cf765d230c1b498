"""Rules of values: each has a sentence and an article, or says that none was found."""

import copy

import pytest

import resources
from desk_app.adapters.catalogue import Catalogue, check_values, read
from desk_app.adapters.catalogue.value_rules import SHIPPED, rule_of, rules_from_data, shipped_rules
from desk_app.domain.definitions import DefinitionError
from desk_app.domain.forms import form_from_data
from desk_app.texts import Texts

KEYWORDS = ("pattern", "format", "enum", "minimum", "maximum", "maxLength", "minLength")
FORMS = sorted(resources.path("eforms").glob("*.json"))


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_every_rule_of_a_shipped_form_has_an_article_or_is_to_be_confirmed(file):
    bare = []
    for name, spec in read(file)["schema"]["properties"].items():
        for keyword in (*KEYWORDS, "type"):
            rule = rule_of(keyword, spec[keyword]) if keyword in spec else None
            if keyword in spec and (
                rule is None or not (rule.basis.instrument or rule.basis.to_confirm)
            ):
                bare.append((name, keyword))
            if keyword in ("pattern", "format") and keyword in spec and not rule.says:
                bare.append((name, keyword, "has no sentence"))
    assert bare == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_rule_has_its_sentence(language):
    said = {rule.says for rule in shipped_rules() if rule.says}
    texts = Texts(language)
    assert said
    assert [s for s in said if "Ô" not in texts.label(f"form.rule.{s}", label="Ô")] == []


def broken(**changes):
    data = copy.deepcopy(resources.toml(SHIPPED))
    data["rules"][2] |= changes
    with pytest.raises(DefinitionError) as caught:
        rules_from_data(data)
    return {problem.code for problem in caught.value.problems}


def test_a_rule_without_article_must_say_so():
    assert broken(source="", at="") >= {"definition.missing"}
    assert broken(at="") >= {"procedure.source_without_place"}
    assert broken(source="nowhere") == {"procedure.source_unknown"}


def problem_of(form, values, name):
    return next(p for p in check_values(form, values) if p.field == name)


def test_a_refused_value_names_rule_and_article():
    form = Catalogue().form("birth_registration")
    found = problem_of(form, {"so_cccd": "0241900012"}, "so_cccd")
    assert found.code == "form.rule.twelve_digits"
    assert Texts("vi").label(found.code, **found.facts) == (
        "Số định danh cá nhân của người yêu cầu: phải đủ 12 chữ số"
    )
    assert (found.facts["instrument"], found.facts["article"]) == (
        "Luật Căn cước số 26/2023/QH15",
        "Điều 12",
    )
    missing = problem_of(form, {}, "ho_ten")
    assert missing.facts["article"] == "Điều 9 khoản 1"


def test_where_no_article_was_found_none_is_invented():
    form = Catalogue().form("birth_registration")
    found = problem_of(form, {"dien_thoai": "12"}, "dien_thoai")
    assert (found.facts["instrument"], found.facts["article"]) == ("", "")
    assert found.facts["to_confirm"] is True


def test_an_office_names_the_article_of_a_field_of_its_form():
    data = copy.deepcopy(read(resources.path("eforms/birth_registration.json")))
    field = next(
        f for s in data["ui"]["sections"] for f in s["fields"] if f["name"] == "dien_thoai"
    )
    field["basis"] = {"instrument": "Quyết định số 01/2026/QĐ-UBND", "at": "Điều 3"}
    found = problem_of(form_from_data(data), {"dien_thoai": "12"}, "dien_thoai")
    assert (found.facts["instrument"], found.facts["article"], found.facts["to_confirm"]) == (
        "Quyết định số 01/2026/QĐ-UBND",
        "Điều 3",
        False,
    )
    del field["basis"]["at"]
    with pytest.raises(DefinitionError):
        form_from_data(data)
