"""Asking the applicant to complete a dossier: at intake, online, at appraisal."""

import pytest

from desk_app.domain.errors import RuleError

POINTS = [{"component": "land_paper", "what": "Thiếu trang 3", "to_do": "Nộp đủ 4 trang"}]


def ask(office, key, step="intake", user="canbo", **more):
    values = {"points": POINTS, "reason": "Giấy tờ chưa đủ"} | more
    return office.do(step, "ask_to_supplement", key, user, **values)


def test_at_intake_the_clock_has_not_started(office):
    """R-5B-32, T02, T06: form 02, no code needed; the clock starts when everything is there."""
    key = office.draft()
    ask(office, key)
    dossier = office.see(key)
    assert dossier.state == "SUPPLEMENT_REQUESTED"
    assert (dossier.code, dossier.due_at) == (None, None)
    assert office.enquiries.clock(key).clock == "not_started"
    slip = office.printed(key, "supplement_request")
    assert slip["missing_items"][0]["fault"] == "Thiếu trang 3"
    assert slip["stage"] == "intake"
    assert office.kinds(key) == ["create_dossier", "request_supplement"]
    office.at(16)
    office.complete(key)
    done = office.do("intake", "receive", key, "canbo")
    dossier = office.see(done.dossier_code)
    assert dossier.received_at.date().isoformat() == "2026-11-16"
    assert dossier.due_at.date().isoformat() == "2026-11-26", (
        "seven working days, 24 November is off"
    )
    assert office.rows(key) == ["T02", "T06"]


def test_everything_is_asked_at_once_and_with_reasons(office):
    """NĐ 61/2018 Art. 17(1)(a): full content and reasons."""
    key = office.draft()
    for lacking in ({"points": []}, {"reason": ""}):
        with pytest.raises(RuleError) as refusal:
            ask(office, key, **lacking)
        assert refusal.value.code == "rule.points_listed"
    assert office.see(key).state == "DRAFT"


def test_an_online_dossier_is_asked_once(office):
    """R-5B-36, T05: NĐ 61/2018 Art. 17(2)(a)."""
    key = office.draft(channel="online")
    assert office.see(key).state == "SUBMITTED"
    ask(office, key)
    assert office.rows(key) == ["T05"]
    with office.store.unit_of_work() as work:
        dossier = work.dossiers.find(key)
        dossier.state = "SUBMITTED"
        work.dossiers.save(dossier)
        work.commit()
    with pytest.raises(RuleError) as refusal:
        ask(office, key)
    assert refusal.value.code == "rule.asked_once"


def test_an_applicant_who_gives_up_at_intake_gets_the_refusal_slip(office):
    """T07."""
    key = office.draft()
    ask(office, key)
    office.do("intake", "give_up", key, "canbo", reason="Không bổ sung trong thời hạn")
    assert office.see(key).state == "REJECTED_AT_INTAKE"
    assert office.printed(key, "refusal")["reason"] == "Không bổ sung trong thời hạn"
    assert office.kinds(key)[-1] == "reject"


def test_at_appraisal_the_time_counts_again_from_the_start(office):
    """R-5B-44, T11, T12: NĐ 61/2018 Art. 19(4)."""
    key = office.appraised()
    first_due = office.see(key).due_at
    office.at(11)
    done = ask(office, key, step="appraise", user="thamdinh")
    assert done.facts["late"] is False
    dossier = office.see(key)
    assert (dossier.state, dossier.due_at) == ("SUPPLEMENT_REQUESTED", None)
    assert office.enquiries.clock(key).clock == "paused"
    office.at(18)
    office.do("intake", "take_supplement", key, "canbo")
    dossier = office.see(key)
    assert dossier.state == "IN_APPRAISAL"
    assert dossier.due_at.date().isoformat() == "2026-11-30"
    assert dossier.due_at > first_due
    kinds = [e.kind for e in office.enquiries.events(key)]
    assert "supplement_taken" in kinds
    received = next(e for e in office.enquiries.events(key) if e.kind == "dossier_received")
    assert received.data["due_at"] == first_due.isoformat(), "the old date stays in the history"
    assert office.kinds(key)[-2:] == ["request_supplement", "receive_supplement"]


def test_late_at_appraisal_is_said_and_recorded_but_never_blocked(office):
    """T11: after three working days; the reason is kept."""
    key = office.appraised()
    office.at(17)
    done = ask(office, key, step="appraise", user="thamdinh", late_reason="Phải xác minh thực địa")
    assert done.facts["late"] is True
    assert office.see(key).supplements[-1].late_reason == "Phải xác minh thực địa"


def test_an_applicant_who_gives_up_at_appraisal_gets_the_stop_notice(office):
    """T07."""
    key = office.appraised()
    ask(office, key, step="appraise", user="thamdinh")
    office.do("intake", "give_up", key, "canbo", reason="Hết thời hạn bổ sung")
    assert office.see(key).state == "STOPPED"
    assert office.printed(key, "stop_notice")["reason"] == "Hết thời hạn bổ sung"


def test_an_incomplete_supplement_is_not_taken(office):
    """T12: components complete."""
    key = office.appraised()
    ask(office, key, step="appraise", user="thamdinh")
    part = next(c for c in office.see(key).components if c.required)
    office.do("intake", "mark", key, "canbo", component=part.key, presence="wrong")
    with pytest.raises(RuleError) as refusal:
        office.do("intake", "take_supplement", key, "canbo")
    assert refusal.value.code == "rule.components_complete"
