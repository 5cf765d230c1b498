"""Step 1 in the shape of the window: drafts, papers with undo, reading, acceptance."""

import contextlib
import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from desk_app.application.captures import INTAKE_STATES, SIGNED_DATA
from desk_app.application.commands import intake as acts
from desk_app.application.work import Done
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import IntegrityError, RuleError, UnavailableError
from desk_app.domain.forms import FormDefinition
from desk_app.domain.held_papers import best_for
from desk_app.domain.identity import (
    CardVerdict,
    ChipVerdict,
    IdentityTables,
    is_personal_number,
    opens_a_chip,
    read_card_qr,
)
from desk_app.domain.signatures import SignatureRole
from desk_app.ui import contract as c
from desk_app.ui.connect.sitting import Sitting, held_of
from desk_app.ui.connect.views import document, form_definition, shown_value, stored_value

_PERSON_FIELDS = (
    ("name", ("nguoi_yeu_cau", "nguoi_nop", "ho_ten_nguoi_nop")),
    ("number", ("so_cccd", "so_dinh_danh_nguoi_nop", "so_giay_to")),
    ("address", ("noi_cu_tru", "noi_cu_tru_nguoi_nop")),
)
"""Fields of the applicant, by the names e-forms use for them."""


def _told(progress: c.ProgressCall) -> Callable[[int, int, str], None]:
    """How far work is, in the window's words."""
    return lambda done, total, note: progress(c.Progress(done=done, total=total, note=note))


