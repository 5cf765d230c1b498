"""The window's own process, for ``chip.py``: its longest gap while a card is read again and again.

usage: _chip_window.py PROFILE DOSSIER CAN
"""

import json
import sys
import threading
from pathlib import Path

from PySide6.QtCore import Qt

from desk_app.ui.common.words import Words
from desk_app.ui.opening import Opening
from desk_app.ui.rubbish import Rubbish
from desk_app.ui.shell.conductor import Conductor
from desk_app.ui.start import dress, make_application, screen_texts
from desk_app.ui.task_runner import ThreadTaskRunner
from tests.bench._heartbeat import Heartbeat
from tests.bench._window_process import Watch, percentile

TURN_S, MOST_TURNS, READINGS = 2.0, 40, 8


def main():
    app = make_application(["bench"])
    opening = Opening(Path(sys.argv[1]))
    dress(app, opening.settings)
    runner = ThreadTaskRunner()
    window = Conductor(opening, Words(screen_texts, "vi"), runner, opening.welcome())
    entered, painted, rubbish = [], [], Rubbish()
    window.entered.connect(lambda: entered.append(True))
    window.shell.painted.connect(lambda: painted.append(True))
    window.shell.painted.connect(rubbish.begin)
    window.shell.painted.connect(window.prepare)
    window.entered.connect(rubbish.keep, Qt.ConnectionType.SingleShotConnection)
    window.shell.show()
    watch = Watch(app)
    watch.until(lambda: painted)
    window.sign_in.sign_in("canbo1", "x")
    watch.until(lambda: entered)
    desk, read = window.desk, []
    beat = Heartbeat()
    idle = beat.run(2.0)
    stop = threading.Event()

    def again():
        def done(result):
            read.append(not isinstance(result, Exception))
            if not stop.is_set():
                again()

        window.runner.submit(
            lane="device", owner=window, done=done, failed=done,
            work=lambda task: desk.intake.identify(sys.argv[2], sys.argv[3]),
        )  # fmt: skip

    again()
    busy = []
    for _ in range(MOST_TURNS):
        busy += zip(beat.run(TURN_S), beat.waited, strict=True)
        if len(read) >= READINGS:
            break
    stop.set()
    watch.until(lambda: window.runner.is_idle, 60)
    beat.end()
    gap, waited = max(busy)
    p99 = percentile([each for each, _ in busy], 0.99)
    print(json.dumps({"gap": gap, "waited": waited, "p99": p99, "own": max(each - late for each, late in busy), "idle": max(idle),
                      "read": sum(read), "all": len(read)}))  # fmt: skip
    window.close()
    rubbish.end()
    opening.close()


if __name__ == "__main__":
    main()
