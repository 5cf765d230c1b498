"""Revocation data asked for over the network, for certificates whose chain is trusted already.

A file may name any address; only certificates that a pinned authority stands behind are asked
about, a few of them, with one deadline for all. What comes back is checked like any other piece.
"""

import time
from collections.abc import Iterable

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from signing.errors import SigningError
from signing.http import HttpPool
from signing.revocation import list_urls, ocsp_request, ocsp_urls

MAX_CERTIFICATES = 12
TOTAL_S = 12.0
ONE_S = 5.0
MAX_BYTES = 64 << 20

Pair = tuple[x509.Certificate, x509.Certificate]


def fetch_evidence(pairs: Iterable[Pair]) -> tuple[list[bytes], list[bytes]]:
    """Lists and OCSP answers about certificates.

    Args:
        pairs: each certificate with its issuer on a path to an anchor.

    Returns:
        DER of lists and of answers, unchecked; nothing where no service answered.
    """
    pool, ends = HttpPool(), time.monotonic() + TOTAL_S
    lists: dict[str, bytes | None] = {}
    answers: list[bytes] = []
    try:
        for certificate, issuer in list(dict.fromkeys(pairs))[:MAX_CERTIFICATES]:
            der, issuer_der = (
                c.public_bytes(serialization.Encoding.DER) for c in (certificate, issuer)
            )
            answer = _first(pool, "POST", ocsp_urls(der), ends, body=ocsp_request(der, issuer_der))
            if answer is not None:
                answers.append(answer)
            for url in list_urls(der):
                if url not in lists:
                    lists[url] = _first(pool, "GET", [url], ends)
    finally:
        pool.close()
    return [data for data in lists.values() if data is not None], answers


def _first(
    pool: HttpPool, method: str, urls: Iterable[str], ends: float, body: bytes | None = None
) -> bytes | None:
    for url in urls:
        left = min(ONE_S, ends - time.monotonic())
        if left <= 0:
            return None
        try:
            return pool.request(
                method,
                url,
                body=body,
                content_type="application/ocsp-request" if body else "",
                timeout_s=left,
                most_bytes=MAX_BYTES,
            )
        except SigningError:
            continue
    return None