class IntakePart:
    """Step 1, tiếp nhận."""

    def __init__(
        self,
        sitting: Sitting,
        tables: IdentityTables | None,
        device: Callable[[], str] = lambda: "",
    ) -> None:
        self._sitting = sitting
        self._office = sitting.desk.office
        self._step = sitting.desk.steps.intake
        self._reusing = sitting.desk.steps.reuse
        self._tables = tables
        self._device = device

    # -- beginning

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

    def identify(self, key: str, text: str) -> c.DossierView:
        """A card's QR fills the person; a number alone is kept with the name known so far.

        The lines of a card's zone, or its six printed digits, read the chip on the reader.
        """
        sitting = self._sitting
        if opens_a_chip(text):
            return self._read_chip(key, text)
        known = sitting.desk.enquiries.dossier(key).applicant
        if "|" in text and self._tables is not None:
            card = read_card_qr(text, self._tables)
            if card.verdict is CardVerdict.REFUSED:
                raise RuleError("identity.card_refused")
            person = {
                "name": card.name or "",
                "number": card.number or "",
                "address": card.address or "",
            }
            birth, sex, method = str(card.birth or ""), str(card.sex or ""), "qr"
        else:
            number = "".join(text.split())
            if not is_personal_number(number):
                raise RuleError("identity.number_wrong", {"text": text})
            name = known.full_name if known else ""
            person = {"name": name, "number": number, "address": known.address if known else ""}
            birth, sex, method = "", "", "card_seen"
        sitting.act(
            key,
            lambda version: self._step.identify(
                acts.Identify(
                    dossier=key, actor=sitting.officer, version=version, full_name=person["name"],
                    identifier=person["number"], address=person["address"], birth=birth, sex=sex,
                    method=method,
                )
            ),
        )  # fmt: skip
        self._fill_person(key, person)
        return sitting.view(key)

    def _read_chip(self, key: str, text: str) -> c.DossierView:
        """The card on the reader; one that is not genuine is said, and nothing of it is taken."""
        sitting = self._sitting
        has_zone = "<" in text
        faces: list[bytes] = []
        done = sitting.act(
            key,
            lambda version: self._step.read_card(
                acts.ReadCard(
                    dossier=key, actor=sitting.officer, version=version,
                    zone=tuple(text.split()) if has_zone else (), can="" if has_zone else text,
                ),
                show=faces.append,
            ),
        )  # fmt: skip
        if done.facts["verdict"] == str(ChipVerdict.NOT_GENUINE):
            raise IntegrityError("chip.not_genuine")
        return replace(sitting.view(key), portrait=b"".join(faces))

    def _name_applicant(self, key: str) -> None:
        """A number typed at the counter names nobody; the form the officer has confirmed does."""
        sitting = self._sitting
        dossier = sitting.desk.enquiries.dossier(key)
        person, checked = dossier.applicant, dossier.identity
        if person is None or checked is None or person.full_name:
            return
        known = {}
        for part, name in self._person_fields(dossier).items():
            filled = dossier.form.values.get(name)
            known[part] = str(filled.value) if filled is not None and filled.is_verified else ""
        if not known.get("name"):
            return
        sitting.act(
            key,
            lambda version: self._step.identify(
                acts.Identify(
                    dossier=key, actor=sitting.officer, version=version, full_name=known["name"],
                    identifier=person.identifier, address=known.get("address", ""),
                    method=checked.method,
                )
            ),
        )  # fmt: skip

    def _person_fields(self, dossier: Dossier) -> dict[str, str]:
        """Which field of this dossier's form holds which part of the applicant."""
        form = self._sitting.form_of(dossier)
        names = {each.name for each in form.fields} if form else set()
        found = {}
        for part, candidates in _PERSON_FIELDS:
            name = next((each for each in candidates if each in names), None)
            if name is not None:
                found[part] = name
        return found

    def _fill_person(self, key: str, person: Mapping[str, str]) -> None:
        dossier = self._sitting.desk.enquiries.dossier(key)
        values = {}
        for part, name in self._person_fields(dossier).items():
            filled = dossier.form.values.get(name)
            if person[part] and (filled is None or not filled.is_verified):
                values[name] = person[part]
        if values:
            self._fill(key, values, ())

    # -- papers

    def reuse(self, key: str, component_id: str) -> c.DossierView:
        """Link the paper a store holds; whoever files has seen it and says that it is right."""
        sitting = self._sitting
        dossier = sitting.desk.enquiries.dossier(key)
        who = dossier.representative or dossier.applicant
        held = held_of(sitting, dossier)
        paper = best_for(dossier.component(component_id).document_type, held)
        if paper is None or who is None:
            raise UnavailableError("intake.no_store", {"component": component_id})
        order = acts.Reuse(
            dossier=key,
            actor=sitting.officer,
            component=component_id,
            source=str(paper.store),
            source_id=paper.paper_id,
            confirmed_by=who.full_name or who.identifier,
        )
        sitting.act(key, lambda seen: self._reusing.reuse(dataclasses.replace(order, version=seen)))
        return sitting.view(key)

    def ask_stores(self, key: str) -> c.DossierView:
        """Ask the stores; a dossier without an applicant's number is only shown."""
        sitting = self._sitting
        applicant = sitting.desk.enquiries.dossier(key).applicant
        if applicant is not None and applicant.identifier:
            order = acts.AskStores(dossier=key, actor=sitting.officer)
            sitting.act(
                key, lambda seen: self._reusing.ask_stores(dataclasses.replace(order, version=seen))
            )
        return sitting.view(key)

    def confirm_block(
        self, key: str, block: str, shown: Mapping[str, str], *, agrees: bool
    ) -> c.DossierView:
        """Keep what the citizen said about one block."""
        sitting = self._sitting
        order = acts.ConfirmData(
            dossier=key, actor=sitting.officer, block=block, shown=dict(shown), agrees=agrees
        )
        people = sitting.desk.steps.people
        sitting.act(key, lambda seen: people.confirm_data(dataclasses.replace(order, version=seen)))
        return sitting.view(key)

    def mark(self, key: str, component_id: str, *, is_there: bool) -> c.DossierView:
        """Tick a component that stays on paper."""
        sitting = self._sitting
        presence = "present" if is_there else "unmarked"
        sitting.act(
            key,
            lambda version: self._step.mark(
                acts.MarkComponent(
                    dossier=key, actor=sitting.officer, version=version, component=component_id,
                    presence=presence,
                )
            ),
        )  # fmt: skip
        return sitting.view(key)

    def device(self) -> str:
        """The scanner to use: the chosen one, else the first that answered last."""
        chosen = self._device()
        if chosen:
            return chosen
        found = self._office.scanner.devices()
        if not found:
            raise UnavailableError("scanner.none")
        return str(found[0].get("uri", ""))

    def devices(self, *, is_fresh: bool) -> tuple[c.DeviceChoice, ...]:
        """Devices as remembered, or as they answer now."""
        return tuple(
            c.DeviceChoice(uri=str(each.get("uri", "")), name=str(each.get("name", "")))
            for each in self._office.scanner.devices(fresh=is_fresh)
        )

    def scan(
        self, key: str, component_id: str, progress: c.ProgressCall, cancelled: c.Cancellation
    ) -> c.ScanEnd:
        """Scan into a component; after a fault it goes on with the sheet that was named."""
        order = acts.Scan(
            dossier=key, actor=self._sitting.officer, component=component_id, device=self.device()
        )
        done = self._step.scan(order, progress=_told(progress), cancelled=cancelled)
        return self._ended(key, done)

    def scan_backs(
        self, key: str, component_id: str, progress: c.ProgressCall, cancelled: c.Cancellation
    ) -> c.ScanEnd:
        """The second pass of a one-sided feeder, laid behind the first."""
        order = acts.ScanBacks(
            dossier=key, actor=self._sitting.officer, component=component_id, device=self.device()
        )
        done = self._step.scan_backs(order, progress=_told(progress), cancelled=cancelled)
        return self._ended(key, done)

    def _ended(self, key: str, done: Done) -> c.ScanEnd:
        self._see(key, done.version)
        pages = done.facts.get("pages", 0)
        return c.ScanEnd(
            pages=pages if isinstance(pages, int) else 0,
            ending=str(done.facts.get("ended", "done")),
            problem=str(done.facts.get("problem", "")),
            facts=done.facts,
        )

    def add_file(self, key: str, component_id: str, path: Path) -> c.DossierView:
        """Take over a file as further pages of a component; a signed file stays whole.

        Signed data that is no paper at all (XML, CMS, ASiC) counts once its signature is proved.
        """
        if path.suffix.lower() in SIGNED_DATA:
            return self._papers(
                key,
                lambda: self._step.take_signed_original(
                    acts.TakeSignedOriginal(
                        dossier=key,
                        actor=self._sitting.officer,
                        component=component_id,
                        file=path,
                    )
                ),
            )
        return self._papers(
            key,
            lambda: self._step.digitise(
                acts.Digitise(
                    dossier=key,
                    actor=self._sitting.officer,
                    component=component_id,
                    files=(path,),
                )
            ),
        )

    def arrange(self, key: str, component_id: str, page: int, move: c.PageMove) -> c.DossierView:
        """Remove, move, turn or split at a page; the file is bound anew from the captures."""
        dossier = self._sitting.desk.enquiries.dossier(key)
        home = "" if component_id == c.UNCLEAR else component_id
        count = len(self._office.scanner.arranged(dossier.id).at(home))
        pages: tuple[int, ...] = (page + 1,)
        to = ""
        if move == "split":
            keys = [part.key for part in dossier.components]
            behind = keys[keys.index(home) + 1 :] if home in keys else keys
            to = next((k for k in behind if dossier.component(k).file is None), "")
            if not to or not 0 <= page < count:
                raise RuleError("intake.cannot_split", {"component": component_id})
            pages = tuple(range(page + 1, count + 1))
        return self._papers(
            key,
            lambda: self._step.arrange(
                acts.ArrangePages(
                    dossier=key,
                    actor=self._sitting.officer,
                    component=home,
                    move="rehome" if to else move,
                    pages=pages,
                    to=to,
                )
            ),
        )

    def covers(self, key: str) -> c.DocumentRef:
        """Cover sheets of every component."""
        order = acts.PrintCovers(dossier=key, actor=self._sitting.officer)
        return document(self._step.print_covers(order).files[-1])

    def claim(self, key: str, component_id: str) -> c.DossierView:
        """Pages that nobody could place go behind those of this component."""
        dossier = self._sitting.desk.enquiries.dossier(key)
        count = len(self._office.scanner.arranged(dossier.id).at(""))
        if not count or component_id == c.UNCLEAR:
            raise RuleError("intake.nothing_unclear")
        return self._papers(
            key,
            lambda: self._step.arrange(
                acts.ArrangePages(
                    dossier=key,
                    actor=self._sitting.officer,
                    component="",
                    move="rehome",
                    pages=tuple(range(1, count + 1)),
                    to=component_id,
                )
            ),
        )

    def resume(self, key: str) -> c.DossierView:
        """Pages that a crash left without a place get one; a dossier past intake is only shown."""
        dossier = self._sitting.desk.enquiries.dossier(key)
        if dossier.state in INTAKE_STATES and self._office.scanner.loose(dossier.id):
            officer = self._sitting.officer
            done = self._step.take_in(acts.TakeInPages(dossier=key, actor=officer))
            self._see(key, done.version)
        return self._sitting.view(key)

    def materials(self) -> tuple[str, ...]:
        """Names of the classes of material."""
        return tuple(each.name for each in self._office.scanner.materials())

    def set_material(
        self, key: str, component_id: str, material: str, note: str = ""
    ) -> c.DossierView:
        """Mark what a component is made of; for a fragile paper the note is the decision."""
        needs = self._office.scanner.material(material).needs
        view = self._papers(
            key,
            lambda: self._step.set_material(
                acts.SetMaterial(
                    dossier=key,
                    actor=self._sitting.officer,
                    component=component_id,
                    material=material,
                    preservation_note=note if "note" in needs else "",
                    medium=note if "medium" in needs else "",
                )
            ),
        )
        if "decision" not in needs or not note:
            return view
        return self._papers(
            key,
            lambda: self._step.decide_not_to_digitise(
                acts.DecideNotToDigitise(
                    dossier=key,
                    actor=self._sitting.officer,
                    component=component_id,
                    reason=note,
                )
            ),
        )

    def ask_original(self, key: str, component_id: str) -> c.DossierView:
        """Write down that the applicant was asked for the signed electronic file (R-5B-64)."""
        material = self._sitting.desk.enquiries.dossier(key).component(component_id).material
        return self._papers(
            key,
            lambda: self._step.set_material(
                acts.SetMaterial(
                    dossier=key,
                    actor=self._sitting.officer,
                    component=component_id,
                    material=material.name,
                    preservation_note=material.preservation_note,
                    medium=material.medium,
                    asks_original=True,
                )
            ),
        )

    def confirm_blank(self, key: str, component_id: str) -> c.DossierView:
        """The blank sides were seen."""
        return self._papers(
            key,
            lambda: self._step.confirm_blank(
                acts.ConfirmBlank(dossier=key, actor=self._sitting.officer, component=component_id)
            ),
        )

    def undo(self, key: str) -> c.DossierView:
        """Take back the last act on papers."""
        order = acts.UndoPages(dossier=key, actor=self._sitting.officer)
        return self._papers(key, lambda: self._step.undo(order))

    def redo(self, key: str) -> c.DossierView:
        """Do it again."""
        order = acts.RedoPages(dossier=key, actor=self._sitting.officer)
        return self._papers(key, lambda: self._step.redo(order))

    def _papers(self, key: str, act: Callable[[], Done]) -> c.DossierView:
        self._see(key, act().version)
        return self._sitting.view(key)

    def _see(self, key: str, version: int) -> None:
        self._sitting.seen[key] = version

    def read(
        self, key: str, component_id: str, progress: c.ProgressCall, cancelled: c.Cancellation
    ) -> c.DossierView:
        """Recognise a component into the form."""
        sitting = self._sitting
        file = sitting.desk.enquiries.dossier(key).component(component_id).file
        if file is not None and Path(file.name).suffix.lower() in SIGNED_DATA:
            return sitting.view(key)  # data, no paper: there are no letters to recognise

        done = self._step.read(
            acts.ReadComponent(dossier=key, actor=sitting.officer, component=component_id),
            progress=_told(progress),
            cancelled=cancelled,
        )
        self._see(key, done.version)
        return sitting.view(key)

    # -- form

    def save_draft(
        self, key: str, version: int, values: Mapping[str, c.FieldValue]
    ) -> c.DossierView:
        """Keep typed and accepted values; every value is checked."""
        self._save(key, values)
        return self._sitting.view(key, self._problems(key, values))

    def _save(self, key: str, values: Mapping[str, c.FieldValue]) -> None:
        dossier = self._sitting.desk.enquiries.dossier(key)
        form = self._sitting.form_of(dossier)
        kinds = _kinds(form)
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
            elif value.confirmed and stored is not None and not stored.is_verified:
                confirmed.append(name)
        if typed or confirmed:
            self._fill(key, typed, tuple(confirmed))
        self._name_applicant(key)

    def _fill(self, key: str, values: Mapping[str, str], confirmed: tuple[str, ...]) -> None:
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
                )
            ),
        )

    def _problems(
        self, key: str, values: Mapping[str, c.FieldValue]
    ) -> dict[str, tuple[str, Mapping[str, object]]]:
        dossier = self._sitting.desk.enquiries.dossier(key)
        form = self._sitting.form_of(dossier)
        if form is None:
            return {}
        found = self._office.catalogue.problems(form, dossier.form.data())
        return {item.name: (item.code, dict(item.facts)) for item in found}

    # -- finishing

    def receive(
        self,
        key: str,
        version: int,
        values: Mapping[str, c.FieldValue],
        pin: c.PinEntry | None,
        unsigned_reason: str = "",
    ) -> c.Issued:
        """Sign the components, accept, pass the electronic dossier on (T01, T08)."""
        sitting = self._sitting
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
        return self._issued(done.dossier_code or done.dossier_id)

    def _issued(self, key: str) -> c.Issued:
        dossier = self._sitting.desk.enquiries.dossier(key)
        slips = tuple(document(slip.file) for slip in dossier.slips[-1:])
        return c.Issued(dossier=self._sitting.view(key), slips=slips)

    def ask_to_supplement(self, key: str, version: int, text: str) -> c.Issued:
        """T02: one point a line."""
        sitting = self._sitting
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
        return self._issued(key)

    def refuse(self, key: str, version: int, text: str) -> c.Issued:
        """T03."""
        sitting = self._sitting
        sitting.act(
            key,
            lambda seen: self._step.reject(
                acts.Reject(dossier=key, actor=sitting.officer, version=seen, reason=text)
            ),
        )
        return self._issued(key)


def _kinds(form: FormDefinition | None) -> dict[str, str]:
    if form is None:
        return {}
    return {
        field.id: field.kind
        for section in form_definition(form).sections
        for field in section.fields
    }
