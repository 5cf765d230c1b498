"""Shapes of the part `distant` that need a grid: boxed columns, couples, merged heads, copies, letters in boxes."""

from tests.kit.papers.canvas import Canvas, Run
from tests.kit.papers.content import Content, Item, Section
from tests.kit.papers.shapes import Draw, Shaper
from tests.kit.papers.wording import headings


def spaced(runs: list[Run]) -> list[Run]:
    """Runs with the space that follows each word."""
    return [Run(run.text + " ", run.bold, run.italic, run.kind) for run in runs if run.text]


def wide(c: Canvas, runs: list[Run]) -> float:
    """Width of runs with their spaces."""
    return c.text_width(spaced(runs))


def asked(s: Shaper, item: Item, role: str | None = None) -> str:
    """What is asked, with whom it is about before any bracket; `ngày` stands once before a date."""
    key, _, other = item[1].partition(":")
    label = s.label(key)
    if item[2].startswith("ngày "):
        label = label.removesuffix(" ngày")
    who = other or role
    if not who:
        return label
    words, bracket, note = label.partition(" (")
    if words.split()[-1] in {"tại", "để", "số", "do", "lúc", "ở", "là"}:
        return label
    return f"{words} của {s.role(who)}{bracket}{note}"


def alone(section: Section) -> str | None:
    """The role of a section of one fact: it stands in the question, not in a heading."""
    return section.role if len(section.items) == 1 else None


def capitals(item: Item) -> Item:
    """The same fact in capitals."""
    return item[0], item[1], item[2].upper(), item[3]


def heading_text(s: Shaper, content: Content, section: Section) -> str:
    """The heading of a section of several facts, counted through the paper; else nothing."""
    if not section.role or len(section.items) == 1:
        return ""
    text = s.rng.choice(headings(s.part)).format(s.role(section.role))
    text = text.upper() if text.split()[0].isupper() else text[0].upper() + text[1:]
    roles = [other.role for other in content.sections if other.role and len(other.items) > 1]
    place = roles.index(section.role)
    marks = {"I.": "I/ II/ III/ IV/ V/", "1.": "1/ 2/ 3/ 4/ 5/", "A.": "A- B- C- D- E-"}
    mark = marks.get(s.roman, "").split()
    return f"{mark[place]} {text}" if mark else text


def headed(s: Shaper, content: Content, section: Section, y: float) -> float:
    """The heading of a section, when it has one."""
    text = heading_text(s, content, section)
    if not text:
        return y
    return s.canvas.write(s.left, y, [Run(text, bold=True)], width=s.width)


def _boxed_right(s: Shaper, content: Content, y: float) -> float:
    """Questions flush right against a column of boxes; each value has a box of its own."""
    c = s.canvas
    stop = s.left + s.width * s.rng.uniform(0.36, 0.43)
    right = s.left + s.width
    pad = c.size * 0.3
    colon = s.rng.choice([":", ""])
    joined = s.rng.random() < 0.4
    for section in content.sections:
        y = headed(s, content, section, y + c.step * 0.1) + c.step * 0.05
        for item in section.items:
            text = asked(s, item, alone(section)) + colon
            a = c.write(s.left, y + pad * 0.6, [Run(text, bold=s.bold_labels)], width=stop - s.left - pad, align="right")  # fmt: skip
            b = c.write(stop + pad, y + pad * 0.6, s.value(item), width=right - stop - 2 * pad)
            low = max(a, b) + pad
            c.frame(stop, y, right, low)
            y = low + (0 if joined else c.step * 0.14)
    return y + c.step * 0.2


def _plain(s: Shaper, content: Content, section: Section, y: float) -> float:
    """A section in lines of its own, for papers that draw only some of it otherwise."""
    c = s.canvas
    y = headed(s, content, section, y)
    for item in section.items:
        runs = [Run(f"{asked(s, item, alone(section))}:"), *s.value(item)]
        y = c.write(s.left, y, runs, width=s.width)
    return y


def _between(s: Shaper, content: Content, y: float) -> float:
    """Two people left and right of one column of questions that holds for both."""
    c = s.canvas
    pairs: list[Section] = []
    for first, second in zip(content.sections, content.sections[1:], strict=False):
        same = [i[1] for i in first.items] == [i[1] for i in second.items]
        if same and len(first.items) > 2:
            pairs = [first, second]
            break
    if not pairs:
        return _boxed_right(s, content, y)
    for section in content.sections:
        if section is pairs[0]:
            y = _couple(s, pairs, y + c.step * 0.15)
        elif section is not pairs[1]:
            y = _plain(s, content, section, y)
    return y


