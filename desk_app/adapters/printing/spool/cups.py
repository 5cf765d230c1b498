"""CUPS through its own programs (``lp``, ``lpstat``); papers go in over standard input.

No library is loaded into the desk, nothing of a paper lies in a temporary file of ours, and a
server that hangs costs its deadline alone.
"""

import os
import re
import shutil
import subprocess

from desk_app.adapters.printing.spool.sheet_size import sheet_of
from desk_app.application.printouts import NO_PRINTER, PrinterStanding
from desk_app.domain.errors import UnavailableError

LONGEST_S = 20.0
_DEFAULT = re.compile(r"destination: (\S+)")
_STOPPED = re.compile(r"^printer (\S+) disabled", re.MULTILINE)


class CupsSpooler:
    """Fills the port ``Spooler``.

    Args:
        longest_s: how long the printing system may take to answer.
    """

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        self._longest_s = longest_s

    def printers(self) -> tuple[PrinterStanding, ...]:
        """All it knows, by name; none where there is no CUPS or no server of it."""
        if shutil.which("lpstat") is None:
            return ()
        listed = self._run(["lpstat", "-e"])
        names = listed.stdout.split()
        if listed.returncode or not names:
            return ()
        found = _DEFAULT.search(self._run(["lpstat", "-d"]).stdout)
        default = found[1].partition("/")[0] if found else ""
        stopped = set(_STOPPED.findall(self._run(["lpstat", "-p"]).stdout))
        return tuple(
            PrinterStanding(name=name, is_default=name == default, is_stopped=name in stopped)
            for name in sorted(names)
        )

    def send(self, pdf: bytes, *, printer: str, title: str, copies: int) -> None:
        """Hand over a PDF; errors as the port says."""
        if shutil.which("lp") is None:
            raise UnavailableError(NO_PRINTER)
        command = ["lp", "-d", printer, "-n", str(copies), "-t", title]
        sheet = sheet_of(pdf)
        if sheet:
            command += ["-o", f"media={sheet}"]
        done = self._run([*command, "--", "-"], pdf)
        if done.returncode == 0:
            return
        if "does not exist" in done.stderr or "not found" in done.stderr.lower():
            raise UnavailableError("printing.printer_unknown", {"printer": printer})
        raise UnavailableError("printing.refused", {"printer": printer})

    def _run(
        self, command: list[str], given: bytes | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program of CUPS with English answers."""
        try:
            done = subprocess.run(
                command,
                input=given or b"",
                capture_output=True,
                timeout=self._longest_s,
                check=False,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UnavailableError("printing.system_silent") from error
        out, told = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(command, done.returncode, out, told)
