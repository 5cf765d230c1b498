"""The verdict on a chip: passive authentication of its files, active authentication of the chip.

Three-valued: *genuine* only when the state's signature covers what was read and, where the card
offers the proof, the chip holds its own key; *not genuine* when something was changed, forged or
copied; *cannot tell* otherwise, and always without the country's certificate: anybody can make a
card and an authority to sign it. Source: ICAO Doc 9303-11 sections 5.1 and 6.1, 9303-12.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from asn1crypto import crl, x509

from signing.chip import proof, security_object
from signing.chip.countries import CountryStore
from signing.chip.keys import KeyFault, holds, public_key
from signing.chip.security_object import ObjectFault, SecurityObject

_LONGEST_PATH = 3
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


class ChipVerdict(StrEnum):
    """What can be said of a chip."""

    GENUINE = "genuine"
    NOT_GENUINE = "not_genuine"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipFiles:
    """What was read of a card.

    Attributes:
        groups: data groups by number, whole files.
        security_object: EF.SOD; empty when it could not be read.
        challenge: bytes the chip had to sign; empty when it was not asked.
        answer: its signature; empty when it refused.
    """

    groups: Mapping[int, bytes] = field(repr=False)
    security_object: bytes = field(repr=False)
    challenge: bytes = field(default=b"", repr=False)
    answer: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticity:
    """The verdict and what it rests on.

    Attributes:
        reasons: codes, the weightiest first; empty when genuine.
        signer: subject of the signer's certificate, as far as one was found.
        signer_ends: last moment of that certificate.
        country: subject of the country certificate that the path ends in.
        digests: digest of each group read, SHA-256, hex: what was proven, without the data.
        proven: groups whose digest the signed object holds.
        is_chip_proven: the chip showed its own key; None when the card offers no such proof.
    """

    verdict: ChipVerdict
    reasons: tuple[str, ...] = ()
    signer: str = ""
    signer_ends: dt.datetime | None = None
    country: str = ""
    digests: Mapping[int, str] = field(default_factory=dict)
    proven: tuple[int, ...] = ()
    is_chip_proven: bool | None = None


@dataclass(slots=True)
class _Findings:
    bad: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    proven: list[int] = field(default_factory=list)
    signer: x509.Certificate | None = None
    country: x509.Certificate | None = None
    chip_proven: bool | None = None


def judge(files: ChipFiles, store: CountryStore, at: dt.datetime) -> Authenticity:
    """The verdict on what was read.

    Args:
        files: raw files and the chip's proof.
        store: certificates of countries; an empty store never gives *genuine*.
        at: aware time of the reading.
    """
    found = _Findings()
    try:
        signed = security_object.parse(files.security_object)
        _groups(files, signed, found)
        _signature(signed, store, at, found)
        _chip(files, signed, found)
        return _verdict(files, found)
    except ObjectFault as fault:
        found.open.append(str(fault))
    except _UNREADABLE:  # parts of certificates are parsed when first looked at
        found.open.append("chip.object_malformed")
    found.signer = found.country = None
    return _verdict(files, found)


def _verdict(files: ChipFiles, found: _Findings) -> Authenticity:
    if found.bad:
        verdict = ChipVerdict.NOT_GENUINE
    elif found.open:
        verdict = ChipVerdict.CANNOT_TELL
    else:
        verdict = ChipVerdict.GENUINE
    signer, country = found.signer, found.country
    return Authenticity(
        verdict=verdict,
        reasons=tuple(dict.fromkeys([*found.bad, *found.open])),
        signer=signer.subject.human_friendly if signer is not None else "",
        signer_ends=signer.not_valid_after if signer is not None else None,
        country=country.subject.human_friendly if country is not None else "",
        digests={n: hashlib.sha256(data).hexdigest() for n, data in sorted(files.groups.items())},
        proven=tuple(sorted(found.proven)),
        is_chip_proven=found.chip_proven,
    )


def _groups(files: ChipFiles, signed: SecurityObject, found: _Findings) -> None:
    if signed.digest == "sha1":
        found.open.append("chip.weak_algorithm")
    for number, data in files.groups.items():
        listed = signed.groups.get(number)
        if listed is None:
            found.bad.append("chip.group_unsigned")
        elif hashlib.new(signed.digest, data, usedforsecurity=False).digest() != listed:
            found.bad.append("chip.group_changed")
        else:
            found.proven.append(number)
    if not found.proven:
        found.open.append("chip.nothing_read")


def _signature(
    signed: SecurityObject, store: CountryStore, at: dt.datetime, found: _Findings
) -> None:
    known = tuple(x509.Certificate.load(raw) for raw in store.certificates)
    try:
        found.signer = signed.signer(known)
        if not _signs(signed, found.signer):
            found.bad.append("chip.signature_broken")
            return
        path = _path(found.signer, known)
        _dates(found.signer, at, found)
        if path:
            found.country = path[-1]
            if _is_revoked(found.signer, path[0], store):
                found.open.append("chip.signer_revoked")
    except _Impostor:
        found.bad.append("chip.signer_forged")
        return
    except (ObjectFault, KeyFault) as fault:
        found.open.append(str(fault))
        return
    if not path:
        found.open.append("chip.country_unknown" if known else "chip.no_country_certificates")


def _signs(signed: SecurityObject, signer: x509.Certificate) -> bool:
    info = signed.signer_info
    digest = info["digest_algorithm"]["algorithm"].native
    attributes = info["signed_attrs"]
    if digest == "sha1":
        raise KeyFault("chip.weak_algorithm")
    if attributes:
        try:
            own = hashlib.new(digest, signed.content).digest()
        except ValueError as error:
            raise KeyFault("chip.key_unknown") from error
        if signed.attribute("message_digest") != own:
            return False
        if signed.attribute("content_type") != "2.23.136.1.1.1":
            return False
        covered = attributes.untag().dump()
    else:
        covered = signed.content
    key = public_key(signer.public_key)
    return holds(key, info["signature_algorithm"], digest, info["signature"].native, covered)


class _Impostor(Exception):
    """A certificate names an authority by name and key, and that key did not sign it."""


def _path(
    signer: x509.Certificate, known: tuple[x509.Certificate, ...]
) -> tuple[x509.Certificate, ...]:
    """Issuers from the signer's to a self-signed authority of the store; empty without one."""
    path: list[x509.Certificate] = []
    current = signer
    for _ in range(_LONGEST_PATH):
        parents = [c for c in known if _may_issue(c, current)]
        if not parents:
            return ()
        issuer = next((c for c in parents if _issued(c, current)), None)
        if issuer is None:
            raise _Impostor
        path.append(issuer)
        if issuer.self_issued and _issued(issuer, issuer):
            return tuple(path)
        current = issuer
    return ()


