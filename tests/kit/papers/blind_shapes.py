"""Shapes of the part `blind`: print-outs, dotted blanks, clauses, notaries' paragraphs, light tables, two languages."""

from tests.kit.papers.blind_boxes import BOXED_MANNERS, asked, count_from_a, headed
from tests.kit.papers.canvas import Run
from tests.kit.papers.content import Content, Item, Section
from tests.kit.papers.shapes import Draw, Shaper


def _end_of_line(s: Shaper) -> float:
    """Right edge of the last word written."""
    return s.canvas.lines[-1]["words"][-1]["quad"][1][0]


def _ended(value: list[Run], mark: str) -> list[Run]:
    last = value[-1]
    return [*value[:-1], Run(last.text + mark, last.bold, last.italic, last.kind, last.name)]


def _aligned_colons(s: Shaper, content: Content, y: float) -> float:
    """`Label ........ : value` as a data-base program prints it: all colons below each other."""
    c = s.canvas
    stop = s.left + s.width * s.rng.uniform(0.38, 0.46)
    dotted = s.rng.random() < 0.7
    for section in content.sections:
        y = headed(s, content, section, y)
        for item in section.items:
            low = c.write(s.left, y, [Run(asked(s, item))], width=stop - s.left - c.size * 1.6)
            y = low - c.step
            if dotted:
                s.dots(_end_of_line(s) + c.size * 0.3, y, stop - c.size * 0.3)
            c.write(stop, y, [Run(":")], width=c.size)
            x = stop + c.size * 0.7
            y = c.write(x, y, s.value(item), width=s.left + s.width - x)
    return y


def _packed_dots(s: Shaper, content: Content, y: float) -> float:
    """A blank form: as many facts on a line as go, and dots behind each up to the next."""
    c = s.canvas

    def flush(line: list[list[Run]], y: float) -> float:
        lengths = [c.text_width(_spaced(runs)) for runs in line]
        room = (s.width - sum(lengths)) / max(1, len(line))
        if room < 0:
            top = y
            y = c.write(s.left, y, line[0], width=s.width)
            s.dots(_end_of_line(s) + c.size * 0.4, y - c.step, s.left + s.width)
            return max(y, top + c.step)
        x = float(s.left)
        for runs, length in zip(line, lengths, strict=True):
            c.write(x, y, runs, width=length + c.size)
            x += length
            s.dots(x, y, x + room - c.size * 0.3)
            x += room
        return y + c.step

    for section in content.sections:
        y = headed(s, content, section, y)
        line: list[list[Run]] = []
        for item in section.items:
            runs = [Run(f"{asked(s, item)}:"), *s.value(item)]
            wanted = sum(c.text_width(_spaced(old)) for old in [*line, runs])
            if line and wanted + c.size * 3 * len(line) > s.width:
                y = flush(line, y)
                line = []
            line.append(runs)
        if line:
            y = flush(line, y)
    return y


def _spaced(runs: list[Run]) -> list[Run]:
    return [Run(run.text + " ", run.bold, run.italic, run.kind) for run in runs]


def _clauses(s: Shaper, content: Content, y: float) -> float:
    """`Điều 1. ...` and below it the facts as `a) ...; b) ...` in one paragraph."""
    c = s.canvas
    word = s.rng.choice(["Điều", "Mục", "Khoản"])
    for number, section in enumerate(content.sections, 1):
        text = s.role(section.role) if section.role else s.rng.choice(["Nội dung", "Các nội dung"])
        head = f"{word} {number}. {text[0].upper()}{text[1:]}"
        y = c.write(s.left, y, [Run(head, bold=True)], width=s.width)
        runs: list[Run] = []
        for position, item in enumerate(section.items):
            end = "." if item is section.items[-1] else ";"
            letter = "abcdđeghiklmnopqrst"[position]
            runs += [Run(f"{letter}) {asked(s, item)}:"), *_ended(s.value(item), end)]
        y = c.write(s.left, y, runs, width=s.width) + c.step * 0.15
    return y


def _notary(s: Shaper, content: Content, y: float) -> float:
    """A paragraph for each person, labels in it with colons; often struck out to the margin behind its end."""
    c = s.canvas
    struck = s.rng.random() < 0.5
    mark = s.rng.choice([",", ";", ","])
    for section in content.sections:
        y = headed(s, content, section, y)
        runs: list[Run] = []
        for position, item in enumerate(section.items):
            label = asked(s, item)
            if position and not label[:2].isupper():
                label = label[0].lower() + label[1:]
            end = "." if item is section.items[-1] else mark
            runs += [Run(f"{label}:"), *_ended(s.value(item), end)]
        y = c.write(s.left, y, runs, width=s.width)
        if struck:
            _strike(s, _end_of_line(s) + c.size * 0.5, y - c.step)
    return y


def _strike(s: Shaper, x: float, y: float) -> None:
    """Hyphens up to the margin, so that nothing can be added."""
    c = s.canvas
    face = c.face(Run("-"))
    count = int((s.left + s.width - x) / face.getlength("-"))
    if count > 2:
        c.pen.text((x, y + c.size), "-" * count, font=face, fill=c.ink, anchor="ls")


_PAIRS = [{"me", "cha"}, {"vo", "chong"}, {"ben_uy_quyen", "ben_duoc_uy_quyen"}]


