"""A look at a signing device without its PIN.

Whose certificate, how long it holds, is the PIN locked.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from desk_app.domain.errors import UnavailableError
from signing.errors import SigningError
from signing.tokens.broker import Identity, TokenBroker
from signing.tokens.choice import find_certificate
from signing.tokens.facts import PinState

TAIL = 4
MOST_TOLD = 3
"""From so few tries left on the officer is told, as real tokens do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCertificate:
    """What the PIN dialog tells before a PIN is asked.

    Attributes:
        tries_left: 1 when the device says so, or what the desk counted; None when nobody tells.
        pin_state: ``normal``, ``count_low``, ``final_try``, ``locked``, ``not_set`` or
            ``to_be_changed``.
        asks_each_time: whether every signature costs a PIN; None before the first login.
    """

    holder: str
    issuer: str
    serial_tail: str
    expires_on: dt.date
    tries_left: int | None
    has_pin_pad: bool
    is_locked: bool
    pin_state: str
    asks_each_time: bool | None


def look_at_token(
    module: str,
    token: str,
    certificate: str,
    each_time: Callable[[bytes], bool | None],
    left: Callable[[str], int | None] = lambda _serial: None,
) -> HeldCertificate:
    """The certificate on a token.

    Args:
        module: file name of the PKCS#11 module.
        token: label of the token.
        certificate: label of the certificate.
        each_time: what is known of the key of a certificate (DER).
        left: tries left by the token's serial, where the desk itself counts.

    Raises:
        UnavailableError: code and facts of the signing library (``signing.token_absent`` …).
    """
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    try:
        with TokenBroker([module]) as broker:
            tokens = broker.tokens()
            fact = find_certificate(tokens, token_label=token, label=certificate)
    except SigningError as error:
        facts = {k: v for k, v in error.facts.items() if isinstance(v, (str, int, float, bool))}
        raise UnavailableError(error.code, facts) from error
    held = next(item for item in tokens if item.serial == fact.token_serial)
    parsed = x509.load_der_x509_certificate(fact.der)

    def name(part: x509.Name) -> str:
        found = part.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(found[0].value) if found else ""

    issuer = parsed.issuer.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    tries_left = 1 if held.pin is PinState.FINAL_TRY else left(held.serial)
    state = held.pin
    if tries_left is not None and tries_left < MOST_TOLD:
        state = {0: PinState.LOCKED, 1: PinState.FINAL_TRY}.get(tries_left, PinState.COUNT_LOW)
    return HeldCertificate(
        holder=name(parsed.subject),
        issuer=str(issuer[0].value) if issuer else name(parsed.issuer),
        serial_tail=held.serial.strip()[-TAIL:].upper(),
        expires_on=parsed.not_valid_after_utc.date(),
        tries_left=tries_left,
        has_pin_pad=held.has_pin_pad,
        is_locked=state is PinState.LOCKED,
        pin_state=state.value,
        asks_each_time=each_time(fact.der),
    )


class TokenPresence:
    """Whether a signing device is still plugged in: asked every few seconds, never with a PIN.

    The module stays loaded in a process of its own, so that a look costs a few milliseconds.
    """

    def __init__(self) -> None:
        self._brokers: dict[str, TokenBroker] = {}
        self._known: dict[tuple[str, str], Identity] = {}
        self._last: dict[str, frozenset[Identity]] = {}

    def is_here(self, module: str, token: str) -> bool:
        """Whether the token with this label is plugged in now.

        Raises:
            UnavailableError: the module cannot tell (``signing.*``).
        """
        if module not in self._brokers:
            self._brokers[module] = TokenBroker([module])
        broker = self._brokers[module]
        identity = self._known.get((module, token))
        if identity is None:
            try:
                found = {t.label: t.identity for t in broker.tokens()}
            except SigningError as error:
                raise UnavailableError(error.code) from error
            if token not in found:
                return False
            identity = self._known[module, token] = found[token]
            self._last[module] = frozenset(found.values())
        here = broker.present(assumed=self._last.get(module, frozenset()))
        self._last[module] = here
        return identity in here

    def close(self) -> None:
        """Let the modules go."""
        for broker in self._brokers.values():
            broker.close()
        self._brokers.clear()
