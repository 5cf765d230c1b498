"""A sheet with the acts beside the main road: choose one, fill in what it asks for, do it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import ChoiceBox, KeyButton
from desk_app.ui.common.labels import Text
from desk_app.ui.common.sheets import Sheet
from desk_app.ui.common.text_area import ViTextEdit
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.tick_box import TickBox
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ActField, ActOffer

Answer = Callable[[str, Mapping[str, str]], None]


class ActSheet(Sheet):
    """Offers acts and asks for their input; the answer is the act's key with its values."""

    def __init__(self, words: Words, over: QWidget) -> None:
        super().__init__(words, "ActDialog", over, 560)
        self.title = Text("h1", wrap=True)
        self.choice = ChoiceBox("cmbAct")
        self.choice.currentIndexChanged.connect(self._turned)
        self.form = QVBoxLayout()
        self.problem = Text("err", wrap=True)
        self.column.addWidget(self.title)
        self.column.addWidget(self.choice)
        self.column.addLayout(self.form)
        self.column.addWidget(self.problem)
        self.column.addLayout(self.buttons)
        self.accept.set_key("Ctrl+Enter")
        self.tie("ui.other.title", self.title.setText, self.setAccessibleName)
        self.tie("ui.other.choose", self.choice.setAccessibleName)
        self.tie("ui.other.do", self.accept.set_words)
        self._offers: dict[str, ActOffer] = {}
        self._fields: dict[str, QWidget] = {}
        self._go_on: Callable[[str | None], None] = _nobody

    def ask_act(self, offers: tuple[ActOffer, ...], answer: Answer) -> None:
        """Offer acts; nothing is called when the officer goes back."""
        say = self.words.label
        self._offers = {offer.key: offer for offer in offers}
        self.choice.set_choices(tuple((o.key, say(f"ui.other.{o.key}")) for o in offers))
        self.problem.say("" if offers else say("ui.other.nothing"))
        self.accept.setEnabled(bool(offers))
        self._chosen(_chosen_of(self.choice))

        def go_on(key: str | None) -> None:
            if key is not None:
                answer(key, self.values())

        self._go_on = go_on
        self.ask(go_on, self.choice)

    def ask_again(self, code: str, facts: Mapping[str, object]) -> None:
        """The act was refused: what was typed stands, the reason beside it."""
        said = self.words.message(code, dict(facts))
        self.problem.say(". ".join(part for part in (said.title, said.action) if part))
        self.ask(self._go_on, self.choice)

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: _read(widget) for name, widget in self._fields.items()}

    def confirm(self) -> None:
        """Answer with the chosen act."""
        for widget in self._fields.values():
            if isinstance(widget, (ViLineEdit, ViTextEdit)):
                widget.commit()
        key = _chosen_of(self.choice)
        if key:
            self.finish(key)

    def pick(self, key: str) -> None:
        """Choose an act of the list."""
        self.choice.setCurrentIndex(self.choice.findData(key))

    def _turned(self, index: int) -> None:
        self._chosen(str(self.choice.itemData(index) or ""))

    def _chosen(self, key: str) -> None:
        while self.form.count():
            taken = self.form.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._fields = {}
        offer = self._offers.get(key)
        for field in offer.fields if offer is not None else ():
            self._add(field)
        self.card.adjustSize()

    def _add(self, field: ActField) -> None:
        words = self.words.label(f"ui.other.field.{field.id}")
        widget = self._widget(field, words)
        widget.setAccessibleName(words)
        if field.kind != "tick":
            caption = Text()
            caption.setText(words)
            self.form.addWidget(caption)
        self.form.addWidget(widget)
        if field.kind == "file" and isinstance(widget, ViLineEdit):
            self._offer_files(widget)
        self._fields[field.id] = widget

    def _offer_files(self, line: ViLineEdit) -> None:
        """A key beside the line that chooses a file with the system's dialog."""
        choose = KeyButton("btnChooseFile")
        choose.set_words(self.words.label("ui.other.choose_file"))

        def open_dialog() -> None:
            dialog = QFileDialog(self, self.words.label("ui.other.choose_file"))
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.fileSelected.connect(line.show_value)
            dialog.open()

        choose.clicked.connect(open_dialog)
        self.form.addWidget(choose)

    def _widget(self, field: ActField, words: str) -> QWidget:
        name = f"edAct_{field.id}"
        if field.kind == "tick":
            box = TickBox(name)
            box.set_words(words)
            return box
        if field.kind == "choice":
            choice = ChoiceBox(name)
            rows = ((v, self.words.label(f"ui.other.choice.{v or 'empty'}")) for v in field.choices)
            choice.set_choices(tuple(rows))
            choice.setCurrentIndex(0)
            return choice
        if field.kind == "text":
            text = ViTextEdit(name)
            text.setFixedHeight(theme.current().px(64))
            text.setTabChangesFocus(True)
            return text
        return ViLineEdit(name)


def _nobody(key: str | None) -> None:
    """Before the first question."""


def _read(widget: QWidget) -> str:
    if isinstance(widget, TickBox):
        return "true" if widget.checkState() is Qt.CheckState.Checked else ""
    if isinstance(widget, ChoiceBox):
        return _chosen_of(widget)
    return widget.value() if isinstance(widget, (ViLineEdit, ViTextEdit)) else ""


def _chosen_of(box: ChoiceBox) -> str:
    return str(box.currentData() or "")
