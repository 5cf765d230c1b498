"""The words of a paper that was read: beside its file, and inside it where the file may change."""

import logging
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desk_app.application.ports import Office, PageRead
from desk_app.application.sensitive_papers import closed_papers
from desk_app.domain.components import Component, PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import DeskError
from desk_app.domain.identity.vietnamese import search_key

logger = logging.getLogger(__name__)

_PAGE_END = "\f"
_PICTURE = "image/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWords:
    """What a reading leaves behind for whoever looks for a word.

    Attributes:
        of: digest of the file that was read.
        text: the text beside it.
        file: the same pages with their words inside; None where the file must stay as it is.
    """

    of: str
    text: PaperRef
    file: PaperRef | None = None

    def put_into(self, component: Component) -> bool:
        """Keep both with the component; False when its file changed in the meantime."""
        if component.file is None or component.file.sha256 != self.of:
            return False
        if self.file is not None:
            component.put_file(self.file)
        component.text = self.text
        return True


def words_of(
    office: Office, dossier: Dossier, component: Component, pages: Sequence[PageRead]
) -> ReadWords | None:
    """Store the words of a paper; None when nothing was read.

    A signed file, one the province has, and one that is no scan of ours keep every byte: their
    words stand in the text alone. A layer that cannot be made costs no reading.
    """
    file = component.file
    if file is None or not any(page.text.strip() for page in pages):
        return None
    by_page = {page.index: page for page in pages}
    count = max(len(component.pages), *(index + 1 for index in by_page))
    told = _PAGE_END.join(
        unicodedata.normalize("NFC", by_page[n].text) if n in by_page else "" for n in range(count)
    )
    text = office.papers.put(
        told.encode(),
        name=f"{component.name}.txt",
        media_type="text/plain",
        pages=count,
        derived_from=file.sha256,
    )
    return ReadWords(
        of=file.sha256, text=text, file=_searchable(office, dossier, component, by_page)
    )


def _searchable(
    office: Office, dossier: Dossier, component: Component, by_page: dict[int, PageRead]
) -> PaperRef | None:
    file = component.file
    if file is None or not component.may_carry_text or dossier.is_received:
        return None
    if not all(ref.media_type.startswith(_PICTURE) for ref in component.pages):
        return None
    texts = [by_page[n].words if n in by_page else None for n in range(len(component.pages))]
    if not any(texts):
        return None
    try:
        pdf = office.printer.with_text(office.papers.read(file.sha256), texts)
    except DeskError as error:
        logger.warning("no text layer in %s: %s", file.sha256, error)
        return None
    made = office.papers.put(
        pdf,
        name=file.name,
        media_type=file.media_type,
        pages=file.pages,
        derived_from=file.sha256,
    )
    return None if made.sha256 == file.sha256 else made


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundText:
    """A line of a paper that has the words asked for.

    Attributes:
        page: of the component, from 1.
    """

    component: str
    name: str
    page: int
    line: str


def find_text(office: Office, dossier: Dossier, words: str) -> Iterator[FoundText]:
    """Lines of a dossier's read papers with every word asked for, marks and case aside.

    Sensitive papers that want a reason are left out.
    """
    wanted = _words(words)
    closed = closed_papers(dossier)
    if not wanted:
        return
    for component in dossier.components:
        if component.text is None or component.text.sha256 in closed:
            continue
        told = office.papers.read(component.text.sha256).decode()
        for number, page in enumerate(told.split(_PAGE_END), start=1):
            for line in page.splitlines():
                if wanted <= _words(line):
                    yield FoundText(
                        component=component.key, name=component.name, page=number, line=line
                    )


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", search_key(text)))
