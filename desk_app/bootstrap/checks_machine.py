"""Checks of the machine: disk, clock, scanner, OCR models, fonts, province."""

import email.utils
import http.client
import shutil
import ssl
import urllib.parse
from pathlib import Path

from desk_app.bootstrap.data import wall_clock
from desk_app.bootstrap.finding import Finding
from desk_app.config.front import default_folder
from desk_app.config.settings import Settings
from desk_app.domain.errors import UnavailableError

_MEGABYTE = 1 << 20
_WAIT_S = 5.0
PLENTY_MB, LEAST_MB = 2048, 512
CLOCK_WARN_S, CLOCK_FAIL_S = 120, 1800


def disk(settings: Settings | None) -> Finding:
    """Room for scans of some days; below the least the scanner stops in the middle of a stack."""
    folder = settings.folder if settings else default_folder().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // _MEGABYTE
    if free > PLENTY_MB:
        return Finding("ok", f"{free} MB")
    state = "warn" if free > LEAST_MB else "fail"
    return Finding(state, "doctor.disk_low", {"free": free})  # type: ignore[arg-type]  # narrowed


def clock(settings: Settings | None) -> Finding:
    """The machine's clock against the province's, by the date of its answer."""
    if settings is None or not settings.province_url:
        return Finding("warn", "doctor.clock_unchecked")
    answer = _answer(settings.province_url)
    if answer is None or not answer[1]:
        return Finding("warn", "doctor.clock_unchecked")
    told = email.utils.parsedate_to_datetime(answer[1])
    off = round((wall_clock().now() - told).total_seconds())
    if abs(off) <= CLOCK_WARN_S:
        return Finding("ok", f"{off:+d} s")
    state = "warn" if abs(off) <= CLOCK_FAIL_S else "fail"
    return Finding(state, "doctor.clock_off", {"seconds": off})  # type: ignore[arg-type]  # narrowed


def scanner(settings: Settings | None) -> Finding:
    """Scanners that answer."""
    from scanner import ListRequest, list_devices

    found = list_devices(ListRequest(known=settings.scanners if settings else ()))
    return Finding("ok", f"{len(found)}") if found else Finding("warn", "scanner.none")


def printer(settings: Settings | None) -> Finding:
    """Printers of the system; without one, slips wait."""
    del settings
    from desk_app.adapters.printing.spool import system_spooler

    found = system_spooler().printers()
    if not found:
        return Finding("warn", "printing.no_printer")
    stopped = ", ".join(one.name for one in found if one.is_stopped)
    if stopped:
        return Finding("warn", "printing.printer_stopped", {"printer": stopped})
    chosen = next((one.name for one in found if one.is_default), found[0].name)
    return Finding("ok", f"{len(found)} ({chosen})")


def cards(settings: Settings | None) -> Finding:
    """Readers for identity cards, and whether a card can be proven genuine at all."""
    from desk_app.bootstrap.cards import card_slots

    slots = card_slots()
    if not slots:
        return Finding("warn", "chip.no_reader")
    words = "; ".join(f"{s.name} ({s.kind}{', card' if s.has_card else ''})" for s in slots)
    if settings is None or not settings.countries:
        return Finding("warn", f"{words}; chip.no_country_certificates")
    return Finding("ok", words)


def ocr(settings: Settings | None) -> Finding:
    """The Vietnamese model loads in a worker, and the table of communes where one is named."""
    from scanner.recognition import Reader, ReaderOptions

    named = Path(settings.tessdata) if settings and settings.tessdata else None
    communes = settings.within(settings.communes) if settings and settings.communes else None
    with Reader(ReaderOptions(tessdata=named, communes=communes)) as reader:
        reader.warm_up()
    return Finding("ok", "vie")


def fonts(settings: Settings | None) -> Finding:
    """A face with every Vietnamese letter that may be embedded."""
    del settings
    from desk_app.adapters.printing.fonts import find_fonts

    return Finding("ok", find_fonts().family)


def province(settings: Settings | None) -> Finding:
    """The provincial system answers over a connection nobody can listen to."""
    if settings is None or not settings.province_url:
        return Finding("warn", "sync.no_target")
    url = urllib.parse.urlsplit(settings.province_url)
    if url.scheme != "https" and url.hostname not in {"127.0.0.1", "localhost", "::1"}:
        return Finding("fail", "doctor.province_not_https")
    answer = _answer(settings.province_url)
    if answer is None:
        return Finding("warn", "doctor.province_silent")
    if answer[0] != http.client.OK:
        return Finding("warn", "doctor.province_refuses", {"status": answer[0]})
    return Finding("ok", settings.province_url)


def _answer(url: str) -> tuple[int, str] | None:
    """Status and date of a short answer; None when nobody answers."""
    parts = urllib.parse.urlsplit(url)
    if not parts.hostname:
        raise UnavailableError("profile.bad_value", {"file": "profile.toml", "key": "province.url"})
    line: http.client.HTTPConnection
    if parts.scheme == "https":
        line = http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=_WAIT_S, context=ssl.create_default_context()
        )
    else:
        line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=_WAIT_S)
    try:
        line.request("GET", parts.path.rstrip("/") + "/v1/info")
        answer = line.getresponse()
        return answer.status, answer.headers.get("Date", "")
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()
