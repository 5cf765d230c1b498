"""Settings of the drivers. An administrator's, not an officer's: handed down, never looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverOptions:
    """How patient to be, and whom to trust.

    Attributes:
        connect_s: to reach a device.
        silence_s: between two bytes of a page.
        driver_silence_s: between two signs of life of a driver in the middle of a page.
        warm_up_s: from one page to the next while the device says "not yet".
        busy_s: how long to knock while the device serves someone else.
        certificates: SHA-256 of the certificate of each https device, hexadecimal, by host:port.
        escl_quirks: table in the form of ``escl_quirks.toml`` that wins over the shipped one.
        sane_backends: only these backends are loaded; None takes the system's configuration.
        sane_config: folder of SANE's configuration; None takes the system's.
        scanimage: name or path of the program.
        spool: folder for pages on their way from a driver process; None takes the system's.
        quiet_s: how long a file in a watched folder must be unchanged.
        poll_s: between two looks at a watched folder.
        unfinished_s: a file that stays unreadable this long is reported.
        keeps_watching: a watched folder waits for more files until it is cancelled.
        taken_folder: name of the folder, inside a watched folder, that taken files move to.
        page_limit: bytes of the largest answer that is read.
    """

    connect_s: float = 5.0
    silence_s: float = 90.0
    driver_silence_s: float = 8.0
    warm_up_s: float = 120.0
    busy_s: float = 30.0
    certificates: Mapping[str, str] = field(default_factory=dict)
    escl_quirks: bytes | None = None
    sane_backends: tuple[str, ...] | None = None
    sane_config: Path | None = None
    scanimage: str = "scanimage"
    spool: Path | None = None
    quiet_s: float = 5.0
    poll_s: float = 1.0
    unfinished_s: float = 20.0
    keeps_watching: bool = False
    taken_folder: str = "da-nhan"
    page_limit: int = 300_000_000
