"""Papers of a person that a store already holds: what they are, and whether they may be used again.

Source: R-5B-12, R-5B-22 to R-5B-24, R-5B-70; Decision 1264/QĐ-UBND (Bắc Giang), Appendix III.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desk_app.domain.dossier import Dossier
from desk_app.domain.procedures import Digitisation
from desk_app.domain.signatures import SignatureRole
from desk_app.domain.workflow import State

CONDITIONS = ("in_scope", "fully_digitised", "true_copy", "succeeded")
"""All four must be shown before a paper is used again (R-5B-70)."""


class Store(StrEnum):
    """Where a paper is held."""

    PROVINCIAL = "provincial"
    NATIONAL = "national"
    OFFICE = "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPaper:
    """One paper as a store told of it; the desk keeps the answer as a dated copy.

    Attributes:
        owner: identification number of the person or organisation.
        document_type: type that recognition knows; ``khac`` fits nothing by itself.
        conditions: what the store shows of ``CONDITIONS``; one it does not name is not shown.
        values: fields of the paper by the names papers use (``ho_ten``, …).
        seen_at: when the store said so.
    """

    store: Store
    paper_id: str
    owner: str
    name: str
    document_type: str
    sha256: str
    seen_at: dt.datetime
    number: str = ""
    dated_on: str = ""
    issued_by: str = ""
    procedure_code: str = ""
    conditions: Mapping[str, bool] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def unmet(self) -> tuple[str, ...]:
        """Conditions of reuse that are not shown; such a paper is history, no more."""
        return tuple(name for name in CONDITIONS if not self.conditions.get(name, False))

    @property
    def is_reusable(self) -> bool:
        """Whether all four conditions are shown."""
        return not self.unmet

    def fits(self, document_type: str) -> bool:
        """Whether it is a paper of that type."""
        return self.document_type == document_type and document_type not in {"", "khac"}


def best_for(document_type: str, papers: tuple[HeldPaper, ...]) -> HeldPaper | None:
    """The reusable paper of a type, the newest document first, then the newest copy."""
    fitting = [p for p in papers if p.is_reusable and p.fits(document_type)]
    return max(fitting, key=lambda p: (p.dated_on, p.seen_at), default=None)


def papers_of_office(dossier: Dossier, at: dt.datetime) -> tuple[HeldPaper, ...]:
    """What a dossier of this office leaves in the office's own store, judged by the conditions."""
    who = dossier.applicant
    if who is None or not who.identifier:
        return ()
    succeeded = dossier.outcome == "grant" and dossier.state in {State.RETURNED, State.ARCHIVED}
    code = str(dossier.code or dossier.id)

    def held(key: str, **more: object) -> HeldPaper:
        return HeldPaper(
            store=Store.OFFICE,
            paper_id=f"{code}/{key}",
            owner=who.identifier,
            procedure_code=dossier.terms.code,
            seen_at=at,
            **more,  # type: ignore[arg-type]  # fields of HeldPaper
        )

    found = []
    for part in dossier.components:
        if part.file is None or part.reuse is not None:
            continue
        found.append(
            held(
                part.key,
                name=part.name,
                document_type=part.document_type,
                sha256=part.file.sha256,
                conditions={
                    "in_scope": part.digitisation is not Digitisation.NEVER,
                    "fully_digitised": part.is_signed_personally and not part.has_unseen_blanks,
                    "true_copy": part.is_copy_signed or part.is_signed_original,
                    "succeeded": succeeded,
                },
            )
        )
    result = dossier.result
    if result is not None and result.file is not None:
        found.append(
            held(
                "result",
                name=result.name,
                document_type=dossier.terms.result_document_type,
                sha256=result.file.sha256,
                number=result.number,
                dated_on=result.number_on.isoformat() if result.number_on else "",
                conditions={
                    "in_scope": True,
                    "fully_digitised": True,
                    "true_copy": result.has(SignatureRole.AGENCY),
                    "succeeded": succeeded,
                },
            )
        )
    return tuple(found)
