"""Shapes of the part `unseen`: cells, side heads, two languages, letters, several facts behind strokes."""

from tests.kit.papers.canvas import Run
from tests.kit.papers.content import Content, Item, Section
from tests.kit.papers.shapes import Draw, Shaper

_PEOPLE = {"me", "cha", "vo", "chong", "con", "nguoi_chet"}
_ENGLISH = {
    "ho_ten": "Full name", "ngay_sinh": "Date of birth", "nam_sinh": "Year of birth", "gioi_tinh": "Sex",
    "dan_toc": "Ethnic group", "quoc_tich": "Nationality", "noi_sinh": "Place of birth", "que_quan": "Place of origin",
    "so_cccd": "Identity card No.", "so_dinh_danh": "Personal identification No.", "noi_cu_tru": "Place of residence",
    "noi_thuong_tru": "Permanent residence", "dia_chi": "Address", "ngay_cap": "Date of issue", "noi_cap": "Issued by",
    "dien_thoai": "Telephone", "dien_tich": "Area", "von": "Capital",
}  # fmt: skip


def _headed(s: Shaper, section: Section, y: float) -> float:
    return s.heading(section, y) if section.role else y


def _cells(s: Shaper, content: Content, y: float) -> float:
    """Ruled cells that hold label and value together, one or two a row."""
    c = s.canvas
    pad = c.size * 0.4
    for section in content.sections:
        y = _headed(s, section, y)
        items = list(section.items)
        while items:
            two = len(items) > 1 and max(len(item[2]) for item in items[:2]) < 26
            row, items = items[: 2 if two else 1], items[2 if two else 1 :]
            width, top, bottom = s.width / len(row), y, y
            for number, item in enumerate(row):
                runs = [Run(f"{s.bullet()}{s.label(item[1])}:"), *s.value(item)]
                x = s.left + number * width + pad
                bottom = max(bottom, c.write(x, top + pad / 2, runs, width=width - 2 * pad))
            y = bottom + pad
            c.frame(s.left, top, s.left + s.width, y)
            if two:
                c.rule(s.left + width, top, s.left + width, y)
        y += c.step * 0.25
    return y


def _side_heads(s: Shaper, content: Content, y: float) -> float:
    """Three columns: whom it is about in one tall cell, then label and value."""
    c = s.canvas
    pad = c.size * 0.35
    xs = [s.left + s.width * share for share in (0, 0.16, s.rng.uniform(0.42, 0.5), 1)]
    for section in content.sections:
        top = y
        for item in section.items:
            upper = y
            a = c.write(
                xs[1] + pad, y + pad / 2, [Run(s.label(item[1]))], width=xs[2] - xs[1] - 2 * pad
            )
            b = c.write(xs[2] + pad, y + pad / 2, s.value(item), width=xs[3] - xs[2] - 2 * pad)
            y = max(a, b) + pad
            c.rule(xs[1], upper, xs[3], upper)
            c.rule(xs[2], upper, xs[2], y)
        head = s.role(section.role).capitalize() if section.role else "Nội dung"
        c.write(xs[0] + pad, top + pad, [Run(head, bold=True)], width=xs[1] - xs[0] - 2 * pad)
        y = max(y, top + 3.4 * c.step)
        c.frame(xs[0], top, xs[3], y)
        c.rule(xs[1], top, xs[1], y)
    return y + c.step * 0.3


def _two_languages(s: Shaper, content: Content, y: float) -> float:
    """`Họ và tên / Full name: value`, the English smaller or on a line of its own."""
    c = s.canvas
    below = s.rng.random() < 0.4
    for section in content.sections:
        y = _headed(s, section, y)
        for item in section.items:
            label, english = s.label(item[1]), _ENGLISH.get(item[1].partition(":")[0], "")
            if english and not below:
                label += f" / {english}"
            y = c.write(s.left, y, [Run(f"{s.bullet()}{label}:"), *s.value(item)], width=s.width)
            if english and below:
                small = [Run(english, italic=True)]
                y = c.write(s.left + c.size, y - c.step * 0.15, small, width=s.width, scale=0.75)
    return y


