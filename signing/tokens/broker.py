"""Tokens of several modules, seen and used from the desk's process."""

import contextlib
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from signing.errors import SigningError
from signing.tokens.choice import matching_key, once_each
from signing.tokens.facts import CertificateFact, KeyFact, PinState, TokenInfo
from signing.tokens.hardening import wipe
from signing.tokens.nursery import Nursery
from signing.tokens.process import Deadlines, ModuleFaultError, ModuleProcess
from signing.tokens.secret_pipe import MAX_BYTES as MAX_PIN_BYTES

AskPin = Callable[[], bytearray | None]
Identity = tuple[str, str, str]

_LOOK_EVERY_S = 0.1

_PIN_FAULTS = {
    "PinIncorrect": "signing.pin_incorrect",
    "PinInvalid": "signing.pin_length",
    "PinLenRange": "signing.pin_length",
    "PinLocked": "signing.pin_locked",
    "PinExpired": "signing.pin_expired",
    "UserPinNotInitialized": "signing.pin_not_set",
    "FunctionCancelled": "signing.pin_cancelled",
}


class TokenBroker:
    """All tokens of the given modules; a context manager that logs out and ends the children."""

    def __init__(
        self,
        modules: Iterable[Path | str],
        *,
        deadlines: Deadlines | None = None,
        nursery: Nursery | None = None,
    ) -> None:
        self.deadlines = deadlines or Deadlines()
        self._nursery = nursery or Nursery()
        self._processes = {
            str(module): ModuleProcess(str(module), self.deadlines, self._nursery)
            for module in modules
        }

    def __enter__(self) -> "TokenBroker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every child."""
        self._nursery.close()
        for process in self._processes.values():
            process.close()

    def tokens(self) -> tuple[TokenInfo, ...]:
        """Tokens and their certificates, without a PIN; the same card seen by two modules once.

        Raises:
            SigningError: only when every module failed; else the failed ones are left out
                (``module_faults`` names them).
        """
        found: list[TokenInfo] = []
        faults = self._collect(found, with_certificates=True)
        if faults and len(faults) == len(self._processes):
            raise faults[0]
        return tuple(once_each(found))

    def module_faults(self) -> tuple[SigningError, ...]:
        """What is wrong with modules that cannot be listed now."""
        return tuple(self._collect([], with_certificates=False))

    def _collect(self, found: list[TokenInfo], *, with_certificates: bool) -> list[SigningError]:
        faults = []
        for process in self._processes.values():
            try:
                found += process.call(
                    "list" if with_certificates else "look", deadline_s=self.deadlines.list_s
                )
            except SigningError as error:
                faults.append(error)
            except ModuleFaultError as fault:
                faults.append(_token_error(fault, process.module, ""))
        return faults

    def present(self, assumed: frozenset[Identity] = frozenset()) -> frozenset[Identity]:
        """Identities of the tokens plugged in now: cheap, for polling.

        Args:
            assumed: what was there before; kept as it was while a module is busy signing.
        """
        identities: set[Identity] = set()
        for process in self._processes.values():
            with contextlib.suppress(SigningError, ModuleFaultError):
                tokens = process.try_call("look", deadline_s=self.deadlines.list_s)
                if tokens is None:
                    return assumed
                identities.update(token.identity for token in tokens)
        return frozenset(identities)

    def login(
        self,
        certificate: CertificateFact,
        pin: bytearray | None,
        *,
        final_try_confirmed: bool = False,
        ask_pin: AskPin | None = None,
    ) -> "SigningKey":
        """Log in once to the token that holds ``certificate``.

        Exactly one attempt reaches the token, and none when the token says that the PIN is locked
        or, unless ``final_try_confirmed``, that this would be the last try.

        Args:
            certificate: chosen from ``tokens()``; found again by token serial and public key.
            pin: what was typed, overwritten before this returns; ``None`` for a PIN pad.
            final_try_confirmed: the officer was told that this is the last try and goes on.
            ask_pin: called before each signature when the key wants the PIN every time.

        Raises:
            SigningError: with the codes ``signing.pin_*``, ``signing.token_*``, ``signing.key_*``.
        """
        process = self._processes[certificate.module]
        try:
            token = self._token_of(certificate)
            if all(fact.der != certificate.der for fact in token.certificates):
                raise SigningError(
                    "signing.certificate_not_found",
                    token=token.label,
                    certificate=certificate.label,
                )
            _refuse_hopeless(token, pin, final_try_confirmed=final_try_confirmed)
            keys = self._login_once(process, token, pin)
        finally:
            if pin is not None:
                wipe(pin)
        try:
            key = matching_key(keys, certificate)
        except SigningError:
            with contextlib.suppress(SigningError, ModuleFaultError):
                process.call("logout", deadline_s=self.deadlines.logout_s)
            raise
        self._nursery.keep_one_ready()
        return SigningKey(self, process, token, certificate, key, ask_pin)

    def _login_once(
        self, process: ModuleProcess, token: TokenInfo, pin: bytearray | None
    ) -> list[KeyFact]:
        deadline_s = self.deadlines.login_s if pin is not None else self.deadlines.pin_pad_s
        try:
            keys: list[KeyFact] = process.call(
                "login", token.slot_id, token.serial, deadline_s=deadline_s, pin=pin
            )
        except ModuleFaultError as fault:
            raise self.explain(fault, process, token) from fault
        return keys

    def _token_of(self, certificate: CertificateFact) -> TokenInfo:
        """The token as it is now, with fresh PIN flags."""
        process = self._processes[certificate.module]
        try:
            tokens: list[TokenInfo] = process.call("list", deadline_s=self.deadlines.list_s)
        except ModuleFaultError as fault:
            raise _token_error(fault, process.module, certificate.token_label) from fault
        for token in tokens:
            if (token.serial, token.label) == (certificate.token_serial, certificate.token_label):
                return token
        raise SigningError("signing.token_removed", token=certificate.token_label)

    def explain(
        self, fault: ModuleFaultError, process: ModuleProcess, token: TokenInfo
    ) -> SigningError:
        """Say what happened by looking again which tokens are there, not by the error's name.

        Only the PIN errors are taken at their word: vendors report a pulled card as anything.
        """
        code = _PIN_FAULTS.get(fault.kind)
        if code is not None:
            return _pin_error(code, self._look_again(process, token) or token)
        if fault.kind == "ArgumentsBad" and "rotected auth" in fault.detail:
            return SigningError("signing.pin_pad_missing", token=token.label)
        if not self._stays(process, token):
            return SigningError("signing.token_removed", token=token.label)
        if fault.kind == "SessionLost":
            return SigningError("signing.session_lost", token=token.label)
        return _token_error(fault, process.module, token.label)

    def _stays(self, process: ModuleProcess, token: TokenInfo) -> bool:
        """Whether the token is still there once the reader has had time to notice."""
        deadline = time.monotonic() + self.deadlines.settle_s
        while self._look_again(process, token) is not None:
            if time.monotonic() >= deadline:
                return True
            time.sleep(_LOOK_EVERY_S)
        return False

    def _look_again(self, process: ModuleProcess, token: TokenInfo) -> TokenInfo | None:
        try:
            tokens: list[TokenInfo] = process.call("look", deadline_s=self.deadlines.list_s)
        except (SigningError, ModuleFaultError):
            return None
        return next((other for other in tokens if other.identity == token.identity), None)


