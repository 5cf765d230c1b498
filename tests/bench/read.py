"""How well and how fast papers are read: `./desk bench read --seed N`.

    python -m tests.bench.read [--seed N] [--pages N] [--part kept_back] [--dev DIR] [--peers N]

Two sets: a fresh draw of the generator's part kept apart from tuning (the honest one), and a folder in
the shape of the development set when `--dev` (or OCR_DEV_SET) names one. `desk-app read FILE… --json`
is run as a program; CPU time is taken from outside, beside peers without that of one warm-up page.
Peers read the same pages in the same run:
`ocrmypdf --deskew --clean --rotate-pages -l vie` and plain full-page pytesseract on the raw picture.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import pypdfium2

from tests.bench._scan_figures import Figures
from tests.kit.papers.draw import draw_paper
from tests.kit.papers.scoring import Tally, letter_errors

CAP_S = 15.0


@dataclass
class Page:
    """A picture and what stands on it."""

    file: Path
    index: int
    truth: dict


def main(argv: list[str]) -> int:
    """Run the benchmark; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="bench read", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=60, help="pages of the fresh draw")
    parser.add_argument("--part", default="kept_back", help="part of the generator")
    parser.add_argument("--dev", type=Path, default=os.environ.get("OCR_DEV_SET"))
    parser.add_argument("--peers", type=int, default=60, help="pages the peers read")
    given = parser.parse_args(argv)
    figures = Figures("read")
    with tempfile.TemporaryDirectory(prefix="bench-read-") as folder:
        fresh = _drawn(Path(folder, "fresh"), given.part, given.seed, given.pages)
        _score(figures, f"{given.part} {given.seed}", fresh, given.peers, Path(folder), judged=True)
        if given.dev:
            dev = _development(Path(given.dev))
            _score(figures, "dev", dev, given.peers, Path(folder), judged=False)
    return figures.end()


def _drawn(folder: Path, part: str, seed: int, count: int) -> list[Page]:
    folder.mkdir(parents=True)
    pages = []
    for number in range(count):
        paper = draw_paper(seed * 100_000 + number, part)
        file = folder / paper.truth["file"]
        cv2.imwrite(str(file), paper.image, [cv2.IMWRITE_JPEG_QUALITY, 92])
        pages.append(Page(file, 0, paper.truth))
    return pages


def _development(folder: Path) -> list[Page]:
    rows = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    pages = []
    for row in rows:
        truth = json.loads((folder / f"{row['id']}.json").read_text("utf-8"))
        pages.append(Page(folder / truth["file"], int(truth["pdf_page"]), truth))
    return pages


