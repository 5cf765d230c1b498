"""Payment before processing and before return, online payment, fees at a stop."""

import pytest

from desk_app.domain.errors import RuleError
from tests.kit.office import terms

BASIS = "Nghị quyết số 10/2024/NQ-HĐND"


def owe(office, key, when, amount=150_000, user="canbo"):
    return office.do(
        "intake", "assess_fee", key, user,
        name="Lệ phí cấp giấy phép", amount=amount, legal_basis=BASIS, when=when,
    )  # fmt: skip


def test_a_fee_is_stated_with_its_basis(office):
    """R-PR-42: fee_due of the procedure; an amount the procedure leaves open needs its basis."""
    key = office.draft()
    with pytest.raises(RuleError) as refusal:
        office.do("intake", "assess_fee", key, "canbo", name="x", amount=1, legal_basis=" ")
    assert refusal.value.code == "payment.basis_missing"
    with pytest.raises(RuleError) as refusal:
        office.do("intake", "assess_fee", key, "canbo", name="mới", amount=1, legal_basis=BASIS)
    assert refusal.value.code == "payment.when_missing"
    known = office.see(key).fees[0].name
    office.do("intake", "assess_fee", key, "canbo", name=known, amount=75_000, legal_basis=BASIS)
    assert [f.amount for f in office.see(key).fees if f.name == known] == [75_000]
    assert office.see(key).payment == "due"


def test_payment_before_processing_stops_the_clock(office):
    """T09, R-PR-42, R-PR-43: counter payment; the receipt suffices and the rest of the time runs on."""
    key = office.received()
    owe(office, key, "before_processing")
    due = office.see(key).due_at
    with pytest.raises(RuleError) as refusal:
        office.do("intake", "pass_to_appraisal", key, "canbo")
    assert refusal.value.code == "rule.fee_before_processing_paid"
    office.do("intake", "request_payment", key, "canbo")
    assert office.see(key).state == "PAYMENT_REQUESTED"
    assert office.enquiries.clock(key).clock == "paused"
    assert office.see(key).notices[-1].template == "payment"
    office.at(12)
    office.do("intake", "record_payment", key, "canbo", receipt="AA/26E-0000123")
    dossier = office.see(key)
    assert (dossier.state, dossier.payment) == ("ACCEPTED", "paid")
    assert dossier.due_at > due
    slip = office.printed(key, "fee_receipt")
    assert (slip["total"], slip["fees"][0]["legal_basis"]) == (150_000, BASIS)
    assert office.kinds(key)[-2:] == ["request_payment", "record_payment"]
    office.do("intake", "pass_to_appraisal", key, "canbo")


def test_payment_may_leave_the_clock_running(office):
    """payment_clock = runs."""
    key = office.received()
    known = office.see(key).terms.term
    terms(office, key, term=type(known)(unit=known.unit, amount=known.amount, payment="runs"))
    owe(office, key, "before_processing")
    due = office.see(key).due_at
    office.do("intake", "request_payment", key, "canbo")
    assert office.enquiries.clock(key).clock == "running"
    office.at(12)
    office.do("intake", "record_payment", key, "canbo", receipt="1")
    assert office.see(key).due_at == due


def test_payment_before_return(office):
    """T23: the clock stays finished; nothing is handed over while money is owed."""
    key = office.sealed()
    owe(office, key, "before_return", user="traketqua")
    with pytest.raises(RuleError) as refusal:
        office.hand_over(key)
    assert refusal.value.code == "rule.fees_paid"
    office.do("return_result", "request_payment", key, "traketqua")
    assert office.see(key).state == "PAYMENT_REQUESTED"
    assert office.enquiries.clock(key).clock == "finished"
    office.do(
        "return_result", "record_payment", key, "traketqua", receipt="AA-1", method="transfer"
    )
    assert office.see(key).state == "RESULT_READY"
    office.hand_over(key)
    assert office.rows(key)[-3:] == ["T23", "T23", "T24"]


