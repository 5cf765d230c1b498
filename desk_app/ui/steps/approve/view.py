"""Step 3 as a page: list with ticks, document with the signature frame, certificate and place."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import ChoiceBox
from desk_app.ui.common.cards import Card, CardList
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.chip_row import ChipRow
from desk_app.ui.common.chips import due_chip, tail_code
from desk_app.ui.common.columns import column_of, pane, scrolled
from desk_app.ui.common.document_view import DocumentView
from desk_app.ui.common.jobs import JobCard
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, EmptyState, Icon, Text, line
from desk_app.ui.common.notes_list import NotesList, note_marks
from desk_app.ui.common.page import ButtonState, Chrome, Page, did
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.panes import ThreePanes
from desk_app.ui.common.paper import Frame, Paper
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.contract import DRAFT
from desk_app.ui.steps.approve.view_model import LOOKS, PLACES, ApproveState, ApproveViewModel

_REMARKS = {
    "ok": ("check-filled", "ok"),
    "warn": ("warning-filled", "warn"),
    "err": ("x-filled", "err"),
}


class ApprovePage(Page):
    """Passive page of ``ApproveViewModel``."""

    scope: Scope = "approve"

    def __init__(
        self,
        words: Words,
        model: ApproveViewModel,
        source: PageSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("ApprovalPage")
        self._model = model
        self.document = DocumentView(words, source)
        self.document.area.setObjectName("sigFrame")
        self.document.area.frame_moved.connect(model.nudge)
        self.document.area.let_pick()
        self.document.area.picked.connect(model.notes.add)
        self.chips = ChipRow()
        self.chips.chosen.connect(model.choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.foot = QWidget()
        self.foot.setLayout(column_of())
        self.panes_row = ThreePanes(
            self._make_list(), self.document, self._make_side(), (316, 304), self.chips, self.foot
        )
        row.addWidget(self.panes_row)
        self.tie("ui.approve.list", self.title.setText, self.list.setAccessibleName)
        for key, label, widget in self._captions:
            self.tie(key, label.setText, widget.setAccessibleName)
        self.tie("ui.approve.signature", self.side_title.setText)
        self.tie("ui.approve.keys", self.keys_hint.setText)
        self.tie("ui.approve.digest", self.digest_title.setText)
        self.tie("ui.approve.checks", self.remarks_title.setText, self.remarks.setAccessibleName)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def _make_list(self) -> QFrame:
        frame, column = pane()
        head = QHBoxLayout()
        self.title, self.count = Text("h2"), Text("small")
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        self.list = CardList("lstApprove", 58)
        self.list.chosen.connect(self._model.choose)
        self.list.ticked.connect(self._model.tick)
        self.empty = EmptyState("approveEmpty")
        self.job = JobCard(self.words)
        self.job.stopped.connect(self._model.stop)
        self.banner = Banner("approveBanner")
        self.banner.acted.connect(self._model.sign)
        self.seen = Banner("approveSeen")
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.messages = QWidget()
        inside = column_of()
        self.messages.setLayout(inside)
        for widget in (self.job, self.banner, self.seen):
            inside.addWidget(widget)
        self._list_column = column
        column.addWidget(self.messages)
        return frame

    def _make_side(self) -> QFrame:
        look = theme.current()
        frame, outer = pane()
        column = scrolled(outer)
        self._captions: list[tuple[str, Text, QWidget]] = []
        self.side_title = Text("h2")
        who = QHBoxLayout()
        who.setSpacing(look.px(9))
        self.badge = Icon("badge", "ok", 20)
        names = QVBoxLayout()
        names.setSpacing(0)
        self.holder, self.group = Text("bold", wrap=True), Text("small", wrap=True)
        names.addWidget(self.holder)
        names.addWidget(self.group)
        who.addWidget(self.badge)
        who.addLayout(names, 1)
        self.notes = NotesList(self.words, self._model.notes)
        column.addWidget(self.notes)
        column.addWidget(self.side_title)
        column.addLayout(who)
        self.place = ChoiceBox("cbPlace")
        self.place.currentIndexChanged.connect(self._place_chosen)
        self._caption(column, "ui.approve.place", self.place)
        numbers = QHBoxLayout()
        numbers.setSpacing(look.px(6))
        self.numbers: dict[str, ViLineEdit] = {}
        for name, key in (
            ("page", "ui.approve.page"),
            ("x_mm", "ui.approve.x"),
            ("y_mm", "ui.approve.y"),
        ):
            box = QVBoxLayout()
            box.setSpacing(look.px(2))
            edit = ViLineEdit(f"ed_{name}")
            edit.digits_only()
            edit.setProperty("part", name)
            edit.committed.connect(self._number_committed)
            self.numbers[name] = edit
            self._caption(box, key, edit)
            numbers.addLayout(box)
        column.addLayout(numbers)
        self.keys_hint = Text("small", wrap=True)
        column.addWidget(self.keys_hint)
        self.look_box = ChoiceBox("cbLook")
        self.look_box.currentIndexChanged.connect(self._look_chosen)
        self._caption(column, "ui.approve.look", self.look_box)
        self.digest_title, self.digest = Text(), Text("small", wrap=True)
        column.addWidget(self.digest_title)
        column.addWidget(self.digest)
        column.addWidget(line())
        self.remarks_title = Text("section")
        column.addWidget(self.remarks_title)
        self.remarks = CheckList("lstRemarks", quiet=True)
        column.addWidget(self.remarks)
        column.addStretch(1)
        return frame

    def _caption(self, column: QVBoxLayout, key: str, widget: QWidget) -> None:
        label = Text()
        self._captions.append((key, label, widget))
        column.addWidget(label)
        column.addWidget(widget)

    # -- showing

    def render_state(self, state: ApproveState) -> None:
        """Show a state."""
        say = self.words.label
        cards = tuple(
            Card(
                item.key,
                f"{tail_code(item.code)} · {item.title}",
                item.applicant,
                due_chip(self.words, item.due_at, state.now),
                checked=item.key in state.ticked,
                seen=item.key in state.seen,
            )
            for item in state.items
        )
        self.list.show_cards(cards, state.chosen)
        self.chips.show_chips(tuple((card.id, card.title) for card in cards), state.chosen)
        self.count.setText(
            say("ui.approve.chosen", chosen=len(state.to_sign), total=len(state.items))
            if cards
            else ""
        )
        self.list.setVisible(bool(cards))
        self.empty.setVisible(not cards)
        self.empty.show_state("inbox", say("ui.approve.empty"), say("ui.approve.empty_help"))
        self._show_messages(state)
        self._show_side(state)
        self.notes.show_notes(state.notes, state.note)
        self.document.show_state(self._paper(state))
        self._show_chrome(state)

    def _show_messages(self, state: ApproveState) -> None:
        say = self.words.label
        seen = len(state.to_sign) - len(state.unseen)
        if state.to_sign and not state.is_signing and state.failure is None:
            self.seen.show_message(
                "info", "eye", say("ui.approve.seen", seen=seen, total=len(state.to_sign))
            )
        else:
            self.seen.clear()
        job = state.job
        if job is not None:
            job = replace(job, note=say("ui.agency.can_leave"))
        self.job.show_job(job)
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            again = say("ui.approve.continue") if state.to_sign else ""
            key = "F12" if again else ""
            self.banner.show_failure(message, tone="warn", icon="usb", act=again, key=key)
        elif state.notice:
            self.banner.show_message("info", "info", say(state.notice, **dict(state.notice_facts)))
        else:
            self.banner.clear()

    def _show_side(self, state: ApproveState) -> None:
        say = self.words.label
        held = state.certificate
        self.badge.show_icon("badge", "ok" if held else "warn")
        self.holder.setText(held.holder if held else say("ui.remark.certificate_absent"))
        self.group.setText(
            say("ui.approve.certificate", group=held.issuer_group, days=held.days_left)
            if held
            else ""
        )
        at = state.placement
        self.place.set_choices(tuple((name, say(f"ui.approve.place_{name}")) for name in PLACES))
        self.look_box.set_choices(tuple((name, say(f"ui.approve.look_{name}")) for name in LOOKS))
        self.look_box.choose(state.look)
        for widget in (self.place, self.look_box, *self.numbers.values()):
            widget.setEnabled(at is not None)
        if at is not None:
            self.place.choose(at.mode)
            for name, value in (("page", at.page), ("x_mm", at.x_mm), ("y_mm", at.y_mm)):
                self.numbers[name].show_value(f"{value:g}".replace(".", ","))
        digest = state.item.sha256 if state.item else ""
        self.digest.setText(" ".join(digest[at : at + 8] for at in range(0, len(digest), 8)))
        remarks = state.item.remarks if state.item else ()
        lines = tuple(
            CheckLine(f"{place}", say(code, **facts), *_REMARKS[tone])
            for place, (tone, code, facts) in enumerate(remarks)
        )
        self.remarks.show_lines(lines)
        self.remarks.setFixedHeight(max(self.remarks.content_height(), 1))

    def _paper(self, state: ApproveState) -> Paper:
        say = self.words.label
        item, at = state.item, state.placement
        if item is None:
            return Paper(empty=say("ui.approve.empty"))
        frame = None
        if at is not None and at.page == state.sheet + 1 and state.look != "invisible":
            picture = item.mark.picture if state.look == "picture" else b""
            frame = Frame(
                at.x_mm, at.y_mm, at.width_mm, at.height_mm, item.page_width_mm,
                item.page_height_mm,
                lines=item.mark.lines, picture=picture, picture_mm=item.mark.picture_mm,
            )  # fmt: skip
        return Paper(
            document=item.document.id,
            title=item.document.name,
            page=state.sheet,
            pages=item.document.pages,
            number=state.sheet,
            frame=frame,
            notes=note_marks(state.notes, DRAFT, state.sheet, state.note),
            empty=say("ui.document.loading"),
        )

    def _show_chrome(self, state: ApproveState) -> None:
        say = self.words.label
        item = state.item
        count = len(state.to_sign)
        self.set_chrome(
            Chrome(
                say("ui.approve.title"),
                code=item.code if item else "",
                who=item.applicant if item else "",
                step="approve",
                shows_steps=item is not None and self.layout_class in ("wide", "normal"),
                hints=("tick", "page_down", "add_note", "next_pane"),
                buttons=(
                    ButtonState("send_back_appraise", say("ui.act.send_back_appraise"), "danger"),
                    ButtonState(
                        "sign_selected",
                        say("ui.act.sign_selected", count=count),
                        "primary",
                        "approve",
                    ),
                ),
            )
        )

    # -- what the officer does

    def _place_chosen(self) -> None:
        self._model.place(str(self.place.currentData() or ""))

    def _look_chosen(self) -> None:
        self._model.choose_look(str(self.look_box.currentData() or "picture"))

    def _next_note(self) -> None:
        self._model.notes.go_to_next()
        self.notes.lines.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _number_committed(self, text: str) -> None:
        sender = self.sender()
        if sender is not None:
            self._model.put_number(str(sender.property("part")), text)

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        model = self._model
        if action_id == "escape":
            return self.document.area.end_pick() or model.stop()
        acts: dict[str, Callable[[], object]] = {
            "sign_selected": model.sign,
            "send_back_appraise": model.send_back,
            "add_note": self.document.area.begin_pick,
            "next_note": self._next_note,
            "page_down": lambda: model.move_sheet(1),
            "page_up": lambda: model.move_sheet(-1),
            "next_document": lambda: model.move(1),
            "previous_document": lambda: model.move(-1),
        }
        if action_id in ("next_pane", "previous_pane"):
            self.panes_row.turn(action_id == "next_pane")
            self.step_pane(action_id == "next_pane")
            return True
        return did(acts, action_id) or self.document.act(action_id)

    def panes(self) -> tuple[QWidget, ...]:
        """List, document, side."""
        return (self.list, self.document.area, self.place)

    def apply_layout(self, layout: LayoutClass) -> None:
        """Arrange the panes."""
        super().apply_layout(layout)
        self.panes_row.arrange(layout)
        home = self.foot.layout() if layout in ("compact", "narrow") else self._list_column
        if home is not None:
            home.addWidget(self.messages)
        self.show_state(self._model.state)

    def enter(self) -> None:
        """The cursor is on the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
