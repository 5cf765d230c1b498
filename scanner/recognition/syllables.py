"""Whether a read word can be a Vietnamese syllable at all: `huyện` can, `huuện` cannot."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_RISING_OR_HEAVY = {"\u0301", "\u0323"}
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    r"(?:"
    r"(?:uyê|yê|iê|uô|ươ|oa|oă|oe|uâ|uê|uơ|uy|oo(?=n|c)|[aăâeêioôơuưy])(?P<coda>ch|ng|nh|[cmnpt])?"
    r"|iêu|yêu|uôi|ươi|ươu|oai|oay|oeo|uây|uya|uyu|uao"
    r"|ia|ua|ưa|ai|ay|ây|ao|au|âu|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu"
    r")"
)


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether a word obeys the spelling of one Vietnamese syllable, tone included."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in parts if c in _TONES]
    bare = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    found = _SYLLABLE.fullmatch(bare)
    if found is None or len(tones) > 1:
        return False
    stopped = found["coda"] in {"c", "ch", "p", "t"}
    return not stopped or bool(_RISING_OR_HEAVY & set(tones))


@lru_cache(maxsize=1)
def _used() -> frozenset[str]:
    text = (files("scanner.recognition") / "data" / "syllables.txt").read_text("utf-8")
    return frozenset(text.partition("\n")[2].split())


def is_used(word: str) -> bool:
    """Whether a syllable is one of common Vietnamese words: `Mỹ` is, `Hỹ` is only spelt like one.

    Names of places in other languages of the country are not among them.
    """
    return len(word) < 2 or unicodedata.normalize("NFC", word).lower() in _used()
