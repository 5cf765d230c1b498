"""Vietnamese text as the matcher sees it: folded letters, one form, one tone placement."""

import re
import unicodedata
from functools import lru_cache

_STROKE = str.maketrans({"đ": "d", "Đ": "D"})
_TOKENS = re.compile(r"[^\W_]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Lower case without any mark: `Hộ khẩu` → `ho khau`."""
    bare = unicodedata.normalize("NFD", text.translate(_STROKE))
    return "".join(c for c in bare if not unicodedata.combining(c)).lower()


@lru_cache(maxsize=16384)
def without_tone(text: str) -> str:
    """Lower case, NFC, tone marks dropped but â ă ê ô ơ ư đ kept."""
    return toneless(text.lower())


def toneless(text: str) -> str:
    """NFC, tone marks dropped: `ÚBND` → `UBND`; â ă ê ô ơ ư đ and the case are kept."""
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))


def tokens(text: str) -> list[str]:
    """Folded words and numbers of a text."""
    return _TOKENS.findall(fold(text))


def squeezed(text: str) -> str:
    """Letters and digits only, folded."""
    return "".join(tokens(text))


def spaced(text: str) -> str:
    """Runs of white space to one space, ends bare, NFC."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_upper(text: str) -> bool:
    """Whether most letters are capitals."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= 0.8 * len(letters)