def _couple(s: Shaper, pair: list[Section], y: float) -> float:
    c = s.canvas
    pad = c.size * 0.3
    middle = s.width * s.rng.uniform(0.25, 0.29)
    side = (s.width - middle) / 2
    xs = [s.left, s.left + side, s.left + side + middle, s.left + s.width]
    ruled = s.rng.random() < 0.6
    inner = s.rng.choice(["right", "centre", "left"])
    top = y
    heads = [[Run(s.role(section.role or "").upper(), bold=True)] for section in pair]
    rows = [(heads[0], [Run("")], heads[1], "centre")]
    for one, two in zip(pair[0].items, pair[1].items, strict=True):
        question = [Run(s.label(one[1]), italic=s.roman == "")]
        rows.append((s.value(one), question, s.value(two), inner))
    for left, question, right, align in rows:
        low = y + c.step
        other = "centre" if align == "centre" else "left"
        cells = ((left, align), (question, "centre"), (right, other))
        for place, (runs, way) in enumerate(cells):
            if runs[0].text:
                width = xs[place + 1] - xs[place] - 2 * pad
                low = max(low, c.write(xs[place] + pad, y + pad * 0.5, runs, width=width, align=way))  # fmt: skip
        y = low + pad * 0.7
        if ruled:
            c.rule(xs[0], y, xs[-1], y)
    if ruled:
        c.rule(xs[0], top, xs[-1], top)
    for x in xs if ruled else xs[1:3]:
        c.rule(x, top, x, y)
    return y + c.step * 0.3


def _merged_rows(s: Shaper, content: Content, y: float) -> float:
    """A dense table: heads over several columns, one cell a person down the side, a column left to the clerk."""
    c, rng = s.canvas, s.rng
    pad = c.size * 0.28
    scale = 0.92
    office = rng.random() < 0.6
    shares = [0.17, 0.28, 0.42, 0.13] if office else [0.18, 0.3, 0.52]
    xs = [float(s.left)]
    for share in shares:
        xs.append(xs[-1] + s.width * share)
    right, last = xs[-1], xs[3]
    heads = rng.choice([("NỘI DUNG KÊ KHAI", "Mục", "Chỉ tiêu", "Ghi rõ"), ("PHẦN CỦA NGƯỜI KHAI", "Phần", "Hỏi", "Trả lời"), ("THÔNG TIN GHI NHẬN", "Đối tượng", "Diễn giải", "Nội dung")])  # fmt: skip

    def cell(place: int, until: int, runs: list[Run], top: float, align: str = "left") -> float:
        width = xs[until] - xs[place] - 2 * pad
        return c.write(xs[place] + pad, top + pad * 0.6, runs, width=width, scale=scale, align=align) + pad * 0.7  # fmt: skip

    top = y
    y = cell(0, 3, [Run(heads[0], bold=True)], top, "centre")
    c.rule(xs[0], y, last, y)
    line = y
    y = max(cell(place, place + 1, [Run(heads[place + 1], bold=True)], line, "centre") for place in range(3))  # fmt: skip
    if office:
        y = max(y, cell(3, 4, [Run(rng.choice(["Cán bộ xét", "Đối chiếu", "Kiểm"]), bold=True)], top, "centre"))  # fmt: skip
    c.rule(xs[0], top, right, top)
    c.rule(xs[0], y, right, y)
    for section in content.sections:
        begin = y
        who = s.role(section.role) if section.role else rng.choice(["Chung", "Phần khác", "Ghi thêm"])  # fmt: skip
        named = cell(0, 1, [Run(who[0].upper() + who[1:], bold=True)], begin, "centre")
        for place, item in enumerate(section.items):
            row = y
            y = max(cell(1, 2, [Run(asked(s, item))], row), cell(2, 3, s.value(item), row))
            if place + 1 == len(section.items):
                y = max(y, named)
                c.rule(xs[0], y, right, y)
            else:
                c.rule(xs[1], y, right, y)
    for x in (xs[1], xs[2]):
        c.rule(x, line, x, y)
    for x in {xs[0], last, right}:
        c.rule(x, top, x, y)
    return y + c.step * 0.3


