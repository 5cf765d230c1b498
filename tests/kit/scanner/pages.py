"""Numbered A4 pages that prove themselves.

Every side carries its own identity as a QR at the top and a Code 128 at the foot, so lost, doubled,
reordered and cut pages are counted from the images alone.
"""

from __future__ import annotations

import functools
import io
import zlib

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw

_PAPER, _INK, _SEAL = (250, 249, 244), (35, 35, 45), (200, 30, 30)


def ident(stack, sheet, side="A") -> str:
    return f"TK|{stack}|{sheet:04d}|{side}"


@functools.lru_cache(maxsize=256)
def page(text, dpi=300, quality=85, *, colour=True, lines=38, noise=3.0, seed=0) -> bytes:
    """A JPEG of one side; the same arguments give the same bytes."""
    width, height, k = round(210 / 25.4 * dpi), round(297 / 25.4 * dpi), dpi / 300
    image = Image.new("RGB", (width, height), _PAPER)
    draw = ImageDraw.Draw(image)
    random = np.random.default_rng(zlib.crc32(text.encode()) + seed)
    for line in range(lines):
        x, y = 200 * k, (620 + line * 70) * k
        while x < width - 250 * k:
            word = random.uniform(40, 160) * k
            draw.rectangle((x, y, x + word, y + 26 * k), fill=_INK)
            x += word + 22 * k
    seal = (1500 * k, 2700 * k, 1900 * k, 3100 * k)
    draw.ellipse(seal, outline=_SEAL, width=max(1, round(12 * k)))
    for kind, scale, place in (("QRCode", 9, (200, 180)), ("Code128", 4, (300, 3290))):
        mark = barcode(text, kind, max(2, round(scale * k)))
        image.paste(mark.convert("RGB"), tuple(round(v * k) for v in place))
    grain = random.normal(0, noise, (height, width, 1)).astype(np.int16)
    pixels = np.clip(np.array(image, dtype=np.int16) + grain, 0, 255).astype(np.uint8)
    image = Image.fromarray(pixels)
    return jpeg(image if colour else image.convert("L"), dpi, quality)


def barcode(text, kind="QRCode", scale=6) -> Image.Image:
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    return Image.fromarray(np.array(made.to_image(scale=scale)))


def jpeg(image, dpi, quality=85) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()


def paper(dpi=300, *, noise=3.0, seed=0) -> Image.Image:
    """An empty sheet with the grain of a scan."""
    width, height = round(210 / 25.4 * dpi), round(297 / 25.4 * dpi)
    random = np.random.default_rng(seed)
    grain = random.normal(0, noise, (height, width, 1)) + np.array(_PAPER)
    return Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))


def read_id(data) -> str | None:
    """The page's identity.

    ``CUT:`` stands before it when only one of the two marks is there, ``MIX:`` when they differ;
    None when there is none.
    """
    image = Image.open(io.BytesIO(data))
    image.load()
    wanted = [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128]
    found = zxingcpp.read_barcodes(np.array(image.convert("L")), formats=wanted)
    marks = [m for m in found if m.text.startswith("TK|")]
    top = [m.text for m in marks if "QR" in str(m.format)]
    foot = [m.text for m in marks if "128" in str(m.format)]
    if top and foot:
        return top[0] if top[0] == foot[0] else f"MIX:{top[0]}+{foot[0]}"
    return f"CUT:{(top + foot)[0]}" if top or foot else None


def audit(expected, got) -> dict[str, object]:
    """What went wrong between two lists of identities; every value is empty when nothing did."""
    seen = [g for g in got if g]
    order = [s for i, s in enumerate(seen) if s not in seen[:i]]
    return {
        "lost": [e for e in expected if e not in seen],
        "doubled": sorted({s for s in seen if seen.count(s) > 1}),
        "cut": [s for s in seen if s[:4] in ("CUT:", "MIX:")],
        "unknown": [s for s in seen if s not in expected and s[:4] not in ("CUT:", "MIX:")],
        "unreadable": sum(g is None for g in got),
        "out_of_order": order != [e for e in expected if e in seen],
    }
