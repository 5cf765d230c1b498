"""Free text, and words out of closed lists: sex, ethnic group, nationality, relation."""

import re
from dataclasses import replace

from scanner.recognition.kinds.parsed import Parsed, digits_in_words, trimmed
from scanner.recognition.reading import Correction
from scanner.recognition.repair import repair_grade, repair_marital, repair_phrases, tidy_marks
from scanner.recognition.text import fold, is_upper
from scanner.recognition.wordlists import nearest, words

_LOST_APOSTROPHE = re.compile(r"([HKM])([A-ZĐ][a-zà-ỹ]+)$")  # `HMông`, `KHo`


def parse_text(text: str) -> Parsed | None:
    """Text as it stands, stray marks taken out."""
    start, stop = trimmed(text, 0, len(text))
    if start >= stop:
        return None
    value = text[start:stop]
    if value.count("(") > value.count(")"):
        value += ")" if text[stop : stop + 1] == ")" else ""
    notes: list[Correction] = []
    value = digits_in_words(value, notes)
    value = repair_phrases(tidy_marks(repair_grade(value, notes), notes), notes)
    value = repair_marital(value, notes)
    letters = sum(c.isalnum() for c in value)
    if letters < 2 and not value.isdigit():
        return Parsed(value, start, stop, 0.2, tuple(notes))
    return Parsed(
        value, start, stop, 0.5 + 0.4 * letters / max(1, len(value.replace(" ", ""))), tuple(notes)
    )


def parse_papers(text: str) -> Parsed | None:
    """A paper of identity and its number, without words of the label before its name."""
    for word in re.finditer(r"[^\W_]+", text):
        rest = fold(text[word.start() :])
        if rest.startswith(words("papers_names")):
            found = parse_text(text[word.start() :])
            return None if found is None else _moved(found, word.start())
        if fold(word.group()) not in words("papers_label_words"):
            break
    return parse_text(text)


def _moved(found: Parsed, by: int) -> Parsed:
    return replace(found, start=found.start + by, stop=found.stop + by)


def short_text(text: str, most_words: int) -> Parsed | None:
    """Text of few words, or None."""
    parsed = parse_text(text)
    if parsed is None:
        return None
    found = parsed.value.split()
    if len(found) > most_words:
        return None
    return replace(parsed, fit=0.45)


def parse_gender(text: str) -> Parsed | None:
    """`Nam` or `Nữ`."""
    for found in list(re.finditer(r"[^\W\d_]+", text))[:4]:
        bare = fold(found.group())
        if bare == "nam":
            return Parsed("Nam", found.start(), found.end(), 1.0)
        if bare in {"nu", "nit", "nư", "ni"}:
            changed = found.group() not in {"Nữ", "NỮ", "nữ"}
            note = (
                (Correction(reason="gender", before=found.group(), after="Nữ"),) if changed else ()
            )
            return Parsed("Nữ", found.start(), found.end(), 0.7 if changed else 1.0, note)
    return None


def _from_list(name: str, text: str, most_words: int, least: float) -> Parsed | None:
    start, stop = trimmed(text, 0, len(text))
    pieces = list(re.finditer(r"[^\s,;()/]+", text[start:stop]))
    best: tuple[float, Parsed] | None = None
    for count in range(1, min(most_words, len(pieces)) + 1):
        begin, end = trimmed(text, start, start + pieces[count - 1].end())
        raw = text[begin:end]
        hit = nearest(name, raw, least)
        if hit is None:
            continue
        entry, score = hit
        value = entry.upper() if is_upper(raw) and len(raw) > 1 else entry
        note = (
            (Correction(reason=name, before=raw, after=value),)
            if value.lower() != raw.lower()
            else ()
        )
        merit = score + 0.02 * count
        if best is None or merit > best[0]:
            best = (merit, Parsed(value, begin, end, score, note))
    return best[1] if best else None


def parse_ethnic(text: str) -> Parsed | None:
    """An ethnic group."""
    found = _from_list("ethnic", text, 3, 0.72) or short_text(text, 3)
    lost = None if found is None else _LOST_APOSTROPHE.match(text[found.start : found.stop])
    if found is None or lost is None or (meant := f"{lost[1]}'{lost[2]}") not in words("ethnic"):
        return found
    note = Correction(reason="ethnic", before=lost[0], after=meant)
    return replace(found, value=meant, corrections=(note,))


def parse_nationality(text: str) -> Parsed | None:
    """A nationality."""
    return _from_list("nationalities", text, 3, 0.72) or short_text(text, 3)


def parse_relation(text: str) -> Parsed | None:
    """How someone is related."""
    return _from_list("relations", text, 3, 0.72) or short_text(text, 4)
