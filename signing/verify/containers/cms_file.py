"""CMS files: detached (``.p7s``) over the paper beside them, or with the paper inside (``.p7m``).

Source: RFC 5652, RFC 8551, ETSI EN 319 122-1.
"""

import base64
import binascii
import re

from signing.verify.containers.outcome import Outcome, signature_verdict
from signing.verify.crypto import cms
from signing.verify.crypto.context import Context
from signing.verify.crypto.der import DerFault
from signing.verify.judge import judge_message

_PEM = re.compile(rb"\s*-----BEGIN (PKCS7|CMS)-----([^-]*)-----END \1-----\s*\Z")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]{64,}\Z")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")


def cms_bytes(data: bytes) -> bytes | None:
    """The message of a file that looks like CMS, PEM and plain base64 undone; else ``None``."""
    if data[:1] == b"\x30" and _SIGNED_DATA in data[:40]:
        return data
    match = _PEM.match(data)  # text before or after it would be signed by nobody
    body = match.group(2) if match else data
    if match or _BASE64.match(data[:4096].strip()):
        try:
            raw = base64.b64decode(b"".join(body.split()), validate=True)
        except (binascii.Error, ValueError):
            return None
        return raw if raw[:1] == b"\x30" and _SIGNED_DATA in raw[:40] else None
    return None


def judge_cms(raw: bytes, content: bytes | None, context: Context) -> Outcome:
    """Judge a CMS file.

    Args:
        raw: the message.
        content: the paper of a detached signature; ``None`` when none was found.
        context: trust, evidence, policy and the time of the check.
    """
    outcome = Outcome()
    try:
        message = cms.parse(raw)
    except (DerFault, ValueError, IndexError, TypeError):
        outcome.reasons.append("cms.malformed")
        return outcome
    detached = message.content is None
    signed = content if detached else message.content
    if signed is None:
        outcome.reasons.append("file.content_missing")
        return outcome
    if not detached and content is not None and content != message.content:
        outcome.reasons.append("signature.other_content")
    finding = judge_message(
        raw,
        lambda name: context.policy.algorithms.hash(name, signed),
        context,
        bind=False,
        detached=detached,
    )
    if any(raw[finding.used :]):
        finding.add("signature.padding")
    outcome.signatures.append(
        signature_verdict(finding, context, "cades" if finding.bound else "cms")
    )
    return outcome
