"""A page being drawn: words with their places, kept as truth."""

import os
import random
import shutil
import subprocess
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import resources

Style = tuple[bool, bool]  # bold, italic

_BODY = {
    "tuning": [
        "Liberation Serif",
        "Liberation Sans",
        "DejaVu Serif",
        "Noto Serif",
        "Carlito",
        "Roboto",
        "Charis SIL",
        "Open Sans",
    ],
    "held_out": [
        "Liberation Serif",
        "Linux Libertine O",
        "EB Garamond",
        "Lato",
        "Inter",
        "Vollkorn",
        "Gentium Plus",
        "Noto Sans",
        "Linux Biolinum O",
        "DejaVu Sans",
    ],
}
_BODY |= {
    "varied": _BODY["tuning"],
    "fresh": [
        "Liberation Serif",
        "FreeSerif",
        "Caladea",
        "Doulos SIL",
        "FreeSans",
        "Roboto Condensed",
        "Gentium Book Plus",
        "Noto Serif",
        "Junicode Two Beta",
        "Liberation Sans",
    ],
    "unseen": [
        "Tinos",
        "Tinos",
        "Crimson Pro",
        "Source Serif 4",
        "Literata",
        "Be Vietnam Pro",
        "Bitter",
        "Noto Serif Display",
    ],
    "sealed": [
        "Arimo",
        "Lora",
        "Merriweather",
        "Alegreya",
        "Spectral",
        "Source Sans 3",
        "Roboto Slab",
    ],
    "blind": [
        "Stix Two Text",
        "Stix Two Text",
        "Crimson Text",
        "Judson",
        "Aleo",
        "Libre Franklin",
        "Nunito Sans",
        "Archivo Narrow",
    ],
    "veiled": [
        "Gowun Batang",
        "Podkova",
        "Podkova",
        "Rokkitt",
        "Public Sans",
        "Philosopher",
        "Manrope",
        "Roboto Mono",
    ],
    "kept_back": [
        "TeX Gyre Termes",
        "TeX Gyre Termes",
        "TeX Gyre Termes",
        "TeX Gyre Heros",
        "TeX Gyre Heros",
        "TeX Gyre Schola",
        "TeX Gyre Pagella",
        "Noto Serif Sc",
        "Hanken Grotesk",
        "Gothic A1",
    ],
    "distant": [
        "TeX Gyre Cursor",
        "TeX Gyre Bonum",
        "TeX Gyre Bonum",
        "CMU Serif",
        "CMU Serif",
        "CMU Typewriter Text",
        "Arsenal",
        "Hahmlet",
        "Hahmlet",
    ],
}
_HAND = {
    "tuning": ["Patrick Hand", "Mali", "Itim", "Pangolin", "Andika"],
    "held_out": ["Sriracha", "Playpen Sans", "Charm", "Dancing Script", "Quicksand"],
}

_HAND |= {
    "varied": _HAND["tuning"],
    "fresh": ["Charmonman", "Sriracha", "Playpen Sans", "Dancing Script"],
    "unseen": ["Mansalva", "Shantell Sans", "Grandstander"],
    "sealed": ["Mynerve", "Fuzzy Bubbles"],
    "blind": ["Grape Nuts", "Vujahday Script"],
    "veiled": ["Licorice", "Gluten", "Bellota Text"],
    "kept_back": ["Farsan", "TeX Gyre Chorus"],
    "distant": ["Moon Dance", "Arima", "Hurricane"],
}

_LARGER = {
    "Licorice": 1.35,
    "Farsan": 1.2,
    "TeX Gyre Chorus": 1.12,
    "Moon Dance": 1.32,
    "Hurricane": 1.45,
}
"""Hands whose small letters are low: written larger, as people would."""

_THICKER = {"Moon Dance", "TeX Gyre Cursor"}
"""Faces drawn finer than a ballpoint writes or a machine's types strike."""


