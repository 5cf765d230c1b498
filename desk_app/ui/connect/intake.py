"""Step 1 in the shape of the window: drafts and acceptance, over person and papers."""

import contextlib
from collections.abc import Callable, Mapping

from desk_app.application.commands import intake as acts
from desk_app.domain.errors import RuleError, UnavailableError
from desk_app.domain.forms import FilledValue
from desk_app.domain.identity import IdentityTables
from desk_app.domain.signatures import SignatureRole
from desk_app.domain.workflow import INTAKE_STATES
from desk_app.ui import contract as c
from desk_app.ui.connect.field_views import kinds_of, shown_value, stored_value
from desk_app.ui.connect.intake_papers import PapersAtIntake
from desk_app.ui.connect.intake_person import PersonAtIntake
from desk_app.ui.connect.kept_drafts import AWAY, KEPT_HERE
from desk_app.ui.connect.paper_views import slip_document
from desk_app.ui.connect.sitting import Sitting


class IntakePart(PersonAtIntake, PapersAtIntake):
    """Step 1, tiếp nhận."""

    def __init__(
        self,
        sitting: Sitting,
        tables: IdentityTables | None,
        device: Callable[[], str] = lambda: "",
    ) -> None:
        PapersAtIntake.__init__(self, sitting, device)
        self._tables = tables

    def procedures(self) -> tuple[c.ProcedureChoice, ...]:
        """Procedures in force today."""
        found = self._office.catalogue.procedures(self._sitting.now().date())
        return tuple(
            c.ProcedureChoice(code=item.code or item.key, name=item.name, field=item.sector.name)
            for item in found
        )

    def begin(self, procedure_code: str) -> c.DossierView:
        """A new draft, stored at once."""
        done = self._step.new(
            acts.NewDossier(procedure=procedure_code, actor=self._sitting.officer)
        )
        return self._sitting.view(done.dossier_id)

    def resume(self, key: str) -> c.DossierView:
        """Pages that a crash left without a place get one; a dossier past intake is only shown."""
        dossier = self._sitting.desk.enquiries.dossier(key)
        if dossier.state in INTAKE_STATES and self._office.scanner.loose(dossier.id):
            officer = self._sitting.officer
            done = self._step.take_in(acts.TakeInPages(dossier=key, actor=officer))
            self._see(key, done.version)
        return self._given_back(self._sitting.view(key))

    def _given_back(self, view: c.DossierView) -> c.DossierView:
        """A draft kept while the office's database was away goes into the dossier it belongs to."""
        kept = self._sitting.kept
        free, _ = kept.given_back(view)
        if not free:
            return view
        typed = {
            name: c.FieldValue(value=text, origin="typed", confirmed=True)
            for name, text in free.items()
        }
        self._save(view.key, typed)
        kept.settle(self._sitting.view(view.key), frozenset())
        return self._sitting.view(view.key)

    def save_draft(
        self, key: str, version: int, values: Mapping[str, c.FieldValue]
    ) -> c.DossierView:
        """Keep typed and accepted values; every value is checked.

        While the office's database is away they are kept on this machine, which is told.
        """
        sitting = self._sitting
        try:
            self._save(key, values)
            view = sitting.view(key, self._problems(key, values))
        except UnavailableError as error:
            if error.code != AWAY:
                raise
            sitting.kept.keep(key, values)
            raise UnavailableError(KEPT_HERE, {"time": f"{sitting.now():%H:%M}"}) from error
        sitting.kept.settle(view, frozenset(n for n, v in values.items() if v.confirmed))
        return sitting.kept.over(view)

    def _save(self, key: str, values: Mapping[str, c.FieldValue]) -> None:
        dossier = self._sitting.desk.enquiries.dossier(key)
        form = self._sitting.form_of(dossier)
        kinds = kinds_of(form)
        today = self._sitting.now().date()
        typed: dict[str, str] = {}
        confirmed = []
        for name, value in values.items():
            if name not in kinds:
                continue
            stored = dossier.form.values.get(name)
            shown = shown_value(kinds[name], stored.value) if stored else ""
            if value.value != shown:
                typed[name] = stored_value(kinds[name], value.value, today)
            elif value.confirmed and stored is not None and _is_open(stored, value):
                confirmed.append(name)
        if typed or confirmed:
            unfinished = tuple(name for name in typed if values[name].is_unfinished)
            self._fill(key, typed, tuple(confirmed), unfinished)
        self._name_applicant(key)

    def _problems(
        self, key: str, values: Mapping[str, c.FieldValue]
    ) -> dict[str, tuple[str, Mapping[str, object]]]:
        dossier = self._sitting.desk.enquiries.dossier(key)
        form = self._sitting.form_of(dossier)
        if form is None:
            return {}
        found = self._office.catalogue.problems(form, dossier.form.data())
        return {item.name: (item.code, dict(item.facts)) for item in found}

    def receive(
        self,
        key: str,
        version: int,
        values: Mapping[str, c.FieldValue],
        pin: c.PinEntry | None,
        unsigned_reason: str = "",
    ) -> c.Issued:
        """Sign the components, accept, pass the electronic dossier on (T01, T08)."""
        sitting, before = self._sitting, self._slips(key)
        self._save(key, values)
        left = tuple(sitting.desk.enquiries.dossier(key).unverified_fields())
        if left:
            self._fill(key, {}, left)
        if pin is not None:
            grant = sitting.grant(SignatureRole.OFFICER, pin)
            signed = self._step.sign_components(
                acts.SignComponents(dossier=key, actor=sitting.officer), grant
            )
            if signed.stopped_by:
                raise UnavailableError(signed.stopped_by, signed.facts)
            self._see(key, signed.version)
        done = self._step.receive(
            acts.Receive(dossier=key, actor=sitting.officer, unsigned_reason=unsigned_reason)
        )
        with contextlib.suppress(
            RuleError
        ):  # a fee due before processing keeps it at the counter (T09)
            self._step.pass_to_appraisal(
                acts.PassToAppraisal(dossier=done.dossier_id, actor=sitting.officer)
            )
        return self._issued(done.dossier_code or done.dossier_id, before)

    def _slips(self, key: str) -> int:
        return len(self._sitting.desk.enquiries.dossier(key).slips)

    def _issued(self, key: str, before: int) -> c.Issued:
        """The dossier with the slips of this act, the one it hands out beside another included."""
        dossier = self._sitting.desk.enquiries.dossier(key)
        slips = tuple(slip_document(slip) for slip in dossier.slips[before:])
        return c.Issued(dossier=self._sitting.view(key), slips=slips)

    def ask_to_supplement(self, key: str, version: int, text: str) -> c.Issued:
        """T02: one point a line."""
        sitting, before = self._sitting, self._slips(key)
        points = tuple(
            acts.Point(component="", what=line.strip())
            for line in text.splitlines()
            if line.strip()
        )
        sitting.act(
            key,
            lambda seen: self._step.ask_to_supplement(
                acts.AskToSupplement(
                    dossier=key, actor=sitting.officer, version=seen, points=points, reason=text
                )
            ),
        )
        return self._issued(key, before)

    def refuse(self, key: str, version: int, text: str) -> c.Issued:
        """T03."""
        sitting, before = self._sitting, self._slips(key)
        sitting.act(
            key,
            lambda seen: self._step.reject(
                acts.Reject(dossier=key, actor=sitting.officer, version=seen, reason=text)
            ),
        )
        return self._issued(key, before)


def _is_open(stored: FilledValue, value: c.FieldValue) -> bool:
    """Whether a value that is confirmed on the screen is not so in the dossier."""
    return not stored.is_verified or (stored.is_unfinished and not value.is_unfinished)
