"""Rows of the tray in the words of the use cases."""

from collections.abc import Iterable, Mapping

from desk_app.application.scan_ports import Arranged, MaterialClass, PageNote, TrayPage
from desk_app.domain.components import MaterialNeed
from desk_app.domain.errors import DeskError, Fact, RuleError, UnavailableError
from scanner import PageRecord, ScannerError
from scanner.arrangement import Arranger, Placed
from scanner.profiles import Material
from scanner.records import Findings
from scanner.stacks import notes_of

#: Codes that say "this was not allowed or no page", where trying again changes nothing.
_RULES = (
    "scanner.file_",
    "scanner.uri_invalid",
    "scanner.setting_not_offered",
    "scanner.profile_locked",
    "scanner.material_unknown",
    "scanner.nothing_to_undo",
)


def tray_page(record: PageRecord, placed: Placed | None, key: bytes) -> TrayPage:
    """A page where it lies.

    Args:
        record: its row.
        placed: its place; None while it has none.
        key: of the office's cover sheets.
    """
    seen = record.findings or Findings()
    lies = placed or Placed(record.id)
    return TrayPage(
        id=record.id,
        sha256=record.sha256,
        media_type=record.mime,
        size=record.size,
        width=record.width,
        height=record.height,
        dpi=record.dpi,
        side="b" if lies.is_back else record.side,
        home=lies.home,
        capture=lies.capture,
        blank=seen.blank,
        codes=tuple(code.text for code in seen.codes),
        notes=tuple(
            PageNote(code=note.code, facts=dict(note.facts), is_serious=note.is_serious)
            for note in notes_of(record, key)
        ),
        cards=len(seen.cards),
        recipe=_recipe(lies),
    )


def _recipe(placed: Placed) -> str:
    parts = []
    if placed.turn_deg:
        parts.append(f"turn {placed.turn_deg}")
    if placed.skew_deg:
        parts.append(f"level {placed.skew_deg:.2f}")
    parts += [name for name in placed.treatments if name != "level"]
    if placed.crop is not None:
        parts.append("crop {} {} {} {}".format(*placed.crop))
    if placed.cards:
        corners = (" ".join(f"{x},{y}" for x, y in card) for card in placed.cards)
        parts.append("cards " + " / ".join(corners))
    return ", ".join(parts)


def arranged(arranger: Arranger, records: Mapping[str, PageRecord], key: bytes) -> Arranged:
    """A history's outcome over the rows; pages that were fed again are gone from both lists."""
    now = arranger.now

    def lay(many: Iterable[Placed]) -> tuple[TrayPage, ...]:
        return tuple(
            tray_page(records[p.page], p, key)
            for p in many
            if p.page in records and not records[p.page].superseded
        )

    return Arranged(
        pages=lay(now.pages),
        bin=lay(now.bin),
        known=frozenset(record.sha256 for record in records.values()),
        can_undo=arranger.can_undo,
        can_redo=arranger.can_redo,
    )


def material_class(material: Material) -> MaterialClass:
    """A class of material in the words of the use cases."""
    asked = {
        MaterialNeed.DECISION: material.needs_decision,
        MaterialNeed.NOTE: material.needs_note,
        MaterialNeed.MEDIUM: "medium" in material.captures,
        MaterialNeed.PAIR: "without_note" in material.captures,
    }
    return MaterialClass(
        name=material.name,
        rule=material.rule,
        prepare=tuple(material.prepare),
        captures=tuple(material.captures),
        needs=tuple(str(need) for need, is_asked in asked.items() if is_asked),
        asks_original=material.asks_signed_original,
        treatments=tuple(material.optimise),
    )


def plain_facts(error: ScannerError) -> dict[str, Fact]:
    """Facts the desk's errors may carry."""
    facts: dict[str, Fact] = {}
    for name, value in error.facts.items():
        if isinstance(value, tuple):
            facts[name] = ", ".join(str(each) for each in value)
        elif isinstance(value, (str, int, float, bool)):
            facts[name] = value
    return facts


def translated(error: ScannerError, **known: Fact) -> DeskError:
    """The library's error in the desk's tree."""
    kind = RuleError if error.code.startswith(_RULES) else UnavailableError
    return kind(error.code, plain_facts(error) | known)
