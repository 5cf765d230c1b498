"""Shapes of the part `sealed`: captions in cells, solid lines to write on, ledgers, statements, marked notes."""

from tests.kit.papers.canvas import Run
from tests.kit.papers.content import Content, Item, Section
from tests.kit.papers.shapes import Draw, Shaper


def _headed(s: Shaper, section: Section, y: float) -> float:
    return s.heading(section, y) if section.role else y


def _captions(s: Shaper, content: Content, y: float) -> float:
    """Ruled cells with a small caption in the upper corner and the value on the line below."""
    c = s.canvas
    pad = c.size * 0.35
    for section in content.sections:
        y = _headed(s, section, y)
        items = list(section.items)
        while items:
            count = 2 if len(items) > 1 and max(len(item[2]) for item in items[:2]) < 24 else 1
            row, items = items[:count], items[count:]
            width, bottom = s.width / count, y
            for number, item in enumerate(row):
                x = s.left + number * width + pad
                inner = width - 2 * pad
                lower = c.write(x, y + pad / 2, [Run(s.label(item[1]))], width=inner, scale=0.8)
                bottom = max(bottom, c.write(x, lower, s.value(item), width=inner))
            bottom += pad
            c.frame(s.left, y, s.left + s.width, bottom)
            if count == 2:
                c.rule(s.left + width, y, s.left + width, bottom)
            y = bottom
        y += c.step * 0.3
    return y


def _underlined(s: Shaper, content: Content, y: float) -> float:
    """`Label:` and a solid line to the margin on which the value stands."""
    c = s.canvas
    for section in content.sections:
        y = _headed(s, section, y)
        for item in section.items:
            label = [Run(f"{s.bullet()}{s.label(item[1])}:")]
            start = s.left + c.text_width(label) + c.size * 0.5
            top = y
            y = c.write(s.left, y, [*label, *s.value(item)], width=s.width)
            if y - top < 1.5 * c.step:
                under = top + c.size * 1.28
                c.rule(start, under, s.left + s.width, under)
    return y


def _ledger(s: Shaper, content: Content, y: float) -> float:
    """A table of three columns: number, what is asked, what is declared; people in rows of their own."""
    c = s.canvas
    pad = c.size * 0.3
    xs = [
        s.left,
        s.left + c.size * 2.6,
        s.left + s.width * s.rng.uniform(0.4, 0.5),
        s.left + s.width,
    ]

    def row(cells: list[list[Run]], y: float) -> float:
        low = y
        for number, runs in enumerate(cells):
            x, stop = xs[number] + pad, xs[number + 1] - pad
            if runs:
                low = max(low, c.write(x, y + pad / 2, runs, width=stop - x))
        low += pad
        for x in xs:
            c.rule(x, y, x, low)
        c.rule(xs[0], y, xs[-1], y)
        c.rule(xs[0], low, xs[-1], low)
        return low

    head = s.rng.choice(
        [("STT", "Nội dung", "Thông tin kê khai"), ("TT", "Mục khai", "Nội dung khai")]
    )
    y = row([[Run(text, bold=True)] for text in head], y)
    number = 0
    for section in content.sections:
        if section.role and len(content.sections) > 1:
            text = s.role(section.role)
            low = c.write(
                xs[0] + pad,
                y + pad / 2,
                [Run(text[0].upper() + text[1:], bold=True)],
                width=s.width,
            )
            c.frame(xs[0], y, xs[-1], low + pad)
            y = low + pad
        for item in section.items:
            number += 1
            y = row([[Run(str(number))], [Run(s.label(item[1]))], s.value(item)], y)
    return y + c.step * 0.3


def _right_labels(s: Shaper, content: Content, y: float) -> float:
    """Labels end at one line, values begin behind it; nothing is ruled."""
    c = s.canvas
    middle = s.width * s.rng.uniform(0.36, 0.44)
    for section in content.sections:
        y = _headed(s, section, y)
        for item in section.items:
            label = [Run(f"{s.label(item[1])}:", italic=s.rng.random() < 0.2)]
            a = c.write(s.left, y, label, width=middle, align="right")
            x = s.left + middle + c.size * 0.8
            b = c.write(x, y, s.value(item), width=s.left + s.width - x)
            y = max(a, b)
    return y


