"""Dossier to rows and back: two dull functions over the codec, and the seal over both rows."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from desk_app.adapters.persistence.codec import decode, encode
from desk_app.adapters.persistence.words import search_text
from desk_app.domain.dossier import Dossier

BODY_VERSION = 1
_LEFT_OUT = frozenset({"events", "version"})
_CLOSED = "3"


def to_row(dossier: Dossier, *, updated_at: dt.datetime) -> dict[str, Any]:
    """Columns of a dossier; version, head and last event are the repository's."""
    who = dossier.applicant
    due_at = moment(dossier.due_at)
    return {
        "id": dossier.id,
        "code": str(dossier.code) if dossier.code else None,
        "unit": dossier.unit,
        "state": str(dossier.state),
        "step": str(dossier.step),
        "channel": dossier.channel,
        "procedure_code": dossier.terms.code,
        "procedure_name": dossier.terms.name,
        "applicant": who.full_name if who else "",
        "identifier": who.identifier if who else "",
        "phone": who.phone if who else "",
        "address": who.address if who else "",
        "supplement_origin": dossier.supplement_origin,
        "received_at": moment(dossier.received_at),
        "due_at": due_at,
        "finished_at": moment(dossier.finished_at),
        "updated_at": moment(updated_at),
        "list_order": _CLOSED if not dossier.is_open else f"1{due_at}" if due_at else "2",
        "search": search_text(dossier),
    }


def to_mark(dossier: Dossier) -> dict[str, Any]:
    """What lists ask of a dossier beside its sealed columns."""
    tries = [
        item.next_try_at
        for item in (*dossier.notices, *dossier.releases)
        if item.is_waiting and item.next_try_at is not None
    ]
    return {
        "dossier_id": dossier.id,
        "claimed_by": dossier.claimed_by,
        "waiting_for": dossier.waiting_for,
        "next_try_at": moment(min(tries)) if tries else None,
    }


def to_body(dossier: Dossier) -> str:
    """The whole aggregate as JSON; its version and new events are the repository's."""
    whole = {k: v for k, v in encode(dossier).items() if k not in _LEFT_OUT}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def to_domain(body: str, version: int) -> Dossier:
    """The dossier of a stored body."""
    dossier = decode(Dossier, json.loads(body))
    dossier.version = version
    return dossier


def seal(columns: Mapping[str, Any], body: str) -> str:
    """SHA-256 over every column of a dossier and its body: what the office's chain vouches for.

    Args:
        columns: every column of both rows but the running number, the body and the seal itself.
        body: the aggregate as stored.
    """
    digest = hashlib.sha256()
    digest.update(json.dumps(dict(columns), ensure_ascii=False, sort_keys=True).encode())
    digest.update(body.encode())
    return digest.hexdigest()


def moment(at: dt.datetime | None) -> str | None:
    """UTC text that sorts as time does."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds") if at else None


def from_moment(text: str | None) -> dt.datetime | None:
    """The reverse of ``moment``."""
    return dt.datetime.fromisoformat(text) if text else None
