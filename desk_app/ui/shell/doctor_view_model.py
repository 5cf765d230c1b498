"""The doctor: checks of machine and surroundings, lines filled as answers come."""

import datetime as dt
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from desk_app.ui.common.asking import Model
from desk_app.ui.common.failures import Failure, failure_of
from desk_app.ui.contract import CheckUp, Doctor
from desk_app.ui.task_runner import Task, TaskRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorState:
    """All the doctor shows."""

    lines: tuple[CheckUp, ...] = ()
    chosen: str = ""
    is_running: bool = False
    checked_at: dt.datetime | None = None
    seconds: float = 0.0
    typed: str = ""
    saved: str = ""
    failure: Failure | None = None

    @property
    def line(self) -> CheckUp | None:
        """The part under the cursor."""
        return next((line for line in self.lines if line.id == self.chosen), None)

    def count(self, state: str) -> int:
        """How many parts are in a state."""
        return sum(1 for line in self.lines if line.state == state)

    @property
    def code_points(self) -> str:
        """What was typed to try the input method, letter by letter."""
        return " ".join(f"U+{ord(sign):04X}" for sign in self.typed)

    @property
    def is_composed(self) -> bool:
        """Whether the input method sends composed letters."""
        return unicodedata.is_normalized("NFC", self.typed)


class DoctorViewModel(Model[DoctorState]):
    """Runs the checks."""

    def __init__(
        self,
        doctor: Doctor,
        runner: TaskRunner,
        now: Callable[[], dt.datetime],
        folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, parent)
        self._doctor, self._now, self._folder = doctor, now, folder
        self._task: Task | None = None
        self._began = 0.0
        self.state = DoctorState()

    def run(self) -> None:
        """Check everything again."""
        if self.state.is_running:
            return
        doctor = self._doctor
        self._began = time.monotonic()
        lines = tuple(CheckUp(id=part, state="running") for part in doctor.parts())
        chosen = self.state.chosen or (lines[0].id if lines else "")
        self._show(lines=lines, is_running=True, saved="", failure=None, chosen=chosen)
        self._task = self.ask(
            "io",
            lambda task: doctor.check(task.announce, task),
            self._done,
            self._failed,
            self._found,
        )

    def _found(self, line: object) -> None:
        if isinstance(line, CheckUp):
            known = [item.id for item in self.state.lines]
            if line.id in known:
                lines = tuple(line if item.id == line.id else item for item in self.state.lines)
            else:
                lines = (*self.state.lines, line)
            self._show(lines=lines)

    def _done(self, result: None) -> None:
        self._task = None
        lines = tuple(line for line in self.state.lines if line.state != "running")
        worst = next((line.id for line in lines if line.state == "fail"), "")
        worst = worst or next((line.id for line in lines if line.state == "warn"), "")
        seconds = time.monotonic() - self._began
        chosen = worst or self.state.chosen
        self._show(
            lines=lines, is_running=False, checked_at=self._now(), seconds=seconds, chosen=chosen
        )

    def _failed(self, error: Exception) -> None:
        self._task = None
        lines = tuple(line for line in self.state.lines if line.state != "running")
        self._show(lines=lines, is_running=False, failure=failure_of(error))

    def stop(self) -> bool:
        """Stop the checks; whether any ran."""
        if self._task is None or not self.state.is_running:
            return False
        self._task.stop()
        return True

    def choose(self, part: str) -> None:
        """The cursor is on a part."""
        if part != self.state.chosen:
            self._show(chosen=part)

    def try_typing(self, text: str) -> None:
        """What the officer typed to try the input method."""
        self._show(typed=text)

    def save_report(self) -> None:
        """Write the file for support: what was found, versions and logs, nothing personal."""
        doctor, folder = self._doctor, self._folder
        self.ask("io", lambda task: str(doctor.bundle(folder)), self._saved, self._failed)

    def _saved(self, path: str) -> None:
        self._show(saved=path)
