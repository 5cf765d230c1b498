"""An XML document as a signature must find it: read without help from outside, all of it signed.

Source: W3C XML Signature 1.1; XML 1.0.
"""

import base64
import binascii

from lxml import etree

from signing.verify.errors import VerifyError

DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
ID_NAMES = ("Id", "ID", "id")
MAX_NODES = 500_000
_PROPERTIES = frozenset({f"{XADES}SignedProperties", f"{XADES}UnsignedProperties"})


class XmlFault(VerifyError):
    """Something in an XML signature that cannot be checked."""


def parse_xml(data: bytes) -> etree._Element:
    """The root of a document without document type, entities or network.

    Raises:
        XmlFault: it is not such a document.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=False, remove_pis=False, strip_cdata=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlFault("xml.malformed") from error
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None or tree.docinfo.externalDTD is not None:
        raise XmlFault("xml.document_type")
    if sum(1 for _ in root.iter()) > MAX_NODES:
        raise XmlFault("xml.too_large")
    return root


def only(node: etree._Element, tag: str) -> etree._Element:
    """The one child of that name.

    Raises:
        XmlFault: there is none, or more than one.
    """
    found = node.findall(tag)
    if len(found) != 1:
        raise XmlFault("xml.malformed")
    return found[0]


def base64_of(node: etree._Element) -> bytes:
    """The bytes an element holds.

    Raises:
        XmlFault: it holds no base64.
    """
    try:
        return base64.b64decode("".join((node.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise XmlFault("xml.malformed") from error


def beside(root: etree._Element) -> list[etree._Element]:
    """Comments and instructions before and after the root."""
    return [*root.itersiblings(preceding=True), *root.itersiblings()]


def repeated_ids(root: etree._Element) -> bool:
    """Whether two elements answer to one name."""
    seen: set[str] = set()
    for node in root.iter(etree.Element):
        for name in ID_NAMES:
            value = node.get(name)
            if value is not None:
                if value in seen:
                    return True
                seen.add(value)
    return False


def everything_covered(root: etree._Element, covered: list[etree._Element]) -> bool:
    """Whether all that bears content is signed; bare wrappers of signed parts need not be.

    Comments are signed by nobody: they count for nothing, but may not cut a text in two. An
    instruction may tell a viewer what to show.
    """
    if any(_cuts_text(comment) for comment in root.iter(etree.Comment)):
        return False
    done = set(covered)
    stack = [*beside(root), root]
    while stack:
        node = stack.pop()
        kind: object = node.tag  # a function for what is no element
        if node in done or kind is etree.Comment:
            continue
        if not isinstance(kind, str):
            return False
        if node.tag == f"{DS}Signature":
            objects = [o for o in node.findall(f"{DS}Object") if o not in done]
            if not all(_holds_properties(o) for o in objects):
                stack.extend(part for o in objects for part in o)
                if any((o.text or "").strip() for o in objects):
                    return False
            continue
        if node.attrib or _has_text(node):
            return False
        stack.extend(node)
    return True


def _holds_properties(node: etree._Element) -> bool:
    """Whether an object holds the properties of a signature and nothing else."""
    return not (node.text or "").strip() and all(
        part.tag == f"{XADES}QualifyingProperties" and {p.tag for p in part} <= _PROPERTIES
        for part in node
    )


def _has_text(node: etree._Element) -> bool:
    return any(text and text.strip() for text in (node.text, *(child.tail for child in node)))


def _cuts_text(comment: etree._Element) -> bool:
    parent = comment.getparent()
    return parent is not None and _has_text(parent)
