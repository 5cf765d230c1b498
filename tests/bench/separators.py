"""Covers that are found, and papers that are not split: `./desk bench separators`.

Every cover is printed by the program, seen as a scanner would see it (resolution, turn, grain,
bleed-through) and read by the inspector. `--papers DIR` adds a folder of papers of any kind
(images and PDF): none of their pages may split a stack, and a citizen's own QR stays data.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image

from desk_app.adapters.printing.printer import Office, Printer
from scanner import FileError, Importer, Inspector
from scanner.covers import Cover, CoverKind, ForgedCover, cover_picture, is_cover, read_cover
from scanner.devices import PageBytes
from tests.bench._scan_figures import Figures
from tests.kit.scanner import pages

KEY = b"the office's own key"
DPI = (150, 200, 240, 300)
TURNS = (0, 90, 180, 270, 3, -5)
#: Grain of the paper, and how much of the back shines through.
PAPER = ((3.0, 0.0), (12.0, 0.18))
COVERS = (
    Cover(CoverKind.COMPONENT, "H21.14-261124-0007", "declaration"),
    Cover(CoverKind.COMPONENT, "8f0c3f0a-5a5e-4a7e-9f0e-7f5a3a0f1c22", "land_use_certificate"),
    Cover(CoverKind.DOSSIER, "H21.14-261124-0008"),
)
CITIZENS = (
    "001099012345|012345678|Nguyễn Văn A|01011999|Nam|Thôn Hạ, xã Ninh Sơn|01012021",
    "https://tracuuhoadon.example/1C25TAA/00000123",
    "MC1|C|H21|GKS",
    "MC2|C|H21|GKS|0123456789",
)


def main(argv: list[str]) -> int:
    """Run both halves; 1 when a cover is missed or a page is split off."""
    parser = argparse.ArgumentParser(prog="bench separators", description=__doc__)
    parser.add_argument("--papers", type=Path, help="folder of papers that must not be split")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    figures = Figures("separators")
    with Inspector() as inspector:
        _covers(figures, inspector, given.seed)
        _citizens(figures, inspector)
        if given.papers is not None:
            _papers(figures, inspector, given.papers)
    return figures.end()


def _look(inspector, data, mime, dpi):
    inspector.check(PageBytes(data, mime, dpi), dpi=dpi)
    return inspector.seen(wait_s=60).findings


def _covers(figures, inspector, seed):
    sheets = _printed()
    missed, count = [], 0
    random = np.random.default_rng(seed)
    grain = random.standard_normal((4000, 4000, 1), np.float32)
    cases = itertools.product(DPI, TURNS, PAPER, zip(COVERS, sheets, strict=True))
    for dpi, turn, (noise, bleed), (cover, sheet) in cases:
        data = scanned(sheet, dpi, turn, np.roll(grain, random.integers(4000), 0) * noise, bleed)
        found = _look(inspector, data, "image/jpeg", dpi)
        # The code that shines through from the back may be read too, and says the same.
        said = {read_cover(code.text, KEY) for code in found.codes}
        count += 1
        if not found.is_separator or said != {cover}:
            missed.append((dpi, turn, noise, bleed, cover.component))
    for case in missed:
        sys.stdout.write(f"missed: {case}\n")
    figures.add(f"printed covers missed, of {count} scans", len(missed), "", 0)


def _printed():
    """The covers as the printer gives them, at 300 dpi."""
    import pypdfium2

    data = {
        "dossier": COVERS[0].dossier, "procedure": "Đăng ký khai sinh", "applicant": "",
        "covers": [
            {"component": c.component, "svg": cover_picture(c.text(KEY))} for c in COVERS
        ],
    }  # fmt: skip
    office = Office(
        name="Ủy ban nhân dân xã Mẫu",
        unit="Trung tâm Phục vụ hành chính công",
        superior="Ủy ban nhân dân tỉnh Mẫu",
        place="Xã Mẫu",
        system_name="HTTT giải quyết TTHC tỉnh Mẫu",
        hotline="1022",
    )
    now = dt.datetime(2026, 9, 16, 9, 5, tzinfo=dt.UTC)
    with Printer(office) as printer:
        pdf = pypdfium2.PdfDocument(printer.sheet("cover_sheets", data, issued_at=now).pdf)
    return [page.render(scale=300 / 72).to_pil().convert("RGB") for page in pdf]


def scanned(sheet, dpi, turn, grain, bleed):
    """A printed sheet as a scanner would give it; its back shines through."""
    size = (round(sheet.width * dpi / 300), round(sheet.height * dpi / 300))
    image = sheet.resize(size, Image.Resampling.LANCZOS)
    if bleed:
        back = image.rotate(180).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        image = Image.blend(image, back, bleed)
    image = image.rotate(turn, expand=turn % 180 != 0, fillcolor=(250, 249, 244))
    pixels = np.array(image, np.float32)
    pixels += grain[: image.height, : image.width]
    return pages.jpeg(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)), dpi, 75)


def _citizens(figures, inspector):
    split = 0
    for text, dpi in itertools.product(CITIZENS, DPI):
        sheet = pages.paper(dpi)
        mark = pages.barcode(text, "QRCode", max(3, round(dpi / 25)))
        sheet.paste(mark.convert("RGB"), (sheet.width // 3, sheet.height // 3))
        found = _look(inspector, pages.jpeg(sheet, dpi), "image/jpeg", dpi)
        split += found.is_separator or [code.text for code in found.codes] != [text]
    figures.add("citizens' own codes taken for a cover or not read", split, "", 0)


def _papers(figures, inspector, folder):
    """Pages of a folder; where a label beside a file tells its QR, that QR must be read or data."""
    count, split, codes = 0, [], Counter()
    told = {path.stem: _told_qr(path) for path in folder.glob("*.json")}
    with Importer() as importer:
        for path in sorted(folder.iterdir()):
            try:
                importer.examine(path)
            except FileError:
                continue  # a label or a note, no paper
            for page in importer.pages(path):
                found = _look(inspector, page.data, page.mime, page.dpi)
                count += 1
                texts = [code.text for code in found.codes]
                if found.is_separator or any(map(_obeyed, texts)):
                    split.append(path.name)
                codes["read"] += len(texts)
                if said := told.get(path.stem):
                    codes["labelled"] += 1
                    codes["labelled and read as data"] += said in texts
    for name in split:
        sys.stdout.write(f"split: {name}\n")
    sys.stdout.write(f"codes on the papers: {dict(codes)}\n")
    figures.add(f"false splits, of {count} pages", len(split), "", 0, met=count > 0 and not split)


def _obeyed(text):
    return is_cover(text) or isinstance(read_cover(text, KEY), Cover | ForgedCover)


def _told_qr(path):
    return json.loads(path.read_text(encoding="utf-8")).get("qr", "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
