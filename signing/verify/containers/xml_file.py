"""XML signatures: XMLDSig and XAdES, enveloped or enveloping, over the document they stand in.

Everything in the document must be signed: a part that no reference reaches makes the verdict
unknown, so that a wrapped or moved element never passes. Only canonicalisation and the
enveloped-signature transform are followed; whatever else a signature asks for is refused.

Source: W3C XML Signature 1.1, ETSI EN 319 132-1.
"""

import base64
import binascii
import datetime as dt
import functools
import hmac
from dataclasses import dataclass
from urllib.parse import unquote

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from lxml import etree

from signing.trust.issued import load_certificate
from signing.verify.containers.outcome import Outcome, signature_verdict
from signing.verify.crypto.algorithms import verify_signature
from signing.verify.crypto.chain import policies_of
from signing.verify.crypto.context import Context, common_name
from signing.verify.crypto.time_stamp import TimeStamp, check_time_stamp
from signing.verify.errors import VerifyError
from signing.verify.judge import Finding, judge_signer, settle_time

DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_BASE64 = "http://www.w3.org/2000/09/xmldsig#base64"
_C14N = {
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315": (False, False),
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments": (False, True),
    "http://www.w3.org/2006/12/xml-c14n11": (False, False),
    "http://www.w3.org/2001/10/xml-exc-c14n#": (True, False),
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments": (True, True),
}
_PLAIN_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_EXCLUSIVE = "{http://www.w3.org/2001/10/xml-exc-c14n#}InclusiveNamespaces"
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_DIGESTS = {
    "http://www.w3.org/2000/09/xmldsig#sha1": "sha1",
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    f"{_MORE}sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
_SIGNATURES = {
    "http://www.w3.org/2000/09/xmldsig#rsa-sha1": ("1.2.840.113549.1.1.5", "sha1"),
    f"{_MORE}rsa-sha256": ("1.2.840.113549.1.1.11", "sha256"),
    f"{_MORE}rsa-sha384": ("1.2.840.113549.1.1.12", "sha384"),
    f"{_MORE}rsa-sha512": ("1.2.840.113549.1.1.13", "sha512"),
    f"{_MORE}ecdsa-sha256": ("1.2.840.10045.4.3.2", "sha256"),
    f"{_MORE}ecdsa-sha384": ("1.2.840.10045.4.3.3", "sha384"),
    f"{_MORE}ecdsa-sha512": ("1.2.840.10045.4.3.4", "sha512"),
}
_ID_NAMES = ("Id", "ID", "id")
MAX_NODES = 500_000


class XmlFault(VerifyError):
    """Something in an XML signature that cannot be checked."""


@dataclass(slots=True, kw_only=True)
class _Case:
    data: bytes
    root: etree._Element
    signature: etree._Element
    context: Context
    files: dict[str, bytes]
    covered: list[etree._Element]
    used_files: set[str]


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


def judge_xml(data: bytes, context: Context) -> Outcome:
    """Judge an XML document with signatures in it."""
    outcome, _ = judge_xml_over(data, context, {})
    return outcome


def judge_xml_over(
    data: bytes, context: Context, files: dict[str, bytes]
) -> tuple[Outcome, list[set[str]]]:
    """Judge a document whose references may name other files, as in a container.

    Args:
        data: the document.
        context: trust, evidence, policy and the time of the check.
        files: the files that references may name.

    Returns:
        The outcome, and the names of the files each signature reached.
    """
    outcome = Outcome()
    reached: list[set[str]] = []
    try:
        root = parse_xml(data)
    except XmlFault as fault:
        outcome.reasons.append(fault.code)
        return outcome, reached
    signatures = [s for s in root.iter(f"{DS}Signature") if not _inside_signature(s)]
    covered: list[etree._Element] = []
    for signature in signatures:
        case = _Case(
            data=data, root=root, signature=signature, context=context, files=files,
            covered=covered, used_files=set(),
        )  # fmt: skip
        finding = Finding()
        try:
            _judge(case, finding)
        except VerifyError as fault:
            finding.add(fault.code)
        except (ValueError, TypeError, IndexError, LookupError):
            finding.add("xml.malformed")
        form = "xades" if finding.bound else "xmldsig"
        outcome.signatures.append(signature_verdict(finding, context, form))
        reached.append(case.used_files)
    if _repeated_ids(root):
        outcome.reasons.append("xml.id_twice")
    if not files and signatures and not _everything_covered(root, covered):
        outcome.reasons.append("xml.part_unsigned")
    return outcome, reached


def _inside_signature(node: etree._Element) -> bool:
    return any(a.tag == f"{DS}Signature" for a in node.iterancestors())


def _repeated_ids(root: etree._Element) -> bool:
    seen: set[str] = set()
    for node in root.iter(etree.Element):
        for name in _ID_NAMES:
            value = node.get(name)
            if value is not None:
                if value in seen:
                    return True
                seen.add(value)
    return False


def _everything_covered(root: etree._Element, covered: list[etree._Element]) -> bool:
    """Whether all that bears content is signed; bare wrappers of signed parts need not be."""
    done = set(covered)
    stack = [root]
    while stack:
        node = stack.pop()
        if node in done or not isinstance(node.tag, str):
            continue
        if node.tag == f"{DS}Signature":
            objects = [o for o in node.findall(f"{DS}Object") if o not in done]
            parts = [part for o in objects for part in o]
            stack.extend(p for p in parts if p.tag != f"{XADES}QualifyingProperties")
            if any((o.text or "").strip() for o in objects):
                return False
            continue
        texts = [node.text, *(child.tail for child in node)]
        if node.attrib or any(text and text.strip() for text in texts):
            return False
        stack.extend(node)
    return True


def _judge(case: _Case, finding: Finding) -> None:
    signed_info = _one(case.signature, f"{DS}SignedInfo")
    value = _base64(_one(case.signature, f"{DS}SignatureValue"))
    method = _one(signed_info, f"{DS}SignatureMethod").get("Algorithm", "")
    if method not in _SIGNATURES:
        raise XmlFault("algorithm.unknown")
    oid, digest = _SIGNATURES[method]
    certificate = _certificate(case, finding)
    properties = case.signature.find(f".//{XADES}SignedProperties")
    stamps = _stamps(case)
    claimed = _claimed(properties)
    lists, answers = _revocation_values(case)
    finding.embedded = bool(lists or answers)
    context = case.context.with_evidence(lists, answers)
    moment = settle_time(stamps, context, finding, claimed=claimed)
    _references(case, signed_info, finding, moment.used, properties)
    canonical = _canonical(signed_info, _one(signed_info, f"{DS}CanonicalizationMethod"))
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        half = len(value) // 2
        value = utils.encode_dss_signature(
            int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
        )
    code = verify_signature(
        key, oid, None, digest, value, canonical, context.policy.algorithms, moment.used
    )
    if code:
        finding.add(code)
    judge_signer(certificate, context, moment, finding)


def _one(node: etree._Element, tag: str) -> etree._Element:
    found = node.findall(tag)
    if len(found) != 1:
        raise XmlFault("xml.malformed")
    return found[0]


def _base64(node: etree._Element) -> bytes:
    try:
        return base64.b64decode("".join((node.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise XmlFault("xml.malformed") from error


def _certificate(case: _Case, finding: Finding) -> x509.Certificate:
    """The signer's certificate: the first that issued no other one."""
    loaded = [
        load_certificate(_base64(node))
        for node in case.signature.findall(f"{DS}KeyInfo/{DS}X509Data/{DS}X509Certificate")
    ]
    found = [c for c in loaded if c is not None]
    if len(found) != len(loaded) or case.context.pool.altered(found):
        finding.add("cms.damaged_certificate")
    if not found:
        raise XmlFault("certificate.missing")
    case.context.pool.others.extend(c for c in found if c not in case.context.pool.others)
    subjects = [c.issuer for c in found]
    leaves = [c for c in found if c.subject not in subjects or c.subject == c.issuer]
    chosen = leaves[0] if leaves else found[0]
    finding.signer = common_name(chosen.subject)
    finding.serial = f"{chosen.serial_number:x}"
    finding.policies = policies_of(chosen)
    properties = case.signature.find(f".//{XADES}SignedProperties")
    if properties is not None:
        _check_binding(case, properties, chosen, finding)
    return chosen


def _check_binding(
    case: _Case, properties: etree._Element, certificate: x509.Certificate, finding: Finding
) -> None:
    for tag in ("SigningCertificateV2", "SigningCertificate"):
        node = properties.find(f".//{XADES}{tag}/{XADES}Cert/{XADES}CertDigest")
        if node is None:
            continue
        name = _DIGESTS.get(_one(node, f"{DS}DigestMethod").get("Algorithm", ""))
        if name is None:
            raise XmlFault("algorithm.unknown")
        raw = certificate.public_bytes(serialization.Encoding.DER)
        value = _base64(_one(node, f"{DS}DigestValue"))
        if not hmac.compare_digest(value, case.context.policy.algorithms.hash(name, raw)):
            finding.add("cms.other_certificate_bound")
        finding.bound = True


def _claimed(properties: etree._Element | None) -> dt.datetime | None:
    node = properties.find(f".//{XADES}SigningTime") if properties is not None else None
    if node is None or not node.text:
        return None
    try:
        moment = dt.datetime.fromisoformat(node.text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _stamps(case: _Case) -> list[TimeStamp]:
    stamps: list[TimeStamp] = []
    for node in case.signature.findall(f".//{XADES}SignatureTimeStamp"):
        method = node.find(f"{DS}CanonicalizationMethod")
        stamped = _canonical(_one(case.signature, f"{DS}SignatureValue"), method)
        digest = functools.partial(_digest, case.context, stamped)
        stamps += [
            check_time_stamp(_base64(token), digest, case.context)
            for token in node.findall(f"{XADES}EncapsulatedTimeStamp")
        ]
    return stamps


def _digest(context: Context, data: bytes, name: str) -> bytes:
    return context.policy.algorithms.hash(name, data)


def _revocation_values(case: _Case) -> tuple[list[bytes], list[bytes]]:
    lists = [_base64(n) for n in case.signature.iter(f"{XADES}EncapsulatedCRLValue")]
    answers = [_base64(n) for n in case.signature.iter(f"{XADES}EncapsulatedOCSPValue")]
    return lists, answers


def _references(
    case: _Case,
    signed_info: etree._Element,
    finding: Finding,
    when: dt.datetime,
    properties: etree._Element | None,
) -> None:
    references = signed_info.findall(f"{DS}Reference")
    if not references:
        raise XmlFault("xml.no_reference")
    signed_properties = False
    for reference in references:
        name = _DIGESTS.get(_one(reference, f"{DS}DigestMethod").get("Algorithm", ""))
        if name is None:
            raise XmlFault("algorithm.unknown")
        if not case.context.policy.algorithms.digest_allowed(name, when):
            finding.add("algorithm.weak_digest")
        target, data = _dereference(case, reference)
        value = _base64(_one(reference, f"{DS}DigestValue"))
        if not hmac.compare_digest(value, case.context.policy.algorithms.hash(name, data)):
            finding.add("xml.digest_mismatch")
        if target is not None and target is properties:
            signed_properties = reference.get("Type") in (None, _PROPERTIES)
        elif target is not None:
            case.covered.append(target)
    if properties is not None and not signed_properties:
        finding.add("xml.properties_unsigned")


def _dereference(case: _Case, reference: etree._Element) -> tuple[etree._Element | None, bytes]:
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
        return target, _base64(target)
    if enveloped:
        return target, _without_signature(case, target, method)
    if any(node is case.signature for node in target.iter()):
        raise XmlFault("xml.signs_itself")
    return target, _canonical(target, method)


def _transform_kind(case: _Case, transform: etree._Element) -> str:
    algorithm = transform.get("Algorithm", "")
    if algorithm == _ENVELOPED or _leaves_out_signature(case, transform):
        return "enveloped"
    if algorithm == _BASE64:
        return "base64"
    if algorithm in _C14N:
        return "canonical"
    raise XmlFault("xml.unsupported_transform")


def _leaves_out_signature(case: _Case, transform: etree._Element) -> bool:
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


def _other_file(case: _Case, uri: str, transforms: list[etree._Element]) -> bytes:
    name = unquote(uri)
    if name not in case.files:
        raise XmlFault("xml.reference_outside")
    data = case.files[name]
    for transform in transforms:
        if transform.get("Algorithm") not in _C14N:
            raise XmlFault("xml.unsupported_transform")
        data = _canonical(parse_xml(data), transform)
    case.used_files.add(name)
    return data


def _by_id(root: etree._Element, name: str) -> etree._Element:
    if name.startswith("xpointer("):
        raise XmlFault("xml.unsupported_reference")
    found = [
        node
        for node in root.iter(etree.Element)
        if any(node.get(attribute) == name for attribute in _ID_NAMES)
    ]
    if len(found) != 1:
        raise XmlFault("xml.id_twice" if found else "xml.reference_without_target")
    return found[0]


def _without_signature(case: _Case, target: etree._Element, method: etree._Element | None) -> bytes:
    """Canonical form of ``target`` without this one signature, taken out of a fresh copy."""
    if target not in case.signature.iterancestors():
        raise XmlFault("xml.unsupported_reference")
    tree = case.root.getroottree()
    copied = parse_xml(case.data).getroottree()
    signature = _at(copied, tree.getelementpath(case.signature))
    wanted = _at(copied, tree.getelementpath(target))
    _take_out(signature)
    return _canonical(wanted, method)


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


def _canonical(node: etree._Element, method: etree._Element | None) -> bytes:
    algorithm = method.get("Algorithm", "") if method is not None else _PLAIN_C14N
    if algorithm not in _C14N:
        raise XmlFault("xml.unsupported_transform")
    exclusive, comments = _C14N[algorithm]
    prefixes = None
    if exclusive and method is not None:
        listed = method.find(_EXCLUSIVE)
        if listed is not None:
            prefixes = (listed.get("PrefixList") or "").split()
    return etree.tostring(
        node, method="c14n", exclusive=exclusive, with_comments=comments,
        inclusive_ns_prefixes=prefixes, with_tail=False,
    )  # fmt: skip
