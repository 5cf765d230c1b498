"""What must hold before a dossier is closed, and its archive metadata as mapping data.

Source: NĐ 45/2020/NĐ-CP Art. 14(3), 17; TT 02/2019/TT-BNV Art. 6 (field names as commonly
implemented, to be confirmed against the circular and its successor TT 05/2025/TT-BNV).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from desk_app.domain.components import PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.moments import local
from desk_app.domain.records import DeliveryState
from desk_app.domain.signatures import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingGap:
    """One requirement of an electronic dossier that does not hold.

    Attributes:
        code: key of the sentence.
        items: what it is about, as an officer reads it.
    """

    code: str
    items: tuple[str, ...] = ()


def closing_gaps(dossier: Dossier) -> tuple[ClosingGap, ...]:
    """Everything the electronic dossier still lacks (R-PR-34, R-PR-35)."""
    checks = {
        "closing.result_missing": _result_missing(dossier),
        "closing.component_missing": tuple(
            c.name for c in dossier.components if c.required and not c.is_there
        ),
        "closing.not_digitised": tuple(
            c.name for c in dossier.components if c.is_in_scope and c.file is None
        ),
        "closing.not_signed": tuple(
            c.name for c in dossier.components if c.file is not None and not c.is_signed_personally
        ),
        "closing.signature_unknown": tuple(
            name
            for name, verdict in dossier.verdicts_needed()
            if verdict is not None and verdict.verdict is not Verdict.VALID
        ),
        "closing.retention_unset": () if dossier.terms.retention else (dossier.terms.code,),
        "closing.delivery_failed": tuple(
            d.channel for d in dossier.deliveries if d.state is DeliveryState.FAILED
        )
        + tuple(r.target for r in dossier.releases if r.state is DeliveryState.FAILED),
    }
    return tuple(ClosingGap(code=code, items=items) for code, items in checks.items() if items)


def _result_missing(dossier: Dossier) -> tuple[str, ...]:
    result = dossier.result
    return () if result is not None and result.file is not None else (dossier.terms.name,)


def archive_metadata(
    dossier: Dossier, mapping: Mapping[str, Mapping[str, str]], office: Mapping[str, str]
) -> dict[str, object]:
    """Metadata of the file and of each document, under the tags of the mapping.

    Args:
        dossier: a returned or archived one.
        mapping: tables ``file`` and ``document``: tag to name of a fact.
        office: facts of the office: ``agency_code``, ``agency_name``, ``fonds``.
    """
    documents = list(_documents(dossier))
    facts = {
        **office,
        "code": dossier.shown_code or dossier.id,
        "title": dossier.terms.name,
        "retention": dossier.terms.retention,
        "started_on": _day(dossier.received_at),
        "ended_on": _day(dossier.finished_at),
        "documents": len(documents),
        "pages": sum(ref.pages for _, ref in documents),
        "language": "vie",
    }
    return {
        "file": {tag: facts.get(name, "") for tag, name in mapping["file"].items()},
        "documents": [
            _document(dossier, ordinal, title, ref, mapping["document"], facts)
            for ordinal, (title, ref) in enumerate(documents, start=1)
        ],
    }


def _documents(dossier: Dossier) -> list[tuple[str, PaperRef]]:
    found = [(c.name, c.file) for c in dossier.components if c.file is not None]
    found += [(o.question, o.file) for o in dossier.opinions if o.file is not None]
    result = dossier.result
    if result is not None and result.file is not None:
        found.append((result.name, result.file))
    return [*found, *((slip.key, slip.file) for slip in dossier.slips)]


def _document(
    dossier: Dossier,
    ordinal: int,
    title: str,
    ref: PaperRef,
    mapping: Mapping[str, str],
    of_file: Mapping[str, object],
) -> dict[str, object]:
    result = dossier.result
    is_result = result is not None and result.file == ref
    facts: dict[str, object] = {
        **of_file,
        "document_code": f"{of_file['code']}.{ordinal:03d}",
        "ordinal": ordinal,
        "document_title": title,
        "number": result.number if is_result and result else "",
        "issued_on": _iso(result.number_on) if is_result and result else "",
        "document_pages": ref.pages,
        "file_name": f"{of_file['code']}.{ordinal:03d}.pdf",
        "sha256": ref.sha256,
    }
    return {tag: facts.get(name, "") for tag, name in mapping.items()}


def _day(at: dt.datetime | None) -> str:
    return local(at).date().isoformat() if at else ""


def _iso(on: dt.date | None) -> str:
    return on.isoformat() if on else ""
