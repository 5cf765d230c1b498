"""ASiC containers: a zip with papers and the signatures over them.

Each paper must be reached by a signature; a paper beside them makes the verdict unknown.

Source: ETSI EN 319 162-1.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass, field

from lxml import etree

from signing.verify.containers.outcome import Outcome, signature_verdict
from signing.verify.containers.xml_document import DS, XmlFault, parse_xml
from signing.verify.containers.xml_file import judge_xml_over
from signing.verify.containers.zip_file import ZipFault, read_zip
from signing.verify.crypto.context import Context
from signing.verify.judge import judge_message

_ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_DIGESTS = {
    _SHA256: "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
_EVIDENCE = (".xml", ".p7s", ".p7m", ".tst", ".ers")


@dataclass(slots=True, kw_only=True)
class _Container:
    papers: dict[str, bytes] = field(default_factory=dict)
    meta: dict[str, bytes] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)


def judge_zip(data: bytes, context: Context) -> Outcome | None:
    """Judge a container; ``None`` when the zip holds no signatures at all."""
    outcome = Outcome()
    try:
        container = _open(data)
    except ZipFault as fault:
        outcome.reasons.append(fault.code)
        return outcome
    found = False
    for name in sorted(container.meta):
        low = name.lower()
        if low.endswith(".xml") and "signature" in low:
            found = True
            _xml(container, name, context, outcome)
        elif low.endswith((".p7s", ".p7m")):
            found = True
            _cms(container, name, context, outcome)
        elif low.endswith(".tst"):
            found = True
            outcome.reasons.append("signature.only_time_stamps")
    if not found:
        if any(
            n.startswith(("_xmlsignatures/", "package/services/digital-signature"))
            for n in container.papers
        ):
            outcome.reasons.append("file.unknown_kind")
            return outcome
        return None
    strays = {name for name in container.meta if not name.lower().endswith(_EVIDENCE)}
    if (set(container.papers) | strays) - container.covered:
        outcome.reasons.append("asic.paper_unsigned")
    return outcome


def _open(data: bytes) -> _Container:
    container = _Container()
    for name, content in read_zip(data).items():
        target = container.meta if name.startswith("META-INF/") else container.papers
        target[name] = content
    return container


def _xml(container: _Container, name: str, context: Context, outcome: Outcome) -> None:
    inner, reached = judge_xml_over(container.meta[name], context, container.papers)
    outcome.reasons += inner.reasons
    outcome.signatures += inner.signatures
    if not inner.signatures:
        outcome.reasons.append("asic.malformed")
    for names in reached:
        container.covered |= names


def _cms(container: _Container, name: str, context: Context, outcome: Outcome) -> None:
    """A CMS signature over a manifest that names it, else over the only paper."""
    manifest = _manifest_for(container, name)
    if manifest is not None:
        content = container.meta[manifest]
        codes = _check_manifest(container, content, context)
    elif len(container.papers) == 1:
        (only, content), *_ = container.papers.items()
        container.covered.add(only)
        codes = []
    else:
        outcome.reasons.append("asic.paper_unsigned")
        return
    finding = judge_message(
        container.meta[name],
        lambda digest: context.policy.algorithms.hash(digest, content),
        context,
        bind=False,
    )
    finding.add(*codes)
    if any(container.meta[name][finding.used :]):
        finding.add("signature.padding")
    outcome.signatures.append(
        signature_verdict(finding, context, "cades" if finding.bound else "cms")
    )


def _manifest_for(container: _Container, signature: str) -> str | None:
    for name, data in container.meta.items():
        low = name.lower()
        if not (low.endswith(".xml") and "manifest" in low and low != "meta-inf/manifest.xml"):
            continue
        reference = parse_xml_or_none(data)
        if reference is None:
            continue
        node = reference.find(f"{_ASIC}SigReference")
        if node is not None and _same_place(node.get("URI", ""), signature):
            return name
    return None


def parse_xml_or_none(data: bytes) -> etree._Element | None:
    """The root of a document, or nothing when it cannot be read."""
    try:
        return parse_xml(data)
    except XmlFault:
        return None


def _same_place(uri: str, name: str) -> bool:
    return name in (uri, f"META-INF/{uri}")


def _check_manifest(container: _Container, data: bytes, context: Context) -> list[str]:
    root = parse_xml_or_none(data)
    if root is None:
        return ["asic.malformed"]
    codes: list[str] = []
    for reference in root.findall(f"{_ASIC}DataObjectReference"):
        name = reference.get("URI", "")
        method = reference.find(f"{DS}DigestMethod")
        value = reference.find(f"{DS}DigestValue")
        digest = _DIGESTS.get(method.get("Algorithm", "") if method is not None else "")
        paper = container.papers.get(name)
        if paper is None:
            paper = container.meta.get(name)
        if digest is None or value is None or paper is None:
            codes.append("asic.malformed")
            continue
        try:
            stated = base64.b64decode("".join((value.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            codes.append("asic.malformed")
            continue
        if not hmac.compare_digest(stated, context.policy.algorithms.hash(digest, paper)):
            codes.append("asic.digest_mismatch")
        container.covered.add(name)
    return codes
