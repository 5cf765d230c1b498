"""Numbers as Vietnamese papers write them."""


def thousands(value: int) -> str:
    """A whole number with its thousands parted: 1.234."""
    return f"{value:,}".replace(",", ".")
