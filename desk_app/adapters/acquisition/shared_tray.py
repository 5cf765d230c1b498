"""One tray for all lanes of a program: opened by the first that needs it, closed by the last.

Between acts the folder is free, so that the command line may work beside the window.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scanner import PageLedger, Seal, Tray


class SharedTray:
    """Gives out the tray of a folder.

    Args:
        folder: of the page files; made when missing.
        ledger: makes the ledger, on first need.
        seal: encryption of the page files.
    """

    def __init__(self, folder: Path, ledger: Callable[[Path], PageLedger], seal: Seal) -> None:
        self.folder = folder
        self._make, self._seal = ledger, seal
        self._ledger: PageLedger | None = None
        self._tray: Tray | None = None
        self._users = 0
        self._lock = threading.Lock()
        self._is_swept = False

    @property
    def ledger(self) -> PageLedger:
        """The rows; reading them needs no tray."""
        with self._lock:
            if self._ledger is None:
                self._ledger = self._make(self.folder)
            return self._ledger

    @contextmanager
    def opened(self) -> Iterator[Tray]:
        """The tray; TrayError ``scanner.tray_busy`` while another program is scanning into it."""
        ledger = self.ledger
        with self._lock:
            if self._tray is None:
                self._tray = Tray(self.folder, ledger, seal=self._seal)
                if not self._is_swept:
                    self._tray.sweep()
                    self._is_swept = True
            self._users += 1
            tray = self._tray
        try:
            yield tray
        finally:
            with self._lock:
                self._users -= 1
                if self._users == 0:
                    tray.close()
                    self._tray = None
