"""Shapes of the part `veiled`: ragged columns, bare numbers, captions, bullets, gaps, letters, long preambles."""

from tests.kit.papers.canvas import Run
from tests.kit.papers.content import Content
from tests.kit.papers.shapes import Draw, Shaper
from tests.kit.papers.veiled_grids import GRID_MANNERS, alone, headed, in_capitals, question


def _spaced(runs: list[Run]) -> list[Run]:
    return [Run(run.text + " ", run.bold, run.italic, run.kind) for run in runs]


def _ended(value: list[Run], mark: str) -> list[Run]:
    last = value[-1]
    return [*value[:-1], Run(last.text + mark, last.bold, last.italic, last.kind, last.name)]


def _ragged_columns(s: Shaper, content: Content, y: float) -> float:
    """Under each heading two columns of labels and values, wrapped as they come; nothing is ruled."""
    c = s.canvas
    gap = c.size * 1.6
    left = s.width * s.rng.uniform(0.46, 0.54) - gap / 2
    hang = c.size * s.rng.choice([0.0, 1.0])
    for section in content.sections:
        y = headed(s, content, section, y)
        half = (len(section.items) + 1) // 2
        low = y
        for side, items in enumerate((section.items[:half], section.items[half:])):
            x = s.left + side * (left + gap)
            width = (left, s.width - left - gap)[side] if len(section.items) > 1 else s.width
            below = y
            for item in items:
                runs = [Run(f"{question(s, item, alone(section))}:", bold=s.bold_labels), *s.value(item)]  # fmt: skip
                below = c.write(x, below, runs, width=width, hanging=hang)
            low = max(low, below)
        y = low + c.step * 0.15
    return y


def _bare_numbers(s: Shaper, content: Content, y: float) -> float:
    """Numbers hang in the margin; labels end in a dash or in nothing; values bold or in capitals."""
    c = s.canvas
    form = s.rng.choice(["{}/", "({})", "{}", "{}-"])
    mark = s.rng.choice(["", "", " -", " –"])
    capitals = s.kind == "print" and s.rng.random() < 0.45
    s.bold_values = s.kind == "print" and not capitals
    inset = c.size * 2.3
    number = 0
    for section in content.sections:
        y = headed(s, content, section, y)
        for item in section.items:
            number += 1
            c.write(s.left, y, [Run(form.format(number))], width=inset)
            asked = f"{question(s, item, alone(section))}{mark}"
            value = s.value(in_capitals(item) if capitals else item)
            room = c.text_width(_spaced([Run(asked)])) + c.size * (0 if mark else 1.2)
            if room + c.text_width(_spaced(value)) < s.width - inset:
                c.write(s.left + inset, y, [Run(asked)], width=s.width)
                x = s.left + inset + room
                y = c.write(x, y, value, width=s.left + s.width - x + c.size)
            else:
                y = c.write(s.left + inset, y, [Run(asked), *value], width=s.width - inset)
    return y


def _caps_groups(s: Shaper, content: Content, y: float) -> float:
    """Small captions in capitals with a line to the margin; below them short facts two a line, inset."""
    c = s.canvas
    inset = c.px(s.rng.uniform(3, 9))
    for section in content.sections:
        words = ["NỘI DUNG", "CHI TIẾT"] if section is content.sections[0] else ["THÔNG TIN KHÁC"]
        text = s.role(section.role).upper() if section.role else s.rng.choice(words)
        if len(section.items) > 1:
            caption = [Run(text, bold=True)]
            y += c.step * 0.2
            end = s.left + c.text_width(caption, 0.8) + c.size
            below = c.write(s.left, y, caption, width=s.width, scale=0.8)
            if end < s.left + s.width and below - y < c.step:
                c.rule(end, y + c.size * 0.5, s.left + s.width, y + c.size * 0.5)
            y = below + c.step * 0.1
        items = list(section.items)
        half = (s.width - inset) / 2
        while items:
            runs = [[Run(f"{question(s, item, alone(section))}:"), Run(item[2], kind=s.kind, bold=s.bold_values), Run(item[3])] for item in items[:2]]  # fmt: skip
            both = len(runs) == 2 and max(c.text_width(_spaced(r)) for r in runs) < half - c.size
            row, items = items[: 1 + both], items[1 + both :]
            low = y
            for place, item in enumerate(row):
                x = s.left + inset + place * half
                line = [runs[place][0], *s.value(item)]
                width = half if both else s.width - inset
                low = max(low, c.write(x, y, line, width=width))
            y = low
    return y


def _bullets(s: Shaper, content: Content, y: float) -> float:
    """Facts as a list under bullets, inset once more below a heading that is a bullet too."""
    c = s.canvas
    outer, inner = s.rng.choice([("•", "-"), ("*", "+"), ("-", "+"), ("•", "–")])
    step = c.size * 1.5
    for section in content.sections:
        inset, mark = 0.0, outer
        if section.role and len(section.items) > 1:
            text = s.role(section.role)
            runs = [Run(f"{text[0].upper()}{text[1:]}:", bold=True)]
            c.write(s.left, y, [Run(outer)], width=step)
            y = c.write(s.left + step, y, runs, width=s.width - step)
            inset, mark = step, inner
        for item in section.items:
            x = s.left + inset
            c.write(x, y, [Run(mark)], width=step)
            runs = [Run(f"{question(s, item, alone(section))}:"), *s.value(item)]
            y = c.write(x + step, y, runs, width=s.width - inset - step)
    return y


