"""Overall diagram of a process: a swim lane an agency, a column an order, arrows what follows.

Layout is geometry alone, in points; paper and Word document take it as SVG, the window paints it:
the same picture everywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from desk_app.domain.restructuring.process import Plan, PlannedStep

BOX_W, GAP_X, GAP_Y, PAD = 168.0, 46.0, 14.0, 12.0
LANE_W, LINE_H, FONT, SMALL = 128.0, 14.0, 11.0, 9.5
TITLE_H = 30.0
_LETTER_W = 0.54
FONT_FAMILY = "@font@"
"""Stands for the typeface until the renderer names its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A step on the picture; points from the upper left corner."""

    key: str
    x: float
    y: float
    w: float
    h: float
    lines: tuple[str, ...]
    foot: str
    is_changed: bool
    is_automatic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """An agency's band."""

    name: tuple[str, ...]
    y: float
    h: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One process laid out."""

    title: str
    w: float
    h: float
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[tuple[str, str], ...]

    def box(self, key: str) -> Box:
        """The box of a step."""
        return next(box for box in self.boxes if box.key == key)


def lay_out(plan: Plan, title: str, foot: str) -> Picture:
    """Place the steps of a plan.

    Args:
        plan: today's or the proposed process.
        title: above the lanes.
        foot: pattern under a step, with {amount}.
    """
    columns = _columns(plan)
    agencies = list(dict.fromkeys(p.step.agency for p in plan.steps))
    cells: dict[tuple[str, int], list[PlannedStep]] = {}
    for planned in plan.steps:
        place = (planned.step.agency, columns[planned.step.key])
        cells.setdefault(place, []).append(planned)
    lanes, boxes, y = [], [], TITLE_H
    for agency in agencies:
        name = tuple(wrapped(agency, LANE_W - 2 * PAD, FONT))
        here = {at: found for (who, at), found in cells.items() if who == agency}
        stacks = {at: [_sized(p, foot) for p in found] for at, found in here.items()}
        tallest = max(sum(box.h + GAP_Y for box in stack) for stack in stacks.values())
        height = max(tallest + GAP_Y, len(name) * LINE_H + 2 * PAD)
        for at, stack in stacks.items():
            top = y + (height - sum(box.h + GAP_Y for box in stack) + GAP_Y) / 2
            for box in stack:
                boxes.append(_at(box, LANE_W + GAP_X / 2 + at * (BOX_W + GAP_X), top))
                top += box.h + GAP_Y
        lanes.append(Lane(name=name, y=y, h=height))
        y += height
    width = LANE_W + (max(columns.values()) + 1) * (BOX_W + GAP_X)
    arrows = tuple(
        (p.step.key, after) for p in plan.steps for after in p.step.following if after in columns
    )
    return Picture(title=title, w=width, h=y, lanes=tuple(lanes), boxes=tuple(boxes), arrows=arrows)


def _columns(plan: Plan) -> dict[str, int]:
    """Order of each step: after everything before it, and beside what runs at the same time."""
    place = {p.step.key: 0 for p in plan.steps}
    for _ in plan.steps:
        for planned in plan.steps:
            key = planned.step.key
            for after in planned.step.following:
                if after in place and after not in planned.beside:
                    place[after] = max(place[after], place[key] + 1)
            for twin in planned.beside:
                low = min(place[key], place[twin])
                place[key] = place[twin] = low
    used = {old: new for new, old in enumerate(sorted(set(place.values())))}
    return {key: used[at] for key, at in place.items()}


def _sized(planned: PlannedStep, foot: str) -> Box:
    lines = tuple(wrapped(planned.step.duty, BOX_W - 2 * PAD, FONT))
    return Box(
        key=planned.step.key,
        x=0,
        y=0,
        w=BOX_W,
        h=len(lines) * LINE_H + LINE_H + PAD,
        lines=lines,
        foot=foot.replace("{amount}", f"{planned.step.amount:g}".replace(".", ",")),
        is_changed=planned.is_changed,
        is_automatic=planned.is_automatic,
    )


def _at(box: Box, x: float, y: float) -> Box:
    return Box(
        key=box.key, x=x, y=y, w=box.w, h=box.h, lines=box.lines, foot=box.foot,
        is_changed=box.is_changed, is_automatic=box.is_automatic,
    )  # fmt: skip


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines no wider than `width` points, by an average letter."""
    lines: list[str] = []
    most = max(int(width / (size * _LETTER_W)), 4)
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += " " + word
        else:
            lines += [word[i : i + most] for i in range(0, len(word), most)]
    return lines or [""]