def test_the_same_receipt_is_the_same_payment(office):
    key = office.received()
    owe(office, key, "before_processing")
    office.do("intake", "record_payment", key, "canbo", receipt="AA-1")
    with pytest.raises(RuleError) as refusal:
        office.do("intake", "record_payment", key, "canbo", receipt="AA-1")
    assert refusal.value.code == "payment.receipt_known"
    with pytest.raises(RuleError) as refusal:
        owe(office, key, "before_processing", amount=1)
    assert refusal.value.code == "payment.already_paid"


def signed(office):
    path = office.paper("chứng từ.pdf")
    path.write_bytes(path.read_bytes() + b"\n%sig bank bank-1")
    return path


def pay_online(office, key, file, **more):
    values = {"receipt": "NH-77", "file": str(file), "budget_confirmed": True} | more
    return office.do("intake", "record_online_payment", key, "canbo", **values)


def test_an_online_payment_needs_signed_receipt_and_money_in_the_budget(office):
    """R-PR-41, R-PR-58: Hà Giang Art. 10(3)."""
    key = office.received()
    owe(office, key, "before_processing")
    office.do("intake", "request_payment", key, "canbo")
    with pytest.raises(RuleError) as refusal:
        pay_online(office, key, office.paper())
    assert refusal.value.code == "payment.receipt_not_valid"
    with pytest.raises(RuleError) as refusal:
        pay_online(office, key, signed(office), budget_confirmed=False)
    assert refusal.value.code == "payment.not_in_budget"
    assert office.see(key).state == "PAYMENT_REQUESTED"
    pay_online(office, key, signed(office))
    dossier = office.see(key)
    paid = next(f for f in dossier.fees if f.paid_at)
    assert dossier.state == "ACCEPTED"
    assert paid.budget_confirmed
    assert office.papers.has(paid.proof)


def withdrawn(office, paid=True):
    key = office.received()
    if paid:
        owe(office, key, "before_processing")
        office.do("intake", "record_payment", key, "canbo", receipt="AA-1")
    office.do("intake", "request_withdrawal", key, "canbo", reason="Đổi ý")
    return key


@pytest.mark.parametrize(
    ("stated", "back"),
    [
        ({"fee_treatment": "all", "fee_basis": BASIS}, 150_000),
        ({"fee_treatment": "part", "fee_refund": 50_000, "fee_basis": BASIS}, 50_000),
        ({"fee_treatment": "none", "fee_basis": BASIS}, 0),
    ],
)
def test_at_a_stop_the_leader_states_what_happens_to_paid_fees(office, stated, back):
    """T21: all, part or none, with its basis."""
    key = withdrawn(office)
    office.do("approve", "stop", key, "lanhdao", originals_returned=True, **stated)
    dossier = office.see(key)
    assert dossier.state == "STOPPED"
    assert sum(f.refunded for f in dossier.fees) == back
    assert BASIS in office.printed(key, "stop_notice")["fee_treatment"]
    assert dossier.payment == ("refunded" if back else "paid")


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"fee_treatment": "all"},
        {"fee_treatment": "part", "fee_basis": BASIS},
        {"fee_treatment": "part", "fee_refund": 150_000, "fee_basis": BASIS},
        {"fee_treatment": "một nửa", "fee_basis": BASIS},
    ],
)
def test_there_is_no_default_for_paid_fees(office, stated):
    key = withdrawn(office)
    with pytest.raises(RuleError) as refusal:
        office.do("approve", "stop", key, "lanhdao", originals_returned=True, **stated)
    assert refusal.value.code == "rule.fee_rule_stated"
    assert office.see(key).state == "WITHDRAWAL_REQUESTED"


def test_without_paid_fees_nothing_is_asked(office):
    key = withdrawn(office, paid=False)
    office.do("approve", "stop", key, "lanhdao", originals_returned=True)
    assert office.see(key).state == "STOPPED"
