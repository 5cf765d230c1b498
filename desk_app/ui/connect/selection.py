"""Acts on a selection of the work list, in the shape of the window."""

from collections.abc import Callable, Mapping

from desk_app.application.selection import Selection
from desk_app.application.work import Done
from desk_app.domain.errors import DeskError
from desk_app.ui import contract as c
from desk_app.ui.connect.paper_views import slip_document
from desk_app.ui.connect.sitting import Sitting


class SelectionPart:
    """Receives, passes on, prints receipts; each dossier with its own end."""

    def __init__(self, sitting: Sitting, printing: c.Printing) -> None:
        self._sitting, self._printing = sitting, printing
        desk = sitting.desk
        self._selection = Selection(steps=desk.steps, enquiries=desk.enquiries)

    def do(
        self,
        act: c.SelectedAct,
        keys: tuple[str, ...],
        progress: Callable[[c.SelectedEnd], None],
        cancelled: c.Cancellation,
    ) -> tuple[c.SelectedEnd, ...]:
        """Do it to each in turn."""
        codes = {key: self._sitting.desk.enquiries.dossier(key).shown_code for key in keys}
        ended: dict[str, c.SelectedEnd] = {}

        def tell(key: str, outcome: Done | DeskError | None) -> None:
            if isinstance(outcome, DeskError):
                end = c.SelectedEnd(
                    key=key, was=key, code=codes[key], outcome="refused",
                    problem=outcome.code, facts=outcome.facts,
                )  # fmt: skip
            else:
                now = key if outcome is None else outcome.dossier_code or outcome.dossier_id
                code = codes[key] if outcome is None else outcome.dossier_code or codes[key]
                end = c.SelectedEnd(key=now, was=key, code=code, outcome="done")
                if outcome is not None:
                    self._sitting.seen[now] = self._sitting.seen[key] = outcome.version
            ended[key] = end
            progress(end)

        actor = self._sitting.officer
        if act == "receive":
            self._selection.receive(keys, actor, tell, cancelled)
        elif act == "forward":
            self._selection.forward(keys, actor, tell, cancelled)
        else:
            self._print(codes, tell, cancelled)
        return tuple(
            ended.get(key) or c.SelectedEnd(key=key, was=key, code=codes[key], outcome="left")
            for key in keys
        )

    def _print(
        self,
        codes: Mapping[str, str],
        tell: Callable[[str, Done | DeskError | None], None],
        cancelled: c.Cancellation,
    ) -> None:
        for key, code in codes.items():
            if cancelled.is_cancelled():
                return
            try:
                slip = slip_document(self._selection.receipt(key))
                self._printing.print_document(slip, code)
                tell(key, None)
            except DeskError as error:
                tell(key, error)
