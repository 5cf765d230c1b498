"""Every code of a card reading has its words, and every verdict its sentence."""

import re
from pathlib import Path

import pytest

from desk_app.texts import Texts
from scanner.chip.errors import CODES

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_error_has_three_parts(language):
    texts = Texts(language)
    for code in CODES:
        for part in ("title", "body", "action"):
            assert texts.has(f"{code}.{part}"), (code, part)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_has_its_sentence(language):
    texts = Texts(language)
    sources = [
        *(ROOT / "signing" / "chip").glob("*.py"),
        ROOT / "desk_app/adapters/identity/worker.py",
    ]
    reasons = {r for f in sources for r in re.findall(r'"(chip\.[a-z_]+)"', f.read_text("utf-8"))}
    assert len(reasons) > 15
    assert [r for r in sorted(reasons) if not texts.has(f"chip.sentence.{r[5:]}")] == []
