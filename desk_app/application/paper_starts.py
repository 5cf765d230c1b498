"""Proposals for a stack that holds more than one paper; nothing is split here."""

from collections.abc import Sequence

from desk_app.application.ports import PageRead
from desk_app.domain.dossier import Dossier
from desk_app.domain.stacks import PageSeen, PaperStart, paper_starts

_NO_TYPE = frozenset({"khac", "trang_trang"})
_BLANK = "trang_trang"


def starts_on(pages: Sequence[PageRead]) -> tuple[PaperStart, ...]:
    """Where further papers of a component seem to begin, by what its pages were read to say."""
    return paper_starts(
        [
            PageSeen(
                document_type="" if page.document_type in _NO_TYPE else page.document_type,
                certainty=page.document_type_confidence,
                title=str(page.quality.get("title", "")),
                text=page.text,
                is_empty=page.document_type == _BLANK
                or bool(page.problem)
                or not (page.text.strip() or page.fields),
            )
            for page in pages
        ]
    )


def place_for(dossier: Dossier, component: str, start: PaperStart) -> str:
    """Key of the component a paper of a stack may be: of its kind, behind, still without a file."""
    keys = [part.key for part in dossier.components]
    behind = keys[keys.index(component) + 1 :] + keys[: keys.index(component)]
    return next(
        (
            key
            for key in behind
            if start.document_type
            and dossier.component(key).document_type == start.document_type
            and dossier.component(key).file is None
            and dossier.component(key).reuse is None
        ),
        "",
    )
