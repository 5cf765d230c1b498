"""What every side of intake holds: the sitting, the use cases, and the version last seen."""

from collections.abc import Mapping

from desk_app.application.commands import intake as acts
from desk_app.ui.connect.sitting import Sitting


class IntakeSide:
    """One side of step 1 over the use cases."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._office = sitting.desk.office
        self._step = sitting.desk.steps.intake
        self._reusing = sitting.desk.steps.reuse

    def _see(self, key: str, version: int) -> None:
        self._sitting.seen[key] = version

    def _fill(
        self,
        key: str,
        values: Mapping[str, str],
        confirmed: tuple[str, ...],
        unfinished: tuple[str, ...] = (),
    ) -> None:
        sitting = self._sitting
        sitting.act(
            key,
            lambda version: self._step.fill(
                acts.FillForm(
                    dossier=key,
                    actor=sitting.officer,
                    version=version,
                    values=values,
                    confirmed=confirmed,
                    unfinished=unfinished,
                )
            ),
        )
