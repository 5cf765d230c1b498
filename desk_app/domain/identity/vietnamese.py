"""Vietnamese text: one form to store, one to search, one to tell names apart.

Names written in the fonts of before Unicode (TCVN3, VNI) or decoded wrongly are recognised, never
rewritten.
"""

import re
import unicodedata
from collections.abc import Iterable

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_D_WITH_STROKE = str.maketrans("ðɖÐƉ", "đđĐĐ")

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ®¡¢§£¤¥¦",
        "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HAT = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}

_NUCLEI = (
    "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iêu|iu|oa|oă|oai|oao|oay|oe|oeo|oi|oo|"
    "ôi|ơi|ua|uâ|uây|uê|ui|uô|uôi|uơ|uy|uya|uyê|uyu|uai|ưa|ưi|ươ|ươi|ươu|ưu|ya|yê|yêu"
)
_SYLLABLE = re.compile(
    f"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?(?:{_NUCLEI})(?:ch|ng|nh|[cmnpt])?"
)
_UNMARKED = re.compile(
    "(?:ngh|ng|nh|gh|kh|ph|th|tr|ch|[bcdghklmnprstvx])?(?:uye|uo|ie|ye|uu|ue|ua(?=[a-z]))[a-z]*"
    "|(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?(?:[aeiouy]+)(?:ch|c|p|t)"
)


def compose(text: str) -> str:
    """Give text as it is stored: composed letters, single spaces, nothing invisible."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_INVISIBLE).split())


def search_key(text: str) -> str:
    """Give text as the search compares it: no case, no diacritics, đ as d."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", _plain(text))
        if not unicodedata.combining(letter)
    ).replace("đ", "d")


def name_key(text: str) -> str:
    """Give a name as two spellings of it compare: encoding, case and tone placement aside."""
    return " ".join(_untoned(word) for word in _plain(text).split())


def same_name(a: str, b: str) -> bool:
    """Say whether two texts are one person's name, whatever the encoding, case and tone place."""
    return not name_keys(a).isdisjoint(name_keys(b))


def same_search(a: str, b: str) -> bool:
    """Say whether the search for one text finds the other."""
    return search_key(a) == search_key(b) or same_name(a, b)


def name_keys(text: str) -> set[str]:
    """Give the keys of a name in every encoding it can have been written in."""
    return {name_key(text), *(name_key(reading) for reading in legacy_readings(text))}


def legacy_readings(text: str) -> list[str]:
    """Read text as TCVN3, VNI or twice-encoded UTF-8, where only that gives Vietnamese words.

    Text that is Vietnamese as it stands has no other reading: `Hoà` is never VNI for `Hồ`.
    """
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii() or _is_vietnamese(composed):
        return []
    readings = [_from_tcvn3(composed), _from_vni(composed), *_from_mojibake(composed)]
    return [reading for reading in readings if _is_vietnamese(reading)]


def is_damaged(text: str) -> bool:
    """Say whether text holds what no Vietnamese text holds: lost or wrongly decoded letters."""
    composed = unicodedata.normalize("NFC", text)
    return any(_is_odd(letter) for letter in composed) or bool(legacy_readings(composed))


def _is_odd(letter: str) -> bool:
    if letter in "?\ufffd":
        return True
    if letter.isascii() or letter in "‘’“”":
        return unicodedata.category(letter) == "Cc"
    kind = unicodedata.category(letter)
    base = unicodedata.normalize("NFD", letter)[0]
    is_latin = base.isascii() or base in "đĐƀɃ" or kind == "Pd"
    return not is_latin


def is_unmarked(word: str) -> bool:
    """Say whether a word without any mark cannot be written so in Vietnamese.

    `Nguyen`, `Duong`, `Tien` lack a vowel mark; a word closed by c, ch, p or t always has a tone.
    """
    return word.isascii() and bool(_UNMARKED.fullmatch(word.casefold()))


def _plain(text: str) -> str:
    whole = compose(unicodedata.normalize("NFKC", text).translate(_D_WITH_STROKE))
    return whole.replace("\xad", "").replace("’", "'").replace("‘", "'").casefold()


def _untoned(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    base = "".join(letter for letter in letters if letter not in _TONES)
    tones = "".join(sorted(letter for letter in letters if letter in _TONES))
    return unicodedata.normalize("NFC", base) + tones


def _is_vietnamese(text: str) -> bool:
    words = re.findall(r"[^\s\-'’.,;:/()0-9]+", text.translate(_INVISIBLE))
    return all(_is_syllable(word) for word in words)


def _is_syllable(word: str) -> bool:
    if word != word.lower() and word != word.upper() and word != word.capitalize():
        return False
    letters = unicodedata.normalize("NFD", word.casefold())
    base = "".join(letter for letter in letters if letter not in _TONES)
    one_tone = len(letters) - len(base) <= 1
    return one_tone and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", base)))


def _from_tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(letter, letter) for letter in text).casefold()


def _from_vni(text: str) -> str:
    read: list[str] = []
    for letter in text.lower():
        if read and (mark := _vni_mark(read[-1], letter)) is not None:
            read[-1] = unicodedata.normalize("NFC", read[-1] + mark)
        else:
            read.append(_VNI_ALONE.get(letter, letter))
    return "".join(read)


def _vni_mark(base: str, letter: str) -> str | None:
    if base in "aeo" and letter in _VNI_HAT:
        return "\u0302" + _VNI_HAT[letter]
    if base == "a" and letter in _VNI_BREVE:
        return "\u0306" + _VNI_BREVE[letter]
    if base in "aeouyơư" and letter in _VNI_TONES:
        return _VNI_TONES[letter]
    return None


def _from_mojibake(text: str) -> Iterable[str]:
    for encoding in ("cp1252", "latin-1"):
        try:
            yield text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
