"""Shapes of the part `distant`: boxed values, lines with the question below, nested questions, stubs, typewriters."""

from tests.kit.papers.canvas import Run
from tests.kit.papers.content import Content, Item
from tests.kit.papers.distant_tables import (
    TABLE_MANNERS,
    alone,
    asked,
    capitals,
    headed,
    wide,
)
from tests.kit.papers.shapes import Draw, Shaper


def _under_captions(s: Shaper, content: Content, y: float) -> float:
    """Values on long lines, what is asked below the line in small slanted letters, one or two a row."""
    c = s.canvas
    form = s.rng.choice(["({})", "({})", "{}"])
    middle = s.rng.choice(["centre", "left"])
    gap = c.size * 1.4
    half = (s.width - gap) / 2
    for section in content.sections:
        y = headed(s, content, section, y) + c.step * 0.05
        items = list(section.items)
        while items:
            both = len(items) > 1 and all(
                wide(c, [Run(i[2], kind=s.kind), Run(i[3])]) < half * 0.92
                and wide(c, [Run(asked(s, i, alone(section)), italic=True)]) * 0.76 < half
                for i in items[:2]
            )
            row, items = items[: 1 + both], items[1 + both :]
            width = half if both else s.width
            lows = [
                c.write(s.left + place * (half + gap), y, s.value(item), width=width, align=middle)
                for place, item in enumerate(row)
            ]
            line = max(lows) + c.step * 0.02
            low = line
            for place, item in enumerate(row):
                x = s.left + place * (half + gap)
                c.rule(x, line, x + width, line)
                text = form.format(asked(s, item, alone(section)))
                below = c.write(x, line + c.size * 0.08, [Run(text, italic=True)], width=width, scale=0.76, align="centre")  # fmt: skip
                low = max(low, below)
            y = low + c.step * 0.12
    return y


_GROUPS: list[tuple[set[str], list[str]]] = [
    ({"ngay_sinh", "ngay_sinh_chu", "noi_sinh"}, ["Việc sinh", "Sinh ngày nào, ở đâu"]),
    ({"so_cccd", "ngay_cap", "noi_cap"}, ["Giấy tờ", "Về thẻ căn cước, chứng minh"]),
    ({"dan_toc", "quoc_tich"}, ["Dân tộc, quốc tịch", "Thành phần"]),
    ({"noi_cu_tru", "que_quan", "noi_thuong_tru", "dia_chi"}, ["Nơi ở, quê", "Về nơi ở"]),
    ({"thua_dat", "to_ban_do", "dien_tich"}, ["Số liệu thửa", "Theo bản đồ"]),
    ({"dien_tich_xd", "tong_dien_tich_san", "chieu_cao", "so_tang"}, ["Quy mô", "Kích thước"]),
    ({"ngay_chet", "noi_chet", "nguyen_nhan"}, ["Việc chết", "Về việc tử"]),
]


def _grouped(items: list[Item]) -> list[tuple[str, list[Item]]]:
    """Neighbours of one kind together, under the key of their kind."""
    made: list[tuple[str, list[Item]]] = []
    for item in items:
        kind = next((str(n) for n, (keys, _) in enumerate(_GROUPS) if item[1] in keys), "")
        if kind and made and made[-1][0] == kind:
            made[-1][1].append(item)
        else:
            made.append((kind, [item]))
    return made


