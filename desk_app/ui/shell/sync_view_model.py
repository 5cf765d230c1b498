"""The outbox: what waits for the province, why, and what can be done about it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desk_app.ui.common.asking import Model
from desk_app.ui.common.failures import Failure, failure_of, was_cancelled
from desk_app.ui.contract import Difference, Outbox, OutboxItem, Surroundings
from desk_app.ui.task_runner import TaskRunner

Side = Literal["ours", "theirs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """All the outbox page shows."""

    items: tuple[OutboxItem, ...] = ()
    chosen: str = ""
    differences: tuple[Difference, ...] = ()
    choice: tuple[tuple[str, Side], ...] = ()
    around: Surroundings | None = None
    now: dt.datetime | None = None
    is_sending: bool = False
    is_loading: bool = False
    failure: Failure | None = None

    @property
    def item(self) -> OutboxItem | None:
        """The item under the cursor."""
        return next((item for item in self.items if item.id == self.chosen), None)


class SyncViewModel(Model[SyncState]):
    """Asks the outbox.

    Signals:
        fix_asked: (dossier key, field id) to open where the province complained.
        changed: the outbox is another one now.
    """

    fix_asked = Signal(str, str)
    changed = Signal()

    def __init__(
        self,
        outbox: Outbox,
        runner: TaskRunner,
        now: Callable[[], dt.datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, parent)
        self._outbox, self._now = outbox, now
        self.state = SyncState()

    def load(self) -> None:
        """Ask what waits."""
        outbox = self._outbox
        self._show(is_loading=True)
        self.ask("db", lambda task: outbox.items(), self._took, self._refuse)

    def _took(self, items: tuple[OutboxItem, ...]) -> None:
        ids = [item.id for item in items]
        chosen = self.state.chosen if self.state.chosen in ids else (ids[0] if ids else "")
        self._show(
            items=items,
            chosen=chosen,
            is_sending=False,
            is_loading=False,
            failure=None,
            now=self._now(),
        )
        self._look_closer()

    def look_around(self, around: Surroundings) -> None:
        """How things stand with the province."""
        if around != self.state.around:
            self._show(around=around)

    def choose(self, item_id: str) -> None:
        """The cursor is on an item."""
        if item_id != self.state.chosen:
            self._show(chosen=item_id, differences=(), choice=())
            self._look_closer()

    def _look_closer(self) -> None:
        item, outbox = self.state.item, self._outbox
        if item is None or item.state != "conflict":
            self._show(differences=(), choice=())
            return
        self.ask("db", lambda task: outbox.differences(item.id), self._differ, self._refuse)

    def _differ(self, found: tuple[Difference, ...]) -> None:
        self._show(differences=found)

    def send(self) -> None:
        """Send the item under the cursor again."""
        if self.state.chosen:
            self._send((self.state.chosen,))

    def send_all(self) -> None:
        """Try everything now."""
        self._send(())

    def _send(self, ids: tuple[str, ...]) -> None:
        if self.state.is_sending:
            return
        outbox = self._outbox
        self._show(is_sending=True, failure=None)
        self.ask("io", lambda task: outbox.send_now(ids, task), self._sent, self._refuse)

    def _sent(self, items: tuple[OutboxItem, ...]) -> None:
        self._took(items)
        self.changed.emit()

    def keep_local(self) -> None:
        """Do not send this one by itself any more."""
        item, outbox = self.state.item, self._outbox
        if item is not None:
            self.ask("db", lambda task: outbox.keep_local(item.id), self._sent, self._refuse)

    def fix(self) -> None:
        """Open the dossier at the field the province complained of."""
        item = self.state.item
        if item is not None:
            self.fix_asked.emit(item.dossier_key, item.field_id)

    def pick(self, field_id: str, side: Side) -> None:
        """Choose one side of a difference."""
        others = tuple(pair for pair in self.state.choice if pair[0] != field_id)
        self._show(choice=(*others, (field_id, side)))

    def settle(self) -> None:
        """Keep the chosen values; every field must be chosen."""
        item, outbox, choice = self.state.item, self._outbox, dict(self.state.choice)
        if item is None or len(choice) < len(self.state.differences):
            return
        self.ask("db", lambda task: outbox.settle(item.id, choice), self._settled, self._refuse)

    def _settled(self, result: None) -> None:
        self.load()
        self.changed.emit()

    def _refuse(self, error: Exception) -> None:
        failure = None if was_cancelled(error) else failure_of(error)
        self._show(is_sending=False, is_loading=False, failure=failure)
