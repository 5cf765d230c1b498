"""A whole paper: heading, body, signature, seal, damage; with its truth."""

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw

from tests.kit.papers import blind_wear, distant_wear, kept_back_wear, sealed_wear, veiled_wear
from tests.kit.papers import wear as older_wear
from tests.kit.papers.canvas import Canvas, Run, body_families, font, hand_families
from tests.kit.papers.content import MAIN_TYPES, MORE_TYPES, OWN_VALUES, Content, make_content
from tests.kit.papers.damage import damage
from tests.kit.papers.distant_office import furnished
from tests.kit.papers.people import World
from tests.kit.papers.shapes import Shaper
from tests.kit.papers.shapes_more import manners
from tests.kit.papers.wording import titles

PARTS = (
    "tuning",
    "held_out",
    "varied",
    "fresh",
    "unseen",
    "sealed",
    "blind",
    "veiled",
    "kept_back",
    "distant",
)

_WEAR = {
    "unseen": older_wear.worn,
    "sealed": sealed_wear.worn,
    "blind": blind_wear.worn,
    "veiled": veiled_wear.worn,
    "kept_back": kept_back_wear.worn,
    "distant": distant_wear.worn,
}


@dataclass
class Paper:
    """A picture with its truth, in the shape of the development set's files."""

    image: np.ndarray
    truth: dict[str, Any]


