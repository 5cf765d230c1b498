"""The locked packages, without a network: hashed, licensed as the whole may be, none with a known hole.

``advisories.toml`` beside this file is the list of holes; it is brought up to date by hand with each
release, because the machines that check have no network. A package that is not installed here (the
Windows half) is looked up by name only.
"""

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

HERE = Path(__file__).parent
ADVISORIES = HERE / "advisories.toml"
LICENCES = HERE / "licences.toml"


def locked(lock: Path) -> Iterator[tuple[str, Version, int]]:
    """Name, version and number of hashes of every line."""
    for block in re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8")):
        head, *rest = block.replace("\\\n", "\n").splitlines() or [""]
        if not head.strip() or head.startswith(("#", "-")):
            continue
        wanted = Requirement(head.strip())
        version = next(iter(wanted.specifier)).version
        yield wanted.name.lower(), Version(version), sum("--hash=sha256:" in line for line in rest)


def faults(locks: list[Path]) -> Iterator[str]:
    """A line a fault."""
    advisories = tomllib.loads(ADVISORIES.read_text(encoding="utf-8"))["hole"]
    for lock in locks:
        for name, version, hashes in locked(lock):
            if not hashes:
                yield f"{lock.name}: {name} has no hash"
            for hole in advisories:
                if hole["package"] == name and version in SpecifierSet(hole["versions"]):
                    yield f"{lock.name}: {name} {version} has {hole['id']}"
    yield from licence_faults({name for lock in locks for name, _, _ in locked(lock)})


def licence_faults(names: set[str]) -> Iterator[str]:
    """Packages whose licence is not among those the whole may be distributed under."""
    table = tomllib.loads(LICENCES.read_text(encoding="utf-8"))
    allowed = re.compile("|".join(table["allowed"]), re.IGNORECASE)
    stated = {str(k).lower(): str(v) for k, v in table["stated"].items()}
    for name in sorted(names):
        said = stated.get(name) or licence_of(name)
        if said is None:
            yield f"{name} is not installed here: state its licence in licences.toml"
        elif not allowed.search(said):
            yield f"{name}: licence {said[:80]!r} is not among the allowed ones"


def licence_of(name: str) -> str | None:
    """What an installed package says; None when it is not installed."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    expression = said.get("License-Expression")
    classes = [
        c.rpartition(" :: ")[2] for c in said.get_all("Classifier") or [] if "License ::" in c
    ]
    return str(expression or " AND ".join(classes) or said.get("License") or "")
