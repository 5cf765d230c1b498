"""What an office adds to a page of the part `distant`: intake stamps, notes, codes of forms, numbers of pages."""

import random

from tests.kit.papers.canvas import Canvas, Run

_BLUE, _VIOLET, _RED = (45, 65, 165), (95, 55, 150), (190, 40, 50)
_FORMS = ["Mẫu HT-TTG/VT", "BM-TP-07 (lần 2)", "In tại Xưởng in Tân Lập - SL 2.000 tờ", "QT.01/UBND - BM.03", "Mẫu in theo hướng dẫn của Phòng Tư pháp", "Ký hiệu: HC/1P-95", "In 5.000 bản khổ 20 x 30"]  # fmt: skip
_NOTES = ["Đã đối chiếu bản chính", "Đã kiểm, chuyển đ/c Lan", "Hẹn thứ năm", "Lưu hồ sơ", "Bổ sung sau", "Đủ giấy tờ"]  # fmt: skip


def furnished(c: Canvas, rng: random.Random) -> None:
    """Foot, page number, stamp and note of a drawn page, each where nothing stands yet.

    Args:
        c: the page, complete.
        rng: draws.
    """
    if rng.random() < 0.5:
        _foot(c, rng)
    if rng.random() < 0.25:
        _numbered(c, rng)
    if rng.random() < 0.4:
        _stamped(c, rng)
    if rng.random() < 0.25:
        _noted(c, rng)


def _foot(c: Canvas, rng: random.Random) -> None:
    y = c.height * 0.968
    if c.lowest() > c.height * 0.962:
        return
    code = Run(rng.choice(_FORMS), italic=rng.random() < 0.5)
    count = rng.choice(["Trang 1/2", "Trang 1", "- 1 -", "1/1", ""])
    way = rng.choice(["left", "centre"])
    if count and way == "centre":
        code = Run(f"{code.text}     {count}", italic=code.italic)
    c.write(c.px(18), y, [code], width=c.px(165), scale=0.68, align=way)
    if count and way == "left":
        c.write(c.px(160), y, [Run(count)], width=c.px(32), scale=0.7, align="right")


def _numbered(c: Canvas, rng: random.Random) -> None:
    """The number of the leaf in its file, by hand in the upper corner."""
    kind = "hand" if c.hand else "print"
    runs = [Run(str(rng.randint(2, 148)), kind=kind)]
    x = c.px(rng.uniform(192, 196))
    if _free(c, x, c.px(1), c.px(13), c.px(9)):
        c.write(x, c.px(2.5), runs, width=c.px(12), scale=0.95, colour=rng.choice([_BLUE, _RED]))


def _stamped(c: Canvas, rng: random.Random) -> None:
    """`ĐẾN Số … Ngày …` of the intake counter, in a frame, left of the signature or at another free place."""
    colour = rng.choice([_BLUE, _BLUE, _VIOLET, _RED])
    scale = 0.78
    head = rng.choice(
        [["ĐẾN"], ["VĂN THƯ - ĐẾN"], ["BỘ PHẬN MỘT CỬA", "TIẾP NHẬN"], ["CÔNG VĂN ĐẾN"]]
    )
    day = f"{rng.randint(1, 28)}/{rng.randint(1, 12)}/{rng.randint(2019, 2026)}"
    rows = [*head, f"Số: {rng.randint(11, 1890)}", f"Ngày: {day}"]
    if rng.random() < 0.4:
        rows.append("Chuyển: ..........")
    wide = max(c.text_width([Run(row, bold=True)], scale) for row in rows) + c.size * 1.2
    tall = c.step * scale * len(rows) + c.size * 0.7
    place = _place(c, rng, wide, tall)
    if place is None:
        return
    x, y = place
    thick = max(2, c.dpi // 90)
    if not c.typed:
        c.pen.rectangle((x, y, x + wide, y + tall), outline=colour, width=thick)
    at = y + c.size * 0.3
    for number, row in enumerate(rows):
        bold = number < len(head)
        at = c.write(x + c.size * 0.4, at, [Run(row, bold=bold)], width=wide, scale=scale, colour=colour)  # fmt: skip


def _noted(c: Canvas, rng: random.Random) -> None:
    """A clerk's remark in pen or pencil."""
    if c.hand is None:
        return
    runs = [Run(rng.choice(_NOTES), kind="hand")]
    wide, tall = c.text_width(runs) + c.size * 2, c.step * 1.3
    place = _place(c, rng, wide, tall)
    if place is not None:
        colour = rng.choice([_BLUE, (120, 120, 125), _RED])
        c.write(place[0], place[1], runs, width=wide, colour=colour)


def _place(c: Canvas, rng: random.Random, wide: float, tall: float) -> tuple[float, float] | None:
    """A place in a left half that is free, out of the signature's and the seal's way."""
    for _ in range(40):
        x = rng.uniform(c.px(8), max(c.px(9), c.px(86) - wide))
        y = rng.uniform(c.height * 0.08, c.height * 0.94 - tall)
        if x + wide <= c.px(90) and _free(c, 0, y, c.px(88), tall):
            return x, y
    return None


def _free(c: Canvas, x: float, y: float, wide: float, tall: float) -> bool:
    room = c.px(2)
    left, top, right, low = x - room, y - room, x + wide + room, y + tall + room
    boxes = [(*w["quad"][0], *w["quad"][2]) for line in c.lines for w in line["words"]]
    boxes += [tuple(rule) for rule in c.ruled]
    return not any(b[0] < right and b[2] > left and b[1] < low and b[3] > top for b in boxes)
