"""The process that loads one PKCS#11 module; the only place where ``pkcs11`` is imported.

Verbs come over the pipe: list, look (a list without certificates), login, sign, logout.
A vendor's driver may hang or crash here
without touching the desk: the broker kills this process and starts another. Answers are
``("ok", value)`` or ``("error", kind, detail)``, ``kind`` being the name of the PKCS#11 error.
"""

import contextlib
import hashlib
import importlib
from collections.abc import Iterator
from typing import Any

from signing.tokens.facts import CertificateFact, KeyFact, PinState, TokenInfo
from signing.tokens.hardening import harden_process, wipe
from signing.tokens.secret_pipe import ChildChannel, receive_secret

# DER of DigestInfo up to the digest itself (RFC 8017, section 9.2, note 1).
DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


class _Pin:
    """Gives the binding the PIN as a buffer that can be overwritten: no ``str`` ever exists."""

    def __init__(self, buffer: bytearray) -> None:
        self._buffer = buffer

    def encode(self, _encoding: str) -> bytearray:
        return self._buffer


class ModuleSession:
    """One loaded module and at most one login."""

    def __init__(self, module: str) -> None:
        import pkcs11

        self._pkcs11 = pkcs11
        self._module = module
        self._library: Any = pkcs11.lib(module)
        self._session: Any = None
        self._mechanisms: set[Any] = set()
        self._keys: dict[tuple[bytes, str], Any] = {}

    def list_tokens(self, *, with_certificates: bool) -> list[TokenInfo]:
        """Every initialised token of the module; never asks for a PIN."""
        found = []
        for slot in self._library.get_slots(token_present=True):
            with contextlib.suppress(self._pkcs11.PKCS11Error):  # pulled between the two calls
                token = slot.get_token()
                if self._pkcs11.TokenFlag.TOKEN_INITIALIZED & token.flags:
                    found.append(self._token_info(token, with_certificates=with_certificates))
        return found

    def _token_info(self, token: Any, *, with_certificates: bool) -> TokenInfo:
        serial = token.serial.decode("utf-8", "replace").strip("\0 ")
        certificates: tuple[CertificateFact, ...] = ()
        if with_certificates:
            certificates = tuple(self._certificates(token, serial))
        flags = self._pkcs11.TokenFlag
        return TokenInfo(
            module=self._module,
            slot_id=token.slot.slot_id,
            serial=serial,
            label=token.label,
            manufacturer=token.manufacturer_id,
            model=token.model,
            pin=self._pin_state(token.flags),
            has_pin_pad=bool(token.flags & flags.PROTECTED_AUTHENTICATION_PATH),
            certificates=certificates,
        )

    def _pin_state(self, flags: Any) -> PinState:
        names = self._pkcs11.TokenFlag
        for flag, state in (
            (names.USER_PIN_LOCKED, PinState.LOCKED),
            (names.USER_PIN_FINAL_TRY, PinState.FINAL_TRY),
            (names.USER_PIN_TO_BE_CHANGED, PinState.TO_BE_CHANGED),
            (names.USER_PIN_COUNT_LOW, PinState.COUNT_LOW),
        ):
            if flags & flag:
                return state
        return PinState.NORMAL if flags & names.USER_PIN_INITIALIZED else PinState.NOT_SET

    def _certificates(self, token: Any, serial: str) -> Iterator[CertificateFact]:
        attribute = self._pkcs11.Attribute
        session = token.open()
        try:
            wanted = {attribute.CLASS: self._pkcs11.ObjectClass.CERTIFICATE}
            for item in list(session.get_objects(wanted)):
                with contextlib.suppress(self._pkcs11.PKCS11Error):  # an object without a value
                    yield CertificateFact(
                        module=self._module,
                        slot_id=token.slot.slot_id,
                        token_serial=serial,
                        token_label=token.label,
                        key_id=self._attribute(item, attribute.ID, default=b""),
                        label=self._attribute(item, attribute.LABEL, default=""),
                        der=bytes(item[attribute.VALUE]),
                    )
        finally:
            self._close(session)

    def _attribute(self, item: Any, name: Any, *, default: Any) -> Any:
        try:
            value = item[name]
        except (self._pkcs11.PKCS11Error, ValueError, NotImplementedError):
            return default
        return default if value is None else value

    def _close(self, session: Any) -> None:
        with contextlib.suppress(
            self._pkcs11.PKCS11Error
        ):  # raises when a login was lost meanwhile
            session.close()

    def login(self, slot_id: int, serial: str, pin: bytearray | None) -> list[KeyFact]:
        """Log in once and tell which private keys there are; ``None`` asks on the reader's keys."""
        self.logout()
        token = self._token_in(slot_id, serial)
        secret = self._pkcs11.PROTECTED_AUTH if pin is None else _Pin(pin)
        self._session = token.open(user_pin=secret)
        self._mechanisms = set(token.slot.get_mechanisms())
        keys = {self._pkcs11.Attribute.CLASS: self._pkcs11.ObjectClass.PRIVATE_KEY}
        facts = []
        for item in list(self._session.get_objects(keys)):
            fact = self._key_fact(item)
            self._keys[fact.key_id, fact.label] = item
            facts.append(fact)
        return facts

    def _token_in(self, slot_id: int, serial: str) -> Any:
        for slot in self._library.get_slots(token_present=True):
            if slot.slot_id == slot_id:
                token = slot.get_token()
                if token.serial.decode("utf-8", "replace").strip("\0 ") == serial:
                    return token
        raise self._pkcs11.exceptions.TokenNotPresent

    def _key_fact(self, item: Any) -> KeyFact:
        attribute, key_type = self._pkcs11.Attribute, self._pkcs11.KeyType
        kind = {key_type.RSA: "rsa", key_type.EC: "ec"}.get(
            self._attribute(item, attribute.KEY_TYPE, default=None), "other"
        )
        modulus = (
            bytes(self._attribute(item, attribute.MODULUS, default=b"")) if kind == "rsa" else b""
        )
        return KeyFact(
            key_id=bytes(self._attribute(item, attribute.ID, default=b"")),
            label=self._attribute(item, attribute.LABEL, default=""),
            kind=kind,
            modulus=modulus.lstrip(b"\0"),
            asks_pin_each_time=bool(
                self._attribute(item, attribute.ALWAYS_AUTHENTICATE, default=False)
            ),
            hashes_itself=self._pkcs11.Mechanism.SHA256_RSA_PKCS in self._mechanisms,
        )

    def sign(self, key: KeyFact, data: bytes, hash_name: str, pin: bytearray | None) -> bytes:
        """Sign ``data`` under ``hash_name``: PKCS#1 v1.5 for RSA, r and s side by side for EC."""
        if self._session is None:
            raise self._pkcs11.exceptions.UserNotLoggedIn
        mechanism = self._pkcs11.Mechanism
        item = self._keys.get((key.key_id, key.label))
        if item is None:
            raise self._pkcs11.exceptions.NoSuchKey
        combined = getattr(mechanism, f"{hash_name.upper()}_RSA_PKCS")
        digest = hashlib.new(hash_name, data).digest()
        if key.kind == "ec":
            chosen, payload = mechanism.ECDSA, digest
        elif combined in self._mechanisms:
            chosen, payload = combined, data
        else:
            chosen, payload = mechanism.RSA_PKCS, DIGEST_INFO[hash_name] + digest
        secret = {} if pin is None else {"pin": _Pin(pin)}
        return bytes(item.sign(payload, mechanism=chosen, **secret))

    def logout(self) -> None:
        """End the login, if any; a second login in one process would accept any PIN."""
        session, self._session = self._session, None
        self._keys.clear()
        if session is not None:
            self._close(session)


