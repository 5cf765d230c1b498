"""Files of many makers give the same page: dark ink on white."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from scanner.recognition.load import load_page, page_count


def _page(mode: str, ink: object, paper: object) -> Image.Image:
    image = Image.new(mode, (240, 320), paper)  # type: ignore[arg-type]  # a colour of the mode
    ImageDraw.Draw(image).rectangle((40, 60, 120, 90), fill=ink)  # type: ignore[arg-type]
    return image


@pytest.mark.parametrize(
    ("name", "image"),
    [
        ("clear.png", _page("RGBA", (0, 0, 0, 255), (0, 0, 0, 0))),
        ("clear.webp", _page("RGBA", (0, 0, 0, 255), (0, 0, 0, 0))),
        ("clear.tif", _page("RGBA", (0, 0, 0, 255), (0, 0, 0, 0))),
        ("grey_clear.png", _page("LA", (0, 255), (0, 0))),
        ("solid.png", _page("RGBA", (0, 0, 0, 255), (255, 255, 255, 255))),
        ("print.jpg", _page("CMYK", (0, 0, 0, 255), (0, 0, 0, 0))),
        ("deep.png", _page("I;16", 0, 65535)),
        ("fax.tif", _page("1", 0, 1)),
        ("few.png", _page("RGB", (0, 0, 0), (255, 255, 255)).quantize(4)),
    ],
)
def test_ink_is_dark_and_paper_is_white(tmp_path: Path, name: str, image: Image.Image) -> None:
    path = tmp_path / name
    image.save(path, **({"lossless": True} if name.endswith("webp") else {}))
    assert page_count(path) == 1
    pixels = load_page(path, 0).pixels
    assert pixels.shape == (320, 240, 3)
    assert pixels.dtype == np.uint8
    assert pixels[75, 80].max() < 40
    assert pixels[200, 200].min() > 215
