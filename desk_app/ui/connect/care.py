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

    def look_at_update(self, bundle: str, is_stopped: Stopped) -> Mapping[str, object]:
        """Check a bundle."""
        ...

    def take_update(self, bundle: str, is_stopped: Stopped) -> Mapping[str, object]:
        """Take a bundle into use."""
        ...

    def undo_update(self, is_stopped: Stopped) -> Mapping[str, object]:
        """Go back."""
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

    def look_at_update(self, bundle: str, is_stopped: Stopped) -> Mapping[str, object]:
        """No publisher is known."""
        raise RuleError("update.no_root", {"file": ""})

    take_update = look_at_update

    def undo_update(self, is_stopped: Stopped) -> Mapping[str, object]:
        """Nothing was taken."""
        raise RuleError("update.nothing_before")


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

    def look_at_update(self, bundle: str, cancelled: c.Cancellation) -> c.UpdateOffer:
        """What a checked bundle would bring."""
        said = self._calls.look_at_update(bundle, cancelled.is_cancelled)
        items = said.get("items")
        kinds = [
            str(item.get("kind", ""))
            for item in (items if isinstance(items, list) else [])
            if isinstance(item, dict)
        ]
        return c.UpdateOffer(
            bundle=bundle,
            policies=kinds.count("policy"),
            procedures=kinds.count("procedure"),
            trusts=kinds.count("trust"),
            program=str(said.get("program", "")),
        )

    def take_update(self, bundle: str, cancelled: c.Cancellation) -> c.UpdateTaken:
        """Take a bundle into use."""
        said = self._calls.take_update(bundle, cancelled.is_cancelled)
        files = said.get("applied")
        return c.UpdateTaken(
            files=len(files) if isinstance(files, list) else 0,
            program=str(said.get("version", "")),
            place=str(said.get("program", "")),
            is_installed=said.get("installed") is True,
        )

    def undo_update(self, cancelled: c.Cancellation) -> str:
        """Back to what was in use before."""
        return str(self._calls.undo_update(cancelled.is_cancelled).get("program", ""))


def _nobody(_done: int, _total: int) -> None:
    """Nobody listens."""


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
