"""Dossier to row and back: two dull functions over the codec."""

import datetime as dt
import json
import unicodedata
from typing import Any

from desk_app.adapters.persistence.codec import decode, encode
from desk_app.domain.dossier import Dossier

BODY_VERSION = 1
_LEFT_OUT = frozenset({"events", "version"})


def to_row(dossier: Dossier, *, updated_at: dt.datetime) -> dict[str, Any]:
    """Columns of a dossier; version, head and last event are the repository's."""
    body = {k: v for k, v in encode(dossier).items() if k not in _LEFT_OUT}
    applicant = dossier.applicant
    return {
        "id": dossier.id,
        "code": str(dossier.code) if dossier.code else None,
        "unit": dossier.unit,
        "state": str(dossier.state),
        "step": str(dossier.step),
        "channel": dossier.channel,
        "procedure_code": dossier.terms.code,
        "procedure_name": dossier.terms.name,
        "applicant": applicant.full_name if applicant else "",
        "identifier": applicant.identifier if applicant else "",
        "supplement_origin": dossier.supplement_origin,
        "due_at": moment(dossier.due_at),
        "finished_at": moment(dossier.finished_at),
        "updated_at": moment(updated_at),
        "search": search_text(dossier),
        "body_version": BODY_VERSION,
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
    }


def to_domain(row: Any) -> Dossier:
    """The dossier of a row."""
    dossier: Dossier = decode(Dossier, json.loads(row.body))
    dossier.version = row.version
    return dossier


def moment(at: dt.datetime | None) -> str | None:
    """UTC text that sorts as time does."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds") if at else None


def from_moment(text: str | None) -> dt.datetime | None:
    """The reverse of ``moment``."""
    return dt.datetime.fromisoformat(text) if text else None


def search_text(dossier: Dossier) -> str:
    """Everything a search may hit, folded."""
    who = dossier.applicant
    parts = [str(dossier.code or ""), dossier.terms.name, dossier.terms.code]
    if who is not None:
        parts += [who.full_name, who.identifier, who.phone, who.address]
    if dossier.representative is not None:
        parts += [dossier.representative.full_name, dossier.representative.identifier]
    return fold(" ".join(p for p in parts if p))


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
