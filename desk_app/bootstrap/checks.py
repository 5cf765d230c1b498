"""Doctor: checks of machine and surroundings, each with its own state, detail and fix in words."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.bootstrap import checks_desk, checks_machine, checks_signing
from desk_app.bootstrap.code_reader import check_code_reader
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.finding import Finding
from desk_app.config.settings import Settings
from desk_app.domain.errors import DeskError
from desk_app.texts import Texts

if TYPE_CHECKING:
    from desk_app.adapters.code_reader import SerialCodeReader

Check = Callable[[Settings | None], Finding]


CHECKS: tuple[tuple[str, Check], ...] = (
    ("profile", checks_desk.profile),
    ("database", checks_desk.database),
    ("papers", checks_desk.papers),
    ("keys", checks_desk.keys),
    ("backup", checks_desk.backup),
    ("catalogue", checks_desk.procedures),
    ("disk", checks_machine.disk),
    ("clock", checks_machine.clock),
    ("scanner", checks_machine.scanner),
    ("cards", checks_machine.cards),
    ("code_reader", check_code_reader),
    ("ocr", checks_machine.ocr),
    ("fonts", checks_machine.fonts),
    ("reader", checks_signing.reader),
    ("module", checks_signing.module),
    ("token", checks_signing.token),
    ("certificate", checks_signing.certificate),
    ("key", checks_signing.key),
    ("trust", checks_signing.trust),
    ("time_stamp", checks_signing.time_stamp),
    ("signatures", checks_signing.signatures),
    ("printer", checks_machine.printer),
    ("province", checks_machine.province),
    ("sync", checks_desk.sync),
)
CHECK_PARTS = tuple(name for name, _ in CHECKS)
"""Ids in the order in which they are checked and shown."""


def check_up(
    profile: Path | None, *, code_reader: "SerialCodeReader | None" = None
) -> Iterator[dict[str, object]]:
    """Every check as it is done; ``fix`` says in words what to do where the state is not ok.

    Works without a profile, a database, a network: what is missing is the finding.

    Args:
        profile: folder; None for the usual one.
        code_reader: the one of this window, which may hold its port open.
    """
    texts = Texts()
    settings: Settings | None = None
    try:
        settings = load_settings(profile)
    except DeskError:
        settings = None
    own: dict[str, Check] = {"code_reader": lambda known: check_code_reader(known, code_reader)}
    for name, check in CHECKS:
        yield _line(texts, name, _safe(own.get(name, check), settings))


def _safe(check: Check, settings: Settings | None) -> Finding:
    try:
        return check(settings)
    except Exception as error:  # noqa: BLE001 - a broken part is what the doctor is there to report
        code = getattr(error, "code", "")
        facts = getattr(error, "facts", {})
        return Finding("fail", str(code or type(error).__name__), facts=_plain(facts))


def _plain(facts: object) -> dict[str, object]:
    return dict(facts) if isinstance(facts, Mapping) else {}


def _line(texts: Texts, name: str, found: Finding) -> dict[str, object]:
    detail, fix = found.detail, ""
    if found.state == "ok" and texts.has(detail):
        detail = texts.label(detail)
    if found.state != "ok":
        if texts.has(f"{found.detail}.title"):
            message = texts.message(found.detail, found.facts)
            detail, fix = message.title, message.action
        else:
            fix = texts.label(f"doctor.{name}.fix")
    return {
        "id": name,
        "state": found.state,
        "detail": detail,
        "fix": fix,
        "code": found.detail if detail != found.detail else "",
    }
