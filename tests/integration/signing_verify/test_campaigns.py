"""Forgeries never valid, honest files never refused, rubbish never an error (scenarios 46-49, 59,
63-82)."""

from __future__ import annotations

import random

import pytest

from signing.verify import Verdict
from tests.kit.forgery import attacks, bases, dormant, honest, mutations, papers, signers

SEED = 20261124
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def signed(pki):
    return bases.signed_bases(pki)


@pytest.fixture(scope="module")
def foreign(pki):
    return bases.foreign_messages(pki)


def run(judge, forgeries) -> list[str]:
    """Names of forgeries that passed; an exception fails the test by itself."""
    return [f.name for f in forgeries if judge(f.data).verdict in (Verdict.VALID, Verdict.UNSIGNED)]


@pytest.mark.slow
def test_sampled_forgeries_are_never_valid(judge, signed, foreign):
    everything = mutations.all_forgeries(signed, foreign, SEED)
    rng = random.Random(SEED)
    sample = [f for f in everything if rng.random() < 0.06]
    assert len(sample) > 400
    assert run(judge, sample) == []


@pytest.mark.scenario(63)
@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_all_forgeries_are_never_valid(judge, signed, foreign, seed):
    everything = list(mutations.all_forgeries(signed, foreign, seed))
    assert len(everything) > 9000
    assert run(judge, everything) == []


@pytest.mark.slow
def test_sampled_attacks_are_never_valid(pki, judge, signed):
    """Other structures, shadow contents, crooked dictionaries, loops (scenarios 64 to 67, 79)."""
    rng = random.Random(SEED)
    sample = [a for a in attacks.all_attacks(signed, pki, SEED) if rng.random() < 0.05]
    assert len(sample) > 80
    assert run(judge, sample) == []


def test_what_the_forger_hides_before_the_signature_is_no_fault_by_itself(pki, judge):
    for name, data in attacks.shadow_bases(pki):
        assert judge(data).verdict is Verdict.VALID, name


@pytest.mark.scenario(65, 72, 80)
def test_what_sleeps_in_a_signed_file_is_not_woken_unseen(pki, judge):
    sleepers = list(dormant.woken(pki))
    assert len(sleepers) > 30
    assert run(judge, sleepers) == []


def test_a_field_filled_as_honest_programs_do_is_valid(pki, judge):
    alarms = {n: judge(d).reasons for n, d in dormant.honest_fillings(pki)}
    assert alarms == dict.fromkeys(alarms, ())


@pytest.mark.scenario(65)
@pytest.mark.long
@pytest.mark.timeout(7200)
def test_all_attacks_are_never_valid(pki, judge, signed):
    everything = list(attacks.all_attacks(signed, pki, SEED))
    assert len(everything) > 2000
    assert run(judge, everything) == []


@pytest.mark.slow
def test_sampled_honest_files_are_valid(pki, judge):
    rng = random.Random(SEED)
    alarms = []
    for kind, paper in honest.STRUCTURES.items():
        flow = rng.choice(list(honest.FLOWS))
        found = judge(honest.FLOWS[flow](paper(), pki))
        if found.verdict is not Verdict.VALID:
            alarms.append((kind, flow, found.reasons))
    for sample in [*honest.forms(pki), *honest.older(pki), *list(honest.by_other_hands(pki))[::5]]:
        found = judge(sample.data)
        if found.verdict is not Verdict.VALID:
            alarms.append((sample.name, found.reasons))
    assert alarms == []


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_all_honest_files_are_valid(pki, judge):
    alarms, count = [], 0
    for sample in honest.all_honest(pki):
        count += 1
        found = judge(sample.data)
        if found.verdict is not Verdict.VALID:
            alarms.append((sample.name, found.reasons))
    assert count >= 60
    assert alarms == []


def rubbish(rng: random.Random, data: bytes) -> bytes:
    """Something broken: noise, a torn file, or a file with many holes."""
    kind = rng.randrange(5)
    if kind == 0:
        return rng.randbytes(rng.randrange(400))
    if kind == 1:
        return data[: rng.randrange(len(data))]
    if kind == 2:
        return b"%PDF-1.7\n" + rng.randbytes(rng.randrange(2000)) + b"\nstartxref\n9\n%%EOF"
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 200)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    if kind == 3:
        return bytes(changed)
    return bytes(changed[rng.randrange(100) :])


@pytest.mark.parametrize("seed", range(3))
def test_rubbish_is_never_an_error(judge, signed, seed):
    rng = random.Random(seed)
    for _ in range(60):
        data = rubbish(rng, rng.choice(list(signed.values())))
        assert judge(data).verdict is not Verdict.VALID


@pytest.mark.parametrize(
    "head", [b"", b"%PDF-", b"%PDF-1.7", b"PK\3\4", b"\x30\x80", b"<?xml", b"<a>", b"0", b"\0" * 99]
)
def test_stumps_are_never_an_error(judge, head):
    assert judge(head).verdict is not Verdict.VALID


class TestWhoeverSignedIt:
    """Later signers, too, may not touch what was signed before."""

    def test_mark_over_content_in_a_new_field(self, pki, judge):
        data = signers.sign(papers.plain(), pki, "canbo1", field="Mot")
        data = signers.sign(data, pki, "canbo2", field="Hai", box=(60, 700, 500, 800))
        found = judge(data)
        assert found.verdict is Verdict.INVALID
        assert "change.mark_over_content" in found.signatures[0].reasons
        assert found.signatures[1].verdict is Verdict.VALID

    def test_new_field_after_a_certification(self, pki, judge):
        data = signers.sign(papers.plain(), pki, field="Mot", certify=2)
        data = signers.sign(data, pki, "canbo2", field="Hai")
        assert "change.forbidden" in judge(data).reasons

    def test_signature_after_a_lock_of_everything(self, pki, judge):
        from pyhanko.sign import fields

        lock = fields.FieldMDPSpec(fields.FieldMDPAction.ALL)
        data = signers.prepare(papers.plain(), ("LanhDao", "ConDau"), lock={"LanhDao": lock})
        data = signers.sign(data, pki, "lanhdao", field="LanhDao")
        data = signers.sign(data, pki, "condau", field="ConDau")
        assert "change.locked_field" in judge(data).reasons

    def test_filling_without_a_certification(self, pki, judge):
        data = signers.sign(papers.plain(form=True), pki, field="Mot")
        found = judge(honest.fill(data, "HoTen", "9.000.000"))
        assert found.verdict is Verdict.UNKNOWN
        assert "change.filled_without_leave" in found.reasons

    def test_value_replaced_after_filling_was_signed(self, pki, judge):
        data = honest.fill(papers.plain(form=True), "HoTen", "1.000.000")
        data = signers.sign(data, pki, field="Mot", certify=2)
        found = judge(honest.fill(data, "HoTen", "9.000.000"))
        assert found.verdict is Verdict.INVALID
        assert "change.value_replaced" in found.reasons

    def test_page_changed_and_signed_again(self, pki, judge):
        from tests.kit.forgery.changes import CHANGES
        from tests.kit.forgery.updates import update

        data = signers.sign(papers.plain(), pki, field="Mot")
        data = update(data, CHANGES["replace_content"](data))
        found = judge(signers.sign(data, pki, "lanhdao", field="Hai", level="b-t"))
        assert found.verdict is Verdict.INVALID
        assert "change.page_content" in found.signatures[0].reasons
        assert found.signatures[1].verdict is Verdict.VALID
