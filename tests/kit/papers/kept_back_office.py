"""Shapes of the part `kept_back` that offices make in their word processor: tables, columns, framed sheets."""

from tests.kit.papers.canvas import Run
from tests.kit.papers.content import Content, Item, Section
from tests.kit.papers.shapes import Draw, Shaper
from tests.kit.papers.wording import headings

_NAMES_ITSELF = {"chu_ho", "chu_dau_tu", "ong_ba", "giay_to", "quan_he", "thua_dat", "dia_diem_xd"}


def spaced(runs: list[Run]) -> list[Run]:
    """Runs with the space behind each, to be measured as they are written."""
    return [Run(run.text + " ", run.bold, run.italic, run.kind) for run in runs if run.text]


def asked(s: Shaper, item: Item, role: str | None = None) -> str:
    """What is asked; with whom it is about, before any bracket."""
    key, _, other = item[1].partition(":")
    text = s.label(key)
    text = text[0].upper() + text[1:]
    who = other or (None if key in _NAMES_ITSELF else role)
    if not who:
        return text
    words, bracket, note = text.partition(" (")
    return f"{words} {s.role(who).partition(' (')[0]}{bracket}{note}"


def alone(section: Section) -> str | None:
    """The role of a section of one fact: it stands in what is asked."""
    return section.role if len(section.items) == 1 else None


def told_by(s: Shaper, section: Section) -> str:
    """The words of a heading."""
    role = s.role(section.role or "")
    pattern = s.rng.choice(headings(s.part))
    if role.startswith("thông tin"):
        pattern = "{}:"
    text = pattern.format(role)
    return text[0].upper() + text[1:]


def headed(s: Shaper, content: Content, section: Section, y: float) -> float:
    """The heading of a section of several facts, counted when the paper counts."""
    if not section.role or len(section.items) == 1:
        return y
    text = told_by(s, section)
    named = [other.role for other in content.sections if other.role and len(other.items) > 1]
    marks = {"I.": "I II III IV V", "1.": "1 2 3 4 5", "A.": "A B C D E"}.get(s.roman, "")
    if marks:
        text = f"{marks.split()[named.index(section.role)]}. {text}"
    return s.canvas.write(s.left, y, [Run(text, bold=True)], width=s.width)


def _shade(s: Shaper, x: float, y: float, right: float, low: float, shade: int) -> None:
    s.canvas.pen.rectangle((x, y, right, low), fill=(shade, shade, shade))


def _needs(s: Shaper, runs: list[Run], width: float) -> float:
    """How high a text will be in a cell."""
    c = s.canvas
    used, lines = 0.0, 1
    for run in runs:
        for word in run.text.split():
            length = c.face(run).getlength(word + " ")
            if used and used + length > width:
                used, lines = 0.0, lines + 1
            used += length
    return lines * c.step


def _cells(s: Shaper, xs: list[float], cells: list[list[Run]], y: float, grey: set[int]) -> float:
    """One row of ruled cells, some of them shaded; gives back its lower edge."""
    c = s.canvas
    pad = c.size * 0.35
    widths = [xs[n + 1] - xs[n] - 2 * pad for n in range(len(cells))]
    low = y + max(_needs(s, runs, width) for runs, width in zip(cells, widths, strict=True))
    low += pad * 1.6
    for number, runs in enumerate(cells):
        if number in grey:
            _shade(s, xs[number], y, xs[number + 1], low, 228)
        c.write(xs[number] + pad, y + pad * 0.6, runs, width=widths[number])
    c.frame(xs[0], y, xs[-1], low)
    for x in xs[1:-1]:
        c.rule(x, y, x, low)
    return low


def _plain(s: Shaper, item: Item) -> list[Run]:
    return [Run(item[2], bold=s.bold_values, kind=s.kind), Run(item[3])]


def _office_table(s: Shaper, content: Content, y: float) -> float:
    """Shaded cells ask, white ones answer; two short facts share a row; a band names who is meant."""
    c = s.canvas
    grey = s.rng.random() < 0.6
    half = s.width / 2
    label = s.width * s.rng.uniform(0.28, 0.36)
    right = float(s.left + s.width)
    for section in content.sections:
        if section.role and len(section.items) > 1:
            band = [Run(told_by(s, section), bold=True)]
            y = _cells(s, [float(s.left), right], [band], y, {0} if grey else set())
        items = list(section.items)
        while items:
            pair = items[:2]
            four = [s.left, s.left + half * 0.46, s.left + half, s.left + half * 1.46, right]
            fit = len(pair) == 2 and all(
                c.text_width(spaced(_plain(s, item))) < half * 0.54 - c.size
                and _needs(s, [Run(asked(s, item))], half * 0.46 - c.size) < 2.5 * c.step
                and max(c.text_width([Run(word)]) for word in asked(s, item).split())
                < half * 0.46 - c.size
                for item in pair
            )
            if fit:
                row = [runs for item in pair for runs in ([Run(asked(s, item))], s.value(item))]
                y = _cells(s, four, row, y, {0, 2} if grey else set())
                items = items[2:]
                continue
            item = items.pop(0)
            two = [float(s.left), s.left + label, right]
            row = [[Run(asked(s, item, alone(section)))], s.value(item)]
            y = _cells(s, two, row, y, {0} if grey else set())
    return y + c.step * 0.3


