"""Shapes a set of facts can take on paper: lines, sentences, tables, columns, boxes."""

from collections.abc import Callable

from tests.kit.papers.canvas import Canvas, Run
from tests.kit.papers.content import Content, Item, Section
from tests.kit.papers.people import World
from tests.kit.papers.wording import headings, labels, roles


class Shaper:
    """Draws the sections of one paper in one manner, chosen by its seed."""

    def __init__(self, canvas: Canvas, world: World, *, hand: bool) -> None:
        self.canvas = canvas
        self.world = world
        self.rng = world.rng
        self.part = world.part
        self.kind = "hand" if hand else "print"
        self.words: dict[str, str] = {}
        self.roles: dict[str, str] = {}
        margin = self.rng.uniform(16, 30)
        self.left = canvas.px(margin)
        self.width = canvas.px(210 - margin - self.rng.uniform(12, 24))
        self.leader = self.rng.random() < (0.7 if hand else 0.25)
        self.bold_values = not hand and self.rng.random() < 0.3
        self.bold_labels = self.rng.random() < 0.15
        self.number = 0
        self.numbering = self.rng.choice(["", "", "1.", "-", "a)", "1)"])
        self.roman = self.rng.choice(["", "I.", "1.", "A."])

    def label(self, key: str, role: str | None = None) -> str:
        """The wording of a label on this paper."""
        key, _, fixed = key.partition(":")
        if key not in self.words:
            self.words[key] = self.rng.choice(labels(key, self.part))
        text = self.words[key]
        role = fixed or role
        if role:
            text += self.rng.choice(
                [" ", " của "] if text.split()[0] in {"Dân", "Quốc", "Năm", "Nơi"} else [" "]
            ) + self.role(role)
        return text

    def role(self, role: str) -> str:
        """The noun for a role on this paper."""
        if role not in self.roles:
            self.roles[role] = self.rng.choice(roles(role, self.part))
        return self.roles[role]

    def bullet(self) -> str:
        """The next list mark."""
        self.number += 1
        return {
            "": "",
            "1.": f"{self.number}. ",
            "-": "- ",
            "a)": "abcdđeghiklmnopqrst"[self.number % 19] + ") ",
            "1)": f"{self.number}) ",
        }[self.numbering]

    def value(self, item: Item) -> list[Run]:
        """A value and its unit; noted as truth."""
        name, _, text, unit = item
        if name is not None:
            self.canvas.know(name, text, self.kind)
        runs = [Run(text, bold=self.bold_values, kind=self.kind, name=name)]
        if unit:
            runs.append(Run(unit))
        return runs

    def heading(self, section: Section, y: float) -> float:
        """Who the next facts are about."""
        text = self.rng.choice(headings(self.part)).format(self.role(section.role or ""))
        text = text[0].upper() + text[1:]
        if text.split()[0].isupper():
            text = text.upper()
        if self.roman:
            text = f"{self.roman} {text}"
        return self.canvas.write(self.left, y, [Run(text, bold=True)], width=self.width)

    def lines(
        self,
        section: Section,
        y: float,
        *,
        left: float | None = None,
        width: float | None = None,
        explicit: bool,
        singles: bool = False,
    ) -> float:
        """`Label: value`, several short ones on a line, dotted leaders behind."""
        c = self.canvas
        left = self.left if left is None else left
        width = self.width if width is None else width
        waiting: list[list[Run]] = []
        short = {
            "gioi_tinh",
            "dan_toc",
            "quoc_tich",
            "nam_sinh",
            "ngay_cap",
            "so_tang",
            "thua_dat",
            "to_ban_do",
            "dien_tich",
            "cap_cong_trinh",
            "chieu_cao",
            "nam_sinh_only",
            "ngay_sinh",
            "dien_thoai",
        }
        for position, item in enumerate(section.items):
            role = section.role if explicit and (position == 0 or self.rng.random() < 0.5) else None
            if role and item[1] in {
                "chu_ho",
                "chu_dau_tu",
                "ong_ba",
                "quan_he",
                "thua_dat",
                "giay_to",
            }:
                role = None
            label = self.label(item[1], role)
            runs = [
                Run(f"{'' if waiting else self.bullet()}{label}:", bold=self.bold_labels),
                *self.value(item),
            ]
            if item[1] in short and not singles and self.rng.random() < 0.75:
                waiting.append(runs)
                if len(waiting) == 3 or position + 1 == len(section.items):
                    y = self._side_by_side(waiting, left, width, y)
                    waiting = []
                continue
            if waiting:
                y = self._side_by_side(waiting, left, width, y)
                waiting = []
            top = y
            y = c.write(left, y, runs, width=width, hanging=0)
            if self.leader and y - top <= c.step * 1.1:
                self.dots(
                    left
                    + c.text_width(
                        [Run(run.text + " ", run.bold, run.italic, run.kind) for run in runs]
                    ),
                    top,
                    left + width,
                )
        if waiting:
            y = self._side_by_side(waiting, left, width, y)
        return y

    def dots(self, left: float, top: float, right: float) -> None:
        """A dotted leader from a value to the margin."""
        c = self.canvas
        dot = c.face(Run("."))
        step = dot.getlength(".")
        if right - left < 4 * step:
            return
        c.pen.text(
            (left, top + c.size),
            "." * int((right - left) / step),
            font=dot,
            fill=c.ink,
            anchor="ls",
        )

    def _side_by_side(self, groups: list[list[Run]], left: float, width: float, y: float) -> float:
        c = self.canvas
        lengths = [
            c.text_width([Run(run.text + " ", run.bold, run.italic, run.kind) for run in group])
            for group in groups
        ]
        if sum(lengths) + c.size * 2 * (len(groups) - 1) > width:
            for group in groups:
                y = c.write(left, y, group, width=width)
            return y
        even = self.rng.random() < 0.6 and max(lengths) < width / len(groups) - c.size
        x = left
        for group, length in zip(groups, lengths, strict=True):
            c.write(x, y, group, width=length + c.size)
            x += width / len(groups) if even else length + c.size * self.rng.uniform(0.6, 2.5)
        return y + c.step

    def sentence(self, sections: list[Section], y: float, opener: str) -> float:
        """All facts in one paragraph, labels without colons."""
        runs = [Run(opener)]
        for section in sections:
            for position, item in enumerate(section.items):
                label = self.label(
                    item[1],
                    section.role
                    if section.role in {"me", "cha", "vo", "chong"} and position == 0
                    else None,
                )
                label = label if label[:2].isupper() else label[0].lower() + label[1:]
                if not (position == 0 and opener and section is sections[0]):
                    runs.append(Run(label))
                value = self.value(item)
                value[-1] = Run(
                    value[-1].text + self.rng.choice([",", ",", ";"]),
                    value[-1].bold,
                    value[-1].italic,
                    value[-1].kind,
                    value[-1].name,
                )
                runs.extend(value)
        last = runs[-1]
        runs[-1] = Run(last.text[:-1] + ".", last.bold, last.italic, last.kind, last.name)
        return self.canvas.write(self.left, y, runs, width=self.width)

    def table(
        self, sections: list[Section], y: float, *, ruled: bool, pairs: bool = False
    ) -> float:
        """Label in the left cell, value in the right; with or without rules; two pairs a row."""
        c = self.canvas
        share = self.rng.uniform(0.3, 0.42) if not pairs else 0.22
        rows: list[tuple[Section, list[Item]]] = []
        for section in sections:
            items = list(section.items)
            while items:
                count = (
                    2 if pairs and len(items) > 1 and max(len(i[2]) for i in items[:2]) < 24 else 1
                )
                rows.append((section, items[:count]))
                items = items[count:]
        previous: Section | None = None
        for section, items in rows:
            if section is not previous and section.role:
                top = y
                y = self.heading(section, y + c.step * 0.15) + c.step * 0.1
                if ruled:
                    c.frame(self.left, top, self.left + self.width, y)
            previous = section
            y = self._table_row(
                section, items, y, share, ruled=ruled, numbered=self.numbering == "1."
            )
        return y + c.step * 0.3

    def _table_row(
        self,
        section: Section,
        items: list[Item],
        y: float,
        share: float,
        *,
        ruled: bool,
        numbered: bool,
    ) -> float:
        c = self.canvas
        pad = c.size * 0.4
        part = self.width / len(items)
        bottom = y
        tops = y + pad * 0.5
        edges = [self.left]
        for i, item in enumerate(items):
            x = self.left + part * i
            cut = part * (share if len(items) > 1 or share < 0.3 else share)  # noqa: RUF034
            label_cut = self.width * share if len(items) == 1 else part * 0.42
            cut = label_cut
            text = self.label(item[1])
            if numbered:
                self.number += 1
                text = f"{self.number}. {text}"
            colon = ":" if self.rng.random() < 0.3 or not ruled else ""
            a = c.write(
                x + pad, tops, [Run(text + colon, bold=self.bold_labels)], width=cut - 2 * pad
            )
            b = c.write(x + cut + pad, tops, self.value(item), width=part - cut - 2 * pad)
            bottom = max(bottom, a, b)
            edges += [x + cut, x + part]
        bottom += pad * 0.5
        if ruled:
            for x in edges:
                c.rule(x, y, x, bottom)
            c.rule(self.left, y, self.left + self.width, y)
            c.rule(self.left, bottom, self.left + self.width, bottom)
        return bottom

    def persons_table(self, sections: list[Section], y: float) -> float:
        """Rows of labels, one column a person."""
        c = self.canvas
        pad = c.size * 0.4
        share = 0.28
        column = self.width * (1 - share) / len(sections)
        keys = [item[1] for item in sections[0].items]
        rows: list[list[list[Run]]] = [
            [[Run("")], *[[Run(self.role(s.role or "").capitalize(), bold=True)] for s in sections]]
        ]
        for number, key in enumerate(keys):
            rows.append([[Run(self.label(key))], *[self.value(s.items[number]) for s in sections]])
        for row in rows:
            top = y
            bottom = y + c.step
            x = self.left
            for number, runs in enumerate(row):
                cut = self.width * share if number == 0 else column
                if runs[0].text:
                    bottom = max(
                        bottom, c.write(x + pad, top + pad * 0.4, runs, width=cut - 2 * pad)
                    )
                x += cut
            y = bottom + pad * 0.5
            x = self.left
            for number in range(len(row) + 1):
                c.rule(x, top, x, y)
                x += self.width * share if number == 0 else column
            c.rule(self.left, top, self.left + self.width, top)
            c.rule(self.left, y, self.left + self.width, y)
        return y + c.step * 0.3

    def header_table(self, section: Section, y: float) -> float:
        """Labels in a heading row, values in the row below."""
        c = self.canvas
        pad = c.size * 0.3
        items = section.items
        for start in range(0, len(items), 4):
            chunk = items[start : start + 4]
            column = self.width / len(chunk)
            for row in ("label", "value"):
                top = y
                bottom = y
                for number, item in enumerate(chunk):
                    runs = (
                        [Run(self.label(item[1]), bold=True)]
                        if row == "label"
                        else self.value(item)
                    )
                    bottom = max(
                        bottom,
                        c.write(
                            self.left + column * number + pad,
                            top + pad,
                            runs,
                            width=column - 2 * pad,
                            align="centre" if row == "label" else "left",
                        ),
                    )
                y = bottom + pad
                for number in range(len(chunk) + 1):
                    x = self.left + column * number
                    c.rule(x, top, x, y)
                c.rule(self.left, top, self.left + self.width, top)
                c.rule(self.left, y, self.left + self.width, y)
            y += c.step * 0.4
        return y

    def blocks(self, sections: list[Section], y: float) -> float:
        """Two people side by side, each with a heading and lines of their own."""
        c = self.canvas
        half = self.width / 2 - c.size
        bottoms = []
        kept = self.left, self.width
        for number, section in enumerate(sections[:2]):
            x = kept[0] + number * (half + 2 * c.size)
            self.left, self.width = round(x), round(half)
            below = self.heading(section, y)
            bottoms.append(self.lines(section, below, explicit=False, singles=True))
        self.left, self.width = kept
        return max(bottoms)

    def boxed(self, section: Section, y: float) -> float:
        """Small label above its value, two columns."""
        c = self.canvas
        half = self.width / 2 - c.size
        column = 0
        top = y
        lowest = y
        for item in section.items:
            wide = len(item[2]) > 30
            if wide and column == 1:
                top, column = lowest, 0
            x = self.left + column * (half + 2 * c.size)
            width = self.width if wide else half
            below = c.write(
                x, top, [Run(self.label(item[1]), italic=True)], width=width, scale=0.85
            )
            below = c.write(x, below, self.value(item), width=width) + c.step * 0.25
            lowest = max(lowest, below)
            if wide or column == 1:
                top, column = lowest, 0
            else:
                column = 1
        return lowest


