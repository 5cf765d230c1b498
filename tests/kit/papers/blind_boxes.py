"""Shapes of the part `blind` that need boxes and shades: a digit a box, shaded rows, web forms, panels."""

import re

from PIL import Image, ImageChops

from tests.kit.papers.canvas import Canvas, Run
from tests.kit.papers.content import Content, Item, Section
from tests.kit.papers.shapes import Draw, Shaper
from tests.kit.papers.wording import headings


def asked(s: Shaper, item: Item) -> str:
    """The label of a fact; of another person's fact with that person before what stands in brackets."""
    key, _, role = item[1].partition(":")
    label = s.label(key)
    if not role:
        return label
    words, bracket, note = label.partition(" (")
    return f"{words} {s.role(role)}{bracket}{note}"


def count_from_a(s: Shaper) -> None:
    """Let list marks that are letters begin with the first one."""
    if s.numbering == "a)":
        s.number = -1


def headed(s: Shaper, content: Content, section: Section, y: float) -> float:
    """Whom the next facts are about, counted through the paper; nothing where nobody is named."""
    if not section.role:
        return y
    named = [other.role for other in content.sections if other.role]
    text = s.rng.choice(headings(s.part)).format(s.role(section.role))
    text = text.upper() if text.split()[0].isupper() else text[0].upper() + text[1:]
    place = named.index(section.role)
    count = {"I.": ["I.", "II.", "III.", "IV.", "V."], "1.": ["1.", "2.", "3.", "4.", "5."]}
    mark = count.get(s.roman, ["A.", "B.", "C.", "D.", "E."])[place] + " " if s.roman else ""
    return s.canvas.write(s.left, y, [Run(mark + text, bold=True)], width=s.width)


def _tint(c: Canvas, box: tuple[float, ...], grey: tuple[int, int, int]) -> None:
    """Shade a box; what is printed in it stays."""
    if c.typed:
        return
    left, top, right, low = (round(v) for v in box)
    low = min(low, c.height)
    if low <= top:
        return
    patch = c.image.crop((left, top, right, low))
    shade = Image.new("RGB", patch.size, grey)
    c.image.paste(ImageChops.multiply(patch, shade), (left, top))


def _shaded_rows(s: Shaper, content: Content, y: float) -> float:
    """Label and value in rows, every second one on grey; nothing is ruled."""
    c = s.canvas
    pad = c.size * 0.28
    stop = s.left + s.width * s.rng.uniform(0.36, 0.44)
    grey = s.rng.choice([(232, 232, 232), (222, 234, 246), (226, 239, 218), (242, 242, 242)])
    number = 0
    for section in content.sections:
        y = headed(s, content, section, y)
        for item in section.items:
            label = [Run(asked(s, item), bold=s.bold_labels)]
            a = c.write(s.left + pad, y + pad, label, width=stop - s.left - 3 * pad)
            b = c.write(stop, y + pad, s.value(item), width=s.left + s.width - stop - pad)
            low = max(a, b) + pad
            if number % 2 == 0:
                _tint(c, (s.left, y, s.left + s.width, low), grey)
            number += 1
            y = low
        y += c.step * 0.2
    return y


_IN_BOXES = {"so_cccd", "so_dinh_danh", "dien_thoai", "ngay_sinh", "ngay_cap", "ngay_chet"}


def _digit_boxes(s: Shaper, content: Content, y: float) -> float:
    """Numbers and dates with one digit a box, sexes as boxes to cross, the rest on dotted lines."""
    c = s.canvas
    crossed = s.rng.random() < 0.4
    count_from_a(s)
    for section in content.sections:
        y = headed(s, content, section, y)
        for item in section.items:
            label = f"{s.bullet()}{asked(s, item)}:"
            if item[1] in _IN_BOXES and re.fullmatch(r"[\d/.-]+", item[2]):
                y = _boxed_digits(s, label, item, y)
            elif item[1] == "gioi_tinh" and crossed:
                y = _crossed(s, label, item, y)
            else:
                y = c.write(s.left, y, [Run(label), *s.value(item)], width=s.width)
                end = c.lines[-1]["words"][-1]["quad"][1][0]
                s.dots(end + c.size * 0.4, y - c.step, s.left + s.width)
    return y


