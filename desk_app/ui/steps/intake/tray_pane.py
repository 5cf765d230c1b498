"""The tray: a card for each component, what it is made of, the job that runs, and the scanner."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.cards import Card, CardList
from desk_app.ui.common.chips import component_chip
from desk_app.ui.common.columns import pane_column
from desk_app.ui.common.jobs import JobCard
from desk_app.ui.common.labels import Text
from desk_app.ui.common.pages import PagePicture, PageSource
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ComponentView, PageMove
from desk_app.ui.steps.intake.material_menu import MaterialButton
from desk_app.ui.steps.intake.papers import Papers
from desk_app.ui.steps.intake.size_line import SizeLine
from desk_app.ui.steps.intake.state import IntakeState

THUMBNAIL_PX = 128
MOVES: dict[str, PageMove] = {
    "Del": "remove", "Ctrl+Up": "up", "Ctrl+Down": "down", "Ctrl+Left": "left",
    "Ctrl+Right": "right",
}  # fmt: skip


def can_take_papers(state: IntakeState) -> bool:
    """Whether scanner and files may add pages now."""
    return state.dossier is not None and state.job is None and state.issued is None


class TrayPane(QFrame):
    """The tray in a pane of its own.

    Signals:
        file_asked: the officer wants to choose a file.
    """

    file_asked = Signal()

    def __init__(self, words: Words, papers: Papers, source: PageSource) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._words, self._papers, self._source = words, papers, source
        self._documents: set[str] = set()
        look = theme.current()
        column = pane_column(self)
        head = QHBoxLayout()
        self.title, self.count = Text("h2"), Text("small")
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        self.list = CardList("lstComponents", 84)
        self.list.chosen.connect(papers.choose_component)
        self.list.ticked.connect(self._tick)
        self.list.key.connect(self._arrange)
        self.size_line = SizeLine(words)
        self.material = MaterialButton(
            words, papers.materials, papers.set_material, papers.ask_original
        )
        self.blank = KeyButton("btnBlank", "link")
        self.blank.clicked.connect(papers.confirm_blank)
        self.job = JobCard(words)
        self.job.stopped.connect(papers.stop_job)
        self.scan_button = KeyButton("btnScan", icon="scan", key="F4")
        self.file_button = KeyButton("btnFile", icon="file-add", key="Ctrl+O")
        self.scan_button.clicked.connect(papers.scan)
        self.file_button.clicked.connect(self.file_asked)
        column.addLayout(head)
        self.empty = Text("muted", wrap=True)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        links = QHBoxLayout()
        links.addWidget(self.material)
        links.addStretch(1)
        column.addWidget(self.size_line)
        column.addLayout(links)
        for widget in (self.blank, self.job, self.scan_button, self.file_button):
            column.addWidget(widget)
        column.setSpacing(look.px(6))
        source.arrived.connect(self._thumbnail_came)

    def show_tray(self, state: IntakeState, cards: tuple[Card, ...]) -> None:
        """Show the cards and what belongs to the chosen one."""
        there = sum(1 for part in state.parts if part.status not in ("missing", "rescan"))
        self.count.setText(f"{there}/{len(state.parts)}" if state.parts else "")
        self.empty.say("" if state.dossier else self._words.label("ui.intake.components_later"))
        self.list.show_cards(cards, state.component)
        self.job.show_job(state.job)
        part = state.part
        self.material.show_part(part)
        self.size_line.show_part(part)
        blanks = part.blank_pages if part else 0
        self.blank.set_words(self._words.label("ui.intake.blank", count=blanks))
        self.blank.setVisible(blanks > 0)
        for button in (self.scan_button, self.file_button):
            button.setEnabled(can_take_papers(state))

    def cards(self, state: IntakeState) -> tuple[Card, ...]:
        """A card for each component."""
        return tuple(
            Card(
                part.id,
                component_title(self._words, part, place),
                chip=component_chip(self._words, part),
                thumbnail=self._thumbnail(part),
            )
            for place, part in enumerate(state.parts, start=1)
        )

    def _thumbnail(self, part: ComponentView) -> str:
        if not part.documents or part.is_sensitive:
            return "-"
        document = part.documents[0].id
        self._documents.add(document)
        found = self._source.page(document, 0, THUMBNAIL_PX)
        if found is not None and document not in self.list.cards.thumbnails:
            self.list.cards.thumbnails[document] = found.image
        return document

    def _thumbnail_came(self, key: tuple[str, int, int], picture: PagePicture) -> None:
        document, _, width = key
        if (
            width == THUMBNAIL_PX
            and document in self._documents
            and isinstance(picture.image, QImage)
        ):
            self.list.show_thumbnail(document, picture.image)

    def _tick(self) -> None:
        self._papers.reuse()

    def _arrange(self, key: str) -> None:
        self._papers.arrange(MOVES[key])


class TrayFoot(QWidget):
    """What of the tray stays under the document where the tray itself is a row of chips.

    Signals:
        file_asked: the officer wants to choose a file.
    """

    file_asked = Signal()

    def __init__(self, words: Words, papers: Papers) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(6))
        row = QHBoxLayout()
        self.scan_button = KeyButton("btnScanSmall", icon="scan", key="F4")
        self.file_button = KeyButton("btnFileSmall", key="Ctrl+O")
        self.scan_button.clicked.connect(papers.scan)
        self.file_button.clicked.connect(self.file_asked)
        self.job = JobCard(words, "jobCardSmall")
        self.job.stopped.connect(papers.stop_job)
        self.size_line = SizeLine(words, is_short=True)
        for widget in (self.scan_button, self.file_button, self.size_line):
            row.addWidget(widget)
        row.addStretch(1)
        column.addWidget(self.job)
        column.addLayout(row)

    def show_tray(self, state: IntakeState) -> None:
        """Show the job and the size of the chosen component."""
        self.job.show_job(state.job)
        self.size_line.show_part(state.part)
        for button in (self.scan_button, self.file_button):
            button.setEnabled(can_take_papers(state))


def component_title(words: Words, part: ComponentView, place: int) -> str:
    """The number and name of a component on its card."""
    if part.status == "unclear":
        return words.label("ui.intake.unclear")
    return f"{place}. {part.name}"