def _score(
    figures: Figures, name: str, pages: list[Page], peers: int, folder: Path, *, judged: bool
) -> None:
    """All figures of one set; only a judged set must reach the floors."""
    files = list(dict.fromkeys(page.file for page in pages))
    lines, cpu_s = _read(files)
    tally = Tally()
    for page in pages:
        key = page.file.name + (f"#{page.index}" if page.index else "")
        tally.add(page.truth, lines.get(key, {"doc_type": "", "fields": {}, "text": ""}))

    def add(figure, value, unit, floor, *, least=True, **more):
        good = value >= floor if least else value <= floor
        sign = ">=" if least else "<="
        figures.add(
            f"{name}: {figure}", value, unit, f"{sign} {floor:g}", met=good or not judged, **more
        )

    add("printed fields exact, macro", tally.exact(["print", "checkbox"]), "", 0.80)
    if any(f[3] == "hand" for f in tally.fields):
        add("handwriting-like fields exact", tally.exact(["hand"]), "", 0.45)
    add("document type", tally.type_right, "", 0.99)
    add("wrong among sure", tally.sure_wrong, "", 0.01, least=False)
    add("sure, part of all fields", tally.coverage, "", 0.70)
    add("wrong in the surest 70 %", tally.wrong_at(0.7), "", 0.01, least=False)
    add("wrong in the surest 85 %", tally.wrong_at(0.85), "", 0.003, least=False)
    if tally.pen:
        add("pen-written number and day", tally.pen_right, "", 0.40)
    add("fields on pages that have none", tally.spurious, "", 0, least=False)
    add("slowest page", max(tally.seconds), "s", CAP_S, least=False)
    add("CPU", cpu_s / len(pages), "s/pg", 2.0, least=False)
    if peers:
        beside = pages[:: max(1, len(pages) // peers)][:peers]
        _peers(add, tally.character_error, lines, beside, folder)


def _read(files: list[Path]) -> tuple[dict[str, dict], float]:
    """Lines of `desk-app read` by page name, and the CPU seconds of the run."""
    program = [sys.executable, "-m", "desk_app", "read", "--json", *map(str, files)]
    before = _children_s()
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {line["page"]: line for line in lines if "page" in line}, _children_s() - before


def _warm_seconds(files: list[Path]) -> float:
    """CPU seconds of the reader on files behind one warm-up page: its start is no page's time."""
    _, alone = _read(files[:1])
    _, together = _read([files[0], *files])
    return together - alone


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peers(add, error: float, lines: dict[str, dict], pages: list[Page], folder: Path) -> None:
    """Character errors and CPU seconds beside the peers, on the same pages in the same run."""
    files = list(dict.fromkeys(page.file for page in pages))
    ours_s = _warm_seconds(files)
    ours = _errors(pages, lambda page: _text_of(lines, page))
    add("character errors", error, "", 0.020, least=False)
    plain = _errors(pages, _plain_tesseract)
    add(
        "character errors on the peers' pages",
        ours,
        "",
        0.020,
        least=False,
        peer="pytesseract, full page",
        peer_value=plain,
        ratio=plain / max(ours, 1e-6),
    )
    if shutil.which("ocrmypdf") is None:
        add("ocrmypdf is installed", 0, "", 1)
        return
    texts, theirs_s = {}, 0.0
    for page in pages:
        texts[id(page)], seconds = _ocrmypdf(page, folder)
        theirs_s += seconds
    theirs = _errors(pages, lambda page: texts[id(page)])
    add("fewer character errors than ocrmypdf", theirs / max(ours, 1e-6), "x", 6.0,
        peer="ocrmypdf", peer_value=theirs)  # fmt: skip
    add("less CPU than ocrmypdf", theirs_s / max(ours_s, 1e-6), "x", 7.0,
        peer="ocrmypdf s/page", peer_value=theirs_s / len(pages))  # fmt: skip


def _text_of(lines: dict[str, dict], page: Page) -> str:
    key = page.file.name + (f"#{page.index}" if page.index else "")
    return lines.get(key, {}).get("text", "")


def _errors(pages: list[Page], text_of) -> float:
    wrong = letters = 0
    for page in pages:
        text = " ".join(text_of(page).split())
        for entry in page.truth["lines"]:
            wanted = " ".join(entry["text"].split())
            letters += len(wanted)
            wrong += min(len(wanted), letter_errors(wanted, text))
    return wrong / max(1, letters)


def _picture(page: Page) -> Path:
    """The page as a picture file, as a peer would be given it."""
    if page.file.suffix != ".pdf":
        return page.file
    target = page.file.with_name(f"{page.file.stem}-{page.index}.png")
    target = Path(tempfile.gettempdir(), target.name)
    with pypdfium2.PdfDocument(page.file) as document:
        document[page.index].render(scale=200 / 72).to_pil().save(target)
    return target


def _plain_tesseract(page: Page) -> str:
    import pytesseract
    from PIL import Image

    with Image.open(_picture(page)) as image:
        text: str = pytesseract.image_to_string(image, lang="vie")
    return text


def _ocrmypdf(page: Page, folder: Path) -> tuple[str, float]:
    """Text and CPU seconds of the peer for one page; its own failure gives no text."""
    sidecar, out = folder / "peer.txt", folder / "peer.pdf"
    sidecar.unlink(missing_ok=True)
    dpi = str(int(page.truth.get("dpi", 200)))
    program = ["ocrmypdf", "--deskew", "--clean", "--rotate-pages", "-l", "vie", "--jobs", "1",
               "--image-dpi", dpi, "--output-type", "pdf", "--sidecar", str(sidecar)]  # fmt: skip
    before = _children_s()
    subprocess.run([*program, str(_picture(page)), str(out)], capture_output=True, check=False)
    text = sidecar.read_text("utf-8") if sidecar.exists() else ""
    return text, _children_s() - before
