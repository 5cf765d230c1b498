"""The printing system of this machine: CUPS on Linux, the spooler of Windows."""

import sys

from desk_app.application.printouts import Spooler

if sys.platform == "win32":

    def _here() -> Spooler:
        from desk_app.adapters.printing.spool.windows import WindowsSpooler

        return WindowsSpooler()

else:

    def _here() -> Spooler:
        from desk_app.adapters.printing.spool.cups import CupsSpooler

        return CupsSpooler()


def system_spooler() -> Spooler:
    """The one this machine has."""
    return _here()
