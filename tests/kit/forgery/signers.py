"""Signing with the reference library at every level, for papers under test."""

from __future__ import annotations

import datetime as dt
import io

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import copy_into_new_writer  # noqa: F401 - used by variants
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.kit.forgery.pki import Pki

PREPARED = ("LanhDao", "ConDau", "SaoY")


def store(pki: Pki, *names: str) -> SimpleCertificateStore:
    """A certificate store that is embedded with a signature."""
    found = SimpleCertificateStore()
    for name in names:
        found.register(pki.asn1(name))
    return found


def signer(pki: Pki, name: str, **options) -> signers.SimpleSigner:
    """The reference signer of a person."""
    chain = [pki.specs[name].issuer] if name in pki.specs else []
    return signers.SimpleSigner(
        signing_cert=pki.asn1(name),
        signing_key=pki.asn1_key(name),
        cert_registry=store(pki, *chain),
        **options,
    )


def stamper(pki: Pki, name: str = "tsa", when: dt.datetime | None = None) -> DummyTimeStamper:
    """A time-stamping authority without a network."""
    return DummyTimeStamper(
        tsa_cert=pki.asn1(name),
        tsa_key=pki.asn1_key(name),
        certs_to_embed=store(pki, pki.specs[name].issuer),
        fixed_dt=when,
        include_nonce=True,
    )


def validation(pki: Pki, **options) -> ValidationContext:
    """What the reference library needs to collect revocation data."""
    options.setdefault("crls", [pki.crl(n) for n in ("root", "sub")])
    return ValidationContext(
        trust_roots=[pki.asn1("root")],
        other_certs=[pki.asn1("sub"), pki.asn1("tsa")],
        allow_fetching=False,
        **options,
    )


def prepare(pdf: bytes, names: tuple[str, ...] = PREPARED, *, lock=None) -> bytes:
    """Add empty visible fields as a first revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for index, name in enumerate(names):
        left = 60 + 170 * index
        spec = fields.SigFieldSpec(
            name,
            box=(left, 100, left + 150, 170),
            field_mdp_spec=(lock or {}).get(name),
        )
        fields.append_signature_field(writer, spec)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sign(
    pdf: bytes,
    pki: Pki,
    name: str = "canbo1",
    *,
    level: str = "b-b",
    field: str = "CanBo",
    box: tuple[int, int, int, int] | None = None,
    when: dt.datetime | None = None,
    tsa: str = "tsa",
    subfilter=fields.SigSeedSubFilter.PADES,
    certify: int | None = None,
    options: dict | None = None,
    signer_options: dict | None = None,
    stamp: bool = True,
    writer_hook=None,
    **metadata,
) -> bytes:
    """A signed copy of ``pdf``."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    if writer_hook:
        writer_hook(writer)
    spec = fields.SigFieldSpec(field, box=box) if box else None
    if certify is not None:
        metadata.update(certify=True, docmdp_permissions=fields.MDPPerm(certify))
    if level in ("b-lt", "b-lta"):
        metadata.update(
            embed_validation_info=True,
            validation_context=metadata.pop("context", None) or validation(pki),
            use_pades_lta=level == "b-lta",
        )
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm=metadata.pop("digest", "sha256"),
        subfilter=subfilter,
        **metadata,
    )
    machine = signers.PdfSigner(
        meta,
        signer(pki, name, **(signer_options or {})),
        timestamper=None if level == "b-b" else stamper(pki, tsa, when),
        stamp_style=TextStampStyle(stamp_text="Ky boi: %(signer)s") if box or stamp else None,
        new_field_spec=spec,
    )
    out = io.BytesIO()
    machine.sign_pdf(writer, output=out, **(options or {}))
    return out.getvalue()


def stamp_document(
    pdf: bytes, pki: Pki, when: dt.datetime | None = None, tsa: str = "tsa"
) -> bytes:
    """Add a document time stamp as a later revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    out = io.BytesIO()
    signers.PdfTimeStamper(stamper(pki, tsa, when)).timestamp_pdf(
        writer, "sha256", None, output=out
    )
    return out.getvalue()
