"""Faults met while a file is verified; inside this package they become reasons of a verdict."""


class VerifyError(Exception):
    """Something in a file cannot be checked.

    Attributes:
        code: stable slug such as ``pdf.too_deep``.
        facts: typed facts for logs.
    """

    def __init__(self, code: str, **facts: object) -> None:
        """Keep the code and the facts."""
        super().__init__(f"{code} {facts}" if facts else code)
        self.code = code
        self.facts = facts
