"""What the references of an XML signature lead to, and the bytes that are digested.

Only canonicalisation and leaving out the signature itself are followed; whatever else a signature
asks for is refused.

Source: W3C XML Signature 1.1, clauses 4.4.3 and 6; Canonical XML 1.0, 1.1 and exclusive.
"""

from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from signing.verify.containers.xml_document import DS, ID_NAMES, XmlFault, base64_of, parse_xml
from signing.verify.crypto.context import Context

_C14N = {
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315": (False, False),
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments": (False, True),
    "http://www.w3.org/2006/12/xml-c14n11": (False, False),
    "http://www.w3.org/2001/10/xml-exc-c14n#": (True, False),
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments": (True, True),
}
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_BASE64 = "http://www.w3.org/2000/09/xmldsig#base64"
_PLAIN_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_EXCLUSIVE = "{http://www.w3.org/2001/10/xml-exc-c14n#}InclusiveNamespaces"


@dataclass(slots=True, kw_only=True)
class Case:
    """One signature of a document.

    Attributes:
        files: what references may name, as in a container.
        covered: nodes that some signature of the document reaches.
        used_files: names of the files this signature reaches.
    """

    data: bytes
    root: etree._Element
    signature: etree._Element
    context: Context
    files: dict[str, bytes]
    covered: list[etree._Element]
    used_files: set[str]


def dereference(case: Case, reference: etree._Element) -> tuple[etree._Element | None, bytes]:
    """The node a reference leads to, if it is in the document, and the bytes it digests.

    Raises:
        XmlFault: it leads nowhere, or by a way that is not followed.
    """
    uri = reference.get("URI")
    if uri is None:
        raise XmlFault("xml.reference_without_target")
    transforms = reference.findall(f"{DS}Transforms/{DS}Transform")
    if uri and not uri.startswith("#"):
        return None, _other_file(case, uri, transforms)
    target = case.root if uri == "" else _by_id(case.root, uri[1:])
    kinds = [_transform_kind(case, transform) for transform in transforms]
    enveloped, decoded = "enveloped" in kinds, "base64" in kinds
    methods = [t for t, kind in zip(transforms, kinds, strict=True) if kind == "canonical"]
    if len(methods) > 1:
        raise XmlFault("xml.unsupported_transform")
    method = methods[0] if methods else None
    if decoded:
        if len(target) or enveloped or method is not None:
            raise XmlFault("xml.unsupported_transform")
        return target, base64_of(target)
    if enveloped:
        return target, _without_signature(case, target, method, whole=uri == "")
    if any(node is case.signature for node in target.iter()):
        raise XmlFault("xml.signs_itself")
    return target, _canonical_part(target, method, whole=uri == "")


def _transform_kind(case: Case, transform: etree._Element) -> str:
    algorithm = transform.get("Algorithm", "")
    if algorithm == _ENVELOPED or _leaves_out_signature(case, transform):
        return "enveloped"
    if algorithm == _BASE64:
        return "base64"
    if algorithm in _C14N:
        return "canonical"
    raise XmlFault("xml.unsupported_transform")


def _leaves_out_signature(case: Case, transform: etree._Element) -> bool:
    """Whether an XPath transform only leaves out signatures, and there is but this one."""
    nodes = [n for n in transform if isinstance(n.tag, str)]
    if len(nodes) != 1 or sum(1 for _ in case.root.iter(f"{DS}Signature")) != 1:
        return False
    node = nodes[0]
    text = "".join((node.text or "").split())
    prefixes = [p for p, uri in node.nsmap.items() if p and f"{{{uri}}}" == DS]
    algorithm = transform.get("Algorithm", "")
    if algorithm == "http://www.w3.org/TR/1999/REC-xpath-19991116":
        return any(text == f"not(ancestor-or-self::{p}:Signature)" for p in prefixes)
    if algorithm == "http://www.w3.org/2002/06/xmldsig-filter2":
        return node.get("Filter") == "subtract" and any(
            text == f"/descendant::{p}:Signature" for p in prefixes
        )
    return False


def _other_file(case: Case, uri: str, transforms: list[etree._Element]) -> bytes:
    name = unquote(uri)
    if name not in case.files:
        raise XmlFault("xml.reference_outside")
    data = case.files[name]
    for transform in transforms:
        if transform.get("Algorithm") not in _C14N:
            raise XmlFault("xml.unsupported_transform")
        data = canonical(parse_xml(data), transform)
    case.used_files.add(name)
    return data


def _by_id(root: etree._Element, name: str) -> etree._Element:
    if name.startswith("xpointer("):
        raise XmlFault("xml.unsupported_reference")
    found = [
        node
        for node in root.iter(etree.Element)
        if any(node.get(attribute) == name for attribute in ID_NAMES)
    ]
    if len(found) != 1:
        raise XmlFault("xml.id_twice" if found else "xml.reference_without_target")
    return found[0]


def _without_signature(
    case: Case, target: etree._Element, method: etree._Element | None, *, whole: bool
) -> bytes:
    """Canonical form of ``target`` without this one signature, taken out of a fresh copy."""
    if target not in case.signature.iterancestors():
        raise XmlFault("xml.unsupported_reference")
    tree = case.root.getroottree()
    copied = parse_xml(case.data).getroottree()
    signature = _at(copied, tree.getelementpath(case.signature))
    wanted = _at(copied, tree.getelementpath(target))
    _take_out(signature)
    return _canonical_part(wanted, method, whole=whole)


def _at(tree: etree._ElementTree, path: str) -> etree._Element:
    found = tree.getroot() if path == "." else tree.find(path)
    if found is None:
        raise XmlFault("xml.malformed")
    return found


def _take_out(node: etree._Element) -> None:
    """Remove an element and keep the text that follows it."""
    parent = node.getparent()
    if parent is None:
        raise XmlFault("xml.unsupported_reference")
    tail = node.tail or ""
    before = node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(node)


def _canonical_part(node: etree._Element, method: etree._Element | None, *, whole: bool) -> bytes:
    """Canonical form of a part of the document, or of all of it; never with comments."""
    return canonical(node.getroottree() if whole else node, method, comments=False)


def canonical(
    node: etree._Element | etree._ElementTree,
    method: etree._Element | None,
    *,
    comments: bool = True,
) -> bytes:
    """Canonical form by the method an element names.

    Args:
        node: an element, or a whole document with the instructions beside its root.
        method: names the algorithm; ``None`` for the plain one.
        comments: whether a method that keeps comments finds any.

    Raises:
        XmlFault: the method is not followed.
    """
    algorithm = method.get("Algorithm", "") if method is not None else _PLAIN_C14N
    if algorithm not in _C14N:
        raise XmlFault("xml.unsupported_transform")
    exclusive, keeps = _C14N[algorithm]
    prefixes = None
    if exclusive and method is not None:
        listed = method.find(_EXCLUSIVE)
        if listed is not None:
            prefixes = (listed.get("PrefixList") or "").split()
    return etree.tostring(
        node, method="c14n", exclusive=exclusive, with_comments=keeps and comments,
        inclusive_ns_prefixes=prefixes, with_tail=False,
    )  # fmt: skip
