"""A ceiling on the memory of this process. POSIX: address space; Windows: a job object with one member."""

import sys


def limit_memory(size: int) -> bool:
    """Keep this process under ``size`` bytes; tells whether the system agreed."""
    if sys.platform == "win32":
        from signing.verify.limits_windows import limit_job

        return limit_job(size)
    import resource

    try:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            size = min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return False
    return True
