"""Headings are written in sentence case; only titles of columns and of the rail are in capitals."""

import re
import tomllib

import pytest

import resources

PLACEHOLDER = re.compile(r"\{\w+\}")
CAPITALS = ("ui.nav", "ui.column")


def _texts(tree, path=""):
    for key, value in tree.items():
        where = f"{path}.{key}".strip(".")
        if isinstance(value, dict):
            yield from _texts(value, where)
        elif isinstance(value, str):
            yield where, PLACEHOLDER.sub("", value)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["ui", "ui_catalogue", "ui_plan"])
def test_no_heading_shouts(language, name):
    tree = tomllib.loads(resources.text(f"lang/{language}/{name}.toml"))
    loud = [
        where
        for where, text in _texts(tree)
        if " " in text
        and text.isupper()
        and sum(letter.isalpha() for letter in text) > 4
        and not where.startswith(CAPITALS)
    ]
    assert loud == []
