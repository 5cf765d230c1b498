"""How late a 5 ms heartbeat of the event loop is: the gaps a person would feel."""

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer


class Heartbeat:
    """Beats while the event loop runs; ``ended`` stops it."""

    def __init__(self):
        self._clock, self._seen = QElapsedTimer(), []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)
        self._clock.start()
        self._timer.start()

    def _beat(self):
        self._seen.append(self._clock.nsecsElapsed() / 1e6)
        self._clock.restart()

    def run(self, seconds):
        """Milliseconds between the beats of so many seconds."""
        self._seen.clear()
        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()
        return self._seen[2:]

    def end(self):
        """Beat no more."""
        self._timer.stop()
