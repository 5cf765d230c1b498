"""SoftHSM2 tokens that hold the keys of the practice office."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from desk_app.practice.pki.authority import Authority
from desk_app.practice.pki.people import SO_PIN, USER_PIN, Holder
from scanner.recognition.ocr.short_path import short_path

_FOLDERS = (
    "/usr/lib/softhsm",
    "/usr/lib64/softhsm",
    "/usr/lib/x86_64-linux-gnu/softhsm",
    "/usr/lib/aarch64-linux-gnu/softhsm",
    "/usr/local/lib/softhsm",
    Path(sys.prefix, "token", "64"),  # what the Windows set-up program brings
    "C:/SoftHSM2/lib",
)
_NAMES = ("libsofthsm2.so", "softhsm2-x64.dll", "softhsm2.dll")


def find_softhsm() -> Path | None:
    """The SoftHSM2 module of this machine, or ``None``; ``SOFTHSM2_MODULE`` names another."""
    named = os.environ.get("SOFTHSM2_MODULE")
    candidates = [Path(named)] if named else []
    candidates += [Path(folder, name) for folder in _FOLDERS for name in _NAMES]
    return next((path for path in candidates if path.is_file()), None)


def find_tool(module: Path) -> str | None:
    """``softhsm2-util``, the one beside the module first; ``None`` when there is none."""
    beside = module.with_name("softhsm2-util.exe")
    return str(beside) if beside.is_file() else shutil.which("softhsm2-util")


def configuration_of(folder: Path) -> Path:
    """Where ``SOFTHSM2_CONF`` points for the tokens in a folder that exists.

    On Windows SoftHSM2 opens files by their names in the ANSI code page, which has no Vietnamese:
    the folder is named by its short form there.
    """
    return Path(short_path(str(folder))) / "softhsm2.conf"


def fill_tokens(folder: Path, authority: Authority, module: Path) -> None:
    """Make one token per label in ``folder/tokens``; sets ``SOFTHSM2_CONF`` of this process.

    Keys are sensitive and cannot be taken out. The first certificate of a token has ``CKA_ID`` 01
    and the issuing CA lies beside it, as real tokens do.
    """
    store = folder / "tokens"
    shutil.rmtree(store, ignore_errors=True)
    store.mkdir(parents=True)
    configuration = configuration_of(folder)
    configuration.write_text(
        f"directories.tokendir = {configuration.parent / 'tokens'}\n"
        "objectstore.backend = file\nlog.level = ERROR\n"
        "slots.removable = true\nslots.mechanisms = ALL\n",
        encoding="utf-8",
    )
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    by_token: dict[str, list[Holder]] = {}
    for holder in authority.holders.values():
        if holder.device:
            by_token.setdefault(holder.device, []).append(holder)
    tool = find_tool(module) or "softhsm2-util"
    for label in by_token:
        command = [tool, "--module", str(module), "--init-token", "--free"]
        command += ["--label", label, "--pin", USER_PIN, "--so-pin", SO_PIN]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    _store_objects(authority, module, by_token)


def _store_objects(authority: Authority, module: Path, by_token: dict[str, list[Holder]]) -> None:
    """Fill the tokens in a process of its own: a loaded module keeps its first configuration."""
    import multiprocessing

    plan = {
        label: [_stored(authority, holder) for holder in row] for label, row in by_token.items()
    }
    worker = multiprocessing.get_context("spawn").Process(
        target=_fill_in_child, args=(str(module), plan)
    )
    worker.start()
    worker.join(60)
    if worker.exitcode != 0:
        worker.kill()
        message = f"filling the practice tokens ended with {worker.exitcode}"
        raise RuntimeError(message)


@dataclass(frozen=True, slots=True)
class _Stored:
    """What one holder puts on a token, in plain values that cross the process border."""

    name: str
    key: bytes
    is_ec: bool
    asks_pin_each_time: bool
    chain: list[tuple[str, bytes]]


def _stored(authority: Authority, holder: Holder) -> _Stored:
    key = authority.keys[holder.name].private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return _Stored(
        holder.name,
        key,
        holder.key == "p256",
        holder.asks_pin_each_time,
        _chain(authority, holder),
    )


def _chain(authority: Authority, holder: Holder) -> list[tuple[str, bytes]]:
    return [
        (name, authority.certificates[name].public_bytes(serialization.Encoding.DER))
        for name in (holder.name, holder.issuer)
    ]


def _fill_in_child(module: str, plan: dict[str, list[_Stored]]) -> None:
    import pkcs11
    from pkcs11 import Attribute, ObjectClass
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    library = pkcs11.lib(module)
    for label, rows in plan.items():
        with library.get_token(token_label=label).open(rw=True, user_pin=USER_PIN) as session:
            for number, stored in enumerate(rows, start=1):
                decode = decode_ec_private_key if stored.is_ec else decode_rsa_private_key
                attributes = decode(stored.key)
                attributes.update(
                    {
                        Attribute.TOKEN: True,
                        Attribute.PRIVATE: True,
                        Attribute.SENSITIVE: True,
                        Attribute.EXTRACTABLE: False,
                        Attribute.SIGN: True,
                        Attribute.ID: bytes([number]),
                        Attribute.LABEL: stored.name,
                    }
                )
                if stored.asks_pin_each_time:
                    attributes[Attribute.ALWAYS_AUTHENTICATE] = True
                session.create_object(attributes)
                for place, (name, der) in enumerate(stored.chain[: 2 if number == 1 else 1]):
                    certificate = decode_x509_certificate(der)
                    certificate.update(
                        {
                            Attribute.TOKEN: True,
                            Attribute.PRIVATE: False,
                            Attribute.LABEL: name,
                            Attribute.ID: b"\xca" if place else bytes([number]),
                            Attribute.CLASS: ObjectClass.CERTIFICATE,
                        }
                    )
                    session.create_object(certificate)
