"""Typing Vietnamese in tests in the three ways officers' machines do it.

``QTest.keyClicks`` takes ASCII only: a Vietnamese letter in it aborts the interpreter.
"""

import unicodedata
from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

Mode = Literal["keys", "preedit", "replacing"]


def press(widget: QWidget, key: Qt.Key, text: str = "") -> None:
    """One key, down and up."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def type_vi(widget: QWidget, text: str, mode: Mode, *, commit_last: bool = True) -> None:
    """Type ``text`` into a field.

    Args:
        widget: the field.
        text: what the officer means.
        mode: key events that carry the text; composition and commit; keys, Backspaces, keys.
        commit_last: False leaves the last word in composition (mode ``preedit``).
    """
    if mode == "keys":
        for sign in text:
            press(widget, Qt.Key.Key_unknown, sign)
    elif mode == "preedit":
        words = text.split(" ")
        for place, word in enumerate(words):
            for end in range(1, len(word) + 1):
                QApplication.sendEvent(widget, QInputMethodEvent(word[:end], []))
            if place < len(words) - 1 or commit_last:
                commit(widget, word)
            if place < len(words) - 1:
                press(widget, Qt.Key.Key_Space, " ")
    else:
        for sign in text:
            plain = _plain(sign)
            press(widget, Qt.Key.Key_unknown, plain)
            if plain != sign:
                press(widget, Qt.Key.Key_Backspace)
                press(widget, Qt.Key.Key_unknown, sign)


def commit(widget: QWidget, word: str) -> None:
    """The input method's own commit of a word."""
    event = QInputMethodEvent("", [])
    event.setCommitString(word)
    QApplication.sendEvent(widget, event)


def _plain(sign: str) -> str:
    letter = unicodedata.normalize("NFD", sign)[0]
    return {"đ": "d", "Đ": "D"}.get(letter, letter)
