"""Going down the copy list of a dossier for a site without an interface."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from desk_app.ui.common.asking import Model
from desk_app.ui.common.failures import Failure, failure_of, was_cancelled
from desk_app.ui.contract import CopyLine, Mistyped, Retyping
from desk_app.ui.task_runner import TaskRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class RetypeState:
    """All the bridge shows.

    Attributes:
        copied: numbers of the lines that were copied.
        wrong: boxes that differ; None before anything was read back.
    """

    key: str = ""
    sites: tuple[str, ...] = ()
    site: str = ""
    lines: tuple[CopyLine, ...] = ()
    copied: frozenset[int] = frozenset()
    wrong: tuple[Mistyped, ...] | None = None
    failure: Failure | None = None


class RetypeViewModel(Model[RetypeState]):
    """One dossier and one site at a time."""

    def __init__(
        self, retyping: Retyping, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self._retyping = retyping
        self.state = RetypeState()

    def open(self, key: str) -> None:
        """Begin with a dossier, at the site used last where it is still listed."""
        sites = self._retyping.sites()
        site = self.state.site if self.state.site in sites else next(iter(sites), "")
        self.state = RetypeState(key=key, sites=sites, site=site)
        if site:
            self.choose(site)
        else:
            self._show(failure=Failure("retype.no_site"))

    def choose(self, site: str) -> None:
        """The list of another site."""
        key, retyping = self.state.key, self._retyping
        self._show(site=site, lines=(), copied=frozenset(), wrong=None, failure=None)
        self.ask("db", lambda task: retyping.lines(key, site), self._take, self._refuse)

    def _take(self, lines: tuple[CopyLine, ...]) -> None:
        self._show(lines=lines)

    def copy(self, number: int) -> str:
        """The value of a line, which counts as copied from now on."""
        line = next((line for line in self.state.lines if line.number == number), None)
        if line is None:
            return ""
        self._show(copied=self.state.copied | {number})
        return line.value

    def compare(self, page: str) -> None:
        """Compare what the site shows now with what the dossier says."""
        if self.state.lines and page.strip():
            self._show(wrong=self._retyping.compare(self.state.lines, page))

    def _refuse(self, error: Exception) -> None:
        if not was_cancelled(error):
            self._show(failure=failure_of(error))
