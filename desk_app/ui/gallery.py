"""Pictures of the window along one specimen dossier, taken off-screen at several text sizes."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desk_app.texts import Texts
from desk_app.ui import contract
from desk_app.ui.common import theme
from desk_app.ui.common.clipping import clipped
from desk_app.ui.common.words import Words
from desk_app.ui.opening import Ready, connected
from desk_app.ui.rubbish import Rubbish
from desk_app.ui.shell.conductor import Conductor
from desk_app.ui.start import make_application
from desk_app.ui.task_runner import ThreadTaskRunner

if TYPE_CHECKING:
    from desk_app.practice.demo import DemoRun

SIZE = (1366, 688)
SCALES = (100, 150)
QUIET_MS = 160
LONGEST_S = 20.0
STEP_USERS: dict[contract.Step, str] = {
    "intake": "canbo1", "appraise": "canbo2", "approve": "lanhdao", "agency_sign": "vanthu",
    "return_result": "traketqua",
}  # fmt: skip
NAMES: dict[contract.Step, str] = {
    "intake": "03-tiep-nhan", "appraise": "04-tham-dinh", "approve": "05-phe-duyet",
    "agency_sign": "07-ky-so-co-quan", "return_result": "08-tra-ket-qua",
}  # fmt: skip


def settle(runner: ThreadTaskRunner) -> None:
    """Run the event loop until nothing has been going on for a moment."""
    end = time.monotonic() + LONGEST_S
    quiet = 0
    while quiet < 3 and time.monotonic() < end:
        loop = QEventLoop()
        QTimer.singleShot(QUIET_MS // 2, loop.quit)
        loop.exec()
        quiet = quiet + 1 if runner.is_idle else 0


Moves = tuple[Callable[[Conductor], None], ...]
"""What is done in the window before the picture, each after the one before has come to rest."""


class Gallery:
    """Leads the specimen dossier and photographs each screen before its step is done.

    Attributes:
        clipped: texts that were cut off, by picture.
    """

    def __init__(self, run: "DemoRun", out: Path) -> None:
        self._run, self._out = run, out
        self.clipped: dict[str, list[str]] = {}

    def take(self) -> dict[str, object]:
        """All pictures, and the report of the run with what was cut off in them."""
        self._out.mkdir(parents=True, exist_ok=True)
        self._app = make_application(["desk-app"])
        run, rubbish = self._run, Rubbish()
        rubbish.begin()
        with connected(run.desk, run.office.scanner.url) as desk:
            draft = run.prepare()
            self._shoot(desk, "01-dang-nhap", "", ())
            self._shoot(desk, "02-bang-cong-viec", "canbo1", ())
            self._shoot(desk, NAMES["intake"], "canbo1", _opening(draft, "intake"))
            self._do("intake", run.intake)
            for step in contract.STEPS[1:]:
                self._shoot(desk, NAMES[step], STEP_USERS[step], _opening(run.code, step))
                if step == "approve":
                    self._shoot(desk, "06-ma-pin", STEP_USERS[step], _asking_pin(run.code))
                if step == "return_result":
                    self._shoot(desk, "09-hop-gui", STEP_USERS[step], (_to_outbox,))
                self._do(step, getattr(run, step))
        rubbish.end()
        report = run.report()
        report["screens"] = {"folder": str(self._out), "clipped": self.clipped}
        return report

    def _do(self, name: str, step: Callable[[], Sequence[object]]) -> None:
        started = time.perf_counter()
        files = step()
        seconds = round(time.perf_counter() - started, 3)
        names = [getattr(file, "name", "") for file in files]
        self._run.steps.append({"step": name, "seconds": seconds, "files": names})
        self._run.say(f"{name}: {seconds} s")

    def _shoot(self, desk: contract.Desk, name: str, user: str, moves: Moves) -> None:
        for scale in SCALES:
            theme.apply(self._app, "light", scale / 100)
            runner = ThreadTaskRunner()
            window = Conductor(Ready(desk), Words(Texts, "vi"), runner, desk.session.welcome())
            window.shell.resize(*SIZE)
            window.shell.show()
            if user:
                window.sign_in.sign_in(user, " ")
                settle(runner)
            for move in moves:
                move(window)
                settle(runner)
            settle(runner)
            picture = name if scale == 100 else f"{name}-{scale}"
            window.shell.grab().save(str(self._out / f"{picture}.png"))
            found = clipped(window.shell)
            if found:
                self.clipped[picture] = found
            window.close()
            window.shell.deleteLater()
            QApplication.processEvents()


def _to_outbox(window: Conductor) -> None:
    window.go("sync")


def _opening(key: str, step: contract.Step) -> Moves:
    moves: list[Callable[[Conductor], None]] = [lambda window: window.open(key, step)]
    if step == "intake":
        moves.append(lambda window: window.shell.press("next_doubt"))
    return tuple(moves)


def _asking_pin(key: str) -> Moves:
    return (
        lambda window: window.open(key, "approve"),
        lambda window: window.shell.press("sign_selected"),
    )
