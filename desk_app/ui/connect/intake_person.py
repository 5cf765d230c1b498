"""Who files: from a card, a chip or a typed number into the dossier and its form."""

import dataclasses
from collections.abc import Mapping
from dataclasses import replace

from desk_app.application.commands import intake as acts
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import IntegrityError, RuleError
from desk_app.domain.identity import (
    CardVerdict,
    ChipVerdict,
    IdentityTables,
    is_personal_number,
    opens_a_chip,
    read_card_qr,
    states_an_expiry,
)
from desk_app.ui import contract as c
from desk_app.ui.connect.intake_side import IntakeSide
from desk_app.ui.connect.sitting import Sitting

_PERSON_FIELDS = (
    ("name", ("nguoi_yeu_cau", "nguoi_nop", "ho_ten_nguoi_nop")),
    ("number", ("so_cccd", "so_dinh_danh_nguoi_nop", "so_giay_to")),
    ("address", ("noi_cu_tru", "noi_cu_tru_nguoi_nop")),
)
"""Fields of the applicant, by the names e-forms use for them."""


class PersonAtIntake(IntakeSide):
    """Identity at the counter."""

    def __init__(self, sitting: Sitting, tables: IdentityTables | None) -> None:
        super().__init__(sitting)
        self._tables = tables

    def identify(self, key: str, text: str) -> c.DossierView:
        """A card's QR fills the person; a number alone is kept with the name known so far.

        The lines of a card's zone, its six printed digits, or after its QR its day of expiry read
        the chip on the reader; no text at all reads it with the zone on the scanned picture.
        """
        sitting = self._sitting
        if not text or opens_a_chip(text) or states_an_expiry(text):
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
            birth = card.birth.iso if card.birth else ""
            sex, method = str(card.sex or ""), "qr"
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
        zone = tuple(text.split()) if "<" in text else ()
        expiry = text if states_an_expiry(text) else ""
        faces: list[bytes] = []
        done = sitting.act(
            key,
            lambda version: self._step.read_card(
                acts.ReadCard(
                    dossier=key, actor=sitting.officer, version=version,
                    zone=zone, expiry=expiry, can="" if zone or expiry else text,
                ),
                show=faces.append,
            ),
        )  # fmt: skip
        if done.facts["verdict"] == str(ChipVerdict.NOT_GENUINE):
            raise IntegrityError("chip.not_genuine")
        return replace(sitting.view(key), portrait=b"".join(faces))

    def _name_applicant(self, key: str) -> None:
        """A number typed at the counter names nobody; the form does, where it is not in doubt."""
        sitting = self._sitting
        dossier = sitting.desk.enquiries.dossier(key)
        person, checked = dossier.applicant, dossier.identity
        if person is None or checked is None or person.full_name:
            return
        known = {}
        for part, name in self._person_fields(dossier).items():
            filled = dossier.form.values.get(name)
            is_sure = filled is not None and (filled.is_verified or not filled.is_doubtful)
            known[part] = str(filled.value) if filled is not None and is_sure else ""
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
