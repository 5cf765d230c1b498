"""What a field said before: who wrote it, when, and the way to take one back."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.labels import Text
from desk_app.ui.common.sheets import Sheet
from desk_app.ui.common.words import Words
from desk_app.ui.contract import EarlierValue, FieldDefinition

WIDTH = 560
AROUND = 230
"""Height of title, sentence, buttons and margins."""
_ICONS = {"typed": "keyboard", "id_card": "badge", "store": "archive", "province": "building"}


class EarlierSheet(Sheet):
    """Enter takes the chosen value back, Esc leaves the field as it is."""

    def __init__(self, words: Words, over: QWidget) -> None:
        super().__init__(words, "earlierSheet", over, WIDTH)
        self.title, self.text = Text("h2", wrap=True), Text("muted", wrap=True)
        self.lines = CheckList("lstEarlier")
        self.lines.opened.connect(self.finish)
        for widget in (self.title, self.text, self.lines):
            self.column.addWidget(widget)
        self.column.addLayout(self.buttons)
        self.tie("ui.earlier.take_back", self.accept.set_words)

    def offer(
        self,
        field: FieldDefinition,
        earlier: Sequence[EarlierValue],
        answer: Callable[[str | None], None],
        *,
        may_take: bool,
    ) -> None:
        """Show what a field said before; the answer is the value to take back."""
        say = self.words.label
        self.title.setText(say("ui.earlier.title", field=field.label))
        self.setAccessibleName(self.title.text())
        self.lines.setAccessibleName(self.title.text())
        self.text.say(say("ui.earlier.text" if earlier else "ui.earlier.none"))
        lines = tuple(_line(self.words, field, at, one) for at, one in enumerate(earlier))
        self._fit()
        self.lines.setVisible(bool(lines))
        self.accept.setVisible(bool(lines) and may_take)
        self.lines.show_lines(lines, lines[0].id if lines else "")

        def chosen(place: str | None) -> None:
            answer(earlier[int(place)].value if place is not None and may_take else None)

        self.ask(chosen, self.lines if lines else self.cancel)

    def _fit(self) -> None:
        """As large as the window lets it be: large text on a small screen too."""
        look, window = theme.current(), self.parentWidget()
        if window is not None:
            self.card.setFixedWidth(min(look.px(WIDTH), window.width() - look.px(16)))
            self.lines.setMaximumHeight(max(window.height() - look.px(AROUND), look.px(90)))

    def confirm(self) -> None:
        """Take the chosen value back."""
        place = self.lines.current_id()
        if self.accept.isVisible() and place is not None:
            self.finish(place)
        else:
            self.reject()


def _line(words: Words, field: FieldDefinition, place: int, one: EarlierValue) -> CheckLine:
    say = words.label
    shown = dict(field.choices).get(one.value, one.value)
    came = f"{one.at:%H:%M %d/%m/%Y}" if one.at else say("ui.earlier.unknown_time")
    source = say(f"ui.origin.{one.origin}")
    who = one.who or say("ui.earlier.by_nobody")
    gone = say("ui.earlier.replaced", who=one.replaced_by, time=f"{one.replaced_at:%H:%M %d/%m/%Y}")
    return CheckLine(
        str(place),
        shown,
        _ICONS.get(one.origin, "eye"),
        "primary_text",
        remark=f"{say('ui.earlier.came', origin=source, time=came)} · {who}\n{gone}",
        remark_ink="muted",
    )
