"""Shapes of the part `kept_back`: the official forms counters hand out, with dots, notes, numbers and letters."""

from tests.kit.papers.canvas import Run
from tests.kit.papers.content import Content, Item, Section
from tests.kit.papers.kept_back_office import OFFICE_MANNERS, alone, asked, headed, spaced, told_by
from tests.kit.papers.shapes import Draw, Shaper

SHORT = {
    "gioi_tinh", "dan_toc", "quoc_tich", "nam_sinh", "nam_sinh_only", "ngay_sinh", "ngay_cap", "so_tang",
    "thua_dat", "to_ban_do", "dien_tich", "cap_cong_trinh", "chieu_cao", "so_cccd", "dien_thoai",
}  # fmt: skip
"""What forms ask side by side on a line."""


def rows(s: Shaper, section: Section, most: int, room: float) -> list[list[Item]]:
    """The facts of a section, short ones that follow each other together as far as they fit a line."""
    c = s.canvas
    made: list[list[Item]] = []
    for item in section.items:
        last = made[-1] if made else []
        together = [*last, item]
        fits = sum(c.text_width(shown(s, one)) for one in together) + room * len(together) < s.width
        short = all(one[1] in SHORT for one in together)
        if last and short and fits and len(last) < most:
            last.append(item)
        else:
            made.append([item])
    return made


def shown(s: Shaper, item: Item) -> list[Run]:
    """The words of a fact, only to be measured."""
    value = Run(item[2], bold=s.bold_values, kind=s.kind)
    return spaced([Run(f"{s.label(item[1].partition(':')[0])}: (1)"), value, Run(item[3])])


def end_of_line(s: Shaper) -> float:
    """Right edge of the last word written."""
    return s.canvas.lines[-1]["words"][-1]["quad"][1][0]


_NOTED = {
    "noi_cu_tru": "Ghi theo nơi đăng ký thường trú; không có thì ghi theo nơi đăng ký tạm trú.",
    "noi_thuong_tru": "Ghi theo nơi đăng ký thường trú.",
    "giay_to": "Ghi rõ loại giấy tờ, số, cơ quan cấp, ngày cấp.",
    "so_cccd": "Ghi rõ số của giấy tờ còn giá trị sử dụng.",
    "noi_sinh": "Ghi rõ tên cơ sở y tế và địa chỉ của cơ sở y tế đó.",
    "nam_sinh": "Ghi đầy đủ ngày, tháng, năm sinh (nếu có).",
    "que_quan": "Ghi theo thỏa thuận của cha, mẹ hoặc theo tập quán.",
    "quan_he": "Chỉ khai trong trường hợp người đi khai không phải là cha, mẹ.",
    "muc_dich_lltp": "Ghi rõ mục đích sử dụng Phiếu.",
    "noi_chet": "Ghi rõ tên cơ sở y tế hoặc địa chỉ nơi chết.",
    "nguyen_nhan": "Ghi theo Giấy báo tử hoặc giấy tờ thay thế.",
    "cap_cong_trinh": "Ghi theo quy định về phân cấp công trình.",
    "noi_dung_uq": "Ghi cụ thể từng việc.",
}
_BEFORE = {
    "con": "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:",
    "nguoi_chet": "Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:",
    "ben_duoc_uy_quyen": "Bằng giấy này, tôi ủy quyền cho ông (bà) có tên dưới đây:",
}
"""Sentences that stand before the facts about somebody instead of a heading."""


def _official_form(s: Shaper, content: Content, y: float) -> float:
    """`Label: (2) .....value.....`, short facts side by side, who is meant in the first label or above it."""
    c = s.canvas
    notes: dict[str, int] = {}
    with_notes = content.issuer is None and s.rng.random() < 0.6
    mark = s.rng.choice(["{}: ({})", "{}({}):", "{} ({}):"])
    over = s.rng.random() < 0.5
    for section in content.sections:
        before = _BEFORE.get(section.role or "")
        if before and not over:
            y = c.write(s.left, y + c.step * 0.1, [Run(before, bold=True)], width=s.width)
        elif over:
            y = headed(s, content, section, y)
        for number, row in enumerate(rows(s, section, 3, c.size * 3)):
            labels = []
            for item in row:
                named = alone(section) or (section.role if number == 0 and not over and not before and item is row[0] else None)  # fmt: skip
                text = asked(s, item, named)
                if with_notes and item[1] in _NOTED:
                    notes.setdefault(item[1], len(notes) + 2)
                    labels.append(mark.format(text, notes[item[1]]))
                else:
                    labels.append(f"{text}:")
            y = dotted(s, list(zip(labels, row, strict=True)), y)
        y += c.step * (0.0 if over else 0.2)
    if notes:
        y = _notes_below(s, notes, y)
    return y


