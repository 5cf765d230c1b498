"""Names: their parts, and how they stand in a machine-readable zone."""

from dataclasses import dataclass

from desk_app.domain.identity.tables import IdentityTables
from desk_app.domain.identity.vietnamese import compose, search_key

NAME_FIELD_LENGTHS = (30, 39)  # line 3 of TD1; line 1 of TD3 after its first five characters
_TD3_LINE = 44
_TD3_HEAD = 5


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name and its parts; None where there is none.

    Attributes:
        nfc: composed, with single spaces.
        search: no case, no diacritics, đ as d.
        surname: family name; of several words where the table of compounds says so.
        middle: what stands between.
        given: the last word.
    """

    nfc: str
    search: str
    surname: str | None
    middle: str | None
    given: str | None


def split_name(name: str, tables: IdentityTables) -> NameParts:
    """Split a Vietnamese name: family name first, given name last."""
    whole = compose(name)
    words = whole.split()
    keys = [search_key(word) for word in words]
    first = 1
    for compound in tables.compound_surnames:
        if len(words) > len(compound) and tuple(keys[: len(compound)]) == compound:
            first = len(compound)
            break
    if len(words) < 2:
        return NameParts(whole, search_key(name), None, None, whole or None)
    return NameParts(
        nfc=whole,
        search=search_key(name),
        surname=" ".join(words[:first]),
        middle=" ".join(words[first:-1]) or None,
        given=words[-1],
    )


def agrees_with_mrz(name: str, field: str) -> bool:
    """Say whether a name is the one in the name field of a machine-readable zone.

    ICAO 9303: no diacritics, đ as D, apostrophes left out, hyphens as fillers, family name
    before `<<`. A field filled to its end may be cut or abbreviated; nothing is guessed about
    confused letters.
    """
    field = "".join(field.split()).upper()
    if len(field) == _TD3_LINE and field.startswith("P"):
        field = field[_TD3_HEAD:]
    zone = [word for word in field.split("<") if word]
    if not zone:
        return False
    return any(_fits(words, zone, field) for words in _transliterations(name))


def _transliterations(name: str) -> list[list[str]]:
    """Give the words of a name in the letters of the zone; an apostrophe joins or parts."""
    letters = search_key(name).upper().replace("-", " ").replace("’", "'")
    kept = "".join(letter for letter in letters if letter.isalnum() or letter in " '")
    return [kept.replace("'", "").split(), kept.replace("'", " ").split()]


def _fits(words: list[str], zone: list[str], field: str) -> bool:
    if words == zone:
        return True
    if len(field) not in NAME_FIELD_LENGTHS:
        return False
    if _is_cut(words, zone, field):
        return True
    ends_full = not field.endswith("<")
    initials = len(zone) <= len(words) and all(
        word.startswith(part) for word, part in zip(words, zone, strict=False)
    )
    return ends_full and initials and words[0] == zone[0]


def _is_cut(words: list[str], zone: list[str], field: str) -> bool:
    """Say whether the field is the whole name cut at the end of the zone."""
    surname_words = len([word for word in field.split("<<", maxsplit=1)[0].split("<") if word])
    whole = "<<".join(
        part for part in ("<".join(words[:surname_words]), "<".join(words[surname_words:])) if part
    )
    return len(zone) <= len(words) and len(whole) > len(field) and whole[: len(field)] == field