def draw_paper(
    seed: int, part: str, *, doc_type: str | None = None, profile: str | None = None
) -> Paper:
    """One paper.

    Args:
        seed: everything follows from it and from the part.
        part: one of `PARTS`; `distant` is only ever measured on.
        doc_type: drawn when None.
        profile: clean, scan, photocopy or camera; drawn when None.
    """
    rng = random.Random(f"{part}:{seed}")
    canvas, truth = _composed(rng, part, doc_type, typed=False)
    if truth["doc_type"] == "trang_trang" or rng.random() < 0.12:
        _bleed(canvas, World(rng, part))
    picture = cv2.cvtColor(np.asarray(canvas.image), cv2.COLOR_RGB2BGR)
    wear: list[str] = []
    if part in _WEAR:
        picture, wear = _WEAR[part](picture, rng)
    profile = profile or rng.choice(["clean", "scan", "scan", "photocopy", "camera"])
    if part == "distant" and profile == "photocopy":
        picture = distant_wear.inked(picture)
    picture, matrix, effects = damage(picture, profile, rng)
    turn = rng.choice([0, 0, 0, 0, 90, 180, 270]) if profile != "camera" else 0
    picture = np.ascontiguousarray(np.rot90(picture, -(turn // 90)))
    truth |= {
        "id": f"{part}-{seed}",
        "file": f"{part}-{seed}.jpg",
        "size": [picture.shape[1], picture.shape[0]],
        "rotation": turn,
        "degradations": [*effects, *wear],
        "field_boxes": {
            name: [_moved(quad, matrix) for quad in quads] for name, quads in canvas.boxes.items()
        },
    }
    return Paper(picture, truth)


def typed_paper(
    seed: int, part: str, *, doc_type: str | None = None
) -> tuple[Canvas, dict[str, Any]]:
    """A paper's words in their places, as a perfect engine would give them; no picture."""
    rng = random.Random(f"{part}:{seed}")
    canvas, truth = _composed(rng, part, doc_type, typed=True)
    return canvas, truth | {"id": f"{part}-{seed}"}


def _composed(
    rng: random.Random, part: str, doc_type: str | None, *, typed: bool
) -> tuple[Canvas, dict[str, Any]]:
    world = World(rng, part)
    doc_type = doc_type or rng.choice(
        [*MAIN_TYPES, *MAIN_TYPES, *MORE_TYPES, "khac", "trang_trang"]
    )
    dpi = rng.choice([150, 200, 200, 300])
    hands = hand_families(part)
    by_hand = (
        bool(hands)
        and doc_type in {"to_khai_khai_sinh", "don_xay_dung", "tk_lltp", "to_khai_khai_tu"}
        and rng.random() < 0.45
    )
    family, hand = rng.choice(body_families(part)), rng.choice(hands) if hands else None
    size_pt, leading = rng.uniform(11, 13.5), rng.uniform(1.25, 1.75)
    hand_ink = rng.choice([(25, 35, 120), (20, 20, 30), (40, 60, 160)])
    state = rng.getstate()
    for shrink in (1.0, 0.88, 0.76, 0.66):  # a page that runs over is set again, smaller and closer
        rng.setstate(state)
        canvas = Canvas(
            rng,
            dpi,
            family,
            hand,
            max(9.0, size_pt * shrink),
            leading=max(1.15, leading * shrink),
            typed=typed,
        )
        canvas.hand_ink = hand_ink
        manner = "blank"
        if doc_type != "trang_trang":
            manner = _compose(canvas, world, make_content(world, doc_type), by_hand=by_hand)
        if canvas.lowest() < canvas.height * 0.97:
            break
    if part == "distant" and doc_type != "trang_trang":
        furnished(canvas, rng)
    truth = {
        "pdf_page": 0,
        "doc_type": doc_type,
        "dpi": dpi,
        "font": canvas.family,
        "handwritten": by_hand,
        "manner": manner,
        "fields": canvas.fields,
        "field_kinds": canvas.kinds,
        "lines": canvas.lines,
        "text": "\n".join(line["text"] for line in canvas.lines),
        "qr": None,
    }
    return canvas, truth


def _moved(quad: list[list[float]], matrix: np.ndarray) -> list[list[float]]:
    points = cv2.perspectiveTransform(np.array([quad], np.float64), matrix)[0]
    return [[round(float(x), 1), round(float(y), 1)] for x, y in points]


def _compose(canvas: Canvas, world: World, content: Content, *, by_hand: bool) -> str:
    rng = world.rng
    shaper = Shaper(canvas, world, hand=by_hand)
    y = _heading(canvas, world, content, shaper)
    title = rng.choice(titles(content.doc_type, world.part))
    y = canvas.write(
        canvas.px(25),
        y,
        [Run(title, bold=True)],
        width=canvas.px(160),
        scale=rng.uniform(1.1, 1.45),
        align="centre",
    )
    if (
        content.number is not None
        and content.number[0] == "so"
        and content.doc_type != "xn_honnhan"
        and rng.random() < 0.4
        and "so" not in canvas.fields
    ):
        canvas.know("so", content.number[1])
        y = canvas.write(
            canvas.px(25),
            y,
            [Run("Số:"), Run(content.number[1], bold=rng.random() < 0.5, name="so")],
            width=canvas.px(160),
            align="centre",
        )
    y += canvas.step * 0.4
    if content.to is not None:
        name, body = content.to
        if name:
            canvas.know(name, body, shaper.kind)
        y = (
            canvas.write(
                shaper.left + canvas.px(12),
                y,
                [Run("Kính gửi:"), Run(body, kind=shaper.kind, name=name)],
                width=shaper.width - canvas.px(12),
            )
            + canvas.step * 0.3
        )
    manner = "prose"
    if content.doc_type == "quyet_dinh":
        y = _decision_body(canvas, world, content, y)
    elif content.doc_type == "khac":
        y = _prose(canvas, world, content, shaper, y)
    else:
        names, weights, draws = zip(*manners(world.part), strict=True)
        index = rng.choices(range(len(names)), weights)[0]
        manner = names[index]
        y = draws[index](shaper, content, y)
    if "loai_phieu" in content.extra:
        y = _choice(canvas, shaper, content, y)
    if content.doc_type in {"to_khai_khai_sinh", "tk_lltp", "don_xay_dung", "to_khai_khai_tu"}:
        y = canvas.write(
            shaper.left,
            y,
            [
                Run(
                    "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về cam đoan của mình."
                )
            ],
            width=shaper.width,
        )
    _signature(canvas, world, content, y + canvas.step * 0.5)
    return manner


def _heading(c: Canvas, world: World, content: Content, shaper: Shaper) -> float:
    rng = world.rng
    y0 = c.px(rng.uniform(12, 20))
    motto = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    if content.issuer is None:
        y = c.write(c.px(25), y0, [Run(motto[0], bold=True)], width=c.px(160), align="centre")
        return (
            c.write(c.px(25), y, [Run(motto[1], bold=True)], width=c.px(160), align="centre")
            + c.step * 0.9
        )
    left, right = c.px(12), c.px(95)
    y = c.write(left, y0, [Run(content.issuer[0])], width=c.px(78), align="centre", scale=0.92)
    name = "co_quan" if content.doc_type == "quyet_dinh" else None
    if name:
        c.know(name, content.issuer[1])
    y = c.write(
        left,
        y,
        [Run(content.issuer[1], bold=True, name=name)],
        width=c.px(78),
        align="centre",
        scale=0.92,
    )
    b = c.write(right, y0, [Run(motto[0], bold=True)], width=c.px(105), align="centre", scale=0.92)
    b = c.write(right, b, [Run(motto[1], bold=True)], width=c.px(105), align="centre", scale=0.92)
    bottom = max(y, b) + c.step * 0.3
    if content.number is not None and (
        content.doc_type in {"quyet_dinh", "xn_honnhan"} or rng.random() < 0.6
    ):
        _number(c, world, content, left, bottom)
        if content.dated is not None and content.doc_type in {"quyet_dinh", "xn_honnhan"}:
            _dated(c, content, right, bottom, c.px(105), "centre")
        bottom += c.step
    return bottom + c.step * 0.7


def _number(c: Canvas, world: World, content: Content, left: float, y: float) -> None:
    name, text = content.number or ("", "")
    pen = content.doc_type == "quyet_dinh" and c.hand is not None and world.rng.random() < 0.3
    if not pen:
        c.know(name, text)
        c.write(left, y, [Run("Số:"), Run(text, name=name)], width=c.px(78), align="centre")
        return
    c.know(name, text, "hand")
    digits, rest = text.split("/", 1)
    printed = c.face(Run("Số:"))
    x = left + c.px(18)
    base = y + c.size
    c.pen.text((x, base), "Số:", font=printed, fill=c.ink, anchor="ls")
    x += printed.getlength("Số: ")
    face = font(c.hand or c.family, round(c.size * 1.3))
    c.pen.text((x, base), digits, font=face, fill=c.hand_ink, anchor="ls")
    x += max(face.getlength(digits), c.size * 2.2) + 2
    c.pen.text((x, base), f"/{rest}", font=printed, fill=c.ink, anchor="ls")


def _dated(c: Canvas, content: Content, x: float, y: float, width: float, align: str) -> float:
    name, place, date = content.dated or (None, "", "")
    if name:
        c.know(name, date)
    return c.write(
        x,
        y,
        [Run(f"{place},", italic=True), Run(date, italic=True, name=name)],
        width=width,
        align=align,
    )


def _decision_body(c: Canvas, world: World, content: Content, y: float) -> float:
    rng = world.rng
    left, width = c.px(25), c.px(165)
    c.know("trich_yeu", content.extra["trich_yeu"])
    y = (
        c.write(
            c.px(35),
            y - c.step * 0.4,
            [Run(content.extra["trich_yeu"], bold=True, name="trich_yeu")],
            width=c.px(145),
            align="centre",
        )
        + c.step * 0.6
    )
    if rng.random() < 0.8:
        y = c.write(
            left,
            y,
            [
                Run(
                    f"{rng.choice(['CHỦ TỊCH ', '']) if 'ỦY BAN' in content.extra['co_quan'] else 'GIÁM ĐỐC '}{content.extra['co_quan']}",
                    bold=True,
                )
            ],
            width=width,
            align="centre",
        )
    grounds = [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Căn cứ Luật Đất đai ngày 18/01/2024;",
        "Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09/6/2025 của Chính phủ;",
        "Xét đề nghị của Trưởng phòng Kinh tế tại Tờ trình số 45/TTr-KT,",
    ]
    for text in rng.sample(grounds, 3):
        y = c.write(left, y, [Run(text, italic=True)], width=width)
    y = c.write(
        left, y + c.step * 0.3, [Run("QUYẾT ĐỊNH:", bold=True)], width=width, align="centre"
    )
    for number in range(1, rng.randint(3, 4)):
        y = c.write(
            left,
            y,
            [
                Run(f"Điều {number}.", bold=True),
                Run(
                    rng.choice(
                        [
                            "Phê duyệt nội dung kèm theo Quyết định này, thực hiện từ ngày 01/7/2025.",
                            f"Giao Văn phòng và ông {world.name()} phối hợp tổ chức thực hiện.",
                            "Quyết định này có hiệu lực kể từ ngày ký.",
                        ]
                    )
                ),
            ],
            width=width,
        )
    return y


def _prose(c: Canvas, world: World, content: Content, shaper: Shaper, y: float) -> float:
    e = content.extra
    texts = [
        f"Tôi là {e['ten']}, sinh ngày {e['ngay']}, CCCD số {e['so']}, thường trú tại {e['noi']}. Nay tôi làm đơn này đề nghị quý cơ quan xem xét, giải quyết theo quy định.",
        "Thực hiện kế hoạch công tác năm, đơn vị tổ chức hội nghị triển khai nhiệm vụ; kính mời các đồng chí tham dự đầy đủ, đúng thành phần, đúng thời gian.",
        "Các bên thống nhất nội dung nêu trên và cùng ký tên dưới đây làm bằng chứng để thực hiện. Biên bản lập thành hai bản có giá trị như nhau.",
    ]
    if world.part in OWN_VALUES:
        texts = [text.format(**e) for text in OWN_VALUES[world.part].PROSE]
    for text in world.rng.sample(texts, 2):
        y = c.write(shaper.left, y, [Run(text)], width=shaper.width)
    return y


def _choice(c: Canvas, shaper: Shaper, content: Content, y: float) -> float:
    """Two boxes, one crossed, ticked or filled."""
    rng = shaper.rng
    wanted = content.extra["loai_phieu"]
    c.know("loai_phieu", wanted, "checkbox")
    label = shaper.label("loai_phieu")
    same_line = rng.random() < 0.5
    x = float(shaper.left)
    y2 = c.write(x, y, [Run(f"{label}:")], width=shaper.width)
    if same_line:
        x += c.text_width([Run(f"{label}:   ")])
    else:
        y = y2
        x += c.px(10)
    side = c.size * 0.85
    before = rng.random() < 0.5
    for text in ("Số 1", "Số 2"):
        length = c.text_width([Run(text + " ")])
        box_x = x if before else x + length
        text_x = x + side * 1.5 if before else x
        c.write(text_x, y, [Run(text)], width=length + c.size)
        top = y + c.size * 0.2
        thick = max(1, c.dpi // 110)
        c.pen.rectangle((box_x, top, box_x + side, top + side), outline=c.ink, width=thick)
        if text == wanted:
            mark = rng.choice(["cross", "tick", "fill"])
            if mark == "cross":
                c.pen.line((box_x, top, box_x + side, top + side), fill=c.hand_ink, width=thick * 2)
                c.pen.line((box_x, top + side, box_x + side, top), fill=c.hand_ink, width=thick * 2)
            elif mark == "tick":
                c.pen.line(
                    (
                        box_x + side * 0.1,
                        top + side * 0.5,
                        box_x + side * 0.4,
                        top + side * 0.9,
                        box_x + side * 1.1,
                        top - side * 0.1,
                    ),
                    fill=c.hand_ink,
                    width=thick * 2,
                )
            else:
                c.pen.rectangle(
                    (box_x + side * 0.2, top + side * 0.2, box_x + side * 0.8, top + side * 0.8),
                    fill=c.ink,
                )
        x += length + side * 2.5 + c.px(rng.uniform(4, 18))
    return y + c.step * 1.1


def _signature(c: Canvas, world: World, content: Content, y: float) -> None:
    rng = world.rng
    x, width = c.px(rng.uniform(95, 112)), c.px(85)
    if content.dated is not None and content.doc_type not in {"quyet_dinh", "xn_honnhan"}:
        below = _dated(c, content, x - c.px(10), y, width + c.px(10), "centre")
        y = below if world.part in OWN_VALUES else y + c.step  # older parts keep their pages
    if content.signer is None:
        return
    name, person, offices = content.signer
    for office in offices:
        y = c.write(x, y, [Run(office, bold=True)], width=width, align="centre")
    if rng.random() < 0.4 and content.issuer is None:
        y = c.write(x, y, [Run("(Ký, ghi rõ họ tên)", italic=True)], width=width, align="centre")
    if content.doc_type == "quyet_dinh":
        c.know("chuc_vu", content.extra["chuc_vu"])
    room = c.px(rng.uniform(14, 24))
    sealed = content.issuer is not None or content.doc_type == "gcn_qsdd"
    name_y = y + room
    if name:
        c.know(name, person)
    c.write(x, name_y, [Run(person, bold=True, name=name)], width=width, align="centre")
    _scribble(c, rng, x + width / 2, y + room * 0.5)
    if sealed:
        _seal(c, rng, x + width * rng.uniform(0.25, 0.45), y + room * 0.55)
    if "so_phat_hanh" in content.extra:
        c.know("so_phat_hanh", content.extra["so_phat_hanh"])
        c.write(
            c.px(rng.uniform(20, 120)),
            name_y + c.step * 2.2,
            [Run(content.extra["so_phat_hanh"], bold=True, name="so_phat_hanh")],
            width=c.px(70),
            colour=rng.choice([(180, 20, 30), (20, 20, 24)]),
        )


def _scribble(c: Canvas, rng: random.Random, x: float, y: float) -> None:
    points = [
        (x + c.px(rng.uniform(-14, 14)), y + c.px(rng.uniform(-5, 6)))
        for _ in range(rng.randint(5, 9))
    ]
    c.pen.line(
        points,
        fill=rng.choice([(25, 40, 140), (20, 20, 30)]),
        width=max(2, c.dpi // 90),
        joint="curve",
    )


def _seal(c: Canvas, rng: random.Random, x: float, y: float) -> None:
    if c.typed:
        return
    radius = c.px(rng.uniform(15, 18))
    layer = Image.new("RGBA", (radius * 2 + 8, radius * 2 + 8), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    red = (rng.randint(190, 225), rng.randint(20, 60), rng.randint(30, 70), rng.randint(140, 220))
    thick = max(2, c.dpi // 60)
    pen.ellipse((2, 2, radius * 2, radius * 2), outline=red, width=thick)
    pen.ellipse(
        (radius * 0.4, radius * 0.4, radius * 1.6, radius * 1.6), outline=red, width=thick // 2
    )
    pen.text(
        (radius, radius * 0.22),
        "ỦY BAN NHÂN DÂN",
        font=font(c.family, max(8, radius // 6), True),
        fill=red,
        anchor="mm",
    )
    pen.text(
        (radius, radius), "★", font=font("DejaVu Sans", max(10, radius // 2)), fill=red, anchor="mm"
    )
    layer = layer.rotate(rng.uniform(-15, 15))
    if rng.random() < 0.4:  # drawn over the print, as a picture of a seal is
        c.image.paste(layer, (round(x - radius), round(y - radius)), layer)
        return
    ink = Image.new(
        "RGB", layer.size, (255, 255, 255)
    )  # soaked in like ink: paper and print shine through
    ink.paste(layer, (0, 0), layer)
    box = (
        round(x - radius),
        round(y - radius),
        round(x - radius) + layer.width,
        round(y - radius) + layer.height,
    )
    c.image.paste(ImageChops.multiply(c.image.crop(box), ink), box)


def _bleed(c: Canvas, world: World) -> None:
    """The other side's print, mirrored and faint."""
    back = Canvas(world.rng, c.dpi, c.family, None, c.size_pt)
    y = float(back.px(30))
    while y < back.height * 0.8:
        y = back.write(
            back.px(25),
            y,
            [Run(world.place() + ", " + world.name())],
            width=back.px(160),
            truth=False,
        )
    mirrored = np.asarray(back.image)[:, ::-1].astype(np.float32)
    strength = world.rng.uniform(0.05, 0.14)
    mixed = np.asarray(c.image).astype(np.float32) - (255 - mirrored) * strength
    c.image.paste(Image.fromarray(np.clip(mixed, 0, 255).astype(np.uint8)))


def main(argv: list[str]) -> int:
    """`draw.py OUT PART FIRST COUNT`: write papers and truths into a folder."""
    out, part, first, count = Path(argv[0]), argv[1], int(argv[2]), int(argv[3])
    out.mkdir(parents=True, exist_ok=True)
    for seed in range(first, first + count):
        paper = draw_paper(seed, part)
        done, data = cv2.imencode(".jpg", paper.image, [cv2.IMWRITE_JPEG_QUALITY, 90])
        if done:
            (out / paper.truth["file"]).write_bytes(data.tobytes())
            (out / f"{paper.truth['id']}.json").write_text(
                json.dumps(paper.truth, ensure_ascii=False), "utf-8"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
