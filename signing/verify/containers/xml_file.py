"""XML signatures: XMLDSig and XAdES, enveloped or enveloping, over the document they stand in.

Everything in the document must be signed: a part that no reference reaches makes the verdict
unknown, so that a wrapped or moved element never passes.

Source: W3C XML Signature 1.1, ETSI EN 319 132-1.
"""

import datetime as dt
import functools
import hmac

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from lxml import etree

from signing.trust.issued import load_certificate
from signing.verify.containers.outcome import Outcome, signature_verdict
from signing.verify.containers.xml_document import (
    DS,
    XADES,
    XmlFault,
    base64_of,
    beside,
    everything_covered,
    only,
    parse_xml,
    repeated_ids,
)
from signing.verify.containers.xml_references import Case, canonical, dereference
from signing.verify.crypto.algorithms import verify_signature
from signing.verify.crypto.chain import policies_of
from signing.verify.crypto.context import Context, common_name
from signing.verify.crypto.time_stamp import TimeStamp, check_time_stamp
from signing.verify.errors import VerifyError
from signing.verify.judge import Finding, judge_signer, settle_time

_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
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
        case = Case(
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
    if repeated_ids(root):
        outcome.reasons.append("xml.id_twice")
    if not files and signatures and not everything_covered(root, covered):
        outcome.reasons.append("xml.part_unsigned")
    return outcome, reached


def _inside_signature(node: etree._Element) -> bool:
    return any(a.tag == f"{DS}Signature" for a in node.iterancestors())


def _judge(case: Case, finding: Finding) -> None:
    signed_info = only(case.signature, f"{DS}SignedInfo")
    value = base64_of(only(case.signature, f"{DS}SignatureValue"))
    method = only(signed_info, f"{DS}SignatureMethod").get("Algorithm", "")
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
    signed = canonical(signed_info, only(signed_info, f"{DS}CanonicalizationMethod"))
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        half = len(value) // 2
        value = utils.encode_dss_signature(
            int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
        )
    code = verify_signature(
        key, oid, None, digest, value, signed, context.policy.algorithms, moment.used
    )
    if code:
        finding.add(code)
    judge_signer(certificate, context, moment, finding)


def _certificate(case: Case, finding: Finding) -> x509.Certificate:
    """The signer's certificate: the first that issued no other one."""
    loaded = [
        load_certificate(base64_of(node))
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
    case: Case, properties: etree._Element, certificate: x509.Certificate, finding: Finding
) -> None:
    for tag in ("SigningCertificateV2", "SigningCertificate"):
        node = properties.find(f".//{XADES}{tag}/{XADES}Cert/{XADES}CertDigest")
        if node is None:
            continue
        name = _DIGESTS.get(only(node, f"{DS}DigestMethod").get("Algorithm", ""))
        if name is None:
            raise XmlFault("algorithm.unknown")
        raw = certificate.public_bytes(serialization.Encoding.DER)
        value = base64_of(only(node, f"{DS}DigestValue"))
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


def _stamps(case: Case) -> list[TimeStamp]:
    stamps: list[TimeStamp] = []
    for node in case.signature.findall(f".//{XADES}SignatureTimeStamp"):
        method = node.find(f"{DS}CanonicalizationMethod")
        stamped = canonical(only(case.signature, f"{DS}SignatureValue"), method)
        digest = functools.partial(_digest, case.context, stamped)
        stamps += [
            check_time_stamp(base64_of(token), digest, case.context)
            for token in node.findall(f"{XADES}EncapsulatedTimeStamp")
        ]
    return stamps


def _digest(context: Context, data: bytes, name: str) -> bytes:
    return context.policy.algorithms.hash(name, data)


def _revocation_values(case: Case) -> tuple[list[bytes], list[bytes]]:
    lists = [base64_of(n) for n in case.signature.iter(f"{XADES}EncapsulatedCRLValue")]
    answers = [base64_of(n) for n in case.signature.iter(f"{XADES}EncapsulatedOCSPValue")]
    return lists, answers


def _references(
    case: Case,
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
        name = _DIGESTS.get(only(reference, f"{DS}DigestMethod").get("Algorithm", ""))
        if name is None:
            raise XmlFault("algorithm.unknown")
        if not case.context.policy.algorithms.digest_allowed(name, when):
            finding.add("algorithm.weak_digest")
        target, data = dereference(case, reference)
        value = base64_of(only(reference, f"{DS}DigestValue"))
        if not hmac.compare_digest(value, case.context.policy.algorithms.hash(name, data)):
            finding.add("xml.digest_mismatch")
        if target is not None and target is properties:
            signed_properties = reference.get("Type") in (None, _PROPERTIES)
        elif target is not None:
            case.covered.append(target)
            if reference.get("URI") == "":
                case.covered.extend(beside(target))
    if properties is not None and not signed_properties:
        finding.add("xml.properties_unsigned")
