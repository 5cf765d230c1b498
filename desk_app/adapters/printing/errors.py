"""What can go wrong between data and paper."""


class PrintingError(Exception):
    """A slip, a result or a PDF could not be made.

    Attributes:
        code: stable slug `printing.*`; key of the text catalogue.
        facts: what the message needs.
    """

    def __init__(self, code: str, **facts: object) -> None:
        """Keep code and facts."""
        self.code = code
        self.facts = facts
        super().__init__(f"{code} {facts}" if facts else code)