def _notes_below(s: Shaper, notes: dict[str, int], y: float) -> float:
    c = s.canvas
    c.rule(s.left, y + c.step * 0.25, s.left + s.width * 0.3, y + c.step * 0.25)
    y = c.write(s.left, y + c.step * 0.4, [Run(s.rng.choice(["Chú thích:", "Ghi chú:"]), bold=True, italic=True)], width=s.width, scale=0.8)  # fmt: skip
    for key, number in notes.items():
        text = f"({number}) {_NOTED[key]}"
        y = c.write(s.left, y, [Run(text, italic=True)], width=s.width, scale=0.8)
    return y + c.step * 0.2


def dotted(
    s: Shaper, facts: list[tuple[str, Item]], y: float, *, left: float | None = None
) -> float:
    """Facts on one line, dots before and behind each value; a long one wraps and ends in dots."""
    c = s.canvas
    left = float(s.left) if left is None else left
    right = s.left + s.width
    dot = c.face(Run(".")).getlength(".")
    lengths = []
    for text, item in facts:
        value = Run(item[2], bold=s.bold_values, kind=s.kind)
        lengths.append(c.text_width(spaced([Run(text), value, Run(item[3])])))
    room = (right - left - sum(lengths)) / len(facts)
    if len(facts) > 1 and room < dot * 3:
        for fact in facts:
            y = dotted(s, [fact], y, left=left)
        return y
    if room < dot * 3:
        y = c.write(left, y, [Run(facts[0][0]), *s.value(facts[0][1])], width=right - left)
        s.dots(end_of_line(s) + dot, y - c.step, right)
        return y
    ahead = s.rng.choice([0, 3, 5]) if s.kind == "print" else s.rng.choice([2, 6])
    x = left
    for (text, item), length in zip(facts, lengths, strict=True):
        lead = min(dot * ahead, room * 0.4)
        value_x = x + c.text_width(spaced([Run(text)])) + lead
        s.dots(value_x - lead, y, value_x)
        first = len(c.lines)
        c.write(x, y, [Run(text)], width=right)
        c.write(value_x, y, s.value(item), width=right)
        joined(s, first)
        s.dots(end_of_line(s) + dot * 0.5, y, x + length + room - dot)
        x += length + room
    return y + c.step


def joined(s: Shaper, first: int) -> None:
    """What was written in pieces on one line is one line of the truth."""
    lines = s.canvas.lines
    words = [word for line in lines[first:] for word in line["words"]]
    lines[first:] = [{"text": " ".join(word["t"] for word in words), "words": words}]


def _numbered_form(s: Shaper, content: Content, y: float) -> float:
    """`1. Thông tin về ...:` in bold and below `- Label: value; Label: value.`, counted through the form."""
    c = s.canvas
    dots = s.rng.random() < 0.6 or s.kind == "hand"  # nobody writes a mark behind each answer
    number = 0
    for section in content.sections:
        several = bool(section.role) and len(section.items) > 1
        if several:
            number += 1
            text = told_by(s, section)
            y = c.write(s.left, y, [Run(f"{number}. {text}", bold=True)], width=s.width)
        inset = c.size * (0.8 if several else 0.0)
        for row in rows(s, section, 2, c.size * 2 + inset):
            if several:
                begun = "- "
            else:
                number += 1
                begun = f"{number}. "
            labels = [f"{asked(s, item, alone(section))}:" for item in row]
            labels[0] = begun + labels[0]
            if dots:
                facts = list(zip(labels, row, strict=True))
                y = dotted(s, facts, y, left=s.left + inset)
                continue
            runs: list[Run] = []
            for label, item in zip(labels, row, strict=True):
                mark = "." if item is row[-1] else ";"
                runs += [Run(label), *ended(s.value(item), mark)]
            y = c.write(s.left + inset, y, runs, width=s.width - inset)
    return y


def ended(value: list[Run], mark: str) -> list[Run]:
    """A value with a mark behind it."""
    last = value[-1]
    return [*value[:-1], Run(last.text + mark, last.bold, last.italic, last.kind, last.name)]


def _certificate(s: Shaper, content: Content, y: float) -> float:
    """As issued: no dots, values a little larger or bold, short facts at two stops, people set apart."""
    c = s.canvas
    s.bold_values = s.kind == "print" and s.rng.random() < 0.65
    slanted = s.bold_values and s.rng.random() < 0.3
    second = s.width * s.rng.uniform(0.54, 0.62)
    for section in content.sections:
        several = bool(section.role) and len(section.items) > 1
        if several and s.roman:
            y = headed(s, content, section, y + c.step * 0.15)
        for number, row in enumerate(rows(s, section, 2, c.size)):
            named = section.role if number == 0 and not (several and s.roman) else alone(section)
            runs = [[Run(f"{asked(s, item, named if item is row[0] else None)}:", italic=slanted)] for item in row]  # fmt: skip
            first = c.text_width(spaced([*runs[0], *shown(s, row[0])[1:]]))
            if len(row) == 2 and first > second:
                y = c.write(s.left, y, [*runs[0], *s.value(row[0])], width=s.width)
                y = c.write(s.left, y, [*runs[1], *s.value(row[1])], width=s.width)
                continue
            low = y
            for place, item in enumerate(row):
                x = s.left + place * second
                width = s.left + s.width - x if place + 1 == len(row) else second
                low = max(low, c.write(x, y, [*runs[place], *s.value(item)], width=width))
            y = low
        y += c.step * (0.3 if several else 0.1)
    return y


