"""Many generated pages through one reader: nothing crashes, nothing hangs, memory stays flat.

`PAPERS_COUNT` and `PAPERS_SEED` set the size and the draw; the long profile reads 10,000 pages.
With `pytest -s` a line every hundred pages says how it goes.
"""

import os
import sys
from pathlib import Path

import cv2
import pytest

from scanner.recognition import Reader, ReaderOptions
from tests.kit.papers.draw import PARTS, draw_paper

CAP_S = 15.0
GROWTH_MB = 120.0


def resident_mb(pid):
    """Resident memory of a process; 0 where the system does not tell it this way."""
    if not sys.platform.startswith("linux"):
        return 0.0
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def campaign(count, seed, folder, parts=PARTS):
    over, problems, settled, slowest = [], [], 0.0, 0.0
    with Reader(ReaderOptions(deadline_s=90.0)) as reader:
        for number in range(count):
            part = parts[number % len(parts)]
            path = folder / "page.jpg"
            paper = draw_paper(seed * 1_000_000 + number, part)
            cv2.imwrite(str(path), paper.image)
            (page,) = list(reader.read(path))
            name = f"{part} {seed * 1_000_000 + number}"
            if page.problem is not None:
                problems.append((name, page.problem))
            if page.seconds > CAP_S * float(os.environ.get("PAPERS_SLOW", "1")):
                over.append((name, page.seconds))
            if number == min(20, count // 2):
                settled = resident_mb(reader.worker_pid)
            slowest = max(slowest, page.seconds)
            if number % 100 == 99:
                grown = resident_mb(reader.worker_pid) - settled
                print(
                    f"{number + 1} pages: slowest {slowest:.1f} s, grown by {grown:.0f} MB,"
                    f" {len(problems)} problems, {len(over)} over the cap",
                    flush=True,
                )
        grown = resident_mb(reader.worker_pid) - settled
        return problems, over, grown, reader.replaced


@pytest.mark.tesseract
def test_a_page_of_every_other_part(tmp_path):
    parts = PARTS[1::2]
    problems, _, grown, replaced = campaign(len(parts), 7, tmp_path, parts)
    assert problems == []
    assert replaced == 0
    assert grown < GROWTH_MB


@pytest.mark.long
@pytest.mark.tesseract
@pytest.mark.timeout(0)
def test_ten_thousand_pages(tmp_path):
    count = int(os.environ.get("PAPERS_COUNT", "10000"))
    seed = int(os.environ.get("PAPERS_SEED", "1"))
    problems, over, grown, replaced = campaign(count, seed, tmp_path)
    assert problems == []
    assert over == []
    assert replaced == 0
    assert grown < GROWTH_MB
