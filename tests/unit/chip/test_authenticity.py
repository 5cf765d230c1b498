"""Genuine, not genuine, cannot tell: what may be shown green, and that nothing else ever is."""

import dataclasses
import datetime as dt
import random

import pytest

from desk_app.domain.identity import person_of
from desk_app.practice.chip import CardFaults
from scanner.chip import card_items, zone_lines
from signing.chip import ChipFiles, country_store, judge
from tests.kit.chip import NOW, card, read, verdict


@pytest.mark.parametrize(
    "content", [{}, {"is_explicit": True}, {"pace": ()}, {"has_chip_key": False}]
)
def test_an_honest_card_is_genuine(content):  # 1, 2, 20
    found = verdict(card(**content))
    assert (found.verdict, found.reasons) == ("genuine", ())
    assert found.is_chip_proven is (None if "has_chip_key" in content else True)
    assert {1, 2, 13} <= set(found.proven)


@pytest.mark.parametrize(
    ("faults", "said", "reason"),
    [
        ({"signer": "unknown"}, "cannot_tell", "chip.country_unknown"),  # 5
        ({"signer": "samename"}, "cannot_tell", "chip.country_unknown"),  # 6
        ({"signer": "expired"}, "cannot_tell", "chip.signer_expired"),  # 7
        ({"corrupt": (13,)}, "not_genuine", "chip.group_changed"),  # 8
        ({"corrupt": (2,)}, "not_genuine", "chip.group_changed"),  # 9
        ({"signer": "badsig"}, "not_genuine", "chip.signature_broken"),  # 10
        ({"signer": "forged"}, "not_genuine", "chip.signer_forged"),  # 11
        ({"is_copy": True}, "not_genuine", "chip.copied"),  # 12
    ],
)
def test_every_fault_has_its_verdict(faults, said, reason):
    found = verdict(card(CardFaults(**faults)))
    assert (found.verdict, found.reasons[0]) == (said, reason)


SIGNERS = ("ok", "unknown", "samename", "expired", "badsig", "forged")
HARMED = [{}, *({"corrupt": (n,)} for n in (1, 2, 13, 14, 15)), *({"truncate": (n,)} for n in (1, 13, 14, 15)),
          {"is_copy": True}]  # fmt: skip


@pytest.mark.parametrize("signer", SIGNERS)
def test_no_fault_of_content_is_ever_shown_as_genuine(signer):
    """Every group changed or cut, under every signer; a cut group is never among the proven."""
    for harm in HARMED:
        found = verdict(card(CardFaults(signer=signer, **harm)))
        cut = set(harm.get("truncate", ()))
        assert not cut & set(found.proven), harm
        if signer != "ok" or (harm and not cut):
            assert found.verdict != "genuine", (signer, harm)
    assert signer != "ok" or verdict(card()).verdict == "genuine"


def test_without_the_countrys_certificate_nothing_is_green():  # 4
    found = verdict(card(), trust=False)
    assert (found.verdict, found.reasons) == ("cannot_tell", ("chip.no_country_certificates",))


def test_a_signer_that_ended_is_told_with_its_date():
    made = card()
    later = NOW + dt.timedelta(days=3001)
    found = verdict(made, at=later)
    assert found.reasons == ("chip.signer_expired",)
    assert found.signer_ends is not None
    assert found.signer_ends < later


def files_of(made):
    reading = read(made, wants_picture=True)
    return ChipFiles(
        groups=reading.groups,
        security_object=reading.security_object,
        challenge=reading.challenge,
        answer=reading.answer,
    )


def test_a_group_the_state_did_not_sign_is_not_taken():
    made = card(has_chip_key=False)
    files = files_of(made)
    found = judge(
        dataclasses.replace(files, groups={**files.groups, 11: b"\x6b\x00"}),
        country_store({"c.cer": made.country}),
        NOW,
    )
    assert found.reasons[0] == "chip.group_unsigned"


def test_a_chip_that_hides_its_promised_key_is_not_green():
    made = card()
    files = dataclasses.replace(files_of(made), answer=b"")
    found = judge(files, country_store({"c.cer": made.country}), NOW)
    assert (found.verdict, found.reasons) == ("cannot_tell", ("chip.proof_missing",))


def test_files_of_two_cards_do_not_mix():
    """The signed object of one card over the data of another."""
    one, other = card(), card(person={1: "000190000018", 2: "Trần Văn Khác", 4: "Nam"})
    mixed = dataclasses.replace(files_of(other), security_object=files_of(one).security_object)
    found = judge(mixed, country_store({"a.cer": one.country, "b.cer": other.country}), NOW)
    assert found.verdict == "not_genuine"