def _lettered(s: Shaper, content: Content, y: float) -> float:
    """A land certificate's manner: `1. Thửa đất:` and `a) Label: value, label: value`; people in a line."""
    c = s.canvas
    number = 0
    roman = ["I.", "II.", "III.", "IV.", "V.", "VI."] if s.rng.random() < 0.6 else ["1.", "2.", "3.", "4.", "5.", "6."]  # fmt: skip
    for section in content.sections:
        several = bool(section.role) and len(section.items) > 1
        if several:
            text = told_by(s, section)
            y = c.write(s.left, y + c.step * 0.1, [Run(f"{roman[number]} {text}", bold=True)], width=s.width)  # fmt: skip
            number += 1
        for place, row in enumerate(rows(s, section, 2, c.size)):
            runs = [Run("abcdđeghiklmnopqrst"[place] + ")")] if several else []
            for item in row:
                label = asked(s, item, alone(section))
                if item is not row[0] and not label[:2].isupper():
                    label = label[0].lower() + label[1:]
                value = s.value(item)
                runs += [Run(f"{label}:"), *(ended(value, ",") if item is not row[-1] else value)]
            y = c.write(s.left + c.size * 0.6 * several, y, runs, width=s.width - c.size * 0.6)
    return y + c.step * 0.1


_OPENED = {
    "nguoi_yeu_cau": ["Tôi tên là", "Họ tên tôi là"],
    "chu_dau_tu": ["Tôi tên là", "Tên tôi"],
    "ben_uy_quyen": ["Tôi tên là", "Người ủy quyền, ông"],
    "ben_duoc_uy_quyen": ["Ủy quyền cho bà", "Người được ủy quyền, bà"],
    "me": ["Mẹ cháu là bà", "Họ tên mẹ"],
    "cha": ["Bố cháu là ông", "Họ tên bố"],
    "con": ["Con tôi tên là", "Xin khai sinh cho cháu"],
    "nguoi_chet": ["Xin khai tử cho", "Người chết tên là"],
    "vo": ["Bên nữ, bà"],
    "chong": ["Bên nam, ông"],
}


def _citizen_letter(s: Shaper, content: Content, y: float) -> float:
    """Typed or written by a citizen: inset lines, `Tôi tên là: ...`, two short facts with a wide gap."""
    c = s.canvas
    inset = c.size * s.rng.uniform(1.4, 2.6)
    own = content.issuer is None and content.doc_type != "gcn_qsdd"  # no office speaks of itself so
    for section in content.sections:
        for number, row in enumerate(rows(s, section, 2, c.size * 3)):
            words = [asked(s, item, alone(section)) for item in row]
            if own and number == 0 and section.role in _OPENED and len(section.items) > 1:
                words[0] = s.rng.choice(_OPENED[section.role])
            runs = [
                [Run(f"{word}:"), *s.value(item)] for word, item in zip(words, row, strict=True)
            ]
            lengths = [c.text_width(spaced(one)) for one in runs]
            gap = c.size * s.rng.uniform(1.5, 3.5)
            if len(row) == 2 and inset + sum(lengths) + gap < s.width:
                c.write(s.left + inset, y, runs[0], width=s.width)
                x = s.left + inset + lengths[0] + gap
                y = c.write(x, y, runs[1], width=s.width)
                continue
            for one in runs:
                y = c.write(s.left + inset, y, one, width=s.width - inset, hanging=-inset)
        y += c.step * 0.15
    return y


def _next_line(s: Shaper, content: Content, y: float) -> float:
    """What does not fit behind its label stands on the dotted line below it."""
    c = s.canvas
    inset = c.size * s.rng.uniform(0.5, 2.0)
    for section in content.sections:
        y = headed(s, content, section, y)
        for item in section.items:
            label = f"{asked(s, item, alone(section))}:"
            value = Run(item[2], bold=s.bold_values, kind=s.kind)
            length = c.text_width(spaced([Run(label), value, Run(item[3])]))
            if length + c.size < s.width:
                y = dotted(s, [(label, item)], y)
                continue
            y = c.write(s.left, y, [Run(label)], width=s.width)
            s.dots(end_of_line(s) + c.size * 0.4, y - c.step, s.left + s.width)
            y = c.write(s.left + inset, y, s.value(item), width=s.width - inset)
            s.dots(end_of_line(s) + c.size * 0.4, y - c.step, s.left + s.width)
    return y


KEPT_BACK_MANNERS: list[tuple[str, float, Draw]] = [
    ("official_form", 0.24, _official_form),
    ("numbered_form", 0.14, _numbered_form),
    ("certificate", 0.13, _certificate),
    ("lettered", 0.1, _lettered),
    ("citizen_letter", 0.09, _citizen_letter),
    ("next_line", 0.07, _next_line),
    *OFFICE_MANNERS,
]