def serve(connection: ChildChannel) -> None:
    """Wait for the name of a module, tell whether it loads, answer verbs until the pipe closes."""
    harden_process()
    with contextlib.suppress(ImportError):  # told below, once there is a module to tell it of
        importlib.import_module("pkcs11")
    with contextlib.suppress(EOFError, OSError):  # the desk went away: nobody is left to tell
        module = connection.recv()
        try:
            session = ModuleSession(module)
        except Exception as error:  # noqa: BLE001 - foreign code is being loaded: tell and end
            connection.send(("error", type(error).__name__, str(error)))
            return
        try:
            connection.send(("ok", None))
            _answer(connection, session)
        finally:
            session.logout()


def _answer(connection: ChildChannel, session: ModuleSession) -> None:
    """Answer questions for ever.

    Raises:
        EOFError, OSError: the pipe closed.
    """
    while True:
        verb, arguments, pin_follows = connection.recv()
        pin = receive_secret(connection) if pin_follows else None
        try:
            answer: tuple[object, ...] = ("ok", _perform(session, verb, arguments, pin))
        except Exception as error:  # noqa: BLE001 - whatever the driver raised is reported by name
            answer = ("error", type(error).__name__, str(error))
        finally:
            if pin is not None:
                wipe(pin)
        connection.send(answer)


def _perform(
    session: ModuleSession, verb: str, arguments: tuple[Any, ...], pin: bytearray | None
) -> object:
    if verb in {"list", "look"}:
        return session.list_tokens(with_certificates=verb == "list")
    if verb == "login":
        try:
            return session.login(arguments[0], arguments[1], pin)
        except Exception:
            session.logout()
            raise
    if verb == "sign":
        try:
            return session.sign(arguments[0], arguments[1], arguments[2], pin)
        except Exception:
            session.logout()  # whatever it was, this login is over: no second guess with the PIN
            raise
    session.logout()
    return None
