"""What other people's programs say about our files."""

import subprocess
from pathlib import Path

import pikepdf


def qpdf_accepts(path: Path) -> bool:
    """``qpdf --check`` finds nothing to complain about."""
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True)
    return done.returncode == 0


def pdfsig_counts(path: Path) -> tuple[int, int]:
    """Signatures that poppler calls valid, and signatures it sees (time stamps left out)."""
    done = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True)
    valid = done.stdout.count("Signature Validation: Signature is Valid.")
    seen = done.stdout.count("Signature Type: ETSI.CAdES.detached")
    return valid, seen


def openssl_accepts(path: Path, folder: Path) -> list[bool]:
    """``openssl cms -verify -cades`` on each CAdES signature; ``folder`` is the practice PKI."""
    verdicts = []
    data = path.read_bytes()
    with pikepdf.open(path) as pdf:
        values = [
            field.V
            for field in pdf.Root.AcroForm.Fields
            if field.get("/FT") == "/Sig" and "/V" in field
        ]
        pairs = [
            ([int(number) for number in value.ByteRange], bytes(value.Contents))
            for value in values
            if value.SubFilter == "/ETSI.CAdES.detached"
        ]
    for at, (span, contents) in enumerate(pairs):
        cms = path.with_suffix(f".{at}.cms")
        content = path.with_suffix(f".{at}.content")
        cms.write_bytes(contents)
        content.write_bytes(data[span[0] : span[1]] + data[span[2] : span[2] + span[3]])
        command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER"]
        command += ["-in", str(cms), "-content", str(content), "-purpose", "any"]
        command += ["-CAfile", str(folder / "certs" / "root.pem"), "-out", "/dev/null"]
        done = subprocess.run(command, capture_output=True)
        verdicts.append(done.returncode == 0)
    return verdicts


def pyhanko_verdicts(path: Path, folder: Path) -> dict[str, tuple[bool, str]]:
    """For each signature: whether pyHanko's bottom line is good, and its summary."""
    from asn1crypto import x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
    from pyhanko_certvalidator import ValidationContext

    root = x509.Certificate.load((folder / "certs" / "root.der").read_bytes())

    def context() -> ValidationContext:
        return ValidationContext(
            trust_roots=[root], allow_fetching=False, revocation_mode="soft-fail"
        )

    verdicts = {}
    with path.open("rb") as file:
        for found in PdfFileReader(file).embedded_signatures:
            if found.sig_object_type == "/DocTimeStamp":
                status = validate_pdf_timestamp(found, context())
                verdicts[found.field_name] = (status.valid and status.trusted, status.summary())
            else:
                status = validate_pdf_signature(found, context(), ts_validation_context=context())
                verdicts[found.field_name] = (status.bottom_line, status.summary())
    return verdicts
