"""``./desk bench window``: start, memory, page turn, search and the longest gap of the window.

Each figure is measured off-screen on this machine; starts and pages stand beside a bare peer in the
same run.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time

RUNS = 7
BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv); window = QWidget(); window.resize(1366, 688); window.show()
window.grab(); print("painted")
"""
OURS = """
import sys
from desk_app.ui.start import make_application
app = make_application(["desk"])
from desk_app.texts import Texts
from desk_app.ui import contract
from desk_app.ui.common import theme
from desk_app.ui.common.words import Words
from desk_app.ui.shell.sign_in_view import SignInView
from desk_app.ui.shell.sign_in_view_model import SignInViewModel
from desk_app.ui.shell.window import Shell
from desk_app.ui.task_runner import ThreadTaskRunner
theme.apply(app, "light", 1.0)
words = Words(Texts)
shell = Shell(words)
counters = (contract.Counter(id="1", name="1"),)
welcome = contract.Welcome(office="Office", version="1", counters=counters)
model = SignInViewModel(None, ThreadTaskRunner(), welcome)
page = SignInView(words)
page.show_state(model.state)
shell.show_sign_in(page)
shell.show()
shell.grab()
print("painted")
if sys.platform != "win32":
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def figure(name, value, unit, goal, peer="", peer_value=None):
    """Print one figure; whether its goal was met."""
    ratio = round(value / peer_value, 2) if peer_value else None
    met = value <= goal
    line = {
        "figure": f"window.{name}", "value": round(value, 2), "unit": unit, "peer": peer,
        "peer_value": round(peer_value, 2) if peer_value else None, "ratio": ratio, "goal": goal,
        "met": met,
    }  # fmt: skip
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
    return met


def started(script):
    """Milliseconds from the start of a process to its word ``painted``, and its memory in MB."""
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as process:
        process.stdout.readline()
        milliseconds = (time.perf_counter() - begin) * 1000
        rest = process.stdout.read().split()
    return milliseconds, float(rest[0]) if rest else 0.0


def bench_start():
    """Warm start to the first painted sign-in window, beside a bare PySide6 window."""
    for script in (BARE, OURS):
        started(script)
    bare, ours, memory = [], [], 0.0
    for _ in range(RUNS):
        bare.append(started(BARE)[0])
        milliseconds, memory = started(OURS)
        ours.append(milliseconds)
    fine = figure(
        "start_warm",
        statistics.median(ours),
        "ms",
        350,
        "bare PySide6 window",
        statistics.median(bare),
    )
    ratio = statistics.median(ours) / statistics.median(bare)
    fine &= figure("start_ratio", ratio, "x", 1.5, "bare PySide6 window", 1.0)
    return fine & (not memory or figure("memory_first_paint", memory, "MB", 90))


def percentile(values, share):
    """The value below which ``share`` of the values lie."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def bench_inside():
    """Page turn, painting of search results, and the longest gap while four threads work."""
    from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from desk_app.ui.common.pages import decode
    from desk_app.ui.contract import WorkRow
    from desk_app.ui.start import make_application
    from tests.kit.ui.sample_desk import SampleDesk
    from tests.kit.ui.window import close_window, open_window

    make_application(["bench"])
    sample = SampleDesk()
    window = open_window(sample)
    turns = []
    for _ in range(40):
        begin = time.perf_counter()
        decode(sample.page("form", 0, 1024), 1024)
        turns.append((time.perf_counter() - begin) * 1000)
    fine = figure("page_turn", percentile(turns, 0.95), "ms p95", 100)
    window.source.page("form", 0, 1024)
    kept = []
    for _ in range(200):
        begin = time.perf_counter()
        window.source.page("form", 0, 1024)
        kept.append((time.perf_counter() - begin) * 1000)
    fine &= figure("page_turn_cached", percentile(kept, 0.95), "ms p95", 16)
    rows = tuple(
        WorkRow(key=f"k{n}", code=f"H02.15-261121-{n:04}", applicant=f"Nguyễn Văn {n}", procedure="Đăng ký", state="ACCEPTED", step="intake")
        for n in range(200)
    )  # fmt: skip
    from dataclasses import replace

    typed = []
    page = window.pages["dashboard"]
    for turn in range(30):
        begin = time.perf_counter()
        state = replace(window.dashboard.state, rows=rows[turn:], total=200_000)
        page.show_state(state)
        page.table.viewport().repaint()
        QApplication.processEvents()
        typed.append((time.perf_counter() - begin) * 1000)
    fine &= figure("result_painted_200_rows", percentile(typed, 0.95), "ms p95", 40)
    gaps = []
    clock = QElapsedTimer()
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(5)
    timer.timeout.connect(lambda: gaps.append(clock.restart()))
    stop = threading.Event()

    def work():
        data = os.urandom(1 << 20)
        import hashlib

        while not stop.is_set():
            hashlib.sha256(data).hexdigest()
            json.loads(json.dumps({"n": list(range(300))}))

    threads = [threading.Thread(target=work, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    clock.start()
    timer.start()
    loop = QEventLoop()
    QTimer.singleShot(3000, loop.quit)
    loop.exec()
    stop.set()
    for thread in threads:
        thread.join()
    fine &= figure("longest_gap_under_work", max(gaps[2:]), "ms", 50)
    close_window(window)
    return fine


def main(argv: list[str]) -> int:
    """Run all; 1 when a goal was missed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    fine = bench_start()
    fine &= bench_inside()
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
