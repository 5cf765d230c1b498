"""The sign-in page: product and steps on the left, the card on the right."""

import sys
from functools import cached_property

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import icons, theme
from desk_app.ui.common.buttons import ChoiceBox, KeyButton
from desk_app.ui.common.columns import scrolled
from desk_app.ui.common.labels import Banner, Icon, Text, line
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.words import View, Words
from desk_app.ui.entry import STEPS
from desk_app.ui.shell.sign_in_view_model import SignInState

LANGUAGES = (("vi", "ui.language.vi"), ("en", "ui.language.en"))


if sys.platform == "win32":

    def caps_lock_is_on() -> bool | None:
        """Whether Caps Lock is on."""
        import ctypes

        return bool(ctypes.windll.user32.GetKeyState(0x14) & 1)

else:

    def caps_lock_is_on() -> bool | None:
        """Whether Caps Lock is on: this system does not tell, typing does."""
        return None


class SignInView(View):
    """Passive page of ``SignInViewModel``.

    Signals:
        submitted: (user, password).
        pin_submitted: PIN of the device, a bytearray.
        token_asked: sign in with the device instead, or with the password again.
        counter_chosen: id of a counter.
        language_chosen: ``vi`` or ``en``.
        doctor_asked: the desk cannot be opened, see what is wrong.
    """

    submitted = Signal(str, str)
    pin_submitted = Signal(object)
    token_asked = Signal()
    counter_chosen = Signal(str)
    language_chosen = Signal(str)
    doctor_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("SignInPage")
        self._asks_pin = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        # What is filled where it stands is given its style once.
        self.left, card, outer = QWidget(), QFrame(), QVBoxLayout()
        row.addWidget(self.left, 0)
        row.addLayout(outer, 1)
        right = scrolled(outer)
        right.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        middle.addSpacing(1)  # an odd pixel stands at the right
        right.addLayout(middle)
        right.addStretch(1)
        self._fill_left(self.left)
        self._fill_card(card)

    def _fill_left(self, left: QWidget) -> None:
        look = theme.current()
        left.setObjectName("SignInLeft")
        left.setFixedWidth(look.px(470))
        column = QVBoxLayout(left)
        column.setContentsMargins(look.px(40), look.px(40), look.px(40), look.px(36))
        column.setSpacing(look.px(8))
        column.addStretch(2)
        column.addWidget(Icon("building", "nav_text", 54))
        column.addSpacing(look.px(6))
        product, unit, self.office = Text("product"), Text(), Text()
        column.addWidget(product)
        column.addWidget(unit)
        column.addWidget(self.office)
        column.addSpacing(look.px(20))
        for number, step in enumerate(STEPS, start=1):
            row = QHBoxLayout()
            row.setSpacing(look.px(11))
            name = Text()
            count = Text()
            count.setText(str(number))
            row.addWidget(Icon(icons.OF_PAGE[step], "nav_text", 19))
            row.addWidget(count)
            row.addWidget(name, 1)
            column.addLayout(row)
            self.tie(f"ui.page.{step}", name.setText)
        column.addStretch(3)
        self.version = Text("small")
        column.addWidget(self.version)
        self.tie("ui.product", product.setText)
        self.tie("ui.sign_in.unit", unit.setText)

    def _fill_card(self, card: QFrame) -> None:
        look = theme.current()
        card.setProperty("role", "card")
        card.setFixedWidth(look.px(420))
        column = self._inside = QVBoxLayout(card)
        column.setContentsMargins(look.px(28), look.px(26), look.px(28), look.px(22))
        column.setSpacing(look.px(4))
        title, user_label, self.password_label, counter_label = Text("h1"), Text(), Text(), Text()
        self.user, self.password = ViLineEdit("edUser"), ViLineEdit("edPassword")
        self.user.as_typed()
        self.password.secret()
        self.counter = ChoiceBox("cbCounter", fits_choices=False)
        self.sign_in = KeyButton("btnSignIn", "primary", key="Enter")
        self.token = KeyButton("btnToken", icon="usb", key="F9")
        self.forgotten = KeyButton("btnForgotten", "link")
        self.forgotten.is_flush = True
        self.languages = {code: KeyButton(f"btnLanguage_{code}", "link") for code, _ in LANGUAGES}
        self._lay_out(column, title, user_label, counter_label)
        self.tie("ui.sign_in.title", title.setText)
        self.tie("ui.sign_in.user", user_label.setText, self.user.setAccessibleName)
        self.tie("ui.sign_in.counter", counter_label.setText, self.counter.setAccessibleName)
        self.tie("ui.sign_in.forgotten", self.forgotten.set_words)
        for code, key in LANGUAGES:
            self.languages[code].is_flush = True
            self.tie(key, self.languages[code].set_words)
            self.languages[code].setProperty("language", code)
            self.languages[code].clicked.connect(self._choose_language)
        self.user.entered.connect(self.password.setFocus)
        self.password.entered.connect(self._submit)
        self.password.focused.connect(self._watch_caps)
        self.sign_in.clicked.connect(self._submit)
        self.token.clicked.connect(self.token_asked)
        self.counter.currentIndexChanged.connect(self._choose_counter)
        self.forgotten.clicked.connect(self._toggle_help)

    def _lay_out(self, column: QVBoxLayout, title: Text, user: Text, counter: Text) -> None:
        look = theme.current()
        column.addWidget(title)
        column.addSpacing(look.px(8))
        column.addWidget(user)
        column.addWidget(self.user)
        column.addSpacing(look.px(8))
        column.addWidget(self.password_label)
        column.addWidget(self.password)
        self._under_password = QVBoxLayout()
        column.addLayout(self._under_password)
        column.addSpacing(look.px(8))
        column.addWidget(counter)
        column.addWidget(self.counter)
        column.addSpacing(look.px(8))
        column.addWidget(self.sign_in)
        either = QHBoxLayout()
        middle = Text("small")
        self.tie("ui.sign_in.either", middle.setText)
        either.addWidget(line(), 1)
        either.addWidget(middle)
        either.addWidget(line(), 1)
        column.addSpacing(look.px(6))
        column.addLayout(either)
        column.addSpacing(look.px(6))
        column.addWidget(self.token)
        column.addSpacing(look.px(6))
        self._under_acts = QVBoxLayout()
        column.addLayout(self._under_acts)
        foot = QHBoxLayout()
        foot.setSpacing(look.px(12))
        foot.addWidget(self.forgotten)
        foot.addStretch(1)
        for code, _ in LANGUAGES:
            foot.addWidget(self.languages[code])
        column.addSpacing(look.px(4))
        column.addLayout(foot)

    # -- parts that are seen now and then, made when they first are

    @cached_property
    def caps(self) -> QWidget:
        """The hint that Caps Lock is on."""
        look = theme.current()
        caps, text = QWidget(), Text("warn")
        row = QHBoxLayout(caps)
        row.setContentsMargins(0, look.px(6), 0, look.px(2))
        row.addWidget(Icon("caps", "warn", 15))
        row.addWidget(text, 1)
        self._under_password.insertWidget(0, caps)
        self.tie("ui.sign_in.caps_lock", text.setText)
        return caps

    @cached_property
    def problem(self) -> Banner:
        """What went wrong, and the way to the doctor: by Tab it follows the password."""
        problem = self._banner("signInProblem", self._under_password)
        problem.acted.connect(self.doctor_asked)
        self.setTabOrder(self.password, problem.button)
        return problem

    @cached_property
    def notice(self) -> Banner:
        """What is special about this desk; it has no act."""
        return self._banner("signInNotice", self._under_acts)

    def _banner(self, name: str, place: QVBoxLayout) -> Banner:
        banner = Banner(name, holds_height=False)
        banner.hide()
        place.addWidget(banner)
        return banner

    @cached_property
    def forgotten_text(self) -> Text:
        """Who helps with a forgotten password."""
        text = Text("small")
        text.setWordWrap(True)
        text.hide()
        self._inside.addWidget(text)
        self.tie("ui.sign_in.forgotten_help", text.setText)
        return text

    def _is_made(self, part: str) -> bool:
        return part in self.__dict__

    def render_state(self, state: SignInState) -> None:
        """Show a state."""
        say = self.words.label
        self._asks_pin = state.asks_pin
        self.office.setText(state.office)
        self.version.setText(say("ui.sign_in.version", version=state.version))
        self.user.show_value(state.user)
        self.user.setEnabled(not state.asks_pin)
        caption = say("ui.pin.caption" if state.asks_pin else "ui.sign_in.password")
        self.password_label.setText(caption)
        self.password.setAccessibleName(caption)
        self.counter.set_choices(tuple((item.id, item.name) for item in state.counters))
        self.counter.choose(state.counter)
        self.sign_in.set_words(say("ui.sign_in.checking" if state.is_busy else "ui.act.sign_in"))
        self.sign_in.setEnabled(not state.is_busy)
        self.token.set_words(
            say("ui.sign_in.with_password" if state.asks_pin else "ui.act.sign_in_token")
        )
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            self.problem.show_failure(message, act=say("ui.page.doctor") if state.is_shut else "")
        elif self._is_made("problem"):
            self.problem.clear()
        self._show_notice(state)
        for code, button in self.languages.items():
            button.set_strong(code == self.words.language)

    def _show_notice(self, state: SignInState) -> None:
        if not state.is_online:
            self.notice.show_message("warn", "cloud-off", self.words.label("ui.sign_in.offline"))
        elif state.is_practice:
            people = ", ".join(state.people)
            key = "ui.sign_in.practice_people" if people else "ui.sign_in.practice"
            self.notice.show_message("info", "info", self.words.label(key, people=people))
        elif self._is_made("notice"):
            self.notice.clear()

    def take_focus(self, state: SignInState) -> None:
        """Put the cursor where the officer goes on."""
        target = self.password if state.focus == "password" else self.user
        target.setFocus()
        target.selectAll()

    def show_wide(self, wide: bool) -> None:  # noqa: FBT001  a Qt-like setter
        """Without room the left half goes, and the card is tighter, so that it stays whole."""
        look = theme.current()
        self.left.setVisible(wide)
        above, below = (26, 22) if wide else (10, 6)
        self._inside.setContentsMargins(look.px(28), look.px(above), look.px(28), look.px(below))

    def _submit(self) -> None:
        secret = self.password.text()
        self.password.clear()
        if self._asks_pin:
            self.pin_submitted.emit(bytearray(secret.encode()))
        else:
            self.submitted.emit(self.user.value(), secret)

    def _choose_counter(self) -> None:
        self.counter_chosen.emit(str(self.counter.currentData() or ""))

    def _choose_language(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.language_chosen.emit(str(sender.property("language")))

    def _toggle_help(self) -> None:
        self.forgotten_text.setVisible(not self.forgotten_text.isVisible())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch Caps Lock while the password is typed."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            known = caps_lock_is_on()
            self._show_caps(is_on=_typed_in_capitals(event) if known is None else known)
        elif event.type() == QEvent.Type.FocusOut:
            self._show_caps(is_on=False)
        return False

    def _watch_caps(self) -> None:
        self.password.installEventFilter(self)
        self._show_caps(is_on=caps_lock_is_on())

    def _show_caps(self, *, is_on: bool | None) -> None:
        if is_on or (is_on is not None and self._is_made("caps")):
            self.caps.setVisible(is_on)


def _typed_in_capitals(event: QKeyEvent) -> bool | None:
    """Guess Caps Lock from a letter and Shift, for systems that do not tell."""
    text = event.text()
    if len(text) != 1 or not text.isalpha() or text.upper() == text.lower():
        return None
    shift = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier)
    return text.isupper() != shift
