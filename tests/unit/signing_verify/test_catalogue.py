"""Every reason the code can give has its sentence, in the shipped catalogue and in the desk's
own."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

from signing.verify.reasons import INVALID
from signing.verify.sentences import default_catalogue

ROOT = Path(__file__).parents[3]
_CODE = re.compile(
    r'"((?:file|signature|cms|algorithm|certificate|chain|revocation|time|time_stamp|change|pdf|xml|'
    r'asic|security_store|form)\.[a-z_0-9]+)"'
)


def codes_in_source() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "signing" / "verify").rglob("*.py"):
        found |= set(_CODE.findall(path.read_text("utf-8")))
    return found


def test_every_reason_has_a_sentence():
    # Codes of the strict reader that accompany ``file.unreadable`` need no sentence of their own.
    reader = {c for c in codes_in_source() if c.startswith(("pdf.", "form."))}
    named = set(default_catalogue()["reasons"])
    told = {
        "change.time_stamp",
        "change.later_signature",
        "change.security_store_grew",
        "change.field_filled",
    }
    assert codes_in_source() - reader - told - named == set()


def test_no_sentence_is_unused():
    assert set(default_catalogue()["reasons"]) - codes_in_source() == set()


def test_invalid_reasons_exist():
    assert codes_in_source() >= INVALID


def test_sentences_are_clean_text():
    for text in default_catalogue()["reasons"].values():
        assert text == unicodedata.normalize("NFC", text)
        assert text == text.strip()
        assert text.endswith(".")
        assert "!" not in text


def test_the_desk_catalogue_says_the_same():
    for language in ("vi", "en"):
        path = ROOT / "resources" / "lang" / language / "verify.toml"
        desk = tomllib.loads(path.read_text("utf-8"))
        assert set(desk["reasons"]) == set(default_catalogue()["reasons"])
        assert set(desk["verdicts"]) == set(default_catalogue()["verdicts"])
    vietnamese = tomllib.loads((ROOT / "resources/lang/vi/verify.toml").read_text("utf-8"))
    assert vietnamese["reasons"] == default_catalogue()["reasons"]
