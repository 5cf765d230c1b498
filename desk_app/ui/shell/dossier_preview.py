"""The dossier under the cursor of the work queue."""

from typing import Any

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
)

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.chip_widgets import Chip
from desk_app.ui.common.chips import due_chip
from desk_app.ui.common.columns import scrolled
from desk_app.ui.common.labels import Text, line
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.words import Words
from desk_app.ui.contract import STEPS, DossierView, WorkRow


class Preview(QFrame):
    """The dossier under the cursor."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("pnlPreview")
        self.setProperty("role", "card")
        self._words = words
        look = theme.current()
        self.setFixedWidth(look.px(262))
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(12))
        column.setSpacing(look.px(1))
        outer, column = column, scrolled(column)
        self.code = Text("h2", wrap=True)
        chips = QHBoxLayout()
        chips.setSpacing(look.px(6))
        self.due, self.step = Chip(), Chip()
        chips.addWidget(self.due)
        chips.addWidget(self.step)
        chips.addStretch(1)
        column.addWidget(self.code)
        column.addSpacing(look.px(4))
        column.addLayout(chips)
        column.addSpacing(look.px(4))
        self._pairs: dict[str, tuple[Text, Text]] = {}
        for key in ("applicant", "id_number", "procedure", "holder"):
            caption, value = Text("small"), Text(wrap=True)
            self._pairs[key] = (caption, value)
            column.addWidget(caption)
            column.addWidget(value)
            column.addSpacing(look.px(5))
        column.addWidget(line())
        column.addSpacing(look.px(4))
        self.parts_title = Text("section")
        column.addWidget(self.parts_title)
        self.parts = CheckList("lstParts", quiet=True)
        column.addWidget(self.parts, 1)
        column.addSpacing(look.px(6))
        self.open = KeyButton("btnOpen", "primary", key="Enter")
        outer.addSpacing(look.px(6))
        outer.addWidget(self.open)

    def show_dossier(self, dossier: DossierView | None, row: WorkRow | None, now: Any) -> None:
        """Show what is known: the row at once, the rest when it has come."""
        say = self._words.label
        self.setVisible(row is not None)
        if row is None:
            return
        self.code.setText(row.code or say("ui.dossier.draft"))
        self.due.show_chip(due_chip(self._words, row.due_at, now) if row.due_at else None)
        number = STEPS.index(row.step) + 1 if row.step else 0
        step = say("ui.dashboard.step_of", step=number) if number else say(f"ui.state.{row.state}")
        self.step.show_chip(ChipText(step, "info"))
        holder = ""
        if dossier is not None and dossier.holder:
            holder = dossier.holder
            if dossier.held_since is not None:
                holder = say(
                    "ui.dashboard.held_since",
                    holder=dossier.holder,
                    since=f"{dossier.held_since.astimezone(now.tzinfo):%d/%m %H:%M}",
                )
        values = {
            "applicant": row.applicant,
            "id_number": dossier.id_number if dossier else "",
            "procedure": row.procedure,
            "holder": holder,
        }
        for key, (caption, value) in self._pairs.items():
            caption.setText(say(f"ui.dashboard.{key}"))
            value.setText(values[key] or "–")
        self.parts_title.setText(say("ui.dashboard.components"))
        self._show_parts(dossier)
        self.open.set_words(say("ui.act.open_row"))

    def _show_parts(self, dossier: DossierView | None) -> None:
        parts = dossier.components if dossier else ()
        lines = []
        for part in parts:
            here = part.status not in ("missing", "rescan")
            icon, token = ("check-filled", "ok") if here else ("circle", "muted")
            lines.append(CheckLine(part.id, part.name, icon, token))
        self.parts.show_lines(tuple(lines))
        self.parts.setMinimumHeight(self.parts.content_height())