@lru_cache(maxsize=1)
def _families() -> dict[str, dict[Style, str]]:
    """Installed fonts by family and style; further folders from PAPERS_FONTS.

    Where there is no fontconfig, as on Windows, those the program brings.
    """
    lines = []
    folders = os.environ.get("PAPERS_FONTS", "").split(os.pathsep)
    if shutil.which("fc-list"):
        listed = subprocess.run(
            ["fc-list", "--format", "%{file}|%{family}|%{style}\n"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        lines = [line for line in listed.splitlines() if line.count("|") == 2]
    else:
        folders.append(str(resources.path("fonts")))
    for folder in folders:
        for file in sorted(Path(folder).rglob("*.[to]tf")) if folder else []:
            family, style = ImageFont.truetype(str(file)).getname()
            lines.append(f"{file}|{family}|{style}")
    found: dict[str, dict[Style, str]] = {}
    wanted = {family for families in (*_BODY.values(), *_HAND.values()) for family in families} | {
        "DejaVu Sans"
    }
    for line in sorted(lines):
        file, families, style = line.split("|")
        if families.split(",")[0] not in wanted:
            continue
        if not file.lower().endswith((".ttf", ".otf")):
            continue
        words = style.split(",")[0].lower()
        if any(
            word in words
            for word in (
                "light",
                "thin",
                "hairline",
                "heavy",
                "black",
                "medium",
                "semi",
                "extra",
                "condensed",
                "display",
            )
        ):
            continue
        if not writes_vietnamese(file):
            continue
        key = ("bold" in words, "italic" in words or "oblique" in words)
        found.setdefault(families.split(",")[0], {}).setdefault(key, file)
    return found


def writes_vietnamese(file: str | Path) -> bool:
    """Whether a face has every letter Vietnamese forms are written with."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(file, fontNumber=0, lazy=True) as face:
            known = face.getBestCmap() or {}
    except (TTLibError, OSError):
        return False
    return all(
        ord(letter) in known for letter in "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđĐƯƠỄỘ²"
    )


def body_families(part: str) -> list[str]:
    """Print fonts of a part that are installed."""
    there = _families()
    usual = "DejaVu Sans" if "DejaVu Sans" in there else next(iter(there))
    return [family for family in _BODY[part] if family in there] or [usual]


def hand_families(part: str) -> list[str]:
    """Handwriting-like fonts of a part that are installed; may be empty."""
    return [family for family in _HAND[part] if family in _families()]


@lru_cache(maxsize=512)
def font(
    family: str, size: int, bold: bool = False, italic: bool = False
) -> ImageFont.FreeTypeFont:
    """A face, with the nearest style the family has."""
    faces = _families()[family]
    file = (
        faces.get((bold, italic))
        or faces.get((bold, False))
        or faces.get((False, False))
        or next(iter(faces.values()))
    )
    return ImageFont.truetype(file, size)


@dataclass
class Run:
    """Text in one style.

    Attributes:
        text: with spaces.
        kind: `print` or `hand`.
        name: field it is the value of, or None.
    """

    text: str
    bold: bool = False
    italic: bool = False
    kind: str = "print"
    name: str | None = None


@dataclass
class Canvas:
    """A white page with a pen.

    Attributes:
        rng: draws.
        dpi: of the picture.
        family: body font; hand: font of filled-in values.
        size_pt: body size.
        ruled: straight lines drawn, (left, top, right, bottom).
        typed: places are kept but nothing is painted (for tests without an engine).
    """

    rng: random.Random
    dpi: int
    family: str
    hand: str | None
    size_pt: float
    width_mm: float = 210.0
    height_mm: float = 297.0
    ink: tuple[int, int, int] = (20, 20, 24)
    hand_ink: tuple[int, int, int] = (25, 35, 120)
    paper: tuple[int, int, int] = (255, 255, 255)
    leading: float = 1.35
    lines: list[dict] = field(default_factory=list)
    ruled: list[tuple[int, int, int, int]] = field(default_factory=list)
    typed: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, list] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = (self.px(self.width_mm), self.px(self.height_mm))
        self.image = Image.new("RGB", (1, 1) if self.typed else size, self.paper)
        self.pen = ImageDraw.Draw(self.image)
        self.height = size[1]
        self.width = size[0]

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight line, across or down."""
        thick = max(1, self.dpi // 120)
        self.pen.line((x0, y0, x1, y1), fill=self.ink, width=thick)
        grown = (x0, y0, x1 + thick, y1 + thick)
        self.ruled.append(tuple(round(v) for v in grown))

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A box of four lines."""
        for line in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self.rule(*line)

    def px(self, mm: float) -> int:
        """Millimetres to pixels."""
        return round(mm / 25.4 * self.dpi)

    @property
    def size(self) -> int:
        """Body size in pixels."""
        return round(self.size_pt / 72 * self.dpi)

    @property
    def step(self) -> int:
        """From one line to the next."""
        return round(self.size * self.leading)

    def face(self, run: Run, scale: float = 1.0) -> ImageFont.FreeTypeFont:
        """The font of a run."""
        if run.kind == "hand" and self.hand:
            return font(self.hand, round(self.size * 1.12 * scale * _LARGER.get(self.hand, 1.0)))
        return font(self.family, round(self.size * scale), run.bold, run.italic)

    def stroke(self, run: Run) -> float:
        """By how many pixels a run's letters are thickened."""
        family = self.hand if run.kind == "hand" and self.hand else self.family
        if family not in _THICKER:
            return 0
        return 0.4 if run.bold else max(1, self.dpi // 200)

    def text_width(self, runs: list[Run], scale: float = 1.0) -> float:
        """Width of runs on one line."""
        return sum(self.face(run, scale).getlength(run.text) for run in runs)

    def write(
        self,
        x: float,
        y: float,
        runs: list[Run],
        *,
        width: float,
        scale: float = 1.0,
        align: str = "left",
        hanging: float = 0.0,
        truth: bool = True,
        colour: tuple[int, int, int] | None = None,
    ) -> float:
        """Write runs, wrapped into a width; give back the y below the last line."""
        words: list[tuple[str, Run]] = []
        for run in runs:
            words.extend((word, run) for word in run.text.split())
        lines: list[list[tuple[str, Run]]] = [[]]
        used = 0.0
        for word, run in words:
            length = self.face(run, scale).getlength(word + " ")
            limit = width - (hanging if len(lines) > 1 else 0)
            if lines[-1] and used + length > limit:
                lines.append([])
                used = 0.0
            lines[-1].append((word, run))
            used += length
        step = self.step * scale
        for number, line in enumerate(lines):
            length = sum(self.face(run, scale).getlength(word + " ") for word, run in line)
            left = x + (hanging if number else 0)
            if align == "centre":
                left = x + (width - length) / 2
            elif align == "right":
                left = x + width - length
            self._line(left, y, line, scale, truth=truth, colour=colour)
            y += step
        return y

    def _line(
        self,
        x: float,
        y: float,
        line: list[tuple[str, Run]],
        scale: float,
        *,
        truth: bool,
        colour: tuple[int, int, int] | None,
    ) -> None:
        base = y + self.size * scale
        truth_words = []
        for word, run in line:
            face = self.face(run, scale)
            shift = self.rng.uniform(-0.06, 0.06) * self.size if run.kind == "hand" else 0.0
            ink = colour or (self.hand_ink if run.kind == "hand" else self.ink)
            if not self.typed:
                stroke = self.stroke(run)
                self.pen.text(
                    (x, base + shift), word, font=face, fill=ink, anchor="ls", stroke_width=stroke
                )
            a, b, width, height = face.getbbox(word, anchor="ls")
            left, top, right, bottom = x + a, base + shift + b, x + width, base + shift + height
            quad = [[left, top], [right, top], [right, bottom], [left, bottom]]
            truth_words.append({"t": word, "quad": quad, "kind": run.kind})
            if run.name is not None:
                self.boxes.setdefault(run.name, []).append(quad)
            x += face.getlength(word + " ")
        if truth:
            self.lines.append({"text": " ".join(w["t"] for w in truth_words), "words": truth_words})

    def lowest(self) -> float:
        """Lower edge of the lowest word."""
        return max(
            (word["quad"][2][1] for line in self.lines for word in line["words"]), default=0.0
        )

    def know(self, name: str, value: str, kind: str = "print") -> None:
        """Note a field's true value."""
        self.fields[name] = value
        self.kinds[name] = kind
