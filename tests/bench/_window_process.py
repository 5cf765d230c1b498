"""The window's own process, for ``window.py``: says when it is painted, then measures itself from inside.

usage: _window_process.py PROFILE start|work
"""

# ruff: noqa: E402  as in the program, nothing is collected while it is imported
import gc

gc.disable()

import json
import sys
import time
from pathlib import Path

from desk_app.ui.start import dress, make_application, screen_texts  # isort: skip  first, as in the program

from desk_app.ui.common.words import Words
from desk_app.ui.opening import Opening
from desk_app.ui.rubbish import Rubbish
from desk_app.ui.shell.conductor import Conductor
from desk_app.ui.task_runner import ThreadTaskRunner

KEYS = ("duong", "nguyen van an", "tran thi hue", "0270", "261121")
LOAD_S = 12.0


def say(**facts):
    print(json.dumps(facts), flush=True)


def memory_mb():
    """Memory of this process now, in MB; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 2**20


def say_painted():
    print("painted", flush=True)


class Watch:
    """Runs the event loop until something is so."""

    def __init__(self, app):
        self.app = app

    def until(self, what, seconds=60.0):
        end = time.perf_counter() + seconds
        while not what():
            if time.perf_counter() > end:
                raise TimeoutError
            self.app.processEvents()
            time.sleep(0.0005)


def percentile(values, share):
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def search(window, watch, *, counted=False):
    """Milliseconds from each letter to the painted rows: what the event loop paints of itself.

    With ``counted`` the officer rests after each letter until it also says how many there are.
    """
    took = []
    model = window.dashboard
    for words in KEYS:
        for end in range(1, len(words) + 1):
            text = words[:end]
            begin = time.perf_counter()
            window.search(text)
            watch.until(
                lambda text=text: (
                    model.state.query.text == text
                    and not model.state.is_loading
                    and not (counted and model.state.total is None)
                )
            )
            watch.app.processEvents()  # a paint that was asked for is done
            took.append((time.perf_counter() - begin) * 1000)
    window.clear_search()
    return took


def pages(window, watch, key):
    """Milliseconds of page turns: first sight, and again."""
    dossier = window.desk.enquiries.dossier(key)
    document = next(d.id for part in dossier.components for d in part.documents)
    first, again = [], []
    for width in range(900, 930):
        begin = time.perf_counter()
        window.source.page(document, 0, width)
        watch.until(lambda width=width: window.source.page(document, 0, width) is not None)
        first.append((time.perf_counter() - begin) * 1000)
    for _ in range(100):
        begin = time.perf_counter()
        window.source.page(document, 0, 929)
        again.append((time.perf_counter() - begin) * 1000)
    return first, again


def gaps(window, watch, key):
    """Lateness of a 5 ms heartbeat, idle and while scan, reading, signing device, sync and search go on at once."""
    from tests.bench._heartbeat import Heartbeat

    beat = Heartbeat()
    idle = beat.run(2.0)
    desk, ends = window.desk, []
    component = next(part.id for part in desk.enquiries.dossier(key).components if part.documents)
    stop = time.perf_counter() + LOAD_S

    def again(lane, work):
        def done(result):
            ends.append((lane, not isinstance(result, Exception)))
            if time.perf_counter() < stop:
                window.runner.submit(lane=lane, owner=window, work=work, done=done, failed=done)

        window.runner.submit(lane=lane, owner=window, work=work, done=done, failed=done)

    from desk_app.ui.contract import WorkQuery

    again("device", lambda task: desk.intake.scan(key, "birth_notice", task.report, task))
    again("io", lambda task: desk.intake.read(key, component, task.report, task))
    again("token", lambda task: desk.tokens.certificate("personal"))
    again("io", lambda task: desk.outbox.exchange())
    again("db", lambda task: desk.enquiries.work_list(WorkQuery(scope="office", text="nguyen")))
    loaded = beat.run(LOAD_S)
    watch.until(lambda: window.runner.is_idle, 120)
    beat.end()
    done = {lane: sum(1 for name, fine in ends if name == lane and fine) for lane, _ in ends}
    return idle, loaded, done


def main():
    profile, mode = Path(sys.argv[1]), sys.argv[2]
    app = make_application(["bench"])
    opening = Opening(profile)
    dress(app, opening.settings)
    runner = ThreadTaskRunner()
    window = Conductor(opening, Words(screen_texts, "vi"), runner, opening.welcome())
    painted = []
    rubbish = Rubbish()
    window.shell.painted.connect(rubbish.begin)
    window.entered.connect(rubbish.keep)
    window.shell.painted.connect(lambda: (painted.append(time.perf_counter()), say_painted()))
    if mode == "work":
        window.shell.painted.connect(window.prepare)
    window.shell.show()
    watch = Watch(app)
    watch.until(lambda: painted)
    say(memory=memory_mb())
    if mode == "start":
        return
    entered = []
    window.entered.connect(lambda: entered.append(True))
    window.sign_in.sign_in("canbo1", "x")
    watch.until(lambda: entered and window.dashboard.state.rows)
    window.pages["dashboard"].table.viewport().repaint()
    say(usable=(time.perf_counter() - painted[0]) * 1000)
    key = sys.argv[3]
    took = search(window, watch)
    say(search=percentile(took, 0.95), search_worst=max(took), typed=len(took))
    took = search(window, watch, counted=True)
    say(counted=percentile(took, 0.95))
    window.settle()
    watch.until(lambda: window.runner.is_idle)  # what begins once the officer rests is over
    first, again = pages(window, watch, key)
    say(
        turn=percentile(first, 0.95),
        turn_kept=percentile(again, 0.95),
        turn_median=percentile(first, 0.5),
    )
    gc.collect()
    idle, loaded, done = gaps(window, watch, key)
    say(gap=max(loaded), gap_p99=percentile(loaded, 0.99), gap_idle=max(idle), done=done)
    say(memory_work=memory_mb())
    window.close()
    rubbish.end()
    opening.close()


if __name__ == "__main__":
    main()
