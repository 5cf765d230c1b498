"""The capacity block above a signer's name, and whether the signer may use it (NĐ 30/2020 Art. 13).

The table is data; the rule here is only how it is read: office, basis, its dates and its papers.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.domain.errors import RuleError

_DEPUTIES = {"deputy", "unit_deputy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The writing that lets a person sign for another.

    Attributes:
        kind: ``assignment``, ``regulation``, ``authorisation`` or ``appointment``.
        number: its number and sign, stored with the signature.
        papers: kinds of paper it names; empty means all, which an authorisation may never mean.
        valid_until: open-ended when ``None``, which an authorisation may never be.
    """

    kind: str
    number: str
    valid_from: dt.date
    valid_until: dt.date | None = None
    papers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs, where, as what.

    Attributes:
        office: ``head``, ``deputy``, ``acting_head``, ``unit_head``, ``unit_deputy`` or
            ``subordinate_head``.
        title: as printed: "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "CHÁNH VĂN PHÒNG".
        body: the agency as a body, as printed: "ỦY BAN NHÂN DÂN".
        head_title: title of the head of the agency.
        unit_head_title: title of the head of the unit, for a unit's deputy.
    """

    name: str
    office: str
    title: str
    body: str
    head_title: str
    is_collective: bool
    unit_head_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityBlock:
    """What is printed above the signature, and what it rests on."""

    capacity: str
    lines: tuple[str, ...]
    name: str
    basis: Basis | None


Table = Mapping[str, Mapping[str, Any]]  # TOML tables
"""Rows by capacity, as in ``resources/rules/capacities.toml``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningAs:
    """As what an officer signs results: who, in whose name, on which basis.

    Attributes:
        capacity: ``none``, ``TM``, ``KT``, ``TL``, ``TUQ`` or ``Q``.
    """

    signatory: Signatory
    capacity: str
    basis: Basis | None = None


def compose_block(
    table: Table,
    signatory: Signatory,
    capacity: str,
    *,
    paper: str,
    on: dt.date,
    basis: Basis | None = None,
) -> CapacityBlock:
    """The block for a person, a capacity, a paper and a date.

    Args:
        table: the capacities by the law in force.
        signatory: who signs.
        capacity: ``none``, ``TM``, ``KT``, ``TL``, ``TUQ`` or ``Q``.
        paper: kind of the paper, as bases name it.
        on: day of signing.
        basis: what lets the person sign, where the capacity needs one.

    Raises:
        RuleError: ``capacity.unknown``, ``…_not_allowed``, ``…_without_basis``,
            ``…_out_of_date`` or ``…_not_for_paper``.
    """
    row = table.get(capacity)
    if row is None:
        raise RuleError("capacity.unknown", {"capacity": capacity})
    kind = "collective" if signatory.is_collective else "one_person"
    if signatory.office not in row["offices"] or row["agency"] not in {"any", kind}:
        raise RuleError(
            "capacity.not_allowed", {"office": signatory.title, "capacity": str(row["prefix"])}
        )
    is_deputy = signatory.office in _DEPUTIES
    needs = row.get("deputy_needs", row["needs"]) if is_deputy else row["needs"]
    if needs:
        _refuse_basis(row, str(needs), basis, paper, on)
    return CapacityBlock(
        capacity=capacity,
        lines=_lines(row, signatory, is_deputy=is_deputy),
        name=signatory.name,
        basis=basis if needs else None,
    )


def _refuse_basis(
    row: Mapping[str, Any], needs: str, basis: Basis | None, paper: str, on: dt.date
) -> None:
    is_limited = bool(row.get("is_limited", False))
    is_empty = basis is None or basis.kind != needs or not basis.number.strip()
    if basis is None or is_empty or (is_limited and (not basis.papers or not basis.valid_until)):
        raise RuleError("capacity.without_basis", {"capacity": str(row["prefix"]), "needs": needs})
    until = basis.valid_until
    if on < basis.valid_from or (until is not None and on > until):
        raise RuleError(
            "capacity.out_of_date",
            {
                "basis": basis.number,
                "from": f"{basis.valid_from:%d/%m/%Y}",
                "until": f"{until:%d/%m/%Y}" if until else "",
            },
        )
    if basis.papers and paper not in basis.papers:
        raise RuleError("capacity.not_for_paper", {"basis": basis.number, "paper": paper})


def _lines(row: Mapping[str, Any], signatory: Signatory, *, is_deputy: bool) -> tuple[str, ...]:
    chosen = row["lines"]
    if is_deputy and "deputy_lines" in row:
        chosen = row["deputy_lines"]
    elif signatory.is_collective and "collective_lines" in row:
        chosen = row["collective_lines"]
    facts = {
        "BODY": signatory.body,
        "HEAD": signatory.head_title,
        "TITLE": signatory.title,
        "UNIT_HEAD": signatory.unit_head_title,
    }
    return tuple(line.format(**facts) for line in chosen)
