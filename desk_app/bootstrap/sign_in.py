"""Signing in at the desk: by password, or by the signing token's answer to a challenge."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.desk import Desk
from desk_app.application.ports import TokenChoice
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.signatures import pin_tries
from desk_app.domain.errors import DeskError, Fact, RuleError, UnavailableError

if TYPE_CHECKING:
    from signing.errors import SigningError
    from signing.tokens.facts import CertificateFact, TokenInfo

ATTEMPTS = "sign-in.json"
CHALLENGE = b"desk-app sign-in 1\x00"


def check_password(desk: Desk, user: str, ask: Callable[[], str]) -> None:
    """Check the officer's password where the profile asks for one; one attempt.

    Raises:
        RuleError: ``session.wrong_password`` or ``session.locked``; names are not told.
        UnavailableError: ``session.lease_expired``.
    """
    from desk_app.adapters.staff.accounts import Accounts

    settings = load_settings(desk.profile)
    if not settings.asks_password:
        return
    accounts = Accounts(
        settings.within(ATTEMPTS), desk.office.staff.password_hash, desk.office.clock.now
    )
    accounts.check(user, ask())
    _within_lease(desk)


def asks_password(desk: Desk) -> bool:
    """Whether the profile lets nobody act without a name and a password."""
    return load_settings(desk.profile).asks_password


def check_token(desk: Desk, pin: bytearray, last_user: str = "") -> str:
    """Let the signing token answer a challenge; gives the user name of its holder.

    The token signs bytes made for this sign-in alone; they begin as no document's attributes do, so
    that the answer is of no use anywhere else.

    Args:
        desk: the opened desk.
        pin: what was typed; overwritten.
        last_user: who sits here usually; decides when several officers' tokens are plugged in.

    Raises:
        RuleError: ``session.unknown_certificate``, ``session.token_ambiguous`` or
            ``session.certificate_not_trusted``.
        UnavailableError: those of the token (``signing.*``), ``session.lease_expired``.
    """
    from signing.errors import SigningError
    from signing.selfcheck import signature_fits
    from signing.tokens.broker import TokenBroker
    from signing.tokens.choice import find_certificate

    modules = _modules(desk)
    challenge = CHALLENGE + desk.office.facts.device_id.encode() + b"\x00" + os.urandom(32)
    try:
        with TokenBroker(modules) as broker:
            tokens = broker.tokens()
            user, choice = _holder(desk, tokens, last_user)
            fact = find_certificate(tokens, token_label=choice.token, label=choice.certificate)
            _refuse_untrusted(desk, fact)
            tries = pin_tries(load_settings(desk.profile))
            with (
                tries.counting(fact.token_serial, choice.token, confirmed=True),
                broker.login(fact, pin) as key,
            ):
                tries.right(fact.token_serial)
                answer = key.sign(challenge)
    except SigningError as error:
        raise _translated(error) from error
    finally:
        pin[:] = bytes(len(pin))
    if not signature_fits(fact.der, challenge, answer, "sha256"):
        raise RuleError("session.unknown_certificate")
    _within_lease(desk)
    return user


def _modules(desk: Desk) -> tuple[str, ...]:
    """Modules of the settings and of the staff list, each once."""
    named = dict.fromkeys(load_settings(desk.profile).pkcs11_modules)
    for officer in desk.office.staff.officers():
        try:
            named[desk.office.staff.token_of(officer.user, "personal").module] = None
        except DeskError:
            continue
    if not named:
        raise UnavailableError("signing.module_unset")
    return tuple(module for module in named if module)


def _holder(desk: Desk, tokens: "tuple[TokenInfo, ...]", last_user: str) -> tuple[str, TokenChoice]:
    """The officer whose personal token is plugged in."""
    plugged = {token.label for token in tokens}
    holders: dict[str, TokenChoice] = {}
    for officer in desk.office.staff.officers():
        try:
            choice = desk.office.staff.token_of(officer.user, "personal")
        except DeskError:
            continue
        if choice.token in plugged:
            holders[officer.user] = choice
    if last_user in holders:
        return last_user, holders[last_user]
    if not holders:
        raise RuleError("session.unknown_certificate")
    if len(holders) > 1:
        raise RuleError("session.token_ambiguous", {"count": len(holders)})
    return next(iter(holders.items()))


def _refuse_untrusted(desk: Desk, fact: "CertificateFact") -> None:
    """The certificate must be in force and lead to an anchor of this desk."""
    from signing.chain import Trust, build_chain
    from signing.errors import SigningError

    try:
        trust = Trust.load(Path(desk.profile) / "trust")
        chain = build_chain(fact.der, trust, desk.office.clock.now())
    except SigningError as error:
        raise RuleError("session.certificate_not_trusted", {"reason": error.code}) from error
    if _is_revoked(chain, trust.revocation_lists):
        raise RuleError("session.certificate_not_trusted", {"reason": "revoked"})


def _is_revoked(chain: tuple[bytes, ...], lists: tuple[bytes, ...]) -> bool:
    """Whether a list of the trust folder, signed by the issuer, names the holder's certificate.

    The fresh word on revocation belongs to signing; at the door the lists at hand are enough.
    """
    from cryptography import x509

    from signing.chain import load_certificate

    if len(chain) < 2:
        return False
    holder, issuer = load_certificate(chain[0]), load_certificate(chain[1])
    for der in lists:
        crl = x509.load_der_x509_crl(der)
        if crl.issuer != issuer.subject:
            continue
        key = issuer.public_key()
        named = crl.get_revoked_certificate_by_serial_number(holder.serial_number)
        if named is not None and crl.is_signature_valid(key):  # type: ignore[arg-type]  # CA keys are of the kinds that sign lists
            return True
    return False


def _within_lease(desk: Desk) -> None:
    """Refuse sign-in when the province has not been heard for longer than the office allows.

    An officer taken off the staff must not go on at a desk that is kept off the network. A desk
    that never met its province is being set up and is not refused.
    """
    settings = load_settings(desk.profile)
    last = desk.outbox.last_mark()
    if settings.is_practice or not settings.province_url or last is None:
        return
    allowed = dt.timedelta(hours=settings.offline_hours)
    if desk.office.clock.now() - last.local_wall <= allowed:
        return
    try:
        heard = not desk.synchronise().stopped
    except DeskError:
        heard = False
    if not heard:
        raise UnavailableError("session.lease_expired", {"hours": settings.offline_hours})


def _translated(error: "SigningError") -> UnavailableError:
    facts: dict[str, Fact] = {
        k: v for k, v in error.facts.items() if isinstance(v, (str, int, float, bool))
    }
    return UnavailableError(error.code, facts)
