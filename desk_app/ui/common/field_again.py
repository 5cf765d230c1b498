"""How to make a field again what it was before somebody typed into it.

The input method is not told: what it composes of keys on their way goes on. Asked to begin anew
(as ``QLineEdit.setText`` asks it to) it drops keys it was just given.
"""

from collections.abc import Callable

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from desk_app.ui.common.text_entry import ViLineEdit


def as_it_is(field: QWidget | None) -> Callable[[], None] | None:
    """What makes text, cursor and selection of a field what they are now; its value is not told.

    Returns:
        None for what is no field of text.
    """
    if isinstance(field, QLineEdit):
        return _line(field)
    if isinstance(field, QPlainTextEdit):
        return _lines(field)
    return None


def _line(field: QLineEdit) -> Callable[[], None]:
    text, place = field.text(), field.cursorPosition()
    start, length = field.selectionStart(), len(field.selectedText())

    def put_back() -> None:
        _forget_composed(field)
        if field.text() != text:
            field.setSelection(0, len(field.text()))
            field.insert(text)
        field.setCursorPosition(place)
        if length:
            field.setSelection(start, length)
        if isinstance(field, ViLineEdit) and field.offers is not None:
            field.offers.close()

    return put_back


def _lines(field: QPlainTextEdit) -> Callable[[], None]:
    text, cursor = field.toPlainText(), field.textCursor()
    anchor, place = cursor.anchor(), cursor.position()

    def put_back() -> None:
        _forget_composed(field)
        found = field.textCursor()
        if field.toPlainText() != text:
            found.select(found.SelectionType.Document)
            found.insertText(text)
        found.setPosition(anchor)
        found.setPosition(place, found.MoveMode.KeepAnchor)
        field.setTextCursor(found)

    return put_back


def _forget_composed(field: QWidget) -> None:
    """Show no word in composition."""
    QApplication.sendEvent(field, QInputMethodEvent())
