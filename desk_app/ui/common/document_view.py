"""The paper in sight: one page of a document, fitted to the width, with marks on it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.keys import action
from desk_app.ui.common.labels import ElidedText, Text
from desk_app.ui.common.page import did
from desk_app.ui.common.page_area import PageArea
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.paper import Paper
from desk_app.ui.common.words import View, Words


class DocumentView(View):
    """The pane of a document: title, zoom, page number, and the page."""

    page_asked = Signal(int)

    def __init__(self, words: Words, source: PageSource, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("view")
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setProperty("role", "card")
        column.addWidget(frame)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(look.px(10), look.px(2), look.px(8), look.px(2))
        bar.setSpacing(look.px(4))
        self.title = ElidedText("bold")
        self.zoom_out = KeyButton("btnZoomOut", "tool", icon="zoom-out")
        self.fit = Text("small")
        self.zoom_in = KeyButton("btnZoomIn", "tool", icon="zoom-in")
        self.rotate = KeyButton("btnRotate", "tool", icon="rotate")
        self.number = Text("small")
        bar.addWidget(self.title, 1)
        for widget in (self.zoom_out, self.fit, self.zoom_in, self.rotate, self.number):
            bar.addWidget(widget)
        self.area = PageArea(source, "page")
        self.reveal = KeyButton("btnReveal", icon="eye", key=action("open_sensitive").key)
        self.reveal.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.reveal.clicked.connect(self.area.want)
        inner.addLayout(bar)
        inner.addWidget(self.area, 1)
        inner.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignHCenter)
        source.arrived.connect(self._show_reveal)
        source.opened.connect(self._show_reveal)
        for button in (self.zoom_out, self.zoom_in, self.rotate):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.zoom_out.clicked.connect(self.area.zoom_out)
        self.zoom_in.clicked.connect(self.area.zoom_in)
        self.rotate.clicked.connect(self.area.rotate)
        self.tie("ui.document.fit_width", self.fit.setText)
        self.tie("ui.act.zoom_in", self.zoom_in.setToolTip, self.zoom_in.setAccessibleName)
        self.tie("ui.act.zoom_out", self.zoom_out.setToolTip, self.zoom_out.setAccessibleName)
        self.tie("ui.act.rotate", self.rotate.setToolTip, self.rotate.setAccessibleName)
        self.tie("ui.document.pane", self.area.setAccessibleName)
        self.tie("ui.act.open_sensitive", self.reveal.set_words)
        self.tie("ui.document.closed", self._say_closed)
        self.tie("ui.document.pick", self._say_pick)
        self._show_reveal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the bar to the new width."""
        super().resizeEvent(event)
        self._fit_bar()

    def _fit_bar(self) -> None:
        """Where there is little room the title stays and the words between the buttons go."""
        look = theme.current()
        others = (self.zoom_out, self.fit, self.zoom_in, self.rotate, self.number)
        needed = self.title.sizeHint().width() + look.px(48)
        needed += sum(widget.sizeHint().width() for widget in others)
        self.fit.setVisible(self.width() >= needed)

    def _say_closed(self, words: str) -> None:
        self.area.closed_words = words

    def _say_pick(self, words: str) -> None:
        self.area.pick_words = words

    def _show_reveal(self, *_told: object) -> None:
        self.reveal.setVisible(self.area.is_closed)

    def render_state(self, paper: Paper) -> None:
        """Show a paper."""
        self.title.say(paper.title)
        shown = self.words.label("ui.document.page", page=paper.number + 1, pages=paper.pages)
        self.number.setText(shown if paper.document else "")
        self._fit_bar()
        self.area.show_paper(paper)
        self._show_reveal()

    def act(self, action_id: str) -> bool:
        """Do one of the document's own acts; whether it was one."""
        acts = {
            "zoom_in": self.area.zoom_in,
            "zoom_out": self.area.zoom_out,
            "fit_width": self.area.fit_width,
            "rotate": self.area.rotate,
            "open_sensitive": self.area.want,
        }
        return did(acts, action_id)