_SAYS = {
    "ho_ten": "Họ và tên là", "ngay_sinh": "sinh ngày", "nam_sinh": "sinh năm", "nam_sinh_only": "sinh năm",
    "dan_toc": "dân tộc", "quoc_tich": "quốc tịch", "gioi_tinh": "giới tính", "noi_sinh": "sinh tại",
    "que_quan": "quê quán ở", "noi_cu_tru": "cư trú tại", "noi_thuong_tru": "thường trú tại",
    "so_cccd": "số căn cước", "ngay_cap": "cấp ngày", "noi_cap": "do cơ quan cấp là",
}  # fmt: skip


def _statements(s: Shaper, content: Content, y: float) -> float:
    """Two or three facts to a sentence; what is no fact of a person stands in lines."""
    c = s.canvas
    for section in content.sections:
        y = _headed(s, section, y)
        said = [item for item in section.items if item[1] in _SAYS]
        for first in range(0, len(said), 3):
            runs: list[Run] = []
            group: list[Item] = said[first : first + 3]
            for position, item in enumerate(group):
                words = _SAYS[item[1]]
                runs.append(Run(words[0].upper() + words[1:] if position == 0 else words))
                value = s.value(item)
                end = "." if item is group[-1] else ","
                last = value[-1]
                value[-1] = Run(last.text + end, last.bold, last.italic, last.kind, last.name)
                runs += value
            y = c.write(s.left, y, runs, width=s.width)
        for item in section.items:
            if item[1] not in _SAYS:
                y = c.write(
                    s.left, y, [Run(f"+ {s.label(item[1])}:"), *s.value(item)], width=s.width
                )
    return y


def _with_notes(s: Shaper, content: Content, y: float) -> float:
    """Labels with marks of notes, `Họ và tên (1):`, and the notes in small print below."""
    c = s.canvas
    notes = [
        "Ghi bằng chữ in hoa, đủ dấu.",
        "Ghi theo giấy tờ hợp lệ.",
        "Ghi rõ xã, tỉnh.",
        "Trường hợp không có thì bỏ trống.",
    ]
    marked = 0
    for section in content.sections:
        y = _headed(s, section, y)
        for item in section.items:
            mark = ""
            if marked < len(notes) and s.rng.random() < 0.35:
                marked += 1
                mark = s.rng.choice([f" ({marked})", f"({marked})"])
            y = c.write(
                s.left,
                y,
                [Run(f"{s.bullet()}{s.label(item[1])}{mark}:"), *s.value(item)],
                width=s.width,
            )
    if marked:
        y = c.write(
            s.left,
            y + c.step * 0.2,
            [Run("Hướng dẫn ghi:", italic=True)],
            width=s.width,
            scale=0.75,
        )
        for number in range(marked):
            y = c.write(
                s.left,
                y,
                [Run(f"({number + 1}) {notes[number]}", italic=True)],
                width=s.width,
                scale=0.75,
            )
    return y


def _pairs(s: Shaper, content: Content, y: float) -> float:
    """Two facts a row where both are short, at the margin and at the middle, with dotted lines behind."""
    c = s.canvas
    half = s.width / 2
    for section in content.sections:
        y = _headed(s, section, y)
        items = list(section.items)
        while items:
            count = 2 if len(items) > 1 and max(len(item[2]) for item in items[:2]) < 18 else 1
            row, items = items[:count], items[count:]
            low = y
            for number, item in enumerate(row):
                width = half - c.size if count == 2 else s.width
                runs = [Run(f"{s.label(item[1])}:"), *s.value(item)]
                x = s.left + number * half
                low = max(low, c.write(x, y, runs, width=width))
                s.dots(x + c.text_width(runs) + c.size, y, x + width)
            y = low
    return y


SEALED_MANNERS: list[tuple[str, float, Draw]] = [
    ("captions", 0.12, _captions),
    ("underlined", 0.17, _underlined),
    ("ledger", 0.16, _ledger),
    ("right_labels", 0.14, _right_labels),
    ("statements", 0.13, _statements),
    ("with_notes", 0.15, _with_notes),
    ("pairs", 0.13, _pairs),
]
