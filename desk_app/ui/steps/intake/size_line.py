"""One line under the tray: how large the file of the chosen component is, and what still fits."""

from desk_app.ui.common.labels import Text
from desk_app.ui.common.sizes import megabytes
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ComponentView


class SizeLine(Text):
    """Live size against the limit of the dossier's target; a tip says where the limit is from."""

    def __init__(self, words: Words) -> None:
        super().__init__("small")
        self.setObjectName("lblSize")
        self._words = words

    def show_part(self, part: ComponentView | None) -> None:
        """Show the size of a component; nothing where nothing is captured."""
        size = part.size if part else None
        self.setVisible(size is not None)
        if size is None:
            return
        say = self._words.label
        facts = {
            "used": megabytes(size.used_bytes, rounds_up=True),
            "most": megabytes(size.most_bytes),
        }
        if size.pages_left is None or size.is_over:
            text = say("ui.intake.size_used", **facts)
        else:
            text = say("ui.intake.size_left", pages=size.pages_left, **facts)
        source = "province" if size.is_from_province else "settings"
        origin = say(f"ui.intake.size_from_{source}")
        self.setText(text if size.is_from_province else f"{text}\n{origin}")
        self.setToolTip(origin)
        self.setAccessibleName(f"{text}. {origin}")
