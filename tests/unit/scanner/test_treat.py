"""Treatments of the filed copy of difficult paper."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from scanner.arrangement import Add, Arranger
from scanner.inspection.treat import TREATMENTS, even, relief, treated
from scanner.profiles import TREATMENTS as NAMES
from scanner.profiles import materials
from tests.kit.scanner import pages


def page(dpi=100):
    return np.asarray(pages.paper(dpi).convert("RGB"))[:, :, ::-1].copy()


def test_every_name_a_material_may_use_is_known():
    assert {"level", *TREATMENTS} == NAMES
    with pytest.raises(ValueError, match="polish"):
        materials(b"[odd]\noptimise = ['polish']\n")


def test_an_uneven_light_becomes_even_and_dark_pictures_stay_dark():
    shaded = page()
    light = np.linspace(1.0, 0.55, shaded.shape[1])[None, :, None]
    shaded = (shaded * light).astype(np.uint8)
    shaded[200:420, 250:550] = 40
    done = even(shaded)
    columns = np.median(done[900:1000], axis=(0, 2))
    assert np.ptp(columns[40:-40]) < 12 < np.ptp(np.median(shaded[900:1000], axis=(0, 2))[40:-40])
    assert done[300, 400].max() < 100


def test_grey_pages_are_treated_too():
    grey = page()[:, :, 0]
    assert [treated(grey, (name,)).shape for name in sorted(NAMES)] == [grey.shape] * 3


def embossed():
    """A ring pressed into white paper: light on one flank, shadow on the other, 5 levels each."""
    ring = Image.new("L", (600, 600), 0)
    ImageDraw.Draw(ring).ellipse((150, 150, 450, 450), outline=255, width=12)
    height = np.asarray(ring.filter(ImageFilter.GaussianBlur(4)), np.float32) / 255
    shading = np.roll(height, 3, axis=1) - np.roll(height, -3, axis=1)
    noise = np.random.default_rng(1).normal(0, 0.5, shading.shape)
    grey = np.clip(232 + 8 * shading + noise, 0, 255).astype(np.uint8)
    return np.dstack([grey] * 3)


def test_a_seal_pressed_without_ink_stands_out_more():
    before = embossed()
    after = relief(before)
    flank = np.s_[280:320, 140:170]
    assert np.ptp(after[flank].astype(int)) > 1.8 * np.ptp(before[flank].astype(int))


def test_treatments_are_part_of_the_history():
    class Kept:
        def __init__(self):
            self.texts = []

        def append_act(self, _scope, act):
            self.texts.append(act)

        def acts(self, _scope):
            return self.texts

    ledger = Kept()
    Arranger(ledger, "d").do(Add(pages=("a", "b"), treatments=(("level", "even"), ())))
    assert [p.treatments for p in Arranger(ledger, "d").now.pages] == [("level", "even"), ()]
    ledger.texts.append('{"act": "Add", "pages": ["c"], "after": null}')
    assert Arranger(ledger, "d").now.pages[-1].treatments == ()
