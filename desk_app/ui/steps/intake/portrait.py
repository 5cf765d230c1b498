"""The face in the card's chip, beside the form until it is put away; it is kept nowhere."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.labels import Text
from desk_app.ui.common.words import Words

_SIZE = QSize(96, 128)


class Portrait(QFrame):
    """Shown only while there is a face.

    Signals:
        put_away: the officer has looked.
    """

    put_away = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("portrait")
        self.setProperty("role", "banner")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        look = theme.current()
        self._words = words
        self._face = QLabel()
        self._title, self._note = Text("bold", wrap=True), Text(wrap=True)
        self.button = KeyButton("btnHidePortrait", "link")
        self.button.clicked.connect(self.put_away)
        column = QVBoxLayout()
        column.addWidget(self._title)
        column.addWidget(self._note)
        column.addStretch(1)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(8), look.px(10), look.px(8))
        row.setSpacing(look.px(12))
        row.addWidget(self._face)
        row.addLayout(column, 1)
        self.hide()

    def show_face(self, png: bytes) -> None:
        """Show a small PNG; nothing to show hides the whole."""
        image = QImage.fromData(png) if png else QImage()
        self.setVisible(not image.isNull())
        if image.isNull():
            self._face.clear()
            return
        say, look = self._words.label, theme.current()
        size = QSize(look.px(_SIZE.width()), look.px(_SIZE.height()))
        self._face.setPixmap(
            QPixmap.fromImage(image).scaled(
                size,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        self._face.setAccessibleName(say("ui.intake.portrait"))
        self._title.setText(say("ui.intake.portrait"))
        self._note.setText(say("ui.intake.portrait_note"))
        self.button.set_words(say("ui.intake.portrait_hide"))
