"""Bytes of a reading as text: UTF-8, the Vietnamese code page of Windows, or nothing.

A card's code holds UTF-8 and most readers pass its bytes on; some are set to put them into Windows
code page 1258. That page has a letter for nearly every byte, so what it gives is believed only
where all of it is Vietnamese: broken UTF-8 and fonts of before Unicode give other signs.
"""

import itertools
import re
import unicodedata

from desk_app.domain.identity.vietnamese import is_damaged

_BAR = "|"
_WORD = re.compile(r"[^\W\d_]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = "aăâeêioôơuưy"
_MARKED = frozenset(
    sign
    for vowel, tone in itertools.product(_VOWELS + _VOWELS.upper(), ("", *_TONES))
    for sign in unicodedata.normalize("NFC", vowel + tone)
) | frozenset("đĐ")


def text_of(line: bytes) -> str | None:
    """A line as composed text without signs of control around it; None when it is no text.

    Empty when the line holds nothing but blanks and signs of control.
    """
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return _from_windows(line)
    return _whole(text)


def _from_windows(line: bytes) -> str | None:
    try:
        text = _whole(line.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    if text is None or not all(sign.isascii() or sign in _MARKED for sign in text):
        return None
    is_wrong = any(map(is_damaged, text.split(_BAR))) or not all(
        map(_is_cased, _WORD.findall(text))
    )
    return None if is_wrong else text


def _is_cased(word: str) -> bool:
    """Whether capitals stand where Vietnamese has them: none but the first letter, or all."""
    return word in (word.lower(), word.upper(), word.capitalize())


def _whole(text: str) -> str | None:
    first = next((at for at, sign in enumerate(text) if not _is_around(sign)), len(text))
    last = next((at for at in range(len(text), first, -1) if not _is_around(text[at - 1])), first)
    inner = unicodedata.normalize("NFC", text[first:last])
    is_text = all(sign != "\ufffd" and unicodedata.category(sign) != "Cc" for sign in inner)
    return inner if is_text else None


def _is_around(sign: str) -> bool:
    """Whether a sign may stand before or behind a reading: blanks, STX, ETX, a byte order mark."""
    return sign.isspace() or sign == "\ufeff" or unicodedata.category(sign) == "Cc"
