"""What scanimage says, read: options of a device, and the end of a run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

from scanner.devices import Capabilities, Colour, Ended, Source, SourceCapabilities
from scanner.errors import DeviceError

_OPTION = re.compile(r"^ {4}(?:-(\w),? ?)?(?:--([\w-]+))?(?:\[=\(([^)]*)\)\])? ?(.*)$")
_RANGE = re.compile(r"([\d.]+)\.\.([\d.]+)")
_COMMON_DPI = (75, 100, 150, 200, 240, 300, 400, 600, 1200)


@dataclass(frozen=True, slots=True)
class SaneOptions:
    """The options of one device, in its own words.

    Attributes:
        choices: option name to its listed values, in order; inactive options are left out.
        ranges: option name to least and most.
    """

    choices: dict[str, tuple[str, ...]]
    ranges: dict[str, tuple[float, float]]

    @classmethod
    def parse(cls, text: str) -> SaneOptions:
        """Read the answer of ``scanimage --all-options``."""
        choices: dict[str, tuple[str, ...]] = {}
        ranges: dict[str, tuple[float, float]] = {}
        for line in text.splitlines():
            match = _OPTION.match(line)
            if match is None or line.endswith("[inactive]"):
                continue
            name = match[2] or match[1]
            if not name:
                continue
            value = re.sub(r" \[[^\]]*\]$", "", match[4])
            span = _RANGE.match(value)
            if match[3]:
                choices[name] = tuple(match[3].split("|"))
            elif span:
                ranges[name] = (float(span[1]), float(span[2]))
            elif "|" in value or (value and "<" not in value):
                choices[name] = tuple(value.split("|"))
        return cls(choices, ranges)

    def source_words(self) -> dict[Source, tuple[str, ...]]:
        """For each source the arguments that choose it.

        Names are free text of each maker; a duplex feeder is looked for before a plain one.
        """
        words: dict[Source, tuple[str, ...]] = {}
        for value in self.choices.get("source", ()):
            kind = _kind_of_source(value)
            if kind is not None:
                words.setdefault(kind, ("--source", value))
        feeder = words.get(Source.ADF)
        if feeder and Source.ADF_DUPLEX not in words:
            if "yes" in self.choices.get("duplex", ()):
                words[Source.ADF_DUPLEX] = (*feeder, "--duplex=yes")
            elif any("uplex" in mode for mode in self.choices.get("adf-mode", ())):
                words[Source.ADF_DUPLEX] = (*feeder, "--adf-mode", "Duplex")
        return words or {Source.PLATEN: ()}

    def colour_words(self) -> dict[Colour, tuple[str, ...]]:
        """For each colour mode the arguments that choose it."""
        words: dict[Colour, tuple[str, ...]] = {}
        for value in self.choices.get("mode", ()):
            kind = _kind_of_mode(value)
            if kind is not None:
                words.setdefault(kind, ("--mode", value))
        return words or {Colour.COLOUR: ()}

    def resolutions(self) -> tuple[int, ...]:
        """What an office uses of what the device offers."""
        if "resolution" in self.ranges:
            low, high = self.ranges["resolution"]
            return tuple(dpi for dpi in _COMMON_DPI if low <= dpi <= high)
        listed = (re.match(r"\d+", v) for v in self.choices.get("resolution", ()))
        return tuple(sorted(int(m[0]) for m in listed if m))

    def capabilities(self, model: str) -> Capabilities:
        """The same in the words of every driver."""
        width = self.ranges.get("x", (0.0, 0.0))[1]
        height = self.ranges.get("y", (0.0, 0.0))[1]
        colours = tuple(c for c in Colour if c in self.colour_words())
        return Capabilities(
            model=model,
            sources={
                source: SourceCapabilities(
                    source=source,
                    dpi=self.resolutions(),
                    colours=colours,
                    formats=("image/tiff",),
                    width_mm=width,
                    height_mm=height,
                )
                for source in self.source_words()
            },
        )


def _kind_of_source(value: str) -> Source | None:
    low = value.casefold()
    if "duplex" in low or "both sides" in low:
        return Source.ADF_DUPLEX
    if "back" in low or "transparency" in low or "negative" in low:
        return None
    if "adf" in low or "feeder" in low:
        return Source.ADF
    if "flatbed" in low or "platen" in low or "normal" in low:
        return Source.PLATEN
    return None


def _kind_of_mode(value: str) -> Colour | None:
    low = value.casefold()
    if "color" in low or "colour" in low:
        return Colour.COLOUR
    if "gray" in low or "grey" in low:
        return Colour.GREY
    if "lineart" in low or "black" in low or "binary" in low or "halftone" in low:
        return Colour.BW
    return None


# -- the end of a run

#: scanimage's words for a status, and what it means; its exit code alone has said 0 for "denied".
#: Libraries spell one of them with one l or with two.
_SAID = (
    ("Document feeder jammed", Ended.JAM, "scanner.jam"),
    ("Scanner cover is open", Ended.COVER, "scanner.cover_open"),
    ("Device busy", Ended.BUSY, "scanner.busy"),
    ("Operation was cancel", Ended.CANCELLED, "scanner.cancelled_at_device"),
    ("Operation not supported", Ended.BROKEN, "scanner.refused_by_device"),
    ("sane_start: Invalid argument", Ended.BROKEN, "scanner.refused_by_device"),
    ("sane_read: Invalid argument", Ended.BROKEN, "scanner.refused_by_device"),
    ("Access to resource has been denied", Ended.BROKEN, "scanner.access_denied"),
    ("out of disk space", Ended.NO_SPACE, "scanner.no_space"),
    ("No space left", Ended.NO_SPACE, "scanner.no_space"),
    ("Write Error", Ended.NO_SPACE, "scanner.no_space"),
)
_BY_EXIT = MappingProxyType(
    {
        2: (Ended.CANCELLED, "scanner.cancelled_at_device"),
        3: (Ended.BUSY, "scanner.busy"),
        6: (Ended.JAM, "scanner.jam"),
        8: (Ended.COVER, "scanner.cover_open"),
        11: (Ended.BROKEN, "scanner.access_denied"),
    }
)
_NO_DOCS = "out of documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How one run of scanimage went.

    Attributes:
        code: exit code; negative for a signal.
        said: standard error without the progress lines.
        pages: whole pages handed over.
        is_feeder: whether it fed sheets.
        is_in_page: whether a page had begun to move when it ended.
        sheet: the sheet that was next.
    """

    device: str
    code: int
    said: str
    pages: int = 0
    is_feeder: bool = False
    is_in_page: bool = False
    sheet: int = 1

    def verdict(self) -> tuple[Ended, DeviceError | None]:
        """Why the run ended. The text goes before the code; nothing is done without a page."""
        complaint = self._complaint()
        if _NO_DOCS in complaint and self.is_in_page:
            return Ended.BROKEN, self._broken("the sheet ended in the middle")
        if _NO_DOCS in complaint or (self.code in {0, 7} and not complaint):
            return self._out_of_paper()
        for words, ended, code in _SAID:
            if words in self.said:
                return ended, self._problem(code)
        return self._by_code(complaint)

    def _out_of_paper(self) -> tuple[Ended, DeviceError | None]:
        if self.pages:
            return Ended.DONE, None
        if self.is_feeder:
            return Ended.EMPTY, DeviceError("scanner.no_paper")
        return Ended.BROKEN, self._broken("no page")

    def _by_code(self, complaint: str) -> tuple[Ended, DeviceError | None]:
        if "open of device" in complaint and "Invalid argument" in complaint:
            return Ended.OFFLINE, self._problem("scanner.device_unknown")
        if "open of device" in complaint:
            return Ended.OFFLINE, self._problem("scanner.offline")
        if self.code in _BY_EXIT:
            ended, code = _BY_EXIT[self.code]
            return ended, self._problem(code)
        if self.code in {1, 4}:
            reason = complaint or f"exit {self.code}"
            return Ended.BROKEN, DeviceError("scanner.refused_by_device", reason=reason)
        return Ended.BROKEN, self._broken(complaint or f"exit {self.code}")

    def _complaint(self) -> str:
        """The line that names a failed call; noise about signals is left out."""
        lines = [
            line.removeprefix("scanimage: ")
            for line in self.said.splitlines()
            if line.startswith("scanimage: ") and "signal" not in line and "trying to" not in line
        ]
        return next((line for line in lines if line not in {"aborting", "stopping scanner..."}), "")

    def _problem(self, code: str) -> DeviceError:
        return DeviceError(code, sheet=self.sheet, device=self.device, reason=self._complaint())

    def _broken(self, reason: str) -> DeviceError:
        return DeviceError("scanner.page_broken", sheet=self.sheet, reason=reason)
