"""A private SANE configuration: tests never see, or wait for, the machine's own backends."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path

_TEST = {
    "mode": "Color",
    "depth": 8,
    "resolution": 300,
    "resolution_min": 1,
    "resolution_max": 1200,
    "resolution_quant": 1,
    "geometry_min": 0,
    "geometry_max": 500,  # 200 by default, which silently crops A4
    "geometry_quant": 1,
    "tl_x": 0,
    "tl_y": 0,
    "br_x": 210,
    "br_y": 297,
    "test-picture": "Color pattern",
}


def has_scanimage() -> bool:
    return shutil.which("scanimage") is not None


def has_airscan() -> bool:
    return has_scanimage() and any(Path("/usr/lib").glob("*/sane/libsane-airscan.so*"))


@contextlib.contextmanager
def _configuration(files):
    with tempfile.TemporaryDirectory(prefix="sane-") as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text)
        yield Path(folder)


def sane_test_device(devices=1, **options):
    """SANE's own virtual scanner. Options are the keys of test.conf."""
    values = {**_TEST, **{k if k in _TEST else k.replace("_", "-"): v for k, v in options.items()}}

    def word(value):
        if isinstance(value, bool):
            return str(value).lower()
        return f'"{value}"' if isinstance(value, str) and " " in value else str(value)

    lines = [f"number_of_devices {devices}", *(f"{k} {word(v)}" for k, v in values.items()), ""]
    return _configuration({"dll.conf": "test\n", "test.conf": "\n".join(lines)})


def sane_airscan(url, name="Sim"):
    """The foreign eSCL client, pointed at one device; its SANE name is ``airscan:e0:NAME``."""
    text = (
        f'[devices]\n"{name}" = {url}, eSCL\n[options]\ndiscovery = disable\nws-discovery = off\n'
    )
    return _configuration({"dll.conf": "airscan\n", "airscan.conf": text})
