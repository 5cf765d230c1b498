"""Make the practice office's certificates, tokens and trust folder."""

import datetime as dt
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desk_app.practice.pki.authority import Authority
from desk_app.practice.pki.people import (
    CASES,
    OFFICE,
    POLICY_OFFICER,
    POLICY_SEAL,
    SERVICES,
    USER_PIN,
    Holder,
)
from desk_app.practice.pki.softhsm import (
    configuration_of,
    fill_tokens,
    find_softhsm,
    find_tool,
)

_INDEX = "pki.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeToken:
    """One token of the practice office: what its holder needs to sign with it."""

    module: str
    token: str
    cert: str
    role: str
    person: str
    title: str
    pin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticePki:
    """Where everything lies.

    Attributes:
        module: the SoftHSM2 module, or ``None`` when tokens were not made.
        softhsm_conf: must be in ``SOFTHSM2_CONF`` before any process loads the module.
        trust_folder: anchors, intermediates and revocation lists, as ``--trust`` takes them.
    """

    folder: Path
    base_url: str
    module: Path | None
    softhsm_conf: Path | None
    tokens: tuple[PracticeToken, ...]
    trust_folder: Path
    policy_officer: str = POLICY_OFFICER.dotted_string
    policy_seal: str = POLICY_SEAL.dotted_string

    @property
    def tsa_url(self) -> str:
        """Address of the time-stamping service."""
        return f"{self.base_url}/tsa"

    def token(self, cert: str) -> PracticeToken:
        """The token that holds the certificate named ``cert``."""
        return next(row for row in self.tokens if row.cert == cert)

    def certificate(self, name: str) -> bytes:
        """DER of a certificate by its name."""
        return (self.folder / "certs" / f"{name}.der").read_bytes()

    def activate(self) -> None:
        """Let the module find these tokens: children started from now on inherit the setting."""
        if self.softhsm_conf is not None:
            os.environ["SOFTHSM2_CONF"] = str(self.softhsm_conf)


def make_practice_pki(
    folder: Path,
    *,
    port: int,
    now: dt.datetime,
    with_tokens: bool = True,
    with_cases: bool = False,
    bits: int = 2048,
) -> PracticePki:
    """Make keys, certificates, revocation lists, tokens and the trust folder; takes about 2 s.

    Args:
        folder: made when missing.
        port: loopback port written into the certificates (time stamps, OCSP, lists).
        now: the moment the validity periods are counted from.
        with_tokens: fill SoftHSM2 tokens when SoftHSM2 is installed.
        with_cases: also the faulty certificates and special keys that tests want, and an
            impostor chain with the same names.
        bits: RSA size of the two CAs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    authority = Authority(f"http://127.0.0.1:{port}", now)
    authority.add_chain("root", "sub", bits=bits)
    issuers = ["root", "sub"]
    if with_cases:
        authority.add_chain("fakeroot", "fakesub", bits=2048)
        issuers += ["fakeroot", "fakesub"]
    holders = (*OFFICE, *CASES, *SERVICES) if with_cases else (*OFFICE, *SERVICES)
    for holder in holders:
        authority.add_holder(holder)
    authority.write(folder, issuers)
    _write_trust_folder(folder)
    module = find_softhsm() if with_tokens else None
    if module is not None and find_tool(module) is None:
        module = None
    if module is not None:
        fill_tokens(folder, authority, module)
    _write_index(folder, authority, module, holders)
    return load_practice_pki(folder)


def load_practice_pki(folder: Path) -> PracticePki:
    """Read what ``make_practice_pki`` made there before."""
    index = json.loads((folder / _INDEX).read_text(encoding="utf-8"))
    module = index["module"]
    return PracticePki(
        folder=folder,
        base_url=index["base_url"],
        module=Path(module) if module else None,
        softhsm_conf=configuration_of(folder) if module else None,
        tokens=tuple(PracticeToken(**row) for row in index["tokens"]),
        trust_folder=folder / "trust",
    )


def _write_trust_folder(folder: Path) -> None:
    trust = folder / "trust"
    trust.mkdir(exist_ok=True)
    for name in ("root", "sub"):
        shutil.copyfile(folder / "certs" / f"{name}.pem", trust / f"{name}.pem")
        shutil.copyfile(folder / "crl" / f"{name}.crl", trust / f"{name}.crl")


def _write_index(
    folder: Path, authority: Authority, module: Path | None, holders: Iterable[Holder]
) -> None:
    tokens = [
        {
            "module": str(module),
            "token": holder.device,
            "cert": holder.name,
            "role": holder.role,
            "person": holder.cn,
            "title": holder.title,
            "pin": USER_PIN,
        }
        for holder in holders
        if holder.device and module
    ]
    certificates = {
        name: {
            "serial": f"{certificate.serial_number:x}",
            "issuer": authority.holders[name].issuer if name in authority.holders else None,
        }
        for name, certificate in authority.certificates.items()
    }
    index = {
        "base_url": authority.base_url,
        "module": str(module) if module else None,
        "tokens": tokens,
        "certificates": certificates,
    }
    (folder / _INDEX).write_text(
        json.dumps(index, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
