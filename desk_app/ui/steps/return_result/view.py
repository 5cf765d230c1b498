"""Step 5 as a page: recipient, archive and sharing, slip."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.chip_widgets import Chip
from desk_app.ui.common.columns import pane_column, scrolled
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, Icon, Text, line
from desk_app.ui.common.numbers import thousands
from desk_app.ui.common.page import ButtonState, Chrome, Page, did
from desk_app.ui.common.page_area import PageArea
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.paper import Paper
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.tick_box import TickBox
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.contract import Fee, Target
from desk_app.ui.steps.return_result.view_model import WAYS, ReturnState, ReturnViewModel

_TARGETS = {
    "done": ("check-filled", "ok"),
    "waiting": ("clock-alert", "warn"),
    "failed": ("x-filled", "err"),
    "later": ("circle", "muted"),
}
_MATCHES = {
    "applicant": ("person-check", "ok"),
    "authorised": ("person", "warn"),
    "mismatch": ("x-circle", "err"),
}


class ReturnPage(Page):
    """Passive page of ``ReturnViewModel``.

    Signals:
        outbox_asked: the outbox should be shown.
    """

    scope: Scope = "return_result"
    outbox_asked = Signal()

    def __init__(
        self,
        words: Words,
        model: ReturnViewModel,
        source: PageSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("ReturnPage")
        self._model = model
        self._turn = 0
        self._titles: list[tuple[str, Text]] = []
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(12), 0, look.px(12), look.px(8))
        column.setSpacing(look.px(8))
        self.offline = Banner("returnOffline")
        self.offline.acted.connect(self.outbox_asked)
        column.addWidget(self.offline)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.middle = self._make_middle()
        self.right = self._make_right(source)
        row.addWidget(self._make_left(), 1)
        row.addWidget(self.middle, 1)
        row.addWidget(self.right)
        column.addLayout(row, 1)
        self._column = column
        for key, widget in self._titles:
            self.tie(key, widget.setText)
        self.tie("ui.return.pickup", self.pickup.setAccessibleName)
        self.tie("ui.act.send_again", self.again.set_words)
        self.tie("ui.return.archive", self.targets.setAccessibleName)
        self.tie("ui.return.log", self.log.setAccessibleName)
        self.tie("ui.return.slip", self.slip.setAccessibleName)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def _card(self) -> tuple[QFrame, QVBoxLayout]:
        look = theme.current()
        frame = QFrame()
        frame.setProperty("role", "card")
        column = pane_column(frame)
        column.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(10))
        return frame, column

    def _title(self, key: str, role: str) -> Text:
        text = Text(role, wrap=role == "small")
        self._titles.append((key, text))
        return text

    def _make_left(self) -> QFrame:
        look = theme.current()
        frame, column = self._card()
        column = scrolled(column)
        self.pickup = ViLineEdit("edPickup")
        self.pickup.codes_only()
        self.pickup.entered.connect(self._picked_up)
        self.wedge = self._title("ui.return.wedge", "small")
        person = QHBoxLayout()
        person.setSpacing(look.px(9))
        self.match_icon = Icon("person", "muted", 20)
        names = QVBoxLayout()
        names.setSpacing(0)
        self.name, self.match = Text("bold", wrap=True), Text("small", wrap=True)
        names.addWidget(self.name)
        names.addWidget(self.match)
        person.addWidget(self.match_icon)
        person.addLayout(names, 1)
        self.notice = Banner("returnNotice")
        column.addWidget(self._title("ui.return.recipient", "h2"))
        column.addWidget(self._title("ui.return.pickup", ""))
        column.addWidget(self.pickup)
        column.addWidget(self.wedge)
        column.addLayout(person)
        column.addWidget(self.notice)
        column.addWidget(line())
        column.addWidget(self._title("ui.return.ways", "section"))
        self.ways = {way: TickBox(f"chk_{way}") for way in WAYS}
        for way, box in self.ways.items():
            box.setProperty("way", way)
            box.toggled.connect(self._way_toggled)
            column.addWidget(box)
        column.addWidget(line())
        column.addWidget(self._title("ui.return.fees", "section"))
        self.fees = QVBoxLayout()
        column.addLayout(self.fees)
        self._fee_rows: list[tuple[Text, Text]] = []
        paid = QHBoxLayout()
        self.paid_icon, self.paid = Icon("check-filled", "ok", 15), Text(wrap=True)
        paid.addWidget(self.paid_icon)
        paid.addWidget(self.paid, 1)
        column.addLayout(paid)
        column.addStretch(1)
        column.addWidget(self._title("ui.return.finish_note", "small"))
        return frame

    def _make_middle(self) -> QFrame:
        look = theme.current()
        frame, column = self._card()
        column = scrolled(column)
        head = QHBoxLayout()
        self.done_chip = Chip()
        head.addWidget(self._title("ui.return.archive", "h2"), 1)
        head.addWidget(self.done_chip)
        self.targets = CheckList("lstTargets", quiet=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px(8))
        self.again = KeyButton("btnSendAgain", icon="cloud-sync", key="F9")
        self.again.clicked.connect(self._model.send_again)
        self.outbox = KeyButton("btnOutbox", "link")
        self.outbox.clicked.connect(self.outbox_asked)
        buttons.addWidget(self.again)
        buttons.addWidget(self.outbox)
        buttons.addStretch(1)
        self.log = CheckList("lstLog", quiet=True)
        column.addLayout(head)
        column.addWidget(self.targets)
        column.addLayout(buttons)
        column.addWidget(line())
        column.addWidget(self._title("ui.return.log", "section"))
        column.addWidget(self.log, 1)
        return frame

    def _make_right(self, source: PageSource) -> QFrame:
        look = theme.current()
        frame = QFrame()
        frame.setProperty("role", "card")
        column = pane_column(frame)
        column.setContentsMargins(1, look.px(6), 1, 1)
        head = QHBoxLayout()
        head.setContentsMargins(look.px(10), 0, look.px(10), 0)
        head.addWidget(self._title("ui.return.slip", "bold"), 1)
        self.slip = PageArea(source, "slip")
        column.addLayout(head)
        column.addWidget(self.slip, 1)
        return frame

    # -- showing

    def render_state(self, state: ReturnState) -> None:
        """Show a state."""
        say = self.words.label
        around = state.around
        if around is not None and not around.is_online:
            since = f"{around.offline_since:%H:%M}" if around.offline_since else "–"
            text = say("ui.return.offline", since=since, count=around.waiting)
            self.offline.show_message("warn", "cloud-off", text, act=say("ui.return.details"))
        else:
            self.offline.clear()
        self._show_recipient(state)
        self._show_ways(state)
        self._show_fees(state.dossier.fees if state.dossier else ())
        self._show_targets(state)
        slip = state.slip
        self.slip.show_paper(
            Paper(
                document=slip.id if slip else "",
                empty=say("ui.document.loading") if state.dossier else "",
            )
        )
        self._show_chrome(state)

    def _show_recipient(self, state: ReturnState) -> None:
        say = self.words.label
        found = state.recipient
        if found is None:
            self.match_icon.show_icon("person", "muted")
            self.name.setText(state.dossier.applicant if state.dossier else "")
            self.match.setText(say("ui.return.no_recipient"))
        else:
            by_slip = found.method == "slip_code" and found.match == "applicant"
            sign = ("alert-circle", "warn") if by_slip else _MATCHES[found.match]
            self.match_icon.show_icon(*sign)
            self.name.setText(found.name or state.pickup)
            way = "by_slip" if by_slip else f"match_{found.match}"
            self.match.setText(say(f"ui.return.{way}"))
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            self.notice.show_failure(message)
        elif state.notice:
            self.notice.show_message("err", "alert-circle", say(state.notice))
        elif state.issued is not None:
            text = say("ui.return.handed_over", code=state.issued.dossier.code)
            self.notice.show_message("ok", "check-circle", text)
        else:
            self.notice.clear()
        if state.pickup_turn != self._turn:
            self._turn = state.pickup_turn
            self.pickup.setFocus(Qt.FocusReason.OtherFocusReason)
            self.pickup.selectAll()

    def _show_ways(self, state: ReturnState) -> None:
        for way, box in self.ways.items():
            blocked = box.blockSignals(True)  # noqa: FBT003  Qt takes it by position
            box.setChecked(way in state.ways)
            box.set_words(self.words.label(f"ui.return.way_{way}", copies=state.copies))
            box.setEnabled(state.issued is None)
            box.blockSignals(blocked)

    def _show_fees(self, fees: tuple[Fee, ...]) -> None:
        say = self.words.label
        while len(self._fee_rows) < len(fees):
            row = QHBoxLayout()
            name, amount = Text(wrap=True), Text("bold")
            row.addWidget(name, 1)
            row.addWidget(amount)
            self.fees.addLayout(row)
            self._fee_rows.append((name, amount))
        for place, (name, amount) in enumerate(self._fee_rows):
            fee = fees[place] if place < len(fees) else None
            name.say(fee.name if fee else "")
            amount.say(say("ui.return.fee_amount", amount=thousands(fee.amount)) if fee else "")
        due = any(fee.state == "due" for fee in fees)
        paid_on = next((fee.paid_on for fee in fees if fee.paid_on), None)
        if not fees:
            self.paid.setText(say("ui.return.no_fee"))
        elif due:
            self.paid.setText(say("ui.return.due"))
        else:
            self.paid.setText(
                say("ui.return.paid", date=f"{paid_on:%d/%m/%Y}" if paid_on else "").strip()
            )
        self.paid_icon.show_icon("warning" if due else "check-filled", "warn" if due else "ok")

    def _show_targets(self, state: ReturnState) -> None:
        say = self.words.label
        targets = state.dossier.targets if state.dossier else ()
        done = sum(1 for target in targets if target.state == "done")
        chip = ChipText(say("ui.return.done_of", done=done, total=len(targets)), "info")
        self.done_chip.show_chip(chip if targets else None)
        self.targets.show_lines(tuple(self._target(target, state) for target in targets))
        self.targets.setFixedHeight(self.targets.content_height())
        self.outbox.set_words(say("ui.return.outbox", count=state.waiting))
        events = state.dossier.events[-8:] if state.dossier else ()
        lines = []
        for place, event in enumerate(events):
            key = f"ui.event.{event.code}"
            what = say(key, **event.facts) if self.words.has(key) else say("ui.event.other")
            at = event.at.astimezone(state.now.tzinfo) if state.now else event.at
            lines.append(
                CheckLine(f"{place}", f"{at:%H:%M}  {event.who} {what}", "history", "muted")
            )
        self.log.show_lines(tuple(lines))
        self.log.setMinimumHeight(self.log.content_height())

    def _target(self, target: Target, state: ReturnState) -> CheckLine:
        say = self.words.label
        icon, token = _TARGETS[target.state]
        zone = state.now.tzinfo if state.now else None
        if target.state == "done" and target.at is not None:
            remark = say("ui.target_state.done_at", at=f"{target.at.astimezone(zone):%H:%M:%S}")
        elif target.state == "waiting" and target.next_try_at is not None:
            remark = say(
                "ui.target_state.waiting_next",
                next=f"{target.next_try_at.astimezone(zone):%H:%M:%S}",
            )
        else:
            remark = say(f"ui.target_state.{target.state}")
        return CheckLine(
            target.id,
            say(f"ui.target.{target.id}"),
            icon,
            token,
            remark=remark,
            remark_ink="muted",
        )

    def _show_chrome(self, state: ReturnState) -> None:
        say = self.words.label
        dossier = state.dossier
        self.set_chrome(
            Chrome(
                say("ui.return.title"),
                code=dossier.code if dossier else "",
                who=dossier.applicant if dossier else "",
                step="return_result",
                shows_steps=dossier is not None and self.layout_class in ("wide", "normal"),
                hints=("scan_code", "reprint"),
                buttons=(
                    ButtonState("before_closing", say("ui.act.before_closing")),
                    ButtonState("hand_over", say("ui.act.hand_over"), "primary", "print"),
                ),
            )
        )

    # -- what the officer does

    def _picked_up(self) -> None:
        self._model.pick_up(self.pickup.value())
        self.pickup.selectAll()

    def _way_toggled(self, on: bool) -> None:  # noqa: FBT001  a Qt signal's argument
        sender = self.sender()
        if sender is not None:
            self._model.choose_way(str(sender.property("way")), on)

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        model = self._model
        acts: dict[str, Callable[[], object]] = {
            "hand_over": model.hand_over,
            "send_again": model.send_again,
            "reprint": model.reprint,
            "scan_code": model.scan_other,
        }
        return did(acts, action_id)

    def panes(self) -> tuple[QWidget, ...]:
        """Recipient, archive, slip."""
        return (self.pickup, self.again, self.slip)

    def apply_layout(self, layout: LayoutClass) -> None:
        """The slip gives way first, then the archive list."""
        super().apply_layout(layout)
        look = theme.current()
        self.right.setFixedWidth(look.px({"wide": 440, "normal": 360}.get(layout, 300)))
        self.right.setVisible(layout in ("wide", "normal"))
        self.middle.setVisible(layout != "narrow")
        top = look.px(12) if layout in ("compact", "narrow") else 0
        self._column.setContentsMargins(look.px(12), top, look.px(12), look.px(8))
        self.show_state(self._model.state)

    def enter(self) -> None:
        """The cursor is in the code field."""
        self.pickup.setFocus(Qt.FocusReason.OtherFocusReason)
