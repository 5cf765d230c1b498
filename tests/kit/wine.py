"""The Windows interpreter and its wheels under Wine 10, laid out as the set-up program lays them out."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
WINDOWS = ROOT / "installer" / "windows"
CACHE = Path(os.environ.get("DESK_INSTALLER_CACHE", ROOT / "build" / "installer"))
TOOLS = ("pytest", "pluggy", "iniconfig", "packaging", "pygments", "hypothesis", "sortedcontainers",
         "pytest-timeout", "pytest-qt", "pytest-xdist", "execnet")  # fmt: skip
_PATHS = "python311.zip\r\n.\r\nZ:\\win\\repo\r\nsite\r\nZ:\\win\\tools\r\nimport site\r\n"


def missing() -> str:
    """What this machine lacks for such a run; empty when nothing."""
    if os.geteuid() != 0:
        return "root rights"
    needed = ("debootstrap", "makensis", "x86_64-w64-mingw32-gcc", "i686-w64-mingw32-gcc", "pdfsig")
    return ", ".join(name for name in needed if shutil.which(name) is None)


def wine_root() -> Path:
    """The root with Wine 10; made once, two minutes."""
    root = CACHE / "roots" / "wine"
    root.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([WINDOWS / "wine" / "make_root.sh", root], check=True, capture_output=True)
    return root


def inside(
    work: Path,
    *command: str,
    timeout_s: float,
    shown: Sequence[str] = (),
    variables: Sequence[str] = (),
) -> "subprocess.CompletedProcess[str]":
    """Run a Windows program; ``work`` is its ``Z:\\win``.

    Args:
        shown: files and folders of this machine that Wine sees in place of its own.
        variables: ``NAME=value`` in its surroundings.
    """
    return subprocess.run(
        [WINDOWS / "wine" / "inside.sh", wine_root(), work, *command],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
        env={**os.environ, "WINE_BIND": " ".join(shown), "WINE_ENV": " ".join(variables)},
    )


def lay_out(work: Path) -> None:
    """Interpreter, wheels, test tools and a copy of this repository in ``work``."""
    tree = work / "py"
    subprocess.run(
        [WINDOWS / "tree.sh", tree], check=True, env={**os.environ, "CACHE": str(CACHE / "windows")}
    )
    (tree / "python311._pth").write_text(_PATHS, encoding="ascii", newline="")
    # The set-up program leaves Qt's compiler of words out; a test compiles them anew.
    compiler = CACHE / "windows" / "site" / "PySide6" / "lrelease.exe"
    shutil.copyfile(compiler, tree / "site" / "PySide6" / compiler.name)
    for ring in ("desk_app", "scanner", "signing", "resources"):
        shutil.rmtree(tree / "site" / ring)
    # The very versions of this environment, in their Windows wheels.
    pinned = [f"{name}=={metadata.version(name)}" for name in TOOLS]
    command = [
        ROOT / ".venv" / "bin" / "uv",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build",
    ]
    command += ["--python-version", "3.11", "--python-platform", "x86_64-pc-windows-msvc"]
    subprocess.run([*command, "--target", work / "tools", *pinned], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in listed.stdout.splitlines():
        target = work / "repo" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            shutil.copyfile(ROOT / name, target)
    for file in Path("/usr/share/fonts").rglob("LiberationSerif-*.ttf"):
        shutil.copyfile(file, work / "repo" / "resources" / "fonts" / file.name)
    inside(work, "py/python.exe", "-V", timeout_s=600)
    system = work / "prefix" / "drive_c" / "windows" / "system32"
    shims = [ROOT / ".venv" / "bin" / "python", WINDOWS / "wine" / "shims.py"]
    subprocess.run([*shims, tree / "site", system], check=True)
