"""A bare Debian in a folder: what a new machine has, reached through mount and process namespaces of its own.

The package sources, certificates and Python index settings are those of the machine that runs the test, so
nothing here names an address.
"""

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

PACKAGES = "git,sudo,ca-certificates"
_BORROWED = ("etc/resolv.conf", "etc/hosts", "etc/pip.conf", "etc/ssl/certs/ca-certificates.crt", "etc/xdg/pip", "etc/apt/sources.list",
             "etc/apt/sources.list.d", "etc/apt/apt.conf.d", "etc/apt/auth.conf.d", "etc/apt/trusted.gpg.d",
             "usr/share/keyrings", "usr/local/share/ca-certificates", "root/.config/pip", "root/.pip")  # fmt: skip
_MOUNTS = """
set -e
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
mount -t tmpfs tmpfs "$0/tmp"
exec chroot "$0" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 bash -c "$1"
"""


class BareRoot:
    """One root; a context manager that makes it and takes it away.

    Attributes:
        folder: the root seen from outside; files made inside can be read there.
    """

    def __init__(self, folder: Path, release: str = "bookworm") -> None:
        self.folder = folder
        self._release = release

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True)
        subprocess.run(
            ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", self._release, self.folder, _mirror()],
            check=True,
            capture_output=True,
        )  # fmt: skip
        for name in _BORROWED:
            self._borrow(name)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _borrow(self, name: str) -> None:
        source, target = Path("/") / name, self.folder / name
        if not source.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["cp", "-rL", "--remove-destination", "-T", source, target], check=True, capture_output=True
        )  # fmt: skip
        if "sources" in name:
            for file in [target, *target.rglob("*")]:
                if file.is_file():
                    words = file.read_text(encoding="utf-8")
                    file.write_text(words.replace(_own_release(), self._release), encoding="utf-8")

    def clone(self, repository: Path, inside: str) -> None:
        """Put a clone of a repository's HEAD into the root."""
        target = self.folder / inside.lstrip("/")
        subprocess.run(
            ["git", "clone", "-q", "--no-hardlinks", repository, target], check=True, capture_output=True
        )  # fmt: skip

    def run(self, command: str, seconds: float = 1800) -> subprocess.CompletedProcess[str]:
        """Run a shell command inside as root; everything it started ends with it."""
        return subprocess.run(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _MOUNTS, self.folder, _pip() + command],
            capture_output=True,
            text=True,
            timeout=seconds,
        )  # fmt: skip


def _mirror() -> str:
    for file in sorted(Path("/etc/apt/sources.list.d").glob("*.sources")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("URIs:"):
                return line.split()[1]
    for line in Path("/etc/apt/sources.list").read_text(encoding="utf-8").splitlines():
        if line.startswith("deb "):
            return next(word for word in line.split() if "://" in word)
    raise LookupError("no package source on this machine")


def _own_release() -> str:
    for line in Path("/etc/os-release").read_text(encoding="utf-8").splitlines():
        if line.startswith("VERSION_CODENAME="):
            return line.partition("=")[2].strip('"')
    raise LookupError("no release name on this machine")


def _pip() -> str:
    """The Python index settings of this machine, for a shell."""
    kept = {
        n: v for n, v in os.environ.items() if n.startswith(("PIP_INDEX", "PIP_EXTRA", "PIP_CERT"))
    }
    return "".join(f"export {name}={shlex.quote(value)}; " for name, value in kept.items())