class SigningKey:
    """One private key under one login; leave the ``with`` block to log out.

    Attributes:
        certificate: DER of the signer's certificate.
        token_seconds: time spent waiting for the token so far.
    """

    def __init__(
        self,
        broker: TokenBroker,
        process: ModuleProcess,
        token: TokenInfo,
        fact: CertificateFact,
        key: KeyFact,
        ask_pin: AskPin | None,
    ) -> None:
        self.certificate = fact.der
        self.token = token
        self.fact = fact
        self.token_seconds = 0.0
        self._broker, self._process, self._key, self._ask_pin = broker, process, key, ask_pin
        self._generation = process.generation
        self._asked_at = 0.0

    def __enter__(self) -> "SigningKey":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def others(self) -> tuple[bytes, ...]:
        """DER of the other certificates on the same token, often the issuing CA among them."""
        return tuple(fact.der for fact in self.token.certificates if fact.der != self.certificate)

    @property
    def kind(self) -> str:
        """``rsa`` or ``ec``."""
        return self._key.kind

    @property
    def asks_pin_each_time(self) -> bool:
        """Whether every signature costs one PIN entry of its own."""
        return self._key.asks_pin_each_time

    def sign(self, data: bytes, hash_name: str = "sha256") -> bytes:
        """Sign and wait. RSA: PKCS#1 v1.5 over ``hash_name``; EC: DER of r and s."""
        self.begin(data, hash_name)
        return self.finish()

    def begin(self, data: bytes, hash_name: str = "sha256") -> None:
        """Hand the data to the token; ``finish`` must follow from the same thread of work.

        Raises:
            SigningError: the session is gone, or the PIN for this signature was not given.
        """
        pin = self._pin_for_this_signature()
        self._asked_at = time.perf_counter()
        try:
            self._process.ask(
                "sign", self._key, data, hash_name, pin=pin, generation=self._generation
            )
        except ModuleFaultError as fault:
            raise self._broker.explain(fault, self._process, self.token) from fault
        finally:
            if pin is not None:
                wipe(pin)

    def finish(self) -> bytes:
        """Wait for the signature begun before.

        Raises:
            SigningError: codes ``signing.token_*``, ``signing.pin_*``, ``signing.module_*``.
        """
        try:
            value: bytes = self._process.answer(self._broker.deadlines.sign_s)
        except ModuleFaultError as fault:
            raise self._broker.explain(fault, self._process, self.token) from fault
        finally:
            self.token_seconds += time.perf_counter() - self._asked_at
        if self._key.kind == "ec":
            half = len(value) // 2
            return encode_dss_signature(
                int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
            )
        return value

    def _pin_for_this_signature(self) -> bytearray | None:
        if not self._key.asks_pin_each_time:
            return None
        pin = self._ask_pin() if self._ask_pin is not None else None
        if pin is None:
            raise SigningError("signing.pin_cancelled", token=self.token.label)
        if not 0 < len(pin) <= MAX_PIN_BYTES:
            wipe(pin)
            raise SigningError("signing.pin_length", token=self.token.label)
        return pin

    def close(self) -> None:
        """Log out; a module that does not answer is ended, which logs out as well."""
        with contextlib.suppress(SigningError, ModuleFaultError):
            self._process.call(
                "logout", deadline_s=self._broker.deadlines.logout_s, generation=self._generation
            )


