"""Doctor: checks of machine and surroundings, each with its own state, detail and fix."""

import shutil
from collections.abc import Callable
from pathlib import Path

from desk_app.bootstrap.data import load_settings
from desk_app.config.settings import Settings, default_folder
from desk_app.domain.errors import DeskError
from desk_app.texts import Texts

_MEGABYTE = 1 << 20
Finding = tuple[str, str]


def check_up(profile: Path | None) -> list[dict[str, object]]:
    """Every check; ``fix`` says in words what to do where the state is not ok."""
    texts = Texts()
    settings, lines = None, []
    try:
        settings = load_settings(profile)
        lines.append(_line(texts, "profile", ("ok", str(settings.folder))))
    except DeskError as error:
        lines.append(_line(texts, "profile", ("warn", error.code)))
    for name, check in _CHECKS:
        lines.append(_line(texts, name, _safe(check, settings)))
    return lines


def _line(texts: Texts, name: str, found: Finding) -> dict[str, object]:
    state, detail = found
    fix = "" if state == "ok" else texts.label(f"doctor.{name}.fix")
    return {"id": name, "state": state, "detail": detail, "fix": fix}


def _safe(check: Callable[[Settings | None], Finding], settings: Settings | None) -> Finding:
    try:
        return check(settings)
    except Exception as error:  # noqa: BLE001 - a broken part is what the doctor is there to report
        code = getattr(error, "code", type(error).__name__)
        return "fail", str(code)


def _disk(settings: Settings | None) -> Finding:
    folder = settings.folder if settings else default_folder().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // _MEGABYTE
    state = "ok" if free > 2048 else "warn" if free > 512 else "fail"
    return state, f"{free} MB"


def _ocr(settings: Settings | None) -> Finding:
    from scanner.recognition import Reader, ReaderOptions

    named = Path(settings.tessdata) if settings and settings.tessdata else None
    with Reader(ReaderOptions(tessdata=named)) as reader:
        reader.warm_up()
    return "ok", "vie"


def _fonts(_: Settings | None) -> Finding:
    from desk_app.adapters.printing import find_fonts

    return "ok", find_fonts().family


def _token(settings: Settings | None) -> Finding:
    from signing.tokens.broker import TokenBroker

    modules = settings.pkcs11_modules if settings else ()
    if not modules:
        return "warn", "signing.module_unset"
    with TokenBroker(modules) as broker:
        found = broker.tokens()
    return ("ok", ", ".join(t.label for t in found)) if found else ("warn", "signing.token_absent")


def _signatures(settings: Settings | None) -> Finding:
    from desk_app.bootstrap.signatures import signature_weather

    if settings is None:
        return "warn", "profile.missing"
    return signature_weather(settings, Texts())


def _scanner(settings: Settings | None) -> Finding:
    from scanner import ListRequest, list_devices

    found = list_devices(ListRequest(known=settings.scanners if settings else ()))
    return ("ok", f"{len(found)}") if found else ("warn", "scanner.none")


def _cards(settings: Settings | None) -> Finding:
    """Readers for identity cards, and whether a card can be proven genuine at all."""
    from desk_app.bootstrap.cards import card_slots

    slots = card_slots()
    if not slots:
        return "warn", "chip.no_reader"
    words = "; ".join(f"{s.name} ({s.kind}{', card' if s.has_card else ''})" for s in slots)
    if settings is None or not settings.countries:
        return "warn", f"{words}; chip.no_country_certificates"
    return "ok", words


def _database(settings: Settings | None) -> Finding:
    if settings is None:
        return "warn", "profile.missing"
    from desk_app.bootstrap.desk import keys_of, open_database_of

    database = open_database_of(settings, keys_of(settings))
    try:
        report = database.index.check_chain()
    finally:
        database.close()
    if report.problems:
        return "fail", report.problems[0][0]
    return "ok", f"{report.dossiers}/{report.events}"


def _province(settings: Settings | None) -> Finding:
    import urllib.request

    if settings is None or not settings.province_url:
        return "warn", "sync.no_target"
    url = settings.province_url.rstrip("/") + "/v1/info"
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        return "fail", "sync.not_https"
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - checked just above
        return (
            ("ok", settings.province_url) if answer.status == 200 else ("warn", str(answer.status))
        )


_CHECKS: tuple[tuple[str, Callable[[Settings | None], Finding]], ...] = (
    ("disk", _disk),
    ("database", _database),
    ("ocr", _ocr),
    ("fonts", _fonts),
    ("token", _token),
    ("signatures", _signatures),
    ("scanner", _scanner),
    ("cards", _cards),
    ("province", _province),
)