def _may_issue(parent: x509.Certificate, child: x509.Certificate) -> bool:
    """By name and by key: an authority that changed its key keeps its name."""
    if parent.subject != child.issuer or parent.dump() == child.dump():
        return False
    named, own = child.authority_key_identifier, parent.key_identifier
    return named is None or own is None or named == own


def _issued(parent: x509.Certificate, child: x509.Certificate) -> bool:
    if not parent.ca or (parent.key_usage_value is not None and not _may_sign(parent)):
        return False
    algorithm = child["signature_algorithm"]
    if algorithm.dump() != child["tbs_certificate"]["signature"].dump():
        return False
    return holds(
        public_key(parent.public_key),
        algorithm,
        "",
        child["signature_value"].native,
        child["tbs_certificate"].dump(),
    )


def _may_sign(parent: x509.Certificate) -> bool:
    return "key_cert_sign" in parent.key_usage_value.native


def _dates(signer: x509.Certificate, at: dt.datetime, found: _Findings) -> None:
    if at < signer.not_valid_before:
        found.open.append("chip.signer_not_yet_valid")
    if at > signer.not_valid_after:
        found.open.append("chip.signer_expired")


def _is_revoked(signer: x509.Certificate, issuer: x509.Certificate, store: CountryStore) -> bool:
    for raw in store.lists:
        found = crl.CertificateList.load(raw)
        if found.issuer != issuer.subject:
            continue
        if not holds(
            public_key(issuer.public_key),
            found["signature_algorithm"],
            "",
            found["signature"].native,
            found["tbs_cert_list"].dump(),
        ):
            continue
        rows = found["tbs_cert_list"]["revoked_certificates"] or ()
        if any(row["user_certificate"].native == signer.serial_number for row in rows):
            return True
    return False


def _chip(files: ChipFiles, signed: SecurityObject, found: _Findings) -> None:
    """The proof that the files are not a copy, where the signed object promises a key."""
    if 15 not in signed.groups:
        return
    if 15 not in files.groups or not files.answer:
        found.open.append("chip.proof_missing")
        return
    try:
        found.chip_proven = proof.holds_key(
            files.groups[15], files.groups.get(14), files.challenge, files.answer
        )
    except KeyFault as fault:
        found.open.append(str(fault))
        return
    if not found.chip_proven:
        found.bad.append("chip.copied")
