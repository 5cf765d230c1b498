"""Scanners that announce themselves on the network, by multicast DNS (RFC 6762, 6763)."""

import logging
import time
from collections.abc import Callable

from zeroconf import IPVersion, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

_log = logging.getLogger(__name__)

_SERVICES = {"_uscan._tcp.local.": "escl", "_uscans._tcp.local.": "escls"}


def listen(found: Callable[[str, str], None], until: float) -> None:
    """Wait for announcements; a network that lets none through is no error.

    Args:
        found: told the address and the name of each device, on another thread.
        until: monotonic time at which the wait ends.
    """
    # It reports every interface without a route, with a traceback, as a warning.
    logging.getLogger("zeroconf").setLevel(logging.CRITICAL)
    try:
        zeroconf = Zeroconf(ip_version=IPVersion.All)
    except OSError as error:
        _log.info("no discovery on this network: %s", error)
        return
    try:
        ServiceBrowser(zeroconf, list(_SERVICES), listener=_Announced(found))
        time.sleep(max(0.0, until - time.monotonic()))
    finally:
        zeroconf.close()


class _Announced(ServiceListener):
    """Tells of every device that announces itself."""

    def __init__(self, found: Callable[[str, str], None]) -> None:
        self._found = found

    def add_service(self, zeroconf: Zeroconf, kind: str, name: str) -> None:
        """A device announced itself."""
        info = ServiceInfo(kind, name)
        if info.request(zeroconf, 1500):
            for uri in announced_uris(info):
                self._found(uri, name.removesuffix("." + kind))

    def update_service(self, zeroconf: Zeroconf, kind: str, name: str) -> None:
        """It said more; what was asked at first still holds."""

    def remove_service(self, zeroconf: Zeroconf, kind: str, name: str) -> None:
        """It said good-bye; the question already under way will tell."""


def announced_uris(info: ServiceInfo) -> list[str]:
    """The address of an announced device: by number, not by its own name, which may not resolve."""
    scheme = _SERVICES[info.type]
    properties = info.decoded_properties
    root = (properties.get("rs") or "eSCL").strip("/")
    addresses = info.parsed_scoped_addresses()
    # A link-local IPv6 address with its scope is no good in a URL; take it last.
    addresses.sort(key=lambda a: (":" in a, a.startswith("fe80"), a))
    for address in addresses:
        host = f"[{address.replace('%', '%25')}]" if ":" in address else address
        return [f"{scheme}://{host}:{info.port}/{root}"]
    return []
