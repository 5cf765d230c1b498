"""Garbage of the GUI thread is collected on the GUI thread.

Python collects on whichever thread allocates. A worker that comes upon a closed window's objects
would destroy them there, and Qt ends the process for a timer that dies on a foreign thread. While
the window lasts, Python therefore does not collect by itself.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 250


class Rubbish(QObject):
    """Collects from the event loop, as far as Python's own thresholds ask for it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._has_kept = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Collect from now on; what is there already stays for good and is not looked at again."""
        self.keep()
        self._timer.start()

    def keep(self) -> None:
        """What is there by now stays for good; called again where much was loaded to stay."""
        gc.freeze()

    def keep_once(self) -> None:
        """What the first sitting has loaded stays for good; what later ones leave does not."""
        if not self._has_kept:
            self._has_kept = True
            self.keep()

    def look(self) -> None:
        """Collect the oldest generation that is due."""
        due = [
            generation
            for generation, (count, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > most
        ]
        if due:
            gc.collect(due[-1])

    def end(self) -> None:
        """Collect what is left and let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        gc.enable()
