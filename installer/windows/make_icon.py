"""``make_icon.py OUT.ico``: the program's icon, drawn from shapes; no tool for SVG is needed."""

import sys

from PIL import Image, ImageDraw

SIZES = (16, 24, 32, 48, 64, 128, 256)
BLUE, RED, WHITE = "#0b5394", "#dd3333", "#ffffff"


def icon(size: int) -> Image.Image:
    """The sheet with its seal, as in desk-app.svg."""
    scale = 4
    unit = size * scale / 64
    picture = Image.new("RGBA", (size * scale, size * scale), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)

    def at(*numbers: float) -> list[float]:
        return [number * unit for number in numbers]

    pen.rounded_rectangle(at(6, 6, 58, 58), radius=10 * unit, fill=BLUE)
    pen.polygon(at(18, 16, 38, 16, 48, 26, 48, 50, 18, 50), fill=WHITE)
    for y, end in ((28, 32), (34, 40), (40, 40)):
        pen.line(at(24, y, end, y), fill=BLUE, width=max(1, round(2.4 * unit)))
    pen.ellipse(at(36, 38, 52, 54), fill=RED)
    pen.line(at(40.5, 46, 43.1, 48.6, 47.7, 43.6), fill=WHITE, width=max(1, round(2 * unit)))
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def main() -> int:
    """Write the icon."""
    largest = icon(max(SIZES))
    largest.save(sys.argv[1], sizes=[(s, s) for s in SIZES], append_images=[icon(s) for s in SIZES])
    return 0


if __name__ == "__main__":
    sys.exit(main())
