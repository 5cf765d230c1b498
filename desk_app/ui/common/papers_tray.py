"""The tray of a dossier's papers with their signature state, for the steps after intake."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desk_app.ui.common.cards import Card, CardList
from desk_app.ui.common.chip_row import ChipRow
from desk_app.ui.common.columns import pane_column
from desk_app.ui.common.labels import Text
from desk_app.ui.common.pages import PagePicture, PageSource
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.paper import Mark, Paper
from desk_app.ui.common.tokens import Tone
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ComponentView, Verdict

THUMBNAIL_PX = 128
_TONES: dict[Verdict, Tone] = {
    "valid": "ok", "invalid": "err", "unknown": "warn", "no_time_stamp": "warn", "unsigned": "warn",
    "from_store": "info", "pending": "plain",
}  # fmt: skip


class PapersTray(QFrame):
    """Cards of papers, and the same as chips for small layouts.

    Signals:
        chosen: id of a component.
    """

    chosen = Signal(str)

    def __init__(self, words: Words, source: PageSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._source = words, source
        self._shown: set[str] = set()
        self.setProperty("role", "pane")
        column = pane_column(self)
        head = QHBoxLayout()
        self.title, self.count = Text("h2"), Text("small")
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        self.list = CardList("lstPapers", 84)
        self.list.chosen.connect(self.chosen)
        self.chips = ChipRow()
        self.chips.chosen.connect(self.chosen)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.column = column
        source.arrived.connect(self._arrived)

    def show_papers(self, title: str, parts: tuple[ComponentView, ...], chosen: str) -> None:
        """Show the papers."""
        self.title.setText(title)
        self.list.setAccessibleName(title)
        self.count.setText(str(len(parts)))
        cards = tuple(
            Card(
                part.id,
                f"{place}. {part.name}",
                chip=self._chip(part),
                thumbnail=self._thumbnail(part),
            )
            for place, part in enumerate(parts, start=1)
        )
        self.list.show_cards(cards, chosen)
        self.chips.show_chips(tuple((card.id, card.title) for card in cards), chosen)

    def _chip(self, part: ComponentView) -> ChipText:
        if part.status in ("missing", "paper_only"):
            return ChipText(self._words.label(f"ui.component.{part.status}"), "plain")
        verdict: Verdict = "from_store" if part.status == "reused" else part.verdict
        return ChipText(self._words.label(f"ui.signed.{verdict}"), _TONES[verdict])

    def _thumbnail(self, part: ComponentView) -> str:
        if not part.documents or part.is_sensitive:
            return "-"
        document = part.documents[0].id
        self._shown.add(document)
        found = self._source.page(document, 0, THUMBNAIL_PX)
        if found is not None:
            self.list.cards.thumbnails[document] = found.image
        return document

    def _arrived(self, key: tuple[str, int, int], picture: PagePicture) -> None:
        if key[2] == THUMBNAIL_PX and key[0] in self._shown and isinstance(picture.image, QImage):
            self.list.show_thumbnail(key[0], picture.image)


def paper_of(
    part: ComponentView | None, sheet: int, empty: str, marks: tuple[Mark, ...] = ()
) -> Paper:
    """The page of a component as the document pane shows it."""
    if part is None or not part.documents:
        return Paper(title=part.name if part else "", empty=empty)
    sheets = [
        (document, page) for document in part.documents for page in range(max(document.pages, 1))
    ]
    place = min(max(sheet, 0), len(sheets) - 1)
    document, page = sheets[place]
    return Paper(
        document=document.id,
        title=part.name,
        page=page,
        pages=len(sheets),
        number=place,
        marks=marks,
        focus=marks[0].box if marks else None,
        empty=empty,
    )
