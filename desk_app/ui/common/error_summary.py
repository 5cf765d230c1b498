"""What is still to mend, at the top of a form."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.labels import Icon, LinkText, Text


class ErrorSummary(QFrame):
    """What is still to mend, as links, at the top of the form.

    Signals:
        asked: field id of a link.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorSummary")
        self.setProperty("role", "banner")
        self.setProperty("tone", "err")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(10), look.px(6), look.px(8), look.px(6))
        row.addWidget(Icon("alert-circle", "err", 20), 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._title = Text("bold", wrap=True)
        self._column.addWidget(self._title)
        row.addLayout(self._column, 1)
        self._links: list[LinkText] = []
        self._shown: tuple[tuple[str, str], ...] = ()

    def show_problems(self, title: str, problems: tuple[tuple[str, str], ...]) -> None:
        """Show (field id, sentence) pairs; none hides the summary."""
        self.setVisible(bool(problems))
        self._title.setText(title)
        self.setAccessibleName(title)
        if problems == self._shown:
            return
        is_new = not self._shown and bool(problems)
        self._shown = problems
        for link in self._links:
            self._column.removeWidget(link)
            link.hide()
            link.deleteLater()
        self._links = []
        for number, (field_id, sentence) in enumerate(problems, start=1):
            link = LinkText(f"problem_{field_id}", field_id)
            self._column.addWidget(link)
            link.say(f"{number}. {sentence}")
            link.followed.connect(self.asked)
            self._links.append(link)
        if is_new:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
