"""A practice province in a process of its own, forked from one that has loaded the program already."""

import atexit
import functools
from pathlib import Path
from typing import Any

from desk_app.practice.province import RunningProvince
from tests.kit.forked import Nest

_LOADED = "tests.kit.sync.warm_province_process"


@functools.cache
def _nest() -> Nest:
    nest = Nest(_LOADED)
    atexit.register(nest.close)
    return nest


def start_warm_province(data_dir: Path, port: int | None = None) -> RunningProvince:
    """As ``start_province``, without loading the program anew."""
    process: Any = _nest().start(str(data_dir), str(port or 0))
    ready, _, url = process.stdout.readline().rpartition(" ")
    assert ready == "province ready", (ready, url)
    return RunningProvince(process, url.strip())
