"""Words on the screens: the catalogue in the officer's language, switched at run time."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget


class Message(Protocol):
    """What happened, what is safe, what to do."""

    @property
    def title(self) -> str:
        """What happened."""
        ...

    @property
    def body(self) -> str:
        """What it means for this dossier."""
        ...

    @property
    def action(self) -> str:
        """What to do."""
        ...


class Catalogue(Protocol):
    """The texts of one language."""

    def label(self, key: str, **facts: object) -> str:
        """A short text by its dotted key."""
        ...

    def message(self, code: str, facts: Mapping[str, object] = ...) -> Message:
        """The three sentences for a code."""
        ...

    def has(self, key: str) -> bool:
        """Whether the catalogue knows the key or code."""
        ...


class Words(QObject):
    """The catalogue in force.

    Signals:
        changed: the language is another one now.
    """

    changed = Signal()

    def __init__(self, open_catalogue: Callable[[str], Catalogue], language: str = "vi") -> None:
        super().__init__()
        self._open = open_catalogue
        self.language = language
        self._catalogue = open_catalogue(language)

    def switch(self, language: str) -> None:
        """Speak another language from now on."""
        if language != self.language:
            self.language = language
            self._catalogue = self._open(language)
            self.changed.emit()

    def label(self, key: str, **facts: object) -> str:
        """A short text by its dotted key."""
        return self._catalogue.label(key, **facts)

    def message(self, code: str, facts: Mapping[str, object] | None = None) -> Message:
        """The three sentences for a code."""
        return self._catalogue.message(code, facts or {})

    def has(self, key: str) -> bool:
        """Whether the catalogue knows the key or code."""
        return self._catalogue.has(key)


class View(QWidget):
    """A passive part of a screen: it shows a state and forwards what the officer does.

    Words that never change with the state are tied once; a language switch sets them anew.
    """

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self._state: object = None
        self._ties: list[tuple[Callable[[str], object], str]] = []
        words.changed.connect(self.retranslate)

    def tie(self, key: str, *setters: Callable[[str], object]) -> None:
        """Give a text to these setters now and after every language switch."""
        for setter in setters:
            self._ties.append((setter, key))
            setter(self.words.label(key))

    def retranslate(self) -> None:
        """Set all tied words in the language in force."""
        for setter, key in self._ties:
            setter(self.words.label(key))

        if self._state is not None:
            self.render_state(self._state)

    def render_state(self, state: Any) -> None:
        """Show a state, all of it, however often (``render`` is taken by ``QWidget``)."""

    def show_state(self, state: object) -> None:
        """Render a state and keep it for the next language switch."""
        self._state = state
        self.render_state(state)