_COUPLES = [{"me", "cha"}, {"vo", "chong"}, {"ben_uy_quyen", "ben_duoc_uy_quyen"}]


def couples(sections: list[Section]) -> list[list[Section]]:
    """Sections one by one, but two people of whom the same is asked together."""
    groups: list[list[Section]] = []
    for section in sections:
        last = groups[-1] if groups else []
        if len(last) == 1 and {last[0].role, section.role} in _COUPLES:
            last.append(section)
        else:
            groups.append([section])
    return groups


def _couple_form(s: Shaper, content: Content, y: float) -> float:
    """The form of two people: `Thông tin | Bên nữ | Bên nam` ruled; everything else in lines."""
    c = s.canvas
    first = s.width * s.rng.uniform(0.22, 0.28)
    heads = s.rng.choice(["Thông tin", "Nội dung", "Thông tin khai"])
    for group in couples(content.sections):
        if len(group) == 1:
            y = headed(s, content, group[0], y)
            for item in group[0].items:
                runs = [Run(f"{asked(s, item, alone(group[0]))}:"), *s.value(item)]
                y = c.write(s.left, y, runs, width=s.width)
            continue
        y += c.step * 0.2
        middle = s.left + first + (s.width - first) / 2
        xs = [float(s.left), s.left + first, middle, float(s.left + s.width)]
        names = [s.role(section.role or "") for section in group]
        row = [[Run(text[:1].upper() + text[1:], bold=True)] for text in (heads, *names)]
        y = _cells(s, xs, row, y, set())
        for number, item in enumerate(group[0].items):
            values = [s.value(section.items[number]) for section in group]
            y = _cells(s, xs, [[Run(asked(s, item))], *values], y, set())
        y += c.step * 0.3
    return y


def _framed_sheet(s: Shaper, content: Content, y: float) -> float:
    """One frame around everything, a line across below each person's facts, two short facts a row."""
    c = s.canvas
    kept = s.left, s.width
    pad = c.size * 0.7
    top = y
    s.left, s.width = round(kept[0] + pad), round(kept[1] - 2 * pad)
    y += pad * 0.6
    across = []
    half = s.width / 2
    for section in content.sections:
        y = headed(s, content, section, y)
        items = list(section.items)
        while items:
            texts = [[Run(f"{asked(s, item, alone(section))}:"), *_plain(s, item)] for item in items[:2]]  # fmt: skip
            two = len(texts) == 2 and all(c.text_width(spaced(t)) < half - c.size for t in texts)
            row, items = items[: 1 + two], items[1 + two :]
            for place, item in enumerate(row):
                runs = [texts[place][0], *s.value(item)]
                low = c.write(s.left + place * half, y, runs, width=half if two else s.width)
            y = low
        y += pad * 0.5
        across.append(y)
        y += pad * 0.5
    s.left, s.width = kept
    for line in across[:-1]:
        c.rule(s.left, line, s.left + s.width, line)
    c.frame(s.left, top, s.left + s.width, across[-1])
    return y + c.step * 0.3


def _halves(s: Shaper, content: Content, y: float) -> float:
    """Two people beside each other in lines of their own, a line down between; the rest over the width."""
    c = s.canvas
    colon = s.rng.choice([":", ":", " :"])
    for group in couples(content.sections):
        gap = c.size * 1.6
        width = (s.width - gap) / 2 if len(group) == 2 else s.width
        low = y
        for place, section in enumerate(group):
            x, below = s.left + place * (width + gap), y
            if section.role and len(section.items) > 1:
                below = c.write(x, below, [Run(told_by(s, section), bold=True)], width=width)
            for item in section.items:
                runs = [Run(f"{asked(s, item, alone(section))}{colon}", bold=s.bold_labels), *s.value(item)]  # fmt: skip
                below = c.write(x, below, runs, width=width)
            low = max(low, below)
        if len(group) == 2:
            c.rule(s.left + width + gap / 2, y, s.left + width + gap / 2, low)
            low += c.step * 0.2
        y = low
    return y


OFFICE_MANNERS: list[tuple[str, float, Draw]] = [
    ("office_table", 0.09, _office_table),
    ("couple_form", 0.07, _couple_form),
    ("framed_sheet", 0.06, _framed_sheet),
    ("halves", 0.06, _halves),
]
