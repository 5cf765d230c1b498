"""The nine indicators of TT 01/2018/TT-VPCP Art. 13: counted dossiers, and what offices enter."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk_app.domain.definitions import DefinitionError, Node, Problem
from desk_app.domain.reports.measures import rounded

INDICATOR_KINDS = ("dossier", "visit", "input", "online")
_ONLINE_GOOD, _ONLINE_FAIR, _PROCEDURES = 30, 15, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator as data.

    Attributes:
        two: measure of dossiers with two points; `one` with one; `zero` with none.
        rest: measure of all that count, where `zero` is what is left of it.
        others: measure of all, where whatever is not `two` has one point.
        minus: name of an entered number of dossiers that lose their points.
    """

    number: int
    name: str
    definition: str
    kind: str
    two: str = ""
    one: str = ""
    zero: str = ""
    rest: str = ""
    others: str = ""
    minus: str = ""

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures the indicator needs."""
        return tuple(m for m in (self.two, self.one, self.zero, self.rest, self.others) if m)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A score and what it is made of; None while something must be entered."""

    indicator: Indicator
    score: float | None
    twos: int = 0
    ones: int = 0
    zeros: int = 0
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSet:
    """The indicators in force from a day, and the bands of the sum."""

    valid_from: dt.date
    source: str
    indicators: tuple[Indicator, ...]
    bands: tuple[tuple[float, str], ...]

    def band(self, total: float) -> str:
        """Name of the band a sum falls into."""
        return next((name for least, name in self.bands if total >= least), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the desk counted for the indicators.

    Attributes:
        sums: numbers of measures.
        visits: visits shorter than, equal to and longer than their share of the term.
        online_procedures: share of procedures with the online channel, in percent.
        inputs: what the office entered, by name.
    """

    sums: Mapping[str, int]
    visits: tuple[int, int, int]
    online_procedures: float
    inputs: Mapping[str, float]


def indicator_sets(data: Mapping[str, object]) -> tuple[IndicatorSet, ...]:
    """Parse resources/reports/indicators.toml, oldest first; DefinitionError with every fault."""
    problems: list[Problem] = []
    root = Node(data, "", problems)
    root.number("schema", least=1)
    sets = [_set(node) for node in root.nodes("versions")]
    root.finish()
    if problems:
        raise DefinitionError("indicators", problems)
    return tuple(sorted(sets, key=lambda each: each.valid_from))


def in_force(sets: Sequence[IndicatorSet], on: dt.date) -> IndicatorSet:
    """The newest set that is in force that day, the oldest one before all."""
    fitting = [each for each in sets if each.valid_from <= on]
    return fitting[-1] if fitting else sets[0]


def scores(chosen: IndicatorSet, counted: Counted) -> tuple[Score, ...]:
    """Every indicator scored, or said what is missing."""
    return tuple(_score(each, counted) for each in chosen.indicators)


def _score(indicator: Indicator, counted: Counted) -> Score:
    if indicator.kind == "input":
        name = f"indicator_{indicator.number}"
        given = counted.inputs.get(name)
        return Score(indicator=indicator, score=given, missing="" if given is not None else name)
    if indicator.kind == "visit":
        return _points(indicator, *counted.visits)
    if indicator.kind == "online":
        return _online(indicator, counted)
    sums = counted.sums
    twos = sums[indicator.two]
    if indicator.others:
        return _points(indicator, twos, sums[indicator.others] - twos, 0)
    ones = sums[indicator.one]
    zeros = sums[indicator.zero] if indicator.zero else sums[indicator.rest] - twos - ones
    if not indicator.minus:
        return _points(indicator, twos, ones, zeros)
    lost = counted.inputs.get(indicator.minus)
    if lost is None:
        return Score(indicator=indicator, score=None, missing=indicator.minus)
    from_twos = min(twos, int(lost))
    from_ones = min(ones, int(lost) - from_twos)
    return _points(indicator, twos - from_twos, ones - from_ones, zeros + from_twos + from_ones)


def _points(indicator: Indicator, twos: int, ones: int, zeros: int) -> Score:
    all_ = twos + ones + zeros
    score = rounded(2 * twos + ones, all_, places=1) if all_ else None
    return Score(indicator=indicator, score=score, twos=twos, ones=ones, zeros=zeros)


def _online(indicator: Indicator, counted: Counted) -> Score:
    received = counted.sums["received"]
    if not received:
        return Score(indicator=indicator, score=None)
    share = 100 * counted.sums["received_online"] / received
    is_late = counted.sums["online_late"] > 0
    if share < _ONLINE_FAIR or is_late:
        score = 0
    elif share >= _ONLINE_GOOD and counted.online_procedures >= _PROCEDURES:
        score = 2
    else:
        score = 1
    return Score(indicator=indicator, score=float(score))


def _set(node: Node) -> IndicatorSet:
    found = IndicatorSet(
        valid_from=node.date("valid_from"),
        source=node.text("source"),
        indicators=tuple(_indicator(child) for child in node.nodes("indicators")),
        bands=tuple(sorted((_band(child) for child in node.nodes("bands")), reverse=True)),
    )
    node.finish()
    return found


def _indicator(node: Node) -> Indicator:
    indicator = Indicator(
        number=node.number("number", least=1),
        name=node.text("name"),
        definition=node.text("definition"),
        kind=node.text("kind"),
        **{key: node.text(key, "") for key in ("two", "one", "zero", "rest", "others", "minus")},
    )
    if indicator.kind not in INDICATOR_KINDS:
        node.fault("kind", "definition.not_a_choice", indicator.kind)
    node.finish()
    return indicator


def _band(node: Node) -> tuple[float, str]:
    node.text("who")
    band = (float(node.number("least")), node.text("name"))
    node.finish()
    return band
