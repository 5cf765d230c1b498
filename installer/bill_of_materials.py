"""``bill_of_materials.py SITE``: what the program is made of, as CycloneDX 1.5 JSON."""

import json
import sys
from importlib import metadata
from pathlib import Path


def licence_of(found: metadata.Distribution) -> str:
    """The licence a package states: SPDX expression, free text or classifier, in that order."""
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
    return text or "NOASSERTION"


def components(site: Path) -> list[dict[str, object]]:
    """One entry a package, sorted by name."""
    rows = {}
    for found in metadata.distributions(path=[str(site)]):
        name, version = found.metadata["Name"], found.version
        if name is None or name == "desk-app":
            continue
        rows[name.lower()] = {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name.lower()}@{version}",
            "licenses": [{"license": {"name": licence_of(found)}}],
        }
    return [rows[key] for key in sorted(rows)]


def main() -> int:
    """Print the bill."""
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "desk-app"}},
        "components": components(Path(sys.argv[1])),
    }
    json.dump(bill, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
