"""The button that says what a component is made of, and the menu to change it."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ComponentView


class MaterialButton(KeyButton):
    """Names the material of the chosen component; a press opens the classes.

    Args:
        words: the catalogue.
        names: classes of material, asked when the menu opens.
        choose: takes the name of a class.
        ask_original: the applicant was asked for the signed electronic file.
    """

    def __init__(
        self,
        words: Words,
        names: Callable[[], tuple[str, ...]],
        choose: Callable[[str], None],
        ask_original: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("btnMaterial", "link", parent=parent)
        self._words, self._names, self._choose = words, names, choose
        self._ask_original = ask_original
        self.is_flush = True
        self._part: ComponentView | None = None
        self._material = "plain"
        self.clicked.connect(self.open_menu)

    def show_part(self, part: ComponentView | None) -> None:
        """Show what the chosen component is made of."""
        self.setVisible(part is not None and part.status != "unclear")
        self._part = part
        self._material = part.material if part else "plain"
        name = self._words.label(f"ui.material.{self._material}")
        self.set_words(name)
        self.setAccessibleName(self._words.label("ui.intake.material", name=name))

    def open_menu(self) -> None:
        """Offer the classes, the present one ticked."""
        menu = QMenu(self)
        menu.setObjectName("materialMenu")
        for name in self._names():
            act = menu.addAction(self._words.label(f"ui.material.{name}"))
            act.setCheckable(True)
            act.setChecked(name == self._material)
            act.triggered.connect(lambda _checked=False, chosen=name: self._choose(chosen))
        if self._part is not None and self._part.may_ask_original:
            menu.addSeparator()
            asked = menu.addAction(self._words.label("ui.intake.ask_original"))
            asked.setCheckable(True)
            asked.setChecked(self._part.original_asked)
            asked.setEnabled(not self._part.original_asked)
            asked.triggered.connect(lambda _checked=False: self._ask_original())
        menu.aboutToHide.connect(menu.deleteLater)
        anchor = self if self.isVisible() else self.window()
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))
