"""Looking after the data as a page: what was found, backups, and a backup brought back."""

from collections.abc import Callable
from dataclasses import asdict

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import ChoiceBox, KeyButton
from desk_app.ui.common.columns import pane, scrolled
from desk_app.ui.common.jobs import JobCard, JobState
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, Text
from desk_app.ui.common.page import ButtonState, Chrome, Page, did
from desk_app.ui.common.tables import Column, Table
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.tokens import Tone
from desk_app.ui.common.words import Words
from desk_app.ui.contract import CareStanding, UpdateOffer
from desk_app.ui.shell.care_rows import ICONS, rows_of
from desk_app.ui.shell.care_view_model import CareState, CareViewModel

TABLE_PX = 212
HOURS = (4, 8, 12, 24, 48, 168)


class CarePage(Page):
    """Passive page of ``CareViewModel``."""

    scope: Scope = "care"

    def __init__(self, words: Words, model: CareViewModel, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("CarePage")
        self._model = model
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(10))
        column.setSpacing(look.px(8))
        self.banner = Banner("careBanner")
        self.job = JobCard(words, "careJob")
        self.job.stopped.connect(model.stop)
        self.table = Table("tblCare")
        for widget in (self.banner, self.job):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        self.plan, self.folder, self.hours = self._make_plan()
        self.updates, self.bundle, self.offer, self.undo = self._make_updates()
        self.back, self.place, self.key = self._make_back()
        # All lines stand on the smallest screen too; what is set below them may be scrolled.
        self.table.setMinimumHeight(look.px(TABLE_PX))
        cards = scrolled(column)
        column.setStretch(column.count() - 1, 2)
        for card in (self.plan, self.updates, self.back):
            cards.addWidget(card)
        cards.addStretch(1)
        self.tie("ui.care.table", self.table.setAccessibleName)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def _make_plan(self) -> tuple[QFrame, ViLineEdit, ChoiceBox]:
        """Where backups go and how often."""
        frame, column = self._card("ui.care.plan")
        folder, hours = ViLineEdit("edBackupFolder"), ChoiceBox("cbBackupHours")
        row = self._line(column, "ui.care.folder", folder, self._browse_folder)
        every = Text()
        self.tie("ui.care.every", every.setText, hours.setAccessibleName)
        row.addWidget(every)
        row.addWidget(hours)
        folder.committed.connect(self._planned)
        hours.currentIndexChanged.connect(self._planned)
        return frame, folder, hours

    def _make_updates(self) -> tuple[QFrame, ViLineEdit, Text, KeyButton]:
        """Which update bundle is looked at and taken, and the way back."""
        frame, column = self._card("ui.care.updates")
        bundle, offer = ViLineEdit("edUpdateBundle"), Text("small", wrap=True)
        self._line(column, "ui.care.bundle", bundle, self._browse_bundle)
        undo = KeyButton("btnUndoUpdate", icon="undo")
        self.tie("ui.care.undo", undo.set_words)
        row = QHBoxLayout()
        row.addWidget(offer, 1)
        row.addWidget(undo)
        column.addLayout(row)
        bundle.committed.connect(self._model.choose_update)
        undo.clicked.connect(self._model.undo_update)
        return frame, bundle, offer, undo

    def _make_back(self) -> tuple[QFrame, ViLineEdit, ViLineEdit]:
        """Which backup is brought back, with which key."""
        frame, column = self._card("ui.care.back")
        place, key = ViLineEdit("edRestoreFrom"), ViLineEdit("edRecoveryKey")
        self._line(column, "ui.care.place", place, self._browse_place)
        self._line(column, "ui.care.key", key, self._browse_key)
        place.committed.connect(lambda text: self._model.choose(place=text))
        key.committed.connect(lambda text: self._model.choose(key=text))
        return frame, place, key

    def _card(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        look = theme.current()
        frame, column = pane("card")
        frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(12))
        head, help_text = Text("h2"), Text("small", wrap=True)
        column.addWidget(head)
        column.addWidget(help_text)
        self.tie(title, head.setText)
        self.tie(f"{title}_help", help_text.setText)
        return frame, column

    def _line(
        self, column: QVBoxLayout, caption: str, field: ViLineEdit, browse: Callable[[], None]
    ) -> QHBoxLayout:
        look = theme.current()
        label, button = Text(), KeyButton(f"{field.objectName()}Browse", icon="file-search")
        label.setMinimumWidth(look.px(150))
        self.tie(caption, label.setText, field.setAccessibleName)
        self.tie("ui.care.browse", button.set_words)
        button.clicked.connect(browse)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(label)
        row.addWidget(field, 1)
        row.addWidget(button)
        column.addLayout(row)
        return row

    # -- what was chosen

    def _browse_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.words.label("ui.care.folder"))
        if found:
            self.folder.show_value(found)
            self._planned()

    def _browse_bundle(self) -> None:
        say = self.words.label
        found, _ = QFileDialog.getOpenFileName(self, say("ui.care.bundle"), "", "*.zip")
        if found:
            self._model.choose_update(found)

    def _browse_place(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.words.label("ui.care.place"))
        if found:
            self._model.choose(place=found)

    def _browse_key(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, self.words.label("ui.care.key"))
        if found:
            self._model.choose(key=found)

    def _planned(self) -> None:
        self._model.plan(self.folder.value(), int(self.hours.currentData() or HOURS[3]))

    # -- showing

    def render_state(self, state: CareState) -> None:
        """Show a state."""
        say = self.words.label
        standing = state.standing or CareStanding()
        columns = (
            Column(say("ui.column.part"), 170),
            Column(say("ui.column.finding"), 0),
            Column(say("ui.column.condition"), 150),
        )
        self.table.show_rows(
            columns,
            rows_of(self.words, standing),
            "audit",
        )
        self.table.setVisible(not state.is_new_desk)
        self.plan.setVisible(not state.is_new_desk)
        self.updates.setVisible(not state.is_new_desk)
        self.back.setVisible(state.is_new_desk)
        self.hours.set_choices(tuple((str(h), say("ui.care.hours", count=h)) for h in HOURS))
        self.hours.choose(str(standing.backup_hours))
        self.folder.show_value(standing.backup_folder)
        for widget in (self.folder, self.hours):
            widget.setEnabled(not standing.is_backup_locked)
        self.bundle.show_value(state.bundle)
        self.offer.setText(self._offer(state.offer))
        self.undo.setEnabled(standing.has_before and not state.running)
        self.place.show_value(state.place)
        self.key.show_value(state.key)
        self._show_job(state)
        self._show_banner(state)
        self.set_chrome(
            Chrome(say("ui.page.care"), hints=("escape",), buttons=self._buttons(state))
        )

    def _buttons(self, state: CareState) -> tuple[ButtonState, ...]:
        say, is_free = self.words.label, not state.running
        if state.is_new_desk:
            may = is_free and bool(state.place)
            return (
                ButtonState("rehearse_restore", say("ui.act.rehearse_restore"), is_enabled=may),
                ButtonState(
                    "restore_desk", say("ui.act.restore_desk"), "primary", "refresh", is_enabled=may
                ),
            )
        has_folder = bool(state.standing and state.standing.backup_folder)
        # The next step alone: a bundle is taken after it was looked at.
        update = "take_update" if state.offer else "look_update"
        may_update = is_free and bool(state.bundle)
        return (
            ButtonState("check_chains", say("ui.act.check_chains"), is_enabled=is_free),
            ButtonState(update, say(f"ui.act.{update}"), is_enabled=may_update),
            ButtonState(
                "back_up_now",
                say("ui.act.back_up_now"),
                "primary",
                "archive",
                is_enabled=is_free and has_folder,
            ),
        )

    def _offer(self, offer: UpdateOffer | None) -> str:
        if offer is None:
            return ""
        say, facts = self.words.label, asdict(offer)
        more = say("ui.care.offer_program", **facts) if offer.program else ""
        return f"{say('ui.care.offer', **facts)} {more}".strip()

    def _show_job(self, state: CareState) -> None:
        job = None
        if state.running:
            note = self.words.label(f"ui.care.{state.running}_note")
            job = JobState(
                f"ui.care.{state.running}_runs", done=state.done, total=state.total, note=note
            )
        self.job.show_job(job)

    def _show_banner(self, state: CareState) -> None:
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            self.banner.show_failure(message)
        elif state.told:
            found = state.restored
            facts = asdict(found) if found is not None else dict(state.facts)
            tone: Tone = "warn" if found is not None and found.damaged else "ok"
            self.banner.show_message(tone, ICONS[tone], self.words.label(state.told, **facts))
        else:
            self.banner.clear()

    # -- acts

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        if action_id == "escape":
            if not self._model.stop():
                self.navigated.emit("doctor")
            return True
        acts: dict[str, Callable[[], object]]
        if self._model.state.is_new_desk:
            acts = {"rehearse_restore": self._model.rehearse, "restore_desk": self._model.restore}
        else:
            acts = {
                "check_chains": self._model.check,
                "back_up_now": self._model.back_up,
                "look_update": self._model.look_at_update,
                "take_update": self._model.take_update,
            }
        return did(acts, action_id)

    def panes(self) -> tuple[QWidget, ...]:
        """Table and fields."""
        return (
            (self.place, self.key)
            if self._model.state.is_new_desk
            else (self.table, self.folder, self.bundle)
        )

    def enter(self) -> None:
        """Look at the notes again."""
        self.panes()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._model.state.is_new_desk:
            self._model.look()
