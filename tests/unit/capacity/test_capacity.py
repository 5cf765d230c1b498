"""NĐ 30/2020 Art. 13: who may sign in whose name."""

import datetime as dt

import pytest

import resources
from desk_app.domain.capacity import Basis, Signatory, compose_block
from desk_app.domain.errors import RuleError

ON = dt.date(2026, 11, 24)
TABLE = resources.toml("rules/capacities.toml")
CHAIR = Signatory(
    name="Phạm Văn Mẫu Bốn",
    office="head",
    title="CHỦ TỊCH",
    body="ỦY BAN NHÂN DÂN",
    head_title="CHỦ TỊCH",
    is_collective=True,
)


def person(office: str, title: str, **options: object) -> Signatory:
    facts = {
        "name": "Trần Văn Mẫu",
        "body": "ỦY BAN NHÂN DÂN",
        "head_title": "CHỦ TỊCH",
        "is_collective": True,
        **options,
    }
    return Signatory(office=office, title=title, **facts)


def basis(kind: str, **options: object) -> Basis:
    facts = {"number": "12/QĐ-UBND", "valid_from": dt.date(2026, 1, 1), **options}
    return Basis(kind=kind, **facts)


AUTHORISATION = basis(
    "authorisation", valid_until=dt.date(2026, 12, 31), papers=frozenset({"xac-nhan"})
)


@pytest.mark.parametrize(
    ("signatory", "capacity", "given", "lines"),
    [
        (CHAIR, "TM", None, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (
            person("deputy", "PHÓ CHỦ TỊCH"),
            "TM",
            basis("assignment"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (
            person("deputy", "PHÓ CHỦ TỊCH"),
            "KT",
            basis("assignment"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (
            person("deputy", "PHÓ GIÁM ĐỐC", is_collective=False, head_title="GIÁM ĐỐC"),
            "KT",
            basis("assignment"),
            ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ),
        (
            person("head", "GIÁM ĐỐC", is_collective=False, head_title="GIÁM ĐỐC"),
            "none",
            None,
            ("GIÁM ĐỐC",),
        ),
        (
            person("unit_head", "CHÁNH VĂN PHÒNG"),
            "TL",
            basis("regulation"),
            ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        ),
        (
            person("unit_deputy", "PHÓ CHÁNH VĂN PHÒNG", unit_head_title="CHÁNH VĂN PHÒNG"),
            "TL",
            basis("regulation"),
            ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ),
        (
            person("subordinate_head", "GIÁM ĐỐC TRUNG TÂM"),
            "TUQ",
            AUTHORISATION,
            ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC TRUNG TÂM"),
        ),
        (
            person("acting_head", "QUYỀN CHỦ TỊCH"),
            "Q",
            basis("appointment"),
            ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"),
        ),
    ],
)
def test_block(signatory, capacity, given, lines) -> None:
    block = compose_block(TABLE, signatory, capacity, paper="xac-nhan", on=ON, basis=given)
    assert block.lines == lines
    assert block.basis == given
    assert block.name == signatory.name


@pytest.mark.parametrize(
    ("signatory", "capacity", "given", "code"),
    [
        (CHAIR, "XX", None, "capacity.unknown"),
        (CHAIR, "none", None, "capacity.not_allowed"),
        (CHAIR, "KT", basis("assignment"), "capacity.not_allowed"),
        (
            person("head", "GIÁM ĐỐC", is_collective=False),
            "TM",
            None,
            "capacity.not_allowed",
        ),
        (person("deputy", "PHÓ CHỦ TỊCH"), "TM", None, "capacity.without_basis"),
        (
            person("deputy", "PHÓ CHỦ TỊCH"),
            "KT",
            basis("regulation"),
            "capacity.without_basis",
        ),
        (
            person("deputy", "PHÓ CHỦ TỊCH"),
            "KT",
            basis("assignment", number=" "),
            "capacity.without_basis",
        ),
        (
            person("subordinate_head", "GIÁM ĐỐC"),
            "TUQ",
            basis("authorisation", papers=frozenset({"xac-nhan"})),
            "capacity.without_basis",
        ),
        (
            person("subordinate_head", "GIÁM ĐỐC"),
            "TUQ",
            basis("authorisation", valid_until=dt.date(2027, 1, 1)),
            "capacity.without_basis",
        ),
        (
            person("deputy", "PHÓ CHỦ TỊCH"),
            "KT",
            basis("assignment", valid_until=dt.date(2026, 11, 23)),
            "capacity.out_of_date",
        ),
        (
            person("deputy", "PHÓ CHỦ TỊCH"),
            "KT",
            basis("assignment", valid_from=dt.date(2026, 11, 25)),
            "capacity.out_of_date",
        ),
        (
            person("unit_head", "CHÁNH VĂN PHÒNG"),
            "TL",
            basis("regulation", papers=frozenset({"giay-moi"})),
            "capacity.not_for_paper",
        ),
    ],
)
def test_refusals(signatory, capacity, given, code) -> None:
    with pytest.raises(RuleError) as caught:
        compose_block(TABLE, signatory, capacity, paper="xac-nhan", on=ON, basis=given)
    assert caught.value.code == code


def test_the_last_day_of_a_basis_counts() -> None:
    given = basis("assignment", valid_from=ON, valid_until=ON)
    assert (
        compose_block(
            TABLE, person("deputy", "PHÓ CHỦ TỊCH"), "KT", paper="x", on=ON, basis=given
        ).basis
        == given
    )
