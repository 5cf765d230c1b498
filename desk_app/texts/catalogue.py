"""The catalogue: a folder of files for each language, merged, with facts filled in.

They are TOML; the words of the sign-in page are JSON, for which nothing need be loaded first.
"""

import functools
import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import resources

FALLBACK = "vi"
"""Vietnamese is the source; another language may lag behind."""

_LOG = logging.getLogger(__name__)
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?:\|([^|{}]*)\|([^|{}]*))?\}")
_PARTS = ("title", "body", "action")


class Message(NamedTuple):
    """What a person reads when something happened.

    Attributes:
        title: what happened.
        body: what it means for this dossier, what is safe.
        action: what to do; empty when there is nothing to do.
    """

    title: str
    body: str
    action: str


class Fault(NamedTuple):
    """Something wrong with the files of a language; the rest is used all the same."""

    code: str
    facts: Mapping[str, str]


class Texts:
    """Words of one language; a key it lacks is taken from Vietnamese."""

    def __init__(
        self,
        lang: str = FALLBACK,
        folder: Path | None = None,
        *,
        first: Sequence[str] = (),
        own: str = "",
    ) -> None:
        """Load the catalogue.

        Args:
            lang: language tag, name of the folder of files.
            folder: holds one folder a language; the shipped one by default.
            first: files in the order they are read: the first one at once, the next when a key is
                asked for that it lacks, in the end all. Empty: all are read at once.
            own: beginning of the keys that ``first`` alone holds; asking whether there is one that
                is not there reads nothing more.
        """
        self._folder = resources.path("lang") if folder is None else folder
        self.lang = lang
        self._is_whole = False
        self._texts: dict[str, str] = {}
        self._next, self._own = list(first), own
        self._read_more()

    def _read_more(self) -> None:
        """The next file, or all of them."""
        if not self._next:
            self._read_all()
            return
        name = self._next.pop(0)
        for language in dict.fromkeys((FALLBACK, self.lang)):
            self._texts |= load(self._folder / language, name)[0]

    def _read_all(self) -> None:
        self._is_whole = True
        self._texts, faults = load(self._folder / FALLBACK)
        if self.lang != FALLBACK:
            own, more = load(self._folder / self.lang)
            self._texts |= own
            faults += more
        for fault in faults:  # words alone never stop the desk
            _LOG.error("%s %s", fault.code, dict(fault.facts))

    def has(self, key: str) -> bool:
        """Whether there are words for a label or a message code."""
        known = key in self._texts or f"{key}.title" in self._texts
        is_here = bool(self._own) and key.startswith(self._own) and not self._next
        if not known and not self._is_whole and not is_here:
            self._read_more()
            return self.has(key)
        return known

    def label(self, key: str, **facts: object) -> str:
        """Words of one key; an unknown key is shown as it is, so that nothing is ever blank."""
        words = self._texts.get(key)
        if words is None:
            self.has(key)
            words = self._texts.get(key, key)
        return fill(words, facts) if "{" in words else words

    def message(self, code: str, facts: Mapping[str, object] | None = None) -> Message:
        """Words of an error or notice.

        A code with one line of words gives a title alone; a code without words falls back to
        the general message, which shows the code.
        """
        known = {**(facts or {}), "code": code}
        is_known = self.has(code)
        if code in self._texts:
            return Message(title=fill(self._texts[code], known), body="", action="")
        key = code if is_known else "unknown"
        title, body, action = (fill(self._texts.get(f"{key}.{part}", ""), known) for part in _PARTS)
        return Message(title=title or code, body=sentence(body), action=sentence(action))

    def keys(self) -> Iterator[str]:
        """All keys, dotted."""
        if not self._is_whole:
            self._read_all()
        return iter(self._texts)


def sentence(text: str) -> str:
    """``text`` with the full stop that ends it; what ends already stays as it is."""
    return text if not text or text[-1] in ".!?…:" else f"{text}."


@functools.cache
def shipped(lang: str = FALLBACK) -> Texts:
    """The shipped catalogue of a language, read once by a process."""
    return Texts(lang)


def _toml(text: str) -> dict[str, object]:
    import tomllib  # 3 ms, which the sign-in page does not wait for

    return tomllib.loads(text)


_READERS: Mapping[str, Callable[[str], dict[str, object]]] = {".toml": _toml, ".json": json.loads}


def load(folder: Path, name: str = "*") -> tuple[dict[str, str], list[Fault]]:
    """Merge the files of one language into dotted keys; all of them, or those of a ``name``.

    Lists (such as the words of numbers) are no words for a screen and are left out. A key that
    two files claim keeps the words of the first; a file that cannot be read is left out. Both
    are reported as faults.
    """
    merged: dict[str, str] = {}
    owners: dict[str, str] = {}
    faults: list[Fault] = []
    for file in sorted(folder.glob(name)):
        read = _READERS.get(file.suffix)
        if read is None:
            continue
        try:
            data = read(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            faults.append(Fault(code="texts.file_broken", facts={"file": file.name}))
            continue
        for key, words in _flat(data, ""):
            if key in merged:
                facts = {"key": key, "files": f"{owners[key]}, {file.name}"}
                faults.append(Fault(code="texts.key_twice", facts=facts))
            else:
                merged[key], owners[key] = words, file.name
    return merged, faults


def placeholders(words: str) -> frozenset[str]:
    """Names of the facts that a text wants."""
    return frozenset(found[1] for found in _PLACEHOLDER.finditer(words))


def fill(words: str, facts: Mapping[str, object]) -> str:
    """Put facts into a text; a fact nobody gave shows as an ellipsis, never as a brace.

    ``{count|paper|papers}`` is the first word where the fact is one, the other for any other.
    """

    def put(found: re.Match[str]) -> str:
        shown = _shown(facts.get(found[1], "…"))
        if found[2] is None:
            return shown
        return found[2] if shown == "1" else found[3]

    return _PLACEHOLDER.sub(put, words)


def _shown(fact: object) -> str:
    if isinstance(fact, (list, tuple, set, frozenset)):
        return ", ".join(str(item) for item in fact)
    return str(fact)


def _flat(data: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{key}.")
        elif isinstance(value, str):
            yield key, value
