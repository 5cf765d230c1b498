"""Work that ends its own process; importable by spawned children."""

import os
from pathlib import Path


def die(_path: Path, _index: int) -> None:
    os._exit(11)
