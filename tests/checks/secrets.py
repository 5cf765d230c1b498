"""Secrets that must not lie in the repository: private keys, age identities, tokens, passwords in addresses."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

LARGEST = 4 << 20
_KINDS = (
    ("a private key", re.compile(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{60}")),
    ("an age identity", re.compile(rb"AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{50}")),
    ("a cloud key", re.compile(rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("a forge token", re.compile(rb"\b(?:ghp|gho|ghs|glpat|pypi|npm)[_-][A-Za-z0-9_-]{24,}")),
    ("a web token", re.compile(rb"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}")),
    ("a password in an address", re.compile(rb"\b[a-z][a-z0-9+]{2,11}://[^\s/:@\"'<>{}]+:[^\s/@\"'<>{}]{6,}@")),
)  # fmt: skip


def secrets_in(files: Iterable[Path], root: Path) -> Iterator[str]:
    """A line a secret: place and kind, never the secret itself."""
    for path in files:
        if path.stat().st_size > LARGEST:
            continue
        data = path.read_bytes()
        for kind, pattern in _KINDS:
            for found in pattern.finditer(data):
                line = data.count(b"\n", 0, found.start()) + 1
                yield f"{path.relative_to(root)}:{line}: {kind}"
