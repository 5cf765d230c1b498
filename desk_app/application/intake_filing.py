"""Acts on what is filed: who files, which papers are there, what the form says."""

from dataclasses import dataclass

from desk_app.application import papers_of
from desk_app.application.captures import at_intake
from desk_app.application.cards import take_card
from desk_app.application.commands.intake import (
    CheckOriginal,
    DecideNotToDigitise,
    FillForm,
    Identify,
    MarkComponent,
    ReadCard,
    ReadComponent,
)
from desk_app.application.form_drifts import form_drifts, seen_on
from desk_app.application.intake_papers import PaperActs
from desk_app.application.learning import with_learned
from desk_app.application.paper_starts import starts_on
from desk_app.application.ports import (
    Cancellation,
    PictureCall,
    ProgressCall,
    no_picture,
    no_progress,
)
from desk_app.application.read_words import words_of
from desk_app.application.work import Done, look_before, working_on
from desk_app.domain.components import NotDigitised, OriginalCheck, Presence
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import Fact, RuleError
from desk_app.domain.forms import FormDefinition, FormField, values_from_reading
from desk_app.domain.identity import ChipKey, key_of_printed_data
from desk_app.domain.identity.chip import PAPER
from desk_app.domain.identity.zone_in_text import zone_in
from desk_app.domain.people import ApplicantKind, IdentityCheck, Person, Role
from desk_app.domain.typed_values import typed_value


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingActs(PaperActs):
    """Step 1, what is filed; acts on its papers are those of `PaperActs`."""

    def identify(self, command: Identify) -> Done:
        """Who files, for whom; the account follows the principal (R-5B-20)."""
        with working_on(self.office, command) as work:
            at_intake(work.dossier)
            dossier = work.dossier
            dossier.applicant = Person(
                full_name=command.full_name,
                kind=ApplicantKind(command.kind),
                identifier=command.identifier,
                identifier_kind=command.identifier_kind,
                birth=command.birth,
                sex=command.sex,
                address=command.address,
                phone=command.phone,
                email=command.email,
            )
            dossier.identity = IdentityCheck(
                method=command.method,
                outcome=command.outcome,
                at=work.now,
                by=command.actor.user,
                remark=command.remark,
            )
            dossier.account = command.account
            dossier.representative = None
            if command.representative_name:
                dossier.representative = Person(
                    full_name=command.representative_name,
                    identifier=command.representative_identifier,
                )
            dossier.authorisation_paper = command.authorisation_paper
            work.note(
                "applicant_identified", data={"method": command.method, "outcome": command.outcome}
            )
            work.finish()
            return work.done()

    def read_card(
        self,
        command: ReadCard,
        *,
        progress: ProgressCall = no_progress,
        cancelled: Cancellation | None = None,
        show: PictureCall = no_picture,
    ) -> Done:
        """Read the card on the reader; every fault leaves the form as it was (R-5B-17).

        The face goes to ``show`` when the procedure asks for it, and is kept nowhere.
        """
        office = self.office
        dossier = look_before(office, command)
        terms = dossier.terms
        procedure = office.catalogue.procedure(terms.code, version=int(terms.version))
        report = office.cards.read(
            self._key(command, dossier, progress, cancelled),
            reader=command.reader,
            wants_picture=procedure.shows_card_picture,
            progress=progress,
            cancelled=cancelled,
        )
        with working_on(office, command) as work:
            at_intake(work.dossier)
            facts = take_card(work, office.catalogue.form(work.dossier.terms.form), report)
            work.finish()
            done = work.done(facts=facts)
        if report.picture:
            show(report.picture)
        return done

    def _key(
        self,
        command: ReadCard,
        dossier: Dossier,
        progress: ProgressCall,
        cancelled: Cancellation | None,
    ) -> ChipKey:
        if command.zone or command.can:
            return ChipKey(zone=command.zone, can=command.can)
        if not command.expiry:
            return self._pictured_key(dossier, progress, cancelled)
        key, person = None, dossier.applicant
        if person is not None:
            key = key_of_printed_data(person.identifier, person.birth, command.expiry)
        if key is None:
            raise RuleError("chip.code_not_scanned")
        return key

    def _pictured_key(
        self, dossier: Dossier, progress: ProgressCall, cancelled: Cancellation | None
    ) -> ChipKey:
        """The zone on a scanned card; RuleError ``chip.key_missing`` where none can be read."""
        for component in dossier.components:
            if component.document_type == PAPER and component.pages:
                for page in papers_of.read_pages(self.office, component, progress, cancelled):
                    zone = zone_in(page.text)
                    if zone:
                        return ChipKey(zone=zone)
        raise RuleError("chip.key_missing")

    def mark(self, command: MarkComponent) -> Done:
        """Tick one component."""
        with working_on(self.office, command) as work:
            at_intake(work.dossier)
            component = work.dossier.component(command.component)
            component.presence = Presence(command.presence)
            component.paper_kind = command.paper_kind
            component.quantity = command.quantity
            component.remark = command.remark
            work.note(
                "component_marked", data={"component": component.key, "presence": command.presence}
            )
            work.finish()
            return work.done()

    def read(
        self,
        command: ReadComponent,
        *,
        progress: ProgressCall = no_progress,
        cancelled: Cancellation | None = None,
    ) -> Done:
        """Read a component; its values enter the form as doubtful or sure, never as verified."""
        office = self.office
        dossier = look_before(office, command)
        component = dossier.component(command.component)
        if component.file is None or not component.pages:
            raise RuleError("intake.not_digitised", {"component": component.name})
        pages = with_learned(office, papers_of.read_pages(office, component, progress, cancelled))
        words = words_of(office, dossier, component, pages)
        with working_on(office, command) as work:
            at_intake(work.dossier)
            dossier = work.dossier
            component = dossier.component(command.component)
            component.said, component.form = papers_of.said_on(pages), seen_on(pages)
            component.starts = starts_on(pages)
            if words is not None and words.put_into(component) and words.file is not None:
                work.files.append(words.file)
            form = office.catalogue.form(dossier.terms.form)
            names: dict[str, None] = {}
            for page in pages:
                found = values_from_reading(
                    form,
                    page.document_type,
                    page.fields,
                    component=command.component,
                    page=page.index,
                )
                names |= dict.fromkeys(found)
                dossier.form = dossier.form.read(found, by=work.actor.user, at=work.now)
            doubtful = tuple(n for n in names if dossier.form.values[n].is_doubtful)
            work.note(
                "component_read",
                data={
                    "component": command.component,
                    "fields": len(names),
                    "doubtful": len(doubtful),
                },
            )
            work.finish()
            facts: dict[str, Fact] = {"fields": tuple(names), "doubtful": doubtful}
            drift = form_drifts(dossier, work.now).get(command.component)
            if component.starts:
                facts["starts"] = tuple(str(start.page + 1) for start in component.starts)
            return work.done(facts=facts | ({"form": str(drift.drift)} if drift else {}))

    def fill(self, command: FillForm) -> Done:
        """Values typed or confirmed by the officer; each becomes verified by that."""
        with working_on(self.office, command) as work:
            at_intake(work.dossier)
            dossier = work.dossier
            form = self.office.catalogue.form(dossier.terms.form)
            by, at = command.actor.user, work.now
            known = len(dossier.form.earlier)
            for name, text in command.values.items():
                value = typed_value(_known_field(form, name), text)
                old = dossier.form.values.get(name)
                if old is not None and old.value == value:
                    dossier.form = dossier.form.verified([name], by=by, at=at)
                else:
                    dossier.form = dossier.form.typed(
                        name, value, by=by, at=at, is_unfinished=name in command.unfinished
                    )
            for name in command.confirmed:
                if name not in dossier.form.values:
                    raise RuleError("intake.nothing_to_confirm", {"field": name})
            dossier.form = dossier.form.verified(command.confirmed, by=by, at=at)
            replaced = tuple(one.field for one in dossier.form.earlier[known:])
            work.note(
                "form_filled",
                data={"fields": (*command.values, *command.confirmed), "replaced": replaced},
            )
            work.finish()
            return work.done()

    def decide_not_to_digitise(self, command: DecideNotToDigitise) -> Done:
        """The paper stays paper, with reason and decider."""
        with working_on(self.office, command) as work:
            work.require(Role.INTAKE_OFFICER, Role.ONE_STOP_HEAD)
            if not command.reason.strip():
                raise RuleError("rule.reason_given", {"missing": "reason"})
            component = work.dossier.component(command.component)
            component.not_digitised = NotDigitised(
                reason=command.reason, decided_by=command.actor.user, decided_at=work.now
            )
            component.presence = Presence.PRESENT
            work.note(
                "component_left_on_paper", reason=command.reason, data={"component": component.key}
            )
            work.finish()
            return work.done()

    def check_original(self, command: CheckOriginal) -> Done:
        """The original was seen and compared."""
        with working_on(self.office, command) as work:
            component = work.dossier.component(command.component)
            if not component.original_pending:
                at_intake(work.dossier)
            component.original_check = OriginalCheck(
                seen_by=command.actor.user, seen_at=work.now, agrees=command.agrees
            )
            if not command.agrees:
                component.presence = Presence.WRONG
            work.note(
                "original_checked", data={"component": component.key, "agrees": command.agrees}
            )
            work.finish()
            return work.done()


def _known_field(form: FormDefinition, name: str) -> FormField:
    field = next((f for f in form.fields if f.name == name), None)
    if field is None:
        raise RuleError("intake.unknown_field", {"field": name})
    return field
