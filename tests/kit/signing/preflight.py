"""What another program says of archival PDFs: Apache PDFBox Preflight, a judge of PDF/A-1b.

No judge of PDF/A-2b is in any package registry. Part 1 is stricter in nearly all that a signature
can break, so the judge reads a copy that claims part 1, and what it finds is compared with what
part 2 allows.
"""

import re
import subprocess
from pathlib import Path

JARS = Path("/usr/share/java")
NEEDED = (
    "preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api",
)  # fmt: skip
ALLOWED_BY_PART_2 = {
    "CIDSet": "ISO 19005-2, 6.2.11.4.2: an embedded subset needs no CIDSet",
    "Soft Mask must be null": "ISO 19005-2, 6.2.10: transparency is allowed",
    "lacks an appearance dictionary": "ISO 19005-2, 6.3.3: not needed where the rectangle is empty",
}
_CLAIM = re.compile(rb"(pdfaid:part(?:>|=[\"']))2")
_PLACE = re.compile(r"\s*(?:\[.*|on page \d+)?\s*\Z", re.DOTALL)


def is_installed() -> bool:
    """Whether the judge and what it needs are there."""
    return all((JARS / f"{name}.jar").exists() for name in NEEDED)


def findings(path: Path) -> set[str]:
    """What the judge of part 1 has against a file, places left out."""
    copy = path.with_suffix(".part1.pdf")
    data, count = _CLAIM.subn(rb"\g<1>1", path.read_bytes())
    assert count, "the file claims no part 2"
    copy.write_bytes(data)
    jars = ":".join(str(JARS / f"{name}.jar") for name in NEEDED)
    done = subprocess.run(
        ["java", "-cp", jars, "org.apache.pdfbox.preflight.Validator_A1b", str(copy)],
        capture_output=True,
        text=True,
    )
    lines = [line for line in done.stdout.splitlines() if re.match(r"\d+(\.\d+)* : ", line)]
    assert lines or "is a valid PDF/A-1b file" in done.stdout, done.stderr
    return {_PLACE.sub("", line) for line in lines}


def broken(findings_: set[str]) -> set[str]:
    """Findings that part 2 does not allow either."""
    return {f for f in findings_ if not any(word in f for word in ALLOWED_BY_PART_2)}
