"""Two pages side by side: the officer looks at both and says whether one is too many."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.document_view import DocumentView
from desk_app.ui.common.labels import Text
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.paper import Mark, Paper
from desk_app.ui.common.sheets import Sheet
from desk_app.ui.common.words import Words
from desk_app.ui.contract import Box

WIDTH, HEIGHT = 920, 430
AROUND = 220
"""Height of title, sentence, buttons and margins."""
REMOVE = "remove"


def marked(boxes: tuple[Box, Box] | None, here: Paper, other: Paper) -> tuple[Paper, Paper]:
    """Two pages opened at the places that are to be compared, where such places are known."""
    if boxes is None:
        return here, other
    first, second = (
        replace(paper, focus=box, marks=(Mark(box, "doubt"),))
        for paper, box in zip((here, other), boxes, strict=True)
    )
    return first, second


class CompareSheet(Sheet):
    """Esc keeps both pages; Del takes the page in hand out, and undo brings it back.

    Enter does what the button in focus says, which is to keep both.
    """

    def __init__(self, words: Words, source: PageSource, over: QWidget) -> None:
        super().__init__(words, "compareSheet", over, WIDTH)
        look = theme.current()
        self.title, self.text = Text("h2"), Text(wrap=True)
        self.here, self.other = DocumentView(words, source), DocumentView(words, source)
        self.column.addWidget(self.title)
        self.column.addWidget(self.text)
        row = QHBoxLayout()
        row.setSpacing(look.px(10))
        for view, name in ((self.here, "compareHere"), (self.other, "compareOther")):
            view.setObjectName(name)
            side = QVBoxLayout()
            side.addWidget(view)
            row.addLayout(side, 1)
        self.column.addLayout(row)
        self.column.addLayout(self.buttons)
        self.accept.set_key("Del")
        self.accept.clicked.disconnect(self.confirm)
        self.accept.clicked.connect(lambda: self.finish(REMOVE))
        self.tie("ui.intake.compare_keep", self.cancel.set_words)
        self.tie("ui.intake.compare_remove", self.accept.set_words)

    def compare(
        self,
        title: str,
        text: str,
        pages: tuple[Paper, Paper],
        answer: Callable[[str | None], None],
        *,
        may_remove: bool,
    ) -> None:
        """Show the page in hand and the other; the answer is ``remove``, or None for keeping both.

        Where both papers stay, only their places are looked at and nothing can be taken out.
        """
        here, other = pages
        self._fit()
        self.accept.setVisible(may_remove)
        self.title.setText(title)
        self.text.setText(text)
        self.here.show_state(here)
        self.other.show_state(other)
        self.ask(answer, self.cancel)

    def _fit(self) -> None:
        """As large as the window lets it be: large text on a small screen too."""
        look, window = theme.current(), self.parentWidget()
        if window is not None:
            self.card.setFixedWidth(min(look.px(WIDTH), window.width() - look.px(16)))
            height = min(look.px(HEIGHT), window.height() - look.px(AROUND))
            for view in (self.here, self.other):
                view.setFixedHeight(height)

    def confirm(self) -> None:
        """What the button in focus says."""
        window = self.window()
        self.finish(REMOVE if window.focusWidget() is self.accept else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes the page in hand out."""
        if event.key() == Qt.Key.Key_Delete and self.accept.isVisible():
            self.finish(REMOVE)
            event.accept()
        else:
            super().keyPressEvent(event)
