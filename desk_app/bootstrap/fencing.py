"""Tells a copy of a desk from the desk itself: a cloned disk, a restored or copied profile.

A code book or a lease must never be used twice. A random name lies in the profile and in the
system's key ring, beside the name of the machine; where they differ, this is a copy, and it goes on
as a new generation of the desk, which the province fences from the old one.
"""

import datetime as dt
import json
import logging
import sys
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from desk_app.config.keys import KeyStore, KeyStoreError, write_private
from desk_app.config.settings import Settings
from desk_app.domain.errors import UnavailableError

logger = logging.getLogger(__name__)

INSTANCE = "instance.json"
_MACHINE_ID = Path("/etc/machine-id")


@dataclass(frozen=True, slots=True)
class Instance:
    """What the profile says of itself.

    Attributes:
        name: random; the key ring holds the same one.
        generation: rises whenever a copy is found.
        machine: name the system gives the machine; empty where it has none.
    """

    name: str
    generation: int
    machine: str


def fenced(settings: Settings, store: KeyStore, *, now: dt.datetime) -> Settings:
    """The settings with the generation of this very instance of the desk.

    Raises:
        UnavailableError: ``keys.no_key_ring``.
    """
    place = settings.within(INSTANCE)
    here, machine = _read(place), machine_name()
    try:
        held = store.get("instance")
    except KeyStoreError as error:
        raise UnavailableError(error.code) from error
    if here is None and held is None:
        _write(place, store, Instance(str(uuid.uuid4()), settings.device_gen, machine))
        return settings
    if here is not None and held == here.name and here.machine == machine:
        return replace(settings, device_gen=here.generation)
    known = max(here.generation if here else 0, settings.device_gen)
    fresh = Instance(str(uuid.uuid4()), newer(known, now), machine)
    logger.warning("this profile is a copy: generation %d becomes %d", known, fresh.generation)
    _write(place, store, fresh)
    return replace(settings, device_gen=fresh.generation)


def newer(generation: int, now: dt.datetime) -> int:
    """A later generation; two copies of one backup get different ones, as they start apart."""
    return max(generation + 1, int(now.timestamp()))


def machine_name() -> str:
    """The system's own name for this machine; another one after a clone was set up afresh."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography"
            ) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    else:
        try:
            return _MACHINE_ID.read_text(encoding="ascii").strip()
        except OSError:
            return ""


def _read(place: Path) -> Instance | None:
    try:
        data = json.loads(place.read_text(encoding="utf-8"))
        return Instance(str(data["name"]), int(data["generation"]), str(data["machine"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(place: Path, store: KeyStore, instance: Instance) -> None:
    body = {
        "name": instance.name,
        "generation": instance.generation,
        "machine": instance.machine,
    }
    write_private(place, json.dumps(body).encode())
    store.put("instance", instance.name)
