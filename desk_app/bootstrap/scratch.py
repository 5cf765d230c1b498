"""Private folders for things that must not outlive one piece of work."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def private_scratch(below: Path) -> Iterator[Path]:
    """A folder only its owner reads, gone at the end of the block whatever happens."""
    below.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=below))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