def _two_copies(s: Shaper, content: Content, y: float) -> float:
    """Two forms side by side on one sheet, cut apart later; only one of them is filled in."""
    c, rng = s.canvas, s.rng
    kept = s.left, s.width
    gap = c.size * 2
    half = (s.width - gap) / 2
    filled = rng.choice([0, 0, 1])
    names = rng.choice([("LIÊN 1", "LIÊN 2"), ("BẢN LƯU", "BẢN GIAO"), ("Tờ thứ nhất", "Tờ thứ hai")])  # fmt: skip
    top, lows = y, []
    for side in (0, 1):
        s.left, s.width = round(kept[0] + side * (half + gap)), round(half)
        y = c.write(s.left, top, [Run(names[side], bold=True)], width=half, align="centre", scale=0.9)  # fmt: skip
        for section in content.sections:
            y = headed(s, content, section, y)
            for item in section.items:
                runs = [Run(f"{asked(s, item, alone(section))}:")]
                if side == filled:
                    y = c.write(s.left, y, [*runs, *s.value(item)], width=half)
                    continue
                under = c.write(s.left, y, runs, width=half)
                dot = c.text_width([Run(".")])
                end = s.left + wide(c, runs)
                if under - y < c.step * 1.1 and end + 6 * dot < s.left + half:
                    s.dots(end, y, s.left + half)
                y = under
        lows.append(y)
    s.left, s.width = kept
    x, at = kept[0] + half + gap / 2, top
    while at < max(lows):
        c.pen.line((x, at, x, at + c.size * 0.25), fill=c.ink, width=max(1, c.dpi // 120))
        at += c.size * 0.6
    return max(lows) + c.step * 0.2


_LETTERED = {"ho_ten", "so_cccd", "so_dinh_danh", "dien_thoai", "chu_ho", "chu_dau_tu", "ong_ba", "nam_sinh", "nam_sinh_only"}  # fmt: skip


def _letter_boxes(s: Shaper, content: Content, y: float) -> float:
    """Names and numbers in capitals, a letter a box; longer answers below their question."""
    c = s.canvas
    side = c.size * s.rng.uniform(1.42, 1.6)
    above = s.rng.random() < 0.5
    for section in content.sections:
        y = headed(s, content, section, y)
        for item in section.items:
            key = item[1].partition(":")[0]
            question = [Run(f"{asked(s, item, alone(section))}:")]
            if key not in _LETTERED or "." in item[2]:
                y = c.write(s.left, y, [*question, *s.value(item)], width=s.width)
                continue
            start = s.left + wide(c, question)
            count = len(item[2])
            if above or start + count * side > s.left + s.width:
                y = c.write(s.left, y, question, width=s.width)
                start = float(s.left)
                room = int(s.width / side)
            else:
                c.write(s.left, y + c.size * 0.2, question, width=s.width)
                room = count
            y = _lettered(s, capitals(item), (start, y), side, max(room, 1))
    return y


def _lettered(s: Shaper, item: Item, corner: tuple[float, float], side: float, room: int) -> float:
    """One value over boxes, further rows of them where it is long; gives back the y below."""
    c = s.canvas
    name, _, text, _ = item
    if name is not None:
        c.know(name, text, s.kind)
    run = Run(text, kind=s.kind)
    scale = 0.95
    x0, y = corner
    words: list[dict] = []
    for place, letter in enumerate(text):
        column = place % room
        if column == 0 and place:
            _noted(c, words)
            words = []
            y += side * 1.12
        x = x0 + column * side
        c.frame(x, y, x + side, y + side)
        if letter == " ":
            continue
        face = c.face(run, scale)
        a, b, right, low = face.getbbox(letter, anchor="ls")
        left = x + (side - face.getlength(letter)) / 2
        base = y + side * 0.5 + c.size * 0.34
        if not c.typed:
            ink = c.hand_ink if s.kind == "hand" else c.ink
            c.pen.text(
                (left, base), letter, font=face, fill=ink, anchor="ls", stroke_width=c.stroke(run)
            )
        quad = [[left + a, base + b], [left + right, base + b], [left + right, base + low], [left + a, base + low]]  # fmt: skip
        words.append({"t": letter, "quad": quad, "kind": s.kind})
        if name is not None:
            c.boxes.setdefault(name, []).append(quad)
    _noted(c, words)
    return y + side * 1.18


def _noted(c: Canvas, words: list[dict]) -> None:
    if words:
        c.lines.append({"text": " ".join(word["t"] for word in words), "words": words})


TABLE_MANNERS: list[tuple[str, float, Draw]] = [
    ("boxed_right", 0.1, _boxed_right),
    ("between", 0.08, _between),
    ("merged_rows", 0.1, _merged_rows),
    ("two_copies", 0.07, _two_copies),
    ("letter_boxes", 0.08, _letter_boxes),
]
