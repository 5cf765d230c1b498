"""Paper to pages: a self-standing library that knows neither the desk nor its dossiers.

`acquire` feeds one stack from any device and makes every page safe; `list_devices` names the
devices; `Tray` keeps the pages. Words and fields on them are read by `scanner.recognition`.
"""

import logging

from scanner.acquire import (
    AcquireRequest,
    AcquireResult,
    PageArriving,
    PageInspected,
    PageStored,
    Progress,
    Waiting,
    acquire,
)
from scanner.devices import (
    Cancel,
    CancelFlag,
    Capabilities,
    Colour,
    Device,
    DeviceUri,
    Driver,
    Ended,
    Source,
    Ticket,
)
from scanner.discovery import ListRequest, list_devices
from scanner.errors import Cancelled, DeviceError, FileError, RequestError, ScannerError, TrayError
from scanner.importer import FileContent, Importer
from scanner.inspector import Inspector
from scanner.ledger import PageLedger, SqliteLedger
from scanner.options import DriverOptions
from scanner.records import Card, Code, Findings, PageRecord, QualityNote, StackRecord
from scanner.seal import Seal
from scanner.tray import Recovery, Tray

__all__ = [
    "AcquireRequest",
    "AcquireResult",
    "Cancel",
    "CancelFlag",
    "Cancelled",
    "Capabilities",
    "Card",
    "Code",
    "Colour",
    "Device",
    "DeviceError",
    "DeviceUri",
    "Driver",
    "DriverOptions",
    "Ended",
    "FileContent",
    "FileError",
    "Findings",
    "Importer",
    "Inspector",
    "ListRequest",
    "PageArriving",
    "PageInspected",
    "PageLedger",
    "PageRecord",
    "PageStored",
    "Progress",
    "QualityNote",
    "Recovery",
    "RequestError",
    "ScannerError",
    "Seal",
    "Source",
    "SqliteLedger",
    "StackRecord",
    "Ticket",
    "Tray",
    "TrayError",
    "Waiting",
    "acquire",
    "list_devices",
]

# A library is silent unless its program listens.
logging.getLogger(__name__).addHandler(logging.NullHandler())
