"""``bill_of_materials.py SITE [TREE]``: what a package is made of, as CycloneDX 1.5 JSON.

Every file below TREE (SITE when it is left out) must belong to an installed Python package, to a
part of ``parts.toml`` or to the program itself; a file of nobody is named, and the bill is refused.
"""

import fnmatch
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
PARTS = _HERE / "parts.toml"
LICENCES = _HERE.parent / "tests" / "checks" / "licences.toml"
DEBIAN_COPYRIGHT = Path("/usr/share/doc")
_OWN = ("desk_app", "scanner", "signing", "resources")
# Written by the build itself, or texts of the licences.
_MADE = (
    "sbom.cdx.json", "LICENSE*", "SECURITY.md", "desk-app*", "broker/*", "python311._pth",
    "etc/fonts.conf", "licences/*", "share/doc/*", "token/LICENSE*",
)  # fmt: skip
Component = dict[str, object]


class UnclaimedError(Exception):
    """Files of a package that the bill cannot name."""


def licence_of(found: metadata.Distribution) -> str:
    """What a package states: SPDX expression, classifiers, free text; or nothing."""
    said = found.metadata
    text = said.get("License-Expression") or ""
    if not text:
        classes = [
            c.rpartition(" :: ")[2]
            for c in said.get_all("Classifier") or []
            if c.startswith("License ::")
        ]
        text = " AND ".join(sorted(set(classes) - {"OSI Approved"}))
    if not text:
        text = (
            (said.get("License") or "").strip().splitlines()[0][:80] if said.get("License") else ""
        )
    return text


def component(name: str, version: str, licence: str, purl: str = "") -> Component:
    """One entry of the bill."""
    made: Component = {
        "type": "library",
        "name": name,
        "version": version,
        "licenses": [{"license": {"name": licence}}],
    }
    return made | ({"purl": purl} if purl else {})


def packages(site: Path) -> list[Component]:
    """One entry a Python package, sorted by name.

    Raises:
        UnclaimedError: a package states no licence, and ``licences.toml`` none for it.
    """
    stated = tomllib.loads(LICENCES.read_text(encoding="utf-8"))["stated"]
    rows = {}
    for found in metadata.distributions(path=[str(site)]):
        name, version = found.metadata["Name"], found.version
        if name is not None and name != "desk-app":
            licence = stated.get(name.lower()) or licence_of(found)
            if not licence:
                raise UnclaimedError(f"{name}: no licence is stated")
            purl = f"pkg:pypi/{name.lower()}@{version}"
            rows[name.lower()] = component(name, version, licence, purl)
    return [rows[key] for key in sorted(rows)]


def recorded(site: Path) -> set[Path]:
    """Every file that an installed Python package lists as its own."""
    return {
        site / str(file)
        for found in metadata.distributions(path=[str(site)])
        for file in found.files or []
    }


def beside(site: Path, tree: Path) -> list[Component]:
    """One entry a part that is no Python package, in the order of ``parts.toml``.

    Raises:
        UnclaimedError: files belong to nobody.
    """
    parts = tomllib.loads(PARTS.read_text(encoding="utf-8"))["part"]
    known, unclaimed = recorded(site), []
    taken: dict[int, list[Path]] = {}
    for file in sorted(p for p in tree.rglob("*") if p.is_file() and not p.is_symlink()):
        name = file.relative_to(tree).as_posix()
        if "/__pycache__/" in name:  # compiled here from files beside it
            continue
        numbers = [n for n, part in enumerate(parts) if _fits(part, name)]
        for number in numbers:
            taken.setdefault(number, []).append(file)
        if not numbers and file not in known and not _is_own(site, tree, file):
            unclaimed.append(name)
    if unclaimed:
        raise UnclaimedError("\n".join(unclaimed))
    return [
        made for number in sorted(taken) for made in _made_of(parts[number], taken[number], tree)
    ]


def _fits(part: dict[str, Any], name: str) -> bool:
    return any(
        fnmatch.fnmatchcase(name, pattern)
        for pattern in part["files"]
        if "**" in pattern or pattern.count("/") == name.count("/")
    )


def _is_own(site: Path, tree: Path, file: Path) -> bool:
    if file.is_relative_to(site):
        first = file.relative_to(site).parts[0]
        if first in _OWN or (first.startswith("desk_app-") and first.endswith(".dist-info")):
            return True
    name = file.relative_to(tree).as_posix()
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in _MADE)


def _made_of(part: dict[str, Any], files: list[Path], tree: Path) -> Iterator[Component]:
    if part.get("source") == "debian":
        for package in sorted(_owners(files)):
            version = _debian_version(package)
            purl = f"pkg:deb/debian/{package}@{version}"
            yield component(package, version, _debian_licence(package), purl)
        return
    version = str(part["version"])
    kind, _, named = version.partition(":")
    if kind == "debian":
        version = next(v for name in named.split("|") if (v := _debian_version(name)))
    elif kind == "source":
        version = _source_version(named, tree)
    yield component(part["name"], version, part["licence"])


def _owners(files: list[Path]) -> set[str]:
    """The Debian packages that brought files of these names to the building machine."""
    asked = ["dpkg", "-S", *(f"*/{file.name}" for file in files)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    owners = {
        line.rpartition("/")[2]: line.partition(":")[0]
        for line in reversed(said.splitlines())
        if not line.startswith("diversion")
    }
    nobodys = [file.name for file in files if file.name not in owners]
    if nobodys:
        raise UnclaimedError(
            "\n".join(f"{name}: in no package of this machine" for name in nobodys)
        )
    return {owners[file.name] for file in files}


def _debian_version(package: str) -> str:
    asked = ["dpkg-query", "-W", "-f", "${Version}\n", package]
    lines = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
    return lines[0] if lines else ""


def _debian_licence(package: str) -> str:
    """Short names of all licences in the package's copyright file, where it is readable so."""
    file = DEBIAN_COPYRIGHT / package / "copyright"
    text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    names = {name.strip() for name in re.findall(r"^License:[ \t]*(\S.*)$", text, re.MULTILINE)}
    return " AND ".join(sorted(names)) or f"as said in share/doc/{package}/copyright"


def _source_version(name: str, tree: Path) -> str:
    """The version in the file name of a source that was compiled here."""
    listed = (tree / "token" / "sources.txt").read_text(encoding="utf-8")
    found = re.search(rf"{re.escape(name)}_(\S+?)\.orig\.tar", listed)
    if found is None:
        raise UnclaimedError(f"token/sources.txt does not name {name}")
    return found[1]


def main() -> int:
    """Print the bill."""
    site = Path(sys.argv[1])
    tree = Path(sys.argv[2]) if len(sys.argv) > 2 else site
    try:
        components = packages(site) + beside(site, tree)
    except UnclaimedError as error:
        sys.stderr.write(f"not in the bill of materials:\n{error}\n")
        return 1
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "desk-app"}},
        "components": components,
    }
    json.dump(bill, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