def svg_of(pictures: Sequence[Picture]) -> str:
    """Pictures one under another as one SVG document."""
    width = max(picture.w for picture in pictures) + 2 * PAD
    height = sum(picture.h + GAP_Y for picture in pictures) + 2 * PAD
    body = []
    top = PAD
    for picture in pictures:
        body.append(f'<g transform="translate({PAD:g} {top:g})">')
        body += _drawn(picture)
        body.append("</g>")
        top += picture.h + GAP_Y
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family={quoteattr(FONT_FAMILY)}>'
    )
    arrow = (
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#1f2a37"/></marker></defs>'
    )
    ground = f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>'
    return "\n".join([head, arrow, ground, *body, "</svg>"]) + "\n"


def _drawn(picture: Picture) -> Iterator[str]:
    yield _text(0, 18, picture.title, FONT + 2, bold=True)
    for number, lane in enumerate(picture.lanes):
        shade = "#f3f6fa" if number % 2 else "#ffffff"
        yield (
            f'<rect x="0" y="{lane.y:g}" width="{picture.w:g}" height="{lane.h:g}" '
            f'fill="{shade}" stroke="#9aa7b5"/>'
        )
        yield (
            f'<line x1="{LANE_W:g}" y1="{lane.y:g}" x2="{LANE_W:g}" y2="{lane.y + lane.h:g}" '
            f'stroke="#9aa7b5"/>'
        )
        top = lane.y + (lane.h - len(lane.name) * LINE_H) / 2 + FONT
        for at, line in enumerate(lane.name):
            yield _text(PAD, top + at * LINE_H, line, FONT, bold=True)
    for start, end in picture.arrows:
        yield _arrow(picture.box(start), picture.box(end))
    for box in picture.boxes:
        yield from _box(box)


def _box(box: Box) -> Iterator[str]:
    stroke, width = ("#b45309", 2) if box.is_changed else ("#1f4e79", 1.2)
    dash = ' stroke-dasharray="5 3"' if box.is_automatic else ""
    yield (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.w:g}" height="{box.h:g}" rx="5" '
        f'fill="#ffffff" stroke="{stroke}" stroke-width="{width}"{dash}/>'
    )
    for at, line in enumerate(box.lines):
        yield _text(box.x + PAD, box.y + PAD + FONT * 0.6 + at * LINE_H, line, FONT)
    yield _text(box.x + PAD, box.y + box.h - 6, box.foot, SMALL, colour="#475569")


def _arrow(start: Box, end: Box) -> str:
    (x, y), *bends = route(start, end)
    path = f"M{x:g} {y:g}" + "".join(f" L{x:g} {y:g}" for x, y in bends)
    look = 'fill="none" stroke="#1f2a37" stroke-width="1.2" marker-end="url(#arrow)"'
    return f'<path d="{path}" {look}/>'


def route(start: Box, end: Box) -> tuple[tuple[float, float], ...]:
    """Corners of the arrow from a step to one that follows, the tip last."""
    middle = start.y + start.h / 2
    if end.x > start.x:
        x1, x2 = start.x + start.w, end.x
        turn, goal = x2 - GAP_X / 2, end.y + end.h / 2
        return ((x1, middle), (turn, middle), (turn, goal), (x2, goal))
    x, is_below = start.x + start.w / 2, end.y > start.y
    leave = start.y + start.h if is_below else start.y
    return ((x, leave), (x, end.y if is_below else end.y + end.h))


def _text(
    x: float, y: float, words: str, size: float, *, bold: bool = False, colour: str = "#111827"
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}"{weight}>'
        f"{escape(words)}</text>"
    )
