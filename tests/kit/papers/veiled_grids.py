"""Shapes of the part `veiled` that need a grid: heads over several columns, side columns, portal print-outs."""

from tests.kit.papers.canvas import Canvas, Run
from tests.kit.papers.content import Content, Item, Section
from tests.kit.papers.shapes import Draw, Shaper
from tests.kit.papers.wording import headings

GREY = (54, 57, 64)


def question(s: Shaper, item: Item, role: str | None = None) -> str:
    """What is asked; with whom it is about before any bracket."""
    key, _, other = item[1].partition(":")
    label, who = s.label(key), other or role
    if not who:
        return label
    words, bracket, note = label.partition(" (")
    link = " của " if s.rng.random() < 0.35 else " "
    return f"{words}{link}{s.role(who)}{bracket}{note}"


def alone(section: Section) -> str | None:
    """The role of a section of one fact: it stands in the question, not in a heading."""
    return section.role if len(section.items) == 1 else None


def heading_text(s: Shaper, content: Content, section: Section) -> str:
    """The heading of a section of several facts, counted through the paper; else nothing."""
    if not section.role or len(section.items) == 1:
        return ""
    text = s.rng.choice(headings(s.part)).format(s.role(section.role))
    text = text.upper() if text.split()[0].isupper() else text[0].upper() + text[1:]
    named = [other.role for other in content.sections if other.role and len(other.items) > 1]
    place = named.index(section.role)
    marks = {"I.": "I II III IV V", "1.": "1 2 3 4 5", "A.": "A B C D E"}.get(s.roman, "")
    return f"{marks.split()[place]}. {text}" if marks else text


def headed(s: Shaper, content: Content, section: Section, y: float) -> float:
    """The heading of a section, when it has one."""
    text = heading_text(s, content, section)
    if not text:
        return y
    return s.canvas.write(s.left, y, [Run(text, bold=True)], width=s.width)


def in_capitals(item: Item) -> Item:
    """The same fact, written in capitals."""
    name, key, text, unit = item
    return name, key, text.upper(), unit


def paired(sections: list[Section]) -> list[list[Section]]:
    """Sections one by one, but two people of whom the same is asked together."""
    groups: list[list[Section]] = []
    for section in sections:
        keys = [item[1] for item in section.items]
        last = groups[-1] if groups else []
        if len(last) == 1 and len(keys) > 1 and [item[1] for item in last[0].items] == keys:
            last.append(section)
        else:
            groups.append([section])
    return groups


def _row(s: Shaper, xs: list[float], cells: list[list[Run]], y: float, **more) -> float:
    """One row of ruled cells; gives back its lower edge."""
    c = s.canvas
    pad = c.size * 0.32
    low = y + c.step * more.get("scale", 1.0)
    for number, runs in enumerate(cells):
        if runs and runs[0].text:
            width = xs[number + 1] - xs[number] - 2 * pad
            low = max(low, c.write(xs[number] + pad, y + pad * 0.7, runs, width=width, **more))
    low += pad
    for x in xs:
        c.rule(x, y, x, low)
    c.rule(xs[0], y, xs[-1], y)
    c.rule(xs[0], low, xs[-1], low)
    return low


def _longest(c: Canvas, runs: list[Run]) -> float:
    """Width of the longest word: a column cannot be narrower."""
    words = [Run(word + " ", r.bold, r.italic, r.kind) for r in runs for word in r.text.split()]
    return max((c.text_width([word]) for word in words), default=0.0)


def _columns(s: Shaper, rows: list[list[list[Run]]]) -> list[float] | None:
    """Edges of columns that hold every word of some rows, wide texts wider; None if they cannot."""
    c = s.canvas
    pad = c.size * 0.32
    least = [max(_longest(c, row[n]) for row in rows) + 2 * pad for n in range(len(rows[0]))]
    spare = s.width - sum(least)
    if spare < 0:
        return None
    weights = [max(c.text_width(row[n]) for row in rows) ** 0.7 for n in range(len(least))]
    xs = [float(s.left)]
    for width, weight in zip(least, weights, strict=True):
        xs.append(xs[-1] + width + spare * weight / sum(weights))
    return xs


def _extract(s: Shaper, content: Content, y: float) -> float:
    """An extract of a register: facts are columns, people rows, a head over all of them, counted columns."""
    c = s.canvas
    for group in paired(content.sections):
        count = len(group[0].items)
        start = 0
        while start < count:
            for wanted in (4, 3, 2, 1):
                end = min(count, start + wanted)
                if count - end == 1 and end - start > 2:
                    end -= 1
                texts = _extract_rows(s, group, start, end)
                xs = _columns(s, texts)
                if xs is not None:
                    break
            assert xs is not None
            y = _extract_band(s, group, (start, end), xs, y)
            start = end
        y += c.step * 0.35
    return y


