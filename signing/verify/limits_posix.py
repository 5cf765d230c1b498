"""The memory ceiling on POSIX: the address space of the process, and no core dumps."""

import sys

if sys.platform != "win32":
    import resource

    def limit_memory(size: int) -> bool:
        """Keep this process under ``size`` bytes; tells whether the system agreed."""
        try:
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            if hard != resource.RLIM_INFINITY:
                size = min(size, hard)
            resource.setrlimit(resource.RLIMIT_AS, (size, hard))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        except (OSError, ValueError):
            return False
        return True
