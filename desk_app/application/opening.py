"""A new dossier from the definition of its procedure."""

import datetime as dt
from fractions import Fraction

from desk_app.application.ports import Office
from desk_app.domain.components import Component
from desk_app.domain.deadlines import PaymentClock, Term, Unit
from desk_app.domain.dossier import Dossier, ProcedureTerms
from desk_app.domain.forms import FilledForm
from desk_app.domain.identifiers import DossierId
from desk_app.domain.money import FeeDue, FeeWhen
from desk_app.domain.procedures import Digitisation, ProcedureDefinition, SpecialResult
from desk_app.domain.records import Check
from desk_app.domain.workflow import State

_PHYSICAL = frozenset({SpecialResult.BLANK_FORM, SpecialResult.CARD, SpecialResult.SPECIAL_SIZE})


def open_dossier(office: Office, procedure: str, channel: str, now: dt.datetime) -> Dossier:
    """A draft of that procedure with its component list, checks and fees."""
    definition = office.catalogue.procedure(procedure, on=now.date())
    form = office.catalogue.form(definition.form)
    return Dossier(
        id=DossierId(office.ids.new()),
        terms=terms_of(definition, tuple(f.name for f in form.fields if f.required)),
        unit=office.facts.unit,
        desk=office.facts.desk,
        channel=channel,
        created_at=now,
        state=State.SUBMITTED if channel == "online" else State.DRAFT,
        components=[
            Component(
                key=c.key,
                name=c.name,
                document_type=c.document_type,
                digitisation=Digitisation(c.digitisation),
                digitisation_reason=c.digitisation_reason or "",
                required=c.need == "required",
                quantity=max(c.originals + c.copies, 1),
                sensitive=c.sensitivity == "sensitive",
            )
            for c in definition.components
        ],
        checks=tuple(Check(key=c.key, name=c.text) for c in definition.checks),
        fees=tuple(
            FeeDue(
                name=f.name,
                amount=f.amount or 0,
                when=FeeWhen(f.due),
                legal_basis=f.legal_basis or "",
            )
            for f in definition.fees
        ),
        position=office.facts.unit,
        form=FilledForm(definition_key=form.key, definition_version=form.version),
    )


def terms_of(definition: ProcedureDefinition, required_fields: tuple[str, ...]) -> ProcedureTerms:
    """What the dossier keeps of its procedure for life."""
    term = definition.term
    keep = definition.retention
    retention = "permanent" if keep.is_permanent else (f"{keep.years}" if keep.years else "")
    return ProcedureTerms(
        code=definition.code or definition.key,
        version=str(definition.version),
        name=definition.name,
        form=definition.form,
        required_fields=required_fields,
        term=Term(
            unit=Unit(term.unit),
            amount=Fraction(term.due_amount),
            same_day=term.same_day,
            cutoff=term.cutoff,
            cutoff_shifts_start=term.cutoff_shifts_start,
            payment=PaymentClock(term.payment_clock),
        ),
        legal_amount=Fraction(term.amount) if term.due_amount != term.amount else None,
        rule_set=definition.rule_set,
        needs_agency_signature=definition.result.needs_agency_signature,
        result_is_physical=bool(_PHYSICAL & definition.special_results),
        approved_by_central_agency=SpecialResult.CENTRAL_AGENCY in definition.special_results,
        result_template=definition.result.template or "",
        result_document_type=definition.result.document_type,
        retention=retention,
        target_system=definition.target_system,
    )
