"""Further shapes of papers: registers, tab columns, filled dotted lines, people in rows, narrative."""

from tests.kit.papers.blind_shapes import BLIND_MANNERS
from tests.kit.papers.canvas import Run
from tests.kit.papers.content import Content, Section
from tests.kit.papers.distant_shapes import DISTANT_MANNERS
from tests.kit.papers.kept_back_shapes import KEPT_BACK_MANNERS
from tests.kit.papers.sealed_shapes import SEALED_MANNERS
from tests.kit.papers.shapes import MANNERS, Draw, Shaper
from tests.kit.papers.unseen_shapes import UNSEEN_MANNERS
from tests.kit.papers.veiled_shapes import VEILED_MANNERS


def _register(s: Shaper, content: Content, y: float) -> float:
    """`STT | Nội dung | Thông tin`, ruled, one numbering through the paper."""
    c, rng = s.canvas, s.rng
    heads = rng.choice(
        [("STT", "Nội dung", "Thông tin"), ("TT", "Mục", "Ghi"), ("Số", "Chỉ tiêu", "Chi tiết")]
    )
    shares = (0.08, rng.uniform(0.3, 0.4))
    edges = [0.0, shares[0], shares[0] + shares[1], 1.0]
    xs = [s.left + s.width * edge for edge in edges]
    pad = c.size * 0.35

    def row(texts: list[list[Run]], top: float) -> float:
        bottom = top + c.step
        for number, runs in enumerate(texts):
            if runs:
                width = xs[number + 1] - xs[number] - 2 * pad
                bottom = max(bottom, c.write(xs[number] + pad, top + pad, runs, width=width))
        bottom += pad
        for x in xs:
            c.rule(x, top, x, bottom)
        c.rule(xs[0], top, xs[-1], top)
        c.rule(xs[0], bottom, xs[-1], bottom)
        return bottom

    y = row([[Run(head, bold=True)] for head in heads], y)
    number = 0
    for section in content.sections:
        for position, item in enumerate(section.items):
            number += 1
            explicit = section.role if position == 0 or rng.random() < 0.5 else None
            if explicit and item[1] in {"chu_ho", "chu_dau_tu", "ong_ba", "thua_dat", "giay_to"}:
                explicit = None
            if explicit is None and section.role in {"me", "cha", "vo", "chong"}:
                explicit = section.role
            label = s.label(item[1], explicit)
            y = row([[Run(str(number))], [Run(label)], s.value(item)], y)
    return y + c.step * 0.3


def _tabs(s: Shaper, content: Content, y: float) -> float:
    """Labels flush left, values on a tab stop; with or without colons there."""
    c = s.canvas
    stop = s.left + s.width * s.rng.uniform(0.36, 0.46)
    colon_at_stop = s.rng.random() < 0.5
    for section in content.sections:
        if section.role:
            y = s.heading(section, y)
        for item in section.items:
            label = s.label(item[1])
            a = c.write(s.left, y, [Run(s.bullet() + label)], width=stop - s.left - c.size)
            value = s.value(item)
            if colon_at_stop:
                c.write(stop - c.size * 0.4, y, [Run(":")], width=c.size)
            b = c.write(stop + c.size * 0.3, y, value, width=s.left + s.width - stop - c.size * 0.3)
            y = max(a, b)
    return y


def _filled(s: Shaper, content: Content, y: float) -> float:
    """`Label ....value.....`: typed or written over a dotted line, without a colon half the time."""
    c = s.canvas
    colon = ":" if s.rng.random() < 0.5 else ""
    for section in content.sections:
        if section.role:
            y = s.heading(section, y)
        for item in section.items:
            value = s.value(item)
            runs = [Run(f"{s.bullet()}{s.label(item[1])}{colon}"), *value]
            top = y
            y = c.write(s.left, y, runs, width=s.width)
            if y - top <= c.step * 1.1:
                length = c.text_width([Run(r.text + " ", r.bold, r.italic, r.kind) for r in runs])
                s.dots(s.left + length, top, s.left + s.width)
    return y


def _rows_of_people(s: Shaper, content: Content, y: float) -> float:
    """A ruled table with a row for each person and a column for each label."""
    c = s.canvas
    pairs = [sec for sec in content.sections if sec.role in {"me", "cha", "vo", "chong"}]
    if len(pairs) != 2:
        return _dashes(s, content, y)
    drawn = False
    for section in content.sections:
        if section in pairs:
            if not drawn:
                y = _people_rows(s, pairs, y)
            drawn = True
            continue
        if section.role and len(section.items) > 1:
            y = s.heading(section, y)
        y = s.lines(section, y, explicit=len(section.items) == 1)
    return y + c.step * 0.2


