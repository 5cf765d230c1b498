"""Fits the weights of confidence: `python -m tests.kit.papers.calibrate PART:FIRST:COUNT …`.

Reads drawn pages, takes each field's evidence beside whether it was right, and fits a logistic
model whose signs are fixed beforehand. Each part is also judged by weights fitted on the others;
that table, not the fit itself, is what docs/reading.md quotes. `--write` puts the weights into
`scanner/recognition/data/confidence.toml`. `--dev DIR` adds a folder in the shape of the development set as
one more part.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from scanner.recognition import PageReading, Reader, ReaderOptions
from tests.kit.papers.draw import draw_paper
from tests.kit.papers.scoring import normalised

SPEAKS_FOR = {"same", "witness", "closed", "checked", "backed"}
EITHER_WAY = {"constant", "figures"}
WANTED_WRONG = 0.0027  # of pages looked at; on others it is three times as much
TARGET = Path("scanner/recognition/data/confidence.toml")


@dataclass(frozen=True)
class Seen:
    """One field that was given a value: its evidence, whether it was right, its part."""

    evidence: dict[str, float]
    right: bool
    part: str


def gather(part: str, first: int, count: int) -> tuple[list[Seen], int]:
    """Fields of drawn papers as they are read, and how many fields the papers have."""
    seen: list[Seen] = []
    total = 0
    with tempfile.TemporaryDirectory() as folder, Reader(ReaderOptions(deadline_s=90.0)) as reader:
        path = Path(folder, "page.jpg")
        for seed in range(first, first + count):
            paper = draw_paper(seed, part)
            cv2.imwrite(str(path), paper.image, [cv2.IMWRITE_JPEG_QUALITY, 92])
            (page,) = reader.read(path)
            total += len(paper.truth["fields"])
            seen += _seen(page, paper.truth["fields"], part)
    return seen, total


def gather_folder(folder: Path) -> tuple[list[Seen], int]:
    """The same of a folder in the shape of the development set."""
    rows = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    seen: list[Seen] = []
    total = 0
    with Reader(ReaderOptions(deadline_s=90.0)) as reader:
        for row in rows:
            truth = json.loads((folder / f"{row['id']}.json").read_text("utf-8"))
            pages = list(reader.read(folder / truth["file"]))
            total += len(truth["fields"])
            seen += _seen(pages[int(truth["pdf_page"])], truth["fields"], "dev")
    return seen, total


def _seen(page: PageReading, fields: dict[str, str], part: str) -> list[Seen]:
    """Fields of one page that were given a value on evidence."""
    return [
        Seen(dict(field.evidence), normalised(field.value) == normalised(value), part)
        for name, value in fields.items()
        if (field := page.fields.get(name)) is not None and field.evidence
    ]


def fit(parts: list[dict[str, float]], right: list[bool], *, steps: int = 4000) -> dict[str, float]:
    """Weights of a logistic model by Adam, with a ridge and fixed signs."""
    names = list(parts[0])
    table = np.array([[row[name] for name in names] for row in parts])
    wanted = np.array(right, float)
    ridge = np.array([0.0 if name == "constant" else 1.0 for name in names]) / len(wanted)
    weights, first, second = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, steps + 1):
        slope = table.T @ (_chance(table, weights) - wanted) / len(wanted) + ridge * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        for i, name in enumerate(names):
            if name not in EITHER_WAY:
                weights[i] = max(0.0, weights[i]) if name in SPEAKS_FOR else min(0.0, weights[i])
    return dict(zip(names, map(float, weights), strict=True))


def _chance(table: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-table @ weights))


def chances(parts: list[dict[str, float]], weights: dict[str, float]) -> np.ndarray:
    """Chance of being right of each field."""
    names = list(weights)
    table = np.array([[row[name] for name in names] for row in parts])
    return _chance(table, np.array([weights[name] for name in names]))


def threshold(chance: np.ndarray, right: np.ndarray) -> float:
    """The least chance above which the share of wrong fields is as wanted."""
    order = np.argsort(-chance)
    wrong = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(wrong <= WANTED_WRONG)
    return float(chance[order[good[-1]]]) if len(good) else 1.0


def main(argv: list[str]) -> int:
    """Gather, judge each part by the others, fit on all, say so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("draws", nargs="+", metavar="PART:FIRST:COUNT")
    parser.add_argument("--dev", type=Path, metavar="DIR")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(argv)
    seen: list[Seen] = []
    totals: dict[str, int] = {}
    for draw in given.draws:
        part, first, count = draw.split(":")
        more, total = gather(part, int(first), int(count))
        seen += more
        totals[part] = totals.get(part, 0) + total
    if given.dev is not None:
        more, totals["dev"] = gather_folder(given.dev)
        seen += more
    right = np.array([s.right for s in seen])
    apart = np.zeros(len(seen))
    for part in totals:
        others = [s for s in seen if s.part != part] or seen
        weights = fit([s.evidence for s in others], [s.right for s in others])
        mine = [i for i, s in enumerate(seen) if s.part == part]
        apart[mine] = chances([seen[i].evidence for i in mine], weights)
    least = threshold(apart, right)
    for part, total in totals.items():
        mine = np.array([s.part == part for s in seen]) & (apart >= least)
        wrong = 1 - right[mine].mean() if mine.any() else 0.0
        print(
            f"{part}: {wrong:.4f} wrong among sure, at {mine.sum() / total:.3f} of {total} fields"
        )
    weights = fit([s.evidence for s in seen], [s.right for s in seen])
    lines = [f"{name} = {weight:.3f}" for name, weight in weights.items()]
    print(f"sure = {least:.4f}", *lines, sep="\n")
    if given.write:
        head = TARGET.read_text("utf-8").partition("sure =")[0]
        text = f"{head}sure = {least:.4f}\n\n[weights]\n" + "\n".join(lines) + "\n"
        TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
