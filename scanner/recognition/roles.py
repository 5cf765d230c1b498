"""Whose facts a place on the page is about: headings, columns, words in labels."""

from dataclasses import dataclass

from scanner.recognition.atoms import Stream
from scanner.recognition.knowledge import DocumentType, knowledge
from scanner.recognition.labels import Match
from scanner.recognition.layout import Layout, Segment

_DECLARING = {"nguoi_yeu_cau", "nguoi_di_khai"}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place from which on the facts are someone's.

    Attributes:
        role: whose.
        left: column it governs; likewise right.
        top: where it stands.
        centre: of its words.
        row: its line.
        firm: a heading on a line of its own, or a label that asks for nobody else's.
        paired: another's heading stands beside it.
    """

    role: str
    left: float
    right: float
    top: float
    centre: float
    row: int
    firm: bool
    paired: bool


class Roles:
    """Anchors of a page for one document type."""

    def __init__(self, layout: Layout, matches: list[Match], kind: DocumentType) -> None:
        self._layout = layout
        self._wanted = {spec.role for spec in kind.fields.values()} | {"vo_chong"}
        self._kind = kind
        self._implied = {a: r for a, r in knowledge().implied.items() if r in self._wanted}
        self._asking = {id(_segment(match)) for match in matches if match.attribute is not None}
        self._anchors = self._columns([m for m in matches if self._governs(m) is not None])

    def named(self, match: Match) -> str | None:
        """The role a match's own words name, as this type understands it."""
        if not match.role:
            asks_name = "ho_ten" in match.attributes()
            return self.meant(match.opens) if asks_name else None  # `Con của bà Lê Thị Hoa`
        for role in match.role:
            if role in self._wanted:
                return role
        return f"other:{match.role[0]}"

    def meant(self, roles: tuple[str, ...]) -> str | None:
        """The first of several roles that this type knows."""
        return next((role for role in roles if role in self._wanted), None)

    def _governs(self, match: Match) -> str | None:
        """The role a match opens: by its words, or because it asks for what only that role has."""
        named = self.named(match)
        if named in _DECLARING and match.attribute is not None and not self._asks(named, match):
            named = None  # `Giới tính của người khai` opens no part about who declares
        return named or self._implied.get(match.attribute or "") or self.meant(match.opens)

    def _asks(self, role: str | None, match: Match) -> bool:
        """Whether this type asks of someone what a label asks for."""
        wanted = set(match.attributes())
        return any(
            spec.role == role and wanted & set(spec.attributes)
            for spec in self._kind.fields.values()
        )

    def _columns(self, matches: list[Match]) -> list[Anchor]:
        rows: dict[int, list[tuple[Match, Segment]]] = {}
        for match in matches:
            segment = _segment(match)
            rows.setdefault(segment.row, []).append((match, segment))
        anchors: list[Anchor] = []
        for row, entries in rows.items():
            entries.sort(key=lambda entry: _left(entry[0]))
            centres = [_centre(match) for match, _ in entries]
            different = len({self._governs(match) for match, _ in entries}) > 1
            apart = different and len({id(match.stream) for match, _ in entries}) > 1
            for i, (match, segment) in enumerate(entries):
                low, high = 0.0, float(self._layout.width)
                if apart:
                    low = (centres[i - 1] + centres[i]) / 2 if i > 0 else 0.0
                    high = (centres[i] + centres[i + 1]) / 2 if i + 1 < len(entries) else high
                elif i == 0 and (beside := self._asked_left_of(segment)):
                    low = (beside.right + segment.left) / 2  # of a column, not of the page
                role = self._governs(match)
                if role is not None:
                    firm = match.whole or match.colon
                    anchors.append(
                        Anchor(role, low, high, segment.middle, centres[i], row, firm, apart)
                    )
        return anchors

    def _asked_left_of(self, segment: Segment) -> Segment | None:
        """The stretch left of a heading, where something is asked in it: another column."""
        beside = self._layout.left_of(segment)
        return beside[0] if beside and id(beside[0]) in self._asking else None

    def at(self, segment: Segment, left: float) -> str:
        """Whose facts stand at a place: the nearest anchor above or left of it, in its column."""
        best = self._anchor_at(segment, left)
        return self._kind.first_role if best is None else best.role

    def firm(self, segment: Segment, left: float) -> bool:
        """Whether a heading or a label of its own says so, not a word inside a sentence."""
        best = self._anchor_at(segment, left)
        return best is None or best.firm

    def _anchor_at(self, segment: Segment, left: float) -> Anchor | None:
        x = left + 4
        best: Anchor | None = None
        for anchor in self._anchors:
            above = anchor.top < segment.middle - 0.5 * segment.height
            level_left = not above and anchor.row == segment.row and anchor.centre < left
            if not (above or level_left) or not anchor.left <= x <= anchor.right:
                continue
            if best is None or (anchor.top, anchor.centre) > (best.top, best.centre):
                best = anchor
        return best

    def row(self, segment: Segment) -> str | None:
        """The role whose name stands left of a cell, in its row of the table."""
        if segment.cell is None:
            return None
        _, top, _, bottom = segment.cell
        left = [a for a in self._anchors if top < a.top < bottom and a.centre < segment.left]
        return max(left, key=lambda anchor: anchor.centre).role if left else None

    def column(self, segment: Segment) -> str | None:
        """The role whose heading stands over a value, where several stand side by side."""
        over = [a for a in self._anchors if a.top < segment.middle and a.paired]
        if not over:
            return None
        last = max(anchor.row for anchor in over)
        row = [anchor for anchor in over if anchor.row == last]
        return min(row, key=lambda anchor: abs(anchor.centre - segment.centre)).role


def _segment(match: Match) -> Segment:
    return match.stream.segments[match.stream.atoms[match.start].segment]


def _left(match: Match) -> float:
    return float(match.stream.atoms[match.start].word.left)


def _centre(match: Match) -> float:
    atoms = match.stream.atoms[match.start : match.stop]
    return (min(a.word.left for a in atoms) + max(a.word.right for a in atoms)) / 2


__all__ = ["Anchor", "Roles", "Stream"]
