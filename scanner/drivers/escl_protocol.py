"""The words of eSCL (AirScan): XML in, XML out, nothing sent.

Firmware differs in prefixes, order and manners, so everything is read by local name, with
entities, document types and network switched off.

Source: Mopria eSCL technical specification; public traces of three devices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from lxml import etree

from scanner.devices import Capabilities, Colour, Source, SourceCapabilities, Ticket

_PWG = "http://www.pwg.org/schemas/2010/12/sm"
_SCAN = "http://schemas.hp.com/imaging/escl/2011/05/03"
#: No capability file of a real device is a tenth of this.
MAX_XML = 1_000_000
_MM_A_UNIT = 25.4 / 300  # sizes are in 1/300 inch

_COLOURS = MappingProxyType(
    {"RGB24": Colour.COLOUR, "Grayscale8": Colour.GREY, "BlackAndWhite1": Colour.BW}
)
_MODES = MappingProxyType({colour: mode for mode, colour in _COLOURS.items()})
_INPUTS = MappingProxyType(
    {
        "PlatenInputCaps": Source.PLATEN,
        "AdfSimplexInputCaps": Source.ADF,
        "AdfDuplexInputCaps": Source.ADF_DUPLEX,
    }
)
#: Offered instead of a range: what an office uses.
_COMMON_DPI = (75, 100, 150, 200, 240, 300, 400, 600, 1200)


class NotXml(Exception):
    """The answer is no XML we accept."""


def parse_xml(data: bytes) -> etree._Element:
    """The root of an answer.

    Raises:
        NotXml: too large, not well-formed, or with entities of its own.
    """
    if len(data) > MAX_XML:
        raise NotXml(f"{len(data)} bytes")
    if b"<!ENTITY" in data:
        raise NotXml("entity declarations")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotXml(str(error)) from error


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _each(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (e for e in element.iter(tag=etree.Element) if _name(e) == name)


def _text(element: etree._Element, name: str) -> str:
    found = next(_each(element, name), None)
    return "" if found is None else (found.text or "").strip()


def _number(element: etree._Element, name: str) -> int:
    try:
        return int(_text(element, name))
    except ValueError:
        return 0


# -- capabilities


def read_capabilities(data: bytes) -> Capabilities:
    """What a device offers; only square resolutions, sizes in millimetres.

    Raises:
        NotXml: no capability answer.
    """
    root = parse_xml(data)
    if _name(root) != "ScannerCapabilities":
        raise NotXml(_name(root))
    sources = {}
    for element_name, source in _INPUTS.items():
        element = next(_each(root, element_name), None)
        if element is not None:
            sources[source] = _read_source(element, source)
    options = {(e.text or "").strip() for e in _each(root, "AdfOption")}
    return Capabilities(
        model=_text(root, "MakeAndModel"),
        sources=sources,
        senses_paper="DetectPaperLoaded" in options,
        feeder_capacity=_number(root, "FeederCapacity"),
    )


def _read_source(element: etree._Element, source: Source) -> SourceCapabilities:
    modes = {(e.text or "").strip() for e in _each(element, "ColorMode")}
    formats: dict[str, None] = {}
    for tag in ("DocumentFormat", "DocumentFormatExt"):
        formats.update(dict.fromkeys((e.text or "").strip() for e in _each(element, tag)))
    return SourceCapabilities(
        source=source,
        dpi=tuple(sorted(_resolutions(element))),
        colours=tuple(c for mode, c in _COLOURS.items() if mode in modes),
        formats=tuple(f for f in formats if f),
        width_mm=round(_number(element, "MaxWidth") * _MM_A_UNIT, 1),
        height_mm=round(_number(element, "MaxHeight") * _MM_A_UNIT, 1),
    )


def _resolutions(element: etree._Element) -> set[int]:
    found = set()
    for pair in _each(element, "DiscreteResolution"):
        across, down = _number(pair, "XResolution"), _number(pair, "YResolution")
        if across == down and across > 0:
            found.add(across)
    across_range = next(_each(element, "XResolutionRange"), None)
    if across_range is not None:
        low, high = _number(across_range, "Min"), _number(across_range, "Max")
        found |= {dpi for dpi in _COMMON_DPI if low <= dpi <= high}
    return found


# -- status


@dataclass(frozen=True, slots=True)
class Status:
    """What a device says about itself and about our job.

    Attributes:
        state: Idle, Processing, Testing, Stopped or Down.
        feeder: AdfState without its ``ScannerAdf`` prefix; empty without a feeder.
        job: JobState of our own job; empty when the device does not list it.
        reason: JobStateReason of our own job.
    """

    state: str = ""
    feeder: str = ""
    job: str = ""
    reason: str = ""


def read_status(data: bytes, job_key: str = "") -> Status:
    """The state of a device, and of our job among everyone's.

    Raises:
        NotXml: no status answer.
    """
    root = parse_xml(data)
    job = reason = ""
    for info in _each(root, "JobInfo"):
        names = {job_key_of(_text(info, "JobUri")), job_key_of(_text(info, "JobUuid"))}
        if job_key and job_key in names:
            job, reason = _text(info, "JobState"), _text(info, "JobStateReason")
            break
    # The scanner's own State is a child of the root; a job has a JobState instead.
    return Status(
        _text(root, "State"), _text(root, "AdfState").removeprefix("ScannerAdf"), job, reason
    )


def job_key_of(address: str) -> str:
    """The last part of a job's address or id, without the ``urn:uuid:`` of some devices."""
    last = unquote(urlsplit(address).path if "/" in address else address).rstrip("/")
    return last.rpartition("/")[2].removeprefix("urn:uuid:")


