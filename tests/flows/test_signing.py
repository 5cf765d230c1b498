"""Signing as officers meet it: many results at once, levels that come later, the seal in custody."""

import dataclasses
import datetime as dt

import pytest

from desk_app.application.commands.approve import Approve
from desk_app.application.custody import RecordCustody, SealCustody
from desk_app.application.levels import RaiseLevels
from desk_app.application.ports import SigningGrant
from desk_app.application.work import Done
from desk_app.domain.capacity import Basis, Signatory, SigningAs
from desk_app.domain.custody import CustodyAct
from desk_app.domain.errors import RuleError


def approve_many(office, keys):
    ended = {}
    grant = SigningGrant(module="m", token="T", certificate="personal", pin=bytearray(b"1"))
    office.steps.approve.approve_many(
        [Approve(dossier=key, actor=office.actor("lanhdao")) for key in keys],
        grant,
        on_end=lambda command, outcome: ended.__setitem__(command.dossier, outcome),
    )
    return ended


def test_many_results_are_approved_under_one_login(office):
    keys = [office.submitted() for _ in range(3)]
    before = office.signer.logins
    ended = approve_many(office, keys)
    assert office.signer.logins == before + 1
    assert all(isinstance(ended[key], Done) for key in keys)
    assert {str(office.see(key).state) for key in keys} == {"AWAITING_AGENCY_SIGNATURE"}


def test_what_was_signed_before_a_fault_of_the_token_is_kept(office):
    """F08-04: done files stay, the rest waits; nobody is asked for a second PIN."""
    keys = [office.submitted() for _ in range(4)]
    office.signer.fault, office.signer.faults_at = "signing.token_removed", 2
    ended = approve_many(office, keys)
    states = [str(office.see(key).state) for key in keys]
    assert states == ["AWAITING_AGENCY_SIGNATURE"] * 2 + ["IN_APPROVAL"] * 2
    assert ended[keys[2]].code == "signing.token_removed"
    assert keys[3] not in ended
    office.signer.fault = ""
    approve_many(office, keys[2:])
    assert {str(office.see(key).state) for key in keys} == {"AWAITING_AGENCY_SIGNATURE"}


def test_a_dossier_somebody_else_moved_does_not_stop_the_others(office):
    keys = [office.submitted() for _ in range(3)]
    office.do("approve", "send_back", keys[1], "lanhdao", reason="Thiếu căn cứ")
    ended = approve_many(office, keys)
    assert isinstance(ended[keys[1]], RuleError)
    assert [isinstance(ended[key], Done) for key in keys] == [True, False, True]


def test_an_offline_day_is_made_up_for_in_the_background(office):
    """B-B with its reason, B-T when the service answers, the archive level once it is over."""
    office.signer.shortfall = office.signer.away = "signing.tsa_unreachable"
    key = office.approved()
    assert {s.level for s in office.see(key).result.signatures} == {"b-b"}
    assert {e.reason for e in office.levels.waiting()} == {"signing.tsa_unreachable"}
    keeper = RaiseLevels(office=office.office, queue=office.levels)
    assert keeper.run_once().raised == 0, "nothing moves while the seal is awaited"
    office.do("agency_sign", "seal", key, "vanthu")
    waited = keeper.run_once()
    assert (waited.raised, waited.refused) == (0, ("signing.tsa_unreachable",))
    assert set(office.levels.reasons.values()) == {"signing.tsa_unreachable"}
    office.signer.shortfall = office.signer.away = ""
    assert keeper.run_once().raised > 0
    assert {s.level for s in office.see(key).result.signatures} == {"b-t"}
    assert office.levels.waiting(), "the archive level comes when the dossier is over"
    office.hand_over(key)
    keeper.run_once()
    assert office.levels.waiting() == ()
    dossier = office.see(key)
    assert {s.level for s in dossier.result.signatures} == {"b-lta"}
    assert dossier.result.file.derived_from == dossier.result.earlier[-1].sha256
    assert office.kinds(key).count("add_file") >= 1, "the target system gets the archive form"


def test_only_who_holds_the_seal_by_the_register_seals(office):
    """R-5B-55; the token's first entry in the register takes it from the staff list's word."""
    key = office.approved()
    token = office.staff.token_of("vanthu", "agency").token
    custody = SealCustody(office=office.office)
    custody.record(
        RecordCustody(
            actor=office.actor("vanthu"), token=token, act=CustodyAct.RECEIVED, holder="traketqua"
        )
    )
    with pytest.raises(RuleError) as refusal:
        office.do("agency_sign", "seal", key, "vanthu")
    assert refusal.value.code == "custody.seal_not_held"
    assert str(office.see(key).state) == "AWAITING_AGENCY_SIGNATURE"
    custody.record(
        RecordCustody(
            actor=office.actor("vanthu"),
            token=token,
            act=CustodyAct.HANDED_OVER,
            holder="vanthu",
            permission="12/GP-UBND",
            minutes="03/BB",
        )
    )
    office.do("agency_sign", "seal", key, "vanthu")
    assert str(office.see(key).state) == "RESULT_READY"


def deputy(office, **basis):
    """The approver as a deputy who signs KT. on an assignment."""
    given = {
        "kind": "assignment",
        "number": "12/QĐ-UBND",
        "valid_from": dt.date(2026, 1, 1),
        **basis,
    }
    person = office.staff.people["lanhdao"]
    office.staff.people["lanhdao"] = dataclasses.replace(
        person,
        signing_as=SigningAs(
            signatory=Signatory(
                name=person.full_name,
                office="deputy",
                title="PHÓ CHỦ TỊCH",
                body="ỦY BAN NHÂN DÂN",
                head_title="CHỦ TỊCH",
                is_collective=True,
            ),
            capacity="KT",
            basis=Basis(**given),
        ),
    )


def test_the_block_is_composed_and_its_basis_kept_with_the_signature(office):
    """NĐ 30/2020/NĐ-CP Art. 13: a deputy signs KT. the head, in the name of the body."""
    deputy(office)
    key = office.approved()
    (record,) = office.see(key).result.signatures
    assert record.basis == "12/QĐ-UBND"


def test_a_basis_out_of_date_stops_the_signature_before_the_pin(office):
    key = office.submitted()
    deputy(office, valid_until=dt.date(2026, 11, 1))
    before = office.signer.logins
    with pytest.raises(RuleError) as refusal:
        office.do("approve", "approve", key, "lanhdao")
    assert refusal.value.code == "capacity.out_of_date"
    assert office.signer.logins == before
    assert str(office.see(key).state) == "IN_APPROVAL"
