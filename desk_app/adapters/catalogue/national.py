"""Procedures to and from the national catalogue, by the fields of `LayThuTuc`.

The fields are those that public implementations read. What the national catalogue does not hold
(steps inside the office, checks, form, template) comes from resources/national/import.toml: the
plain five steps and the general form, marked to be confirmed, so that an imported procedure can
be used at once and nobody takes a default for law.
"""

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import resources
from desk_app.domain.procedures import (
    ApplicantKind,
    Channel,
    ProcedureDefinition,
    TermUnit,
    is_national_code,
)

Table = dict[str, object]

_CHANNELS = {Channel.COUNTER: "1", Channel.ONLINE: "2", Channel.POST: "3"}
_SOURCE = "national"


def from_national(answer: Mapping[str, object], *, read_on: dt.date) -> Table:
    """A definition from one answer of the national catalogue.

    Args:
        answer: the object with the upper-case fields; what is missing is left to be confirmed.
        read_on: day of reading; becomes the date of the source and the first day of validity.

    Returns:
        Data for `procedure_from_data`.
    """
    words = _words()
    name, code = _text(answer, "TENTTHC"), _text(answer, "MATTHC")
    ways = _list(answer, "CACHTHUCTHUCHIEN")
    unit, amount = _term(ways)
    papers = [p for group in _list(answer, "THANHPHANHOSO") for p in _list(group, "GIAYTO")]
    components = [_component(number, paper) for number, paper in enumerate(papers, start=1)]
    fees = _fees(ways)
    has_code = is_national_code(code)
    conditions = _text(answer, "YEUCAU")
    return {
        **words["defaults"],
        "schema": 1,
        "key": _key(code, name),
        **({"code": code} if has_code else {}),
        "name": name,
        "version": 1,
        "valid_from": read_on,
        "sector": _sector(answer),
        "applicants": _applicants(answer),
        "term": {"unit": str(unit), "amount": amount},
        "fees": fees,
        "components": components,
        "steps": _steps(amount),
        "result": _result(answer),
        "channels_in": _channels(ways),
        "legal_bases": [basis for b in _list(answer, "CANCUPHAPLY") if (basis := _basis(b))],
        **({"conditions": conditions} if conditions else {}),
        "sources": {
            _SOURCE: {
                "instrument": words["instrument"],
                "dated": read_on,
                **({"citation": code or name} if code or name else {}),
            }
        },
        "provenance": _provenance(has_code=has_code, fees=fees, components=components),
    }


def to_national(procedure: ProcedureDefinition) -> Table:
    """The national fields of a procedure, as `from_national` reads them."""
    fees = [
        {
            "MAPHILEPHI": fee.key,
            "SOTIEN": "" if fee.amount is None else str(fee.amount),
            "DONVI": "VND",
            "MOTA": fee.name if fee.formula is None else f"{fee.name}: {fee.formula}",
        }
        for fee in procedure.fees
    ]
    time = {
        "THOIGIANGIAIQUYET": str(procedure.term.amount),
        "DONVITINH": _words()["unit_names"][str(procedure.term.unit)],
        "MOTA": "",
        "PHILEPHI": fees,
    }
    sector, result = procedure.sector, procedure.result
    return {
        "TENTTHC": procedure.name,
        "MATTHC": procedure.code or "",
        "LINHVUCTHUCHIEN": [{"MALINHVUC": sector.code or "", "TENLINHVUC": sector.name}],
        "CACHTHUCTHUCHIEN": [
            {"KENH": _CHANNELS[each], "THOIGIAN": [time]} for each in procedure.channels_in
        ],
        "THANHPHANHOSO": [
            {"GIAYTO": [{"MAGIAYTO": c.code or "", "TENGIAYTO": c.name}]}
            for c in procedure.components
        ],
        "KETQUATHUCHIEN": [{"MAKETQUA": result.code or "", "TENKETQUA": result.name}],
        "CANCUPHAPLY": [{"SOVANBAN": "", "TENVANBAN": basis} for basis in procedure.legal_bases],
        "YEUCAU": procedure.conditions or "",
    }


def _term(ways: Sequence[Mapping[str, object]]) -> tuple[TermUnit, int]:
    """The longest time any channel states; other channels may be quicker, none is slower."""
    best = (TermUnit.WORKING_DAYS, 0)
    for way in ways:
        for time in _list(way, "THOIGIAN"):
            number = re.search(r"\d+", _text(time, "THOIGIANGIAIQUYET"))
            unit = _unit(_text(time, "DONVITINH"))
            if number and unit is not None and int(number.group()) > best[1]:
                best = (unit, int(number.group()))
    return best if best[1] else (TermUnit.WORKING_DAYS, 1)


