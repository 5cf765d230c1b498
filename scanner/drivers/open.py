"""From an address to its driver."""

from __future__ import annotations

import sys

from scanner.devices import DeviceUri, Driver
from scanner.errors import RequestError
from scanner.options import DriverOptions


def open_driver(uri: DeviceUri, options: DriverOptions) -> Driver:
    """The driver behind an address; nothing is contacted yet.

    Raises:
        RequestError: ``scanner.driver_missing`` on a system that has none of this kind.
    """
    match uri.scheme:
        case "escl" | "escls":
            from scanner.drivers.escl import EsclDriver

            return EsclDriver(uri, options)
        case "sane" if sys.platform != "win32":
            from scanner.drivers.sane import SaneDriver

            return SaneDriver(uri, options)
        case "folder":
            from scanner.drivers.files import FolderDriver

            return FolderDriver(uri, options)
        case "file":
            from scanner.drivers.files import FileDriver

            return FileDriver(uri, options)
        case "camera":
            from scanner.drivers.camera import CameraDriver

            return CameraDriver(uri, options)
        case "wia" if sys.platform == "win32":
            from scanner.drivers.wia import WiaDriver

            return WiaDriver(uri, options)
        case other:
            raise RequestError("scanner.driver_missing", driver=other)
