"""What an XMP packet says, apart from when and by what it was last written.

Source: ISO 16684-1.
"""

from lxml import etree

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_FREE = frozenset(
    {
        "{http://ns.adobe.com/xap/1.0/}ModifyDate",
        "{http://ns.adobe.com/xap/1.0/}MetadataDate",
        "{http://ns.adobe.com/pdf/1.3/}Producer",
        "{http://ns.adobe.com/xap/1.0/mm/}InstanceID",
        f"{_RDF}about",
    }
)


def xmp_facts(packet: bytes) -> frozenset[tuple[str, str]] | None:
    """Properties of a packet but dates of change and producer; ``None`` when unreadable."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(packet.strip(b"\x00 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None or tree.docinfo.externalDTD is not None:
        return None
    facts: set[tuple[str, str]] = set()
    for description in root.iter(f"{_RDF}Description"):
        for name, value in description.attrib.items():
            if name not in _FREE:
                facts.add((str(name), str(value)))
        for child in description:
            if isinstance(child.tag, str) and child.tag not in _FREE:
                text = etree.tostring(child, method="c14n", with_tail=False)
                facts.add((child.tag, text.decode("utf-8").strip()))
    return frozenset(facts)
