"""Draws specimen papers as scanned pages: typeset, rasterised at 300 dpi, kept as JPEG."""

import io
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from desk_app.adapters.printing.fonts import find_fonts

_SOURCES = Path(__file__).parent
_DPI = 300


def draw_specimens(folder: Path) -> dict[str, list[Path]]:
    """Draw every specimen into a folder.

    Returns:
        Pages by the name of the specimen, in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fonts = [str(path) for path in sorted({f.parent for f in find_fonts().files})]
    drawn: dict[str, list[Path]] = {}
    for source in sorted(_SOURCES.glob("*.typ")):
        made = typst.compile(str(source), format="png", ppi=_DPI, font_paths=fonts)
        pages: list[Any] = [made] if isinstance(made, bytes) else list(made or ())
        drawn[source.stem] = [
            _page(data, folder / f"{source.stem}-{number}.jpg")
            for number, data in enumerate(pages, start=1)
        ]
    return drawn


def _page(png: bytes, path: Path) -> Path:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.save(path, "JPEG", quality=88, dpi=(_DPI, _DPI))
    return path
