"""Checks of signing from socket to key: reader, module, token, certificate, key, trust, TSA."""

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.bootstrap.data import wall_clock
from desk_app.bootstrap.finding import Finding
from desk_app.config.settings import Settings
from desk_app.domain.errors import DeskError

if TYPE_CHECKING:
    from signing.tokens.facts import CertificateFact, TokenInfo

EXPIRING_DAYS = 30
SMALLEST_RSA = 2048
_PCSCD = Path("/run/pcscd/pcscd.comm")
_SOFT = "softhsm"


def reader(settings: Settings | None) -> Finding:
    """The system's smart-card service runs; a token in software needs none."""
    modules = settings.pkcs11_modules if settings else ()
    if modules and all(_SOFT in Path(module).name.lower() for module in modules):
        return Finding("ok", "")
    if sys.platform == "win32":
        import ctypes

        context = ctypes.c_size_t()
        code = ctypes.windll.winscard.SCardEstablishContext(2, None, None, ctypes.byref(context))
        if code == 0:
            ctypes.windll.winscard.SCardReleaseContext(context)
        runs = code == 0
    else:
        runs = _PCSCD.exists()
    return Finding("ok", "PC/SC") if runs else Finding("warn", "doctor.reader_service")


def module(settings: Settings | None) -> Finding:
    """Every module of the settings is there and answers; without any, those this machine has."""
    modules = settings.pkcs11_modules if settings else ()
    if not modules:
        return _proposed()
    missing = [Path(name).name for name in modules if not Path(name).is_file()]
    if missing:
        return Finding("fail", "doctor.module_missing", {"file": missing[0]})
    from signing.tokens.broker import TokenBroker

    with TokenBroker(modules) as broker:
        faults = broker.module_faults()
    if faults:
        return Finding("fail", faults[0].code, dict(faults[0].facts))
    return Finding("ok", ", ".join(Path(name).name for name in modules))


def _proposed() -> Finding:
    """The modules of vendors that are installed here, ready to be written into the settings."""
    from signing.tokens.modules import find_modules

    found = [each for each in find_modules() if _SOFT not in each.path.name.lower()]
    if not found:
        return Finding("warn", "signing.module_unset")
    names = ", ".join(f"{each.family} ({each.path.name})" for each in found)
    line = ", ".join(f'"{each.path.as_posix()}"' for each in found)
    return Finding("warn", "doctor.module_found", {"names": names, "line": f"modules = [{line}]"})


def token(settings: Settings | None) -> Finding:
    """Tokens that are plugged in."""
    found = _tokens(settings)
    if not found:
        return Finding("warn", "doctor.token_absent")
    return Finding("ok", ", ".join(t.label for t in found))


def certificate(settings: Settings | None) -> Finding:
    """Certificates of the staff list: on a token, in force, and leading to an anchor."""
    from signing.chain import Trust, build_chain
    from signing.errors import SigningError

    if settings is None or not settings.pkcs11_modules:
        return Finding("warn", "signing.module_unset")
    now, seen, soonest = wall_clock().now(), 0, None
    try:
        trust = Trust.load(settings.trust_folder)
    except SigningError:
        return Finding("fail", "doctor.trust_empty")
    for user, fact in _held(settings):
        seen += 1
        try:
            build_chain(fact.der, trust, now)
        except SigningError:
            return Finding("fail", "doctor.certificate_untrusted", {"user": user})
        ends = _ends(fact)
        soonest = ends if soonest is None else min(soonest, ends)
    if soonest is None:
        return Finding("warn", "doctor.certificate_none")
    days = (soonest - now).days
    if days < EXPIRING_DAYS:
        return Finding("warn", "doctor.certificate_expiring", {"days": days})
    return Finding("ok", f"{seen}; {days}")


def key(settings: Settings | None) -> Finding:
    """Keys behind those certificates are of a kind and size that signatures of today may have."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    from signing.chain import load_certificate

    if settings is None or not settings.pkcs11_modules:
        return Finding("warn", "signing.module_unset")
    kinds = set()
    for user, fact in _held(settings):
        public = load_certificate(fact.der).public_key()
        if isinstance(public, rsa.RSAPublicKey):
            if public.key_size < SMALLEST_RSA:
                return Finding("fail", "doctor.key_weak", {"user": user})
            kinds.add(f"RSA-{public.key_size}")
        elif isinstance(public, ec.EllipticCurvePublicKey):
            kinds.add(public.curve.name)
        else:
            return Finding("fail", "doctor.key_weak", {"user": user})
    return (
        Finding("ok", ", ".join(sorted(kinds)))
        if kinds
        else Finding("warn", "doctor.certificate_none")
    )


def trust(settings: Settings | None) -> Finding:
    """Anchors of the desk, and whether its revocation lists are still fresh."""
    from cryptography import x509

    from signing.chain import Trust
    from signing.errors import SigningError

    if settings is None:
        return Finding("warn", "profile.missing", {"file": "profile.toml"})
    try:
        held = Trust.load(settings.trust_folder)
    except SigningError:
        return Finding("fail", "doctor.trust_empty")
    now = wall_clock().now().astimezone(dt.UTC)
    ends = [x509.load_der_x509_crl(der).next_update_utc for der in held.revocation_lists]
    stale = sum(1 for end in ends if end is not None and end < now)
    if stale:
        return Finding("warn", "doctor.lists_stale", {"count": stale})
    return Finding("ok", f"{len(held.anchors)}")


def time_stamp(settings: Settings | None) -> Finding:
    """The time-stamp service answers, and its clock agrees with ours."""
    from signing.chain import Trust
    from signing.cms.time_stamp import TimeStampService
    from signing.errors import SigningError

    if settings is None or not settings.tsa_url:
        return Finding("warn", "doctor.tsa_unset")
    try:
        trusted = Trust.load(settings.trust_folder)
        TimeStampService(settings.tsa_url, timeout_s=5.0, trust=trusted).get_to_know()
    except SigningError as error:
        return Finding("warn", error.code, dict(error.facts))
    return Finding("ok", settings.tsa_url)


def signatures(settings: Settings | None) -> Finding:
    """What of signing runs out: certificates, lists, trust package."""
    from desk_app.bootstrap.signatures import signature_weather
    from desk_app.texts import Texts

    if settings is None:
        return Finding("warn", "profile.missing", {"file": "profile.toml"})
    state, words = signature_weather(settings, Texts())
    return Finding(state, words)  # type: ignore[arg-type]  # ok, warn or fail


def _tokens(settings: Settings | None) -> "tuple[TokenInfo, ...]":
    from signing.tokens.broker import TokenBroker

    if settings is None or not settings.pkcs11_modules:
        return ()
    with TokenBroker(settings.pkcs11_modules) as broker:
        return broker.tokens()


def _held(settings: Settings) -> "Iterator[tuple[str, CertificateFact]]":
    """Users of the staff list with the certificate they sign with, as far as it is plugged in."""
    from desk_app.adapters.staff import StaffFile
    from signing.errors import SigningError
    from signing.tokens.choice import find_certificate

    staff, tokens = StaffFile(settings.within("staff.toml")), _tokens(settings)
    for officer in staff.officers():
        try:
            choice = staff.token_of(officer.user, "personal")
            yield (
                officer.user,
                find_certificate(tokens, token_label=choice.token, label=choice.certificate),
            )
        except (DeskError, SigningError):
            continue


def _ends(fact: "CertificateFact") -> dt.datetime:
    from signing.chain import load_certificate

    return load_certificate(fact.der).not_valid_after_utc