def _questionnaire(s: Shaper, content: Content, y: float) -> float:
    """Questions in three levels: 1., 1.1, a); each level further in."""
    c = s.canvas
    first, second = c.size * 1.3, c.size * 2.6
    mark = s.rng.choice([":", ":", "", " :"])
    s.bold_values = s.kind == "print" and (mark == "" or s.bold_values)
    for number, section in enumerate(content.sections, 1):
        if len(section.items) == 1:
            runs = [Run(f"{number}. {asked(s, section.items[0], section.role)}{mark}")]
            y = c.write(s.left, y, [*runs, *s.value(section.items[0])], width=s.width)
            continue
        text = s.role(section.role) if section.role else s.rng.choice(["nội dung chính", "các nội dung khác", "phần còn lại"])  # fmt: skip
        y = c.write(s.left, y, [Run(f"{number}. {text[0].upper()}{text[1:]}", bold=True)], width=s.width)  # fmt: skip
        for place, (kind, items) in enumerate(_grouped(section.items), 1):
            if len(items) == 1:
                runs = [Run(f"{number}.{place}. {asked(s, items[0])}{mark}"), *s.value(items[0])]
                y = c.write(s.left + first, y, runs, width=s.width - first, hanging=c.size)
                continue
            over = s.rng.choice(_GROUPS[int(kind)][1])
            y = c.write(s.left + first, y, [Run(f"{number}.{place}. {over}:")], width=s.width)
            for letter, item in zip("abcd", items, strict=False):
                runs = [Run(f"{letter}) {asked(s, item)}{mark}"), *s.value(item)]
                y = c.write(s.left + second, y, runs, width=s.width - second, hanging=c.size)
    return y