def job_path_of(location: str) -> str:
    """The path of a Location header; the host in it is the device's own idea and is dropped."""
    path = urlsplit(location).path
    return path if path.startswith("/") else f"/{path}"


# -- ticket


def write_ticket(ticket: Ticket, offered: SourceCapabilities, mime: str) -> bytes:
    """The ScanSettings of one job.

    Args:
        ticket: with a source.
        offered: the source's limits; the area is cut to them.
        mime: one of the source's formats.
    """
    source = offered.source
    width = _units(ticket.width_mm, offered.width_mm)
    height = _units(ticket.height_mm, offered.height_mm)
    fields: Mapping[str, str] = {
        "pwg:InputSource": "Platen" if source is Source.PLATEN else "Feeder",
        "scan:ColorMode": _MODES[ticket.colour],
        "scan:XResolution": str(ticket.dpi),
        "scan:YResolution": str(ticket.dpi),
        "pwg:DocumentFormat": mime,
        "scan:DocumentFormatExt": mime,
    }
    if source.is_feeder:
        fields = {**fields, "scan:Duplex": str(source is Source.ADF_DUPLEX).lower()}
    root = etree.Element(etree.QName(_SCAN, "ScanSettings"), nsmap={"pwg": _PWG, "scan": _SCAN})
    _add(root, "pwg:Version", "2.0")
    region = _add(_add(root, "pwg:ScanRegions"), "pwg:ScanRegion")
    for name, value in (
        ("pwg:ContentRegionUnits", "escl:ThreeHundredthsOfInches"),
        ("pwg:XOffset", "0"),
        ("pwg:YOffset", "0"),
        ("pwg:Width", str(width)),
        ("pwg:Height", str(height)),
    ):
        _add(region, name, value)
    for name, value in fields.items():
        _add(root, name, value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _units(wanted_mm: float, most_mm: float) -> int:
    return round((min(wanted_mm, most_mm) if most_mm else wanted_mm) / _MM_A_UNIT)


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    prefix, _, local = name.partition(":")
    child = etree.SubElement(parent, etree.QName({"pwg": _PWG, "scan": _SCAN}[prefix], local))
    child.text = text or None
    return child