def _people_rows(s: Shaper, people: list[Section], y: float) -> float:
    c = s.canvas
    pad = c.size * 0.25
    count = len(people[0].items)
    first = 0.14
    shares = [len(item[2]) + 6 for item in people[0].items]
    total = sum(shares)
    xs = [s.left, s.left + s.width * first]
    for share in shares:
        xs.append(xs[-1] + s.width * (1 - first) * share / total)
    rows = [[[Run("")], *[[Run(s.label(item[1]), bold=True)] for item in people[0].items]]]
    rows += [
        [[Run(s.role(person.role or "").capitalize())], *[s.value(item) for item in person.items]]
        for person in people
    ]
    for row in rows:
        top, bottom = y, y + c.step
        for number in range(count + 1):
            if row[number][0].text:
                width = xs[number + 1] - xs[number] - 2 * pad
                below = c.write(xs[number] + pad, top + pad, row[number], width=width, scale=0.85)
                bottom = max(bottom, below)
        y = bottom + pad
        for x in xs:
            c.rule(x, top, x, y)
        c.rule(xs[0], top, xs[-1], top)
        c.rule(xs[0], y, xs[-1], y)
    return y + c.step * 0.3


def _dashes(s: Shaper, content: Content, y: float) -> float:
    """`[01] Label - value` or `Label = value`, no colons."""
    c = s.canvas
    mark = s.rng.choice([" –", " -", ":", " :"])
    brackets = s.rng.random() < 0.5
    number = 0
    for section in content.sections:
        if section.role:
            y = s.heading(section, y)
        for item in section.items:
            number += 1
            opener = f"[{number:02d}] " if brackets else ""
            y = c.write(
                s.left, y, [Run(f"{opener}{s.label(item[1])}{mark}"), *s.value(item)], width=s.width
            )
    return y


def _columns(s: Shaper, content: Content, y: float) -> float:
    """The whole paper in two columns of lines."""
    c = s.canvas
    kept = s.left, s.width
    half = round(s.width / 2 - c.size)
    count = sum(len(section.items) for section in content.sections)
    bottoms, column, used, x = [y], 0, 0, kept[0]
    top = y
    for section in content.sections:
        if column == 0 and used >= count / 2:
            column, x, y = 1, kept[0] + half + 2 * c.size, top
        s.left, s.width = round(x), half
        if section.role and len(section.items) > 1:
            y = s.heading(section, y)
        y = s.lines(section, y, explicit=len(section.items) == 1, singles=True)
        used += len(section.items)
        bottoms.append(y)
    s.left, s.width = kept
    return max(bottoms)


_JOINTS = {
    "ho_ten": "tên là",
    "ngay_sinh": "sinh ngày",
    "nam_sinh": "sinh năm",
    "nam_sinh_only": "sinh năm",
    "gioi_tinh": "giới tính",
    "noi_sinh": "sinh tại",
    "dan_toc": "dân tộc",
    "quoc_tich": "quốc tịch",
    "noi_cu_tru": "hiện cư trú tại",
    "noi_thuong_tru": "thường trú tại",
    "so_cccd": "mang CCCD số",
    "ngay_cap": "cấp ngày",
    "noi_cap": "do",
    "que_quan": "quê quán",
}


def _narrative(s: Shaper, content: Content, y: float) -> float:
    """Flowing sentences, one for each person, joined by everyday words."""
    for section in content.sections:
        runs = []
        role = section.role
        opener = {
            "me": "Mẹ là bà",
            "cha": "Cha là ông",
            "vo": "Vợ là bà",
            "chong": "Chồng là ông",
            "con": "Cháu",
            "nguoi_yeu_cau": "Tôi là",
            "ben_uy_quyen": "Bên ủy quyền là ông",
            "ben_duoc_uy_quyen": "Bên được ủy quyền là bà",
            "chu_dat": "Người sử dụng đất là ông",
        }.get(role or "")
        for position, item in enumerate(section.items):
            if position == 0 and opener and item[1] in {"ho_ten", "ong_ba"}:
                runs.append(Run(opener))
            elif item[1] in _JOINTS:
                joint = _JOINTS[item[1]]
                runs.append(Run(joint.capitalize() if position == 0 else joint))
            else:
                label = s.label(item[1])
                runs.append(
                    Run(label if position == 0 or label.isupper() else label[0].lower() + label[1:])
                )
            value = s.value(item)
            end = "." if position + 1 == len(section.items) else ","
            last = value[-1]
            value[-1] = Run(last.text + end, last.bold, last.italic, last.kind, last.name)
            runs.extend(value)
        if runs:
            y = s.canvas.write(s.left, y, runs, width=s.width)
    return y


MORE_MANNERS: dict[str, list[tuple[str, float, Draw]]] = {
    "varied": [
        *[(name, weight * 0.45, draw) for name, weight, draw in MANNERS],
        ("register", 0.2, _register),
        ("tabs", 0.2, _tabs),
        ("filled", 0.15, _filled),
    ],
    "fresh": [
        *[(name, weight * 0.45, draw) for name, weight, draw in MANNERS],
        ("rows_of_people", 0.13, _rows_of_people),
        ("dashes", 0.14, _dashes),
        ("columns", 0.14, _columns),
        ("narrative", 0.14, _narrative),
    ],
}


def manners(part: str) -> list[tuple[str, float, Draw]]:
    """The shapes a part is drawn in."""
    if part == "unseen":
        return UNSEEN_MANNERS
    if part == "sealed":
        return SEALED_MANNERS
    if part == "blind":
        return BLIND_MANNERS
    if part == "veiled":
        return VEILED_MANNERS
    if part == "kept_back":
        return KEPT_BACK_MANNERS
    if part == "distant":
        return DISTANT_MANNERS
    return MORE_MANNERS.get(part, MANNERS)
