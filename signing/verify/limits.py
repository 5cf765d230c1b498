"""A ceiling on the memory of this process: address space on POSIX, a job object on Windows."""

import sys

if sys.platform == "win32":
    from signing.verify.limits_windows import limit_memory
else:
    from signing.verify.limits_posix import limit_memory

__all__ = ["limit_memory"]
