"""What a process that sees a PIN switches off: core dumps, crash boxes, keyboard interrupts.

The one platform-dependent corner of the token part: Linux limits the core file, Windows turns
off the fault dialog that would keep a dead child on screen.
"""

import signal
import sys


def harden_process() -> None:
    """Keep the memory of this process out of files and dialogs; leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        import ctypes

        no_dialogs = 0x0001 | 0x0002 | 0x8000  # critical errors, fault box, open-file box
        ctypes.windll.kernel32.SetErrorMode(no_dialogs)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def wipe(secret: bytearray) -> None:
    """Overwrite a PIN where it lies; the buffer keeps its length so that no copy is made."""
    secret[:] = bytes(len(secret))
