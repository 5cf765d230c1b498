"""One line under the tray: how large the file of the chosen component is, and what still fits."""

from desk_app.ui.common.labels import Text
from desk_app.ui.common.sizes import megabytes
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ComponentView


class SizeLine(Text):
    """Live size against the limit of the dossier's target, and where the limit is from.

    Args:
        words: the catalogue.
        is_short: only the figures, for a narrow window; the tip says the rest.
    """

    def __init__(self, words: Words, *, is_short: bool = False) -> None:
        super().__init__("small", wrap=not is_short)
        self.setObjectName("lblSizeSmall" if is_short else "lblSize")
        self._words, self._is_short = words, is_short

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
        if self._is_short:
            mark = "" if size.is_from_province else "*"
            self.setText(say("ui.intake.size_used", **facts) + mark)
        else:
            self.setText(text if size.is_from_province else f"{text}\n{origin}")
        self.setToolTip(f"{text}\n{origin}")
        self.setAccessibleName(f"{text}. {origin}")
