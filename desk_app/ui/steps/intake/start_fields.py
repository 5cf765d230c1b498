"""Procedure and identity: where a dossier begins."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.labels import Text
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.words import Words
from desk_app.ui.steps.intake.state import IntakeState
from desk_app.ui.steps.intake.view_model import IntakeViewModel


class StartFields(QWidget):
    """Procedure and identity: where a dossier begins."""

    def __init__(self, words: Words, model: IntakeViewModel) -> None:
        super().__init__()
        self._words, self._model = words, model
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.px(6))
        column.setSpacing(look.px(2))
        self.procedure_label, self.identity_label = Text(), Text()
        self.procedure, self.identity = ViLineEdit("edProcedure"), ViLineEdit("edIdentity")
        for label, field in (
            (self.procedure_label, self.procedure),
            (self.identity_label, self.identity),
        ):
            column.addWidget(label)
            column.addWidget(field)
        self.procedure.entered.connect(self._begin)
        self.identity.codes_only()
        self.identity.entered.connect(self._identify)
        self._by_words: dict[str, str] = {}

    def show_fields(self, state: IntakeState) -> None:
        """Show what still has to be chosen."""
        say = self._words.label
        dossier = state.dossier
        is_scanned = dossier is not None and dossier.identified_by == "qr"
        asked = "chip_expiry" if is_scanned else "identity"
        for label, field, key in (
            (self.procedure_label, self.procedure, "ui.intake.choose_procedure"),
            (self.identity_label, self.identity, f"ui.intake.{asked}"),
        ):
            label.setText(say(key))
            field.setAccessibleName(say(key))
        self.procedure.setPlaceholderText(say("ui.intake.procedure_hint"))
        self.identity.setPlaceholderText(say(f"ui.intake.{asked}_hint"))
        self._by_words = {f"{item.name} · {item.code}": item.code for item in state.procedures}
        self.procedure.offer(list(self._by_words))
        for widget in (self.procedure_label, self.procedure):
            widget.setVisible(dossier is None)
        for widget in (self.identity_label, self.identity):
            widget.setVisible(dossier is not None)
        is_new = dossier is None or (
            dossier.state == "DRAFT" and (is_scanned or not dossier.id_number)
        )
        self.setVisible(is_new and state.issued is None)

    def _begin(self) -> None:
        wanted = self.procedure.value().casefold()
        exact = self._by_words.get(self.procedure.value())
        found = exact or next(
            (
                code
                for words, code in self._by_words.items()
                if wanted and wanted in words.casefold()
            ),
            None,
        )
        if found is not None:
            self.procedure.clear()
            self._model.begin(found)
            self.identity.setFocus(Qt.FocusReason.OtherFocusReason)

    def _identify(self) -> None:
        text = self.identity.value()
        self.identity.clear()
        self._model.identify(text)
