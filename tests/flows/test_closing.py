"""Before closing: what the electronic dossier lacks, what it does not count for, archive metadata."""

import dataclasses

import pytest

import resources
from desk_app.domain.closing import archive_metadata, closing_gaps
from desk_app.domain.records import Supplement
from desk_app.domain.score import gaps
from desk_app.texts import Texts
from tests.kit.office import hold


def missing(office, key):
    return {g.indicator: g.code for g in gaps(office.see(key))}


def test_a_draft_says_what_it_does_not_count_for(office):
    """R-PR-46: told before closing, in words; nothing is falsified."""
    found = missing(office, office.draft())
    assert found["1.4"] == "score.not_received"
    assert found["2.1"] == "score.no_due_date"
    assert found["4.1"] == "score.no_result_file"
    assert found["4.2"] == "score.no_component_file"
    assert found["4.5"] == "score.account_not_authenticated"


def test_a_returned_dossier_counts_for_what_it_has(office):
    found = missing(office, office.returned())
    assert set(found) == {"4.3", "4.5"}


def test_an_authenticated_account_and_a_reused_paper_close_the_last_gaps(office):
    key = office.draft()
    part = next(c.key for c in office.see(key).components if not c.required)
    hold(office, store="national")
    office.do(
        "intake", "reuse", key, "canbo", component=part, source="national", source_id="1",
        confirmed_by="Lê Văn Mẫu",
    )  # fmt: skip
    office.do(
        "intake", "check_account", key, "canbo", identifier="027090000123", outcome="authenticated"
    )
    found = missing(office, key)
    assert "4.3" not in found
    assert "4.5" not in found


def test_a_second_supplement_and_a_late_end_do_not_count_as_on_time(office):
    key = office.returned()
    dossier = office.see(key)
    once = Supplement(
        origin="appraisal", points=(), reason="x", asked_by="x", asked_at=office.clock.at
    )
    dossier.supplements = (once, once)
    assert {g.indicator: g.code for g in gaps(dossier)}["2.1"] == "score.asked_twice"
    late = dataclasses.replace(office.see(key), finished_at=office.clock.at.replace(day=30))
    assert {g.indicator: g.code for g in gaps(late)}["2.1"] == "score.late"


def test_every_gap_has_its_sentence():
    words = Texts("vi")
    for code in ("not_received", "asked_twice", "late", "no_result_file", "nothing_reused"):
        assert words.has(f"score.{code}")


def test_a_whole_dossier_may_be_closed(office):
    """R-PR-34."""
    assert [g.code for g in closing_gaps(office.see(office.returned()))] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: setattr(d.result, "file", None), "closing.result_missing"),
        (lambda d: setattr(d.components[0], "signatures", ()), "closing.not_signed"),
        (
            lambda d: setattr(d, "terms", dataclasses.replace(d.terms, retention="")),
            "closing.retention_unset",
        ),
    ],
)
def test_what_is_missing_is_named(office, change, code):
    dossier = office.see(office.returned())
    change(dossier)
    assert code in {g.code for g in closing_gaps(dossier)}


def test_archive_metadata_is_filled_by_the_mapping(office):
    """R-PR-35: tags are data; TT 02/2019/TT-BNV Art. 6."""
    dossier = office.see(office.returned())
    mapping = resources.toml("rules/archive-metadata.toml")
    made = archive_metadata(
        dossier, mapping, {"agency_code": "H99.01", "agency_name": "UBND xã Mẫu"}
    )
    assert made["file"]["FileCode"] == str(dossier.code)
    assert made["file"]["Maintenance"] == dossier.terms.retention
    assert made["file"]["TotalDoc"] == len(made["documents"]) > 5
    assert made["documents"][0]["DocCode"] == f"{dossier.code}.001"
    assert {d["Digest"] for d in made["documents"]} >= {dossier.result.file.sha256}
    result = next(d for d in made["documents"] if d["Digest"] == dossier.result.file.sha256)
    assert result["CodeNumber"] == dossier.result.number