def _unit(name: str) -> TermUnit | None:
    folded = name.casefold()
    for start, unit in _words()["units"].items():
        if folded.startswith(start):
            return TermUnit(unit)
    return None


def _fees(ways: Sequence[Mapping[str, object]]) -> list[Table]:
    found: dict[str, Table] = {}
    for way in ways:
        for time in _list(way, "THOIGIAN"):
            for fee in _list(time, "PHILEPHI"):
                name = _text(fee, "MOTA") or _text(fee, "MAPHILEPHI")
                amount = re.sub(r"[^\d]", "", _text(fee, "SOTIEN").partition(",")[0])
                if not name or name in found:
                    continue
                money: Table = {"amount": int(amount)} if amount else {"formula": name}
                key = f"fee_{len(found) + 1}"
                found[name] = {"key": key, "name": name, "due": "before_processing", **money}
    return list(found.values())


def _component(number: int, paper: Mapping[str, object]) -> Table:
    code = _text(paper, "MAGIAYTO")
    return {
        "key": f"paper_{number}",
        "name": _text(paper, "TENGIAYTO") or f"{number}",
        **({"code": code} if code else {}),
        "document_type": "khac",
        "digitisation": "mandatory",
        "need": "required",
        "originals": 1,
    }


def _applicants(answer: Mapping[str, object]) -> list[str]:
    found: list[str] = []
    for who in _list(answer, "DOITUONGTHUCHIEN"):
        name = _text(who, "TENDOITUONG").casefold()
        kinds = (kind for part, kind in _words()["applicants"].items() if part in name)
        found += [kind for kind in kinds if kind not in found]
    return found or [str(ApplicantKind.CITIZEN), str(ApplicantKind.ORGANISATION)]


def _channels(ways: Sequence[Mapping[str, object]]) -> list[str]:
    """KENH: 2 online, 3 public post, anything else the counter."""
    names = {number: str(channel) for channel, number in _CHANNELS.items()}
    found = dict.fromkeys(names.get(_text(way, "KENH"), str(Channel.COUNTER)) for way in ways)
    return list(found) or [str(Channel.COUNTER)]


def _sector(answer: Mapping[str, object]) -> Table:
    for sector in _list(answer, "LINHVUCTHUCHIEN"):
        name, code = _text(sector, "TENLINHVUC"), _text(sector, "MALINHVUC")
        if name:
            return {"name": name, **({"code": code} if code else {})}
    return {"name": _words()["no_sector"]}


def _result(answer: Mapping[str, object]) -> Table:
    found: Table = {**_words()["defaults"]["result"], "name": _words()["no_result"]}
    for result in _list(answer, "KETQUATHUCHIEN"):
        name, code = _text(result, "TENKETQUA"), _text(result, "MAKETQUA")
        if name:
            return {**found, "name": name, **({"code": code} if code else {})}
    return found


def _steps(amount: int) -> list[Table]:
    steps = _words()["steps"]
    following = [[later["key"]] for later in steps[1:]] + [[]]
    return [
        {
            **{key: value for key, value in step.items() if key != "share"},
            "amount": round(step["share"] * amount, 3),
            "following": after,
        }
        for step, after in zip(steps, following, strict=True)
    ]


def _provenance(*, has_code: bool, fees: list[Table], components: list[Table]) -> Table:
    unknown: Table = {"to_confirm": True}
    lead: Table = {"source": _SOURCE, "to_confirm": True}
    return {
        "code": {"source": _SOURCE} if has_code else unknown,
        "publication": unknown,
        "term": lead,
        "five_step": unknown,
        "retention": unknown,
        "result": lead,
        **{f"fees.{fee['key']}": lead for fee in fees},
        **{f"components.{component['key']}": lead for component in components},
    }


def _basis(basis: Mapping[str, object]) -> str:
    return " ".join(part for part in (_text(basis, "SOVANBAN"), _text(basis, "TENVANBAN")) if part)


def _key(code: str, name: str) -> str:
    """A stable key: from the code, else from the name without marks."""
    if code:
        return "national_" + re.sub(r"\W+", "_", code.casefold()).strip("_")
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    ascii_only = "".join(letter for letter in plain if letter.isascii())
    return "national_" + (re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_") or "unnamed")


def _text(table: Mapping[str, object], key: str) -> str:
    value = table.get(key)
    if value is None or isinstance(value, Mapping | list):
        return ""
    return unicodedata.normalize("NFC", " ".join(str(value).split()))


def _list(table: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = table.get(key)
    if isinstance(value, Mapping):  # a single row is sent without its list
        return [value]
    rows = value if isinstance(value, Sequence) and not isinstance(value, str) else []
    return [row for row in rows if isinstance(row, Mapping)]


@cache
def _words() -> dict[str, Any]:  # tables of one shipped file, their shape is tested
    return tomllib.loads(resources.text("national/import.toml"))
