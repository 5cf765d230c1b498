"""Whether a procedure makes sense: no dead ends, roles exist, times add up, nothing invented."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from desk_app.domain.definitions import DefinitionError, Problem
from desk_app.domain.forms import FormDefinition
from desk_app.domain.procedure_reading import procedure_from_data
from desk_app.domain.procedures import (
    ROLES,
    RULE_SETS,
    SLIPS,
    Digitisation,
    Need,
    ProcedureDefinition,
    Provenance,
    Step,
    is_national_code,
    sourced_paths,
)

_ORDER = {step: rank for rank, step in enumerate(Step)}


def check_procedure(
    data: Mapping[str, object],
    *,
    forms: Mapping[str, FormDefinition] | None = None,
    document_types: frozenset[str] | None = None,
    renders: Callable[[str], bool] | None = None,
) -> list[Problem]:
    """Every fault of a procedure, and every value that still needs its source.

    Args:
        data: as read from TOML or JSON.
        forms: known e-forms; None leaves references to them unchecked.
        document_types: types that recognition knows; None leaves them unchecked.
        renders: whether a result template typesets its own sample; None leaves it unchecked.

    Returns:
        Problems in reading order; those of severity `to_confirm` do not forbid use.
    """
    try:
        procedure = procedure_from_data(data)
    except DefinitionError as error:
        return list(error.problems)
    return [
        *_header(procedure),
        *_term(procedure),
        *_sources(procedure),
        *_components(procedure, document_types),
        *_form(procedure, forms),
        *_steps(procedure),
        *_result(procedure, renders),
    ]


def errors(problems: list[Problem]) -> list[Problem]:
    """Those that forbid use."""
    return [problem for problem in problems if problem.severity == "error"]


def _header(procedure: ProcedureDefinition) -> Iterator[Problem]:
    if procedure.code is not None and not is_national_code(procedure.code):
        yield Problem(path="code", code="procedure.code_form", detail=procedure.code)
    if procedure.valid_to is not None and procedure.valid_to < procedure.valid_from:
        yield Problem(path="valid_to", code="procedure.ends_before_it_begins")
    yield from _known("rule_set", (procedure.rule_set,), frozenset(RULE_SETS))
    yield from _known("slips", procedure.slips, frozenset(SLIPS))
    for name in ("applicants", "channels_in", "channels_out"):
        if not getattr(procedure, name):
            yield Problem(path=name, code="definition.missing")
    if not procedure.five_step.eligible and not (
        procedure.special_results or procedure.five_step.reason
    ):
        yield Problem(path="five_step.reason", code="procedure.exempt_without_reason")


def _term(procedure: ProcedureDefinition) -> Iterator[Problem]:
    term = procedure.term
    if term.amount == 0 and not term.same_day:
        yield Problem(path="term.amount", code="procedure.term_empty")
    if term.local_amount is not None and term.local_amount > term.amount:
        yield Problem(path="term.local_amount", code="procedure.local_term_longer")
    for index, fee in enumerate(procedure.fees):
        if (fee.amount is None) == (fee.formula is None):
            yield Problem(path=f"fees.{index}", code="procedure.fee_sum_or_formula")


def _sources(procedure: ProcedureDefinition) -> Iterator[Problem]:
    paths = sourced_paths(procedure)
    for path in paths:
        yield from _source_of(procedure, path)
    for path in procedure.provenance:
        if path not in paths:
            yield Problem(path=f"provenance.{path}", code="procedure.provenance_of_nothing")
    for key, source in procedure.sources.items():
        if source.dated is None:
            yield Problem(path=f"sources.{key}.dated", code="procedure.source_undated")
    if procedure.code is None and not procedure.origin("code").to_confirm:
        yield Problem(path="code", code="procedure.code_missing")


def _source_of(procedure: ProcedureDefinition, path: str) -> Iterator[Problem]:
    origin = procedure.provenance.get(path)
    if origin is None or (origin.source is None and not origin.to_confirm):
        yield Problem(path=path, code="procedure.unsourced")
    elif origin.source is not None and origin.source not in procedure.sources:
        yield Problem(path=path, code="procedure.source_unknown", detail=origin.source)
    elif origin.to_confirm:
        yield Problem(
            path=path,
            code="procedure.to_confirm",
            detail=origin.note or "",
            severity="to_confirm",
        )
    else:
        yield from _traced(procedure, path, origin)


def _traced(procedure: ProcedureDefinition, path: str, origin: Provenance) -> Iterator[Problem]:
    """What claims a source says where in it; a code stands in the words it is cited from.

    So a value that somebody made up, or changed later, does not pass as law.
    """
    source = procedure.sources[origin.source or ""]
    if origin.at is None and source.citation is None:
        yield Problem(path=path, code="procedure.source_without_place", detail=origin.source or "")
    cited = f"{origin.at or ''} {source.citation or ''}"
    if path == "code" and procedure.code is not None and procedure.code not in cited:
        yield Problem(path=path, code="procedure.code_not_cited", detail=procedure.code)
    if path == "publication" and (
        procedure.publication is None or procedure.publication.dated is None
    ):
        yield Problem(path=path, code="procedure.publication_undated")


def _components(
    procedure: ProcedureDefinition, document_types: frozenset[str] | None
) -> Iterator[Problem]:
    if not procedure.components:
        yield Problem(path="components", code="definition.missing")
    yield from _doubles("components", [c.key for c in procedure.components])
    yield from _doubles("fees", [fee.key for fee in procedure.fees])
    yield from _doubles("checks", [check.key for check in procedure.checks])
    for index, component in enumerate(procedure.components):
        path = f"components.{index}"
        if (component.need is Need.CONDITIONAL) != (component.condition is not None):
            yield Problem(path=path, code="procedure.condition_and_need_disagree")
        if component.digitisation is Digitisation.NEVER and not component.digitisation_reason:
            yield Problem(path=path, code="procedure.never_digitised_without_reason")
        if component.originals + component.copies == 0 and component.need is Need.REQUIRED:
            yield Problem(path=path, code="procedure.component_without_quantity")
        kind = component.document_type
        if document_types is not None and kind not in document_types:
            yield Problem(path=path, code="procedure.document_type_unknown", detail=kind)
    keys = {component.key for component in procedure.components}
    for index, check in enumerate(procedure.checks):
        yield from _known(f"checks.{index}.components", check.components, keys)


def _form(
    procedure: ProcedureDefinition, forms: Mapping[str, FormDefinition] | None
) -> Iterator[Problem]:
    if forms is None:
        return
    form = forms.get(procedure.form)
    if form is None:
        yield Problem(path="form", code="procedure.form_unknown", detail=procedure.form)
        return
    names = {each.name for each in form.fields}
    for index, component in enumerate(procedure.components):
        path = f"components.{index}"
        kind = component.document_type
        if component.feeds_form and kind not in form.reads:
            yield Problem(path=path, code="procedure.form_does_not_read", detail=kind)
        if component.condition is not None and component.condition.field is not None:
            yield from _known(f"{path}.condition", (component.condition.field,), names)
    for index, check in enumerate(procedure.checks):
        yield from _known(f"checks.{index}.fields", check.fields, names)


def _steps(procedure: ProcedureDefinition) -> Iterator[Problem]:
    for name, roles in procedure.roles.items():
        yield from _known(f"roles.{name}", roles, ROLES)
    for name in Step:
        if not procedure.roles.get(name):
            yield Problem(path=f"roles.{name}", code="procedure.step_without_role")
    steps = {step.key: step for step in procedure.steps}
    yield from _doubles("steps", [step.key for step in procedure.steps])
    if not steps:
        yield Problem(path="steps", code="definition.missing")
        return
    for index, step in enumerate(procedure.steps):
        path = f"steps.{index}"
        yield from _known(f"{path}.role", (step.role,), ROLES)
        yield from _known(f"{path}.following", step.following, set(steps))
        if not step.following and step.step is not Step.RETURN_RESULT:
            yield Problem(path=path, code="procedure.dead_end", detail=step.key)
    if any(key not in steps for step in procedure.steps for key in step.following):
        return
    yield from _paths(procedure)


def _paths(procedure: ProcedureDefinition) -> Iterator[Problem]:
    """Walk every way through the process: reachable, ending, in order, within the term."""
    steps = {step.key: step for step in procedure.steps}
    reached: set[str] = set()
    longest = 0.0
    stack: list[tuple[str, ...]] = [(procedure.steps[0].key,)]
    while stack:
        way = stack.pop()
        reached.update(way)
        last = steps[way[-1]]
        if not last.following:
            longest = max(longest, sum(steps[key].amount for key in way))
            yield from _order(procedure, way)
            continue
        for key in last.following:
            if key in way:
                yield Problem(path="steps", code="procedure.circle", detail=f"{last.key} → {key}")
            else:
                stack.append((*way, key))
    for index, step in enumerate(procedure.steps):
        if step.key not in reached:
            yield Problem(path=f"steps.{index}", code="procedure.unreachable", detail=step.key)
    if not procedure.term.same_day and longest > procedure.term.due_amount:
        yield Problem(
            path="steps",
            code="procedure.steps_longer_than_term",
            detail=f"{longest:g} > {procedure.term.due_amount}",
        )


def _order(procedure: ProcedureDefinition, way: tuple[str, ...]) -> Iterator[Problem]:
    steps = {step.key: step for step in procedure.steps}
    for before, after in pairwise(way):
        if _ORDER[steps[after].step] < _ORDER[steps[before].step]:
            yield Problem(
                path="steps", code="procedure.steps_out_of_order", detail=f"{before} → {after}"
            )
    if procedure.five_step.eligible and not procedure.special_results:
        present = {steps[key].step for key in way}
        for step in Step:
            if step not in present:
                yield Problem(path="steps", code="procedure.step_missing", detail=str(step))


def _result(
    procedure: ProcedureDefinition, renders: Callable[[str], bool] | None
) -> Iterator[Problem]:
    result = procedure.result
    if "{number}" not in result.number_pattern:
        yield Problem(path="result.number_pattern", code="procedure.pattern_without_number")
    made_here = not procedure.special_results
    if made_here and result.template is None:
        yield Problem(path="result.template", code="procedure.result_without_template")
    if renders is None:
        return
    for name in ("template", "refusal_template"):
        template = getattr(result, name)
        if template is not None and not renders(template):
            yield Problem(path=f"result.{name}", code="procedure.template_broken", detail=template)


def _doubles(path: str, keys: list[str]) -> Iterator[Problem]:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Problem(path=path, code="procedure.key_twice", detail=key)


def _known(
    path: str, names: tuple[str, ...], known: set[str] | frozenset[str]
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield Problem(path=path, code="procedure.name_unknown", detail=name)
