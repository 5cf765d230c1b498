"""The signed object of a chip (EF.SOD): the digests of its groups, and who signed them.

Source: ICAO Doc 9303-10 section 4.6.2 and appendix D; RFC 5652.
"""

from __future__ import annotations

from dataclasses import dataclass

from asn1crypto import algos, cms, core, x509

_CONTENT_TYPE = "2.23.136.1.1.1"
_MOST_BYTES = 256 * 1024
_DIGESTS = {"sha1", "sha224", "sha256", "sha384", "sha512"}


class ObjectFault(ValueError):
    """The object cannot be judged; the text is a reason code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityObject:
    """A parsed EF.SOD, nothing of it proven.

    Attributes:
        digest: name of the digest of the groups.
        groups: digests by number of the group.
        content: the bytes that were signed over.
        signer_info: the one signer.
        certificates: certificates that came along.
    """

    digest: str
    groups: dict[int, bytes]
    content: bytes
    signer_info: cms.SignerInfo
    certificates: tuple[x509.Certificate, ...]

    def signer(self, known: tuple[x509.Certificate, ...]) -> x509.Certificate:
        """The signer's certificate, found by its identifier.

        Raises:
            ObjectFault: ``chip.signer_missing``, or ``chip.signer_ambiguous`` when two different
                certificates fit.
        """
        wanted = self.signer_info["sid"]
        fitting = {
            each.dump(): each for each in (*self.certificates, *known) if _fits(each, wanted)
        }
        if len(fitting) > 1:
            raise ObjectFault("chip.signer_ambiguous")
        if not fitting:
            raise ObjectFault("chip.signer_missing")
        return next(iter(fitting.values()))

    def attribute(self, name: str) -> object:
        """The one value of a signed attribute; None when it is missing or repeated."""
        found = [a for a in self.signer_info["signed_attrs"] if a["type"].native == name]
        if len(found) != 1 or len(found[0]["values"]) != 1:
            return None
        value: object = found[0]["values"][0].native
        return value


def parse(raw: bytes) -> SecurityObject:
    """The object in the bytes of EF.SOD.

    Raises:
        ObjectFault: ``chip.object_malformed`` or ``chip.weak_algorithm``.
    """
    if not raw or len(raw) > _MOST_BYTES:
        raise ObjectFault("chip.object_malformed")
    try:
        return _parsed(raw)
    except ObjectFault:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise ObjectFault("chip.object_malformed") from error


def _parsed(raw: bytes) -> SecurityObject:
    boxed = core.Any.load(raw, strict=True).dump()
    if boxed[0] != 0x77:
        raise ObjectFault("chip.object_malformed")
    _, _, inner = _header(boxed)
    info = cms.ContentInfo.load(boxed[inner:], strict=True)
    if info["content_type"].native != "signed_data":
        raise ObjectFault("chip.object_malformed")
    signed = info["content"]
    if len(signed["signer_infos"]) != 1:
        raise ObjectFault("chip.signer_ambiguous")
    if signed["encap_content_info"]["content_type"].dotted != _CONTENT_TYPE:
        raise ObjectFault("chip.object_malformed")
    content = bytes(signed["encap_content_info"]["content"])
    body = core.Sequence.load(content, strict=True)
    table = core.Sequence.load(body[2].dump(), strict=True)
    rows = [(int(row[0].native), bytes(row[1].native)) for row in _children(table)]
    if len({n for n, _ in rows}) != len(rows):
        raise ObjectFault("chip.object_malformed")
    digest = algos.DigestAlgorithm.load(body[1].dump())["algorithm"].native
    if digest not in _DIGESTS:
        raise ObjectFault("chip.key_unknown")
    return SecurityObject(
        digest=digest,
        groups=dict(rows),
        content=content,
        signer_info=signed["signer_infos"][0],
        certificates=tuple(
            c.chosen for c in signed["certificates"] or () if isinstance(c.chosen, x509.Certificate)
        ),
    )


def _children(sequence: core.Sequence) -> list[core.Sequence]:
    return [sequence[index] for index in range(len(sequence))]


def _header(data: bytes) -> tuple[int, int, int]:
    size = data[1]
    return data[0], size, 2 + (size & 0x7F if size & 0x80 else 0)


def _fits(certificate: x509.Certificate, wanted: cms.SignerIdentifier) -> bool:
    if wanted.name == "issuer_and_serial_number":
        return bool(
            certificate.issuer == wanted.chosen["issuer"]
            and certificate.serial_number == wanted.chosen["serial_number"].native
        )
    return bool(certificate.key_identifier == wanted.chosen.native)