def test_no_changed_byte_is_ever_shown_as_genuine():
    made = card()
    files = files_of(made)
    store = country_store({"c.cer": made.country})
    draw = random.Random(20)
    for _ in range(400):
        where = draw.choice(["sod", 1, 13, 15, "answer"])
        raw = bytearray(
            {"sod": files.security_object, "answer": files.answer}.get(where) or files.groups[where]
        )
        at = draw.randrange(len(raw))
        raw[at] ^= 1 << draw.randrange(8)
        changed = bytes(raw)
        if where == "sod":
            tried = dataclasses.replace(files, security_object=changed)
        elif where == "answer":
            tried = dataclasses.replace(files, answer=changed)
        else:
            tried = dataclasses.replace(files, groups={**files.groups, where: changed})
        found = judge(tried, store, NOW)
        assert found.verdict != "genuine" or where == "sod", (where, at)
        if found.verdict == "genuine":  # bytes outside of what is signed: certificates' wrapping
            assert tried.groups == files.groups


def test_a_revoked_signer_is_not_green():
    from asn1crypto import cms, crl, x509

    from scanner.chip.tlv import only

    made = card()
    files = files_of(made)
    signed = cms.ContentInfo.load(only(files.security_object, 0x77))["content"]
    signer = signed["certificates"][0].chosen
    country = x509.Certificate.load(made.country)
    body = crl.TbsCertList(
        {
            "version": "v2",
            "signature": {"algorithm": "sha384_ecdsa"},
            "issuer": country.subject,
            "this_update": x509.Time({"utc_time": NOW}),
            "revoked_certificates": [
                {
                    "user_certificate": signer.serial_number,
                    "revocation_date": x509.Time({"utc_time": NOW}),
                }
            ],
        }
    )
    unsigned = crl.CertificateList(
        {
            "tbs_cert_list": body,
            "signature_algorithm": {"algorithm": "sha384_ecdsa"},
            "signature": b"\x30\x06\x02\x01\x01\x02\x01\x01",
        }
    )
    store = country_store({"c.cer": made.country, "list.crl": unsigned.dump()})
    assert len(store.lists) == 1
    assert judge(files, store, NOW).verdict == "genuine"  # a list nobody signed says nothing


SURNAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Đỗ", "Võ", "Ngô", "Huỳnh", "Ưng"]
GIVEN = ["Thị Ngọc Ánh", "Văn Đức", "Quốc Khánh", "Thùy Dương", "Y Ố", "Bá Kiên", "Mỹ Lệ", "Ỷ"]


def people(count, seed):
    draw = random.Random(seed)
    for _ in range(count):
        year, male = draw.randint(1930, 2010), draw.random() < 0.5
        century = (0 if male else 1) + (2 if year >= 2000 else 0)
        number = f"000{century}{year % 100:02d}{draw.randrange(10**6):06d}"
        day = f"{draw.randint(1, 28):02d}/{draw.randint(1, 12):02d}/{year}"
        yield {
            1: number,
            2: f"{draw.choice(SURNAMES)} {draw.choice(GIVEN)}",
            3: day,
            4: "Nam" if male else "Nữ",
            9: f"Số {draw.randint(1, 900)} đường Mẫu, Phường Ế, Tỉnh Mẫu",
            12: f"{day[:6]}{max(year + 60, 2030) % 100 + 2000}",
        }


@pytest.mark.parametrize(
    "count",
    [40, pytest.param(1000, marks=[pytest.mark.long, pytest.mark.timeout(1800)])],
)
def test_generated_cards_are_read_back_exactly(count):
    for wanted in people(count, seed=count):
        made = card(person=wanted)
        reading = read(made)
        person, differing = person_of(
            zone_lines(reading.groups[1]), card_items(reading.groups[13]), NOW.date()
        )
        day, month, year = wanted[3].split("/")
        assert (person.number, person.full_name) == (wanted[1], wanted[2])
        assert (person.birth, person.sex) == (f"{year}-{month}-{day}", wanted[4])
        assert person.residence == wanted[9]
        assert differing == (), wanted


def test_a_card_whose_halves_differ_is_pointed_out():
    reading = read(card())
    zone, items = zone_lines(reading.groups[1]), card_items(reading.groups[13])
    _, differing = person_of(zone, {**items, "number": "000190000018", "sex": "Nam"}, NOW.date())
    assert set(differing) == {"number", "sex"}
    _, differing = person_of(zone, {**items, "full_name": "Lê Văn Khác"}, NOW.date())
    assert differing == ("full_name",)
