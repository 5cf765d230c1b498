"""The catalogue of words: complete, clean, twinned, filled from facts."""

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

import resources
from desk_app.texts import Texts
from desk_app.texts.catalogue import fill, load, placeholders
from signing.verify.sentences import default_catalogue

ROOT = Path(resources.path("")).parent
LANG = resources.path("lang")
CODE = re.compile(r'(?:Error|Problem|Fault)\(\s*(?:path=[^,]+,\s*)?(?:code=)?"([a-z_]+\.[a-z_.]+)"')
FAULT = re.compile(r'(?:\.fault\([^,]*,|code=)\s*"([a-z_]+\.[a-z_]+)"')
PACKAGES = ("desk_app", "scanner", "signing")


@pytest.fixture(scope="module")
def vietnamese():
    words, faults = load(LANG / "vi")
    assert faults == []
    return words


@pytest.fixture(scope="module")
def english():
    words, faults = load(LANG / "en")
    assert faults == []
    return words


def test_words_are_composed_and_clean(vietnamese, english):
    for key, words in {**vietnamese, **{f"en.{k}": w for k, w in english.items()}}.items():
        assert words == unicodedata.normalize("NFC", words), key
        assert words == words.strip(), key
        assert words, key
        assert "  " not in words, key
        assert "!" not in words, key


def test_every_key_has_its_english_twin(vietnamese, english):
    assert set(vietnamese) - set(english) == set()
    assert set(english) - set(vietnamese) == set()


def test_twins_want_the_same_facts(vietnamese, english):
    for key, words in vietnamese.items():
        assert placeholders(words) == placeholders(english[key]), key


def test_messages_have_three_parts(vietnamese):
    heads = {key.rpartition(".")[0] for key in vietnamese if key.endswith(".body")}
    for head in heads:
        for part in ("title", "body", "action"):
            assert f"{head}.{part}" in vietnamese


def sources():
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def codes_of(file):
    text = file.read_text(encoding="utf-8")
    return {code for pattern in (CODE, FAULT) for code in pattern.findall(text)}


def test_every_code_in_the_program_has_words():
    texts = Texts()
    verdicts = ("signing/verify/", "signing/chip/")  # their reasons have sentences: see below
    files = [f for f in sources() if not any(part in f.as_posix() for part in verdicts)]
    codes = set().union(*map(codes_of, files))
    assert len(codes) > 60
    assert sorted(code for code in codes if not texts.has(code)) == []


def test_every_reason_of_a_verdict_has_its_sentence():
    verdicts = default_catalogue()
    codes = set().union(*map(codes_of, sorted((ROOT / "signing" / "verify").rglob("*.py"))))
    assert len(codes) > 60
    wordless = codes - verdicts["reasons"].keys()
    assert {c.partition(".")[0] for c in wordless} <= verdicts["families"].keys()


def test_no_vietnamese_stands_in_code():
    """What a person reads comes from data; comments and docstrings may name Vietnamese terms."""
    letters = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
    literal = re.compile(r'(?<!")"(?!"")((?:[^"\\\n]|\\.)*)"')
    allowed = {"desk_app/adapters/printing/fonts.py", "desk_app/domain/forms/reading.py"}
    own = ("domain/procedure", "domain/forms", "domain/definitions", "adapters/printing", "texts")
    found = []
    for file in sources():
        name = file.relative_to(ROOT).as_posix()
        if name in allowed or not any(part in name for part in (*own, "adapters/catalogue")):
            continue
        text = re.sub(r'"""(?:.|\n)*?"""', "", file.read_text(encoding="utf-8"))
        lines = (line.partition("  #")[0] for line in text.splitlines())
        found += [
            (name, w)
            for line in lines
            for w in literal.findall(line)
            if len(w) > 1 and letters.search(w)
        ]
    assert found == []


def test_words_are_filled_and_gaps_show_as_dots():
    assert fill("Còn {count} ngày, {x}", {"count": 3}) == "Còn 3 ngày, …"
    assert fill("{a.b} {{", {}) == "{a.b} {{"


def test_messages():
    texts = Texts()
    message = texts.message("printing.page_unreadable", {"page": 2})
    assert message.title == "Một trang không đọc được"
    assert "Trang 2" in message.body
    assert "2" in message.action
    assert texts.message("procedure.unsourced", {"path": "term"}).title.startswith("term:")
    unknown = texts.message("nobody.knows")
    assert "nobody.knows" in unknown.body
    assert texts.label("nobody.knows") == "nobody.knows"


def test_a_word_follows_the_number_it_stands_beside():
    words = "{count} {count|paper is|papers are} here, {left} {left||more}"
    assert fill(words, {"count": 1, "left": 0}) == "1 paper is here, 0 more"
    assert fill(words, {"count": "1.842"}) == "1.842 papers are here, … more"
    assert placeholders(words) == {"count", "left"}


def test_english_falls_back_to_vietnamese(tmp_path):
    for lang, words in (("vi", 'a = "một"\nb = "hai"'), ("en", 'a = "one"')):
        (tmp_path / lang).mkdir()
        (tmp_path / lang / "x.toml").write_text(words, encoding="utf-8")
    texts = Texts("en", tmp_path)
    assert (texts.label("a"), texts.label("b")) == ("one", "hai")


def test_broken_files_and_double_keys_are_reported_and_do_not_stop(tmp_path, caplog):
    folder = tmp_path / "vi"
    folder.mkdir()
    (folder / "a.toml").write_text('k = "first"', encoding="utf-8")
    (folder / "b.toml").write_text('k = "second"\nj = "other"', encoding="utf-8")
    (folder / "c.toml").write_text("= broken", encoding="utf-8")
    texts = Texts("vi", tmp_path)
    assert (texts.label("k"), texts.label("j")) == ("first", "other")
    assert {record.message.split(" ")[0] for record in caplog.records} == {
        "texts.key_twice",
        "texts.file_broken",
    }


def test_number_words_are_complete():
    data = tomllib.loads((LANG / "numbers_vi.toml").read_text(encoding="utf-8"))
    assert len(data["number_words"]["digits"]) == 10


@pytest.mark.parametrize("language", ["vi", "en"])
def test_words_of_the_window_are_in_its_own_files(language):
    """The window asks for them without reading the rest; a key elsewhere would not be found."""
    folder = resources.path("lang") / language
    first = {"sign_in.json", *(file.name for file in folder.glob("ui*.toml"))}
    elsewhere = {
        key
        for file in folder.iterdir()
        if file.name not in first
        for key in load(folder, file.name)[0]
        if key.startswith("ui.")
    }
    assert elsewhere == set()
    staged = Texts(language, first=("sign_in.json", "ui*.toml"), own="ui.")
    assert not staged.has("ui.hint.nobody_has_this")
    assert not staged._is_whole
    whole = Texts(language)
    names = tuple(whole.keys())
    assert [staged.label(key) for key in names] == [whole.label(key) for key in names]
