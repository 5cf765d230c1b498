"""The catalogue of the window and the code that uses it."""

import re
import unicodedata
from pathlib import Path

import pytest

import desk_app.ui
import resources
from desk_app.texts import Texts
from desk_app.texts.catalogue import placeholders

UI = Path(desk_app.ui.__file__).parent
SOURCES = sorted(UI.rglob("*.py"))
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ]|[\u1ea0-\u1ef9]|[àáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝ]")
KEY = re.compile(r'"(ui\.[a-z_]+(?:\.[A-Za-z_0-9]+)+)"')


def flat(table, prefix=""):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def words(language):
    """Words of the sign-in page and of the window behind it."""
    first = resources.json_data(f"lang/{language}/sign_in.json")
    tables = [first, resources.toml(f"lang/{language}/ui.toml")]
    return {key: text for table in tables for key, text in flat(table)}


def code_of(path):
    """A module without its docstrings and comments."""
    text = re.sub(r'"""[\s\S]*?"""', "", path.read_text(encoding="utf-8"))
    return re.sub(r"(?m)#.*$", "", text)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(UI)))
def test_no_vietnamese_letter_in_the_code_of_the_window(path):
    assert VIETNAMESE.findall(code_of(path)) == []


def test_every_key_named_in_code_has_words():
    texts = Texts()
    named = {key for path in SOURCES for key in KEY.findall(code_of(path))}
    settings = {"ui.language", "ui.theme", "ui.text_scale"}
    known_keys = tuple(texts.keys())
    missing = {key for key in named - settings if not texts.has(key)}
    missing = {
        key for key in missing if not any(known.startswith(f"{key}.") for known in known_keys)
    }
    assert missing == set()


def test_english_has_the_same_keys_and_placeholders():
    vietnamese, english = words("vi"), words("en")
    assert set(vietnamese) == set(english)
    holes = {key: placeholders(text) for key, text in vietnamese.items()}
    assert {key for key, text in english.items() if placeholders(text) != holes[key]} == set()


def test_words_are_composed_and_tidy():
    for language in ("vi", "en"):
        for key, text in words(language).items():
            assert unicodedata.is_normalized("NFC", text), key
            assert text == text.strip(), key


def test_english_is_english():
    left = {key for key, text in words("en").items() if VIETNAMESE.search(text)}
    assert left == {"ui.language.vi", "ui.return.fee_amount"}
