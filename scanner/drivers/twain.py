"""TWAIN: what its codes mean, and why there is no driver behind them yet.

A 64-bit process cannot load a 32-bit data source, and most counter scanners that need TWAIN have
only that one. The route is a small 32-bit helper that speaks the messages of
`scanner.drivers.wia` (`Begin`, `Percent`, `Page`, `Taken`, `End` with a condition code) over its
standard streams. The helper is not part of this release and nothing here was RUN ON WINDOWS; the
table below is what it will be held to. Until then such a scanner is used through its WIA driver or
through scan-to-folder.

Source: TWAIN Specification 2.5, chapter 11, return codes and condition codes.
"""

from __future__ import annotations

from types import MappingProxyType

from scanner.devices import Ended, StackEnded
from scanner.errors import DeviceError
from scanner.integrity import not_whole

#: Condition code to why the stack ended and the code of its words.
MEANINGS = MappingProxyType(
    {
        1: (Ended.BROKEN, "scanner.driver_failed"),  # bummer: unknown
        2: (Ended.BROKEN, "scanner.driver_failed"),  # low memory
        3: (Ended.OFFLINE, "scanner.offline"),  # no data source
        4: (Ended.BUSY, "scanner.busy"),  # in use by another program
        5: (Ended.BROKEN, "scanner.driver_failed"),  # operation error, already shown by the source
        10: (Ended.BROKEN, "scanner.refused_by_device"),  # bad value
        11: (Ended.BROKEN, "scanner.driver_failed"),  # out of sequence
        13: (Ended.BROKEN, "scanner.refused_by_device"),  # capability unsupported
        16: (Ended.BROKEN, "scanner.access_denied"),
        20: (Ended.JAM, "scanner.jam"),
        21: (Ended.DOUBLE_FEED, "scanner.double_feed"),
        22: (Ended.NO_SPACE, "scanner.no_space"),  # file write error
        23: (Ended.OFFLINE, "scanner.offline"),
        24: (Ended.COVER, "scanner.cover_open"),  # interlock
        25: (Ended.JAM, "scanner.jam"),  # damaged corner
        26: (Ended.BROKEN, "scanner.page_broken"),  # focus error
        27: (Ended.BROKEN, "scanner.page_broken"),  # too light
        28: (Ended.BROKEN, "scanner.page_broken"),  # too dark
    }
)
NO_MEDIA = 29


def verdict(condition: int, *, device: str, pages: int, sides: int) -> StackEnded:
    """What a condition code means here. "No media" after a page is how every feeder stack ends."""
    sheet = pages // sides + 1
    if condition in {0, NO_MEDIA}:
        if not pages:
            return StackEnded(Ended.EMPTY, DeviceError("scanner.no_paper"))
        if pages % sides:
            problem = not_whole("the back of the last sheet is missing", sheet=sheet)
            return StackEnded(Ended.BROKEN, problem)
        return StackEnded(Ended.DONE)
    ended, words = MEANINGS.get(condition, (Ended.BROKEN, "scanner.driver_failed"))
    reason = f"TWCC {condition}"
    problem = DeviceError(words, device=device, sheet=sheet, driver="twain", reason=reason)
    return StackEnded(ended, problem)