def _gapped(s: Shaper, content: Content, y: float) -> float:
    """Several facts share a line with wide white gaps between them; a long one has its own lines."""
    c = s.canvas
    gap = c.size * s.rng.uniform(2.6, 4.5)
    colon = s.rng.choice([":", ":", ""])
    s.bold_values = s.kind == "print" and (colon == "" or s.bold_values)
    for section in content.sections:
        y = headed(s, content, section, y)
        x = float(s.left)
        for item in section.items:
            asked = Run(f"{question(s, item, alone(section))}{colon}")
            shown = [asked, Run(item[2], bold=s.bold_values, kind=s.kind), Run(item[3])]
            long = c.text_width(_spaced(shown))
            if x > s.left and x + long > s.left + s.width:
                x, y = float(s.left), y + c.step
            below = c.write(
                x, y, [asked, *s.value(item)], width=s.left + s.width - x + c.size * 0.5
            )
            if below - y > c.step * 1.5:
                x, y = float(s.left), below
            else:
                x += long + gap
        y += c.step if x > s.left else 0.0
    return y


_BEGUN = {
    "con": ["Cháu tên là", "Trẻ được đặt tên là"],
    "me": ["Mẹ là bà", "Người sinh ra cháu là bà"],
    "cha": ["Cha là ông", "Cha của cháu là ông"],
    "vo": ["Người vợ tên là", "Bên vợ là bà"],
    "chong": ["Người chồng tên là", "Bên chồng là ông"],
    "nguoi_yeu_cau": ["Tôi là", "Tôi tên:", "Tên tôi là"],
    "nguoi_di_khai": ["Người đi khai sinh là"],
    "nguoi_chet": ["Người chết có họ tên là", "Xin khai tử cho"],
    "chu_dau_tu": ["Tôi là", "Tên tôi là", "Tôi đứng tên dưới đây là"],
    "chu_ho": ["Chủ hộ kinh doanh là", "Hộ do người sau đây làm chủ:"],
    "chu_dat": ["Người được quyền sử dụng đất là", "Cấp cho"],
    "ben_uy_quyen": ["Tôi là", "Người ủy quyền là ông"],
    "ben_duoc_uy_quyen": ["Nay tôi ủy quyền cho", "Người được ủy quyền là bà"],
}
_TOLD = {
    "ngay_sinh": ["sinh ngày", "ra đời ngày"],
    "nam_sinh": ["sinh năm"],
    "nam_sinh_only": ["sinh năm"],
    "gioi_tinh": ["là", "giới tính"],
    "dan_toc": ["người dân tộc", "dân tộc"],
    "quoc_tich": ["mang quốc tịch", "quốc tịch"],
    "noi_sinh": ["sinh ra tại", "sinh ở"],
    "que_quan": ["quê ở", "quê quán tại"],
    "noi_cu_tru": ["hiện cư trú tại", "hiện ngụ tại", "đang ở tại"],
    "noi_thuong_tru": ["có hộ khẩu tại", "thường trú tại"],
    "dia_chi": ["địa chỉ ở", "ở tại"],
    "so_cccd": ["có căn cước công dân số", "giấy CMND (CCCD) số"],
    "giay_to": ["có giấy tờ tùy thân là", "mang theo"],
    "ngay_cap": ["cấp ngày", "được cấp ngày"],
    "noi_cap": ["bởi", "cơ quan cấp là"],
    "dien_thoai": ["điện thoại số", "số máy liên lạc"],
    "ngay_chet": ["đã mất ngày", "chết ngày"],
    "noi_chet": ["mất tại", "chết tại"],
    "nguyen_nhan": ["nguyên nhân là", "do"],
    "thua_dat": ["thửa đất số", "thửa số"],
    "to_ban_do": ["tờ bản đồ số"],
}


_OPEN_ENDED = {"để", "do", "tại", "số", "trị", "việc", "quyền", "cấp", "hệ", "cất"}


def _declared(s: Shaper, content: Content, y: float) -> float:
    """A letter in whole sentences, first lines inset; a sentence ends after three or four facts."""
    c = s.canvas
    inset = c.size * 2
    for section in content.sections:
        runs: list[Run] = []
        told = 0
        for position, item in enumerate(section.items):
            key = item[1].partition(":")[0]
            if position == 0 and section.role in _BEGUN:
                words = s.rng.choice(_BEGUN[section.role])
            elif key in _TOLD and position:
                words = s.rng.choice(_TOLD[key])
            else:
                label = question(s, item, alone(section)).partition(" (")[0]
                words = label if label.isupper() else label[0].lower() + label[1:]
                words += "" if words.split()[-1] in _OPEN_ENDED else " là"
            told += 1
            left = len(section.items) - position - 1
            stop = left == 0 or (told >= 3 and left > 1 and s.rng.random() < 0.6)
            begins = position == 0 or runs[-1].text.endswith(".")
            value = _ended(s.value(item), "." if stop else ",")
            runs += [Run(words[0].upper() + words[1:] if begins else words), *value]
            told = 0 if stop else told
        y = _inset(s, runs, inset, y) + c.step * 0.12
    return y