def _hairlines(s: Shaper, content: Content, y: float) -> float:
    """Rows between lines across, none down; two people are columns of one table."""
    sections = list(content.sections)
    while sections:
        section = sections.pop(0)
        if sections and {section.role, sections[0].role} in _PAIRS:
            y = _light_table(s, [section, sections.pop(0)], y)
        else:
            y = _light_table(s, [section], y)
    return y


def _light_table(s: Shaper, people: list[Section], y: float) -> float:
    c = s.canvas
    pad = c.size * 0.3
    first = s.width * (0.3 if len(people) > 1 else 0.4)
    column = (s.width - first) / len(people)
    heads = [s.role(person.role) if person.role else "" for person in people]
    if any(heads):
        low = y
        for number, head in enumerate(heads):
            x = s.left + (first + number * column if len(people) > 1 else 0)
            width = column - pad if len(people) > 1 else s.width
            text = head[:1].upper() + head[1:]
            low = max(low, c.write(x, y + pad, [Run(text, bold=True)], width=width))
        y = low + pad
    c.rule(s.left, y, s.left + s.width, y)
    for number, item in enumerate(people[0].items):
        low = c.write(s.left, y + pad, [Run(asked(s, item))], width=first - c.size)
        for place, person in enumerate(people):
            x = s.left + first + place * column
            value = s.value(person.items[number])
            low = max(low, c.write(x, y + pad, value, width=column - pad * 2))
        y = low + pad
        c.rule(s.left, y, s.left + s.width, y)
    return y + c.step * 0.3


_ENGLISH = {
    "ho_ten": "Full name", "ngay_sinh": "Date of birth", "nam_sinh": "Year of birth", "nam_sinh_only": "Year of birth",
    "gioi_tinh": "Sex", "dan_toc": "Ethnicity", "quoc_tich": "Nationality", "noi_sinh": "Place of birth",
    "que_quan": "Native place", "so_dinh_danh": "Personal identification number", "so_cccd": "ID/Passport No.",
    "noi_cu_tru": "Residence", "noi_thuong_tru": "Permanent address", "dia_chi": "Contact address", "ngay_cap": "Date of issue",
    "noi_cap": "Issuing authority", "dien_thoai": "Phone number", "dia_chi_hkd": "Business location", "nganh_nghe": "Business lines",
    "von": "Business capital", "chu_ho": "Household head", "ten_ho_kinh_doanh": "Name of business household",
    "tinh_trang": "Marital status", "dien_tich": "Area", "thoi_han": "Term of use", "so_tang": "Number of storeys",
    "quan_he": "Relationship", "noi_dang_ky_kh": "Place of registration", "ngay_dang_ky_kh": "Date of registration",
    "noi_dang_ky": "Place of registration", "ngay_dang_ky": "Date of registration", "ngay_chet": "Date of death",
    "noi_chet": "Place of death", "nguyen_nhan": "Cause of death", "noi_dung_uq": "Scope of authorization",
}  # fmt: skip


def _bilingual(s: Shaper, content: Content, y: float) -> float:
    """The label with its English in small italics below, the value to the right of both."""
    c = s.canvas
    stop = s.left + s.width * s.rng.uniform(0.38, 0.44)
    count_from_a(s)
    for section in content.sections:
        y = headed(s, content, section, y)
        for item in section.items:
            width = stop - s.left - c.size
            label = f"{s.bullet()}{asked(s, item)}"
            low = c.write(s.left, y, [Run(label, bold=s.bold_labels)], width=width)
            english = _ENGLISH.get(item[1], "")
            if english:
                small = [Run(english, italic=True)]
                low = c.write(s.left, low - c.step * 0.12, small, width=width, scale=0.74)
            below = c.write(stop, y, _colon(s.value(item)), width=s.left + s.width - stop)
            y = max(low, below) + c.step * 0.08
    return y


def _colon(value: list[Run]) -> list[Run]:
    return [Run(":"), *value]


def _captions_below(s: Shaper, content: Content, y: float) -> float:
    """The value on a line, and what it is in small italics in brackets under the line."""
    c = s.canvas
    for section in content.sections:
        y = headed(s, content, section, y)
        items: list[Item] = list(section.items)
        while items:
            count = 2 if len(items) > 1 and max(len(item[2]) for item in items[:2]) < 22 else 1
            row, items = items[:count], items[count:]
            width = s.width / count - (c.size if count > 1 else 0)
            base = y
            for number, item in enumerate(row):
                x = s.left + number * (width + 2 * c.size)
                base = max(base, c.write(x, y, s.value(item), width=width, align="centre"))
            base += c.size * 0.08
            low = base
            for number, item in enumerate(row):
                x = s.left + number * (width + 2 * c.size)
                c.rule(x, base, x + width, base)
                caption = [Run(f"({_unbracketed(asked(s, item))})", italic=True)]
                below = c.write(
                    x, base + c.size * 0.1, caption, width=width, scale=0.78, align="centre"
                )
                low = max(low, below)
            y = low + c.step * 0.2
    return y


def _unbracketed(label: str) -> str:
    return label.replace(" (", ", ").replace("(", "").replace(")", "")


BLIND_MANNERS: list[tuple[str, float, Draw]] = [
    ("aligned_colons", 0.11, _aligned_colons),
    ("packed_dots", 0.11, _packed_dots),
    ("clauses", 0.08, _clauses),
    ("notary", 0.09, _notary),
    ("hairlines", 0.1, _hairlines),
    ("bilingual", 0.09, _bilingual),
    ("captions_below", 0.07, _captions_below),
    *BOXED_MANNERS,
]