def _own_lines(s: Shaper, content: Content, y: float) -> float:
    """A label ends its line; the value stands indented on the next."""
    c = s.canvas
    indent = c.px(s.rng.uniform(6, 14))
    colon = s.rng.choice([":", ""])
    for section in content.sections:
        y = _headed(s, section, y)
        for item in section.items:
            y = c.write(
                s.left, y, [Run(f"{s.bullet()}{s.label(item[1])}{colon}", bold=True)], width=s.width
            )
            y = c.write(s.left + indent, y, s.value(item), width=s.width - indent)
    return y


def _strokes(s: Shaper, content: Content, y: float) -> float:
    """Several facts on one line behind strokes or semicolons: `Sinh năm: 1980 | Dân tộc: Kinh`."""
    c = s.canvas
    mark = s.rng.choice(["|", ";", "–", "/"])
    for section in content.sections:
        y = _headed(s, section, y)
        line: list[Run] = []
        length = 0
        for position, item in enumerate(section.items):
            here = [Run(f"{s.label(item[1])}:"), *s.value(item)]
            if line and (length + len(item[2]) > 34 or position == 1):
                y = c.write(s.left, y, line, width=s.width)
                line, length = [], 0
            if line:
                line.append(Run(mark))
            line += here
            length += len(item[2]) + 14
        if line:
            y = c.write(s.left, y, line, width=s.width)
    return y


_SAID = {
    "ho_ten": "họ tên", "ngay_sinh": "sinh ngày", "nam_sinh": "sinh năm", "nam_sinh_only": "sinh năm",
    "gioi_tinh": "giới tính", "dan_toc": "dân tộc", "quoc_tich": "quốc tịch", "noi_cu_tru": "hiện cư trú tại",
    "noi_thuong_tru": "đăng ký thường trú tại", "so_cccd": "căn cước số", "ngay_cap": "cấp ngày", "noi_cap": "nơi cấp",
    "dien_thoai": "điện thoại", "noi_sinh": "nơi sinh", "que_quan": "quê quán", "dia_chi": "địa chỉ",
}  # fmt: skip


def _letter(s: Shaper, content: Content, y: float) -> float:
    """Each person's facts run on behind the name; the rest one to a line."""
    c = s.canvas
    for section in content.sections:
        y = _headed(s, section, y)
        runs: list[Run] = []
        alone: list[Item] = []
        for item in section.items:
            words = _SAID.get(item[1])
            if words is None:
                alone.append(item)
                continue
            first = not runs
            runs.append(Run(f"{words.capitalize() if first else words}:" if first else words))
            value = s.value(item)
            last = value[-1]
            value[-1] = Run(last.text + ";", last.bold, last.italic, last.kind, last.name)
            runs += value
        if runs:
            y = c.write(s.left, y, runs, width=s.width, hanging=0)
        for item in alone:
            y = c.write(s.left, y, [Run(f"- {s.label(item[1])}:"), *s.value(item)], width=s.width)
    return y


def _numbered_parts(s: Shaper, content: Content, y: float) -> float:
    """`1.2. Label: value` under `1. Heading`; people named in every label."""
    c = s.canvas
    for number, section in enumerate(content.sections, 1):
        if section.role and len(section.items) > 1:
            text = s.role(section.role)
            y = c.write(
                s.left, y, [Run(f"{number}. {text[0].upper()}{text[1:]}", bold=True)], width=s.width
            )
        for position, item in enumerate(section.items, 1):
            named = section.role in _PEOPLE and position == 1 and item[1] == "ho_ten"
            label = s.label(item[1], section.role if named or len(section.items) == 1 else None)
            y = c.write(
                s.left + c.size,
                y,
                [Run(f"{number}.{position}. {label}:"), *s.value(item)],
                width=s.width - c.size,
            )
    return y


UNSEEN_MANNERS: list[tuple[str, float, Draw]] = [
    ("cells", 0.16, _cells),
    ("side_heads", 0.14, _side_heads),
    ("two_languages", 0.14, _two_languages),
    ("own_lines", 0.12, _own_lines),
    ("strokes", 0.12, _strokes),
    ("letter", 0.12, _letter),
    ("numbered_parts", 0.2, _numbered_parts),
]