def _inset(s: Shaper, runs: list[Run], inset: float, y: float) -> float:
    """A paragraph whose first line begins further right."""
    c = s.canvas
    return c.write(s.left + inset, y, runs, width=s.width - inset, hanging=-inset)


_GROUNDS = {
    "ho_tich": ["Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014;", "Căn cứ Nghị định số 123/2015/NĐ-CP ngày 15/11/2015 của Chính phủ;", "Căn cứ Thông tư số 04/2020/TT-BTP của Bộ Tư pháp;"],
    "khac": ["Căn cứ Bộ luật Dân sự năm 2015;", "Căn cứ hồ sơ đã tiếp nhận tại Trung tâm Phục vụ hành chính công;", "Căn cứ quy định về thủ tục hành chính đang áp dụng tại địa phương;"],
}  # fmt: skip
_GUIDE = {
    "declared": [
        "Trước khi điền, đề nghị đọc kỹ hướng dẫn này. Viết rõ ràng, không tẩy xóa, không viết tắt; mục nào không có thì gạch ngang.",
        "Mẫu này được phát không thu tiền tại bộ phận tiếp nhận và trả kết quả. Người không biết chữ có thể nhờ cán bộ ghi hộ rồi điểm chỉ.",
        "Thông tin chỉ được sử dụng cho việc giải quyết hồ sơ và được bảo mật theo quy định của pháp luật về bảo vệ dữ liệu cá nhân.",
    ],
    "issued": [
        "Các nội dung dưới đây được ghi theo sổ gốc đang lưu giữ và theo giấy tờ bản chính mà người có yêu cầu đã mang đến đối chiếu.",
        "Bản này được in từ cơ sở dữ liệu điện tử, có giá trị như bản cấp từ sổ gốc; mọi sửa chữa, tẩy xóa đều không được công nhận.",
        "Khi có sai sót, người được cấp đề nghị cơ quan đã cấp xem xét cải chính; khi bị mất phải trình báo ngay.",
    ],
}


def _preamble(s: Shaper, content: Content, y: float) -> float:
    """Grounds and guidance first, so that the facts begin half-way down the page, inset and close."""
    c = s.canvas
    civil = content.doc_type in {"giay_khai_sinh", "to_khai_khai_sinh", "xn_honnhan", "giay_chung_nhan_ket_hon", "to_khai_khai_tu"}  # fmt: skip
    for text in _GROUNDS["ho_tich" if civil else "khac"]:
        y = _inset(s, [Run(text, italic=True)], c.size * 1.5, y)
    issued = content.issuer is not None or content.doc_type == "gcn_qsdd"
    guide = _GUIDE["issued" if issued else "declared"]
    for text in s.rng.sample(guide, 2 if len(content.sections) > 3 else 3):
        y = _inset(s, [Run(text)], c.size * 1.5, y)
    y = c.write(s.left, y + c.step * 0.2, [Run(s.rng.choice(["NỘI DUNG", "Nội dung cụ thể như sau:", "Ghi nhận các nội dung sau đây:"]), bold=True)], width=s.width)  # fmt: skip
    inset = c.px(6)
    for section in content.sections:
        if section.role and len(section.items) > 1:
            y = headed(s, content, section, y)
        line: list[list[Run]] = []
        for item in section.items:
            here = [Run(f"{question(s, item, alone(section))}:"), *s.value(item)]
            short = c.text_width(_spaced(here)) < s.width * 0.36
            if line and (not short or len(line) == 2):
                y = _spread(s, line, inset, y)
                line = []
            line.append(here)
            if not short:
                y = _spread(s, line, inset, y)
                line = []
        if line:
            y = _spread(s, line, inset, y)
    return y


def _spread(s: Shaper, line: list[list[Run]], inset: float, y: float) -> float:
    """One fact over the width, or two at two stops."""
    c = s.canvas
    half = (s.width - inset) / 2
    width = half if len(line) == 2 else s.width - inset
    return max(
        c.write(s.left + inset + place * half, y, runs, width=width)
        for place, runs in enumerate(line)
    )


VEILED_MANNERS: list[tuple[str, float, Draw]] = [
    ("ragged_columns", 0.09, _ragged_columns),
    ("bare_numbers", 0.1, _bare_numbers),
    ("caps_groups", 0.09, _caps_groups),
    ("bullets", 0.09, _bullets),
    ("gapped", 0.1, _gapped),
    ("declared", 0.07, _declared),
    ("preamble", 0.07, _preamble),
    *GRID_MANNERS,
]
