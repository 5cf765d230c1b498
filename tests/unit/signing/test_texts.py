"""Every code of signing has its words, in both languages, with facts that exist."""

import ast
import re
import string
import tomllib
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCES = [
    path
    for folder in ("signing", "desk_app/adapters/signatures")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not {"verify", "trust", "chip"} & set(path.relative_to(ROOT).parts)
]
CODE = re.compile(r"^signing\.([a-z]+(?:_[a-z]+)*)$")
BUILDERS = {"SigningError", "Problem"}


def catalogue(language: str) -> dict[str, dict[str, str]]:
    path = ROOT / "resources" / "lang" / language / "signing.toml"
    return tomllib.loads(path.read_text("utf-8"))["signing"]


def codes_in_source() -> set[str]:
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                match = CODE.match(node.value)
                if match and not node.value.startswith("signing.data"):
                    found.add(match.group(1))
    return found


def facts_of_raises() -> dict[str, list[set[str]]]:
    """For each code, the fact names of each place that raises it with keywords alone."""
    found: dict[str, list[set[str]]] = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "SigningError":
                continue
            if not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            names = {word.arg for word in node.keywords}
            if None not in names:
                code = str(node.args[0].value).removeprefix("signing.")
                found.setdefault(code, []).append({str(name) for name in names})
    return found


def placeholders(entry: dict[str, str]) -> set[str]:
    return {
        name
        for text in entry.values()
        for _, name, _, _ in string.Formatter().parse(text)
        if name is not None
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_code_has_title_body_action(language) -> None:
    words = catalogue(language)
    built = {"weather_certificate", "weather_revocation", "weather_package"}
    missing = codes_in_source() - set(words)
    assert not missing
    assert set(words) - codes_in_source() - built == set()
    for entry in words.values():
        assert set(entry) == {"title", "body", "action"}
        for text in entry.values():
            assert text == unicodedata.normalize("NFC", text).strip()
            assert text
            assert "!" not in text


def test_both_languages_say_the_same_codes_and_facts() -> None:
    vi, en = catalogue("vi"), catalogue("en")
    assert set(vi) == set(en)
    for code, entry in vi.items():
        assert placeholders(entry) == placeholders(en[code]), code


def test_placeholders_are_facts_of_every_place_that_raises() -> None:
    words = catalogue("vi")
    for code, places in facts_of_raises().items():
        for names in places:
            assert placeholders(words[code]) <= names, (code, names)
