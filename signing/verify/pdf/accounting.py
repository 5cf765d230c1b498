"""Every byte of a later revision belongs to something its cross-reference names.

Source: signing design section 7, rule 1.
"""

import re

from signing.verify.pdf.document import PdfFile
from signing.verify.pdf.revisions import Revision
from signing.verify.pdf.xref import FREE, PLAIN, Section

_GAP = re.compile(rb"(?:[\x00\t\n\x0c\r ]+|%[^\r\n]*(?=[\r\n]))*\Z")
_MISLEADING = re.compile(rb"obj|xref|trailer|stream|%%EOF|%PDF")


def unaccounted(file: PdfFile, revision: Revision) -> list[str]:
    """Codes for what a strict reader cannot account for in a later revision."""
    faults = list(revision.faults)
    spans = [revision.pointer]
    for section in revision.sections:
        spans += _section_spans(section)
    view = file.view(revision.index)
    older = file.view(revision.index - 1)
    containers: set[int] = set()
    for number, entry in revision.entries.items():
        if entry.kind == FREE:
            continue
        if entry.kind != PLAIN:
            containers.add(entry.place)
            if list(file.container(entry.place, view))[entry.extra : entry.extra + 1] != [number]:
                faults.append("pdf.object_elsewhere")
            continue
        if entry == older.entry(number):
            continue
        if not revision.start <= entry.place < revision.end:
            faults.append("pdf.object_elsewhere")
            continue
        found = view.object_at(number, entry)
        spans.append((found.start, found.end))
    if any(view.defined_in(number) != revision.index for number in containers):
        faults.append("pdf.object_elsewhere")
    return list(dict.fromkeys(faults + _gaps(file.data, revision, spans)))


def _section_spans(section: Section) -> list[tuple[int, int]]:
    spans = [(section.start, section.end)]
    if section.hybrid is not None:
        spans.append((section.hybrid.start, section.hybrid.end))
    return spans


def _gaps(data: bytes, revision: Revision, spans: list[tuple[int, int]]) -> list[str]:
    faults: list[str] = []
    place = revision.start
    for start, end in sorted(set(spans)):
        if start < place:
            faults.append("pdf.objects_overlap")
        gap = data[place:start]
        if not _GAP.match(gap) or _MISLEADING.search(gap):
            faults.append("pdf.unaccounted_bytes")
        place = max(place, end)
    return faults
