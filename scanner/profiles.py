"""Capture profiles of component types and material classes, as data an administrator can lock."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from importlib.resources import files
from typing import Any

from scanner.devices import Colour, Source
from scanner.errors import RequestError


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How a kind of paper is scanned.

    Attributes:
        source: None takes the feeder when it holds paper.
        dpi: 300 serves reading and filing; a true copy needs 200.
        expects_seal: a page without seal red is worth a word.
        locked: names of the settings only an administrator changes.
    """

    name: str = "default"
    source: Source | None = None
    dpi: int = 300
    colour: Colour = Colour.COLOUR
    width_mm: float = 210.0
    height_mm: float = 297.0
    expects_seal: bool = False
    locked: frozenset[str] = frozenset()

    def with_changes(self, **changes: Any) -> Profile:  # the values are checked by their types
        """The profile with an officer's own settings.

        Raises:
            RequestError: ``scanner.profile_locked``.
        """
        for name, value in changes.items():
            if name in self.locked and getattr(self, name) != value:
                raise RequestError("scanner.profile_locked", profile=self.name, setting=name)
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Profiles:
    """The profiles of an office.

    Attributes:
        default: for component types that have none of their own.
        by_component: component type to profile.
    """

    default: Profile
    by_component: Mapping[str, Profile]

    @classmethod
    def from_toml(cls, *layers: bytes) -> Profiles:
        """Read ``[default]`` and ``[component.TYPE]`` tables; the latter inherit from the former.

        Args:
            layers: files, the stronger ones last; a table adds to the one before it.

        Raises:
            ValueError: an unknown setting or value, naming it.
        """
        base: dict[str, Any] = {}
        own: dict[str, dict[str, Any]] = {}
        for data in layers:
            tables = tomllib.loads(data.decode())
            base |= tables.get("default", {})
            for name, table in tables.get("component", {}).items():
                own[name] = own.get(name, {}) | table
        default = _profile(Profile(), "default", base)
        return cls(default, {n: _profile(default, n, t) for n, t in own.items()})

    def for_component(self, component_type: str) -> Profile:
        """The profile of a component type."""
        return self.by_component.get(component_type, self.default)


def _profile(base: Profile, name: str, table: Mapping[str, Any]) -> Profile:
    known = {f.name for f in fields(Profile)} - {"name"}
    unknown = table.keys() - known
    if unknown:
        raise ValueError(f"{name}: {sorted(unknown)} is no setting of a profile")
    values = dict(table)
    if "source" in values:
        values["source"] = Source(values["source"])
    if "colour" in values:
        values["colour"] = Colour(values["colour"])
    if "locked" in values:
        values["locked"] = frozenset(values["locked"])
        wrong = values["locked"] - known
        if wrong:
            raise ValueError(f"{name}: {sorted(wrong)} cannot be locked")
    return replace(base, name=name, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A class of paper that needs more than a feeder. See ``materials.toml`` for every field."""

    name: str
    rule: str = ""
    profile: Mapping[str, Any] = field(default_factory=dict)
    prepare: Sequence[str] = ()
    optimise: Sequence[str] = ()
    captures: Sequence[str] = ("once",)
    asks_signed_original: bool = False
    needs_decision: bool = False
    counts_in_rates: bool = True
    needs_note: bool = False

    def adapt(self, profile: Profile) -> Profile:
        """The component's profile, changed as this material wants it; locks hold for officers."""
        changes = dict(self.profile)
        source = changes.pop("source", None)
        if source in set(Source):
            changes["source"] = Source(source)
        if "colour" in changes:
            changes["colour"] = Colour(changes["colour"])
        return replace(profile, **changes)


TREATMENTS = frozenset({"level", "even", "relief"})
"""What a material may ask for its filed copies; see `scanner.inspection.treat`."""


def materials(extra: bytes | None = None) -> Mapping[str, Material]:
    """All material classes.

    Args:
        extra: tables in the form of ``materials.toml`` that win over the shipped ones.

    Raises:
        ValueError: a treatment nobody knows, naming it.
    """
    found: dict[str, Material] = {}
    shipped = files("scanner").joinpath("materials.toml").read_bytes()
    for data in (shipped, extra):
        if data is not None:
            for name, table in tomllib.loads(data.decode()).items():
                found[name] = Material(name=name, **table)
                unknown = set(found[name].optimise) - TREATMENTS
                if unknown:
                    raise ValueError(f"{name}: {sorted(unknown)} is no treatment")
    return found


def material(name: str, extra: bytes | None = None) -> Material:
    """One material class; see `materials`.

    Raises:
        RequestError: ``scanner.material_unknown``.
    """
    known = materials(extra)
    if name not in known:
        raise RequestError("scanner.material_unknown", material=name)
    return known[name]


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """How large the filed document may become.

    Attributes:
        most_bytes: of one document.
        is_from_province: False when it comes from a setting because the province was not heard:
            the screen says so.
    """

    most_bytes: int
    is_from_province: bool


@dataclass(frozen=True, slots=True)
class SizeSoFar:
    """The live size of a document that is being scanned.

    Attributes:
        pages_left: how many more pages of this kind fit; None before the first page.
    """

    used_bytes: int
    limit: SizeLimit
    pages_left: int | None

    @property
    def is_over(self) -> bool:
        """Whether the document is too large already."""
        return self.used_bytes > self.limit.most_bytes


#: What a PDF adds: catalogue and signature space once, page and image objects for each page.
_PDF_BASE, _PDF_PAGE = 40_000, 900


def size_so_far(page_sizes: Sequence[int], limit: SizeLimit) -> SizeSoFar:
    """The size of the PDF that these page files will make.

    Args:
        page_sizes: bytes of each page file, as they go into the PDF unchanged.
        limit: of the target.
    """
    used = _PDF_BASE + sum(size + _PDF_PAGE for size in page_sizes)
    if not page_sizes:
        return SizeSoFar(used, limit, None)
    each = (used - _PDF_BASE) / len(page_sizes)
    return SizeSoFar(used, limit, max(0, int((limit.most_bytes - used) / each)))
