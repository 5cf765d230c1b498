"""What can go wrong between a paper and its safe page, as one tree of errors with stable codes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Fact = str | int | float | bool | tuple[str, ...] | tuple[int, ...] | None

#: Every code with the facts it always carries; the catalogue of texts is checked against it.
CODES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        code: frozenset(facts.split())
        for code, facts in {
            # the device
            "scanner.no_paper": "",
            "scanner.jam": "sheet",
            "scanner.cover_open": "sheet",
            "scanner.double_feed": "sheet",
            "scanner.offline": "device sheet",
            "scanner.device_unknown": "device",
            "scanner.busy": "device",
            "scanner.timeout": "sheet seconds",
            "scanner.page_broken": "sheet reason",
            "scanner.cancelled_at_device": "sheet",
            "scanner.refused_by_device": "reason",
            "scanner.answer_unreadable": "device reason",
            "scanner.access_denied": "device",
            "scanner.certificate_unknown": "device fingerprint",
            "scanner.one_page_only": "sheet",
            # what was asked
            "scanner.uri_invalid": "uri",
            "scanner.driver_missing": "driver",
            "scanner.driver_failed": "driver reason",
            "scanner.setting_not_offered": "setting asked offered",
            # the place the pages go to
            "scanner.no_space": "sheet",
            "scanner.tray_unwritable": "folder",
            "scanner.tray_busy": "folder",
            "scanner.ledger_busy": "",
            "scanner.ledger_failed": "reason",
            "scanner.stack_unknown": "stack",
            "scanner.page_missing": "page",
            "scanner.page_tampered": "page",
            "scanner.nothing_to_undo": "",
            # files that come from elsewhere
            "scanner.file_missing": "file",
            "scanner.file_not_a_page": "file",
            "scanner.file_damaged": "file reason",
            "scanner.file_encrypted": "file",
            "scanner.file_too_large": "file limit_mpx",
            "scanner.file_unfinished": "file",
            # stacks
            "scanner.duplex_uneven": "fronts backs",
            "scanner.profile_locked": "profile setting",
            "scanner.material_unknown": "material",
        }.items()
    }
)


class ScannerError(Exception):
    """Something a person must know about, named by a stable code.

    Attributes:
        code: slug such as ``scanner.jam``; the key of its text in the catalogue.
        facts: what the text needs, such as the sheet to feed again.
    """

    def __init__(self, code: str, **facts: Fact) -> None:
        missing = CODES[code] - facts.keys()
        if missing:
            raise TypeError(f"{code} lacks {sorted(missing)}")
        super().__init__(code, facts)
        self.code = code
        self.facts: Mapping[str, Fact] = MappingProxyType(facts)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({facts})"

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.code, dict(self.facts))


class DeviceError(ScannerError):
    """The device, its driver or the way to it."""


class RequestError(ScannerError):
    """What was asked for cannot be asked of this device; nothing was fed."""


class TrayError(ScannerError):
    """The place where pages become safe."""


class FileError(ScannerError):
    """A file from elsewhere that cannot become pages."""


class Cancelled(Exception):
    """The officer stopped the act."""


def _again(kind: type[ScannerError], code: str, facts: dict[str, Fact]) -> ScannerError:
    return kind(code, **facts)
