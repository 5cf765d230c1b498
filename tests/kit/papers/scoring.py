"""How well a page was read: the rules the development set is scored by."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

PEN_FIELDS = {"so_ky_hieu": r"\d+", "ngay": r"\d+"}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWEL_PAIRS = re.compile(rf"(o|u)([{_TONES}]?)(a|e|y)([{_TONES}]?)(?!\w)")
_WORDED = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})")


def normalised(value: str) -> str:
    """A value as it is compared: case, tone placement, date form and separators made equal."""
    text = " ".join(unicodedata.normalize("NFC", value).casefold().split())
    text = unicodedata.normalize("NFD", text)
    text = _VOWEL_PAIRS.sub(lambda m: f"{m[1]}{m[2] or m[4]}{m[3]}", text)
    text = unicodedata.normalize("NFC", text)
    for pattern in (_WORDED, _SLASHED):
        if (date := pattern.fullmatch(text.strip(" .,;"))) is not None:
            day, month, year = (int(part) for part in date.groups())
            return f"{year:04d}-{month:02d}-{day:02d}"
    if re.fullmatch(r"[\d\s.,\-]+", text) and len(re.sub(r"\D", "", text)) > 0:
        return re.sub(r"\D", "", text)
    return text.strip(" .,;:-–—…'\"()[]")


def letter_errors(line: str, text: str) -> int:
    """Least edits between a true line and its best-matching stretch of a text."""
    if not text:
        return len(line)
    codes = np.array([ord(c) for c in text])
    steps = np.arange(len(codes) + 1)
    row = np.zeros(len(codes) + 1, np.int64)
    for number, letter in enumerate(line, 1):
        swapped = row[:-1] + (codes != ord(letter))
        new = np.concatenate([[number], np.minimum(row[1:] + 1, swapped)])
        row = np.minimum.accumulate(new - steps) + steps
    return int(row.min())


@dataclass
class Tally:
    """Counts over pages.

    Attributes:
        fields: (page, doc type, field, kind, right, confidence, sure, read value, true value).
        spurious: fields given on pages that have none.
    """

    fields: list[tuple[str, str, str, str, bool, float, bool, str | None, str]] = field(
        default_factory=list
    )
    types: list[tuple[str, str, str]] = field(default_factory=list)
    letters: int = 0
    wrong_letters: int = 0
    spurious: int = 0
    pen: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, truth: Mapping[str, Any], line: Mapping[str, Any]) -> None:
        """Score one page: its truth beside the line `desk-app read --json` gave."""
        page = truth["id"]
        self.types.append((page, truth["doc_type"], line.get("doc_type", "")))
        self.seconds.append(float(line.get("seconds", 0.0)))
        given = line.get("fields", {})
        if truth["doc_type"] in {"khac", "trang_trang"}:
            self.spurious += len(given)
        for name, value in truth["fields"].items():
            found = given.get(name)
            right = found is not None and normalised(found["value"]) == normalised(value)
            kind = truth["field_kinds"].get(name, "print")
            self.fields.append(
                (
                    page,
                    truth["doc_type"],
                    name,
                    kind,
                    right,
                    0.0 if found is None else float(found["confidence"]),
                    found is not None and bool(found["sure"]),
                    None if found is None else found["value"],
                    value,
                )
            )
            if kind == "hand" and truth["doc_type"] == "quyet_dinh" and name in PEN_FIELDS:
                self.pen.append(right)
        text = unicodedata.normalize("NFC", line.get("text", ""))
        text = " ".join(text.split())
        for entry in truth["lines"]:
            wanted = " ".join(unicodedata.normalize("NFC", entry["text"]).split())
            self.letters += len(wanted)
            self.wrong_letters += min(len(wanted), letter_errors(wanted, text))

    def exact(self, kinds: Iterable[str]) -> float:
        """Share of fields of these kinds that are exactly right, mean over document types."""
        wanted = set(kinds)
        by_type: dict[str, list[bool]] = defaultdict(list)
        for _, doc_type, _, kind, right, *_ in self.fields:
            if kind in wanted:
                by_type[doc_type].append(right)
        shares = [sum(rights) / len(rights) for rights in by_type.values()]
        return sum(shares) / len(shares) if shares else float("nan")

    def exact_by_type(self, kinds: Iterable[str]) -> dict[str, float]:
        """The same for each document type."""
        wanted = set(kinds)
        by_type: dict[str, list[bool]] = defaultdict(list)
        for _, doc_type, _, kind, right, *_ in self.fields:
            if kind in wanted:
                by_type[doc_type].append(right)
        return {name: sum(r) / len(r) for name, r in sorted(by_type.items())}

    @property
    def given(self) -> list[tuple[bool, float, bool]]:
        """(right, confidence, sure) of every field that was given a value."""
        return [(f[4], f[5], f[6]) for f in self.fields if f[7] is not None]

    @property
    def coverage(self) -> float:
        """Share of all true fields that are marked sure."""
        return sum(f[6] for f in self.fields) / max(1, len(self.fields))

    @property
    def sure_wrong(self) -> float:
        """Share of wrong values among those marked sure."""
        marked = [f[4] for f in self.fields if f[6]]
        return 1 - sum(marked) / len(marked) if marked else 0.0

    def wrong_at(self, share: float) -> float:
        """Share of wrong values among the most confident part of all fields."""
        ranked = sorted(self.fields, key=lambda f: -f[5])
        top = ranked[: max(1, round(share * len(ranked)))]
        return 1 - sum(f[4] for f in top) / len(top)

    @property
    def character_error(self) -> float:
        """Edits for each true letter."""
        return self.wrong_letters / max(1, self.letters)

    @property
    def type_right(self) -> float:
        """Share of pages whose type is right."""
        return sum(a == b for _, a, b in self.types) / max(1, len(self.types))

    @property
    def pen_right(self) -> float:
        """Share of pen-written heading numbers and dates that are right."""
        return sum(self.pen) / len(self.pen) if self.pen else float("nan")