def _stubbed(s: Shaper, content: Content, y: float) -> float:
    """A stub beside the form, a broken line between; the stub says again who it is about."""
    c, rng = s.canvas, s.rng
    cut = s.width * rng.uniform(0.22, 0.27)
    top = y
    person = next(item for section in content.sections for item in section.items if item[0])
    notes: list[list[Run]] = [
        [Run(rng.choice(["CUỐNG LƯU", "PHẦN LƯU", "CUỐNG BIÊN LAI"]), bold=True)],
        [Run(f"Quyển {rng.randint(1, 9):02d}, tờ {rng.randint(1, 99)}")],
        [Run("Cấp cho:" if content.issuer else "Nhận của:"), Run(person[2], kind=s.kind)],
        [Run(rng.choice(["Người giữ cuống ký", "Cán bộ tiếp nhận", "Ký giáp lai"]), italic=True)],
    ]
    low = y
    for runs in notes:
        low = c.write(s.left, low, runs, width=cut - c.size * 1.4, scale=0.8) + c.step * 0.3
    kept = s.left, s.width
    s.left, s.width = round(kept[0] + cut), round(kept[1] - cut)
    dotted = s.kind == "hand" or rng.random() < 0.5
    for section in content.sections:
        y = headed(s, content, section, y)
        for item in section.items:
            runs = [Run(f"{asked(s, item, alone(section))}:", bold=s.bold_labels), *s.value(item)]
            under = c.write(s.left, y, runs, width=s.width)
            if dotted and under - y < c.step * 1.1:
                s.dots(s.left + wide(c, runs), y, s.left + s.width)
            y = under
    s.left, s.width = kept
    low = max(low, y)
    x, at = kept[0] + cut - c.size * 0.7, top
    while at < low:
        c.pen.line((x, at, x, min(low, at + c.size * 0.5)), fill=c.ink, width=max(1, c.dpi // 120))
        at += c.size
    return low + c.step * 0.2


_OPENED = {
    "con": "Cháu được đặt tên",
    "me": "Con của bà",
    "cha": "Con của ông",
    "vo": "Chứng nhận bà",
    "chong": "Chứng nhận ông",
    "nguoi_yeu_cau": "Người đứng khai dưới đây là",
    "nguoi_di_khai": "Theo lời khai của",
    "nguoi_chet": "Nay khai tử cho",
    "chu_dau_tu": "Tôi ký tên dưới đây là",
    "chu_ho": "Hộ này do ông (bà)",
    "chu_dat": "Nay công nhận cho",
    "ben_uy_quyen": "Tôi ký tên dưới đây là",
    "ben_duoc_uy_quyen": "Bằng giấy này tôi giao quyền cho",
}
_JOINED = {
    "ngay_sinh": "sanh ngày",
    "ngay_sinh_chu": "viết bằng chữ là",
    "nam_sinh": "sanh năm",
    "nam_sinh_only": "sanh năm",
    "gioi_tinh": "phái",
    "dan_toc": "thuộc dân tộc",
    "quoc_tich": "là công dân nước",
    "noi_sinh": "chào đời tại",
    "que_quan": "quê ở",
    "noi_cu_tru": "hiện ngụ tại",
    "noi_thuong_tru": "có hộ khẩu tại",
    "dia_chi": "cư ngụ tại",
    "so_cccd": "mang căn cước (CMND) số",
    "so_dinh_danh": "được cấp số định danh",
    "giay_to": "có xuất trình",
    "ngay_cap": "cấp ngày",
    "noi_cap": "nơi cấp là",
    "dien_thoai": "điện thoại",
    "ngay_chet": "đã chết ngày",
    "noi_chet": "chết tại",
    "nguyen_nhan": "chết vì",
    "thua_dat": "thửa đất số",
    "to_ban_do": "thuộc tờ bản đồ số",
    "dien_tich": "có diện tích",
    "chu_ho": "tên",
}
_CLOSED = {
    "con": "nay được ghi vào sổ theo lời khai và giấy tờ kèm theo",
    "vo": "đã tự nguyện đến trụ sở ký vào sổ đăng ký",
    "chong": "đã tự nguyện đến trụ sở ký vào sổ đăng ký",
    "nguoi_chet": "gia đình đã mai táng theo phong tục địa phương",
    "ben_duoc_uy_quyen": "được thay mặt tôi trong phạm vi nói dưới đây",
    "chu_dat": "được sử dụng đất theo quy định của pháp luật",
    "chu_dau_tu": "xin cam kết làm đúng giấy phép được cấp",
}


def _attested(s: Shaper, content: Content, y: float) -> float:
    """A certificate in sentences: values stand between words, and each person's ends in a clause."""
    c = s.canvas
    inset = c.size * 1.8
    for section in content.sections:
        runs: list[Run] = []
        for place, item in enumerate(section.items):
            key = item[1].partition(":")[0]
            if place == 0 and section.role in _OPENED:
                words = _OPENED[section.role]
            elif key in _JOINED:
                words = _JOINED[key]
                words = words[0].upper() + words[1:] if place == 0 else words
            else:
                text = asked(s, item, alone(section)).partition(" (")[0]
                words = text if place == 0 or text[:2].isupper() else text[0].lower() + text[1:]
                words += "" if words.split()[-1] in {"để", "do", "tại", "số", "từ", "vào", "làm", "cao", "cấp", "xây", "rộng", "đích"} else " là"  # fmt: skip
            value = s.value(item)
            if value[0].text.startswith("ngày "):
                words = words.removesuffix(" ngày")
            last = place + 1 == len(section.items)
            end = _CLOSED.get(section.role or "") if last and len(section.items) > 2 else None
            mark = "." if last and not end else s.rng.choice([",", ",", ";"])
            tail = value[-1]
            value[-1] = Run(tail.text + mark, tail.bold, tail.italic, tail.kind, tail.name)
            runs += [Run(words), *value]
            if end:
                runs.append(Run(end + "."))
        y = c.write(s.left + inset, y, runs, width=s.width - inset, hanging=-inset) + c.step * 0.1
    return y


def _slash_dash(s: Shaper, content: Content, y: float) -> float:
    """As typed on a machine: 1/- or –/, points up to a stop, names in capitals, rows of strokes between."""
    c, rng = s.canvas, s.rng
    form = rng.choice(["{}/-", "{}-/", "-/", "{}°)"])
    stop = s.left + s.width * rng.uniform(0.4, 0.46)
    big = s.kind == "print" and rng.random() < 0.6
    stroke = rng.choice(["-o0o-", "* * *", "- - - - - -", "=/="])
    number = 0
    for place, section in enumerate(content.sections):
        if place and rng.random() < 0.7:
            y = c.write(s.left, y, [Run(stroke)], width=s.width, align="centre", scale=0.8)
        if section.role and len(section.items) > 1:
            text = s.role(section.role).upper()
            below = c.write(s.left, y, [Run(f"{text} :")], width=s.width)
            at = below - c.step + c.size * 1.2
            c.rule(s.left, at, s.left + min(s.width, wide(c, [Run(text)])), at)
            y = below + c.step * 0.1
        for item in section.items:
            number += 1
            text = f"{form.format(number)} {asked(s, item, alone(section))}"
            named = item[1].partition(":")[0] in {"ho_ten", "chu_ho", "chu_dau_tu", "ong_ba"}
            value = s.value(capitals(item) if big and named else item)
            under = c.write(s.left, y, [Run(text)], width=stop - s.left)
            end = s.left + wide(c, [Run(text)])
            if under - y < c.step * 1.5 and end < stop:
                s.dots(end, y, stop)
            last = under - c.step
            c.write(stop, last, [Run(":")], width=c.size)
            x = stop + c.size * 0.8
            y = max(under, c.write(x, last, value, width=s.left + s.width - x))
    return y


_ENGLISH = {
    "ho_ten": "Full name",
    "ngay_sinh": "Date of birth",
    "nam_sinh": "Year of birth",
    "ngay_sinh_chu": "In words",
    "gioi_tinh": "Sex",
    "dan_toc": "Ethnicity",
    "quoc_tich": "Nationality",
    "noi_sinh": "Place of birth",
    "que_quan": "Place of origin",
    "so_dinh_danh": "Personal identification number",
    "so_cccd": "ID card number",
    "giay_to": "Identity document",
    "ngay_cap": "Issued on",
    "noi_cap": "Issued by",
    "noi_cu_tru": "Place of residence",
    "noi_thuong_tru": "Permanent address",
    "dia_chi": "Address",
    "dia_chi_hkd": "Business address",
    "dien_thoai": "Telephone",
    "quan_he": "Relationship",
    "noi_dang_ky": "Registered at",
    "ngay_dang_ky": "Registered on",
    "noi_dang_ky_kh": "Registered at",
    "ngay_dang_ky_kh": "Registered on",
    "ngay_dang_ky_dau": "First registered on",
    "ten_ho_kinh_doanh": "Business name",
    "nganh_nghe": "Business lines",
    "von": "Capital",
    "chu_ho": "Owner",
    "chu_dau_tu": "Applicant",
    "muc_dich_lltp": "Purpose",
    "muc_dich_giay": "Purpose",
    "tinh_trang": "Marital status",
    "ngay_chet": "Date of death",
    "noi_chet": "Place of death",
    "nguyen_nhan": "Cause of death",
    "thua_dat": "Land plot No.",
    "to_ban_do": "Map sheet No.",
    "dien_tich": "Area",
    "muc_dich_dat": "Purpose of use",
    "thoi_han": "Term of use",
    "nguon_goc": "Origin of use",
    "ten_goi_khac": "Other names",
    "noi_dung_uq": "Authorised matters",
    "thoi_han_uq": "Validity",
}


def _english_under(s: Shaper, content: Content, y: float) -> float:
    """Questions on two lines, the English one small and slanted below; the value level with either."""
    c = s.canvas
    stop = s.left + s.width * s.rng.uniform(0.36, 0.44)
    down = s.rng.choice([0.0, 0.0, 0.45])
    for section in content.sections:
        y = headed(s, content, section, y)
        for item in section.items:
            key = item[1].partition(":")[0]
            width = stop - s.left - c.size * 0.8
            a = c.write(s.left, y, [Run(asked(s, item, alone(section)))], width=width)
            if key in _ENGLISH:
                a = c.write(s.left, a - c.step * 0.12, [Run(_ENGLISH[key], italic=True)], width=width, scale=0.74)  # fmt: skip
            c.write(stop - c.size * 0.7, y + c.step * down, [Run(":")], width=c.size)
            b = c.write(stop, y + c.step * down, s.value(item), width=s.left + s.width - stop)
            y = max(a, b) + c.step * 0.08
    return y


def _checked(s: Shaper, x: float, y: float, words: list[str], chosen: str) -> float:
    """Words with a box behind each, the chosen one's marked; gives back where they end."""
    c = s.canvas
    thick = max(1, c.dpi // 110)
    side = c.size * 0.82
    for word in words:
        length = wide(c, [Run(word)])
        c.write(x, y, [Run(word)], width=length + c.size)
        a, b = x + length, y + c.size * 0.24
        c.pen.rectangle((a, b, a + side, b + side), outline=c.ink, width=thick)
        if word == chosen:
            points = [(a + side * 0.1, b + side * 0.45), (a + side * 0.42, b + side * 0.92), (a + side * 1.15, b - side * 0.2)]  # fmt: skip
            c.pen.line(points, fill=c.hand_ink, width=thick * 2)
        x = a + side + c.size * 1.6
    return x


def _choices(item: Item) -> list[str]:
    """What can be ticked for a fact; nothing where it is written out."""
    key, text = item[1], item[2]
    if key == "gioi_tinh":
        return ["Nam", "Nữ"]
    if key == "quoc_tich" and text == "Việt Nam":
        return ["Việt Nam", "Nước khác"]
    if key == "dan_toc" and text == "Kinh":
        return ["Kinh", "Dân tộc khác"]
    if key == "cap_cong_trinh":
        return ["Cấp III", "Cấp IV"] if text.startswith("Cấp") else ["III", "IV"]
    return []


def _ticks(s: Shaper, content: Content, y: float) -> float:
    """A list to tick: what can be chosen stands with boxes behind the words, the rest is written out."""
    c = s.canvas
    mark = s.rng.choice(["-", "*", "+", ""])
    for section in content.sections:
        y = headed(s, content, section, y)
        waiting = float(s.left)
        for item in section.items:
            words = _choices(item)
            question = [
                Run(f"{mark} {asked(s, item, alone(section))}:".strip(), bold=s.bold_labels)
            ]
            long = wide(c, question)
            if not words:
                y += c.step if waiting > s.left else 0
                waiting = float(s.left)
                y = c.write(s.left, y, [*question, *s.value(item)], width=s.width)
                continue
            end = long + sum(wide(c, [Run(word)]) + c.size * 2.6 for word in words)
            if waiting > s.left and waiting + end > s.left + s.width:
                waiting, y = float(s.left), y + c.step
            c.write(waiting, y, question, width=s.width)
            if item[0] is not None:
                c.know(item[0], item[2], "checkbox")
            waiting = _checked(s, waiting + long, y, words, item[2]) + c.size
        y += c.step if waiting > s.left else 0
    return y


def _roomy(draw: Draw) -> Draw:
    """The same shape with more white between lines where they are written by hand."""

    def drawn(s: Shaper, content: Content, y: float) -> float:
        if s.kind == "hand":
            s.canvas.leading = max(s.canvas.leading, 1.5 if s.canvas.leading > 1.2 else 1.36)
        return draw(s, content, y)

    return drawn


_MANNERS: list[tuple[str, float, Draw]] = [
    ("under_captions", 0.1, _under_captions),
    ("questionnaire", 0.1, _questionnaire),
    ("stubbed", 0.08, _stubbed),
    ("attested", 0.08, _attested),
    ("slash_dash", 0.1, _slash_dash),
    ("english_under", 0.07, _english_under),
    ("ticks", 0.09, _ticks),
    *TABLE_MANNERS,
]
DISTANT_MANNERS = [(name, weight, _roomy(draw)) for name, weight, draw in _MANNERS]
