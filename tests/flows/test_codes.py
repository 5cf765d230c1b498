"""Codes of dossiers received while nobody at hand may give one: provisional, then once and for ever."""

import dataclasses

import pytest

from desk_app.application.code_plan import CodePlan, CodeStrategy
from desk_app.application.codes import adopt_codes
from desk_app.application.enquiries import WorkQuery
from desk_app.domain.errors import ConflictError
from desk_app.domain.identifiers import DossierCode, provisional_number
from tests.kit.office import Counter

CODE = "H99.01-261123-81004"


@pytest.fixture(params=[CodeStrategy.SERVER, CodeStrategy.SLOT, CodeStrategy.POOL])
def office(tmp_path, request):
    """A desk that may give no code: the province gives it, or lease and stock are at their end."""
    counter = Counter(tmp_path)
    plan = CodePlan(default=request.param)
    facts = dataclasses.replace(counter.office.facts, codes=plan)
    counter.use(dataclasses.replace(counter.office, facts=facts))
    return counter


def test_a_dossier_without_a_code_goes_by_a_provisional_number(office):
    key = office.received()
    dossier = office.see(key)
    assert dossier.code is None
    assert dossier.state == "ACCEPTED"
    assert key == dossier.shown_code == provisional_number(dossier.id)
    slip = office.printed(key, "receipt")
    assert slip["dossier_code"] == key
    assert "số tạm" in slip["temporary_code_note"]
    accept = [e for e in office.store.outbox if e.kind == "accept"][-1]
    assert accept.body["code"] is None
    assert accept.body["provisional"] == key
    assert office.see(key.lower().replace("-", "")).id == dossier.id
    row = office.enquiries.work_list(WorkQuery(text=key.split("-")[-1])).rows[0]
    assert (row.id, row.code) == (dossier.id, key)


def test_the_code_that_comes_is_taken_once_and_the_provisional_number_still_leads_there(office):
    key = office.received()
    dossier = office.see(key)
    office.store.codes.answers = [(dossier.id, CODE)]
    assert adopt_codes(office.office) == 1
    office.store.codes.answers = [(dossier.id, "H99.01-261123-81005")]
    assert adopt_codes(office.office) == 0
    assert str(office.see(key).code) == CODE
    assert office.see(CODE).id == dossier.id
    events = [e.kind for e in office.enquiries.events(CODE)]
    assert events.count("code_given") == 1
    assert office.enquiries.work_list(WorkQuery(text=key.split("-")[-1])).rows[0].code == CODE
    office.do("intake", "pass_to_appraisal", key, "canbo")
    assert office.see(CODE).state == "IN_APPRAISAL"


def test_what_was_printed_is_not_made_again(office):
    key = office.received()
    before = [s.file.sha256 for s in office.see(key).slips]
    office.store.codes.answers = [(office.see(key).id, CODE)]
    adopt_codes(office.office)
    assert [s.file.sha256 for s in office.see(key).slips] == before
    assert office.printed(key, "receipt")["dossier_code"] == key


def test_an_officer_who_has_the_dossier_open_is_not_disturbed_by_its_code(office):
    key = office.received()
    seen = office.see(key).version
    office.store.codes.answers = [(office.see(key).id, CODE)]
    adopt_codes(office.office)
    office.do("intake", "pass_to_appraisal", key, "canbo", version=seen)
    with pytest.raises(ConflictError):
        office.do(
            "intake", "assess_fee", key, "canbo", name="x", amount=1, legal_basis="y", version=seen
        )


def test_a_code_of_a_foreign_shape_stays_beside_the_dossier(office):
    key = office.received()
    office.store.codes.answers = [(office.see(key).id, "HS/2026/17")]
    assert adopt_codes(office.office) == 0
    assert office.see(key).code is None


def test_the_office_book_gives_its_codes_at_once(tmp_path):
    office = Counter(tmp_path)
    key = office.received()
    assert str(office.see(key).code) == key
    assert key.endswith("-0001")
    assert not office.printed(key, "receipt")["temporary_code_note"]


@pytest.mark.parametrize("text", ["G09.20-20260609-0092637", "H02.13-230829-0001"])
def test_codes_are_kept_as_they_came(text):
    assert str(DossierCode.parse(text)) == text


def test_serials_of_the_province_are_not_given_for_another_target(tmp_path):
    """Two systems number dossiers each for itself; a lease of one says nothing at the other."""
    office = Counter(tmp_path)
    target = office.see(office.draft()).terms.target_system
    facts = dataclasses.replace(
        office.office.facts,
        codes=CodePlan(default=CodeStrategy.SLOT),
        targets=frozenset({target}),
    )
    office.use(dataclasses.replace(office.office, facts=facts))
    office.store.codes.take_serial = lambda unit, **more: (7, 1)
    key = office.received()
    assert key.startswith("TAM-")
    assert {e.target for e in office.store.outbox if e.dossier_id == office.see(key).id} == {target}


def test_a_fetched_code_of_a_foreign_shape_stops_nobody(tmp_path):
    office = Counter(tmp_path)
    facts = dataclasses.replace(office.office.facts, codes=CodePlan(default=CodeStrategy.POOL))
    office.use(dataclasses.replace(office.office, facts=facts))
    office.store.codes.take_pool = lambda target, unit, **more: "HS/2026/17"
    assert office.received().startswith("TAM-")
