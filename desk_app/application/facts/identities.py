"""Answers of `desk-app identity`."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from enum import StrEnum

from desk_app.application.facts.stream import Answer, FactError, Line, needed
from desk_app.domain import identity
from desk_app.domain.identity import IdentityTables, PartialDate, Sex


def answer_identity(line: Line, tables: IdentityTables) -> Answer:
    """Answer one line of `desk-app identity`.

    Raises:
        FactError: the kind is unknown, or an input is missing or has the wrong form.
    """
    kind = line.get("kind")
    answer = _IDENTITIES.get(kind) if isinstance(kind, str) else None
    if answer is None:
        raise FactError("facts.kind_unknown", kind=kind)
    return answer(needed(line, "input"), tables)


def _qr(asked: Line, tables: IdentityTables) -> Answer:
    separator = asked.get("separator") or "|"
    if not isinstance(separator, str):
        raise FactError("facts.input_invalid", key="separator")
    read = identity.read_card_qr(_text(asked, "text"), tables, separator)
    return {
        "verdict": read.verdict.value,
        "doubt": list(read.doubt),
        "number": read.number,
        "old_number": read.old_number,
        "name": read.name,
        "birth": _date(read.birth),
        "sex": _word(read.sex),
        "address": read.address,
        "issued": _date(read.issued),
        "extra": list(read.extra),
    }


def _mrz(asked: Line, _: IdentityTables) -> Answer:
    lines = asked.get("lines")
    if isinstance(lines, str):
        lines = [lines]
    if not isinstance(lines, list) or not all(isinstance(row, str) for row in lines):
        raise FactError("facts.input_invalid", key="lines")
    read = identity.read_mrz(lines, _today(asked))
    return {
        "verdict": read.verdict.value,
        "doubt": list(read.doubt),
        "bad": list(read.bad),
        "format": read.format,
        "issuer": read.issuer,
        "number": read.number,
        "nationality": read.nationality,
        "birth": _date(read.birth),
        "sex": _word(read.sex),
        "expiry": read.expiry,
        "surname": read.surname,
        "given": read.given,
        "personal_number": read.personal_number,
    }


def _name_mrz(asked: Line, _: IdentityTables) -> Answer:
    agrees = identity.agrees_with_mrz(_text(asked, "name"), _text(asked, "field"))
    return _agreement(agrees=agrees, doubted="name")


def _number12(asked: Line, tables: IdentityTables) -> Answer:
    read = identity.check_personal_number(
        _text(asked, "number"),
        tables,
        today=_today(asked),
        birth=_birth(asked),
        sex=_sex(asked),
    )
    return {
        "verdict": read.verdict.value,
        "doubt": list(read.doubt),
        "reasons": list(read.reasons),
        "birth_year": read.birth_year,
        "sex": _word(read.sex),
        "province": read.province,
        "blocked": read.is_blocked,
    }


def _old_number(asked: Line, _: IdentityTables) -> Answer:
    read = identity.check_old_number(_text(asked, "number"))
    return _judged(read.verdict, "plausible", "number") | {"canonical": read.canonical}


def _tax(asked: Line, _: IdentityTables) -> Answer:
    read = identity.check_tax_code(_text(asked, "code"))
    return _judged(read.verdict, "valid", "code") | {
        "form": read.form,
        "canonical": read.canonical,
    }


def _agency(asked: Line, tables: IdentityTables) -> Answer:
    return _judged(identity.check_agency_code(_text(asked, "code"), tables), "current", "code")


def _phone(asked: Line, tables: IdentityTables) -> Answer:
    read = identity.check_phone(_text(asked, "phone"), tables)
    is_mobile = read.verdict is identity.PhoneVerdict.MOBILE
    return {
        "verdict": read.verdict.value,
        "doubt": ["phone"] if read.verdict is identity.PhoneVerdict.INVALID else [],
        "e164": read.e164,
        "national": read.national if is_mobile else None,
    }


def _name_match(asked: Line, _: IdentityTables) -> Answer:
    a, b = _text(asked, "a"), _text(asked, "b")
    return {"same_name": identity.same_name(a, b), "same_search": identity.same_search(a, b)}


def _name_form(asked: Line, tables: IdentityTables) -> Answer:
    return dataclasses.asdict(identity.split_name(_text(asked, "name"), tables))


def _date_words(asked: Line, _: IdentityTables) -> Answer:
    date = identity.date_in_words(_text(asked, "text"))
    verdict = "ok" if date else "impossible"
    return {"verdict": verdict, "doubt": [] if date else ["date"], "date": _date(date)}


def _date_pair(asked: Line, _: IdentityTables) -> Answer:
    words = identity.date_in_words(_text(asked, "words"))
    digits = identity.date_in_digits(_text(asked, "digits"))
    if words is None or digits is None:
        return {"verdict": "impossible", "doubt": ["date"]}
    return _agreement(agrees=words == digits, doubted="date")


def _province(asked: Line, tables: IdentityTables) -> Answer:
    return {"now": identity.province_now(_text(asked, "name"), tables)}


def _province_code(asked: Line, tables: IdentityTables) -> Answer:
    return {"name": identity.province_of_2024(_text(asked, "code"), tables)}


def _address(asked: Line, tables: IdentityTables) -> Answer:
    return dataclasses.asdict(identity.read_address(_text(asked, "text"), tables))


_IDENTITIES: dict[str, Callable[[Line, IdentityTables], Answer]] = {
    "qr": _qr,
    "mrz": _mrz,
    "name_mrz": _name_mrz,
    "number12": _number12,
    "old_number": _old_number,
    "tax": _tax,
    "agency": _agency,
    "phone": _phone,
    "name_match": _name_match,
    "name_form": _name_form,
    "date_words": _date_words,
    "date_pair": _date_pair,
    "province": _province,
    "province_code": _province_code,
    "address": _address,
}


def _judged(verdict: StrEnum, good: str, doubted: str) -> Answer:
    return {"verdict": verdict.value, "doubt": [] if verdict == good else [doubted]}


def _agreement(*, agrees: bool, doubted: str) -> Answer:
    return {
        "verdict": "agree" if agrees else "disagree",
        "doubt": [] if agrees else [doubted],
    }


def _text(asked: Line, key: str) -> str:
    value = asked.get(key)
    if value is None:
        raise FactError("facts.input_missing", key=key)
    if not isinstance(value, str):
        raise FactError("facts.input_invalid", key=key)
    return value


def _today(asked: Line) -> dt.date:
    date = identity.parse_iso(_text(asked, "today"))
    if date is None or date.month is None or date.day is None:
        raise FactError("facts.input_invalid", key="today")
    return dt.date(date.year, date.month, date.day)


def _birth(asked: Line) -> PartialDate | None:
    if asked.get("birth") is None:
        return None
    date = identity.parse_iso(_text(asked, "birth"))
    if date is None:
        raise FactError("facts.input_invalid", key="birth")
    return date


def _sex(asked: Line) -> Sex | None:
    if asked.get("sex") is None:
        return None
    sex = _text(asked, "sex")
    if sex not in set(Sex):
        raise FactError("facts.input_invalid", key="sex")
    return Sex(sex)


def _date(date: PartialDate | None) -> str | None:
    return date.iso if date else None


def _word(word: StrEnum | None) -> str | None:
    return word.value if word else None
