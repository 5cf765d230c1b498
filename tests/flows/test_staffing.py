"""Who works on which procedure: assigned, routed, warned about; and the five-step list."""

import dataclasses

import pytest

from desk_app.application.enquiries import WorkQuery
from desk_app.domain.errors import NotFoundError, RuleError
from desk_app.domain.people import Officer, Role

HOUSE = "construction_permit_house"


@pytest.fixture
def code(office):
    found = office.office.catalogue.procedure(HOUSE)
    return found.code or found.key


def add(office, user, *roles, **more):
    office.staff.people[user] = Officer(
        user=user, full_name=user, position="Công chức", unit="H99.01", roles=frozenset(roles),
        certificate_serial=f"{user}-1", **more,
    )  # fmt: skip


def covered(office, code, duty):
    return next(c for c in office.enquiries.staffing() if (c.procedure, c.duty) == (code, duty))


def assign(office, **names):
    return office.do("approve", "assign", "", "lanhdao", procedure=HOUSE, **names)


def test_a_procedure_that_nobody_can_do_is_warned_about(office, code):
    """R-5B-78."""
    assert {c.warning for c in office.enquiries.staffing()} == {""}
    office.staff.people["thamdinh"] = dataclasses.replace(
        office.staff.people["thamdinh"], procedures=frozenset({"9.999999"})
    )
    assert covered(office, code, "appraise").warning == "nobody"
    assert covered(office, code, "digitise").warning == ""


def test_reserves_and_missing_certificates_are_told_apart(office, code):
    """R-5B-08, R-5B-78: a person without a certificate cannot finish a signing task."""
    add(office, "duphong", Role.INTAKE_OFFICER)
    assign(office, digitise=["canbo"], reserves=["duphong"])
    found = covered(office, code, "digitise")
    assert (found.officers, found.reserves, found.warning) == (("canbo",), ("duphong",), "")
    office.staff.people["canbo"] = dataclasses.replace(
        office.staff.people["canbo"], roles=frozenset()
    )
    assert covered(office, code, "digitise").warning == "only_reserves"
    office.staff.people["duphong"] = dataclasses.replace(
        office.staff.people["duphong"], certificate_serial=None
    )
    assert covered(office, code, "digitise").warning == "no_certificate"


def test_work_goes_to_the_assigned_and_their_reserves_alone(office):
    """R-5B-78: refused by the use case, and gone from the list of the others."""
    add(office, "hai", Role.APPRAISER)
    add(office, "ba", Role.APPRAISER)
    key = office.appraised()
    other = office.appraised("marriage_status")
    assign(office, appraise=["hai"], reserves=["ba"])
    with pytest.raises(RuleError, match=r"workflow\.not_assigned"):
        office.do("appraise", "record_checks", key, "thamdinh", findings=[], opinion="Đủ")
    office.do("appraise", "record_checks", key, "hai", findings=[], opinion="Đủ")
    office.do("appraise", "record_checks", key, "ba", findings=[], opinion="Đủ")
    office.do("appraise", "record_checks", other, "thamdinh", findings=[], opinion="Đủ")

    def mine(user):
        asked = WorkQuery(scope="mine", roles=frozenset({"appraiser"}), user=user)
        return {row.code for row in office.enquiries.work_list(asked).rows}

    assert mine("thamdinh") == {other}
    assert mine("hai") == mine("ba") == {key, other}


def test_an_officer_limited_to_procedures_sees_only_those(office, code):
    key, _ = office.appraised(), office.appraised("marriage_status")
    office.staff.people["thamdinh"] = dataclasses.replace(
        office.staff.people["thamdinh"], procedures=frozenset({code})
    )
    asked = WorkQuery(scope="mine", roles=frozenset({"appraiser"}), user="thamdinh")
    assert [row.code for row in office.enquiries.work_list(asked).rows] == [key]


def test_approval_by_delegation_goes_only_to_the_assigned(office):
    """R-5B-09 with R-5B-78."""
    key = office.submitted()
    add(office, "thay", Role.INTAKE_OFFICER)
    office.do(
        "approve", "delegate", "", "lanhdao", delegate="thay", document_number="QĐ 7",
        valid_from="2026-11-01", valid_to="2026-12-31",
    )  # fmt: skip
    assign(office, approve=["lanhdao"])
    with pytest.raises(RuleError, match=r"workflow\.not_assigned"):
        office.do("approve", "approve", key, "thay")
    assign(office, approve=["lanhdao", "thay"])
    office.do("approve", "approve", key, "thay")


def test_only_people_of_the_staff_list_are_assigned(office):
    with pytest.raises(NotFoundError, match=r"staff\.unknown"):
        assign(office, digitise=["ai đó"])
    with pytest.raises(RuleError, match=r"workflow\.role"):
        office.do("approve", "assign", "", "canbo", procedure=HOUSE)


def review(office, stage, **more):
    values = {"eligible": False, "reason": "Kết quả in trên phôi", "stage": stage} | more
    return office.do("approve", "review_procedure", "", "lanhdao", procedure=HOUSE, **values)


def test_a_procedure_is_proposed_submitted_and_decided_in_this_order(office, code):
    """R-5B-79."""
    with pytest.raises(RuleError, match=r"review\.stage"):
        review(office, "submitted")
    review(office, "proposed")
    with pytest.raises(RuleError, match=r"review\.stage"):
        review(office, "approved", decision="QĐ 1264", valid_from="2026-12-01")
    review(office, "submitted")
    with pytest.raises(RuleError, match=r"review\.no_decision"):
        review(office, "approved")
    with pytest.raises(RuleError, match=r"rule\.reason_given"):
        review(office, "approved", reason=" ", decision="QĐ 1", valid_from="2026-12-01")
    assert office.office.catalogue.procedure(HOUSE).five_step.eligible, "not decided yet"
    review(office, "approved", decision="QĐ 1264", valid_from="2026-12-01", at_centre=True)
    (line,) = office.office.catalogue.review()
    assert (line.procedure, line.stage, line.at_centre) == (code, "approved", True)


def test_the_approved_list_decides_whether_a_procedure_runs_as_five_step(office):
    """R-5B-02 fed by R-5B-79; a later review of the same procedure begins anew."""
    for stage in ("proposed", "submitted"):
        review(office, stage)
    review(office, "approved", decision="QĐ 1264", valid_from="2026-12-01")
    for found in (
        office.office.catalogue.procedure(HOUSE),
        next(
            p for p in office.office.catalogue.procedures(office.clock.at.date()) if p.key == HOUSE
        ),
    ):
        said = found.five_step
        assert (said.eligible, said.decision) == (False, "QĐ 1264")
        assert said.valid_from.isoformat() == "2026-12-01"
    review(office, "proposed", eligible=True, reason="Đã có mẫu điện tử")
    assert office.office.catalogue.review()[0].stage == "proposed"
