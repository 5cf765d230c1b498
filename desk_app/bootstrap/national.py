"""The dry run of a national payload: what would be sent for a dossier, field by field."""

import tomllib
from pathlib import Path
from typing import Any

from desk_app.adapters.sync.dvcqg_g1 import DvcqgG1
from desk_app.adapters.sync.dvcqg_g2 import DvcqgG2
from desk_app.adapters.sync.indicators import check_indicators
from desk_app.adapters.sync.rules import read_table
from desk_app.application.desk import Desk
from desk_app.application.national_document import document_of
from desk_app.application.retyping import CopyLine, SiteField, copy_list, fields_of
from desk_app.domain.errors import RuleError
from desk_app.texts import Texts

GENERATIONS = ("g1", "g2")
EXAMPLE_SITE = "example"
EXAMPLE = "retype_example"


def national_dry_run(desk: Desk, code: str, generation: str) -> dict[str, Any]:
    """Payloads of one dossier in one generation of the interface, explained; nothing is sent.

    File addresses are the province's to give: the desk names each file by its SHA-256.

    Raises:
        NotFoundError: ``dossier.not_found``.
    """
    dossier = desk.enquiries.dossier(code)
    document = document_of(dossier, desk.enquiries.events(dossier.id))
    facts = desk.office.facts
    words = Texts("vi")

    def act(kind: str) -> str:
        key = f"ui.event.{kind}"
        return words.label(key) if words.has(key) else kind

    exporter = (
        DvcqgG1(facts.agency_code, unit_name=facts.agency_name, address=_by_hash)
        if generation == "g1"
        else DvcqgG2(unit_name=facts.agency_name, address=_by_hash)
    )
    whole = exporter.dossier(document)
    answer: dict[str, Any] = {
        "dossier": dossier.shown_code or dossier.id,
        "generation": generation,
        **whole.to_json(),
        "progress": [row.to_json() for row in exporter.progress(document, act)],
    }
    if isinstance(exporter, DvcqgG2):
        answer["status"] = exporter.status(document, "").to_json()
    else:
        answer["indicators"] = [
            {"indicator": one.indicator, "counts": one.counts, "because": one.because}
            for one in check_indicators(whole.payload)
        ]
    return answer


def _by_hash(digest: str) -> str:
    return f"sha256:{digest}"


def sites(profile: Path, *, is_practice: bool) -> tuple[str, ...]:
    """Names of the sites the office has listed; the practice office has the example."""
    own = sorted(each.stem for each in (profile / "retype").glob("*.toml"))
    return tuple(own) or ((EXAMPLE_SITE,) if is_practice else ())


def site_fields(profile: Path, site: str) -> tuple[SiteField, ...]:
    """The boxes of a site without an interface, as the office listed them.

    Raises:
        RuleError: ``retype.site_unknown``, ``retype.site_unreadable``.
    """
    folder = profile / "retype"
    own = folder / f"{site}.toml"
    known = sorted(each.stem for each in folder.glob("*.toml"))
    if site != EXAMPLE_SITE and site not in known:
        raise RuleError("retype.site_unknown", {"site": site, "known": ", ".join(known)})
    try:
        table = tomllib.loads(own.read_text("utf-8")) if site in known else read_table(EXAMPLE)
        return fields_of(table)
    except (OSError, ValueError, KeyError, TypeError) as error:
        facts = {"file": own.name, "detail": str(error)[:80]}
        raise RuleError("retype.site_unreadable", facts) from error


def retype(desk: Desk, code: str, site: str) -> tuple[CopyLine, ...]:
    """What to copy into a site, in its order and formats.

    Raises:
        RuleError: ``retype.*``.
    """
    dossier = desk.enquiries.dossier(code)
    document = document_of(dossier, desk.enquiries.events(dossier.id))
    return copy_list(site_fields(desk.profile, site), document)
