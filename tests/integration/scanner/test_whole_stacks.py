"""Whole stacks of both sides: blank backs, and a long stack that must not grow in memory."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scanner import AcquireRequest, Ended, Source, Tray, acquire
from tests.kit.scanner import pages
from tests.kit.scanner.escl_sim import EsclSim

pytestmark = pytest.mark.scanner


def test_three_blank_backs_are_marked_and_none_is_dropped(tmp_path, inspector):
    """Scenario 42: five sheets, ten sides, three folded as blank, pairs kept."""
    sides = []
    for sheet in range(1, 6):
        sides.append(pages.page(pages.ident("b", sheet, "A"), dpi=150))
        blank = pages.jpeg(pages.paper(150, seed=sheet), 150)
        sides.append(blank if sheet > 2 else pages.page(pages.ident("b", sheet, "B"), dpi=150))
    with EsclSim(sides) as device:
        request = AcquireRequest(device=device.uri, out=tmp_path, source=Source.ADF_DUPLEX, dpi=150)
        result = acquire(request, inspector=inspector)
    assert (result.ended, len(result.pages)) == (Ended.DONE, 10)
    assert [(p.sheet, p.side) for p in result.pages if p.findings.blank] == [
        (3, "b"), (4, "b"), (5, "b"),
    ]  # fmt: skip
    assert [(p.sheet, p.side) for p in result.pages] == [(n, s) for n in range(1, 6) for s in "ab"]


def resident_kb(pid):
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


@pytest.mark.parametrize(
    "sides", [24, pytest.param(200, marks=pytest.mark.long)], ids=["short", "200 sides"]
)
def test_a_long_stack_does_not_grow(sides, tmp_path, inspector):
    """Scenario 52: memory of the client and its inspector is flat; the bench holds the budget."""
    stack = [pages.page(pages.ident("l", n), dpi=150) for n in (1, 2, 3, 4)]
    samples = []

    def measure(event):
        del event
        samples.append(resident_kb(os.getpid()) + resident_kb(inspector.pid))

    with EsclSim(stack * (sides // 4)) as device, Tray.at(tmp_path) as tray:
        request = AcquireRequest(device=device.uri, source=Source.ADF, dpi=150)
        result = acquire(request, tray=tray, inspector=inspector, progress=measure)
        assert len(result.pages) == sides
    third = len(samples) // 3
    assert max(samples[-third:]) - max(samples[:third]) < 30_000, samples[:: max(1, third // 4)]
