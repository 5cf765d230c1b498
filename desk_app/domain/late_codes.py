"""A code that comes after the acceptance: taken once, and no change of what an officer has seen."""

import datetime as dt

from desk_app.domain.dossier import Dossier
from desk_app.domain.identifiers import DossierCode, provisional_number
from desk_app.domain.people import Actor


def take_code(dossier: Dossier, code: DossierCode, *, by: Actor, at: dt.datetime) -> bool:
    """Give a received dossier its code; False when it has one already."""
    if dossier.code is not None or not dossier.is_received:
        return False
    dossier.code = code
    dossier.coded_at_version = dossier.version + 1
    dossier.note_event(
        "code_given",
        by=by,
        at=at,
        data={"code": str(code), "provisional": provisional_number(dossier.id)},
    )
    return True


def knows_all(dossier: Dossier, version: int) -> bool:
    """Whether somebody who saw that version saw everything but the code that came since."""
    return dossier.version == version or dossier.version == dossier.coded_at_version == version + 1
