"""Words a search may hit, and the words of a question, folded the same way.

Lower case, no diacritics, đ as d, nothing but letters and digits. Every word is found by its
beginning; a long number also by its last digits, because that is what people remember.
"""

import re
import unicodedata

from desk_app.domain.dossier import Dossier
from desk_app.domain.identifiers import provisional_number

_WORD = re.compile(r"[^\W_]+")
_LONG_NUMBER = re.compile(r"\d{8,}")
_TAILS = (4, 5, 6)
_LONGEST = 40


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def words(text: str) -> tuple[str, ...]:
    """Folded words of a question or of a stored value, each once, in order."""
    found = (word[:_LONGEST] for word in _WORD.findall(fold(text)))
    return tuple(dict.fromkeys(found))


def search_text(dossier: Dossier) -> str:
    """Everything a search may hit, one blank before each word."""
    parts = [str(dossier.code or ""), dossier.terms.name, dossier.terms.code]
    if dossier.code is None or dossier.coded_at_version:
        parts.append(provisional_number(dossier.id) if dossier.is_received else "")
    for who in (dossier.applicant, dossier.representative):
        if who is not None:
            parts += [who.full_name, who.identifier, who.phone, who.address]
    found = words(" ".join(parts))
    tails = [word[-n:] for word in found if _LONG_NUMBER.fullmatch(word) for n in _TAILS]
    return "".join(f" {word}" for word in dict.fromkeys([*found, *tails]))
