"""Beginning a restructuring file: which procedures, by what the desk counted of them."""

from typing import TYPE_CHECKING

from desk_app.ui.contract import PlanCandidates, RestructuringFiles

if TYPE_CHECKING:
    from desk_app.ui.shell.plans_view_model import PlansViewModel


class PlanChoosing:
    """The procedures of a new file; several of them are a linked group and have a name."""

    def __init__(self, model: "PlansViewModel", files: RestructuringFiles) -> None:
        self._model, self._files = model, files

    def begin(self) -> None:
        """Show the procedures in force."""
        if self._model.state.mode != "list":
            return
        self._model.show(mode="new", ticked=(), name="", told="", failure=None)
        if self._model.state.candidates is None:
            self.count()

    def choose(self, code: str) -> None:
        """Another procedure is under the cursor."""
        if code != self._model.state.candidate:
            self._model.show(candidate=code)

    def tick(self, code: str) -> None:
        """Take a procedure in, or out again."""
        ticked = self._model.state.ticked
        kept = tuple(each for each in ticked if each != code)
        self._model.show(ticked=kept if code in ticked else (*kept, code), failure=None)

    def call(self, name: str) -> None:
        """The name of a linked group."""
        if name != self._model.state.name:
            self._model.show(name=name, failure=None)

    def create(self) -> None:
        """Begin the file over those ticked, else over the one under the cursor."""
        state, files = self._model.state, self._files
        codes, name = state.ticked or (state.candidate,), state.name
        if all(codes) and not state.is_busy:
            self._model.show(is_busy=True, failure=None)
            self._model.ask(
                "db", lambda task: files.create(codes, name), self._created, self._model.refuse
            )

    def _created(self, code: str) -> None:
        facts = (("plan", code),)
        self._model.show(is_busy=False, chosen=code, told="ui.plan.done.new", told_facts=facts)
        self._model.open(code, is_new=True)
        self._model.begin()

    def count(self) -> None:
        """Count the desk's dossiers of the last year by procedure."""
        files = self._files
        self._model.run("candidates", lambda task: files.candidates(), self._take)

    def _take(self, found: PlanCandidates) -> None:
        codes = [row.code for row in found.rows]
        held = self._model.state.candidate
        kept = held if held in codes else next(iter(codes), "")
        self._model.show(running="", candidates=found, candidate=kept)
