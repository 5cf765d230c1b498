"""Looking after the data, in the shape of the window."""

from collections.abc import Callable, Mapping
from typing import Protocol

from desk_app.domain.errors import RuleError
from desk_app.ui import contract as c

Stopped = Callable[[], bool]


class CareCalls(Protocol):
    """The calls bootstrap wires; see ``desk_app.bootstrap.care``."""

    def standing(self) -> object:
        """A value with the attributes of ``CareStanding``."""
        ...

    def check(self, tell: c.Tell, is_stopped: Stopped) -> None:
        """Check chains and papers."""
        ...

    def back_up(self, tell: c.Tell, is_stopped: Stopped) -> Mapping[str, object]:
        """Back up."""
        ...

    def plan_backup(self, folder: str, hours: int) -> None:
        """Set folder and hours."""
        ...

    def restore(
        self, place: str, key: str, tell: c.Tell, is_stopped: Stopped, *, is_rehearsal: bool
    ) -> Mapping[str, object]:
        """Restore."""
        ...


class NoCare:
    """A desk whose data somebody else looks after."""

    def standing(self) -> c.CareStanding:
        """Nothing is known."""
        return c.CareStanding()

    def check(self, tell: c.Tell, is_stopped: Stopped) -> None:
        """Nothing to check."""

    def back_up(self, tell: c.Tell, is_stopped: Stopped) -> Mapping[str, object]:
        """No folder."""
        raise RuleError("backup.no_folder")

    def plan_backup(self, folder: str, hours: int) -> None:
        """No settings of its own."""
        raise RuleError("backup.locked")

    def restore(
        self, place: str, key: str, tell: c.Tell, is_stopped: Stopped, *, is_rehearsal: bool
    ) -> Mapping[str, object]:
        """Nowhere to restore to."""
        raise RuleError("backup.no_folder")


class CarePart:
    """The window's side of the errands."""

    def __init__(self, calls: CareCalls) -> None:
        self._calls = calls

    def standing(self) -> c.CareStanding:
        """What the last looks found."""
        found = self._calls.standing()
        names = c.CareStanding.__dataclass_fields__
        return c.CareStanding(**{name: getattr(found, name) for name in names})

    def check(self, tell: c.Tell, cancelled: c.Cancellation) -> c.CareStanding:
        """Check all chains, then papers."""
        self._calls.check(tell, cancelled.is_cancelled)
        return self.standing()

    def back_up(self, tell: c.Tell, cancelled: c.Cancellation) -> c.CareStanding:
        """Back up and restore on trial."""
        self._calls.back_up(tell, cancelled.is_cancelled)
        return self.standing()

    def plan_backup(self, folder: str, hours: int) -> c.CareStanding:
        """Set folder and hours."""
        self._calls.plan_backup(folder, hours)
        return self.standing()

    def restore(
        self, place: str, key: str, cancelled: c.Cancellation, *, is_rehearsal: bool
    ) -> c.Restored:
        """Bring a backup back, or try it."""
        said = self._calls.restore(
            place, key, _nobody, cancelled.is_cancelled, is_rehearsal=is_rehearsal
        )
        damaged = said.get("damaged")
        return c.Restored(
            dossiers=_number(said.get("dossiers")),
            papers=_number(said.get("papers")),
            damaged=len(damaged) if isinstance(damaged, list) else 0,
            made_at=str(said.get("made_at", "")),
        )


def _nobody(_done: int, _total: int) -> None:
    """Nobody listens."""


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