Draw = Callable[[Shaper, Content, float], float]


def _as_lines(s: Shaper, content: Content, y: float) -> float:
    manner = s.rng.choice(["explicit", "heading"])
    for section in content.sections:
        alone = len(section.items) == 1
        if section.role and manner == "heading" and not alone:
            y = s.heading(section, y)
        explicit = manner == "explicit" or alone
        y = s.lines(
            section,
            y,
            explicit=explicit and section.role not in {"thua_dat", "cong_trinh", "chu_dat"},
            singles=s.rng.random() < 0.3,
        )
    return y


def _as_table(s: Shaper, content: Content, y: float) -> float:
    return s.table(content.sections, y, ruled=s.rng.random() < 0.7, pairs=s.rng.random() < 0.3)


def _as_sentences(s: Shaper, content: Content, y: float) -> float:
    opener = {
        "xn_honnhan": s.rng.choice(["Xác nhận ông/bà:", "Xác nhận:"]),
        "don_xay_dung": "Tôi là:",
        "tk_lltp": "Tên tôi là:",
        "gcn_qsdd": "Chứng nhận ông",
        "gcn_hkd": "",
        "giay_uy_quyen": "Tôi là:",
    }.get(content.doc_type, "")
    for number, section in enumerate(content.sections):
        role = section.role
        if role and (number or not opener):
            y = s.heading(section, y)
        y = s.sentence([Section(None, section.items)], y, opener if number == 0 else "")
    return y


