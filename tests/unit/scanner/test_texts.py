"""Every code a person can meet has its words, and every placeholder is a fact of that code."""

from __future__ import annotations

import re
import string
import tomllib
import unicodedata
from importlib.resources import files

import pytest

from scanner.errors import CODES
from scanner.profiles import materials


def table(language):
    data = (files("resources") / "lang" / language / "scanner.toml").read_text("utf-8")
    flat = {}

    def walk(prefix, node):
        if "title" in node:
            flat[prefix] = node
            return
        for name, child in node.items():
            walk(f"{prefix}.{name}" if prefix else name, child)

    walk("", tomllib.loads(data))
    return flat


def codes_in_source(pattern, but=""):
    found = set()
    for file in files("scanner").iterdir():
        stack = [file]
        while stack:
            node = stack.pop()
            if node.is_dir() and node.name != "recognition":
                stack += list(node.iterdir())
            elif node.name.endswith((".py", ".toml")) and node.name != but:
                found |= set(re.findall(pattern, node.read_text("utf-8")))
    return found


QUALITY = {
    "resolution_low": "dpi least", "pixels_few": "pixels", "blurred": "edge", "dark": "paper",
    "pale": "contrast", "cut_at_edge": "edges", "skewed": "degrees", "no_seal_colour": "",
}  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_code_has_its_words(language):
    words = table(language)
    notes = codes_in_source(r"scanner\.(?:note|prepare)\.[a-z_]+")
    quality = {f"scanner.quality.{name}" for name in QUALITY}
    assert words.keys() == CODES.keys() | notes | quality


@pytest.mark.parametrize("language", ["vi", "en"])
def test_placeholders_are_facts(language):
    for code, parts in table(language).items():
        facts = set(CODES.get(code, ())) | set(QUALITY.get(code.rpartition(".")[2], "").split())
        for part in ("title", "body", "action"):
            text = parts[part]
            used = {name for _t, name, _s, _c in string.Formatter().parse(text) if name}
            assert used <= facts, (code, part)
            assert text == unicodedata.normalize("NFC", text).strip()
            assert "!" not in text


def test_quality_notes_are_those_with_words():
    assert codes_in_source(r'_note\("([a-z_]+)"') == set(QUALITY)


def test_every_code_is_used():
    elsewhere = codes_in_source(r'"(scanner\.[a-z_]+)"', but="errors.py")
    assert CODES.keys() == elsewhere & CODES.keys()


def test_materials_ask_only_for_prompts_with_words():
    words = table("vi")
    for material in materials().values():
        assert set(material.prepare) <= words.keys()
