"""Papers that a store already holds: asked for, shown, confirmed, linked; never scanned again."""

from dataclasses import dataclass

from desk_app.application.captures import at_intake
from desk_app.application.commands.intake import AskStores, Reuse
from desk_app.application.ports import Office
from desk_app.application.work import Done, Work, look_before, working_on
from desk_app.domain.components import PaperRef, Presence, ReuseRecord
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import Fact, IntegrityError, RuleError, UnavailableError
from desk_app.domain.forms import FilledValue, FormDefinition, Origin, convert
from desk_app.domain.held_papers import HeldPaper, Store, best_for, papers_of_office

ASKED = (Store.PROVINCIAL, Store.NATIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReusingPapers:
    """Reuse of papers (R-5B-12, R-5B-15, R-5B-22 to R-5B-24, R-5B-70)."""

    office: Office

    def ask_stores(self, command: AskStores) -> Done:
        """Ask both stores, keep what they say as a dated copy, sort the components by it.

        A store that does not answer keeps nobody: its last copy counts, and the event says so.
        """
        dossier = look_before(self.office, command)
        owner = dossier.applicant.identifier if dossier.applicant else ""
        if not owner:
            raise RuleError("intake.no_owner", {"dossier": str(dossier.code or "")})
        answers: dict[str, Fact] = {}
        told: list[HeldPaper] = []
        for store in ASKED:
            try:
                found = self.office.stores.ask(store, owner)
            except UnavailableError as error:
                answers[str(store)] = error.code
            else:
                told += found
                answers[str(store)] = len(found)
        with working_on(self.office, command) as work:
            at_intake(work.dossier)
            work.uow.held.keep(told)
            held = work.uow.held.of(owner)
            offered = [c.key for c in work.dossier.components if best_for(c.document_type, held)]
            work.note("stores_asked", data={**answers, "offered": tuple(offered)})
            work.finish()
            return work.done(facts={**answers, "held": len(held), "offered": tuple(offered)})

    def reuse(self, command: Reuse) -> Done:
        """Link a paper that a store holds; the four conditions and the consent are asked here."""
        dossier = look_before(self.office, command)
        paper = self._held(command, dossier)
        file = self._file_of(paper)
        with working_on(self.office, command) as work:
            at_intake(work.dossier)
            component = work.dossier.component(command.component)
            component.reuse = ReuseRecord(
                source=command.source,
                source_id=command.source_id,
                dated=paper.dated_on,
                confirmed_by=command.confirmed_by,
                confirmed_at=work.now,
                channel=command.channel,
                sha256=paper.sha256,
                file=file,
            )
            component.presence = Presence.PRESENT
            filled = self._fill(work, component.key, paper)
            if file is not None:
                work.files.append(file)
            work.note(
                "component_reused",
                data={
                    "component": component.key,
                    "source": command.source,
                    "copy_of": paper.seen_at.isoformat(),
                    "fields": filled,
                },
            )
            work.finish()
            return work.done(facts={"fields": filled})

    def _held(self, command: Reuse, dossier: Dossier) -> HeldPaper:
        if command.source not in set(Store):
            raise RuleError("intake.bad_choice", {"field": "source", "value": command.source[:60]})
        owner = dossier.applicant.identifier if dossier.applicant else ""
        with self.office.unit_of_work() as uow:
            paper = uow.held.one(Store(command.source), command.source_id)
        where: dict[str, Fact] = {"paper": command.source_id[:60]}
        if paper is None or paper.owner != owner:
            raise RuleError("intake.not_held", where)
        if not paper.is_reusable:
            raise RuleError("intake.not_reusable", where | {"missing": paper.unmet})
        if not command.confirmed_by.strip():
            raise RuleError("intake.not_confirmed", where)
        if _consent(dossier) is False:
            raise RuleError("intake.reuse_refused", where)
        return paper

    def _file_of(self, paper: HeldPaper) -> PaperRef | None:
        """The paper for the dossier; it is linked by its hash alone while no line leads to it."""
        papers = self.office.papers
        try:
            if papers.has(paper.sha256):
                data = papers.read(paper.sha256)
            else:
                data = self.office.stores.fetch(paper)
        except (UnavailableError, IntegrityError):
            return None
        return papers.put(data, name=paper.name, media_type="application/pdf")

    def _fill(self, work: Work, component: str, paper: HeldPaper) -> tuple[str, ...]:
        """What the store knows need not be typed; only with consent (R-PR-05)."""
        if not _consent(work.dossier):
            return ()
        form = self.office.catalogue.form(work.dossier.terms.form)
        found = _values(form, paper, component)
        work.dossier.form = work.dossier.form.read(found, by=work.actor.user, at=work.now)
        return tuple(found)


def keep_own(work: Work) -> None:
    """A returned dossier leaves its papers in the office's own store."""
    work.uow.held.keep(papers_of_office(work.dossier, work.now))


def _consent(dossier: Dossier) -> bool | None:
    """The last word about reuse; None when nobody asked."""
    said = [c.given for c in dossier.consents if c.scope == "reuse"]
    return said[-1] if said else None


def _values(form: FormDefinition, paper: HeldPaper, component: str) -> dict[str, FilledValue]:
    found = {}
    for name, rule in form.reads.get(paper.document_type, {}).items():
        text = paper.values.get(rule.field, "")
        value = convert(text, rule.convert) if text else None
        if value not in (None, ""):
            found[name] = FilledValue(
                value=value, origin=Origin.STORE, sure=True, component=component
            )
    return found
