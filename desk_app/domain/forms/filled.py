"""Values that remember where they came from, and who confirmed them."""

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from desk_app.domain.forms.definition import FormDefinition, Scalar


class Origin(StrEnum):
    """Where a value came from."""

    CHIP = "chip"
    QR = "qr"
    MRZ = "mrz"
    PORTAL = "portal"
    STORE = "store"
    OCR = "ocr"
    COMPUTED = "computed"
    TYPED = "typed"


_RANK = {
    Origin.TYPED: 9,
    Origin.CHIP: 8,
    Origin.QR: 7,
    Origin.MRZ: 6,
    Origin.PORTAL: 5,
    Origin.STORE: 4,
    Origin.OCR: 2,
    Origin.COMPUTED: 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledValue:
    """A value with its origin.

    Attributes:
        confidence: chance of being right as the reader states it, 0…1; None when nobody read it.
        sure: the reader would fill it without asking.
        component: key of the component it was read from; `page` counts from 0.
        box: x, y, w, h in pixels of the upright page.
        rivals: readings of the same field on other papers that differ.
        likely: other readings of the same place, best first.
        doubts: why the reader is not sure of it, as slugs.
        verified_by: who confirmed it, and when; a typed value is confirmed by its typist.
        came_at: when a value that nobody typed was brought in.
        is_unfinished: kept while it was being typed; the field has not been left since.
    """

    value: Scalar
    origin: Origin
    confidence: float | None = None
    sure: bool = False
    component: str | None = None
    page: int | None = None
    box: tuple[int, int, int, int] | None = None
    rivals: tuple["FilledValue", ...] = ()
    likely: tuple[Scalar, ...] = ()
    doubts: tuple[str, ...] = ()
    verified_by: str | None = None
    verified_at: dt.datetime | None = None
    came_at: dt.datetime | None = None
    is_unfinished: bool = False

    @property
    def is_verified(self) -> bool:
        """Whether a person confirmed the value."""
        return self.verified_by is not None

    @property
    def is_doubtful(self) -> bool:
        """Whether an officer must look before the value counts."""
        return not self.is_verified and (not self.sure or bool(self.rivals))


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierValue:
    """What a field said before.

    Attributes:
        by: who typed or confirmed it; None when nobody did.
        at: when it was typed, confirmed or brought in; None where an older version kept no time.
        replaced_by: whose act put another value in its place.
    """

    field: str
    value: Scalar
    origin: Origin
    by: str | None
    at: dt.datetime | None
    replaced_by: str
    replaced_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """The values of one dossier's form; every change gives a new object.

    Attributes:
        earlier: what fields said before, the newest last; nothing is ever taken out of it.
    """

    definition_key: str
    definition_version: int
    values: Mapping[str, FilledValue] = field(default_factory=dict)
    earlier: tuple[EarlierValue, ...] = ()

    def data(self) -> dict[str, Scalar]:
        """Plain values for the schema check, templates and payloads; empty ones left out."""
        return {
            name: filled.value
            for name, filled in self.values.items()
            if filled.value not in (None, "")
        }

    def typed(
        self,
        name: str,
        value: Scalar,
        *,
        by: str,
        at: dt.datetime,
        is_unfinished: bool = False,
    ) -> "FilledForm":
        """The officer typed or corrected a value; it is verified by that."""
        before = self.values.get(name)
        filled = FilledValue(
            value=value,
            origin=Origin.TYPED,
            sure=True,
            component=before.component if before else None,
            page=before.page if before else None,
            box=before.box if before else None,
            verified_by=by,
            verified_at=at,
            is_unfinished=is_unfinished,
        )
        return self._with({name: filled}, by=by, at=at)

    def verified(self, names: Sequence[str], *, by: str, at: dt.datetime) -> "FilledForm":
        """The officer confirmed values as they stand; KeyError for a name without a value."""
        confirmed = {
            n: replace(self.values[n], verified_by=by, verified_at=at, is_unfinished=False)
            for n in names
        }
        return self._with(confirmed, by=by, at=at)

    def read(self, found: Mapping[str, FilledValue], *, by: str, at: dt.datetime) -> "FilledForm":
        """Take in readings; what a person typed or confirmed is never overwritten.

        Where two papers disagree the more trustworthy origin stays in front, the other becomes
        a rival, and the value is doubtful until an officer decides (R-5B-24: a difference is
        never lost in silence).
        """
        settled = {n: self._settled(n, replace(new, came_at=at)) for n, new in found.items()}
        return self._with(settled, by=by, at=at)

    def without(self, names: Sequence[str], *, by: str, at: dt.datetime) -> "FilledForm":
        """Drop values; what they said stays among the earlier ones."""
        left = {name: filled for name, filled in self.values.items() if name not in names}
        gone = [self._replaced(self.values[name], name, by, at) for name in names]
        return replace(self, values=left, earlier=(*self.earlier, *gone))

    def earlier_of(self, name: str) -> tuple[EarlierValue, ...]:
        """What one field said before, the newest first."""
        return tuple(one for one in reversed(self.earlier) if one.field == name)

    def doubtful(self) -> tuple[str, ...]:
        """Names of the values an officer must look at, in form order of their reading."""
        return tuple(name for name, filled in self.values.items() if filled.is_doubtful)

    def unverified(self) -> tuple[str, ...]:
        """Names of the values nobody confirmed yet."""
        return tuple(
            name
            for name, filled in self.values.items()
            if not filled.is_verified and filled.value not in (None, "")
        )

    def missing(self, definition: FormDefinition) -> tuple[str, ...]:
        """Names of required fields without a value."""
        have = self.data()
        return tuple(name for name in definition.required if name not in have)

    def _settled(self, name: str, new: FilledValue) -> FilledValue:
        old = self.values.get(name)
        if old is None or old.value in (None, ""):
            return new
        if _same(old.value, new.value):
            if old.is_verified:
                return old
            front = max(old, new, key=_trust)
            return replace(front, rivals=old.rivals)
        if old.is_verified:
            return replace(old, rivals=(*old.rivals, new))
        front, other = (old, new) if _trust(old) >= _trust(new) else (new, old)
        return replace(front, rivals=(*old.rivals, replace(other, rivals=())))

    def _with(
        self, changes: Mapping[str, FilledValue], *, by: str, at: dt.datetime
    ) -> "FilledForm":
        kept = list(self.earlier)
        for name, new in changes.items():
            old = self.values.get(name)
            if old is None or old.value in (None, "") or old.value == new.value:
                continue
            if not (old.is_unfinished and old.verified_by == by):
                kept.append(self._replaced(old, name, by, at))
        values = MappingProxyType({**self.values, **changes})
        return replace(self, values=values, earlier=tuple(kept))

    @staticmethod
    def _replaced(old: FilledValue, name: str, by: str, at: dt.datetime) -> EarlierValue:
        return EarlierValue(
            field=name,
            value=old.value,
            origin=old.origin,
            by=old.verified_by,
            at=old.verified_at or old.came_at,
            replaced_by=by,
            replaced_at=at,
        )


def _same(one: Scalar, other: Scalar) -> bool:
    def fold(value: Scalar) -> str:
        return " ".join(unicodedata.normalize("NFC", str(value)).casefold().split())

    return fold(one) == fold(other)


def _trust(filled: FilledValue) -> tuple[int, bool, float]:
    return (_RANK[filled.origin], filled.sure, filled.confidence or 0.0)
