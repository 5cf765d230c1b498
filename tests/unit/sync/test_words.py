"""Every code a person can meet has its words in both languages, and no word is left over."""

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

from desk_app.application.sync_values import CommandKind

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [
    *(ROOT / "desk_app" / "application").glob("sync*.py"),
    *(ROOT / "desk_app" / "adapters" / "sync").glob("*.py"),
    ROOT / "desk_app" / "bootstrap" / "exchange.py",
]


def used_codes() -> set[str]:
    found: set[str] = set()
    for source in SOURCES:
        found |= set(re.findall(r'"(sync\.[a-z_]+)"', source.read_text(encoding="utf-8")))
    return found


def words(language: str) -> dict[str, dict[str, str]]:
    path = ROOT / "resources" / "lang" / language / "sync.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))["sync"]
    acts = table.pop("act")
    return {
        **{f"sync.{name}": entry for name, entry in table.items()},
        **{f"sync.act.{name}": entry for name, entry in acts.items()},
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_codes_and_words_meet(language: str) -> None:
    acts = {f"sync.act.{kind.value}" for kind in CommandKind}
    assert set(words(language)) == used_codes() | acts


@pytest.mark.parametrize("language", ["vi", "en"])
def test_words_are_whole_and_tidy(language: str) -> None:
    for code, entry in words(language).items():
        parts = {"title"} if code.startswith("sync.act.") else {"title", "body", "action"}
        assert set(entry) == parts, code
        for text in entry.values():
            assert text == text.strip()
            assert text == unicodedata.normalize("NFC", text)
            assert "!" not in text


def test_both_languages_name_the_same_facts() -> None:
    vietnamese, english = words("vi"), words("en")
    for code, entry in vietnamese.items():
        for part, text in entry.items():
            theirs = english[code][part]
            assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", theirs)), code
