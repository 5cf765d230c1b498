"""The word an input method has in the making: in the text whole and once, however late it is told.

With a synchronous IBus a key is let through before what the input method made of the keys before it
has been told: that waits among the posted events. A program that gets no time finds several keys at
once, and between them only part of the word (``khai si`` + ``nh`` + F12 gave ``khai sisinh``; ibus
1.5, ibus-unikey 0.7, PySide6 6.11). So a key, or an act, first lets the waiting events in; they are
older than it.

A click ends a word before anything of ours runs. What is said of the word after that is told by
what it says: a copy of it is in the text already, and more letters of it take its place where it
stands. A word that is new begins with one letter. The first key, or anything else that is said,
shows that nothing comes any more. No clock takes part: how late an event is heard says nothing.
"""

import unicodedata
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

if TYPE_CHECKING:
    from PySide6.QtGui import QInputMethodEvent

_CROSSED_D = chr(0x111)  # no mark that a letter could be parted from


def _hear() -> None:
    """Let in what the input method has said and the program had no time to hear."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)


class Field(Protocol):
    """What a word needs of the field it stands in."""

    def place(self) -> int:
        """Where the cursor stands."""

    def amend(self, place: int, word: str, whole: str) -> None:
        """Put ``whole`` for the ``word`` that ends at ``place``, and tell the value."""


class _Late:
    """The word that was finished last; the input method may say it again, in any field.

    Attributes:
        word: as it stands in the text; empty when nothing more can come.
        place: where it ends in ``home``.
    """

    word: ClassVar[str] = ""
    home: ClassVar[Field | None] = None
    place: ClassVar[int] = 0

    @classmethod
    def expect(cls, word: str, home: Field | None = None) -> None:
        """More may be said of a word that has been finished."""
        cls.word, cls.home = word, home
        cls.place = home.place() if home is not None else 0

    @classmethod
    def refuses(cls, event: "QInputMethodEvent") -> bool:
        """Whether this event is about that word; anything else ends the waiting for it."""
        word, said = cls.word, event.commitString() or event.preeditString()
        if not word or not said:
            return False
        is_copy = event.commitString() == word
        is_more = not is_copy and _goes_on(word, said)
        cls.word = said if is_more else ""
        if is_more and cls.home is not None and isValid(cls.home):
            cls.home.amend(cls.place, word, said)
            cls.place += len(said) - len(word)
        return is_copy or is_more


def _goes_on(word: str, said: str) -> bool:
    """Whether these are more letters of a word; its marks may have changed with them."""
    return len(said) > 1 and said != word and _letters(said).startswith(_letters(word))


def _letters(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.lower().replace(_CROSSED_D, "d"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _send(field: Field, word: str, instead_of: int = 0) -> None:
    """Commit a word at the cursor, for so many letters before it."""
    from PySide6.QtGui import QInputMethodEvent

    event = QInputMethodEvent("", [])
    event.setCommitString(word, -instead_of, instead_of)
    QCoreApplication.sendEvent(cast("QObject", field), event)


class Composing:
    """What a text field knows of the word in the making.

    Attributes:
        preedit: the word as it was last told.
    """

    def __init__(self) -> None:
        self.preedit = ""
        self._is_own = False
        self._recent = ""

    def takes(self, event: "QInputMethodEvent", field: Field) -> bool:
        """Follow what an input method says; False for what is about a word already in the text."""
        if not self._is_own and _Late.refuses(event):
            return False
        said, preedit = event.commitString(), event.preeditString()
        if not said and self._recent and _goes_on(self._recent, preedit):
            _send(field, "", len(self._recent))
        if said or preedit:
            self._recent = said if said == self.preedit else ""
        self.preedit = preedit
        return True

    def key(self) -> None:
        """A key has reached the field: what is older than it is heard, and nothing comes later."""
        _hear()
        self._recent = _Late.word = ""

    def hear(self) -> None:
        """Hear what has been said of the word in the making, if there is one."""
        if self.preedit:
            _hear()

    def finish(self, field: Field) -> None:
        """Put the word in the making into the text; what is still said of it is no new word."""
        if self.preedit:
            word, self.preedit = self.preedit, ""
            self._is_own = True
            _send(field, word)
            self._is_own = False
            self._recent = word
            QGuiApplication.inputMethod().reset()
        if self._recent:
            _Late.expect(self._recent, field)
        self._recent = ""


def drop_composed(word: str) -> None:
    """Let the input method begin anew; a copy of the word it still has in the making is refused."""
    _Late.expect(word)
    QGuiApplication.inputMethod().reset()