def _extract_rows(s: Shaper, group: list[Section], start: int, end: int) -> list[list[list[Run]]]:
    """The words of a band, only to be measured."""
    many = len(group) > 1
    asked = [[Run(s.label(item[1].partition(":")[0]), bold=True)] for item in group[0].items]
    rows = [[*([[Run("Người")]] if many else []), *asked[start:end]]]
    for section in group:
        values = [
            [Run(item[2], bold=s.bold_values, kind=s.kind), Run(item[3])] for item in section.items
        ]
        who = [[Run(_capital(s.role(section.role or "")))]] if many else []
        rows.append([*who, *values[start:end]])
    return rows


def _extract_band(
    s: Shaper, group: list[Section], span: tuple[int, int], xs: list[float], y: float
) -> float:
    many = len(group) > 1
    start, end = span
    if start == 0:
        text = " - ".join(s.role(section.role) for section in group if section.role)
        text = text if len(group[0].items) > 1 else ""
        if text:
            band = [Run(text.upper(), bold=True)]
            y = _row(s, [xs[0], xs[-1]], [band], y, align="centre")
    who = [[Run("Người")]] if many else []
    asked = [
        [Run(question(s, item, alone(group[0])), bold=True)] for item in group[0].items[start:end]
    ]
    y = _row(s, xs, [*who, *asked], y, align="centre")
    numbers = [f"({number + 1 + many})" for number in range(start, end)]
    counted = [[Run(text, italic=True)] for text in (["(1)"] * many + numbers)]
    y = _row(s, xs, counted, y, align="centre", scale=0.8)
    for section in group:
        first = [[Run(_capital(s.role(section.role or "")))]] if many else []
        y = _row(s, xs, [*first, *[s.value(item) for item in section.items[start:end]]], y)
    return y


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _two_level(s: Shaper, content: Content, y: float) -> float:
    """`TT | Nội dung | Phần khai`, and under the last head one for each of two people."""
    c = s.canvas
    heads = s.rng.choice(
        [("TT", "Nội dung", "Phần khai"), ("Số TT", "Khoản mục", "Ghi cụ thể"), ("Mục", "Chỉ tiêu", "Nội dung khai")]
    )  # fmt: skip
    number = 0
    for group in paired(content.sections):
        first = s.left + c.size * 3.4
        second = first + s.width * (0.3 if len(group) > 1 else 0.38)
        xs = [float(s.left), first, second]
        share = (s.left + s.width - second) / len(group)
        xs += [second + share * (place + 1) for place in range(len(group))]
        y = _two_heads(s, group, heads, xs, y)
        for place, item in enumerate(group[0].items):
            number += 1
            asked = question(s, item, alone(group[0]))
            values = [s.value(section.items[place]) for section in group]
            y = _row(s, xs, [[Run(str(number))], [Run(asked)], *values], y)
        y += c.step * 0.3
    return y


def _two_heads(
    s: Shaper, group: list[Section], heads: tuple[str, str, str], xs: list[float], y: float
) -> float:
    """The heads of one table: the first two reach down beside the names below the third."""
    c = s.canvas
    pad = c.size * 0.32
    right = xs[-1]
    named = [s.role(section.role) if section.role else "" for section in group]
    top = y
    low = c.write(xs[2] + pad, y + pad * 0.7, [Run(heads[2], bold=True)], width=right - xs[2] - 2 * pad, align="centre")  # fmt: skip
    y = low + pad
    if any(named) and len(group[0].items) > 1:
        c.rule(xs[2], y, right, y)
        below = y
        for place, text in enumerate(named):
            x, stop = xs[2 + place], xs[3 + place]
            runs = [Run(_capital(text), bold=True)]
            low = c.write(x + pad, y + pad * 0.7, runs, width=stop - x - 2 * pad, align="centre")
            below = max(below, low)
        below += pad
        for x in xs[3:-1]:
            c.rule(x, y, x, below)
        y = below
    middle = (top + y - c.step) / 2
    for place in (0, 1):
        x, stop = xs[place], xs[place + 1]
        runs = [Run(heads[place], bold=True)]
        c.write(x + pad * 0.4, middle, runs, width=stop - x - pad * 0.8, align="centre")
    for x in (*xs[:3], right):
        c.rule(x, top, x, y)
    c.rule(xs[0], top, right, top)
    c.rule(xs[0], y, right, y)
    return y


