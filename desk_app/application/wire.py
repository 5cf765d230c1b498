"""What the target system is told about a dossier: plain JSON facts, built in one place."""

from desk_app.application.sync_values import Json
from desk_app.domain.components import Component, PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.people import Person


def person(who: Person | None) -> dict[str, Json]:
    """A person as facts; empty when there is none."""
    if who is None:
        return {}
    return {
        "full_name": who.full_name,
        "kind": str(who.kind),
        "identifier": who.identifier,
        "identifier_kind": who.identifier_kind,
        "birth": who.birth,
        "sex": who.sex,
        "address": who.address,
        "phone": who.phone,
        "email": who.email,
    }


def form(dossier: Dossier) -> dict[str, Json]:
    """Verified e-form values."""
    return {name: value.value for name, value in dossier.form.values.items() if value.is_verified}


def component(item: Component) -> dict[str, Json]:
    """One component as facts."""
    return {
        "code": item.key,
        "name": item.name,
        "presence": str(item.presence),
        "paper_kind": item.paper_kind,
        "quantity": item.quantity,
        "digitisation": str(item.digitisation),
        "reused": item.reuse is not None,
        "remark": item.remark,
    }


def file(
    ref: PaperRef, role: str, *, component_key: str = "", replaces: str | None = None
) -> dict[str, Json]:
    """One file as facts; ``replaces`` names the earlier state it takes the place of."""
    entry: dict[str, Json] = {
        "sha256": ref.sha256,
        "name": ref.name,
        "role": role,
        "media_type": ref.media_type,
        "size": ref.size,
    }
    if component_key:
        entry["component"] = component_key
    if replaces:
        entry["replaces"] = replaces
    return entry


def component_files(dossier: Dossier) -> list[Json]:
    """The digitised components in their newest state."""
    return [
        file(c.file, "component", component_key=c.key)
        for c in dossier.components
        if c.file is not None
    ]


def snapshot(dossier: Dossier) -> dict[str, Json]:
    """The first thing a target system hears: who wants what, with which papers."""
    body: dict[str, Json] = {
        "title": dossier.terms.name,
        "channel": dossier.channel,
        "applicant": person(dossier.applicant),
        "form": form(dossier),
        "components": [component(c) for c in dossier.components],
        "files": component_files(dossier),
    }
    if dossier.representative is not None:
        body["representative"] = person(dossier.representative)
    return body


def digests(files: list[Json]) -> tuple[str, ...]:
    """SHA-256 of every file of a body, once each, in order."""
    seen = dict.fromkeys(str(f["sha256"]) for f in files if isinstance(f, dict))
    return tuple(seen)
