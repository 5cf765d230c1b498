"""How late a 5 ms heartbeat of the event loop is: the gaps a person would feel."""

import threading
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer


class Heartbeat:
    """Beats while the event loop runs; ``end`` stops it.

    Attributes:
        waited: of each beat of the last run, milliseconds in which this thread could have run and
            other programs had the processors; zeros where the system does not tell.
    """

    def __init__(self):
        self._clock, self._seen, self.waited = QElapsedTimer(), [], []
        self._schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._so_far = self._delay()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)
        self._clock.start()
        self._timer.start()

    def _beat(self):
        self._seen.append(self._clock.nsecsElapsed() / 1e6)
        self._clock.restart()
        before, self._so_far = self._so_far, self._delay()
        self.waited.append(self._so_far - before)

    def _delay(self):
        try:
            return int(self._schedule.read_text().split()[1]) / 1e6
        except OSError:
            return 0.0

    def run(self, seconds):
        """Milliseconds between the beats of so many seconds."""
        self._seen.clear()
        self.waited.clear()
        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()
        del self.waited[:2]
        return self._seen[2:]

    def end(self):
        """Beat no more."""
        self._timer.stop()
