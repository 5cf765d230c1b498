"""Values of the form as the window shows them, and back."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from desk_app.domain.components import PaperRef
from desk_app.domain.forms import (
    EarlierValue,
    FilledForm,
    FilledValue,
    FormDefinition,
    FormField,
    Origin,
    Widget,
)
from desk_app.domain.moments import VIETNAM
from desk_app.ui import contract as c

_ORIGINS: dict[Origin, c.Origin] = {
    Origin.CHIP: "id_card", Origin.QR: "id_card", Origin.MRZ: "id_card", Origin.PORTAL: "province",
    Origin.STORE: "store", Origin.OCR: "reader", Origin.COMPUTED: "reader", Origin.TYPED: "typed",
}  # fmt: skip
KINDS = {
    Widget.MULTILINE: "multiline", Widget.DATE: "date", Widget.NUMBER: "number", Widget.MONEY:
    "money",
    Widget.CHOICE: "choice", Widget.CHECKBOX: "check", Widget.PERSON_ID: "number", Widget.PHONE:
    "phone",
}  # fmt: skip
_HALF = {
    Widget.DATE, Widget.NUMBER, Widget.MONEY, Widget.CHOICE, Widget.PERSON_ID, Widget.PHONE,
}  # fmt: skip
SHORT_TEXT = 40
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TYPED_DATE = re.compile(r"(\d{1,2})[./\- ]?(\d{1,2})(?:[./\- ]?(\d{4}|\d{2}))?")


def shown_value(kind: str, value: object) -> str:
    """A stored value as officers read it: dates day first."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    found = _ISO.fullmatch(text) if kind == "date" else None
    return f"{found[3]}/{found[2]}/{found[1]}" if found else text


def stored_value(kind: str, text: str, today: dt.date) -> str:
    """What an officer typed as it is stored: dates as ISO where they can be read.

    Accepts ``17/11/2026``, ``17112026``, ``17-11-26`` and ``17.11`` (this year).
    """
    if kind != "date" or not text:
        return text
    digits = re.sub(r"\D", "", text)
    found = _TYPED_DATE.fullmatch(text)
    if len(digits) == 8 and digits == text:
        day, month, year = digits[:2], digits[2:4], digits[4:]
    elif found:
        day, month, year = found[1], found[2], found[3] or str(today.year)
    else:
        return text
    full = int(year) if len(year) == 4 else _century(int(year), today)
    try:
        return dt.date(full, int(month), int(day)).isoformat()
    except ValueError:
        return text


def _century(short: int, today: dt.date) -> int:
    """Two digits of a year mean the last hundred years."""
    year = today.year // 100 * 100 + short
    return year if year <= today.year + 1 else year - 100


def form_definition(form: FormDefinition) -> c.FormDefinition:
    """The e-form in the words of the screens."""
    return c.FormDefinition(
        id=form.key,
        title=form.title,
        sections=tuple(
            c.SectionDefinition(
                id=section.key,
                title=section.title,
                fields=tuple(_field(each) for each in section.fields),
            )
            for section in form.sections
        ),
    )


def kinds_of(form: FormDefinition | None) -> dict[str, str]:
    """The kind of each field by its name."""
    return {each.name: KINDS.get(each.widget, "text") for each in form.fields} if form else {}


def _field(each: FormField) -> c.FieldDefinition:
    is_short = each.widget in _HALF or 0 < (each.max_length or 0) <= SHORT_TEXT
    return c.FieldDefinition(
        id=each.name,
        label=each.label,
        kind=KINDS.get(each.widget, "text"),  # type: ignore[arg-type]  # values of the table are kinds
        required=each.required,
        width=0.5 if is_short else 1.0,
        choices=tuple((choice, choice) for choice in each.choices),
        hint=each.help or "",
    )


def field_value(
    kind: str,
    filled: FilledValue,
    pages: Mapping[str, tuple[PaperRef, ...]],
    names: Mapping[str, str],
) -> c.FieldValue:
    """A value with its origin; one that was read names the page and the place on it."""
    shown = shown_value(kind, filled.value)
    reading = None
    if filled.component is not None and filled.box is not None:
        papers = pages.get(filled.component, ())
        at = filled.page or 0
        others = (*(rival.value for rival in filled.rivals), *filled.likely)
        rivals = tuple(shown_value(kind, other) for other in others)
        elsewhere = next((r.component for r in filled.rivals if r.component), "")
        confidence = filled.confidence if filled.confidence is not None else float(filled.sure)
        reading = c.Reading(
            value=shown,
            confidence=confidence,
            document_id=papers[at].sha256 if at < len(papers) else "",
            page=0,
            box=filled.box,
            suggestions=tuple(dict.fromkeys((shown, *rivals))),
            doubts=filled.doubts,
            elsewhere=names.get(elsewhere, ""),
            places=tuple(_places(kind, filled.rivals, pages)),
        )
    return c.FieldValue(
        value=shown,
        origin=_ORIGINS[filled.origin],
        confirmed=filled.is_verified,
        sure=not filled.is_doubtful,
        reading=reading,
    )


def earlier_values(
    form: FormDefinition | None, filled: FilledForm, people: Mapping[str, str]
) -> dict[str, tuple[c.EarlierValue, ...]]:
    """What fields said before, the newest first; ``people`` are full names by sign-in name."""
    kinds = kinds_of(form)
    names = dict.fromkeys(one.field for one in filled.earlier)
    return {
        name: tuple(_told_once(kinds.get(name, "text"), filled.earlier_of(name), people))
        for name in names
    }


def _told_once(
    kind: str, earlier: Iterable[EarlierValue], people: Mapping[str, str]
) -> Iterator[c.EarlierValue]:
    """What was typed over itself is told once."""
    newer: str | None = None
    for one in earlier:
        shown = shown_value(kind, one.value)
        if shown != newer:
            yield c.EarlierValue(
                value=shown,
                origin=_ORIGINS[one.origin],
                who=people.get(one.by, one.by) if one.by else "",
                at=one.at.astimezone(VIETNAM) if one.at else None,
                replaced_by=people.get(one.replaced_by, one.replaced_by),
                replaced_at=one.replaced_at.astimezone(VIETNAM),
            )
        newer = shown


def with_earlier(
    values: Mapping[str, c.FieldValue], earlier: Mapping[str, tuple[c.EarlierValue, ...]]
) -> dict[str, c.FieldValue]:
    """Values with what their fields said before; a field that is empty now too."""
    told = {n: replace(values.get(n, c.FieldValue()), earlier=said) for n, said in earlier.items()}
    return {**values, **told}


def _places(
    kind: str, rivals: Sequence[FilledValue], pages: Mapping[str, tuple[PaperRef, ...]]
) -> Iterator[c.Place]:
    """Where other papers say something else."""
    for rival in rivals:
        papers, at = pages.get(rival.component or "", ()), rival.page or 0
        if rival.box is not None and at < len(papers):
            yield c.Place(shown_value(kind, rival.value), papers[at].sha256, rival.box)
