"""What is held is neither scanned nor typed again; R-5B-12, 15, 22, 23, 70 and R-PR-05."""

import hashlib

import pytest

from desk_app.domain.errors import RuleError
from desk_app.domain.held_papers import CONDITIONS, Store
from tests.kit.office import a_held_paper, hold


def ask(office, key):
    return office.do("intake", "ask_stores", key, "canbo").facts


def link(office, key, component="land_paper", store="provincial", number="1", by="Lê Văn Mẫu"):
    return office.do(
        "intake", "reuse", key, "canbo", component=component, source=store, source_id=number,
        confirmed_by=by,
    )  # fmt: skip


def refusal(office, key, **more):
    with pytest.raises(RuleError) as caught:
        link(office, key, **more)
    return caught.value


def test_both_stores_are_asked_and_the_answer_is_kept_with_its_day(office):
    """R-5B-22: provincial and national, then the copy, with source and date."""
    office.stores.holds = [
        a_held_paper(),
        a_held_paper(store=Store.NATIONAL, paper_id="9", name="Giấy khai sinh"),
    ]
    key = office.draft()
    facts = ask(office, key)
    assert (facts["provincial"], facts["national"], facts["offered"]) == (1, 1, ("land_paper",))
    event = office.enquiries.events(key)[-1]
    assert (event.kind, event.data["national"]) == ("stores_asked", 1)
    kept = office.enquiries.held_of("027090000123")
    assert {(p.store, p.seen_at) for p in kept} == {
        (Store.PROVINCIAL, office.clock.at), (Store.NATIONAL, office.clock.at),
    }  # fmt: skip


def test_without_a_line_the_dated_copy_is_searched_by_identifier_and_by_content(office):
    """R-5B-22: found offline; a store that does not answer keeps nobody."""
    hold(office, seen_at=office.clock.at.replace(day=2))
    office.stores.away = {Store.PROVINCIAL, Store.NATIONAL}
    key = office.draft()
    facts = ask(office, key)
    assert facts["provincial"] == facts["national"] == "stores.unreachable"
    assert facts["offered"] == ("land_paper",)
    for question in ("027090000123", "quyen su dung", "ch 01234", "van phong dat dai"):
        assert [p.paper_id for p in office.enquiries.find_held(question)] == ["1"], question
    assert office.enquiries.find_held("giấy khai sinh") == ()
    assert office.enquiries.find_held("") == ()


def test_a_held_paper_is_linked_and_fills_the_form_once_the_citizen_agreed(office):
    """R-5B-15, R-5B-23, R-PR-05: the paper is not filed twice, what it says is not typed again."""
    data = b"%PDF giay chung nhan"
    digest = hashlib.sha256(data).hexdigest()
    office.stores.files[digest] = data
    office.stores.holds = [a_held_paper(sha256=digest, values={"so_thua": "12", "to_ban_do": "7"})]
    key = office.draft()
    ask(office, key)
    office.do("intake", "record_consent", key, "canbo", scope="reuse", given=True)
    done = link(office, key)
    part = office.see(key).component("land_paper")
    assert part.reuse.file.sha256 == digest
    assert office.papers.read(digest) == data
    assert (part.reuse.dated, part.reuse.confirmed_by) == ("2025-01-01", "Lê Văn Mẫu")
    form = office.office.catalogue.form(office.see(key).terms.form)
    wanted = [
        n for n, r in form.reads.get("gcn_qsdd", {}).items() if r.field in ("so_thua", "to_ban_do")
    ]
    assert list(done.facts["fields"]) == wanted
    assert all(str(office.see(key).form.values[n].origin) == "store" for n in wanted)


def test_nothing_is_filled_without_consent_and_nothing_linked_against_it(office):
    key = office.draft()
    hold(office, values={"so_thua": "12"})
    assert link(office, key).facts["fields"] == ()
    office.do("intake", "record_consent", key, "canbo", scope="reuse", given=False)
    assert refusal(office, key).code == "intake.reuse_refused"
    assert refusal(office, key, by=" ").code == "intake.not_confirmed"


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_paper_that_fails_one_condition_is_history_and_not_reused(office, condition):
    """R-5B-70: all four must be shown; what a store does not say is not shown."""
    key = office.draft()
    said = dict.fromkeys(CONDITIONS, True)
    for conditions in (
        said | {condition: False},
        {k: v for k, v in said.items() if k != condition},
    ):
        hold(office, conditions=conditions)
        error = refusal(office, key)
        assert (error.code, error.facts["missing"]) == ("intake.not_reusable", (condition,))
    assert ask(office, key)["offered"] == ()
    assert [p.unmet for p in office.enquiries.held_of("027090000123")] == [(condition,)]


def test_another_persons_paper_is_never_linked(office):
    key = office.draft()
    hold(office, owner="027090000999")
    assert refusal(office, key).code == "intake.not_held"
    assert refusal(office, key, number="2").code == "intake.not_held"
    assert refusal(office, key, store="kho nào đó").code == "intake.bad_choice"


def test_a_returned_dossier_leaves_its_papers_in_the_offices_own_store(office):
    """R-5B-70 over our own dossiers: true copies of a successful procedure, and nothing else."""
    key = office.returned()
    held = {p.paper_id.rpartition("/")[2]: p for p in office.enquiries.held_of("027090000123")}
    dossier = office.see(key)
    assert set(held) == {"result", *(c.key for c in dossier.components if c.file is not None)}
    assert held["result"].is_reusable
    for part in dossier.components:
        if part.file is not None:
            assert held[part.key].is_reusable == part.is_copy_signed, part.key
    second = office.draft()
    component = next(c.key for c in dossier.components if c.file is not None and c.is_copy_signed)
    link(office, second, component=component, store="office", number=f"{dossier.code}/{component}")
    assert office.see(second).component(component).reuse.file is not None


def test_a_refused_dossier_leaves_nothing_to_use_again(office):
    """R-5B-70: the procedure must have ended with a successful result."""
    key = office.appraised()
    office.checked(key)
    office.do("appraise", "submit_refusal", key, "thamdinh", reason="Không đủ điều kiện")
    office.do("approve", "approve", key, "lanhdao")
    office.do("agency_sign", "seal", key, "vanthu")
    office.hand_over(key)
    held = office.enquiries.held_of("027090000123")
    assert held
    assert not any(p.is_reusable for p in held)
    assert {"succeeded"} <= {name for p in held for name in p.unmet}
