"""Step 1 in the shape of the window: drafts, papers with undo, reading, acceptance."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

from desk_app.application.commands import intake as acts
from desk_app.domain.components import PaperRef
from desk_app.domain.errors import RuleError, UnavailableError
from desk_app.domain.forms import FormDefinition
from desk_app.domain.identity import CardVerdict, IdentityTables, is_personal_number, read_card_qr
from desk_app.domain.signatures import SignatureRole
from desk_app.ui import contract as c
from desk_app.ui.connect.sitting import Sitting
from desk_app.ui.connect.views import document, form_definition, shown_value, stored_value

_PERSON_FIELDS = (
    ("name", ("nguoi_yeu_cau", "nguoi_nop", "ho_ten_nguoi_nop")),
    ("number", ("so_cccd", "so_dinh_danh_nguoi_nop", "so_giay_to")),
    ("address", ("noi_cu_tru", "noi_cu_tru_nguoi_nop")),
)
"""Fields of the applicant, by the names e-forms use for them."""

Pages = tuple[PaperRef, ...]


class IntakePart:
    """Step 1, tiếp nhận."""

    def __init__(self, sitting: Sitting, tables: IdentityTables | None, device: str = "") -> None:
        self._sitting = sitting
        self._office = sitting.desk.office
        self._step = sitting.desk.steps.intake
        self._tables = tables
        self._device = device
        self._undo: dict[str, list[tuple[str, Pages]]] = {}
        self._redo: dict[str, list[tuple[str, Pages]]] = {}

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
        """A card's QR fills the person; a number alone is kept with the name known so far."""
        sitting = self._sitting
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

    def _fill_person(self, key: str, person: Mapping[str, str]) -> None:
        dossier = self._sitting.desk.enquiries.dossier(key)
        form = self._sitting.form_of(dossier)
        names = {each.name for each in form.fields} if form else set()
        values = {}
        for part, candidates in _PERSON_FIELDS:
            name = next((each for each in candidates if each in names), None)
            filled = dossier.form.values.get(name) if name else None
            if name and person[part] and (filled is None or not filled.is_verified):
                values[name] = person[part]
        if values:
            self._fill(key, values, ())

    # -- papers

    def reuse(self, key: str, component_id: str) -> c.DossierView:
        """Stored papers are offered by the province's store.

        Without one there is nothing to link.
        """
        raise UnavailableError("intake.no_store", {"component": component_id})

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
        """The scanner to use: the chosen one, else the first that answers."""
        if not self._device:
            found = self._office.scanner.devices()
            if not found:
                raise UnavailableError("scanner.none")
            self._device = str(found[0].get("uri", ""))
        return self._device

    def scan(
        self, key: str, component_id: str, progress: c.ProgressCall, cancelled: c.Cancellation
    ) -> c.ScanEnd:
        """Scan into a component; pages it already has stay in front."""
        sitting = self._sitting
        before = self._pages(key, component_id)

        def tell(done: int, total: int, note: str) -> None:
            progress(c.Progress(done=done, total=total, note=note))

        done = self._step.scan(
            acts.Scan(
                dossier=key, actor=sitting.officer, component=component_id, device=self.device()
            ),
            progress=tell,
            cancelled=cancelled,
        )
        self._see(key, done.version)
        if before:
            self._put(key, component_id, (*before, *self._pages(key, component_id)))
        self._keep(key, component_id, before)
        ended = str(done.facts.get("ended", "done"))
        pages = done.facts.get("pages", 0)
        return c.ScanEnd(pages=int(pages) if isinstance(pages, int) else 0, ending=ended)

    def add_file(self, key: str, component_id: str, path: Path) -> c.DossierView:
        """Take over a file as further pages of a component."""
        sitting = self._sitting
        before = self._pages(key, component_id)
        done = self._step.digitise(
            acts.Digitise(dossier=key, actor=sitting.officer, component=component_id, files=(path,))
        )
        self._see(key, done.version)
        if before:
            self._put(key, component_id, (*before, *self._pages(key, component_id)))
        self._keep(key, component_id, before)
        return sitting.view(key)

    def arrange(self, key: str, component_id: str, page: int, move: c.PageMove) -> c.DossierView:
        """Remove or move a page; the capture is bound anew from the stored pages."""
        pages = list(self._pages(key, component_id))
        before = tuple(pages)
        if move == "split" or not 0 <= page < len(pages):
            raise RuleError("intake.cannot_split", {"component": component_id})
        if move == "remove":
            pages.pop(page)
        else:
            other = page + (1 if move == "down" else -1)
            if not 0 <= other < len(pages):
                return self._sitting.view(key)
            pages[page], pages[other] = pages[other], pages[page]
        if not pages:
            raise RuleError("intake.last_page", {"component": component_id})
        self._put(key, component_id, tuple(pages))
        self._keep(key, component_id, before)
        return self._sitting.view(key)

    def confirm_blank(self, key: str, component_id: str) -> c.DossierView:
        """Blank sides are kept with the other pages; seeing them is confirmed by going on."""
        return self._sitting.view(key)

    def undo(self, key: str) -> c.DossierView:
        """Bring back the pages a component had before."""
        self._turn(key, self._undo, self._redo)
        return self._sitting.view(key)

    def redo(self, key: str) -> c.DossierView:
        """Do it again."""
        self._turn(key, self._redo, self._undo)
        return self._sitting.view(key)

    def _turn(
        self,
        key: str,
        source: dict[str, list[tuple[str, Pages]]],
        target: dict[str, list[tuple[str, Pages]]],
    ) -> None:
        if not source.get(key):
            return
        component, pages = source[key].pop()
        target.setdefault(key, []).append((component, self._pages(key, component)))
        if pages:
            self._put(key, component, pages)

    def _keep(self, key: str, component: str, before: Pages) -> None:
        if before:
            self._undo.setdefault(key, []).append((component, before))
            self._redo.pop(key, None)

    def _pages(self, key: str, component_id: str) -> Pages:
        return self._sitting.desk.enquiries.dossier(key).component(component_id).pages

    def _put(self, key: str, component_id: str, pages: Pages) -> None:
        papers = self._office.papers
        with contextlib.ExitStack() as stack:
            files = tuple(stack.enter_context(papers.plain_file(page)) for page in pages)
            done = self._step.digitise(
                acts.Digitise(
                    dossier=key, actor=self._sitting.officer, component=component_id, files=files
                )
            )
        self._see(key, done.version)

    def _see(self, key: str, version: int) -> None:
        self._sitting.seen[key] = version

    def read(
        self, key: str, component_id: str, progress: c.ProgressCall, cancelled: c.Cancellation
    ) -> c.DossierView:
        """Recognise a component into the form."""
        sitting = self._sitting

        def tell(done: int, total: int, note: str) -> None:
            progress(c.Progress(done=done, total=total, note=note))

        done = self._step.read(
            acts.ReadComponent(dossier=key, actor=sitting.officer, component=component_id),
            progress=tell,
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
        data = {name: str(value) for name, value in dossier.form.data().items()}
        found = self._office.catalogue.problems(form, data)
        return {item.name: (item.code, dict(item.facts)) for item in found}

    # -- finishing

    def receive(
        self,
        key: str,
        version: int,
        values: Mapping[str, c.FieldValue],
        pin: str | None,
        unsigned_reason: str = "",
    ) -> c.Issued:
        """Sign the components, accept, pass the electronic dossier on (T01, T08)."""
        sitting = self._sitting
        self._save(key, values)
        left = tuple(sitting.desk.enquiries.dossier(key).unverified_fields())
        if left:
            self._fill(key, {}, left)
        if pin is not None:
            grant = sitting.desk.grant(
                sitting.officer.user,
                SignatureRole.OFFICER,
                bytearray(pin.encode()) if pin else None,
            )
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
                acts.PassToAppraisal(dossier=done.dossier_code, actor=sitting.officer)
            )
        return self._issued(done.dossier_code)

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
