"""Every importer over changed bytes: the client never falls, nothing hangs over its limit, errors are the importer's own.

The default run feeds the kept corpus and some fresh changes; the long one feeds each importer for
``FUZZ_SECONDS`` (600). ``python -m tests.kit.fuzz NAME`` is the same by hand, with more seeds.
"""

import os
from pathlib import Path

import pytest

from tests.kit.fuzz.campaign import run
from tests.kit.fuzz.targets import TARGETS

CORPUS = Path(__file__).parents[2] / "data" / "fuzz"
SEED = int(os.environ.get("FUZZ_SEED", "20261130"))
SECONDS = float(os.environ.get("FUZZ_SECONDS", "600"))
QUICK = ("escl", "province", "qr", "update")


@pytest.mark.parametrize("name", QUICK)
def test_kept_and_fresh_inputs_are_answered(name, tmp_path):
    report = run(TARGETS[name](), name, seconds=0.8, seed=SEED, corpus=CORPUS, most=150)
    assert report.faults == {}, report.line()
    assert report.inputs > 5


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_campaign_on_each_importer(name):
    report = run(TARGETS[name](), name, seconds=SECONDS, seed=SEED, corpus=CORPUS)
    print(report.line())
    assert report.faults == {}, report.line()
