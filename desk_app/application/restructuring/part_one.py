"""Part I as blocks of words: every heading of the template, and what the project puts after it.

What differs from today's procedure is marked as changed; writers set it in italics.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk_app.application.restructuring.blocks import Block, Grid, Paragraph, PartOne, Run
from desk_app.domain.forms import FormDefinition
from desk_app.domain.procedures import (
    Channel,
    ComponentDefinition,
    FeeDue,
    ProcedureDefinition,
    Step,
    Term,
)
from desk_app.domain.restructuring.process import Plan, PlannedComponent, PlannedStep
from desk_app.domain.restructuring.project import ComponentChoice, Project


def part_one(
    project: Project,
    plans: Sequence[Plan],
    data: Mapping[str, Any],
    forms: Sequence[FormDefinition] = (),
) -> PartOne:
    """Build the document.

    Args:
        project: the restructuring file.
        plans: the proposed process of each procedure of the project, in order.
        data: resources/restructuring/part_one.toml.
        forms: e-forms to lay behind it.
    """
    labels = data["labels"]
    texts = {**data["texts"], **project.texts}
    body: list[tuple[str, Block]] = []
    for plan in plans:
        body += _Writer(project, plan, labels, texts).rows()
    has_changes = any(_is_changed(block) for _, block in body)
    return PartOne(
        front=tuple(_front(project, plans, labels, texts)),
        body=tuple(body),
        back=tuple(_back(project, plans, labels, texts, has_changes=has_changes)),
        has_changes=has_changes,
        forms=tuple({form.key: form for form in forms}.values()),
    )


def _front(
    project: Project, plans: Sequence[Plan], labels: Mapping[str, str], texts: Mapping[str, Any]
) -> Iterator[Paragraph]:
    yield Paragraph((Run(f"{labels['part']} {labels['title']}", bold=True),), is_centred=True)
    yield Paragraph((Run(labels["subtitle"], bold=True),), is_centred=True)
    yield Paragraph((Run(labels["section_1"], bold=True),))
    codes = "; ".join(plan.procedure.code or "" for plan in plans)
    published = "; ".join(_publication(plan.procedure) for plan in plans)
    yield _labelled(labels["code"], codes)
    yield _labelled(labels["publication"], published)
    yield Paragraph((Run(labels["section_2"], bold=True),))
    yield _labelled(labels["purpose"], project.purpose or str(texts["purpose"]))
    yield _labelled(labels["scope"], project.scope or str(texts["scope"]))
    yield Paragraph((Run(labels["content"]),))


def _publication(procedure: ProcedureDefinition) -> str:
    found = procedure.publication
    if found is None:
        return ""
    dated = f" ngày {found.dated.strftime('%d/%m/%Y')}" if found.dated else ""
    return f"{found.number}{dated}"


def _back(
    project: Project,
    plans: Sequence[Plan],
    labels: Mapping[str, str],
    texts: Mapping[str, Any],
    *,
    has_changes: bool,
) -> Iterator[Paragraph]:
    if has_changes:
        yield Paragraph((Run(labels["changed_note"], italic=True),))
    for gone in project.abolished:
        parts = [gone.name, *([f"({gone.code})"] if gone.code else []), gone.basis]
        yield _labelled(labels["abolished"], " ".join(part for part in parts if part))
    yield Paragraph((Run(labels["note"], bold=True),))
    yield Paragraph((Run(labels["note_fees"]),))
    firsts = [f.name for p in plans for f in p.procedure.fees if f.due is FeeDue.BEFORE_PROCESSING]
    yield _labelled(labels["note_first"], "; ".join(firsts))
    for key in ("note_later", "note_how", "note_direct"):
        yield Paragraph((Run(labels[key]),))
    online = labels["note_online"].replace("{system}", str(texts["system"]))
    yield Paragraph((Run(online.replace("{portal}", str(texts["portal"]))),))
    yield Paragraph((Run(labels["note_amended"]),))
    yield Paragraph((Run(labels["note_abolished"]),))


def _labelled(label: str, value: str, *, changed: bool = False, italic: bool = False) -> Paragraph:
    runs = [Run(label, italic=italic)]
    if value:
        runs.append(Run(f" {value}", changed=changed))
    return Paragraph(tuple(runs))


def _is_changed(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return any(run.changed for run in block.runs)
    return any(run.changed for row in block.rows for cell in row for run in cell)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the frame of one procedure."""

    project: Project
    plan: Plan
    labels: Mapping[str, str]
    texts: Mapping[str, Any]

    def rows(self) -> Iterator[tuple[str, Block]]:
        """Every row of the frame."""
        yield from (("", block) for block in self._head())
        yield self.labels["n31"], self._title("submit")
        yield from (("", block) for block in self._submitting())
        yield self.labels["n32"], self._title("receive")
        for key in ("receive_direct", "receive_online"):
            yield "", self._own(key, key, italic=True)
        yield self.labels["n33"], self._title("process")
        yield from (("", block) for block in self._steps())
        yield from self._tail()

    def _title(self, key: str) -> Paragraph:
        return Paragraph((Run(self.labels[key], bold=True),))

    def _own(self, label: str, text: str, *, italic: bool = False) -> Paragraph:
        """A label with a sentence that the project may replace."""
        return _labelled(
            self.labels[label],
            str(self.texts[text]),
            changed=text in self.project.texts,
            italic=italic,
        )

    def _head(self) -> Iterator[Paragraph]:
        procedure = self.plan.procedure
        yield _labelled(self.labels["procedure_code"], procedure.code or "")
        yield _labelled(self.labels["procedure_name"], procedure.name)
        yield _labelled(self.labels["level"], self.texts["levels"][str(procedure.agency_level)])
        yield _labelled(self.labels["sector"], procedure.sector.name)
        yield Paragraph((Run(self.labels["order"]),))

    def _submitting(self) -> Iterator[Block]:
        procedure, labels = self.plan.procedure, self.labels
        built = self.project.texts.get("submit", procedure.name)
        place = self.project.texts.get("send_place", str(self.texts["place_direct"]))
        yield Paragraph(
            (
                Run(f"{labels['builds']} "),
                Run(built, changed="submit" in self.project.texts),
                Run(f", {labels['sends']} "),
                Run(place, changed="send_place" in self.project.texts),
            )
        )
        yield Paragraph((Run(labels["ways"], italic=True),))
        for channel, key in (
            (Channel.COUNTER, "direct"),
            (Channel.POST, "post"),
            (Channel.ONLINE, "online"),
        ):
            offered = channel in procedure.channels_in or key in self.project.texts
            text = str(self.texts[key] if offered else self.texts["not_offered"])
            changed = key in self.project.texts
            yield _labelled(labels[f"way_{key}"], text, changed=changed)
        yield Paragraph((Run(labels["agencies_online"], italic=True),))
        yield Paragraph((Run(labels["place_send"], italic=True),))
        yield self._own("place_direct", "place_direct")
        yield self._own("place_online", "place_online")
        yield Paragraph((Run(labels["components"], italic=True),))
        yield self._components("sent_direct", "sent_online")
        yield self._set_count()

    def _set_count(self) -> Paragraph:
        count = f"{self.plan.procedure.set_count:02d}"
        return _labelled(self.labels["set_count"], count, italic=True)

    def _components(self, left: str, right: str) -> Grid:
        listed = self.plan.components
        return Grid(
            head=(
                self.labels["ordinal"],
                self.labels["component_name"],
                self.labels["component_standard"],
                self.labels["quantity"],
            ),
            pair=(self.labels[left], self.labels[right]),
            rows=tuple(self._component(number, c) for number, c in enumerate(listed, start=1)),
        )

    def _component(self, number: int, planned: PlannedComponent) -> tuple[tuple[Run, ...], ...]:
        component, decision = planned.component, planned.decision
        changed = decision.choice is not ComponentChoice.KEEP
        if decision.choice is ComponentChoice.REPLACE:
            words = str(self.texts["replaced"]).replace("{system}", decision.system)
            papers = (words, words, "00")
        elif decision.choice is ComponentChoice.DROP:
            words = str(self.texts["dropped"])
            papers = (words, words, "00")
        else:
            papers = (*self._standards(component), _quantity(component))
        cells = (f"{number}", component.name, *papers)
        return tuple((Run(cell, changed=changed and at > 0),) for at, cell in enumerate(cells))

    def _standards(self, component: ComponentDefinition) -> tuple[str, str]:
        return (
            component.standard.get("counter", str(self.texts["paper_standard"])),
            component.standard.get("online", str(self.texts["e_standard"])),
        )

    def _steps(self) -> Iterator[Block]:
        steps = self.plan.steps
        deciding = _deciding(self.plan)
        for number, planned in enumerate(steps[:deciding], start=1):
            yield from self._working_step(number, planned, steps[number])
        if deciding < len(steps):
            yield from self._deciding_step(deciding + 1, steps[deciding])
        for number, planned in enumerate(steps[deciding + 1 :], start=deciding + 2):
            yield from self._returning_step(number, planned)

    def _step_line(self, number: int, planned: PlannedStep, words: str) -> Paragraph:
        label = self.labels["step"].replace("{number}", str(number))
        own = f" ({self.texts['automatic']})" if planned.is_automatic else ""
        text = f" {planned.step.agency} {words}{own}"
        return Paragraph((Run(label, italic=True), Run(text, changed=planned.is_changed)))

    def _days(self, planned: PlannedStep) -> str:
        return f"{planned.step.amount:g} {self._unit()}".replace(".", ",")

    def _unit(self) -> str:
        return str(self.texts["units"][str(self.plan.procedure.term.unit)])

    def _working_step(
        self, number: int, planned: PlannedStep, after: PlannedStep
    ) -> Iterator[Block]:
        key = "receives_from_person" if number == 1 else "receives"
        words = (
            f"{self.labels[key]}, {planned.step.duty}, {self.labels['passes_to']} "
            f"{after.step.agency}: {self._days(planned)}"
        )
        yield self._step_line(number, planned, words)
        yield _labelled(self.labels["ways"], self.labels["way_between"], italic=True)
        yield self._place("place_between", after.step.agency)
        yield Paragraph((Run(self.labels["components"], italic=True),))
        yield self._components("sent_direct", "sent_linked")
        yield self._set_count()

    def _deciding_step(self, number: int, planned: PlannedStep) -> Iterator[Block]:
        first = self.plan.steps[0].step.agency
        words = (
            f"{self.labels['decides']} ({planned.step.duty}) {self.labels['returns_to']} {first} "
            f"{self.labels['to_return']} {self._days(planned)}"
        )
        yield self._step_line(number, planned, words)
        yield _labelled(self.labels["ways"], self.labels["way_between"], italic=True)
        yield self._place("place_result", first)
        yield Paragraph((Run(self.labels["results"], italic=True),))
        yield self._result("sent_direct", "sent_linked")

    def _returning_step(self, number: int, planned: PlannedStep) -> Iterator[Block]:
        yield self._step_line(number, planned, f"{self.labels['hands_out']}, {planned.step.duty}")
        yield _labelled(self.labels["ways"], self.labels["way_hand_out"], italic=True)
        yield Paragraph((Run(self.labels["place_hand_out"], italic=True),))
        yield self._own("hand_out_direct", "place_result_direct")
        yield self._own("hand_out_online", "place_result_online")
        yield Paragraph((Run(self.labels["results"], italic=True),))
        yield self._result("returned_direct", "returned_online")

    def _place(self, label: str, agency: str) -> Paragraph:
        return _labelled(self.labels[label], agency, italic=True)

    def _result(self, left: str, right: str) -> Grid:
        result = self.plan.procedure.result
        cells = (
            "1",
            result.name,
            str(self.texts["result_paper"]),
            str(self.texts["result_electronic"]),
            "01",
        )
        return Grid(
            head=(
                self.labels["ordinal"],
                self.labels["result_name"],
                self.labels["result_standard"],
                self.labels["quantity"],
            ),
            pair=(self.labels[left], self.labels[right]),
            rows=(tuple((Run(cell),) for cell in cells),),
        )

    def _tail(self) -> Iterator[tuple[str, Block]]:
        procedure, labels, texts = self.plan.procedure, self.labels, self.texts
        yield labels["n4"], Paragraph((Run(labels["term"]),))
        yield "", self._either("term_by_law", self._term(procedure.term, procedure.term.amount))
        local = self.plan.local_amount
        changed = local != procedure.term.due_amount
        shown = self._term(procedure.term, local) if local != procedure.term.amount else ""
        yield "", self._either("term_local", shown or str(texts["none"]), changed=changed)
        names = (str(texts["applicants"][str(kind)]) for kind in procedure.applicants)
        yield labels["n5"], self._either("subjects", ", ".join(names))
        yield labels["n6"], Paragraph((Run(labels["agencies"]),))
        agencies = list(dict.fromkeys(p.step.agency for p in self.plan.steps))
        deciding = self.plan.steps[_deciding(self.plan)]
        competent = deciding.step.agency
        others = [a for a in agencies[1:] if a != competent]
        yield "", self._either("agency", agencies[0])
        yield "", self._either("coordinating", ", ".join(others) or str(texts["none"]))
        yield "", self._either("competent", competent)
        fees = [_fee(f.name, f.amount, f.formula) for f in procedure.fees]
        yield labels["n7"], self._either("fees", "; ".join(fees) or str(texts["none"]))
        conditions = procedure.conditions or str(texts["none"])
        yield labels["n8"], self._either("conditions", conditions)
        yield labels["n9"], Paragraph((Run(labels["legal_basis"]),))
        for basis in procedure.legal_bases:
            yield "", Paragraph((Run(f"- {basis};"),))
        yield labels["n10"], Paragraph((Run(labels["forms"]),))

    def _either(self, key: str, value: str, *, changed: bool = False) -> Paragraph:
        """The project's own sentence where it has one, else the value."""
        own = self.project.texts.get(key)
        return _labelled(self.labels[key], own or value, changed=changed or own is not None)

    def _term(self, term: Term, amount: int) -> str:
        if term.same_day:
            return str(self.texts["same_day"])
        shown = str(self.texts["amount"]).replace("{amount}", f"{amount:02d}")
        return shown.replace("{unit}", self._unit())


def _deciding(plan: Plan) -> int:
    """Place of the deciding step: approval, what took it in, else the last before return."""
    approving = {s.key for s in plan.procedure.steps if s.step is Step.APPROVE}
    for at, planned in enumerate(plan.steps):
        if approving & {planned.step.key, *planned.merged}:
            return at
    return max(len(plan.steps) - 2, 0)


def _quantity(component: ComponentDefinition) -> str:
    return f"{max(component.originals + component.copies, 1):02d}"


def _fee(name: str, amount: int | None, formula: str | None) -> str:
    sum_ = f"{amount:,}".replace(",", ".") + " đồng" if amount is not None else formula
    return f"{name}: {sum_}"