def _refuse_hopeless(token: TokenInfo, pin: bytearray | None, *, final_try_confirmed: bool) -> None:
    """Refuse before anything reaches the token what cannot succeed or would be the last try."""
    if token.pin is PinState.LOCKED:
        raise SigningError("signing.pin_locked", token=token.label)
    if token.pin is PinState.NOT_SET:
        raise SigningError("signing.pin_not_set", token=token.label)
    if token.pin is PinState.FINAL_TRY and not final_try_confirmed:
        raise SigningError("signing.pin_final_try", token=token.label)
    if pin is None and not token.has_pin_pad:
        raise SigningError("signing.pin_pad_missing", token=token.label)
    if pin is not None and not 0 < len(pin) <= MAX_PIN_BYTES:
        raise SigningError("signing.pin_length", token=token.label)


def _pin_error(code: str, token: TokenInfo) -> SigningError:
    if code == "signing.pin_incorrect" and token.pin is PinState.LOCKED:
        code = "signing.pin_locked"
    elif code == "signing.pin_incorrect" and token.pin is PinState.FINAL_TRY:
        code = "signing.pin_incorrect_final_try"
    return SigningError(code, token=token.label, pin_state=token.pin.value)


def _token_error(fault: ModuleFaultError, module: str, token: str) -> SigningError:
    return SigningError(
        "signing.token_error", token=token, module=module, fault=fault.kind, detail=fault.detail
    )
