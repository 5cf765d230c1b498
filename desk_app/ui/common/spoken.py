"""Values as they are read aloud while the officer looks at the paper: in groups, with pauses."""

import re

GROUP = 3
_NUMBER = re.compile(r"\d[\d .\-/]{4,}\d")


def spoken(value: str) -> str:
    """``value`` for a voice: long numbers digit by digit in groups of three, words one by one.

    ``024190001234`` becomes ``0 2 4, 1 9 0, 0 0 1, 2 3 4``; ``TRẦN MINH ĐĂNG`` becomes
    ``Trần, Minh, Đăng``. Dates keep their parts.
    """
    text = " ".join(value.split())
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text):
        return text.replace("/", ", ")
    parts = []
    for word in text.split(" "):
        digits = re.sub(r"\D", "", word)
        if len(digits) > 4 and _NUMBER.fullmatch(word):
            parts.append(_grouped(digits))
        else:
            # A voice spells words in capitals letter by letter.
            parts.append(word.capitalize() if word.isupper() else word)
    return ", ".join(parts)


def _grouped(digits: str) -> str:
    groups = (digits[at : at + GROUP] for at in range(0, len(digits), GROUP))
    return ", ".join(" ".join(group) for group in groups)