def _as_people(s: Shaper, content: Content, y: float) -> float:
    pairs = [sec for sec in content.sections if sec.role in {"me", "cha", "vo", "chong"}]
    done = False
    for section in content.sections:
        if section in pairs and len(pairs) == 2:
            if not done:
                y = s.persons_table(pairs, y) if s.rng.random() < 0.5 else s.blocks(pairs, y)
                done = True
            continue
        if section.role and len(section.items) > 1:
            y = s.heading(section, y)
        y = s.lines(section, y, explicit=len(section.items) == 1)
    return y


def _as_boxes(s: Shaper, content: Content, y: float) -> float:
    for section in content.sections:
        if section.role:
            y = s.heading(section, y)
        y = s.boxed(section, y)
    return y


def _as_header_tables(s: Shaper, content: Content, y: float) -> float:
    for section in content.sections:
        if section.role:
            y = s.heading(section, y)
        if len(section.items) > 3 and s.rng.random() < 0.6:
            y = s.header_table(section, y)
        else:
            y = s.lines(section, y, explicit=False)
    return y


MANNERS: list[tuple[str, float, Draw]] = [
    ("lines", 0.38, _as_lines),
    ("table", 0.2, _as_table),
    ("sentences", 0.12, _as_sentences),
    ("people", 0.14, _as_people),
    ("boxes", 0.08, _as_boxes),
    ("header_tables", 0.08, _as_header_tables),
]