def _boxed_digits(s: Shaper, label: str, item: Item, y: float) -> float:
    c = s.canvas
    run = s.value(item)[0]
    side, gap = c.size * 1.3, c.size * 0.6
    width = sum(side if letter.isdigit() else gap for letter in item[2])
    x = s.left + c.text_width([Run(label)]) + c.size * 0.6
    y += c.size * 0.2
    if x + width > s.left + s.width:
        y = c.write(s.left, y, [Run(label)], width=s.width) + c.size * 0.2
        x = s.left + c.size * 2
    else:
        c.write(s.left, y, [Run(label)], width=s.width)
    face, ink = c.face(run), c.hand_ink if run.kind == "hand" else c.ink
    start, top, low = x, y - c.size * 0.1, y - c.size * 0.1 + side
    for letter in item[2]:
        broad = side if letter.isdigit() else gap
        if letter.isdigit():
            c.frame(x, top, x + side, low)
        if not c.typed:
            sway = s.rng.uniform(-0.05, 0.05) * c.size if run.kind == "hand" else 0.0
            place = (x + broad / 2, y + c.size * 0.92 + sway)
            c.pen.text(place, letter, font=face, fill=ink, anchor="ms")
        x += broad
    quad = [[start, top], [x, top], [x, low], [start, low]]
    c.lines.append({"text": item[2], "words": [{"t": item[2], "quad": quad, "kind": run.kind}]})
    if item[0] is not None:
        c.boxes.setdefault(item[0], []).append(quad)
    return max(y + c.step, low + c.size * 0.25)


def _crossed(s: Shaper, label: str, item: Item, y: float) -> float:
    c = s.canvas
    if item[0] is not None:
        c.know(item[0], item[2], "checkbox")
    c.write(s.left, y, [Run(label)], width=s.width)
    x = s.left + c.text_width([Run(label)]) + c.size * 1.2
    side, thick = c.size * 0.8, max(1, c.dpi // 110)
    for text in ("Nam", "Nữ"):
        top = y + c.size * 0.24
        c.pen.rectangle((x, top, x + side, top + side), outline=c.ink, width=thick)
        if text == item[2]:
            for a, b in ((top, top + side), (top + side, top)):
                c.pen.line((x, a, x + side, b), fill=c.hand_ink, width=thick * 2)
        name = item[0] if text == item[2] else None
        c.write(x + side * 1.5, y, [Run(text, name=name)], width=c.size * 5)
        x += c.size * 5.5
    return y + c.step


def _web_form(s: Shaper, content: Content, y: float) -> float:
    """A form of a web page, printed: small labels above grey fields that hold the values."""
    c = s.canvas
    pad = c.size * 0.35
    star = s.rng.choice(["", " *", " (*)"])
    for section in content.sections:
        y = headed(s, content, section, y)
        items = list(section.items)
        while items:
            count = 2 if len(items) > 1 and max(len(item[2]) for item in items[:2]) < 22 else 1
            row, items = items[:count], items[count:]
            width = (s.width - (count - 1) * c.size) / count
            below = []
            for number, item in enumerate(row):
                x = s.left + number * (width + c.size)
                label = [Run(asked(s, item) + star)]
                below.append(c.write(x, y, label, width=width, scale=0.82, colour=(70, 70, 78)))
            top = max(below) + pad * 0.2
            low = top
            for number, item in enumerate(row):
                x = s.left + number * (width + c.size) + pad
                low = max(low, c.write(x, top + pad / 2, s.value(item), width=width - 2 * pad))
            low += pad * 0.8
            for number in range(count):
                x = s.left + number * (width + c.size)
                _tint(c, (x, top, x + width, low), (243, 244, 247))
                c.pen.rectangle((x, top, x + width, low), outline=(150, 155, 165), width=1)
            y = low + pad * 0.7
    return y


def _panels(s: Shaper, content: Content, y: float) -> float:
    """Every person or thing in a frame of its own under a dark or shaded band."""
    c = s.canvas
    pad = c.size * 0.45
    grey = s.rng.choice([(205, 205, 205), (190, 208, 232), (214, 214, 214)])
    for section in content.sections:
        top = y
        if section.role:
            head = s.role(section.role).upper()
            y = c.write(s.left + pad, y + pad * 0.5, [Run(head, bold=True)], width=s.width)
            y += pad * 0.4
            _tint(c, (s.left, top, s.left + s.width, y), grey)
            c.rule(s.left, y, s.left + s.width, y)
        y += pad * 0.5
        items = list(section.items)
        half = (s.width - 3 * pad) / 2
        while items:
            two = [[Run(f"{asked(s, item)}:"), Run(item[2]), Run(item[3])] for item in items[:2]]
            fits = len(two) == 2 and max(c.text_width(runs) for runs in two) + c.size * 2 < half
            count = 2 if fits else 1
            row, items = items[:count], items[count:]
            low = y
            for number, item in enumerate(row):
                runs = [Run(f"{asked(s, item)}:"), *s.value(item)]
                x = s.left + pad + number * (half + pad)
                width = half if count == 2 else s.width - 2 * pad
                low = max(low, c.write(x, y, runs, width=width))
            y = low
        y += pad * 0.5
        c.frame(s.left, top, s.left + s.width, y)
        y += c.step * 0.35
    return y


BOXED_MANNERS: list[tuple[str, float, Draw]] = [
    ("shaded_rows", 0.1, _shaded_rows),
    ("digit_boxes", 0.11, _digit_boxes),
    ("web_form", 0.08, _web_form),
    ("panels", 0.06, _panels),
]
