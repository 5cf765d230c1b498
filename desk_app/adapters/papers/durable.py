"""Makes a rename durable where the system can; Windows cannot sync a folder and needs none."""

import os
import sys
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk (POSIX); on Windows NTFS journals them itself."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