def _margin_labels(s: Shaper, content: Content, y: float) -> float:
    """Small labels in a narrow left column, values in a wide right one, one long line down between."""
    c = s.canvas
    stop = s.left + s.width * s.rng.uniform(0.24, 0.3)
    slanted = s.rng.random() < 0.5
    top = y
    for section in content.sections:
        text = heading_text(s, content, section)
        if text:
            x = stop + c.size * 0.8
            y = c.write(x, y + c.step * 0.15, [Run(text, bold=True)], width=s.left + s.width - x)
        for item in section.items:
            asked = [Run(question(s, item, alone(section)), italic=slanted)]
            a = c.write(s.left, y + c.size * 0.12, asked, width=stop - s.left - c.size, scale=0.86)
            x = stop + c.size * 0.8
            b = c.write(x, y, s.value(item), width=s.left + s.width - x)
            y = max(a, b) + c.step * 0.12
    c.rule(stop, top, stop, y)
    return y + c.step * 0.2


def _portal_grid(s: Shaper, content: Content, y: float) -> float:
    """A print-out of the service portal: grey labels above values, two or three columns, no boxes."""
    c = s.canvas
    if s.kind == "hand":  # nobody fills in a print-out
        return _margin_labels(s, content, y)
    columns = s.rng.choice([2, 2, 3])
    day = f"{s.rng.randint(23, 26)}{s.rng.randint(1, 12):02d}{s.rng.randint(1, 28):02d}"
    code = f"H{s.rng.randint(10, 62)}.{s.rng.randint(10, 99)}-{day}-{s.rng.randint(1, 9999):04d}"
    c.write(s.left, y, [Run("CỔNG DỊCH VỤ CÔNG")], width=s.width * 0.5, scale=0.8, colour=GREY)
    half = s.left + s.width / 2
    y = c.write(half, y, [Run(f"Mã hồ sơ: {code}")], width=s.width / 2, scale=0.8, align="right", colour=GREY)  # fmt: skip
    y = _faint(s, y + c.step * 0.1)
    for section in content.sections:
        y = headed(s, content, section, y)
        items = list(section.items)
        while items:
            row = _fitting(s, items, columns)
            items = items[len(row) :]
            width = s.width / len(row) if len(row) != 1 else s.width
            width = s.width / columns if len(row) < columns and len(row) > 1 else width
            below = []
            for number, item in enumerate(row):
                x = s.left + number * width
                asked = [Run(question(s, item, alone(section)))]
                below.append(c.write(x, y, asked, width=width - c.size, scale=0.82, colour=GREY))
            top = low = max(below)
            for number, item in enumerate(row):
                x = s.left + number * width
                low = max(low, c.write(x, top, s.value(item), width=width - c.size))
            y = _faint(s, low + c.step * 0.08)
    return y + c.step * 0.2


def _fitting(s: Shaper, items: list[Item], columns: int) -> list[Item]:
    """The next facts that stand beside each other in a row of the grid."""
    c = s.canvas
    for count in range(min(columns, len(items)), 1, -1):
        width = s.width / columns - c.size
        texts = [[Run(f"{item[2]} {item[3]}", bold=s.bold_values)] for item in items[:count]]
        if all(c.text_width(runs) < width for runs in texts):
            return items[:count]
    return items[:1]


def _faint(s: Shaper, y: float) -> float:
    """A pale line across; gives back where to go on."""
    c = s.canvas
    c.pen.line((s.left, y, s.left + s.width, y), fill=(205, 208, 214), width=max(1, c.dpi // 150))
    return y + c.step * 0.22


def _flush_right(s: Shaper, content: Content, y: float) -> float:
    """As on a receipt: labels at the left margin, values end at the right one, a pale line below each."""
    c = s.canvas
    if s.kind == "hand":
        return _margin_labels(s, content, y)
    for section in content.sections:
        y = headed(s, content, section, y)
        for item in section.items:
            value = s.value(item)
            asked = [Run(question(s, item, alone(section)), bold=s.bold_labels)]
            a = c.write(s.left, y, asked, width=s.width * 0.42)
            x = s.left + s.width * 0.46
            b = c.write(x, y, value, width=s.width * 0.54, align="right")
            y = _faint(s, max(a, b) + c.step * 0.05)
    return y + c.step * 0.2


GRID_MANNERS: list[tuple[str, float, Draw]] = [
    ("extract", 0.09, _extract),
    ("two_level", 0.09, _two_level),
    ("margin_labels", 0.08, _margin_labels),
    ("portal_grid", 0.09, _portal_grid),
    ("flush_right", 0.06, _flush_right),
]
