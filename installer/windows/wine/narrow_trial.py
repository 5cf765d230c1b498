"""``narrow_trial.py PROFILE``: a 32-bit module signs through the broker, on practice tokens.

Run by the installed interpreter. Both widths of SoftHSM2 share their store: they must show the same
tokens, and a signature made by the narrow one must hold under its certificate.
"""

import json
import os
import sys
import tomllib
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from signing.tokens.broker import TokenBroker
from signing.tokens.choice import find_certificate
from signing.tokens.width import module_width


def main(profile: Path) -> int:
    """Sign once through each width."""
    settings = tomllib.loads((profile / "profile.toml").read_text(encoding="utf-8"))
    os.environ["SOFTHSM2_CONF"] = settings["signing"]["softhsm_conf"]
    wide = Path(settings["signing"]["modules"][0])
    narrow = Path(sys.prefix, "token", "32", "softhsm2.dll")
    assert (module_width(wide), module_width(narrow)) == (64, 32)  # noqa: S101 - a trial
    with TokenBroker([wide]) as broker:
        expected = {token.serial for token in broker.tokens()}
    with TokenBroker([narrow]) as broker:
        tokens = broker.tokens()
        assert {token.serial for token in tokens} == expected  # noqa: S101
        known = json.loads((profile / "pki" / "pki.json").read_text(encoding="utf-8"))["tokens"]
        row = next(row for row in known if row["cert"] == "canbo1")
        fact = find_certificate(tokens, token_label=row["token"], label=row["cert"])
        with broker.login(fact, bytearray(row["pin"].encode())) as key:
            value = key.sign(b"thu 32 bit")
            public = x509.load_der_x509_certificate(key.certificate).public_key()
    assert isinstance(public, rsa.RSAPublicKey)  # noqa: S101
    public.verify(value, b"thu 32 bit", padding.PKCS1v15(), hashes.SHA256())
    sys.stdout.write(f"{len(expected)} tokens, signed through 32 bit\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
