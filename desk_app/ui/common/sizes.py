"""Sizes of files as an officer reads them."""

import math


def megabytes(size: int, *, rounds_up: bool = False) -> str:
    """Megabytes of a million bytes with one decimal behind a comma, without a needless ``,0``.

    Args:
        size: bytes.
        rounds_up: so that what is over a limit never reads like the limit.
    """
    tenths = math.ceil(size / 100_000) if rounds_up else size // 100_000
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}" if tenth else str(whole)
